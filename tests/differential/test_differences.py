"""The wallet, openvc-core and @digitalbazaar/vc on the same generated credentials, each changed in one way.

Every disagreement stands in `differences.toml` with the reason; one that does not stand there fails, and so does an
explanation of something that is not seen any more. Nothing that somebody altered is accepted by the wallet.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import pytest

from tests.differential import judges
from tests.differential.judges import ACCEPTED, NOT_ASKED
from tests.differential.sample import AT_LEAST, Case, cases
from wallet.model.report import VerificationReport

pytestmark = [pytest.mark.interop, pytest.mark.slow]

TABLE: Final = Path(__file__).with_name("differences.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Who says what of one kind of mutant. The first word counts for the other two: `accepted` or `refused`."""

    mutant: str
    secured: str
    ours: str
    openvc: str
    digitalbazaar: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A case with the three verdicts."""

    case: Case
    report: VerificationReport
    difference: Difference

    @property
    def is_unanimous(self) -> bool:
        """Whether everybody who was asked accepts, or nobody."""
        said = (self.difference.ours, self.difference.openvc, self.difference.digitalbazaar)
        return len({verdict == ACCEPTED for verdict in said if verdict != NOT_ASKED}) == 1


def explained(secured: str) -> dict[Difference, Mapping[str, object]]:
    """The table's entries that speak of this way of securing, spelt out."""
    found: dict[Difference, Mapping[str, object]] = {}
    for entry in tomllib.loads(TABLE.read_text(encoding="utf-8"))["difference"]:
        if secured not in entry["secured"]:
            continue
        for mutant in entry["mutants"]:
            for ours in entry["ours"]:
                difference = Difference(
                    mutant=mutant,
                    secured=secured,
                    ours=ours,
                    openvc=entry["openvc"],
                    digitalbazaar=entry["digitalbazaar"],
                )
                assert difference not in found, f"explained twice: {difference}"
                found[difference] = entry
    return found


def judged(secured: str, folder: Path) -> list[Judged]:
    """Every case in the eyes of the three."""
    asked = list(cases(secured))
    foreign = iter(judges.digitalbazaar([case.content for case in asked if case.digitalbazaar_knows], folder))
    results: list[Judged] = []
    for case in asked:
        report = judges.ours(case.content, case.served)
        openvc = judges.openvc(case.content, case.served) if case.openvc_knows else NOT_ASKED
        digitalbazaar = next(foreign) if case.digitalbazaar_knows else NOT_ASKED
        difference = Difference(
            mutant=case.mutant,
            secured=secured,
            ours=judges.word(report),
            openvc=openvc.partition(":")[0],
            digitalbazaar=digitalbazaar.partition(":")[0],
        )
        results.append(Judged(case=case, report=report, difference=difference))
    return results


def shown(report: VerificationReport) -> object:
    """What people see of the credential; its types are a set, in whatever order they stand."""
    assert report.credential is not None
    return replace(report.credential, types=tuple(sorted(report.credential.types)))


@pytest.mark.parametrize("secured", AT_LEAST)
def test_every_difference_is_explained_and_nothing_altered_is_accepted(secured: str, tmp_path: Path) -> None:
    results = judged(secured, tmp_path)
    assert len(results) >= AT_LEAST[secured]
    assert not [item.difference for item in results if "internal-error" in item.report.reasons]
    accepted = [item for item in results if item.difference.ours == ACCEPTED]
    assert not [item.difference for item in accepted if not item.case.good and not item.case.tolerable]
    assert not [item.difference for item in results if item.case.good and item.difference.ours != ACCEPTED]
    for item in accepted:
        if item.case.mutant.startswith("altered/"):
            original = judges.ours(item.case.base.content, item.case.served)
            assert shown(item.report) == shown(original), item.difference
            assert item.report.description == original.description, item.difference
    table = explained(secured)
    seen = {item.difference for item in results if not item.is_unanimous}
    assert seen - table.keys() == set(), "not explained"
    assert table.keys() - seen == set(), "explained, but not seen"


def test_the_sample_is_large_enough() -> None:
    assert sum(AT_LEAST.values()) >= 2000


def test_every_explanation_says_why_and_on_whose_word() -> None:
    for entry in tomllib.loads(TABLE.read_text(encoding="utf-8"))["difference"]:
        assert set(entry) == {"mutants", "secured", "ours", "openvc", "digitalbazaar", "why", "reference"}
        assert len(entry["why"]) > 20, entry
        assert entry["reference"], entry
