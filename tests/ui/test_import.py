"""Importing: what people type, drag and paste; rows, reasons, progress, stopping; and pastes that are no friends."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual import events

from tests.flows.learner import Learner
from tests.places import ROOT, SAMPLES
from tests.ui.stage import Actor, play, unlocked
from wallet.model.record import ImportOutcome, ImportResult
from wallet.ui.app import WalletApp
from wallet.ui.present_import import detail_lines, row_cells
from wallet.ui.screens.import_badges import ImportBadges
from wallet.ui.typed import sources_in
from wallet.ui.widgets.line_input import MAX_CHARACTERS, LineInput
from wallet.ui.widgets.paste_input import MAX_PASTED, PasteInput

ONE, JWT = SAMPLES / "01-data-science.json", SAMPLES / "04-academic-writing.jwt"


async def at_import(actor: Actor) -> None:
    await unlocked(actor)
    await actor.press("i")
    await actor.until_at("ImportBadges")


async def paste(actor: Actor, text: str) -> None:
    actor.app.post_message(events.Paste(text))
    await actor.pilot.pause()


def outcomes(actor: Actor) -> list[str]:
    screen = actor.app.screen
    assert isinstance(screen, ImportBadges)
    return [row.outcome.value if isinstance(row, ImportResult) else "missing" for row in screen._rows]


def app_for(learner: Learner, language: str = "en") -> WalletApp:
    return WalletApp(learner.wallet(offline=True), language=language, samples=SAMPLES)


@pytest.mark.parametrize(
    ("pasted", "expected"),
    [
        (f"'{ONE}' {JWT} ", ["imported", "imported"]),
        (f"file://{ONE}\r\nfile://{JWT}\r\n", ["imported", "imported"]),
        (ONE.read_text(encoding="utf-8"), ["imported"]),
        (JWT.read_text(encoding="utf-8"), ["imported"]),
        (f"{ONE} {ONE.parent}/../LICENSE", ["imported", "refused"]),
        ("https://badges.example/1.json", ["refused"]),
    ],
    ids=["dragged", "addresses", "json", "jwt", "no badge", "address while offline"],
)
def test_whatever_is_pasted(learner: Learner, pasted: str, expected: list[str]) -> None:
    async def journey(actor: Actor) -> None:
        await at_import(actor)
        await paste(actor, pasted)
        await actor.press("enter")
        await actor.settled()
        assert outcomes(actor) == expected

    play(app_for(learner), journey)


def test_rows_say_why_and_what_next(learner: Learner) -> None:
    async def journey(actor: Actor) -> None:
        await at_import(actor)
        await actor.press("enter")
        assert "何も入力されていません" in actor.text()
        await actor.press("f3", "enter")
        await actor.settled()
        assert len(outcomes(actor)) == len(list(SAMPLES.iterdir()))
        assert "取り込みました 14" in actor.text()
        await actor.press("shift+tab")
        actor.type("PasteInput", str(ROOT / "LICENSE"))
        await actor.press("enter")
        await actor.settled()
        assert "バッジではないデータ" in actor.text()
        assert "次にできること（保有者）" in actor.text()
        await actor.press("enter")
        await actor.until_at("Library")
        await actor.settled()
        assert actor.rows.row_count == len(list(SAMPLES.iterdir()))

    play(app_for(learner, "ja"), journey)


def test_an_import_can_be_stopped(learner: Learner, monkeypatch: pytest.MonkeyPatch) -> None:
    go_on, wallet = threading.Event(), learner.wallet(offline=True)

    def slowly(names: list[str]) -> Iterator[ImportResult]:
        del names
        for number in range(1000):
            yield ImportResult(source=f"{number}.json", outcome=ImportOutcome.IMPORTED, id=str(number), name="x")
            if number == 2:
                assert go_on.wait(10)

    monkeypatch.setattr(wallet, "add", slowly)

    async def journey(actor: Actor) -> None:
        await at_import(actor)
        actor.type("PasteInput", "anything")
        await actor.press("enter")
        await actor.until(lambda: len(outcomes(actor)) == 3, "three rows")
        assert "Importing" in actor.text()
        await actor.press("escape")
        go_on.set()
        await actor.settled()
        assert "Stopped; what is listed is done." in actor.text()
        assert len(outcomes(actor)) < 10
        await actor.press("escape")
        await actor.until_at("Library")

    play(WalletApp(wallet, language="en"), journey)


def test_a_huge_paste_is_cut_and_said(learner: Learner) -> None:
    async def journey(actor: Actor) -> None:
        await at_import(actor)
        await paste(actor, "[" + "x" * (MAX_PASTED + 5000))
        field = actor.app.screen.query_one(PasteInput)
        assert len(field.pasted) == MAX_PASTED
        assert "more than the 10,485,760 characters" in actor.text()
        await actor.press("ctrl+u")
        assert field.pasted == ""
        assert "Pasted" not in actor.text()

    play(app_for(learner), journey)


def test_a_paste_cannot_command_the_terminal(learner: Learner) -> None:
    evil = "a\x1b[201~\x1b[2J\x07\x9b31m\u202e.json"

    async def journey(actor: Actor) -> None:
        await at_import(actor)
        await paste(actor, evil)
        field = actor.app.screen.query_one(PasteInput)
        assert field.value == "a[201~[2J31m.json"
        assert not any(character in actor.text() for character in "\x1b\x07\x9b\u202e")
        await actor.press("escape", "slash")
        await paste(actor, "y" * 5_000_000)
        found = actor.app.screen.query_one("#find", LineInput)
        assert len(found.value) == MAX_CHARACTERS

    play(app_for(learner), journey)


# --- what is typed, taken apart --------------------------------------------------------------------------------------

THERE = {"/a/one.json", "/a/two words.png", "/a/it's.json", "C:\\badges\\b.json", "/a/日本 語.png", "{odd}"}


@pytest.mark.parametrize(
    ("typed", "sources"),
    [
        ("", ()),
        ("   \n ", ()),
        ("/a/one.json", ("/a/one.json",)),
        ("'/a/two words.png'", ("/a/two words.png",)),
        ('"/a/two words.png" /a/one.json', ("/a/two words.png", "/a/one.json")),
        ("/a/two\\ words.png", ("/a/two words.png",)),
        ("/a/two words.png", ("/a/two words.png",)),
        ("'/a/日本 語.png'\n/a/one.json\n/a/one.json", ("/a/日本 語.png", "/a/one.json")),
        ("/a/it's.json", ("/a/it's.json",)),
        ("file:///a/two%20words.png", ("/a/two words.png",)),
        ("file://localhost/a/one.json", ("/a/one.json",)),
        ("file://elsewhere/a/one.json", ("file://elsewhere/a/one.json",)),
        ("C:\\badges\\b.json", ("C:\\badges\\b.json",)),
        ("https://a.example/1 https://a.example/2", ("https://a.example/1", "https://a.example/2")),
        ("no such file.json", ("no such file.json",)),
        (' {"a": 1}\n', ('{"a": 1}',)),
        ("eyJhbGciOi\nJ9.e30\n.c2ln ", ("eyJhbGciOiJ9.e30.c2ln",)),
    ],
)
def test_sources_in_what_is_typed(typed: str, sources: tuple[str, ...]) -> None:
    assert sources_in(typed, THERE.__contains__) == sources


def test_the_home_folder_is_written_out() -> None:
    assert sources_in("~/badges", THERE.__contains__) == (str(Path.home() / "badges"),)
    assert sources_in("~nobody-of-this-name/x", THERE.__contains__) == ("~nobody-of-this-name/x",)


def test_a_row_of_foreign_text_is_harmless() -> None:
    row = ImportResult(source="\x1b[2J", outcome=ImportOutcome.REFUSED, reasons=("malformed", "\x1b"), name="\x07")
    texts = [cell.text for cell in row_cells(row, "en")] + [line.text for line in detail_lines(row, "en")]
    assert not any(character in text for text in texts for character in "\x1b\x07")
