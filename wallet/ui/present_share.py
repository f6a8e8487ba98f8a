"""What sharing says: what leaves, what the receiver will find, and how it is taken back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from wallet.codec.safe_text import safe_text
from wallet.codec.time import parse_instant
from wallet.model.credential import DataIntegrityProof
from wallet.model.json import JsonValue
from wallet.model.record import BadgeSummary, ShareRecord
from wallet.model.report import Outcome, VerificationReport
from wallet.text.screens import screen_text
from wallet.text.words import GLYPHS, date_text, word
from wallet.ui.cells import fit
from wallet.ui.line import EMPTY, Cell, Column, Line
from wallet.ui.palette import Tone, tone_of
from wallet.ui.present_list import STATE_CELLS, state_text, title
from wallet.wallet import Badge, Prepared

_WORDS: Final = {True: "true", False: "false", None: "null"}
_SELECTIVE_FORMATS: Final = frozenset({"sd_jwt_vc"})
_SELECTIVE_SUITES: Final = frozenset({"ecdsa-sd-2023", "bbs-2023"})
MAX_LEAVES: Final = 400
"""Values listed of one badge; a CLR has more, and then how many more is said."""


class Span(StrEnum):
    """How long a share lasts."""

    WEEK = "1-week"
    FOUR_WEEKS = "4-weeks"
    DATE = "date"


SPANS: Final = tuple(Span)


def expiry(span: Span, date: str, now: datetime) -> datetime | None:
    """When the share ends; for `DATE` the end of the day `date` (UTC). None where the date cannot be used."""
    if span is Span.WEEK:
        return now + timedelta(weeks=1)
    if span is Span.FOUR_WEEKS:
        return now + timedelta(weeks=4)
    text = date.strip().replace("/", "-")
    parts = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text, re.ASCII)
    at = parse_instant(f"{parts[1]}-{int(parts[2]):02}-{int(parts[3]):02}T23:59:59Z") if parts else None
    return at if at is not None and at > now else None


def chosen_lines(badges: Sequence[BadgeSummary], language: str) -> tuple[Line, ...]:
    """The badges that are to leave, with their verdicts as last checked."""
    lines = []
    for badge in badges[:12]:
        tone = tone_of(badge.outcome)
        text = f"{safe_text(badge.name, 60)}  {safe_text(badge.issuer_name, 40)}"
        mark = fit(state_text(badge.outcome, language), STATE_CELLS[language])
        lines.append(Line(text, mark=mark, mark_tone=tone))
    if len(badges) > 12:
        lines.append(Line(screen_text("and-more", language, count=str(len(badges) - 12)), Tone.MUTED))
    return tuple(lines)


def judgement_lines(prepared: Prepared, language: str) -> tuple[Line, ...]:
    """The wallet's own judgement first; a warning, with the reasons, where it did not pass."""
    report = prepared.report
    lines: list[Line] = []
    if report.outcome is Outcome.PASSED:
        lines.append(Line(screen_text("will-pass", language), Tone.PASSED, mark="✓", mark_tone=Tone.PASSED))
    else:
        tone = tone_of(report.outcome)
        lines.append(Line(screen_text("will-not-pass", language), tone, mark="!", mark_tone=tone))
    own = [result for result in report.checks if result.outcome in (Outcome.FAILED, Outcome.INDETERMINATE)]
    for result in own:
        if result.reason is not None:
            text = f"{word(result.check, language)}: {title(result.reason, language)}"
            lines.append(Line(text, tone_of(result.outcome), indent=2))
    for summary, nested in zip(prepared.badges, report.nested, strict=False):
        lines += _nested_lines(summary, nested, language)
    return tuple(lines)


def _nested_lines(summary: BadgeSummary, report: VerificationReport, language: str) -> Iterator[Line]:
    tone = tone_of(report.outcome)
    text = f"{word(report.outcome, language)} — {safe_text(summary.name, 80)}"
    yield Line(text, tone, mark=GLYPHS[report.outcome], mark_tone=tone)
    for reason in report.reasons[:4]:
        yield Line(title(reason, language), indent=2)


def terms_lines(audience: str, purpose: str, expires: datetime | None, place: str, language: str) -> tuple[Line, ...]:
    """The terms it leaves under."""
    until = date_text(expires, language) if expires is not None else word("no-limit", language)
    pairs = (
        ("for-whom", audience or screen_text("nobody-named", language)),
        ("what-for", purpose or "-"),
        ("works-until", until),
        ("leaves-to", place),
    )
    return tuple(Line(f"{screen_text(name, language)}: {safe_text(value, 160)}") for name, value in pairs)


