"""Controller: both ways, for the purpose, and at the time that counts."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.unit.verify.badges import Signer, badge, judge, result
from wallet.model.json import JsonObject, JsonValue
from wallet.model.report import Check, CheckResult, Outcome, Reason

DID = "did:web:issuer.example"
URL = "https://issuer.example/.well-known/did.json"
KEY = Signer("controller", f"{DID}#1")
BADGE = KEY.secure(badge(DID))


def controller(document: JsonObject, content: JsonObject = BADGE, **times: datetime) -> CheckResult:
    return result(judge(content, {URL: {"id": DID, **document}}, **times), Check.CONTROLLER)


def method(**more: JsonValue) -> JsonObject:
    return {"id": f"{DID}#1", "type": "Multikey", "controller": DID, "publicKeyMultibase": KEY.multikey, **more}


def test_a_key_that_is_listed_and_says_whose_it_is() -> None:
    found = controller({"verificationMethod": [method()], "assertionMethod": [f"{DID}#1"]})
    assert found.outcome is Outcome.PASSED
    assert found.params == {"controller": DID}


@pytest.mark.parametrize("controller_", ["did:web:other.example", "", None, [DID]])
def test_a_key_that_is_somebody_elses(controller_: JsonValue) -> None:
    assert controller({"assertionMethod": [method(controller=controller_)]}).reason is Reason.CONTROLLER_MISMATCH


def test_a_key_listed_for_another_purpose() -> None:
    found = controller({"verificationMethod": [method()], "authentication": [f"{DID}#1"]})
    assert found.reason is Reason.WRONG_PURPOSE


@pytest.mark.parametrize("member", ["revoked", "expires"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-23T14:05:00Z", Reason.KEY_REVOKED),
        ("2026-11-23T14:04:59Z", Reason.KEY_REVOKED),
        ("2026-11-23T14:05:01Z", None),
        ("2026-11-24", Reason.KEY_REVOKED),
        ("soon", Reason.KEY_REVOKED),
        (True, Reason.KEY_REVOKED),
    ],
)
def test_a_key_is_judged_at_the_instant_of_verification(member: str, text: JsonValue, expected: Reason | None) -> None:
    found = controller({"assertionMethod": [method(**{member: text})]})
    assert found.reason is expected


def test_a_date_in_the_proof_does_not_save_a_revoked_key() -> None:
    early = KEY.secure(badge(DID), created="2020-01-01T00:00:00Z")
    document: JsonObject = {"assertionMethod": [method(revoked="2026-06-01T00:00:00Z")]}
    assert controller(document, early).reason is Reason.KEY_REVOKED
    assert controller(document, at=datetime(2026, 5, 1, tzinfo=UTC)).outcome is Outcome.PASSED


def test_a_deactivated_did_speaks_no_more() -> None:
    found = controller({"assertionMethod": [method()], "deactivated": True})
    assert found.reason is Reason.KEY_REVOKED
    assert found.params["detail"] == "deactivated"


def test_another_name_is_not_the_same_one() -> None:
    content = KEY.secure(badge("did:web:alias.example"))
    found = controller({"assertionMethod": [method()], "alsoKnownAs": ["did:web:alias.example"]}, content)
    assert found.reason is Reason.CONTROLLER_MISMATCH
    content = KEY.secure(badge("https://issuer.example/profile"))
    found = controller({"assertionMethod": [method()], "alsoKnownAs": ["https://issuer.example/profile"]}, content)
    assert found.reason is Reason.ISSUER_KEY_UNBOUND


def test_an_issuer_with_no_name_of_its_own_is_its_key() -> None:
    own = Signer("controller")
    report = judge(own.secure(badge("urn:uuid:somebody")))
    found = result(report, Check.CONTROLLER)
    assert found.params == {"controller": own.did, "stated": "urn:uuid:somebody"}
    assert report.issuer == own.did


def test_without_a_proof_that_holds_there_is_nothing_to_ask() -> None:
    report = judge({**BADGE, "name": "changed"}, {URL: {"id": DID, "assertionMethod": [method()]}})
    assert result(report, Check.CONTROLLER).reason is Reason.NOT_CHECKED


def test_a_set_with_a_broken_proof_asks_nothing_for_the_others() -> None:
    issuer = "https://issuer.example/1"
    good = Signer("controller", f"{issuer}#{Signer('controller').multikey}").secure(badge(issuer))
    broken: JsonObject = {**good, "proof": [good["proof"], {"type": "DataIntegrityProof"}]}
    report = judge(broken, {})
    assert result(report, Check.CONTROLLER).reason is Reason.ISSUER_KEY_UNBOUND
