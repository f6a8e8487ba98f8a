"""The proof check: every proof named, old suites called old, and contexts that were published twice."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from tests.simulator.issuer import Nothing, received, verification
from tests.unit.suites.samples import CONTEXTS, UNSECURED, keys, options, suite
from wallet.codec import json
from wallet.codec.limits import MAX_PROOFS
from wallet.materials.bundled import BundledContexts
from wallet.model.json import JsonObject, JsonValue
from wallet.model.key import KeyType
from wallet.model.material import Contexts, Material
from wallet.model.report import Check, CheckResult, Outcome, Reason

LEGACY: Final = tuple(sorted((Path(__file__).parents[3] / "vectors" / "legacy").glob("*.json")))
OPEN_BADGES: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"


def check(document: JsonObject, contexts: Contexts = CONTEXTS) -> CheckResult:
    report = verification(Nothing(), contexts=contexts).verify(received(json.dumps(document)))
    assert Reason.INTERNAL_ERROR not in report.reasons
    return next(result for result in report.checks if result.check is Check.PROOF)


def proof(
    document: JsonObject, name: str, kind: KeyType, contexts: Contexts = CONTEXTS, **more: JsonValue
) -> JsonObject:
    key, _ = keys(kind)
    return suite(name).create(document, {**options(name, key.verification_method), **more}, key, contexts)


def with_proofs(*proofs: JsonObject) -> JsonObject:
    return {**UNSECURED, "proof": [*proofs]}


# --- before the mathematics -----------------------------------------------------------------------------------------


def test_no_proof_is_no_pass() -> None:
    result = check(UNSECURED)
    assert (result.outcome, result.reason) == (Outcome.FAILED, Reason.UNSIGNED)


def test_more_proofs_than_anybody_makes_are_not_looked_at() -> None:
    one = proof(UNSECURED, "eddsa-rdfc-2022", KeyType.ED25519)
    assert check(with_proofs(*[one] * MAX_PROOFS)).outcome is Outcome.PASSED
    result = check(with_proofs(*[one] * (MAX_PROOFS + 1)))
    assert (result.outcome, result.reason) == (Outcome.INDETERMINATE, Reason.TOO_COMPLEX)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"proofPurpose": "authentication"}, Reason.WRONG_PURPOSE),
        ({"proofPurpose": None}, Reason.WRONG_PURPOSE),
        ({"verificationMethod": None}, Reason.PROOF_MALFORMED),
        ({"created": "yesterday"}, Reason.PROOF_MALFORMED),
        ({"expires": "2026-13-01T00:00:00Z"}, Reason.PROOF_MALFORMED),
        ({"expires": "2026-01-03T00:00:00Z"}, Reason.PROOF_EXPIRED),
        ({"verificationMethod": "did:nobody:x#y"}, Reason.KEY_UNRESOLVABLE),
        ({"verificationMethod": keys(KeyType.P256)[0].verification_method}, Reason.SIGNATURE_MISMATCH),
        ({"cryptosuite": "eddsa-2022"}, Reason.SUITE_UNSUPPORTED),
        ({"type": "Ed25519Signature2099", "cryptosuite": None}, Reason.SUITE_UNSUPPORTED),
    ],
)
def test_what_is_wrong_with_the_options_is_named(changes: JsonObject, reason: Reason) -> None:
    result = check({**UNSECURED, "proof": {**proof(UNSECURED, "eddsa-rdfc-2022", KeyType.ED25519), **changes}})
    assert result.reason is reason


def test_a_signed_expiry_counts_from_its_very_instant() -> None:
    later = proof(UNSECURED, "eddsa-rdfc-2022", KeyType.ED25519, expires="2026-11-23T14:05:01Z")
    assert check({**UNSECURED, "proof": later}).outcome is Outcome.PASSED
    now = proof(UNSECURED, "eddsa-rdfc-2022", KeyType.ED25519, expires="2026-11-23T14:05:00Z")
    assert check({**UNSECURED, "proof": now}).reason is Reason.PROOF_EXPIRED


# --- several proofs ----------------------------------------------------------------------------------------------

ED25519 = KeyType.ED25519
METHODS: Final = {kind: keys(kind)[0].verification_method for kind in (ED25519, KeyType.P256, KeyType.P384)}


def test_one_proof_is_named_by_its_suite() -> None:
    result = check({**UNSECURED, "proof": proof(UNSECURED, "eddsa-rdfc-2022", ED25519)})
    assert result.outcome is Outcome.PASSED
    assert result.params == {"proofs": "1", "suites": "eddsa-rdfc-2022"}


def test_each_of_several_proofs_is_named_with_its_key_and_its_result() -> None:
    result = check(
        with_proofs(proof(UNSECURED, "eddsa-rdfc-2022", ED25519), proof(UNSECURED, "ecdsa-jcs-2019", KeyType.P384))
    )
    assert result.outcome is Outcome.PASSED
    assert result.params["proof-1"] == f"eddsa-rdfc-2022 {METHODS[ED25519]}: passed"
    assert result.params["proof-2"] == f"ecdsa-jcs-2019 {METHODS[KeyType.P384]}: passed"


def test_the_one_that_does_not_hold_can_be_told_from_the_others() -> None:
    broken: JsonObject = {**proof(UNSECURED, "ecdsa-rdfc-2019", KeyType.P256), "created": "2026-01-02T03:04:06Z"}
    unknown: JsonObject = {"type": "DataIntegrityProof", "cryptosuite": "ecdsa-rdfc-2099"}
    result = check(with_proofs(proof(UNSECURED, "eddsa-jcs-2022", ED25519), broken, unknown))
    assert (result.outcome, result.reason) == (Outcome.FAILED, Reason.SIGNATURE_MISMATCH)
    assert [finding.reason for finding in result.also] == [Reason.SUITE_UNSUPPORTED]
    assert result.params["proof-1"].endswith(": passed")
    assert result.params["proof-2"] == f"ecdsa-rdfc-2019 {METHODS[KeyType.P256]}: signature-mismatch"
    assert result.params["proof-3"] == "ecdsa-rdfc-2099 -: suite-unsupported"


def test_a_chain_across_suites_holds_and_breaks_with_the_link_it_stands_on() -> None:
    first = proof(UNSECURED, "eddsa-rdfc-2022", ED25519, id="urn:uuid:26329423-bec9-4b2e-88cb-a7c7d9dc4544")
    chained: JsonObject = {**UNSECURED, "proof": [first]}
    second = proof(chained, "ecdsa-rdfc-2019", KeyType.P256, previousProof=first["id"])
    assert check(with_proofs(first, second)).outcome is Outcome.PASSED
    assert check(with_proofs(second, first)).outcome is Outcome.PASSED
    others: list[JsonValue] = [[first["id"]] * 2, [], [None], None, 7, "urn:uuid:00000000-0000-4000-8000-000000000000"]
    for links in others:
        changed: JsonObject = {**second, "previousProof": links}
        assert check(with_proofs(first, changed)).outcome is Outcome.FAILED, links
    assert check(with_proofs(second)).reason is Reason.PROOF_MALFORMED
    itself: JsonObject = {**second, "id": "urn:x", "previousProof": "urn:x"}
    assert check(with_proofs(first, itself)).reason is Reason.PROOF_MALFORMED


# --- legacy ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", LEGACY, ids=lambda path: path.stem)
def test_an_old_suite_holds_and_is_called_old(path: Path) -> None:
    document = json.loads_object(path.read_bytes())
    result = check(document)
    assert (result.outcome, result.reason) == (Outcome.PASSED, None)
    assert result.params["legacy"] == result.params["suites"]
    assert check({**document, "name": "Something else"}).params["legacy"] == result.params["suites"]


def test_of_several_suites_only_the_old_ones_are_called_old() -> None:
    unknown: JsonObject = {"type": "Ed25519Signature2018", "proofPurpose": "assertionMethod"}
    result = check(with_proofs(proof(UNSECURED, "eddsa-rdfc-2022", ED25519), unknown, unknown))
    assert result.params["legacy"] == "Ed25519Signature2018"


class OneCopy:
    """The newer copies alone."""

    older: Final = None

    def get(self, url: str) -> Material | None:
        return CONTEXTS.get(url)


# --- contexts published twice ------------------------------------------------------------------------------------


def copies() -> tuple[str, str]:
    """The SHA-256 of the newer and of the older copy of the Open Badges 3.0.3 context."""
    contexts = BundledContexts()
    assert contexts.older is not None
    newer, older = contexts.get(OPEN_BADGES), contexts.older.get(OPEN_BADGES)
    assert newer is not None
    assert older is not None
    return newer.sha256, older.sha256


def copy_relied_on(result: CheckResult) -> list[str]:
    return [item.sha256 for item in result.relied_on if item.url == OPEN_BADGES]


def older_document() -> JsonObject:
    """A term of the badge's own that only the newer copy has a definition for."""
    contexts = UNSECURED["@context"]
    assert isinstance(contexts, list)
    subject = UNSECURED["credentialSubject"]
    assert isinstance(subject, dict)
    own: JsonObject = {"endorsementJwt": "https://school.example/terms#endorsementJwt"}
    return {**UNSECURED, "@context": [*contexts, own], "credentialSubject": {**subject, "endorsementJwt": "eyJ"}}


