"""The order of verification, and that a crash anywhere in it is told and never a pass."""

from __future__ import annotations

import logging

import pytest

from tests.simulator.issuer import Nothing, SimulatedWeb, item, received, samples, verification
from wallet.codec import json
from wallet.model.json import JsonObject
from wallet.model.report import Check, CheckResult, Outcome, Reason, VerificationReport
from wallet.verify import open_badges_2, verifier

GOOD = "01-data-science.json"
STATUS = "06-project-management-in-force.json"
ORDER = ["structure", "proof", "controller", "status", "validity", "recipient", "endorsements"]


def result(report: VerificationReport, check: Check) -> CheckResult:
    return next(item for item in report.checks if item.check is check)


def test_every_check_is_reported_in_the_order_of_the_standard() -> None:
    report = verification(SimulatedWeb()).verify(item(STATUS))
    assert [item.check for item in report.checks] == ORDER
    assert report.outcome is Outcome.PASSED


def test_a_failing_check_does_not_hide_the_others() -> None:
    document = {**json.loads_object(samples()[STATUS]), "validUntil": "2020-01-01T00:00:00Z"}
    report = verification(SimulatedWeb()).verify(received(json.dumps(document)))
    assert [item.check for item in report.checks] == ORDER
    assert {Reason.SIGNATURE_MISMATCH, Reason.EXPIRED} <= set(report.reasons)


def test_nothing_is_asked_for_before_the_proof_holds() -> None:
    web = SimulatedWeb()
    document = {**json.loads_object(samples()[STATUS]), "description": "altered"}
    report = verification(web).verify(received(json.dumps(document)))
    assert web.asked == []
    assert result(report, Check.STATUS).reason is Reason.NOT_CHECKED


@pytest.mark.parametrize(
    ("name", "check"),
    [
        ("check_proof", Check.PROOF),
        ("check_controller", Check.CONTROLLER),
        ("check_status", Check.STATUS),
        ("check_validity", Check.VALIDITY),
        ("check_recipient", Check.RECIPIENT),
        ("check_endorsements", Check.ENDORSEMENTS),
        ("check_schema", Check.STRUCTURE),
    ],
)
def test_a_crash_in_a_check_is_an_open_question(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, name: str, check: Check
) -> None:
    def crash(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(verifier, name, crash)
    with caplog.at_level(logging.ERROR):
        report = verification(SimulatedWeb()).verify(item(STATUS))
    crashed = result(report, check)
    assert (crashed.outcome, crashed.reason) == (Outcome.INDETERMINATE, Reason.INTERNAL_ERROR)
    assert report.outcome is not Outcome.PASSED
    assert Reason.INTERNAL_ERROR in report.reasons
    assert f"check {check}" in caplog.text


@pytest.mark.parametrize("name", ["check_proof", "check_controller"])
def test_after_a_crash_nobody_is_bound_and_nothing_is_asked_for(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    def crash(*_: object) -> None:
        raise ZeroDivisionError

    web = SimulatedWeb()
    monkeypatch.setattr(verifier, name, crash)
    report = verification(web).verify(item(STATUS))
    assert (report.issuer, web.asked) == (None, [])
    if name == "check_proof":
        assert report.credential is None


def test_a_crash_while_a_presenter_is_checked_is_an_open_question(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(verifier, "check_presenter", crash)
    document: JsonObject = {"@context": ["https://www.w3.org/ns/credentials/v2"], "type": ["VerifiablePresentation"]}
    report = verification(Nothing()).verify(received(json.dumps(document)))
    assert result(report, Check.RECIPIENT).reason is Reason.INTERNAL_ERROR


def test_a_crash_in_reading_an_older_badge_is_an_open_question(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(open_badges_2, "read_graph", crash)
    badge: JsonObject = {
        "@context": "https://w3id.org/openbadges/v2",
        "id": "https://issuer.example/assertions/1",
        "type": "Assertion",
        "badge": "https://issuer.example/badges/1",
        "recipient": {"type": "email", "hashed": False, "identity": "a@b.example"},
        "verification": {"type": "hosted"},
        "issuedOn": "2026-01-01T00:00:00Z",
    }
    report = verification(Nothing()).verify(received(json.dumps(badge)))
    assert (report.outcome, report.credential) == (Outcome.INDETERMINATE, None)
    assert Reason.INTERNAL_ERROR in report.reasons


def test_an_unreadable_credential_in_a_presentation_is_refused_by_itself() -> None:
    good = json.loads_object(samples()[GOOD])
    document: JsonObject = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": [good, {"type": ["Nothing"]}, 7],
    }
    report = verification(Nothing()).verify(received(json.dumps(document)))
    assert [item.outcome for item in report.nested] == [Outcome.PASSED, Outcome.REFUSED, Outcome.REFUSED]
    assert report.outcome is Outcome.FAILED
    assert [item.input.bytes > 0 for item in report.nested] == [True, True, True]


def test_an_empty_presentation_is_not_a_pass() -> None:
    document: JsonObject = {"@context": ["https://www.w3.org/ns/credentials/v2"], "type": ["VerifiablePresentation"]}
    report = verification(Nothing()).verify(received(json.dumps(document)))
    assert report.outcome is Outcome.FAILED
    assert report.reasons[:2] == (Reason.EMPTY_PRESENTATION, Reason.UNSIGNED)
