"""The words of checks that did not fail: complete, and alike in both languages."""

from __future__ import annotations

import pytest

from wallet.model.report import Check, Outcome
from wallet.text.checks import ENGLISH, JAPANESE, check_text
from wallet.text.facts import blanks


def test_every_check_has_words_in_both_languages_with_the_same_blanks() -> None:
    assert set(ENGLISH) == set(JAPANESE) == set(Check)
    for check in Check:
        assert [*map(blanks, ENGLISH[check].facts)] == [*map(blanks, JAPANESE[check].facts)]
        assert all(map(blanks, ENGLISH[check].facts))


@pytest.mark.parametrize("language", ["en", "ja"])
def test_passed_and_not_applicable_are_told_apart(language: str) -> None:
    for check in Check:
        passed = check_text(check, Outcome.PASSED, language, {})
        assert passed != check_text(check, Outcome.NOT_APPLICABLE, language, {})


def test_a_fact_is_told_when_it_is_known() -> None:
    known = check_text(Check.VALIDITY, Outcome.PASSED, "en", {"valid_until": "2027-03-31T00:00:00Z"})
    assert known.endswith("Until 31 March 2027.")
    assert "From" not in known
    unknown = check_text(Check.VALIDITY, Outcome.PASSED, "ja", {"valid_from": "-"})
    assert unknown == JAPANESE[Check.VALIDITY].passed
