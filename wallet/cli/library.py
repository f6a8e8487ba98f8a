"""The library: import, list, show, search, remove, tag, export."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from wallet.cli.command import Run, argument, command, flag, path_option, worst
from wallet.codec.safe_text import safe_text
from wallet.errors import UsageError
from wallet.explanation import report_lines
from wallet.text.words import GLYPHS

if TYPE_CHECKING:
    from wallet.model.json import JsonObject
    from wallet.model.record import BadgeSummary, ImportResult

_IMPORT_EXIT = {"imported": 0, "duplicate": 0, "updated": 0, "unsupported": 4, "refused": 4}


@command(
    "import",
    argument("sources", many=True),
    flag("--dry-run", text="Say what would happen and keep nothing."),
)
def import_command(run: Run, sources: tuple[str, ...], dry_run: bool) -> int:
    """Import badges: files, folders, archives, URLs the user names, text (-)."""
    codes: list[int] = []
    for row in run.wallet(sources).add(sources, dry_run=dry_run):
        codes.append(_IMPORT_EXIT[row.outcome])
        if run.json:
            run.data(_import_row(row))
        else:
            run.line(_import_line(row, run))
    return worst(codes)


def _import_row(row: ImportResult) -> JsonObject:
    return {
        "source": row.source,
        "outcome": row.outcome.value,
        "id": row.id,
        "sha256": row.sha256,
        "carrier": row.carrier,
        "format": row.format,
        "reasons": [str(reason) for reason in row.reasons],
    }


def _import_line(row: ImportResult, run: Run) -> str:
    from wallet.model.report import Reason
    from wallet.text.reasons import reason_text

    titles = ", ".join(reason_text(Reason(reason), run.language).title for reason in row.reasons)
    parts = (row.id, run.word(row.outcome), safe_text(row.name, 48), titles, f"[{safe_text(row.source, 60)}]")
    return "  ".join(part for part in parts if part)


@command("list")
def list_command(run: Run) -> int:
    """List the badges in the vault, newest first, with the verdicts as last checked."""
    return _rows(run, run.wallet().badges())


@command("search", argument("text"))
def search_command(run: Run, text: str) -> int:
    """List the badges whose name, issuer, tags or description hold a text."""
    return _rows(run, run.wallet().badges(text))


def _rows(run: Run, badges: tuple[BadgeSummary, ...]) -> int:
    for badge in badges:
        if run.json:
            run.data(_badge_row(badge))
        else:
            run.line(_badge_line(badge, run))
    if not badges and not run.json:
        run.say(run.word("empty"))
    return 0


def _badge_row(badge: BadgeSummary) -> JsonObject:
    from wallet.codec.time import format_instant

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


def _badge_line(badge: BadgeSummary, run: Run) -> str:
    glyph = GLYPHS.get(badge.outcome, "?")
    tags = f"  #{' #'.join(safe_text(tag, 20) for tag in badge.tags)}" if badge.tags else ""
    state = f"{glyph} {run.word(badge.outcome)}"
    return f"{badge.id}  {state}  {safe_text(badge.name, 48)}  ({safe_text(badge.issuer_name, 32)}){tags}"


@command("show", argument("badge_id"))
def show_command(run: Run, badge_id: str) -> int:
    """Show one badge and what can be said of it now, with what the vault holds."""
    from wallet.codec.report import report_document

    badge = run.wallet().badge(badge_id)
    if run.json:
        run.data({**report_document(badge.report), "id": badge.record.summary.id})
        return 0
    run.line(_badge_line(badge.record.summary, run))
    for line in report_lines(badge.report, run.language):
        run.line(line)
    description = badge.report.description
    for achievement in description.achievements if description is not None else ():
        for text in (achievement.description, achievement.criteria):
            if text is not None:
                run.line("  " + safe_text(text.best(run.language), 400))
    return 0


@command("remove", argument("badge_id"), flag("--yes", text="Do not ask."))
def remove_command(run: Run, badge_id: str, yes: bool) -> int:
    """Remove a badge for good."""
    wallet = run.wallet()
    name = safe_text(wallet.badge(badge_id).record.summary.name, 60)
    if not yes:
        if run.config.no_input:
            raise UsageError("usage", option="--yes")
        click.confirm(f"{name}?", abort=True, err=True)
    summary = wallet.remove(badge_id)
    if run.json:
        run.data({"schema": "wallet.removed/1", "id": summary.id})
    else:
        run.line(f"{run.word('removed')}: {summary.id} {name}")
    return 0


@command("tag", argument("badge_id"), argument("tags", many=True, required=False))
def tag_command(run: Run, badge_id: str, tags: tuple[str, ...]) -> int:
    """Replace the tags of a badge; without tags it has none."""
    return _rows(run, (run.wallet().tag(badge_id, tags),))


@command(
    "export",
    argument("ids", many=True, required=False),
    flag("--all", text="Every badge."),
    path_option("-o", "--output", text="The folder to write into.", metavar="DIR", required=True),
)
def export_command(run: Run, ids: tuple[str, ...], output: Path, **chosen: bool) -> int:
    """Write out originals, byte for byte as they were received."""
    if not ids and not chosen["all"]:
        raise UsageError("nothing-chosen")
    paths = run.wallet().export(ids, output)
    if run.json:
        run.data({"schema": "wallet.export/1", "files": [str(path) for path in paths]})
    else:
        for path in paths:
            run.line(f"{run.word('written')}: {path}")
    return 0
