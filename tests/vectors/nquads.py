"""A small N-Quads reader for tests: enough for the W3C suite, refuses what it does not understand."""

from __future__ import annotations

import re
from typing import Final

from wallet.codec.rdfc import Quad, literal

_IRI: Final = r"<[^\s<>]*>"
_BLANK: Final = r"_:[^\s<>\"]+"
_LITERAL: Final = rf'"(?:[^"\\\n\r]|\\.)*"(?:\^\^{_IRI}|@[A-Za-z0-9-]+)?'
_STATEMENT: Final = re.compile(
    rf"\s*({_IRI}|{_BLANK})\s*({_IRI})\s*({_IRI}|{_BLANK}|{_LITERAL})\s*({_IRI}|{_BLANK})?\s*\.\s*(?:#.*)?"
)
_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_CHARACTERS: Final = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
_STRING: Final = "^^<http://www.w3.org/2001/XMLSchema#string>"


def read_nquads(text: str) -> list[Quad]:
    """The quads of an N-Quads document, each term rewritten in its canonical form."""
    quads: list[Quad] = []
    for line in text.split("\n"):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = _STATEMENT.fullmatch(line)
        assert match is not None, f"not an N-Quads statement: {line!r}"
        subject, predicate, value, graph = match.groups()
        quads.append((_term(subject), _term(predicate), _term(value), _term(graph or "")))
    return quads


def _term(written: str) -> str:
    if not written.startswith('"'):
        return _unescaped(written)
    end = written.rindex('"')
    suffix = _unescaped(written[end + 1 :])
    return literal(_unescaped(written[1:end]), "" if suffix == _STRING else suffix)


def _unescaped(written: str) -> str:
    return _ESCAPE.sub(lambda match: _CHARACTERS[match[3]] if match[3] else chr(int(match[1] or match[2], 16)), written)
