"""The library: import, list, show, search, remove, tag, export."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from wallet.cli.command import argument, command, flag, path_option
from wallet.cli.exits import DONE, of_import, worst
from wallet.cli.rows import badge_line, badge_row, import_lines, import_row
from wallet.cli.run import Run
from wallet.codec.limits import MAX_INPUT_BYTES
from wallet.codec.report import report_document
from wallet.codec.safe_text import safe_block, safe_text
from wallet.errors import CredentialError, NotFoundError, UsageError
from wallet.model.record import BadgeSummary
from wallet.model.report import Reason


@command(
    "import",
    argument("sources", many=True),
    flag("--dry-run", text="Say what would happen and keep nothing."),
)
def import_command(run: Run, *, sources: tuple[str, ...], dry_run: bool) -> int:
    """Import badges: files, folders, archives, URLs that you name, text (-)."""
    wallet = run.wallet(sources)
    codes: list[int] = []
    rehearsed: set[str] | None = set() if dry_run else None
    if dry_run:
        run.say(run.word("dry-run"))
    for source in sources:
        try:
            for row in wallet.add([source], rehearsed=rehearsed):
                codes.append(of_import(row))
                if run.json:
                    run.data(import_row(row))
                else:
                    for line in import_lines(row, run):
                        run.line(line)
                _progress(len(codes))
        except NotFoundError as error:
            codes.append(run.tell(error))
    if not codes:
        run.say(run.word("nothing-found"))
        return DONE
    _progress(len(codes), last=True)
    return worst(codes)


def _progress(count: int, *, last: bool = False) -> None:
    """How many there were so far, for a person whose rows go elsewhere."""
    if sys.stderr.isatty() and not sys.stdout.isatty():
        click.echo(f"\r{count}", nl=last, err=True)


@command("list")
def list_command(run: Run) -> int:
    """List the badges in the vault, newest first, with the verdicts as last checked."""
    return _rows(run, run.wallet().badges())


@command("search", argument("text"))
def search_command(run: Run, *, text: str) -> int:
    """List the badges whose name, issuer, tags or description hold a text."""
    return _rows(run, run.wallet().badges(text))


def _rows(run: Run, badges: tuple[BadgeSummary, ...]) -> int:
    for badge in badges:
        if run.json:
            run.data(badge_row(badge))
        else:
            run.line(badge_line(badge, run))
    if not badges and not run.json:
        run.say(run.word("empty"))
    return DONE


@command("show", argument("badge_id"))
def show_command(run: Run, *, badge_id: str) -> int:
    """Show one badge and what can be said of it now, with what the vault holds."""
    from wallet.cli.quality import default_framework, framework_files  # frameworks are read only when asked for

    wallet = run.wallet()
    badge = wallet.badge(badge_id)
    if run.json:
        run.data({**report_document(badge.report), "id": badge.record.summary.id})
        return DONE
    files = framework_files(run)
    by = files.by(files.get(default_framework(wallet, files)))
    _, assessed = wallet.assess_badge(badge_id, by)
    run.line(badge_line(badge.record.summary, run))
    for line in run.report(badge.report, assessed):
        run.line(line)
    description = badge.report.description
    for achievement in description.achievements if description is not None else ():
        for text in (achievement.description, achievement.criteria):
            if text is not None:
                run.line(safe_block(text.best(run.language)))
    return DONE


@command("remove", argument("badge_id"), flag("--yes", text="Do not ask."))
def remove_command(run: Run, *, badge_id: str, yes: bool) -> int:
    """Remove a badge for good."""
    wallet = run.wallet()
    found = wallet.badge(badge_id).record.summary
    name = safe_text(found.name, 60)
    if not yes:
        if not run.can_ask():
            raise UsageError("confirmation-needed", id=found.id)
        click.confirm(f"{run.word('remove-for-good')} {found.id} {name}", abort=True, err=True)
    wallet.remove(found.id)
    if run.json:
        run.data({"schema": "wallet.removed/1", "id": found.id})
    else:
        run.line(f"{run.word('removed')}: {found.id} {name}")
    return DONE


@command("tag", argument("badge_id"), argument("tags", many=True, required=False))
def tag_command(run: Run, *, badge_id: str, tags: tuple[str, ...]) -> int:
    """Replace the tags of a badge; without tags it has none."""
    return _rows(run, (run.wallet().tag(badge_id, tags),))


@command(
    "export",
    argument("ids", many=True, required=False),
    flag("--all", text="Every badge."),
    flag("--plain", text="Everything about each badge as plain files, a folder for each."),
    path_option("--into", text="Bake each into this PNG or SVG picture instead.", metavar="PICTURE"),
    path_option("-o", "--output", text="The folder to write into.", metavar="DIR", required=True),
)
def export_command(run: Run, *, ids: tuple[str, ...], into: Path | None, output: Path, **chosen: bool) -> int:
    """Write out originals, byte for byte as they were received; or baked into a picture of your choice."""
    if not ids and not chosen["all"]:
        raise UsageError("nothing-chosen")
    wallet = run.wallet()
    if chosen["plain"]:
        if into is not None:
            raise UsageError("plain-or-into")
        paths = tuple(wallet.export_plain(ids, output))
    else:
        paths = wallet.export(ids, output) if into is None else wallet.bake(ids, _picture(into), output)
    if run.json:
        run.data({"schema": "wallet.export/1", "files": [str(path) for path in paths]})
    else:
        for path in paths:
            run.line(f"{run.word('written')}: {safe_text(str(path))}")
    return DONE


def _picture(path: Path) -> bytes:
    """The picture to bake into. Raises `NotFoundError`, and `CredentialError` (`too-large`)."""
    try:
        with path.open("rb") as file:
            content = file.read(MAX_INPUT_BYTES + 1)
    except OSError as error:
        raise NotFoundError(path=str(path)) from error
    if len(content) > MAX_INPUT_BYTES:
        raise CredentialError(Reason.TOO_LARGE, limit=str(MAX_INPUT_BYTES))
    return content
