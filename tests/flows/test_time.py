"""Time: kept evidence ages, clocks go back, lists never change, and time zones make no difference.

Procedures T01, T03, T05 and T07 of the hostile set.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import pytest

from scripts.sample_issuer.world import REVOCATIONS, SUSPENSIONS
from tests.flows.learner import Learner
from tests.places import SAMPLES
from tests.simulator.issuer import NOW, SimulatedWeb, item, samples, verification
from tests.vectors.hostile import judge, rows
from wallet.codec.report import report_document
from wallet.compose import Door
from wallet.config import Config
from wallet.explanation import report_lines
from wallet.model.json import JsonObject
from wallet.model.report import Check, CheckResult, Outcome, Reason, VerificationReport

IN_FORCE: Final = "06-project-management-in-force.json"
EXPIRED: Final = "07-first-aid-expired.json"
ZONES: Final = ("Asia/Tokyo", "America/St_Johns", "Pacific/Kiritimati")
DAY: Final = timedelta(days=1)


@pytest.fixture
def learner(tmp_path: Path) -> Iterator[Learner]:
    learner = Learner(tmp_path)
    yield learner
    learner.door.lock_here()


def kept(learner: Learner, name: str) -> str:
    (row,) = learner.wallet().add([str(SAMPLES / name)])
    return row.id


def check(learner: Learner, badge_id: str, *, refresh: bool = False) -> VerificationReport:
    ((_, report),) = learner.wallet(offline=not refresh).check([badge_id], refresh=refresh)
    return report


def of(report: VerificationReport, check: Check) -> CheckResult:
    return next(result for result in report.checks if result.check is check)


# --- T01: the clock is set back ------------------------------------------------------------------------------------


def test_a_clock_set_back_two_years_is_told(learner: Learner) -> None:
    badge = kept(learner, IN_FORCE)
    assert check(learner, badge, refresh=True).outcome is Outcome.PASSED
    learner.now -= 730 * DAY
    report = check(learner, badge)
    assert Reason.CLOCK_SET_BACK in report.reasons
    assert report.outcome is not Outcome.PASSED
    assert of(report, Check.VALIDITY).reason in {Reason.CLOCK_SET_BACK, Reason.NOT_YET_VALID}


def test_an_expired_badge_is_not_brought_back_by_the_clock(learner: Learner) -> None:
    badge = kept(learner, EXPIRED)
    assert check(learner, badge).reasons == (Reason.EXPIRED,)
    learner.now = datetime.fromisoformat("2025-06-01T00:00:00Z")
    report = check(learner, badge)
    assert (report.outcome, report.reasons) == (Outcome.INDETERMINATE, (Reason.CLOCK_SET_BACK,))
    text = "\n".join(report_lines(report, "en"))
    assert "clock was set back" in text
    assert "23 November 2026" in text


def test_the_clock_set_right_again_is_right_again(learner: Learner) -> None:
    badge = kept(learner, IN_FORCE)
    check(learner, badge, refresh=True)
    learner.now -= 2 * DAY
    assert Reason.CLOCK_SET_BACK in check(learner, badge).reasons
    learner.now += 3 * DAY
    assert check(learner, badge).outcome is Outcome.PASSED


def test_a_clock_that_was_wrong_before_can_be_accepted(learner: Learner) -> None:
    badge = kept(learner, IN_FORCE)
    learner.now += 3650 * DAY
    check(learner, badge)
    learner.now = NOW
    assert Reason.CLOCK_SET_BACK in check(learner, badge, refresh=True).reasons
    learner.wallet().accept_clock()
    assert check(learner, badge).outcome is Outcome.PASSED


def chosen(learner: Learner, at: datetime) -> Learner:
    """The same learner, in a run that judges as of `at`."""
    config = Config(vault=learner.folder / "vault", passphrase_file=learner.folder / "passphrase", keyring=False, at=at)
    other = object.__new__(Learner)
    other.__dict__.update(learner.__dict__)
    other.door, other.now = Door(config, None), at
    return other


def test_a_chosen_instant_is_not_taken_for_the_time(learner: Learner) -> None:
    badge = kept(learner, IN_FORCE)
    check(learner, badge, refresh=True)
    learner.door.lock_here()
    future = chosen(learner, NOW + 3650 * DAY)
    assert check(future, badge).outcome is Outcome.INDETERMINATE  # the list is too old by then
    kept(future, EXPIRED)
    future.door.lock_here()
    report = check(learner, badge)
    assert (report.outcome, report.reasons) == (Outcome.PASSED, ())


def test_a_chosen_instant_is_not_held_against_the_time(learner: Learner) -> None:
    badge = kept(learner, EXPIRED)
    run = learner.wallet(offline=True)
    past = replace(run._verification, reads_clock=False, clock=lambda: datetime.fromisoformat("2025-06-01T00:00:00Z"))
    run._verification = past
    ((_, report),) = run.check([badge])
    assert report.outcome is Outcome.PASSED
    run.accept_clock()
    assert learner.door.open().latest_time() == NOW


def test_a_vault_made_under_a_chosen_instant_does_not_start_there(tmp_path: Path) -> None:
    from tests.flows.learner import PASSPHRASE
    from wallet.model.secret import Secret

    far = datetime.fromisoformat("2999-01-01T00:00:00Z")
    door = Door(Config(vault=tmp_path / "vault", keyring=False, at=far, no_input=True), None)
    door.create(Secret.from_text(PASSPHRASE), far)
    latest = door.open().latest_time()
    assert latest is not None
    assert latest < far
    door.lock_here()


# --- T03: an old list shown as fresh -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "outcome"),
    [
        (1, Outcome.PASSED),
        (29, Outcome.PASSED),
        (31, Outcome.INDETERMINATE),
        (400, Outcome.INDETERMINATE),
    ],
)
def test_evidence_of_some_days_ago(learner: Learner, days: int, outcome: Outcome) -> None:
    badge = kept(learner, IN_FORCE)
    check(learner, badge, refresh=True)
    learner.now += days * DAY
    report = check(learner, badge)
    assert report.outcome is outcome
    assert report.reasons == (() if outcome is Outcome.PASSED else (Reason.STATUS_STALE,))
    text = "\n".join(report_lines(report, "en"))
    assert "as of 23 November 2026" in text
    assert "2026年11月23日" in "\n".join(report_lines(report, "ja"))


def test_a_refresh_makes_it_fresh_again(learner: Learner) -> None:
    badge = kept(learner, IN_FORCE)
    check(learner, badge, refresh=True)
    learner.now = learner.web.now = learner.now + 400 * DAY
    assert check(learner, badge).reasons == (Reason.STATUS_STALE,)
    assert check(learner, badge, refresh=True).outcome is Outcome.PASSED
    assert check(learner, badge).outcome is Outcome.PASSED


# --- T05: the same list for ever -----------------------------------------------------------------------------------


def test_a_list_that_cannot_be_had_again_is_told_with_its_date(learner: Learner) -> None:
    badge = kept(learner, IN_FORCE)
    check(learner, badge, refresh=True)
    learner.now += 60 * DAY
    learner.web.offline = True
    report = check(learner, badge, refresh=True)
    assert (report.outcome, report.reasons) == (Outcome.INDETERMINATE, (Reason.STATUS_STALE,))
    assert "could not be refreshed since 23 November 2026" in "\n".join(report_lines(report, "en"))
    assert "2026年11月23日以降、更新できていません" in "\n".join(report_lines(report, "ja"))


def test_a_server_that_always_gives_the_same_list(learner: Learner) -> None:
    """Up to the end that the issuer signed its age is told; after it the list says nothing any more."""
    badge = kept(learner, IN_FORCE)
    frozen = {url: learner.web.world.site.answer(url, NOW) for url in (REVOCATIONS, SUSPENSIONS)}
    learner.web.replaced = {url: material.content for url, material in frozen.items() if material is not None}
    learner.now = learner.web.now = NOW + 60 * DAY
    report = check(learner, badge, refresh=True)
    assert report.outcome is Outcome.PASSED
    assert of(report, Check.STATUS).params["list_dated"] == "2026-11-23T14:05:00Z"
    assert "signed the list on 23 November 2026" in "\n".join(report_lines(report, "en"))
    learner.now = learner.web.now = NOW + 90 * DAY
    report = check(learner, badge, refresh=True)
    assert (report.outcome, report.reasons) == (Outcome.INDETERMINATE, (Reason.STATUS_STALE,))
    assert "to be used until 21 February 2027" in "\n".join(report_lines(report, "en"))


# --- T07: time zones -----------------------------------------------------------------------------------------------


@pytest.fixture
def zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    yield monkeypatch
    monkeypatch.undo()
    time.tzset()


def everywhere(zone: pytest.MonkeyPatch, name: str) -> None:
    """Move this process to a time zone."""
    zone.setenv("TZ", name)
    time.tzset()
    assert time.tzname != ("UTC", "UTC") or name == "UTC"


def test_the_hostile_corpus_has_the_same_verdicts_in_every_time_zone(
    at: datetime, tmp_path: Path, zone: pytest.MonkeyPatch
) -> None:
    found: dict[str, list[JsonObject]] = {}
    for name in ("UTC", *ZONES):
        everywhere(zone, name)
        folder = tmp_path / name.replace("/", "-")
        folder.mkdir()
        for row in rows():
            own = folder / str(row["id"])
            own.mkdir()
            document = report_document(judge(row, at, own))
            found.setdefault(str(row["id"]), []).append(without_paths(document))
    assert len(found) > 100
    assert [name for name, documents in found.items() if any(one != documents[0] for one in documents)] == []


def without_paths(document: JsonObject) -> JsonObject:
    """The report, wherever the file lay."""
    read, nested = document["input"], document["credentials"]
    assert isinstance(read, dict)
    assert isinstance(nested, list)
    inner = [without_paths(item) for item in nested if isinstance(item, dict)]
    return {**document, "input": {**read, "source": "-"}, "credentials": [*inner]}


def test_the_samples_read_the_same_in_every_time_zone(zone: pytest.MonkeyPatch) -> None:
    names = [name for name in samples() if name.endswith((".json", ".jwt"))]
    pages: list[list[str]] = []
    for name in ("UTC", *ZONES):
        everywhere(zone, name)
        judged = verification(SimulatedWeb())
        pages.append([line for file in names for line in report_lines(judged.verify(item(file)), "ja")])
    assert all(page == pages[0] for page in pages)
    assert "TZ" in os.environ
