"""Open Badges 2.0 samples that others made: hosted, baked and signed, with the files they point to."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest

from tests.simulator.issuer import verification
from tests.vectors.evidence import VectorMaterials
from wallet.acquire.sources import read_all, sources
from wallet.model.record import Received
from wallet.model.report import Outcome, Reason

AT: Final = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)
HOST: Final = "https://example.org"


@pytest.fixture
def folder(vectors: Path) -> Path:
    return vectors / "samples-1edtech" / "ob20"


@pytest.mark.parametrize(
    ("name", "outcome", "reasons"),
    [
        ("basic-assertion.json", Outcome.PASSED, ()),
        ("simple-badge.png", Outcome.PASSED, ()),
        ("simple.jwt", Outcome.PASSED, ()),
        ("simple-revoked.jwt", Outcome.FAILED, (Reason.REVOKED,)),
    ],
)
def test_a_sample_is_judged_as_labelled(folder: Path, name: str, outcome: Outcome, reasons: tuple[Reason, ...]) -> None:
    files = {f"{HOST}/{path.name}": path for path in (folder / "hosted").iterdir()}
    files[f"{HOST}/beths-robotics-badge.json"] = folder / "basic-assertion.json"
    (item,) = read_all(sources(http=None, stdin=None), [str(folder / name)])
    assert isinstance(item, Received)
    report = verification(VectorMaterials(files, AT), at=AT).verify(item)
    assert (report.outcome, report.reasons, report.input.format) == (outcome, reasons, "open_badges_2")
