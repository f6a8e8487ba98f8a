"""`wallet quality`: how fully badges describe the learning. Verification and trust are other questions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import click

from wallet import compose
from wallet.cli.command import argument, command, flag, option, path_option
from wallet.cli.exits import DONE, REFUSED, worst
from wallet.cli.quality_pages import comparison_lines, gathered_document, gathered_lines, gathered_rows, quality_lines
from wallet.cli.run import Run
from wallet.codec.report import text_of
from wallet.codec.safe_text import safe_text
from wallet.errors import NotFoundError, UsageError, WalletError
from wallet.frameworks.assess import Frameworks
from wallet.frameworks.quality_document import quality_document
from wallet.model.frozen import frozen
from wallet.model.quality import QualityReport
from wallet.model.report import Reason
from wallet.storage.framework_files import DEFAULT, FrameworkFiles
from wallet.text.reasons import reason_text
from wallet.verification import Assessed
from wallet.wallet import Wallet

SETTING: Final = "framework"
EVERY: Final = "all"
_BADGE_ID: Final = re.compile(r"[a-z2-7]{4,}", re.ASCII | re.IGNORECASE)


@frozen
class Judged:
    """One credential with what it states; `id` is that of the badge in the vault, or the name of the file."""

    id: str
    name: str
    quality: QualityReport


def framework_files(run: Run) -> FrameworkFiles:
    """The frameworks of this run: those that ship, and the user's own beside the vault."""
    return compose.framework_files(run.config)


@command(
    "quality",
    argument("badges", many=True, required=False),
    option("--framework", text="Hold them against this one: an id, ID@VERSION, or all.", metavar="F"),
    path_option("--framework-file", text="Hold them against the framework in this file.", metavar="FILE"),
    flag("--all", text="Gather levels, skills, hours and credits over the vault."),
    click.Option(["--csv"], is_flag=True, help="With --all: comma-separated rows on stdout."),
)
def quality_command(
    run: Run, *, badges: tuple[str, ...], framework: str | None, framework_file: Path | None, csv: bool, **chosen: bool
) -> int:
    """Say how fully badges, in files or in the vault, describe the learning; several side by side."""
    files = framework_files(run)
    wallet = run.wallet(badges)
    if chosen["all"]:
        return _gather(run, wallet, files, csv=csv)
    if not badges:
        raise UsageError("nothing-chosen")
    by, asked = _chosen(files, framework, framework_file)
    codes: list[int] = []
    judged: list[Judged] = []
    for name in badges:
        codes.append(_judge(run, wallet, name, by, judged))
    if not run.json:
        _tell(run, judged, by, asked or default_framework(wallet, files))
    return worst(codes)


def _judge(run: Run, wallet: Wallet, name: str, by: Frameworks, judged: list[Judged]) -> int:
    """Judge everything under one name; its exit code."""
    codes: list[int] = []
    try:
        for item in _of(wallet, name, by):
            if isinstance(item, Judged):
                judged.append(item)
                codes.append(DONE)
                if run.json:
                    run.data(quality_document(item.quality, item.id))
            else:
                title = reason_text(Reason(item), run.language).title
                run.say(f"{safe_text(name)}: {title}")
                codes.append(REFUSED)
    except WalletError as error:
        return run.tell(error)
    return worst(codes)


def _tell(run: Run, judged: Sequence[Judged], by: Frameworks, first: str) -> None:
    for item in judged:
        for line in quality_lines((item.id, item.name, item.quality), by, first, run.language):
            run.line(line)
        run.line()
    if len(judged) > 1:
        for line in comparison_lines([(item.name, item.quality) for item in judged], by, first, run.language):
            run.line(line)


def _chosen(files: FrameworkFiles, name: str | None, file: Path | None) -> tuple[Frameworks, str | None]:
    """What to hold badges against, and which of it is told in full; None where nobody said."""
    if file is not None:
        framework = files.from_file(file)
        return files.by(framework), framework.id
    if name is not None and name != EVERY:
        framework = files.get(name)
        return files.by(framework), framework.id
    return files.by(), name


def default_framework(wallet: Wallet, files: FrameworkFiles) -> str:
    """The framework that this vault holds badges against; without an open vault the wallet's own choice."""
    kept = wallet.setting(SETTING) if wallet.door.is_open() else None
    return next((item.id for item in files.newest if item.id == kept), DEFAULT)


def _of(wallet: Wallet, name: str, by: Frameworks) -> Iterator[Judged | str]:
    """Everything under `name`: a file or address, or else a badge of the vault."""
    try:
        for assessed in wallet.assess(name, by):
            yield from _flat(assessed, name)
    except NotFoundError:
        if _BADGE_ID.fullmatch(name) is None or not wallet.door.exists():
            raise
        summary, assessed = wallet.assess_badge(name, by)
        yield from (_named(item, summary.id, summary.name) for item in _flat(assessed, name))


def _named(item: Judged | str, badge_id: str, name: str) -> Judged | str:
    return Judged(id=badge_id, name=name, quality=item.quality) if isinstance(item, Judged) else item


def _flat(assessed: Assessed, name: str) -> Iterator[Judged | str]:
    if assessed.quality is not None:
        yield Judged(id=name, name=_title(assessed) or name, quality=assessed.quality)
    elif assessed.report.refusal is not None:
        refusal = assessed.report.refusal
        yield refusal.reason
    for inner in assessed.nested:
        yield from _flat(inner, name)


def _title(assessed: Assessed) -> str | None:
    """What the badge calls itself: the title that its own frameworks found, or its name."""
    for framework in assessed.quality.frameworks if assessed.quality is not None else ():
        for element in framework.elements:
            statement = element.finding.statement
            if element.finding.descriptor == "title" and statement is not None and element.finding.met:
                return str(statement.value)
    credential = assessed.report.credential
    return text_of(credential.name) if credential is not None else None


def _gather(run: Run, wallet: Wallet, files: FrameworkFiles, *, csv: bool) -> int:
    by = files.by()
    judged: list[Judged] = []
    codes = [DONE]
    for summary in wallet.badges():
        try:
            _, assessed = wallet.assess_badge(summary.id, by)
        except WalletError as error:
            codes.append(run.tell(error))
            continue
        if assessed.quality is not None:
            judged.append(Judged(id=summary.id, name=summary.name, quality=assessed.quality))
    rows = [(item.id, item.name, item.quality) for item in judged]
    if csv:
        for line in gathered_rows(rows):
            click.echo(line, nl=False)
    elif run.json:
        run.data(gathered_document(rows))
    else:
        for line in gathered_lines(rows, run.language):
            run.line(line)
    return worst(codes)
