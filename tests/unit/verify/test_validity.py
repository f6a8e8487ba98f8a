"""The validity period: every date that is stated, dates that name no instant, and a clock that was set back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.simulator.issuer import NOW, received, verification
from tests.unit.verify.lists import ISSUER, World, badge
from wallet.codec import json
from wallet.codec.time import format_instant
from wallet.model.json import JsonObject, JsonValue
from wallet.model.report import Check, CheckResult, Outcome, Reason, VerificationReport
from wallet.verify.checks.validity import CLOCK_TOLERANCE


def verified(content: bytes, at: datetime = NOW, latest: datetime | None = None) -> VerificationReport:
    return replace(verification(World(), at=at), latest_time=latest).verify(received(content))


def validity(members: JsonObject | None = None, *, at: datetime = NOW, latest: datetime | None = None) -> CheckResult:
    """The check of a badge with these members; `validFrom=None` leaves it out."""
    found = verified(json.dumps(badge(members=members)), at, latest)
    return next(result for result in found.checks if result.check is Check.VALIDITY)


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"validUntil": "2026-11-23T14:05:01Z"}, None),
        ({"validUntil": "2026-11-23T14:05:00Z"}, Reason.EXPIRED),
        ({"validUntil": "2026-11-23T23:05:00+09:00"}, Reason.EXPIRED),
        ({"validUntil": "2026-11-23T23:05:00.000001+09:00"}, None),
        ({"validUntil": "2026-11-23T14:04:59-00:00"}, Reason.EXPIRED),
        ({"validFrom": "2026-11-23T14:05:00Z"}, None),
        ({"validFrom": "2026-11-23T14:05:01Z"}, Reason.NOT_YET_VALID),
        ({"expirationDate": "2020-01-01T00:00:00Z"}, Reason.EXPIRED),
        ({"issuanceDate": "2030-01-01T00:00:00Z"}, Reason.NOT_YET_VALID),
        ({"validUntil": "2030-01-01T00:00:00Z", "expirationDate": "2020-01-01T00:00:00Z"}, Reason.EXPIRED),
        ({"validFrom": "2030-01-01T00:00:00Z", "validUntil": "2020-01-01T00:00:00Z"}, Reason.EXPIRED),
        ({"awardedDate": "2030-01-01T00:00:00Z"}, None),
    ],
)
def test_the_period(members: JsonObject, reason: Reason | None) -> None:
    found = validity(members)
    assert found.reason is reason
    assert found.outcome is (Outcome.PASSED if reason is None else Outcome.FAILED)


@pytest.mark.parametrize("member", ["validUntil", "validFrom", "expirationDate", "issuanceDate"])
@pytest.mark.parametrize(
    "date",
    [
        "2026-12-31T23:59:60Z",  # a leap second
        "2016-12-31T23:59:60+00:00",
        "10000-01-01T00:00:00Z",
        "2099-12-31",
        "2099-12-31T23:59:59",
        "2026-03-29T02:30:00 Europe/Berlin",
        "2099-02-30T00:00:00Z",
        "2099-12-31T24:00:00Z",
        "tomorrow",
        "",
    ],
)
def test_a_date_that_names_no_instant(member: str, date: str) -> None:
    found = validity({member: date})
    assert (found.outcome, found.reason) == (Outcome.INDETERMINATE, Reason.DATE_UNREADABLE)


@pytest.mark.parametrize("value", [20300101, True, ["2099-01-01T00:00:00Z"], {"@value": "2099-01-01T00:00:00Z"}])
def test_a_date_that_is_no_text(value: JsonValue) -> None:
    found = validity({"expirationDate": value})
    assert (found.outcome, found.reason) == (Outcome.INDETERMINATE, Reason.DATE_UNREADABLE)


def test_an_end_that_has_come_outweighs_what_cannot_be_read() -> None:
    found = validity({"validUntil": "2020-01-01T00:00:00Z", "validFrom": "yesterday"})
    assert (found.outcome, found.reason) == (Outcome.FAILED, Reason.EXPIRED)
    assert [finding.reason for finding in found.also] == [Reason.DATE_UNREADABLE]


def test_one_date_in_two_members_is_one_finding() -> None:
    found = validity({"validUntil": "2020-01-01T00:00:00Z", "expirationDate": "2020-01-01T00:00:00Z"})
    assert found.also == ()


def test_no_date_is_no_pass() -> None:
    found = validity({"validFrom": None})
    assert (found.outcome, found.reason) == (Outcome.NOT_APPLICABLE, None)


def test_what_is_told_beside_the_period() -> None:
    found = validity(
        {
            "validUntil": "2030-01-01T00:00:00Z",
            "awardedDate": "2025-12-24T00:00:00Z",
            "refreshService": [
                {"id": "https://issuer.example/r", "type": "1EdTechCredentialRefresh"},
                {"id": "x"},
                "y",
            ],
        }
    )
    assert found.params == {
        "valid_from": "2026-01-01T00:00:00Z",
        "valid_until": "2030-01-01T00:00:00Z",
        "awarded": "2025-12-24T00:00:00Z",
        "refresh_service": "1EdTechCredentialRefresh, -",
    }


# --- JWT claims ----------------------------------------------------------------------------------------------------


def jwt(claims: JsonObject) -> CheckResult:
    document = {name: value for name, value in badge().items() if name not in {"proof", "validFrom"}}
    found = verified(ISSUER.jwt({**document, **claims}).encode())
    return next(result for result in found.checks if result.check is Check.VALIDITY)


@pytest.mark.parametrize(
    ("claims", "outcome", "reason"),
    [
        ({}, Outcome.NOT_APPLICABLE, None),
        ({"exp": NOW.timestamp() + 1}, Outcome.PASSED, None),
        ({"exp": NOW.timestamp()}, Outcome.FAILED, Reason.EXPIRED),
        ({"nbf": NOW.timestamp()}, Outcome.PASSED, None),
        ({"nbf": NOW.timestamp() + 1}, Outcome.FAILED, Reason.NOT_YET_VALID),
        ({"exp": 1e18}, Outcome.INDETERMINATE, Reason.DATE_UNREADABLE),
        ({"exp": 253402300800}, Outcome.INDETERMINATE, Reason.DATE_UNREADABLE),  # the year 10000
        ({"nbf": 0, "exp": 1}, Outcome.FAILED, Reason.EXPIRED),
    ],
)
def test_the_claims_of_a_jwt(claims: JsonObject, outcome: Outcome, reason: Reason | None) -> None:
    found = jwt(claims)
    assert (found.outcome, found.reason) == (outcome, reason)


# --- the clock -----------------------------------------------------------------------------------------------------


def test_a_clock_set_back_is_told_and_is_no_pass() -> None:
    found = validity(
        {"validUntil": format_instant(NOW - timedelta(days=100))}, at=NOW - timedelta(days=200), latest=NOW
    )
    assert (found.outcome, found.reason) == (Outcome.INDETERMINATE, Reason.CLOCK_SET_BACK)
    assert found.params["since"] == format_instant(NOW)


def test_a_clock_set_back_does_not_hide_an_end() -> None:
    found = validity({"validUntil": "2026-06-01T00:00:00Z"}, at=NOW - timedelta(days=2), latest=NOW)
    assert (found.outcome, found.reason) == (Outcome.FAILED, Reason.EXPIRED)
    assert [finding.reason for finding in found.also] == [Reason.CLOCK_SET_BACK]


@pytest.mark.parametrize("ahead", [timedelta(), CLOCK_TOLERANCE, timedelta(days=-3)])
def test_a_clock_that_was_corrected_by_moments(ahead: timedelta) -> None:
    assert validity(latest=NOW + ahead).outcome is Outcome.PASSED
    assert validity(latest=NOW + CLOCK_TOLERANCE + timedelta(seconds=1)).reason is Reason.CLOCK_SET_BACK


def test_a_clock_set_back_is_told_where_no_period_is_stated() -> None:
    assert validity({"validFrom": None}, latest=NOW + timedelta(days=1)).reason is Reason.CLOCK_SET_BACK
