"""Presenting and sharing: present, share, links, revoke."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Final

import click

from wallet.cli.command import argument, command, option, path_option
from wallet.cli.exits import DONE
from wallet.cli.json_line import visible
from wallet.cli.leaving import REQUEST_OPTIONS, presentation_document, request_of, show_preview, warn
from wallet.cli.run import Run
from wallet.codec.safe_text import safe_text
from wallet.codec.time import format_instant
from wallet.errors import UsageError
from wallet.model.json import JsonObject
from wallet.model.record import ShareRecord
from wallet.share.file import FileTarget
from wallet.share.interface import Parcel
from wallet.share.qr import half_blocks
from wallet.text.words import date_text
from wallet.wallet import Prepared

TARGETS: Final = ("link", "file", "html", "qr", "verifierplus", "store", "linkedin", "mail")
_BY_LINK: Final = frozenset({"link", "qr", "linkedin", "mail"})
_ANY_HOST: Final = "https://links.invalid"
"""Taking back asks the host that the link names; the target wants to be given some host all the same."""


@command(
    "present",
    argument("ids", many=True),
    *REQUEST_OPTIONS,
    path_option("-o", "--output", text="The file to write; stdout without it.", metavar="FILE"),
)
def present_command(
    run: Run,
    *,
    ids: tuple[str, ...],
    output: Path | None,
    disclose: tuple[str, ...],
    preview: bool,
    **asked: str | None,
) -> int:
    """Build and sign a presentation of the chosen badges."""
    if output is not None and output.exists():
        # Before it is written down that a presentation was made.
        raise UsageError("file-exists", path=str(output))
    wallet = run.wallet()
    request = request_of(asked, disclose, wallet.clock())
    if preview:
        show_preview(run, wallet.prepare(ids, request), request)
        return DONE
    prepared = wallet.present(ids, request)
    warn(run, prepared, request)
    content = prepared.signed.content
    if output is not None:
        FileTarget(output).send(
            Parcel(content=content, media_type=prepared.signed.media_type, expires=request.expires, note="")
        )
    if run.json:
        run.data(presentation_document(prepared, request, output))
    elif output is not None:
        run.line(f"{run.word('written')}: {safe_text(str(output))}")
    else:
        # On a terminal what could move the cursor is escaped; a file or a pipe gets the bytes as they were signed.
        click.echo(visible(content.decode()) if sys.stdout.isatty() else content, nl=False)
    return DONE


@command(
    "share",
    argument("ids", many=True),
    click.Option(["--to"], type=click.Choice(TARGETS), default="link", help="How it is delivered."),
    option("--host", text="The link host.", metavar="URL"),
    *REQUEST_OPTIONS,
    option("--note", text="A message to the receiver; it travels along, unsigned.", metavar="TEXT", default=""),
    option("--store", text="The folder or WebDAV address that --to store keeps it in.", metavar="PLACE"),
    option("--store-url", text="The address at which the web sees that store.", metavar="URL"),
    option("--verifier", text="The VerifierPlus server; with --to store the page that opens it.", metavar="URL"),
    path_option("-o", "--output", text="The file to write: the form follows its ending.", metavar="FILE"),
)
def share_command(
    run: Run,
    *,
    ids: tuple[str, ...],
    to: str,
    host: str | None,
    note: str,
    store: str | None,
    store_url: str | None,
    verifier: str | None,
    output: Path | None,
    disclose: tuple[str, ...],
    preview: bool,
    **asked: str | None,
) -> int:
    """Present the chosen badges and deliver the presentation."""
    address = (host or run.config.link_host) if to in _BY_LINK else None
    if to in ("link", "mail") and address is None:
        raise UsageError("link-host-missing")
    if to in ("file", "html") and output is None:
        raise UsageError("output-missing")
    wallet = run.wallet(
        link_host=address, share_file=output, share_to=to, store=store, store_url=store_url, verifier=verifier
    )
    request = request_of(asked, disclose, wallet.clock())
    if preview:
        show_preview(run, wallet.prepare(ids, request), request)
        return DONE
    target = wallet.target(to)
    if target is None:
        raise UsageError("target-unknown", target=to)
    prepared = wallet.prepare(ids, request)
    warn(run, prepared, request)
    share = wallet.deliver(prepared, request, target, note=note)
    if run.json:
        run.data(_share_document(share))
    else:
        _tell_share(run, prepared, share)
    return DONE


def _tell_share(run: Run, prepared: Prepared, share: ShareRecord) -> None:
    """Where it is now, and how it is taken back."""
    if share.target == "qr" and not share.file:
        for line in half_blocks(share.link or prepared.signed.content.decode()):
            run.line(line)
    for place in dict.fromkeys((share.link, share.file)):
        if place:
            run.line(safe_text(place, len(place) * 2 + 1))
    if share.target == "linkedin":
        run.say(run.word("linkedin-none"))
    run.say(f"{run.word('shared')}: {_share_line(share, run)}")
    run.say(f"{run.word('take-back')}: {_how_to_take_back(run, share)}")


def _how_to_take_back(run: Run, share: ShareRecord) -> str:
    return f"wallet revoke {share.id}" if share.revoke_key else run.word("take-back-never")


@command("links")
def links_command(run: Run) -> int:
    """List what was shared, newest first: with whom, until when."""
    shares = run.wallet().shares()
    for share in shares:
        if run.json:
            run.data(_share_document(share))
        else:
            run.line(_share_line(share, run))
            for place in dict.fromkeys((share.link, share.file)):
                if place:
                    run.line(f"    {safe_text(place, len(place) * 2 + 1)}")
            if share.revoked_at is None:
                run.line(f"    {run.word('take-back')}: {_how_to_take_back(run, share)}")
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
        "revocable": bool(share.revoke_key) and share.revoked_at is None,
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
