"""The text of a part of a JSON document, exactly as it stands there: nothing is parsed and written again.

    for text in elements(b'[{"a": 1.0}, {"b": 2}]'):
        ...                              # b'{"a": 1.0}', then b'{"b": 2}'

Works on text that `wallet.codec.json` has accepted: its bounds hold here too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from wallet.codec import json as strict_json

_TOKEN: Final = re.compile(rb'"(?:[^"\\]++|\\.)*+"?+|[\[\]{},:]', re.DOTALL)
"""Possessive, and an unterminated string matches too: linear on any input."""
_WHITE_SPACE: Final = b" \t\r\n"  # RFC 8259, section 2


def elements(text: bytes) -> tuple[bytes, ...]:
    """The texts of the elements of the array that `text` is, without white space around them."""
    return tuple(part for part in _parts(text) if part)


def member(text: bytes, name: str) -> bytes | None:
    """The text of the member `name` of the object that `text` is; None where it has none."""
    for part in _parts(text):
        key = _TOKEN.match(part)
        if key is None or strict_json.loads(key[0]) != name:
            continue
        return part[key.end() :].lstrip(_WHITE_SPACE).removeprefix(b":").strip(_WHITE_SPACE)
    return None


def _parts(text: bytes) -> Iterator[bytes]:
    """What stands between the outermost brackets, cut at the commas there."""
    depth = start = 0
    for token in _TOKEN.finditer(text):
        mark = token[0]
        if mark in b"[{":
            depth += 1
            start = token.end() if depth == 1 else start
        elif mark in b"]}":
            depth -= 1
            if depth == 0:
                yield text[start : token.start()].strip(_WHITE_SPACE)
                return
        elif mark == b"," and depth == 1:
            yield text[start : token.start()].strip(_WHITE_SPACE)
            start = token.end()
