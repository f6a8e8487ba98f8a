"""Presenting and sharing: present, share, links, revoke."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from wallet.cli.command import Run, argument, command, option, path_option
from wallet.codec.safe_text import safe_text
from wallet.errors import UsageError
from wallet.explanation import report_lines
from wallet.text.words import date_text

if TYPE_CHECKING:
    from wallet.model.json import JsonObject
    from wallet.model.record import ShareRecord
    from wallet.model.request import PresentationRequest
    from wallet.wallet import Prepared

DEFAULT_FORMAT: Final = "eddsa-rdfc-2022"
_SPAN: Final = re.compile(r"([1-9][0-9]{0,3})([hdw])", re.ASCII)
_UNITS: Final = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
_REQUEST: Final = (
    option("--audience", text="For whom: the address of the employer.", metavar="URL"),
    option("--purpose", text="What for, in words that are signed.", metavar="TEXT"),
    option("--challenge", text="The challenge the verifier set.", metavar="C"),
    option("--expires", text="Until when: an instant, or 12h, 30d, 4w from now.", metavar="WHEN"),
    option("--format", text="The proof suite.", default=DEFAULT_FORMAT),
)


@command(
    "present",
    argument("ids", many=True),
    *_REQUEST,
    path_option("-o", "--output", text="The file to write.", metavar="FILE"),
)
def present_command(run: Run, ids: tuple[str, ...], output: Path | None, **asked: str | None) -> int:
    """Build and sign a presentation of the chosen badges."""
    from wallet.share.file import FileTarget
    from wallet.share.interface import Parcel

    wallet = run.wallet()
    request = _request(asked, wallet.clock())
    prepared = wallet.present(ids, request)
    _warn(run, prepared)
    file = ""
    if output is not None:
        content = prepared.signed.content
        parcel = Parcel(content=content, media_type="application/vp", expires=request.expires, note="")
        file = FileTarget(output).send(parcel).file
    elif not run.json:
        run.line(prepared.signed.content.decode().rstrip("\n"))
        return 0
    if run.json:
        run.data(_presentation_document(prepared, request, file))
    else:
        run.line(f"{run.word('written')}: {file}")
    return 0


def _presentation_document(prepared: Prepared, request: PresentationRequest, file: str) -> JsonObject:
    from wallet.codec.time import format_instant

    return {
        "schema": "wallet.presentation/1",
        "file": file,
        "format": prepared.signed.suite,
        "holder": prepared.signed.holder,
        "credentials": [{"id": badge.id, "disclosed": ["*"], "withheld": []} for badge in prepared.badges],
        "audience": request.audience,
        "challenge": request.challenge,
        "expires": format_instant(request.expires) if request.expires is not None else None,
    }


@command(
    "share",
    argument("ids", many=True),
    option("--to", text="link or file.", metavar="TARGET", default="link"),
    option("--host", text="The link host.", metavar="URL"),
    *_REQUEST,
    option("--note", text="A message to the receiver; it travels along, unsigned.", metavar="TEXT", default=""),
    path_option("-o", "--output", text="The file to write, with --to file.", metavar="FILE"),
)
def share_command(
    run: Run, ids: tuple[str, ...], to: str, host: str | None, note: str, output: Path | None, **asked: str | None
) -> int:
    """Present the chosen badges and deliver the presentation."""
    wallet = run.wallet(link_host=host, share_file=output)
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
        run.line(share.link or share.file)
        run.say(f"{run.word('shared')}: {_share_line(share, run)}")
    return 0


def _warn(run: Run, prepared: Prepared) -> None:
    """What the receiver will find wrong, before it leaves."""
    if prepared.report.outcome == "passed":
        return
    for line in report_lines(prepared.report, run.language):
        run.say(line)


@command("links")
def links_command(run: Run) -> int:
    """List what was shared, newest first: with whom, until when."""
    for share in run.wallet().shares():
        if run.json:
            run.data(_share_document(share))
        else:
            run.line(_share_line(share, run))
    return 0


@command("revoke", argument("link"), option("--host", text="The link host.", metavar="URL"))
def revoke_command(run: Run, link: str, host: str | None) -> int:
    """Take a link back, named by the link or its id."""
    wallet = run.wallet()
    found = next((share for share in wallet.shares() if link in (share.link, share.id)), None)
    address = host or (found.link.partition("/p/")[0] if found is not None and found.link else None)
    share = run.wallet(link_host=address).revoke(link)
    if run.json:
        run.data(_share_document(share))
    else:
        run.line(run.word("revoked-link"))
    return 0


def _request(asked: dict[str, str | None], now: datetime) -> PresentationRequest:
    from wallet.model.request import PresentationRequest

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
    from wallet.codec.time import parse_instant

    span = _SPAN.fullmatch(text)
    at = now + int(span[1]) * _UNITS[span[2]] if span is not None else parse_instant(text)
    if at is None or at <= now:
        raise UsageError("usage", option="--expires", value=text)
    return at


def _share_document(share: ShareRecord) -> JsonObject:
    from wallet.codec.time import format_instant

    expires, revoked = (None if at is None else format_instant(at) for at in (share.expires_at, share.revoked_at))
    return {
        "schema": "wallet.share/1",
        "target": share.target,
        "link": share.link,
        "file": share.file,
        "id": share.id,
        "expires": expires,
        "credentials": list(share.credentials),
        "audience": share.audience,
        "created": format_instant(share.created_at),
        "revoked": revoked,
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
