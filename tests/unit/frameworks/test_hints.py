"""Labelled lines in criteria, on texts made for the purpose: what is stated, and the same words where nothing is."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from tests.unit.frameworks.made import FILES, against, ob3, row
from wallet.frameworks.hints import Labels
from wallet.model.quality import State

CORPUS: Final = [
    (frozenset() if stated == "-" else frozenset(stated.split(",")), text.replace("\\n", "\n"))
    for line in (Path(__file__).parent / "criteria_texts.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
    for stated, _, text in [line.partition("\t")]
]
LABELS: Final = Labels(FILES.crosswalk.descriptors.values())


def found_in(text: str) -> frozenset[str]:
    return frozenset(hint.descriptor for hint in LABELS.hints(text))


def test_precision_and_recall_over_the_corpus() -> None:
    assert len(CORPUS) >= 200
    assert len({text for _, text in CORPUS}) == len(CORPUS)
    right = wrong = missed = 0
    for stated, text in CORPUS:
        found = found_in(text)
        right += len(found & stated)
        wrong += len(found - stated)
        missed += len(stated - found)
    assert right / (right + wrong) >= 0.95
    assert right / (right + missed) >= 0.95


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- 学修時間: 45時間（1単位相当）", "45時間（1単位相当）"),
        ("【学修時間】15時間", "15時間"),
        ("| Workload | 40 hours |", "40 hours"),
        ("## 学修時間\n\n45時間", "45時間"),
        ("**Workload:** 40 hours", "40 hours"),
    ],
)
def test_what_a_line_says(text: str, said: str) -> None:
    (hint,) = LABELS.hints(text)
    assert (hint.descriptor, hint.said) == ("workload", said)


def test_the_first_line_of_a_descriptor_counts() -> None:
    (hint,) = LABELS.hints("Workload: 40 hours\nWorkload: 50 hours")
    assert hint.line == "Workload: 40 hours"


def test_a_hint_is_shown_with_its_line_and_never_counts() -> None:
    said = "評価方法: レポート"
    found = against(ob3({"criteria": {"narrative": f"2つの巣箱を育てる。\n{said}"}}), "eu-2022-annex1")
    finding = row(found, "assessment_type").finding
    assert finding.statement is not None
    assert (finding.state, finding.statement.value) == (State.TEXT_HINT, said)
    assert finding.statement.path == "/credentialSubject/achievement/criteria/narrative"
    assert not finding.met
    assert found.met == 4


def test_a_text_of_any_size_is_read_in_time() -> None:
    assert found_in("評価方法" * 50_000 + "\n" + "* [" * 100_000 + ":" * 1000) == frozenset()
