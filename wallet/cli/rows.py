"""Rows of the library and of an import, as JSON and as lines for people."""

from __future__ import annotations

from typing import Final

from wallet.cli.run import Run
from wallet.codec.safe_text import safe_text, width
from wallet.codec.time import format_instant
from wallet.model.json import JsonObject
from wallet.model.record import BadgeSummary, ImportOutcome, ImportResult
from wallet.model.report import Reason
from wallet.text.reasons import reason_text
from wallet.text.words import GLYPHS

_NAME_CELLS: Final = 40
_ISSUER_CELLS: Final = 28
_PARAM_CELLS: Final = 80


def pad(text: str, cells: int) -> str:
    """`text` with spaces up to `cells` terminal cells: a kanji is two."""
    return text + " " * max(0, cells - width(text))


def badge_row(badge: BadgeSummary) -> JsonObject:
    """One line of `list --json`."""
    return {
        "id": badge.id,
        "name": badge.name,
        "issuer": {"id": badge.issuer_id, "name": badge.issuer_name},
        "subject": badge.subject,
        "valid_from": badge.valid_from,
        "valid_until": badge.valid_until,
        "format": badge.format,
        "outcome": badge.outcome,
        "reasons": list(badge.reasons),
        "checked_at": format_instant(badge.checked_at) if badge.checked_at is not None else None,
        "tags": list(badge.tags),
    }


def badge_line(badge: BadgeSummary, run: Run) -> str:
    """One line of `list`."""
    widest = max(width(run.word(outcome)) for outcome in ("passed", "failed", "indeterminate")) + 2
    state = pad(f"{GLYPHS.get(badge.outcome, '?')} {run.word(badge.outcome)}", widest)
    tags = "".join(f" #{safe_text(tag, 20)}" for tag in badge.tags)
    name, issuer = safe_text(badge.name, _NAME_CELLS), safe_text(badge.issuer_name, _ISSUER_CELLS)
    columns = (badge.id, run.paint(state, badge.outcome), pad(name, _NAME_CELLS), issuer + tags)
    return "  ".join(columns)


def import_row(row: ImportResult) -> JsonObject:
    """One line of `import --json`."""
    return {
        "source": row.source,
        "outcome": row.outcome.value,
        "id": row.id,
        "sha256": row.sha256,
        "carrier": row.carrier,
        "format": row.format,
        "reasons": [str(reason) for reason in row.reasons],
        "params": dict(row.params.items()),
        "name": row.name,
    }


def import_lines(row: ImportResult, run: Run) -> list[str]:
    """What `import` says of one item: one line, and for what was not kept why and what to do."""
    kept = row.outcome not in {ImportOutcome.REFUSED, ImportOutcome.UNSUPPORTED}
    params = {name: safe_text(value, _PARAM_CELLS) for name, value in row.params.items()}
    texts = [reason_text(Reason(reason), run.language, params) for reason in row.reasons]
    titles = ", ".join(text.title for text in texts)
    state = run.paint(run.word(row.outcome), "passed" if kept else "refused")
    parts = (row.id, state, safe_text(row.name, _NAME_CELLS), titles, f"[{safe_text(row.source, _PARAM_CELLS)}]")
    lines = ["  ".join(part for part in parts if part)]
    if not kept:
        for text in texts:
            lines += [f"    {text.meaning}", f"    {run.word('hint')} ({text.who}): {text.next_step}"]
    return lines
