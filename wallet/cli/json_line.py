"""JSON for stdout: one document on one line, the same bytes for the same document, harmless on a terminal."""

from __future__ import annotations

from json import dumps

from wallet.model.json import JsonValue


def json_line(document: JsonValue) -> bytes:
    """`document` in UTF-8 with its newline.

    What could move a cursor, turn text around or is half a character (a file name that is not UTF-8) is escaped, which
    inside a JSON string changes nothing for whoever parses it.
    """
    return visible(dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False)).encode() + b"\n"


def visible(text: str) -> str:
    """JSON `text` with every character that is not plainly printable, line breaks apart, as a JSON escape."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() or char == "\n" else dumps(char)[1:-1] for char in text)
