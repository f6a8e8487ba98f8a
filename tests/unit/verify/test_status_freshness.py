"""How old a list may be, what was known before, and what asking for it would tell."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.simulator.issuer import NOW
from tests.unit.verify.lists import (
    BADGE_ID,
    ISSUER,
    OTHER,
    URL,
    World,
    badge,
    holding,
    list_credential,
    marked,
    report,
    status,
)
from wallet.codec.time import format_instant
from wallet.model.json import JsonObject
from wallet.model.material import Material, MaterialSource
from wallet.model.report import Check, Outcome, Reason
from wallet.text.reasons import reason_text

INDEX = 42
DAYS = timedelta(days=1)


def entry(purpose: str = "revocation", url: str = URL) -> JsonObject:
    return {
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose,
        "statusListIndex": str(INDEX),
        "statusListCredential": url,
    }


def revoking() -> Material:
    """A kept list that revokes the badge, ten days old."""
    world = holding(list_credential(marked(INDEX), signed=NOW - 10 * DAYS))
    world.source, world.retrieved_at = MaterialSource.VAULT, NOW - 10 * DAYS
    return world.material()


# --- age -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "reason"), [(1, None), (29, None), (30, None), (31, Reason.STATUS_STALE), (400, Reason.STATUS_STALE)]
)
def test_a_clear_bit_counts_for_thirty_days(days: int, reason: Reason | None) -> None:
    world = holding(list_credential(signed=NOW - 500 * DAYS))
    world.retrieved_at = NOW - days * DAYS
    found = status(badge(entry()), world, network="off")
    assert found.reason is reason
    assert found.outcome is (Outcome.PASSED if reason is None else Outcome.INDETERMINATE)
    assert found.relied_on[0].retrieved_at == NOW - days * DAYS


@pytest.mark.parametrize("days", [1, 29, 31, 400])
def test_a_set_bit_counts_however_old(days: int) -> None:
    world = holding(list_credential(marked(INDEX)))
    world.retrieved_at = NOW - days * DAYS
    assert status(badge(entry()), world).reason is Reason.REVOKED


def test_the_user_sets_the_age() -> None:
    world = holding(list_credential())
    world.retrieved_at = NOW - 31 * DAYS
    assert status(badge(entry()), world, max_age=31 * DAYS).outcome is Outcome.PASSED
    assert status(badge(entry()), world, max_age=30 * DAYS).reason is Reason.STATUS_STALE
    world.retrieved_at = NOW
    assert status(badge(entry()), world, max_age=0 * DAYS).outcome is Outcome.PASSED


def test_a_lists_own_time_to_live_counts_unless_the_user_set_an_age() -> None:
    world = holding(list_credential(subject={"ttl": 86_400_000}))
    world.retrieved_at = NOW - DAYS
    fresh = status(badge(entry()), world)
    assert (fresh.outcome, fresh.params["refresh_due"]) == (Outcome.PASSED, format_instant(NOW))
    assert fresh.relied_on[0].refresh_after == NOW
    world.retrieved_at = NOW - DAYS - timedelta(seconds=1)
    stale = status(badge(entry()), world)
    assert (stale.reason, stale.params["until"]) == (Reason.STATUS_STALE, format_instant(NOW - timedelta(seconds=1)))
    assert status(badge(entry()), world, max_age=7 * DAYS).outcome is Outcome.PASSED


@pytest.mark.parametrize("ttl", ["86400000", 86_400_000.0, 10**15])
def test_spellings_of_a_time_to_live(ttl: str | float) -> None:
    assert status(badge(entry()), holding(list_credential(subject={"ttl": ttl}))).outcome is Outcome.PASSED


def test_a_list_outside_its_own_period() -> None:
    ended = holding(list_credential(signed=NOW - 9 * DAYS, validUntil=format_instant(NOW)))
    found = status(badge(entry()), ended)
    assert (found.reason, found.params["until"]) == (Reason.STATUS_STALE, format_instant(NOW))
    assert status(badge(entry()), ended, at=NOW - DAYS).outcome is Outcome.PASSED
    assert status(badge(entry()), ended, max_age=9999 * DAYS).reason is Reason.STATUS_STALE
    early = holding(list_credential(validFrom=format_instant(NOW + DAYS)))
    assert status(badge(entry()), early).reason is Reason.STATUS_STALE


def test_a_list_that_nobody_dated_is_too_old() -> None:
    world = holding(list_credential())
    world.source, world.retrieved_at = MaterialSource.MATERIALS, None
    assert status(badge(entry()), world).reason is Reason.STATUS_STALE


def test_a_list_that_could_not_be_refreshed_says_so_in_words() -> None:
    world = holding(list_credential())
    world.source = MaterialSource.VAULT
    online = status(badge(entry()), world, at=NOW + 60 * DAYS)
    assert online.reason is Reason.STATUS_STALE
    words = reason_text(Reason.STATUS_STALE, "en", online.params).meaning
    assert "could not be refreshed since 23 November 2026" in words
    assert "2026年11月23日以降、更新できていません" in reason_text(Reason.STATUS_STALE, "ja", online.params).meaning
    offline = status(badge(entry()), world, at=NOW + 60 * DAYS, network="off")
    assert "since" not in offline.params  # nobody tried


# --- stapled by the presenter --------------------------------------------------------------------------------------


def stapled() -> World:
    world = holding(list_credential(signed=NOW - 3 * DAYS))
    world.source, world.retrieved_at = MaterialSource.STAPLED, NOW
    return world


def test_stapled_evidence_is_as_old_as_its_signature() -> None:
    assert status(badge(entry()), stapled()).outcome is Outcome.PASSED
    assert status(badge(entry()), stapled(), at=NOW + 27 * DAYS).outcome is Outcome.PASSED
    found = status(badge(entry()), stapled(), at=NOW + 28 * DAYS)
    assert (found.reason, found.params["as_of"]) == (Reason.STATUS_STALE, format_instant(NOW - 3 * DAYS))


# --- a revocation is final -----------------------------------------------------------------------------------------


def test_an_older_list_does_not_undo_a_revocation() -> None:
    world = holding(list_credential(signed=NOW - 20 * DAYS))
    found = status(badge(entry()), world, known=[revoking()])
    assert (found.outcome, found.reason) == (Outcome.FAILED, Reason.REVOKED)
    assert found.params == {"url": URL, "since": format_instant(NOW - 10 * DAYS)}
    assert [item.source for item in found.relied_on] == [MaterialSource.FETCHED, MaterialSource.VAULT]


def test_a_list_of_the_same_date_does_not_either() -> None:
    world = holding(list_credential(signed=NOW - 10 * DAYS))
    assert status(badge(entry()), world, known=[revoking()]).reason is Reason.REVOKED


def test_a_newer_list_contradicts_it_and_clears_nothing() -> None:
    world = holding(list_credential(signed=NOW - DAYS))
    found = status(badge(entry()), world, known=[revoking()])
    assert (found.outcome, found.reason) == (Outcome.INDETERMINATE, Reason.STATUS_REVERSED)
    assert found.params["since"] == format_instant(NOW - 10 * DAYS)
    assert found.params["as_of"] == format_instant(NOW - DAYS)


def test_a_newer_list_that_is_not_believed_changes_nothing() -> None:
    for world in (
        World(),
        holding(b"<html>"),
        holding(list_credential(issuer=OTHER)),
        holding(list_credential(subject={"statusPurpose": "suspension"})),
    ):
        assert status(badge(entry()), world, known=[revoking()]).reason is Reason.REVOKED


def test_what_was_believed_once_needs_no_key_any_more() -> None:
    kept = revoking()
    assert b'"proofValue":"z' in kept.content
    unverifiable = replace(kept, content=kept.content.replace(b'"proofValue":"z', b'"proofValue":"z1'))
    assert status(badge(entry()), holding(list_credential()), known=[unverifiable]).reason is Reason.STATUS_REVERSED


def test_a_kept_list_about_other_badges_says_nothing_here() -> None:
    other = holding(list_credential(marked(INDEX + 1), signed=NOW - 10 * DAYS)).material()
    assert status(badge(entry()), holding(list_credential()), known=[other]).outcome is Outcome.PASSED
    unreadable = replace(other, content=b"{}", sha256="0")
    assert status(badge(entry()), holding(list_credential()), known=[unreadable]).outcome is Outcome.PASSED


def test_a_suspension_ends() -> None:
    suspended = holding(list_credential(marked(INDEX), subject={"statusPurpose": "suspension"})).material()
    world = holding(list_credential(subject={"statusPurpose": "suspension"}))
    assert status(badge(entry("suspension")), world, known=[suspended]).outcome is Outcome.PASSED


def test_revoked_now_is_told_as_it_is_now() -> None:
    world = holding(list_credential(marked(INDEX)))
    found = status(badge(entry()), world, known=[revoking()])
    assert (found.reason, found.params) == (Reason.REVOKED, {"url": URL})


# --- what is asked, and when ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        f"https://issuer.example/status?badge={BADGE_ID}",
        "https://issuer.example/status/3D0B1F0E-6A55-4F39-9A36-6A7A3F4B9F11",
        "https://issuer.example/status?who=did%3Aexample%3Alearner",
        "https://issuer.example/status/ann@example.org",
        "https://issuer.example/status?mail=ann%40example.org",
    ],
)
def test_an_address_that_names_badge_or_learner_is_not_asked(url: str) -> None:
    world = World({url: holding(list_credential()).at[URL]})
    found = status(badge(entry(url=url)), world)
    assert (found.outcome, found.reason) == (Outcome.INDETERMINATE, Reason.STATUS_UNREACHABLE)
    assert found.params["detail"] == "names-learner"
    assert world.asked == []


@pytest.mark.parametrize(
    "members",
    [
        {"id": "https://issuer.example/"},
        {"id": "https://issuer.example/badges/7"},
        {"id": "status"},
        {"id": None},
        {"credentialSubject": {"name": "Ann"}},
        {"credentialSubject": {"id": ISSUER.id}},
    ],
)
def test_an_ordinary_address_is_asked(members: JsonObject) -> None:
    document = badge(entry(), members=members)
    world = holding(list_credential())
    assert status(document, world).outcome is Outcome.PASSED
    assert world.asked == [URL]


def test_a_badge_of_a_web_address_under_which_its_list_lies_is_not_asked_about() -> None:
    document = badge(entry(), members={"id": "http://issuer.example/status/1"})
    assert status(document, holding(list_credential())).params["detail"] == "names-learner"


def test_nothing_is_asked_for_a_forged_badge() -> None:
    document = badge(entry())
    document["validFrom"] = "2025-01-01T00:00:00Z"
    world = holding(list_credential())
    found = report(document, world)
    by_check = {result.check: result.reason for result in found.checks}
    assert (by_check[Check.PROOF], by_check[Check.STATUS]) == (Reason.SIGNATURE_MISMATCH, Reason.NOT_CHECKED)
    assert world.asked == []


def test_no_entry_is_said_and_is_no_pass() -> None:
    assert status(badge(), World()).outcome is Outcome.NOT_APPLICABLE
