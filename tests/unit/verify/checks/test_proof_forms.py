"""Selective disclosure in a verdict: the form of the proof is said, and a base proof handed over is not judged."""

from __future__ import annotations

from typing import Final

import pytest

from tests.page.issuing import presentation
from tests.simulator.issuer import Nothing, received, verification
from tests.unit.suites.samples import options
from tests.unit.suites.selective_samples import BADGE, MANDATORY, NAMES, party, proof_in, stream, with_component
from wallet.codec import json
from wallet.materials.bundled import BundledContexts
from wallet.model.json import JsonObject
from wallet.model.report import Check, CheckResult, Outcome, Reason, VerificationReport

EVERY = pytest.mark.parametrize("name", NAMES)
CONTEXTS: Final = BundledContexts()


def badge(name: str) -> JsonObject:
    """A badge whose issuer is whoever has the key."""
    issuer: JsonObject = {
        "id": party(name).key.verification_method.partition("#")[0],
        "type": ["Profile"],
        "name": "Evening School",
    }
    return party(name).issue({**BADGE, "issuer": issuer})


def verdict(document: JsonObject) -> VerificationReport:
    return verification(Nothing(), contexts=CONTEXTS).verify(received(json.dumps(document)))


def proof_check(report: VerificationReport) -> CheckResult:
    return next(result for result in report.checks if result.check is Check.PROOF)


@EVERY
def test_the_report_says_which_form_a_proof_has(name: str) -> None:
    secured = badge(name)
    for document, form in ((secured, "base"), (party(name).derive(secured, "/credentialSubject/result"), "derived")):
        report = verdict(document)
        assert report.outcome is Outcome.PASSED
        assert report.credential is not None
        assert proof_check(report).params["form"] == form
        assert report.issuer == party(name).key.verification_method.partition("#")[0]


def test_other_proofs_have_no_form() -> None:
    assert "form" not in proof_check(verdict(presentation(badge("bbs-2023")))).params


@EVERY
def test_a_derived_proof_in_a_presentation_is_judged_like_any_other(name: str) -> None:
    shown = party(name).derive(badge(name), "/credentialSubject/result")
    (nested,) = verdict(presentation(shown)).nested
    assert nested.outcome is Outcome.PASSED
    assert proof_check(nested).params["form"] == "derived"


@EVERY
def test_a_base_proof_in_a_presentation_is_not_judged(name: str) -> None:
    report = verdict(presentation(badge(name)))
    (nested,) = report.nested
    check = proof_check(nested)
    assert (check.outcome, check.reason) == (Outcome.INDETERMINATE, Reason.BASE_PROOF)
    assert check.params["suite"] == name
    assert check.params["form"] == "base"
    assert nested.credential is None
    assert nested.outcome is Outcome.INDETERMINATE
    assert report.outcome is not Outcome.PASSED
    assert Reason.BASE_PROOF in report.reasons


@EVERY
def test_an_altered_proof_in_a_presentation_does_not_pass_in_any_form(name: str) -> None:
    secured = badge(name)
    shown = party(name).derive(secured, "/credentialSubject/result")
    for document in (secured, shown):
        for altered in ({**document, "validFrom": "2020-01-01T00:00:00Z"}, with_component(document, 0, bytes(64))):
            (nested,) = verdict(presentation(altered)).nested
            assert nested.outcome is not Outcome.PASSED
            assert nested.credential is None
            assert Reason.INTERNAL_ERROR not in nested.reasons


@EVERY
@pytest.mark.parametrize("purpose", [None, "authentication", "keyAgreement"])
def test_the_purpose_counts(name: str, purpose: str | None) -> None:
    """Signed with another purpose, or with none, by the issuer itself: the mathematics hold, the proof does not."""
    tool, key = party(name).suite, party(name).key
    document = {key: value for key, value in badge(name).items() if key != "proof"}
    chosen: JsonObject = {k: v for k, v in options(name, key.verification_method).items() if k != "proofPurpose"}
    if purpose is not None:
        chosen["proofPurpose"] = purpose
    proof = tool.create_base(document, chosen, key, CONTEXTS, MANDATORY, random_bytes=stream(b""))
    for secured in ({**document, "proof": proof}, party(name).derive({**document, "proof": proof}, "/evidence")):
        assert party(name).judge(secured) is None
        check = proof_check(verdict(secured))
        assert (check.outcome, check.reason) == (Outcome.FAILED, Reason.WRONG_PURPOSE)


@EVERY
def test_the_issuer_of_another_badge_is_not_this_ones(name: str) -> None:
    report = verdict(party(name).issue({**BADGE, "issuer": {**ISSUER_MEMBER, "id": "did:example:other"}}))
    assert report.outcome is Outcome.FAILED
    assert Reason.CONTROLLER_MISMATCH in report.reasons


ISSUER_MEMBER: Final[JsonObject] = {"type": ["Profile"], "name": "Evening School"}


def test_a_set_with_one_base_proof_is_a_base() -> None:
    """Two suites, two proofs: the more telling form is the one that is said."""
    secured = badge("ecdsa-sd-2023")
    unsecured = {name: value for name, value in secured.items() if name != "proof"}
    other = party("bbs-2023").issue(unsecured)
    report = verdict({**unsecured, "proof": [proof_in(secured).options, proof_in(other).options]})
    assert proof_check(report).params["form"] == "base"
