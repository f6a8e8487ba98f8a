"""What the search index holds: texts cut into words that SQLite's full-text search can find again.

Scripts that put spaces between words are indexed by word and found by its beginning. Japanese, Chinese, Korean, Thai
and the others are indexed by pairs of characters, so that a two-character word such as 筑波 is found anywhere;
SQLite's own trigram tokenizer finds nothing under three characters. The cutting is done here rather than in a tokenizer
called back by SQLite, so that any build of SQLite can check and rebuild the index.
"""

from __future__ import annotations

import unicodedata
from itertools import groupby
from typing import Final

MAX_QUERY_CHARACTERS: Final = 200
"""Longer queries are cut: nobody types more, and each character costs the index a lookup."""

_SPACED_BELOW: Final = 0x0E00
"""Scripts below Thai put spaces between words (Latin, Greek, Cyrillic, Hebrew, Arabic, the Indic scripts)."""
_SPACED_AGAIN: Final = range(0x1E00, 0x2000)
"""Latin Extended Additional (Vietnamese) and Greek Extended."""


def index_text(text: str) -> str:
    """The words of `text`, separated by spaces, for a column tokenized with `ascii`."""
    words: list[str] = []
    for run in _runs(text):
        words.extend([run] if _is_spaced(run[0]) else [*_pairs(run), run[-1]])
    return " ".join(words)


def match_expression(query: str) -> str:
    """The FTS5 expression that finds every row holding all parts of `query`; empty when it has no word."""
    return " AND ".join(_phrase(run) for run in _runs(query[:MAX_QUERY_CHARACTERS]))


def _phrase(run: str) -> str:
    """One run of the query as an FTS5 string. Only letters and digits reach it: nothing can leave the quotes."""
    if _is_spaced(run[0]) or len(run) == 1:
        return f'"{run}"*'
    return '"' + " ".join(_pairs(run)) + '"'


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)]


def _runs(text: str) -> list[str]:
    """Stretches of letters and digits of one kind of script. NFKC: full-width and half-width are the same word."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return ["".join(run) for kind, run in groupby(folded, key=_kind) if kind]


def _kind(character: str) -> str:
    """`spaced`, `unspaced`, or empty for what is not part of a word. Marks belong to the letter before them."""
    if unicodedata.category(character)[0] not in "LNM":
        return ""
    return "spaced" if _is_spaced(character) else "unspaced"


def _is_spaced(character: str) -> bool:
    return ord(character) < _SPACED_BELOW or ord(character) in _SPACED_AGAIN
