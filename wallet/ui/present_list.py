"""What the library says: plain functions from records to cells and lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from wallet.codec.safe_text import safe_text
from wallet.model.record import BadgeSummary
from wallet.model.report import Reason
from wallet.text.reasons import reason_text
from wallet.text.screens import screen_text
from wallet.text.when import format_stated
from wallet.text.words import GLYPHS, date_text, word
from wallet.ui.line import EMPTY, Cell, Column, Line
from wallet.ui.palette import Tone, tone_of

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}(?=T|$)", re.ASCII)
_NAME_CELLS: Final = 120
STATE_CELLS: Final = {"ja": 20, "en": 13}
"""As wide as the widest verdict with its glyph."""
FILTERS: Final = ("", "passed", "failed", "indeterminate")


class Order(StrEnum):
    """How the library is sorted."""

    NEWEST = "newest"
    NAME = "name"
    ISSUER = "issuer"
    UNTIL = "until"


def state_text(outcome: str, language: str) -> str:
    """A verdict as glyph and word."""
    return f"{GLYPHS.get(outcome, '?')} {word(outcome, language)}"


def columns(language: str) -> tuple[Column, ...]:
    """The columns of the library: the verdict first, where no badge's text can push it about."""
    return (
        Column("", cells=1),
        Column(screen_text("state", language), cells=STATE_CELLS[language]),
        Column(screen_text("name", language), share=5),
        Column(screen_text("issuer", language), share=3),
        Column(screen_text("until", language), cells=10),
    )


def badge_cells(badge: BadgeSummary, *, chosen: bool, language: str) -> tuple[Cell, ...]:
    """One row: chosen or not, the verdict, name, issuer, last day."""
    return (
        Cell("●" if chosen else " ", Tone.ACCENT),
        Cell(state_text(badge.outcome, language), tone_of(badge.outcome)),
        Cell(safe_text(badge.name, _NAME_CELLS), Tone.STRONG),
        Cell(safe_text(badge.issuer_name, _NAME_CELLS), Tone.PLAIN),
        Cell(day(badge.valid_until, language), Tone.MUTED),
    )


def day(stated: str | None, language: str) -> str:
    """The day of a date as a credential states it, in ten cells."""
    if stated is None:
        return screen_text("no-end", language)
    found = _DAY.match(stated)
    return found[0] if found else safe_text(stated, 10)


def counts(badges: Sequence[BadgeSummary], shown: str, language: str, *, glyphs: bool = False) -> tuple[Cell, ...]:
    """How many there are of each verdict, in words or by `glyphs` alone; the one filtered by stands in brackets."""
    found = Counter(badge.outcome for badge in badges)
    cells = []
    for name in FILTERS:
        number = found[name] if name else len(badges)
        label = (GLYPHS[name] if glyphs else state_text(name, language)) if name else screen_text("all", language)
        text = f"{label} {number}"
        cells.append(Cell(f"[{text}]" if name == shown else f" {text} ", tone_of(name) if name else Tone.PLAIN))
    return tuple(cells)


def arranged(badges: Sequence[BadgeSummary], shown: str, order: Order) -> tuple[BadgeSummary, ...]:
    """The badges with the verdict `shown` (all where it is empty), sorted; as they come they are newest first."""
    kept = [badge for badge in badges if not shown or badge.outcome == shown]
    if order is Order.NAME:
        kept.sort(key=lambda badge: badge.name.casefold())
    elif order is Order.ISSUER:
        kept.sort(key=lambda badge: (badge.issuer_name.casefold(), badge.name.casefold()))
    elif order is Order.UNTIL:
        kept.sort(key=lambda badge: (badge.valid_until is None, badge.valid_until or ""))
    return tuple(kept)


def preview_lines(badge: BadgeSummary, language: str) -> tuple[Line, ...]:
    """The badge under the cursor, shortly: the words are the badge's own, the verdict is of when it was checked."""
    tone = tone_of(badge.outcome)
    lines = [
        Line(safe_text(badge.name, 200), Tone.STRONG),
        Line(safe_text(badge.issuer_name, 120)),
        EMPTY,
        Line(word(badge.outcome, language), tone, mark=GLYPHS.get(badge.outcome, "?"), mark_tone=tone),
    ]
    lines += [Line(title(reason, language), indent=2) for reason in badge.reasons[:4]]
    lines.append(Line(f"{word('as-of', language)} {date_text(badge.checked_at, language)}", Tone.MUTED, indent=2))
    lines.append(EMPTY)
    for name, value in (("valid-from", badge.valid_from), ("valid-until", badge.valid_until)):
        if value is not None:
            lines.append(Line(f"{word(name, language)}: {safe_text(format_stated(value, language), 40)}", Tone.MUTED))
    trust = f"{screen_text('issuer', language)}: {word(badge.trust, language)}"
    lines.append(Line(trust, Tone.MUTED))
    if badge.tags:
        tags = " ".join(f"#{safe_text(tag, 30)}" for tag in badge.tags[:12])
        lines.append(Line(tags, Tone.ACCENT))
    return tuple(lines)


def title(reason: str, language: str) -> str:
    """What a reason code is called."""
    return reason_text(Reason(reason), language).title if reason in set(Reason) else safe_text(reason, 40)


def empty_lines(*, filtered: bool, samples: bool, language: str) -> tuple[Line, ...]:
    """An empty list says what to do next."""
    if filtered:
        return (
            Line(screen_text("nothing-matches", language), Tone.STRONG),
            Line(screen_text("nothing-matches-next", language), Tone.MUTED),
        )
    lines = [
        Line(screen_text("library-empty", language), Tone.STRONG),
        EMPTY,
        Line(screen_text("library-empty-import", language), mark="i", mark_tone=Tone.ACCENT),
    ]
    if samples:
        lines.append(Line(screen_text("library-empty-samples", language), mark="m", mark_tone=Tone.ACCENT))
    lines.append(Line(screen_text("library-empty-help", language), mark="?", mark_tone=Tone.ACCENT))
    return tuple(lines)
