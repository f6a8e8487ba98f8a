"""Many inputs in several processes: the same reports in the same order, whatever happens to a process."""

from __future__ import annotations

import os
from typing import Final, cast

import pytest

from tests.places import SAMPLES
from wallet.cli.batch import CHUNK, Batch
from wallet.codec.report import report_document
from wallet.codec.time import parse_instant
from wallet.compose import compose_verification
from wallet.config import Config
from wallet.model.record import NotReceived, Received
from wallet.model.report import Outcome, Reason, VerificationReport
from wallet.model.request import Expectation

CONFIG: Final = Config(offline=True, at=parse_instant("2026-11-23T14:00:00Z"))
HERE: Final = compose_verification(CONFIG)


def items(count: int) -> list[Received | NotReceived]:
    """Samples under names of their own, and now and then something that could not be read."""
    contents = [path.read_bytes() for path in sorted(SAMPLES.glob("*.json"))] + [b"not a badge"]
    found: list[Received | NotReceived] = []
    for number in range(count):
        content, name = contents[number % len(contents)], f"badge {number}"
        found.append(
            NotReceived(source=name, reason=Reason.UNREACHABLE)
            if number % 13 == 0
            else Received(source=name, name=name, carrier="json", content=content, payload=content)
        )
    return found


def judge(asked: list[Received | NotReceived], **settings: int) -> list[VerificationReport]:
    with Batch(CONFIG, Expectation(), HERE.verify, **settings) as batch:
        return [*batch.reports(asked)]


def test_several_processes_report_what_one_does_in_the_same_order() -> None:
    asked = items(2 * CHUNK + 20)
    spread = judge(asked, alone=5, workers=2)
    assert [report.input.source for report in spread] == [item.source for item in asked]
    assert [*map(report_document, spread)] == [report_document(HERE.verify(item)) for item in asked]


def test_few_inputs_start_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Batch, "_submit", lambda *_: pytest.fail("a process was started"))
    assert len(judge(items(20), alone=20, workers=2)) == 20


def test_with_a_network_everything_is_asked_by_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Batch, "_submit", lambda *_: pytest.fail("a process was started"))
    with Batch(Config(), Expectation(), HERE.verify, alone=0, workers=2) as batch:
        assert len([*batch.reports(items(10))]) == 10


class Deadly:
    """Ends the process that it is sent to."""

    source = "deadly"
    carrier = ""

    def __reduce__(self) -> tuple[object, tuple[int]]:
        return os._exit, (3,)


def test_an_input_that_ends_its_process_is_indeterminate_and_hides_no_other() -> None:
    asked = items(6)
    asked.insert(3, cast("Received", Deadly()))
    reports = judge(asked, alone=0, workers=2)
    assert [report.input.source for report in reports] == [item.source for item in asked]
    assert (reports[3].outcome, reports[3].reasons) == (Outcome.INDETERMINATE, (Reason.INTERNAL_ERROR,))
    others = [report_document(report) for report in reports if report.input.source != "deadly"]
    assert others == [report_document(HERE.verify(item)) for item in asked if item.source != "deadly"]
