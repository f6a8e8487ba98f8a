"""The languages the wallet speaks."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Language(StrEnum):
    """A language of the user's choice, as `--lang` takes it."""

    JA = "ja"
    EN = "en"


LANGUAGES: Final = tuple(language.value for language in Language)


def language_of(word: str | None) -> Language:
    """The language a locale name asks for (`ja`, `ja_JP.UTF-8`, `Japanese_Japan`): English unless it is Japanese."""
    return Language.JA if (word or "").lower().startswith("ja") else Language.EN
