"""Presenting and sharing: present, share, links, revoke."""

from __future__ import annotations

import re
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import click

from wallet.cli.command import argument, command, option, path_option
from wallet.cli.exits import DONE
from wallet.cli.json_line import visible
from wallet.cli.run import Run
from wallet.codec.json import loads_object
from wallet.codec.safe_text import safe_text
from wallet.codec.time import format_instant, parse_instant
from wallet.errors import UsageError
from wallet.model.json import JsonObject
from wallet.model.record import ShareRecord
from wallet.model.report import Outcome
from wallet.model.request import PresentationRequest
from wallet.present.presentation import MEDIA_TYPE
from wallet.share.file import FileTarget
from wallet.share.interface import Parcel
from wallet.text.words import date_text
from wallet.wallet import Prepared

DEFAULT_FORMAT: Final = "eddsa-rdfc-2022"
_SPAN: Final = re.compile(r"([1-9][0-9]{0,3})([hdw])", re.ASCII)
_UNITS: Final = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
_ANY_HOST: Final = "https://links.invalid"
"""Taking back asks the host that the link names; the target wants to be given some host all the same."""
_REQUEST: Final = (
    option("--audience", text="For whom: the address of the employer.", metavar="URL"),
    option("--purpose", text="What for, in words that are signed.", metavar="TEXT"),
    option("--challenge", text="The challenge the verifier set.", metavar="C"),
    option("--expires", text="Until when: an instant, or 12h, 30d, 4w from now.", metavar="WHEN"),
    option("--format", text="The proof suite.", metavar="NAME", default=DEFAULT_FORMAT),
)


@command(
    "present",
    argument("ids", many=True),
    *_REQUEST,
    path_option("-o", "--output", text="The file to write; stdout without it.", metavar="FILE"),
)
def present_command(run: Run, *, ids: tuple[str, ...], output: Path | None, **asked: str | None) -> int:
    """Build and sign a presentation of the chosen badges."""
    if output is not None and output.exists():
        # Before it is written down that a presentation was made.
        raise UsageError("file-exists", path=str(output))
    wallet = run.wallet()
    request = _request(asked, wallet.clock())
    prepared = wallet.present(ids, request)
    _warn(run, prepared)
    content = prepared.signed.content
    if output is not None:
        FileTarget(output).send(Parcel(content=content, media_type=MEDIA_TYPE, expires=request.expires, note=""))
    if run.json:
        run.data(_presentation_document(prepared, request, output))
    elif output is not None:
        run.line(f"{run.word('written')}: {safe_text(str(output))}")
    else:
        # On a terminal what could move the cursor is escaped; a file or a pipe gets the bytes as they were signed.
        click.echo(visible(content.decode()) if sys.stdout.isatty() else content, nl=False)
    return DONE


def _presentation_document(prepared: Prepared, request: PresentationRequest, output: Path | None) -> JsonObject:
    """`wallet.presentation/1`; without a file the presentation itself is in it."""
    document: JsonObject = {
        "schema": "wallet.presentation/1",
        "file": "" if output is None else str(output),
        "format": prepared.signed.suite,
        "holder": prepared.signed.holder,
        "credentials": [{"id": badge.id, "disclosed": ["*"], "withheld": []} for badge in prepared.badges],
        "audience": request.audience,
        "challenge": request.challenge,
        "expires": _instant(request.expires),
        "outcome": prepared.report.outcome.value,
        "reasons": [reason.value for reason in prepared.report.reasons],
    }
    if output is None:
        document["presentation"] = loads_object(prepared.signed.content)
    return document


