"""A hosted Open Badge in the vault: imported unasked, confirmed online, still there when its host is gone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest

from tests.flows.learner import Learner
from tests.unit.verify.test_open_badges_2 import ASSERTION, BADGE, HOST, ISSUER, changed
from wallet.codec import json
from wallet.model.report import Outcome, Reason

PAGES: Final = {
    f"{HOST}/a/1": json.dumps(ASSERTION),
    f"{HOST}/b/1": json.dumps(BADGE),
    f"{HOST}/i/1": json.dumps(ISSUER),
}


@pytest.fixture
def learner(tmp_path: Path) -> Iterator[Learner]:
    learner = Learner(tmp_path)
    yield learner
    learner.door.lock_here()


def imported(learner: Learner) -> str:
    file = learner.folder / "badge.json"
    file.write_bytes(json.dumps(ASSERTION))
    (row,) = learner.wallet().add([str(file)])
    return row.id


def test_the_host_is_asked_only_when_the_learner_asks(learner: Learner) -> None:
    learner.web.published.update(PAGES)
    badge_id = imported(learner)
    assert learner.web.asked == []
    (listed,) = learner.wallet().badges()
    assert (listed.outcome, listed.issuer_id) == (Outcome.INDETERMINATE, HOST)
    ((_, report),) = learner.wallet().check([badge_id], refresh=True)
    assert report.outcome is Outcome.PASSED
    assert sorted(learner.web.asked) == sorted(PAGES)


def test_what_was_seen_stays_when_the_host_goes_away(learner: Learner) -> None:
    learner.web.published.update(PAGES)
    badge_id = imported(learner)
    list(learner.wallet().check([badge_id], refresh=True))
    (listed,) = learner.wallet().badges("情報")
    assert (listed.name, listed.issuer_name) == ("情報リテラシー", "見本大学")
    learner.web.published.clear()
    learner.now += timedelta(days=400)
    ((_, report),) = learner.wallet(offline=True).check([badge_id])
    assert (report.outcome, report.reasons[0]) == (Outcome.INDETERMINATE, Reason.HOSTED_UNCONFIRMED)
    assert report.checks[1].params["as_of"] == "2026-11-23T14:05:00Z"
    (still,) = learner.wallet().badges()
    assert (still.name, still.issuer_name, still.outcome) == ("情報リテラシー", "見本大学", Outcome.INDETERMINATE)


def test_a_host_that_changes_the_badge_is_told(learner: Learner) -> None:
    learner.web.published.update(PAGES)
    badge_id = imported(learner)
    learner.web.published[f"{HOST}/a/1"] = json.dumps(changed(ASSERTION, issuedOn="2025-01-01T00:00:00Z"))
    ((_, report),) = learner.wallet().check([badge_id], refresh=True)
    assert (report.outcome, report.reasons[0]) == (Outcome.FAILED, Reason.HOSTED_DIFFERS)
