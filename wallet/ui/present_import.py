"""What the import says: a line for every item, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from wallet.codec.safe_text import safe_text
from wallet.model.record import ImportOutcome, ImportResult
from wallet.model.report import Reason
from wallet.text.reasons import reason_text
from wallet.text.screens import screen_text
from wallet.text.words import word
from wallet.ui.line import EMPTY, Cell, Column, Line
from wallet.ui.palette import Tone
from wallet.ui.present_list import title
from wallet.ui.worker import Trouble

MARKS: Final = {
    ImportOutcome.IMPORTED: ("+", Tone.PASSED),
    ImportOutcome.DUPLICATE: ("=", Tone.MUTED),
    ImportOutcome.UPDATED: ("↑", Tone.PASSED),
    ImportOutcome.UNSUPPORTED: ("?", Tone.INDETERMINATE),
    ImportOutcome.REFUSED: ("✗", Tone.FAILED),
}
_WORD_CELLS: Final = {"ja": 28, "en": 26}


@dataclass(frozen=True, slots=True)
class Missing:
    """A source that led nowhere."""

    source: str
    trouble: Trouble


Row = ImportResult | Missing
"""One item, or a source that led nowhere."""


def columns(language: str) -> tuple[Column, ...]:
    """What became of it, what it is, why."""
    return (
        Column(screen_text("became", language), cells=_WORD_CELLS[language]),
        Column(screen_text("name", language), share=3),
        Column(screen_text("reason", language), share=2),
    )


def row_cells(row: Row, language: str) -> tuple[Cell, ...]:
    """One line. The reasons of an imported badge are the verdict's: it is kept all the same."""
    if isinstance(row, Missing):
        what = screen_text(_missing_word(row), language)
        return Cell(f"✗ {what}", Tone.FAILED), Cell(safe_text(row.source, 120)), Cell(row.trouble.message, Tone.MUTED)
    mark, tone = MARKS[row.outcome]
    reasons = "、" if language == "ja" else ", "
    return (
        Cell(f"{mark} {word(row.outcome, language)}", tone),
        Cell(safe_text(row.name or row.source, 120), Tone.STRONG if row.name else Tone.PLAIN),
        Cell(reasons.join(title(reason, language) for reason in row.reasons[:3]), Tone.MUTED),
    )


def _missing_word(row: Missing) -> str:
    """Whether there was nothing, or it could not be read for another reason."""
    return "not-found" if row.trouble.code == "not-found" else "not-read"


def detail_lines(row: Row, language: str) -> tuple[Line, ...]:
    """The item under the cursor in full: what it is, where it came from, why it is as it is, what to do next."""
    if isinstance(row, Missing):
        return Line(row.trouble.message), Line(screen_text("hint", language, hint=row.trouble.hint), Tone.ACCENT)
    lines = [Line(screen_text("from-where", language, source=safe_text(row.source, 160)), Tone.MUTED)]
    for reason in row.reasons[:2]:
        if reason in set(Reason):
            params = {name: str(safe_text(value, 120)) for name, value in row.params.items()}
            text = reason_text(Reason(reason), language, params)
            lines.append(Line(f"{text.title}: {text.meaning}"))
            lines.append(Line(screen_text("next", language, who=text.who, step=text.next_step), Tone.ACCENT))
    return tuple(lines)


def tally(rows: Sequence[Row], language: str) -> str:
    """How many of each."""
    found = Counter(row.outcome for row in rows if isinstance(row, ImportResult))
    parts = [f"{word(outcome, language)} {found[outcome]}" for outcome in ImportOutcome if found[outcome]]
    for name, number in Counter(_missing_word(row) for row in rows if isinstance(row, Missing)).items():
        parts.append(f"{screen_text(name, language)} {number}")
    return " · ".join(parts)


def help_lines(language: str, *, samples: bool) -> tuple[Line, ...]:
    """What may be typed, before anything was."""
    lines = [
        Line(screen_text("import-what", language), Tone.STRONG),
        EMPTY,
        *(Line(screen_text(f"import-{kind}", language), mark="·") for kind in ("files", "text", "address")),
        EMPTY,
        Line(screen_text("import-quiet", language), Tone.MUTED),
    ]
    if samples:
        lines += [EMPTY, Line(screen_text("import-samples", language), mark="F3", mark_tone=Tone.ACCENT)]
    return tuple(lines)


def pasted_text(characters: int, language: str, *, cut: bool) -> str:
    """That something long was pasted, and how long; whether the end is missing."""
    name = "pasted-cut" if cut else "pasted"
    return screen_text(name, language, count=f"{characters:,}")
