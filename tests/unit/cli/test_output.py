"""What reaches a terminal: JSON that is harmless, colours only where wanted, and no foreign control character."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.cli.conftest import Wallet
from wallet.cli.json_line import json_line, visible
from wallet.cli.rows import pad
from wallet.codec.json import loads


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_what_is_escaped_reads_back_the_same(text: str) -> None:
    line = json_line({text: [text, 1, None]})
    assert loads(line) == {text: [text, 1, None]}
    assert line.count(b"\n") == 1
    assert line.decode().rstrip("\n").isprintable()


@pytest.mark.parametrize("text", ["\x9b31m", "\x7f", "\u202e", "\u2066", "\ufeff", "\u2028", "\x1b[2J"])
def test_nothing_that_moves_a_cursor_or_turns_text_gets_through(text: str) -> None:
    assert text not in json_line(text).decode()


def test_kanji_and_emoji_stay_readable() -> None:
    assert json_line("学修成果 🎓") == '"学修成果 🎓"\n'.encode()


def test_line_breaks_of_an_indented_document_stay() -> None:
    assert visible('{\n  "a": "\u202e"\n}\n') == '{\n  "a": "\\u202e"\n}\n'


def test_columns_are_counted_in_cells() -> None:
    assert pad("学修", 6) == "学修  "
    assert pad("toolong", 3) == "toolong"


@pytest.mark.skipif(os.name != "posix", reason="only there may a file name be any bytes")
def test_a_file_name_that_is_no_text_is_told_and_does_no_harm(wallet: Wallet, tmp_path: Path) -> None:
    path = os.fsdecode(os.fsencode(tmp_path) + b"/bad\xff\x1b[31m.json")
    Path(path).write_bytes(b"{}")
    page, document = wallet("verify", path), wallet("verify", path, "--json")
    assert (page.code, document.code) == (4, 4)
    assert "\x1b" not in page.out + page.err + document.out + document.err
    assert "\\udcff" in document.out


def test_colour_is_an_addition_that_can_be_switched_off(
    wallet: Wallet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "note.txt").write_text("hello", encoding="utf-8")
    plain = wallet("verify", tmp_path / "note.txt").out
    assert "\x1b" not in plain  # not a terminal
    monkeypatch.setattr("click.utils.should_strip_ansi", lambda *_: False)
    coloured = wallet("verify", tmp_path / "note.txt").out
    assert "\x1b[31m✗\x1b[0m" in coloured
    monkeypatch.setenv("NO_COLOR", "1")
    assert wallet("verify", tmp_path / "note.txt").out == plain
