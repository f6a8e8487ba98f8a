from __future__ import annotations

from collections.abc import Callable

import apsw
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallet.storage.words import MAX_QUERY_CHARACTERS, index_text, match_expression


def finds(text: str, query: str) -> bool:
    """Whether SQLite's own search finds the query in the text."""
    connection = apsw.Connection(":memory:")
    connection.execute("CREATE VIRTUAL TABLE word USING fts5 (name, tokenize = 'ascii')")
    connection.execute("INSERT INTO word VALUES (?)", (index_text(text),))
    found = connection.execute("SELECT 1 FROM word WHERE word MATCH ?", (match_expression(query),)).fetchone()
    connection.close()
    return found is not None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("筑波大学", "筑波 波大 大学 学"),
        ("筑波", "筑波 波"),
        ("Python入門", "python 入門 門"),
        ("ﾃﾞｰﾀ・ＡＩ", "デー ータ タ ai"),
        ("Straße 2026-04", "strasse 2026 04"),
        ("Tiếng Việt", "tiếng việt"),
        ("", ""),
        ("—!?", ""),
    ],
)
def test_texts_are_cut_into_words(text: str, words: str) -> None:
    assert index_text(text) == words


@pytest.mark.parametrize(
    ("query", "expression"),
    [
        ("筑波", '"筑波"'),
        ("筑波大", '"筑波 波大"'),
        ("学", '"学"*'),
        ("Data 科学", '"data"* AND "科学"'),
        ('a" OR b*', '"a"* AND "or"* AND "b"*'),
        ("NEAR(", '"near"*'),
        (" ", ""),
        ("\udcff", ""),
    ],
)
def test_queries_are_matched_part_by_part(query: str, expression: str) -> None:
    assert match_expression(query) == expression


def test_a_long_query_is_cut() -> None:
    assert match_expression("a" * 10_000) == f'"{"a" * MAX_QUERY_CHARACTERS}"*'


JAPANESE = st.text(st.sampled_from("筑波大学データサイエンス入門の学び々ー"), min_size=1, max_size=12)


@given(st.data(), JAPANESE)
def test_every_part_of_a_japanese_text_finds_it(data: st.DataObject, text: str) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert finds(text, text[start:end])


@given(JAPANESE, JAPANESE)
def test_nothing_else_finds_it(text: str, query: str) -> None:
    assert finds(text, query) is (query in text)


@given(st.text(max_size=40))
def test_any_query_is_one_that_sqlite_understands(query: str) -> None:
    if match_expression(query):
        assert finds(query, query)


@pytest.mark.parametrize("change", [str.upper, str.lower, lambda text: text[:3]])
def test_latin_words_are_found_by_their_beginning_in_any_case(change: Callable[[str], str]) -> None:
    assert finds("Introduction to Python", change("Python"))
    assert not finds("Introduction to Python", "ython")
