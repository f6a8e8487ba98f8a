"""The hostile corpus and the wallet's verdict on each of its rows, in the corpus's own words."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from tests.places import ROOT
from wallet.codec import json as strict_json
from wallet.compose import compose
from wallet.config import Config
from wallet.model.json import JsonObject, JsonValue
from wallet.model.report import Outcome, Reason, VerificationReport
from wallet.model.request import Expectation

CORPUS: Final = ROOT / "tests" / "hostile"
REASONS: Final[Mapping[str, Reason]] = {
    "A03": Reason.SIGNATURE_MISMATCH,
    "A04": Reason.DROPPED_TERMS,
    "A06": Reason.DROPPED_TERMS,
    "A07": Reason.DROPPED_TERMS,
    "A09": Reason.CONTEXT_UNUSABLE,
    "A11": Reason.CONTEXT_UNKNOWN,
    "A13": Reason.CONTROLLER_MISMATCH,
    "A14": Reason.CONTROLLER_MISMATCH,
    "A16": Reason.WRONG_PURPOSE,
    "A17": Reason.WRONG_PURPOSE,
    "A18": Reason.PROOF_EXPIRED,
    "A20": Reason.SIGNATURE_MISMATCH,
    "A21": Reason.UNSIGNED,
    "A22": Reason.UNSIGNED,
    "A23": Reason.SUITE_UNSUPPORTED,
    "A24": Reason.SIGNATURE_MISMATCH,
    "A26": Reason.PROOF_MALFORMED,
    "A27": Reason.PROOF_MALFORMED,
    "A30": Reason.SIGNATURE_MISMATCH,
    "B01": Reason.DUPLICATE_KEY,
    "B03": Reason.TOO_DEEP,
    "B04": Reason.MALFORMED,
    "B05": Reason.TOO_LARGE,
    "B06": Reason.MALFORMED,
    "B10": Reason.EXPIRED,
    "B11": Reason.NOT_YET_VALID,
    "B12": Reason.DATE_UNREADABLE,
    "B13": Reason.DATE_UNREADABLE,
    "B15": Reason.NOT_A_CREDENTIAL,
    "B17": Reason.TOO_COMPLEX,
    "B20": Reason.TOO_LARGE,
    "C02": Reason.UNSIGNED,
    "C03": Reason.UNSIGNED,
    "C04": Reason.PROOF_MALFORMED,
    "C05": Reason.SIGNATURE_MISMATCH,
    "C07": Reason.PROOF_MALFORMED,
    "C09": Reason.CONTROLLER_MISMATCH,
    "C10": Reason.NOT_A_CREDENTIAL,
    "C13": Reason.EXPIRED,
    "C14": Reason.SIGNATURE_MISMATCH,
    "C15": Reason.SIGNATURE_MISMATCH,
    "C18": Reason.TOO_LARGE,
    "D01": Reason.DISCLOSURE_INVALID,
    "D02": Reason.DISCLOSURE_INVALID,
    "D04": Reason.DISCLOSURE_INVALID,
    "D06": Reason.DISCLOSURE_INVALID,
    "D08": Reason.EXPIRED,
    "D09": Reason.HOLDER_UNBOUND,
    "D11": Reason.DOMAIN_MISMATCH,
    "E01": Reason.REVOKED,
    "E03": Reason.SUSPENDED,
    "E05": Reason.STATUS_UNTRUSTED,
    "E06": Reason.STATUS_UNTRUSTED,
    "E07": Reason.STATUS_STALE,
    "E09": Reason.STATUS_MALFORMED,
    "E13": Reason.REVOKED,
    "E15": Reason.STATUS_UNREACHABLE,
    "E17": Reason.SIGNATURE_MISMATCH,
    "F01": Reason.WRONG_PURPOSE,
    "F02": Reason.KEY_UNRESOLVABLE,
    "F04": Reason.KEY_UNRESOLVABLE,
    "F05": Reason.KEY_UNRESOLVABLE,
    "F06": Reason.KEY_UNRESOLVABLE,
    "F09": Reason.KEY_UNRESOLVABLE,
    "F10": Reason.KEY_UNRESOLVABLE,
    "F14": Reason.PROOF_MALFORMED,
    "F16": Reason.KEY_REVOKED,
    "G01": Reason.TOO_LARGE,
    "G02": Reason.AMBIGUOUS,
    "H01": Reason.HOSTED_DIFFERS,
    "H04": Reason.REVOKED,
    "H05": Reason.RECIPIENT_MISMATCH,
    "K01": Reason.CHALLENGE_MISMATCH,
    "K02": Reason.DOMAIN_MISMATCH,
    "K03": Reason.HOLDER_MISMATCH,
    "K04": Reason.WRONG_PURPOSE,
    "K06": Reason.SIGNATURE_MISMATCH,
    "K07": Reason.EMPTY_PRESENTATION,
}
"""What decides. A right verdict for a wrong reason is luck: the next file of its kind gets through."""

SPECIAL: Final = {"revoked", "suspended", "expired", "not-yet-valid", "unsigned"}


def _objects(value: JsonValue) -> dict[str, JsonObject]:
    assert isinstance(value, dict)
    return {name: item for name, item in value.items() if isinstance(item, dict)}


def texts(value: JsonValue) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def row(name: str) -> JsonObject:
    """The row of this id."""
    return next(found for found in rows() if found["id"] == name)


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


def is_right(row: JsonObject, report: VerificationReport) -> bool:
    """Whether the verdict is an expected one, for the expected reason where one is written down."""
    wanted = REASONS.get(str(row["id"]))
    reason = report.reasons[0] if report.reasons else None
    return bool(words(report) & set(texts(row["expect"]))) and (wanted is None or reason is wanted)


def judge(row: JsonObject, at: datetime, folder: Path) -> VerificationReport:
    file = CORPUS / str(row["file"])
    if file.suffix == ".gz":
        unpacked = folder / file.stem
        unpacked.write_bytes(gzip.decompress(file.read_bytes()))
        file = unpacked
    wallet = compose(Config(materials=materials(row, folder / "world"), at=at))
    return next(iter(wallet.verify([str(file)], expectation(texts(row["args"])))))