def test_where_both_copies_say_the_same_the_newer_is_relied_on() -> None:
    older = BundledContexts().older
    assert older is not None
    result = check({**UNSECURED, "proof": proof(UNSECURED, "eddsa-rdfc-2022", ED25519, older)})
    assert result.outcome is Outcome.PASSED
    assert copy_relied_on(result) == [copies()[0]]


@pytest.mark.parametrize("name", ["eddsa-rdfc-2022", "Ed25519Signature2020"])
def test_a_badge_made_under_the_older_copy_holds_and_the_report_says_which(name: str) -> None:
    older = BundledContexts().older
    assert older is not None
    document = older_document()
    signed: JsonObject = {**document, "proof": proof(document, name, ED25519, older)}
    result = check(signed)
    assert (result.outcome, result.reason) == (Outcome.PASSED, None)
    assert copy_relied_on(result) == [copies()[1]]


def test_what_holds_under_neither_copy_is_told_as_under_the_newer() -> None:
    older = BundledContexts().older
    assert older is not None
    document = older_document()
    made = proof(document, "eddsa-rdfc-2022", ED25519, older)
    result = check({**document, "name": "Something else", "proof": made})
    assert (result.outcome, result.reason) == (Outcome.INDETERMINATE, Reason.CONTEXT_UNUSABLE)
    assert copy_relied_on(result) == [copies()[0]]
    broken = check({**UNSECURED, "name": "x", "proof": proof(UNSECURED, "eddsa-rdfc-2022", ED25519)})
    assert (broken.outcome, broken.reason) == (Outcome.FAILED, Reason.SIGNATURE_MISMATCH)


def test_the_copy_is_named_once_for_all_proofs_that_hold_with_it() -> None:
    older = BundledContexts().older
    assert older is not None
    document = older_document()
    made = [proof(document, "eddsa-rdfc-2022", ED25519, older), proof(document, "ecdsa-rdfc-2019", KeyType.P256, older)]
    result = check({**document, "proof": [*made]})
    assert result.outcome is Outcome.PASSED
    assert copy_relied_on(result) == [copies()[1]]


def test_without_a_second_copy_the_first_verdict_stands() -> None:
    document = older_document()
    older = BundledContexts().older
    assert older is not None
    signed: JsonObject = {**document, "proof": proof(document, "eddsa-rdfc-2022", ED25519, older)}
    assert check(signed, older).outcome is Outcome.PASSED
    newer_only = OneCopy()
    assert check(signed, newer_only).reason is Reason.CONTEXT_UNUSABLE
