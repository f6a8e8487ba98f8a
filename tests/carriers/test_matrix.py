"""Every made file: its rows, its verdicts, its bytes on the way out, and the same badge from what came out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.carriers.made import Made, Row, all_made
from tests.flows.learner import Learner
from wallet.model.record import ImportOutcome, ImportResult
from wallet.model.report import Outcome, Reason
from wallet.text.details import detail_words
from wallet.wallet import Wallet

MADE: Final = tuple(all_made())


@pytest.fixture(scope="module")
def learner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Learner]:
    learner = Learner(tmp_path_factory.mktemp("learner"))
    yield learner
    learner.door.lock_here()


@pytest.fixture
def wallet(learner: Learner) -> Iterator[Wallet]:
    """A wallet with an empty vault."""
    wallet = learner.wallet(offline=True)
    yield wallet
    for badge in wallet.badges():
        wallet.remove(badge.id)


def test_the_matrix_is_large_and_names_each_file_once() -> None:
    assert len({made.name for made in MADE}) == len(MADE) >= 60
    assert sum(row.outcome is ImportOutcome.IMPORTED for made in MADE for row in made.rows) >= 60


@pytest.mark.parametrize("made", MADE, ids=lambda made: made.name)
def test_rows_verdicts_and_bytes(made: Made, wallet: Wallet, tmp_path: Path) -> None:
    file = tmp_path / made.name
    file.write_bytes(made.content)
    rows = list(wallet.add([str(file)]))
    assert [_told(row, str(file)) for row in rows] == [
        (row.within, row.outcome, row.reason, row.what) for row in made.rows
    ]
    for row, expected in zip(rows, made.rows, strict=True):
        if expected.outcome is ImportOutcome.IMPORTED:
            _require_kept(wallet, row, expected, tmp_path / "out")
    assert sorted(entry.name for entry in tmp_path.iterdir()) == sorted(
        {made.name, *({"out"} if (tmp_path / "out").exists() else set())}
    )


@pytest.mark.parametrize("made", MADE, ids=lambda made: made.name)
def test_verifying_says_of_each_the_same_and_crashes_nowhere(made: Made, wallet: Wallet, tmp_path: Path) -> None:
    file = tmp_path / made.name
    file.write_bytes(made.content)
    reports = list(wallet.verify([str(file)]))
    assert reports
    assert all(Reason.INTERNAL_ERROR not in report.reasons for report in reports)
    if not any("#" in row.within and row.carrier == "json" for row in made.rows) and made.name != "nothing.json":
        assert [report.outcome is Outcome.REFUSED for report in reports] == [bool(row.reason) for row in made.rows]


def test_every_row_is_told_in_words(wallet: Wallet, tmp_path: Path) -> None:
    bare = set()
    for made in MADE:
        file = tmp_path / made.name
        file.write_bytes(made.content)
        for row in wallet.add([str(file)], rehearsed=set()):
            codes = [row.params[name] for name in ("what", "detail") if name in row.params]
            told = {code: {detail_words(code, "ja"), detail_words(code, "en")} for code in codes}
            bare |= {code for code, words in told.items() if words == {code} and not code.startswith("line ")}
    assert bare == set()


def _told(row: ImportResult, file: str) -> tuple[str, ImportOutcome, str, str]:
    kept = row.outcome is ImportOutcome.IMPORTED
    within = row.source.removeprefix(file)
    return within, row.outcome, "" if kept else row.reasons[0], "" if kept else row.params.get("what", "")


def _require_kept(wallet: Wallet, row: ImportResult, expected: Row, out: Path) -> None:
    badge = wallet.badge(row.id)
    assert (badge.record.summary.outcome, row.carrier) == (expected.verdict, expected.carrier)
    assert badge.record.payload == expected.payload
    (written,) = wallet.export([row.id], out / row.id)
    assert hashlib.sha256(written.read_bytes()).hexdigest() == hashlib.sha256(expected.exported).hexdigest()
    assert written.suffix != ".bin"
    again = list(wallet.add([str(written)]))
    assert row.id in {item.id for item in again}
    assert {item.outcome for item in again} <= {ImportOutcome.DUPLICATE, ImportOutcome.REFUSED, ImportOutcome.IMPORTED}