@command(
    "share",
    argument("ids", many=True),
    click.Option(["--to"], type=click.Choice(["link", "file"]), default="link", help="How it is delivered."),
    option("--host", text="The link host.", metavar="URL"),
    *_REQUEST,
    option("--note", text="A message to the receiver; it travels along, unsigned.", metavar="TEXT", default=""),
    path_option("-o", "--output", text="The file to write, with --to file.", metavar="FILE"),
)
def share_command(
    run: Run, *, ids: tuple[str, ...], to: str, host: str | None, note: str, output: Path | None, **asked: str | None
) -> int:
    """Present the chosen badges and deliver the presentation."""
    address = (host or run.config.link_host) if to == "link" else None
    if to == "link" and address is None:
        raise UsageError("link-host-missing")
    if to == "file" and output is None:
        raise UsageError("output-missing")
    wallet = run.wallet(link_host=address, share_file=output if to == "file" else None)
    request = _request(asked, wallet.clock())
    target = wallet.target(to)
    if target is None:
        raise UsageError("target-unknown", target=to)
    prepared = wallet.prepare(ids, request)
    _warn(run, prepared)
    share = wallet.deliver(prepared, request, target, note=note)
    if run.json:
        run.data(_share_document(share))
    else:
        run.line(share.link or safe_text(share.file))
        run.say(f"{run.word('shared')}: {_share_line(share, run)}")
    return DONE


def _warn(run: Run, prepared: Prepared) -> None:
    """What the receiver will find wrong, before it leaves."""
    if prepared.report.outcome is Outcome.PASSED:
        return
    run.say(run.word("receiver-finds"))
    for line in run.report(prepared.report):
        run.say(line)


@command("links")
def links_command(run: Run) -> int:
    """List what was shared, newest first: with whom, until when."""
    shares = run.wallet().shares()
    for share in shares:
        if run.json:
            run.data(_share_document(share))
        else:
            run.line(_share_line(share, run))
            if share.link or share.file:
                run.line(f"    {share.link or safe_text(share.file)}")
    if not shares and not run.json:
        run.say(run.word("nothing-shared"))
    return DONE


@command("revoke", argument("link"))
def revoke_command(run: Run, *, link: str) -> int:
    """Take a link back, named by the link or its id."""
    share = run.wallet(link_host=_ANY_HOST).revoke(link)
    if run.json:
        run.data(_share_document(share))
    else:
        run.line(run.word("revoked-link"))
    return DONE


def _request(asked: dict[str, str | None], now: datetime) -> PresentationRequest:
    expires = asked["expires"]
    return PresentationRequest(
        audience=asked["audience"],
        purpose=asked["purpose"],
        challenge=asked["challenge"],
        expires=None if expires is None else _until(expires, now),
        format=asked["format"] or DEFAULT_FORMAT,
    )


def _until(text: str, now: datetime) -> datetime:
    """An instant, or a span from now."""
    span = _SPAN.fullmatch(text)
    at = now + int(span[1]) * _UNITS[span[2]] if span is not None else parse_instant(text)
    if at is None or at <= now:
        raise UsageError("expires-unusable", value=text)
    return at


def _instant(at: datetime | None) -> str | None:
    return None if at is None else format_instant(at)


def _share_document(share: ShareRecord) -> JsonObject:
    return {
        "schema": "wallet.share/1",
        "target": share.target,
        "link": share.link,
        "file": share.file,
        "id": share.id,
        "expires": _instant(share.expires_at),
        "credentials": list(share.credentials),
        "audience": share.audience,
        "purpose": share.purpose,
        "note": share.note,
        "created": format_instant(share.created_at),
        "revoked": _instant(share.revoked_at),
    }


def _share_line(share: ShareRecord, run: Run) -> str:
    until = date_text(share.expires_at, run.language) if share.expires_at is not None else run.word("no-limit")
    parts = [
        share.id,
        share.target,
        f"{run.word('for-whom')} {safe_text(share.audience or '-', 60)}",
        f"{run.word('link-works-until')} {until}",
        " ".join(share.credentials),
    ]
    if share.revoked_at is not None:
        parts.append(f"{run.word('gone')} {date_text(share.revoked_at, run.language)}")
    return "  ".join(parts)
