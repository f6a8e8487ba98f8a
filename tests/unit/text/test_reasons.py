"""The catalogue of reasons: the same facts in both languages, told only when they are known."""

from __future__ import annotations

import pytest

from wallet.model.report import Reason
from wallet.text import LANGUAGES, Language
from wallet.text.facts import blanks
from wallet.text.language import language_of
from wallet.text.reasons import WHO, facts, reason_text, who_word


@pytest.mark.parametrize("reason", Reason)
def test_both_languages_tell_the_same_facts(reason: Reason) -> None:
    english, japanese = facts(reason, "en"), facts(reason, "ja")
    assert [blanks(sentence) for sentence in english] == [blanks(sentence) for sentence in japanese]
    assert all(blanks(sentence) for sentence in english)


@pytest.mark.parametrize("reason", Reason)
def test_who_can_act_is_a_word_of_the_language(reason: Reason) -> None:
    assert reason_text(reason, "en").who == who_word(WHO[reason], "en")
    assert reason_text(reason, "ja").who != reason_text(reason, "en").who


def test_a_fact_is_told_when_it_is_known() -> None:
    text = reason_text(Reason.STATUS_STALE, "en", {"as_of": "2026-10-12T09:00:00Z"})
    assert text.meaning.endswith("As of 12 October 2026.")
    assert "2026年10月12日時点" in reason_text(Reason.STATUS_STALE, "ja", {"as_of": "2026-10-12T09:00:00Z"}).meaning


@pytest.mark.parametrize("params", [None, {}, {"as_of": "-"}, {"as_of": ""}, {"unheard-of": "x"}])
def test_what_is_not_known_is_left_out(params: dict[str, str] | None) -> None:
    assert reason_text(Reason.STATUS_STALE, "en", params) == reason_text(Reason.STATUS_STALE, "en")


def test_a_value_is_never_read_as_a_template() -> None:
    hostile = "{reason} {0} {term.__class__} %s"
    assert hostile in reason_text(Reason.DROPPED_TERMS, "en", {"term": hostile}).meaning


def test_short_codes_become_words_and_unknown_ones_stay() -> None:
    url = "https://issuer.example/status"
    known = reason_text(Reason.STATUS_UNREACHABLE, "ja", {"url": url, "detail": "timeout"}).meaning
    assert "時間内に応答がありませんでした" in known
    assert url in known
    assert "a-new-code" in reason_text(Reason.STATUS_UNREACHABLE, "en", {"detail": "a-new-code"}).meaning


def test_a_date_that_names_no_instant_is_told_as_it_stands() -> None:
    assert "next week" in reason_text(Reason.EXPIRED, "en", {"date": "next week"}).meaning


def test_the_languages() -> None:
    assert LANGUAGES == ("ja", "en")
    assert {language_of(name) for name in ("ja", "ja_JP.UTF-8", "Japanese_Japan.932", "JA")} == {Language.JA}
    assert {language_of(name) for name in (None, "", "C", "en_GB.UTF-8", "fr", "de_DE")} == {Language.EN}
