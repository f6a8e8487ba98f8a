"""The hostile corpus: every row gets one of its expected words, no control is refused, nothing crashes."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from tests.vectors.hostile import REASONS, is_right, judge, rows, texts
from wallet.model.json import JsonObject


@pytest.mark.parametrize("row", list(rows()), ids=lambda row: str(row["id"]))
def test_a_hostile_input_gets_its_word_for_its_reason(row: JsonObject, at: datetime, tmp_path: Path) -> None:
    report = judge(row, at, tmp_path)
    assert "internal-error" not in report.reasons
    assert is_right(row, report), (report.outcome, report.reasons)


def test_the_corpus_holds_controls_too() -> None:
    controls = [row for row in rows() if set(texts(row["expect"])) <= {"valid", "valid-with-warnings"}]
    assert len(controls) >= 8


def test_the_reasons_are_of_rows_that_are_there() -> None:
    assert REASONS.keys() <= {str(row["id"]) for row in rows()}
