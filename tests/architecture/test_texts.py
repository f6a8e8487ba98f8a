"""Every reason code has words for people, in both languages, in the house's manner."""

from __future__ import annotations

import re
import string
from typing import Final

import pytest

from wallet.model.report import Reason
from wallet.text import LANGUAGES
from wallet.text.reasons import reason_text

JAPANESE: Final = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
UNWANTED: Final = re.compile(r"\b(?:please|valid|invalid|we|oops|sorry)\b|!|！", re.IGNORECASE)


def parts(reason: Reason, language: str) -> tuple[str, str, str]:
    text = reason_text(reason, language)
    return text.title, text.meaning, text.next_step


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_the_languages() -> None:
    assert set(LANGUAGES) == {"ja", "en"}


@pytest.mark.parametrize("reason", Reason)
def test_a_reason_has_title_meaning_and_next_step(reason: Reason) -> None:
    for part in parts(reason, "ja"):
        assert JAPANESE.search(part), part
    for part in parts(reason, "en"):
        assert part.strip()
        assert not JAPANESE.search(part), part
        assert not UNWANTED.search(part), part


@pytest.mark.parametrize("reason", Reason)
def test_both_languages_say_the_same_facts(reason: Reason) -> None:
    for japanese, english in zip(parts(reason, "ja"), parts(reason, "en"), strict=True):
        assert placeholders(japanese) == placeholders(english)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_two_reasons_share_a_title(language: str) -> None:
    titles = [parts(reason, language)[0] for reason in Reason]
    assert len(set(titles)) == len(titles)
