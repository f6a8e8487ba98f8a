"""What is asked of a presentation on the command line, and what is said of it before it leaves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from wallet.cli.command import flag, option
from wallet.cli.run import Run
from wallet.codec.json import loads_object
from wallet.codec.safe_text import safe_text
from wallet.codec.time import format_instant, parse_instant
from wallet.errors import UsageError
from wallet.model.json import JsonObject, JsonValue
from wallet.model.report import Outcome
from wallet.model.request import PresentationRequest

if TYPE_CHECKING:
    from wallet.wallet import Prepared

DEFAULT_FORMAT: Final = "eddsa-rdfc-2022"
FORMATS: Final = (DEFAULT_FORMAT, "eddsa-jcs-2022", "Ed25519Signature2020", "vp+jwt", "sd-jwt+kb")
_PURPOSES: Final = ("authentication", "assertionMethod")
_SPAN: Final = re.compile(r"([1-9][0-9]{0,3})([hdw])", re.ASCII)
_UNITS: Final = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
_VALUE_CELLS: Final = 100

REQUEST_OPTIONS: Final = (
    option("--audience", text="For whom: the address of the employer.", metavar="URL"),
    option("--purpose", text="What for, in words that are signed.", metavar="TEXT"),
    option("--challenge", text="The challenge the verifier set.", metavar="C"),
    option("--expires", text="Until when: an instant, or 12h, 30d, 4w from now.", metavar="WHEN"),
    option("--format", text=f"How it is signed: {', '.join(FORMATS)}.", metavar="NAME", default=DEFAULT_FORMAT),
    click.Option(
        ["--proof-purpose"],
        type=click.Choice(_PURPOSES),
        default=_PURPOSES[0],
        help="The purpose the signature states; some verifiers take only assertionMethod.",
    ),
    click.Option(
        ["--disclose"],
        multiple=True,
        metavar="ID:PART[,PART]",
        help="Show only these parts of a badge: JSON Pointers, or names of claims; may be repeated.",
    ),
    flag("--preview", text="Say exactly what would leave and what would stay, and stop."),
)


def request_of(asked: dict[str, str | None], disclose: tuple[str, ...], now: datetime) -> PresentationRequest:
    """The request in the options. Raises `UsageError`."""
    expires = asked["expires"]
    return PresentationRequest(
        audience=asked["audience"],
        purpose=asked["purpose"],
        challenge=asked["challenge"],
        expires=None if expires is None else _until(expires, now),
        format=asked["format"] or DEFAULT_FORMAT,
        proof_purpose=asked["proof_purpose"] or _PURPOSES[0],
        disclose=_chosen(disclose),
    )


def _until(text: str, now: datetime) -> datetime:
    """An instant, or a span from now."""
    span = _SPAN.fullmatch(text)
    at = now + int(span[1]) * _UNITS[span[2]] if span is not None else parse_instant(text)
    if at is None or at <= now:
        raise UsageError("expires-unusable", value=text)
    return at


def _chosen(texts: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """`ID:PART,PART`, repeated. Raises `UsageError` (`disclose-unreadable`)."""
    found: dict[str, tuple[str, ...]] = {}
    for text in texts:
        badge_id, colon, parts = text.partition(":")
        names = tuple(part for part in parts.split(",") if part)
        if not badge_id or not colon or not names:
            raise UsageError("disclose-unreadable", value=text)
        found[badge_id] = (*found.get(badge_id, ()), *names)
    return found


# --- what is said of it ----------------------------------------------------------------------------------------------


def presentation_document(prepared: Prepared, request: PresentationRequest, output: Path | None) -> JsonObject:
    """`wallet.presentation/1`; without a file the presentation itself is in it."""
    from wallet.present.members import is_embedded, media_type_of

    document: JsonObject = {
        "schema": "wallet.presentation/1",
        "file": "" if output is None else str(output),
        "format": prepared.signed.suite,
        "media_type": prepared.signed.media_type,
        "proof_purpose": request.proof_purpose,
        "holder": prepared.signed.holder,
        "credentials": [
            {
                "id": badge.id,
                "disclosed": list(part.disclosed),
                "withheld": list(part.withheld),
                "withholdable": part.withholdable,
                "travels": "embedded" if is_embedded(part.credential) else "enveloped",
                "media_type": media_type_of(part.credential),
                "personal": list(personal),
            }
            for badge, part, personal in zip(prepared.badges, prepared.parts, prepared.personal, strict=True)
        ],
        "audience": request.audience,
        "challenge": request.challenge,
        "expires": None if request.expires is None else format_instant(request.expires),
        "outcome": prepared.report.outcome.value,
        "reasons": [reason.value for reason in prepared.report.reasons],
    }
    if output is None:
        content = prepared.signed.content
        document["presentation"] = loads_object(content) if content.startswith(b"{") else content.decode()
    return document


def warn(run: Run, prepared: Prepared, request: PresentationRequest) -> None:
    """What the receiver will find wrong and what leaves that need not, before it leaves."""
    if request.proof_purpose != _PURPOSES[0]:
        run.say(run.word("purpose-only-here"))
    for line in _cautions(run, prepared):
        run.say(line)
    if prepared.report.outcome is Outcome.PASSED:
        return
    run.say(run.word("receiver-finds"))
    for line in run.report(prepared.report):
        run.say(line)


def _cautions(run: Run, prepared: Prepared) -> Iterator[str]:
    from wallet.present.members import is_embedded

    for badge, part, personal in zip(prepared.badges, prepared.parts, prepared.personal, strict=True):
        name = safe_text(badge.name, 80)
        if personal:
            yield f"{name}: {run.word('personal-leaves')} {', '.join(safe_text(item, 80) for item in personal[:8])}"
        if part.withholdable and not part.withheld:
            yield f"{name}: {run.word('could-withhold').format(id=badge.id)}"
        if not is_embedded(part.credential):
            yield f"{name}: {run.word(_travels(part.credential.format))}"


def _travels(format_name: str) -> str:
    return "travels-token" if format_name in ("jwt_vc", "sd_jwt_vc") else "travels-original"


def show_preview(run: Run, prepared: Prepared, request: PresentationRequest) -> None:
    """Exactly what leaves and what stays."""
    if run.json:
        document = presentation_document(prepared, request, None)
        del document["presentation"]
        run.data({**document, "preview": True})
        return
    for line in _preview_lines(run, prepared):
        run.line(line)
    warn(run, prepared, request)
    run.say(run.word("preview"))


def _preview_lines(run: Run, prepared: Prepared) -> Iterator[str]:
    from wallet.present.disclosure import values_of

    yield f"{run.word('holder')}: {prepared.signed.holder}"
    for badge, part in zip(prepared.badges, prepared.parts, strict=True):
        yield ""
        yield f"{safe_text(badge.name, 120)} ({badge.id})"
        if not part.withholdable:
            yield f"  {run.word('not-disclosable')}"
        yield f"  {run.word('withheld-nothing')}:"
        for pointer, value in values_of(part.credential.document):
            yield f"    + {safe_text(pointer, 160)}: {safe_text(_text(value), _VALUE_CELLS)}"
        if part.withheld:
            yield f"  {run.word('stays')}:"
            yield from (f"    - {safe_text(pointer, 160)}" for pointer in part.withheld)


def _text(value: JsonValue) -> str:
    if value is None or isinstance(value, bool):
        return {True: "true", False: "false", None: "null"}[value]
    return str(value)
