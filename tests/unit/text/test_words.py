"""Words and dates."""

from __future__ import annotations

import string
from datetime import UTC, datetime, timedelta, timezone

import pytest

from wallet.model.material import MaterialSource
from wallet.model.record import ImportOutcome
from wallet.model.report import Check, IssuerTrust, Outcome
from wallet.text.doctor import DOCTOR, doctor_text
from wallet.text.when import format_date, format_stated, format_time
from wallet.text.words import GLYPHS, WORDS, check_name, date_text, outcome_word, trust_word, word


def test_the_verdicts_are_those_of_the_glossary() -> None:
    assert [outcome_word(outcome, "en") for outcome in (Outcome.PASSED, Outcome.FAILED, Outcome.INDETERMINATE)] == [
        "passed",
        "failed",
        "cannot tell",
    ]
    assert outcome_word(Outcome.PASSED, "ja") == "検証できました"
    assert outcome_word(Outcome.FAILED, "ja") == "検証に失敗しました"
    assert outcome_word(Outcome.INDETERMINATE, "ja") == "判定できません"
    assert [trust_word(trust, "ja") for trust in IssuerTrust] == ["確認済み", "自己申告", "不明"]


@pytest.mark.parametrize("name", [*Outcome, *Check, *IssuerTrust, *ImportOutcome, *MaterialSource])
def test_every_closed_list_has_words_in_both_languages(name: str) -> None:
    assert name in WORDS
    assert word(name, "ja") != word(name, "en")


def test_verdicts_trust_and_glyphs_are_never_blended() -> None:
    verdicts = {outcome_word(outcome, "en") for outcome in Outcome}
    assert not verdicts & {trust_word(trust, "en") for trust in IssuerTrust}
    assert GLYPHS["passed"] not in {GLYPHS[name] for name in GLYPHS if name != "passed"}
    assert set(GLYPHS) == set(Outcome)


def test_a_name_without_a_word_stands_for_itself() -> None:
    assert word("never-heard-of", "ja") == "never-heard-of"
    assert check_name(Check.STATUS, "en") == "status"


def test_dates_are_in_utc_and_say_so() -> None:
    late = datetime(2026, 10, 13, 1, 5, tzinfo=timezone(timedelta(hours=9)))
    assert format_date(late, "en") == "12 October 2026"
    assert format_date(late, "ja") == "2026年10月12日"
    assert format_time(late, "en") == "12 October 2026 16:05 UTC"
    assert format_time(late, "ja") == "2026年10月12日 16:05（UTC）"
    assert date_text(None, "en") == "-"
    assert date_text(late.astimezone(UTC), "ja") == format_time(late, "ja")


@pytest.mark.parametrize("stated", ["2026-10-12", "2026-10-12T10:00:00", "soon", "", "0001-01-01T00:00:00+23:00"])
def test_what_names_no_instant_is_shown_as_written(stated: str) -> None:
    assert format_stated(stated, "en") == stated


@pytest.mark.parametrize("name", sorted(DOCTOR))
def test_the_doctor_says_the_same_in_both_languages(name: str) -> None:
    english, japanese = ({field for _, field, _, _ in string.Formatter().parse(text) if field} for text in DOCTOR[name])
    assert english == japanese
    filled = dict.fromkeys(english, "x")
    assert doctor_text(name, "ja", **filled) != doctor_text(name, "en", **filled)
