"""What a screen says, before it is drawn: lines with a tone. Plain values, so that they are tested without an app."""

from __future__ import annotations

from dataclasses import dataclass

from wallet.ui.palette import Tone


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph: it is wrapped to the width there is, and keeps its indent on every line.

    `mark` is a glyph with the first line's text after it, in a column of its own; the text hangs beside it.
    """

    text: str
    tone: Tone = Tone.PLAIN
    indent: int = 0
    mark: str = ""
    mark_tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a row."""

    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `cells` wide, or, with a `share`, as much of what the others leave."""

    title: str
    cells: int = 0
    share: int = 0


@dataclass(frozen=True, slots=True)
class KeyHint:
    """A key and the word for what it does."""

    key: str
    word: str


EMPTY = Line("")
