"""Foreign text: no control gets through, the width holds, and cleaning twice is cleaning once."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from wallet.codec.safe_text import SafeText, safe_block, safe_text, width

ANY = st.text(
    st.one_of(st.characters(codec=None), st.sampled_from("\x1b\x9b\u202e\u2066\u200d\u0301\r\n\t 漢👩")),
    max_size=60,
)
HARMFUL = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def harmless(character: str) -> bool:
    return character == "\u200d" or unicodedata.category(character) not in HARMFUL


@settings(max_examples=500)
@given(ANY, st.integers(2, 40))
def test_one_line_of_harmless_characters_no_wider_than_asked(text: str, cells: int) -> None:
    safe = safe_text(text, cells)
    assert isinstance(safe, SafeText)
    assert all(harmless(character) for character in safe)
    assert cell_len(safe) <= cells


@settings(max_examples=300)
@given(ANY)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = safe_text(text, 1000)
    assert safe_text(once, 1000) == once


@given(ANY, st.integers(1, 5), st.integers(2, 30))
def test_a_block_keeps_its_lines_and_nothing_else(text: str, lines: int, cells: int) -> None:
    block = safe_block(text, lines, cells).split("\n")
    assert len(block) <= lines
    for line in block:
        assert cell_len(line) <= cells
        assert all(harmless(character) for character in line)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b]52;c;aGk=\x07", "␛]52;c;aGk=␇"),
        ("a\x7fb", "a␡b"),
        ("a\x9bb", "a\ufffdb"),
        ("user\u202egpj.exe", "user\ufffdgpj.exe"),
        ("a\u00a0b\u3000c", "a b c"),
        ("line\nbreak\r\nhere", "line␊break␊here"),
        ("e\u0301", "é"),
        ("👩\u200d🎓", "👩\u200d🎓"),
    ],
)
def test_what_stands_in_for_what(text: str, shown: str) -> None:
    assert safe_text(text) == shown


def test_marks_do_not_pile_up() -> None:
    assert len(safe_text("a" + "\u0323" * 50)) <= 6


def test_a_long_text_is_cut_with_a_sign() -> None:
    assert safe_text("x" * 1_000_000, 10) == "xxxxxxxxx…"
    assert safe_text("漢" * 100, 6) == "漢漢…"


def test_many_lines_are_cut_with_a_sign() -> None:
    assert safe_block("a\nb\r\nc\nd", lines=3) == "a\nb\n…"


def test_no_character_is_wider_than_two_cells_and_each_is_as_wide_as_it_is_measured() -> None:
    for code in range(sys.maxunicode + 1):
        character = chr(code)
        cells = cell_len(character)
        assert cells <= 2
        assert width(character) == cells or unicodedata.category(character) == "Cc"


@given(st.text(), st.integers(1, 12))
def test_a_text_is_cut_where_it_is_too_wide_and_only_there(text: str, cells: int) -> None:
    whole, cut = safe_text(text, cells=10_000), safe_text(text[: cells * 8], cells=cells)
    assert cell_len(cut) <= cells
    if len(text) <= cells * 8 and cell_len(whole) <= cells:
        assert cut == whole
