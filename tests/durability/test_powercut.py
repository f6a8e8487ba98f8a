"""Power cuts, rebuilt from a recording: no acknowledged change is lost, none is half there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.durability.harness import strace_works
from tests.durability.powercut import record, violations
from tests.durability.sabotage import WAL_NORMAL

pytestmark = pytest.mark.skipif(not strace_works(), reason="strace is not installed here, or may not trace (ptrace)")


def cuts(steps: int, count: int) -> list[int]:
    """Ends spread evenly over the recording, the last one behind all of it."""
    return [1 + number * (steps - 1) // (count - 1) for number in range(count)]


def test_a_power_cut_loses_nothing_acknowledged(tmp_path: Path) -> None:
    recording, key = record(tmp_path / "recorded")
    (tmp_path / "disk").mkdir()
    found = list(violations(recording, key, tmp_path / "disk", cuts(len(recording.steps), 150), seed=1))
    assert found == []
    kinds = {step.kind for step in recording.steps}
    assert {"write", "sync", "sync-folder", "create", "unlink", "said", "done"} <= kinds


def test_the_harness_sees_the_usual_advice_lose_things(tmp_path: Path) -> None:
    recording, key = record(tmp_path / "recorded", WAL_NORMAL)
    (tmp_path / "disk").mkdir()
    found = list(violations(recording, key, tmp_path / "disk", cuts(len(recording.steps), 30), seed=1))
    assert any("acknowledged and lost" in violation for violation in found)
