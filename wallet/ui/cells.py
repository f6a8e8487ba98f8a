"""Text in terminal cells: cut, padded and wrapped by width as a terminal counts it. A kanji is two cells.

Wrapping follows the first rule of Japanese typesetting: no line begins with a closing bracket or a full stop, none ends
with an opening bracket. Texts from outside must have been through `wallet.codec.safe_text` before they come here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from rich.cells import cell_len, set_cell_size

_ELLIPSIS: Final = "…"
_NEVER_FIRST: Final = frozenset(
    "、。，．・：；？！）］｝」』】〕〉》ー…‥ぁぃぅぇぉっゃゅょァィゥェォッャュョ,.;:?!)]}’”"
)
_NEVER_LAST: Final = frozenset("（［｛「『【〔〈《([{‘“")
_PIECE: Final = re.compile(
    r"\s+|[!-~\u00a1-\u02ff\u0370-\u1fff]+|.[\u0300-\u036f\ufe00-\ufe0f]*(?:\u200d.[\ufe00-\ufe0f]*)*"
)
"""A space, a word of a script that puts spaces between words, or one character with what belongs to it."""


def fit(text: str, cells: int) -> str:
    """`text` in exactly `cells` cells: cut with an ellipsis, or padded with spaces."""
    if cells <= 0:
        return ""
    if cell_len(text) > cells:
        text = set_cell_size(text, cells - 1).rstrip() + _ELLIPSIS
    return set_cell_size(text, cells)


def wrap(text: str, cells: int) -> list[str]:
    """`text` in lines of at most `cells` cells; its own line breaks stay. Never empty."""
    width = max(cells, 2)
    return [line for paragraph in text.split("\n") for line in _wrap_paragraph(paragraph, width)]


def _wrap_paragraph(text: str, width: int) -> list[str]:
    lines: list[str] = []
    line, used = "", 0
    for piece in _unbroken(text, width):
        cells = cell_len(piece)
        if used + cell_len(piece.rstrip()) > width and line:
            lines += [line.rstrip()] if line.strip() else []
            line, used = "", 0
            piece = piece.lstrip()  # noqa: PLW2901 - a line does not begin with the space it was broken at
            cells = cell_len(piece)
        line, used = line + piece, used + cells
    return [*lines, line.rstrip()]


def _unbroken(text: str, width: int) -> Iterator[str]:
    """Stretches that stay together, none wider than a line."""
    held = ""
    for piece in _PIECE.findall(text):
        joins = piece[0] in _NEVER_FIRST or (held and held[-1] in _NEVER_LAST)
        if held and (not joins or cell_len(held + piece) > width):
            yield held
            held = ""
        held += piece
        while cell_len(held) > width:
            head = set_cell_size(held, width).rstrip()
            yield head
            held = held[len(head) :]
    if held:
        yield held