def leaves_lines(badges: Sequence[Badge], language: str) -> tuple[Line, ...]:
    """Exactly what leaves: every value in every badge, by its place. Nothing of it can be hidden."""
    name = "leaves-whole-here" if any(map(_could_hide, badges)) else "leaves-whole"
    lines = [Line(screen_text(name, language), Tone.INDETERMINATE, mark="!", mark_tone=Tone.INDETERMINATE)]
    for badge in badges:
        lines += [EMPTY, Line(safe_text(badge.record.summary.name, 120), Tone.STRONG)]
        values = list(_values(badge.parsed.document, ""))
        lines += [Line(f"{path}: {value}", indent=2) for path, value in values[:MAX_LEAVES]]
        if len(values) > MAX_LEAVES:
            more = screen_text("and-more", language, count=str(len(values) - MAX_LEAVES))
            lines.append(Line(more, Tone.MUTED, indent=2))
    return tuple(lines)


def _could_hide(badge: Badge) -> bool:
    """Whether the issuer signed it so that parts could be left out."""
    suites = {proof.cryptosuite for proof in badge.parsed.proofs if isinstance(proof, DataIntegrityProof)}
    return badge.parsed.format in _SELECTIVE_FORMATS or bool(suites & _SELECTIVE_SUITES)


def _values(value: JsonValue, path: str) -> Iterator[tuple[str, str]]:
    """Every value with its path, in the order of the document."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _values(inner, f"{path}.{safe_text(name, 40)}" if path else safe_text(name, 40))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _values(inner, f"{path}[{number}]")
    else:
        yield path, safe_text(_WORDS.get(value, "") if value is None or isinstance(value, bool) else str(value), 300)


def shared_lines(share: ShareRecord, language: str) -> tuple[Line, ...]:
    """What was made of it: the link or the file, until when, and how it is taken back."""
    until = date_text(share.expires_at, language) if share.expires_at is not None else word("no-limit", language)
    whom = safe_text(share.audience or screen_text("nobody-named", language), 120)
    lines = [Line(safe_text(share.link or share.file, 400), Tone.STRONG), EMPTY]
    lines += [
        Line(f"{screen_text('for-whom', language)}: {whom}"),
        Line(f"{screen_text('works-until', language)}: {until}"),
        EMPTY,
    ]
    if share.link:
        lines += [
            Line(screen_text("link-secret", language), Tone.MUTED),
            EMPTY,
            Line(screen_text("take-back-how", language), Tone.ACCENT),
        ]
    else:
        lines.append(Line(screen_text("file-stays", language), Tone.INDETERMINATE))
    return tuple(lines)


# --- the list of what was shared -------------------------------------------------------------------------------------


def share_state(share: ShareRecord, now: datetime) -> str:
    """`works`, `ended`, `taken-back` or `file`."""
    if share.revoked_at is not None:
        return "taken-back"
    if share.expires_at is not None and share.expires_at <= now:
        return "ended"
    return "works" if share.link else "file"


_STATES: Final = {
    "works": ("●", Tone.PASSED),
    "ended": ("○", Tone.MUTED),
    "taken-back": ("×", Tone.FAILED),
    "file": ("▪", Tone.PLAIN),
}


def share_columns(language: str) -> tuple[Column, ...]:
    """State, to whom, what, until when."""
    return (
        Column(screen_text("state", language), cells=16),
        Column(screen_text("for-whom", language), share=4),
        Column(screen_text("what", language), share=3),
        Column(screen_text("works-until-short", language), cells=10),
    )


def share_cells(share: ShareRecord, now: datetime, names: Sequence[str], language: str) -> tuple[Cell, ...]:
    """One row; `names` are the names of the badges in it."""
    state = share_state(share, now)
    glyph, tone = _STATES[state]
    until = (
        share.expires_at.astimezone(UTC).strftime("%Y-%m-%d") if share.expires_at else screen_text("no-end", language)
    )
    what = safe_text(names[0], 60) if len(names) == 1 else screen_text("badges-count", language, count=str(len(names)))
    return (
        Cell(f"{glyph} {screen_text(f'share-{state}', language)}", tone),
        Cell(safe_text(share.audience or screen_text("nobody-named", language), 80), Tone.STRONG),
        Cell(what),
        Cell(until, Tone.MUTED),
    )


def share_lines(share: ShareRecord, names: Sequence[str], language: str) -> tuple[Line, ...]:
    """The share under the cursor in full."""
    lines = [Line(safe_text(share.link or share.file, 400))]
    separator = "、" if language == "ja" else ", "
    lines.append(Line(f"{screen_text('what', language)}: {separator.join(safe_text(name, 60) for name in names[:12])}"))
    if share.purpose:
        lines.append(Line(f"{screen_text('what-for', language)}: {safe_text(share.purpose, 160)}"))
    lines.append(Line(f"{screen_text('shared-on', language)}: {date_text(share.created_at, language)}", Tone.MUTED))
    if share.revoked_at is not None:
        lines.append(Line(f"{word('gone', language)}: {date_text(share.revoked_at, language)}", Tone.MUTED))
    return tuple(lines)


def host_of(link: str) -> str:
    """The host that a link was made on."""
    return link.partition("/p/")[0]
