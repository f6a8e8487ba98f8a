"""Sentences with blanks, told only when everything that fills them is known."""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping
from typing import Final

from wallet.text.details import detail_words
from wallet.text.language import Language
from wallet.text.when import format_stated

_GAP: Final = {Language.JA.value: "", Language.EN.value: " "}
_DATES: Final = frozenset(
    {
        "date",
        "as_of",
        "since",
        "until",
        "expires",
        "valid_from",
        "valid_until",
        "list_dated",
        "signing_time",
        "refresh_due",
        "anchored",
    }
)
_IN_BOTH: Final = ("advice",)
_MACHINE_WORDS: Final = frozenset({"qualified", "revocation", "detail", "what", "by", "member", "form"})


def told(meaning: str, facts: Iterable[str], params: Mapping[str, str], language: str) -> str:
    """`meaning`, then those of the `facts` that the sanitised `params` can fill."""
    shown = {name: _shown(name, value, language) for name, value in params.items() if value not in ("", "-")}
    # What somebody wrote in both languages comes as two parameters and is told as one.
    shown.update({name: shown[f"{name}_{language}"] for name in _IN_BOTH if f"{name}_{language}" in shown})
    sentences = [sentence.format_map(shown) for sentence in facts if blanks(sentence) <= shown.keys()]
    return _GAP[language].join([meaning, *sentences])


def blanks(sentence: str) -> set[str]:
    """The names of the blanks in `sentence`."""
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def _shown(name: str, value: str, language: str) -> str:
    if name in _DATES:
        return format_stated(value, language)
    return detail_words(value, language) if name in _MACHINE_WORDS else value
