"""The one type through which foreign text reaches a terminal, a page or a file name.

A badge's own words may hold escape sequences, bidirectional overrides, line breaks and a million characters. What
comes out of here holds none of that: controls are shown as visible symbols, the length is bounded in terminal cells.
"""

from __future__ import annotations

import unicodedata
from typing import Final

DEFAULT_CELLS: Final = 200
_ELLIPSIS: Final = "…"
_REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"
_CONTROL_PICTURES: Final = 0x2400
_DELETE_PICTURE: Final = "\N{SYMBOL FOR DELETE}"
_DELETE: Final = 0x7F
_FIRST_PRINTABLE: Final = 0x20
_ZERO_WIDTH_JOINER: Final = "\N{ZERO WIDTH JOINER}"
_MAX_COMBINING: Final = 4
_WORK_FACTOR: Final = 8
_WIDEST: Final = 2
"""Cells of the widest character there is."""


class SafeText(str):
    """Text without control, escape, bidi or markup effect; made only by `safe_text` and `safe_block`."""

    __slots__ = ()


def safe_text(text: str, cells: int = DEFAULT_CELLS) -> SafeText:
    """One line of foreign text, at most `cells` terminal cells wide, with `…` where it was cut."""
    return SafeText(_clip(_clean(text[: cells * _WORK_FACTOR], keep_newlines=False), cells))


def safe_block(text: str, lines: int = 40, cells: int = DEFAULT_CELLS) -> SafeText:
    """Several lines of foreign text: at most `lines` of them, each at most `cells` wide."""
    cleaned = _clean(text[: lines * cells * _WORK_FACTOR], keep_newlines=True).split("\n")
    kept = [_clip(line, cells) for line in cleaned[:lines]]
    if len(cleaned) > lines:
        kept[-1] = _ELLIPSIS
    return SafeText("\n".join(kept))


def width(text: str) -> int:
    """How many terminal cells a cleaned text takes."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len  # its tables are loaded for what is long or laid out in columns, and not ASCII

    return cell_len(text)


def _clean(text: str, *, keep_newlines: bool) -> str:
    if text.isascii() and text.isprintable():
        return text
    out: list[str] = []
    combining = 0
    for character in unicodedata.normalize("NFC", text.replace("\r\n", "\n")):
        if keep_newlines and character == "\n":
            out.append(character)
            continue
        category = unicodedata.category(character)
        combining = combining + 1 if category in ("Mn", "Me") else 0
        if combining <= _MAX_COMBINING:
            out.append(_visible(character, category))
    return "".join(out)


def _visible(character: str, category: str) -> str:
    """`character` itself where it is harmless, else a visible stand-in."""
    if category == "Cc":
        code = ord(character)
        if code == _DELETE:
            return _DELETE_PICTURE
        return chr(_CONTROL_PICTURES + code) if code < _FIRST_PRINTABLE else _REPLACEMENT
    if category in ("Cf", "Cs", "Co", "Cn", "Zl", "Zp"):
        # The joiner holds emoji families together and moves nothing; every other format character can.
        return character if character == _ZERO_WIDTH_JOINER else _REPLACEMENT
    return " " if category == "Zs" else character


def _clip(text: str, cells: int) -> str:
    if _WIDEST * len(text) <= cells or width(text) <= cells:
        return text
    kept: list[str] = []
    used = 0
    for character in text:
        used += width(character)
        if used > cells - 1:
            break
        kept.append(character)
    return "".join(kept) + _ELLIPSIS
