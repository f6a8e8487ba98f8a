"""Credentials that no vocabulary knows: names and values, within bounds."""

from __future__ import annotations

import pytest

from wallet.model.json import JsonValue
from wallet.vocab.plain import MAX_CHARACTERS, MAX_CLAIMS, PlainCredential, plain_claims


def test_what_is_not_a_credential_is_not_described() -> None:
    assert PlainCredential().describe({"type": "Thing"}) is None


def test_names_with_dots_and_numbers() -> None:
    subject: JsonValue = {
        "id": "did:example:1",
        "type": "Person",
        "name": "花子",
        "degree": {"type": "Degree", "name": "B.A.", "year": 2026},
        "languages": ["ja", "en"],
        "nothing": None,
    }
    assert plain_claims(subject) == {
        "name": "花子",
        "degree.name": "B.A.",
        "degree.year": 2026,
        "languages.1": "ja",
        "languages.2": "en",
    }
    assert plain_claims([{"a": 1}, {"a": True}]) == {"1.a": 1, "2.a": True}


@pytest.mark.parametrize("subjects", [None, 5, "text", [], {}, {"id": "x"}])
def test_subjects_that_say_nothing(subjects: JsonValue) -> None:
    assert plain_claims(subjects) == {}


def test_bounds() -> None:
    assert len(plain_claims({str(number): number for number in range(2 * MAX_CLAIMS)})) == MAX_CLAIMS
    long = "x" * (MAX_CHARACTERS + 1)
    assert plain_claims({"photo": long, "name": long[1:]}) == {"name": long[1:]}
    deep: JsonValue = "here"
    for _ in range(30):
        deep = {"in": deep}
    assert plain_claims({"far": deep}) == {}
    assert plain_claims({"a": {"b": {"c": {"d": 1}}}}) == {"a.b.c.d": 1}
