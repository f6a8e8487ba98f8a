"""A Blockcert in the vault: imported unasked, proven online once, and from then on offline."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.flows.learner import Learner
from tests.unit.verify.anchoring import ESPLORA, ISSUER, REVOCATIONS, Chain, anchored_2017, assertion
from wallet.codec import json
from wallet.model.report import Outcome, Reason


@pytest.fixture
def learner(tmp_path: Path) -> Iterator[Learner]:
    learner = Learner(tmp_path)
    yield learner
    learner.door.lock_here()


def imported(learner: Learner) -> str:
    file = learner.folder / "blockcert.json"
    file.write_bytes(json.dumps(anchored_2017(assertion())))
    (row,) = learner.wallet().add([str(file)])
    return row.id


def published() -> dict[str, bytes]:
    answers = {url: Chain(assertion()).world.answers[url] for url in (ESPLORA, ISSUER, REVOCATIONS)}
    return {url: json.dumps(answer) for url, answer in answers.items() if not isinstance(answer, bytes)}


def test_it_is_proven_online_once_and_then_offline(learner: Learner) -> None:
    learner.web.published.update(published())
    badge_id = imported(learner)
    assert learner.web.asked == []
    (listed,) = learner.wallet().badges()
    assert (listed.outcome, listed.name, listed.format) == (Outcome.INDETERMINATE, "データリテラシー", "blockcerts")
    ((_, online),) = learner.wallet().check([badge_id], refresh=True)
    assert online.outcome is Outcome.PASSED
    assert sorted(learner.web.asked) == sorted(published())
    learner.web.published.clear()
    ((_, offline),) = learner.wallet(offline=True).check([badge_id])
    assert offline.outcome is Outcome.PASSED
    learner.now += timedelta(days=400)
    ((_, later),) = learner.wallet(offline=True).check([badge_id])
    assert later.reasons == (Reason.STATUS_STALE,)


def test_what_is_exported_is_what_came(learner: Learner) -> None:
    badge_id = imported(learner)
    written = learner.folder / "out"
    learner.wallet().export([badge_id], written)
    (file,) = [path for path in written.rglob("*") if path.is_file()]
    assert file.read_bytes() == json.dumps(anchored_2017(assertion()))
