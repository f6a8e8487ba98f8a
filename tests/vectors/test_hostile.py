"""The hostile corpus: every row gets one of its expected words, no control is refused, nothing crashes."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

import pytest

from tests.places import ROOT
from wallet.codec import json as strict_json
from wallet.compose import compose
from wallet.config import Config
from wallet.model.json import JsonObject, JsonValue
from wallet.model.report import Outcome, VerificationReport
from wallet.model.request import Expectation

CORPUS: Final = ROOT / "tests" / "hostile"
SPECIAL: Final = {"revoked", "suspended", "expired", "not-yet-valid", "unsigned"}


def _objects(value: JsonValue) -> dict[str, JsonObject]:
    assert isinstance(value, dict)
    return {name: item for name, item in value.items() if isinstance(item, dict)}


def _texts(value: JsonValue) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def rows() -> Iterator[JsonObject]:
    for line in (CORPUS / "index.jsonl").read_bytes().splitlines():
        row = strict_json.loads_object(line)
        if row["kind"] != "export" and "needs" not in row and (CORPUS / str(row["file"])).exists():
            yield row


def words(report: VerificationReport) -> set[str]:
    """The corpus's neutral words for a report."""
    if report.outcome is Outcome.PASSED:
        return {"valid", "valid-with-warnings", "valid-untrusted", "untrusted"}
    if report.outcome is Outcome.FAILED:
        first = {str(reason) for reason in report.reasons[:1]}
        mismatch = {"recipient-mismatch", "holder-mismatch"} & {str(reason) for reason in report.reasons}
        return {"invalid", "partial"} | (SPECIAL & first) | ({"valid-holder-mismatch"} if mismatch else set())
    return {str(report.outcome)}


def materials(row: JsonObject, folder: Path) -> Path:
    """The row's outside world as a materials directory."""
    folder.mkdir()
    entries: list[JsonValue] = []
    for number, (url, answer) in enumerate(_objects(row.get("world") or {}).items()):
        (folder / f"{number}.bin").write_bytes((CORPUS / str(answer["file"])).read_bytes())
        entries.append(
            {
                "url": url,
                "file": f"{number}.bin",
                "media_type": answer.get("content_type", "application/json"),
                "http_status": answer.get("status", 200),
                "location": answer.get("location"),
                "retrieved_at": "2026-11-23T13:59:00Z",
            }
        )
    index: JsonObject = {"schema": "wallet.materials/1", "entries": entries}
    (folder / "index.json").write_bytes(strict_json.dumps(index))
    return folder


def expectation(arguments: list[str]) -> Expectation:
    """What the row's options ask for."""
    pairs = list(zip(arguments, [*arguments, ""][1:], strict=True))
    asked = {name: value for name, value in pairs if name.startswith("--")}
    recipients = tuple(value for name, value in pairs if name == "--recipient")
    return Expectation(
        challenge=asked.get("--challenge"),
        domain=asked.get("--domain"),
        recipients=recipients,
        require_binding="--require-binding" in asked,
    )


def judge(row: JsonObject, at: datetime, folder: Path) -> VerificationReport:
    file = CORPUS / str(row["file"])
    if file.suffix == ".gz":
        unpacked = folder / file.stem
        unpacked.write_bytes(gzip.decompress(file.read_bytes()))
        file = unpacked
    wallet = compose(Config(materials=materials(row, folder / "world"), at=at))
    return next(iter(wallet.verify([str(file)], expectation(_texts(row["args"])))))


@pytest.mark.parametrize("row", list(rows()), ids=lambda row: str(row["id"]))
def test_a_hostile_input_gets_its_word(row: JsonObject, at: datetime, tmp_path: Path) -> None:
    report = judge(row, at, tmp_path)
    assert "internal-error" not in report.reasons
    assert words(report) & set(_texts(row["expect"])), (report.outcome, report.reasons)


def test_the_corpus_holds_controls_too() -> None:
    controls = [row for row in rows() if set(_texts(row["expect"])) <= {"valid", "valid-with-warnings"}]
    assert len(controls) >= 8
