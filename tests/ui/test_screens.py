"""The terminal UI from the first run to locking, at the sizes and in the languages people use."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest
from textual.widgets import DataTable, Input, Static

from tests.places import SAMPLES
from wallet.compose import compose
from wallet.config import Config
from wallet.text.screens import SCREEN_WORDS
from wallet.ui.app import WalletApp
from wallet.ui.ask import Ask, Tell
from wallet.ui.library import Library

PASSPHRASE = "correct horse battery staple"


async def until(pilot: object, holds: object) -> None:
    """Let the app work until something holds; a bounded number of turns, not a time."""
    assert callable(holds)
    pause = getattr(pilot, "pause", None)
    assert callable(pause)
    for _ in range(400):
        await pause(0.02)
        if holds():
            return
    raise AssertionError("the screen never got there")


@pytest.mark.parametrize(("language", "size"), [("en", (80, 24)), ("ja", (120, 40))])
def test_from_the_first_run_to_the_lock(tmp_path: Path, at: datetime, language: str, size: tuple[int, int]) -> None:
    wallet = compose(Config(vault=tmp_path / "vault", keyring=False, offline=True, at=at))
    app = WalletApp(wallet, language=language, samples=SAMPLES)

    async def journey() -> None:
        async with app.run_test(size=size) as pilot:
            for _ in range(2):
                await until(pilot, lambda: isinstance(app.screen, Ask))
                app.screen.query_one(Input).value = PASSPHRASE
                await pilot.press("enter")
            await until(pilot, lambda: isinstance(app.screen, Tell))
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(app.screen, Ask))
            assert app.screen.query_one(Input).value == str(SAMPLES)
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(app.screen, Tell))
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(app.screen, Library) and app.screen.query_one(DataTable).row_count)
            rows = app.screen.query_one(DataTable).row_count
            assert rows == len(wallet.badges()) == len(list(SAMPLES.iterdir()))
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(app.screen, Tell))
            await pilot.press("escape")
            await until(pilot, lambda: isinstance(app.screen, Library))
            other = "ja" if language == "en" else "en"
            await pilot.press("g")
            heading = str(app.screen.query_one("#heading", Static).render())
            assert SCREEN_WORDS["library"][other == "ja"] in heading
            await pilot.press("ctrl+l")
            await until(pilot, lambda: isinstance(app.screen, Ask))
            assert not wallet.door.is_open()
            app.screen.query_one(Input).value = PASSPHRASE
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(app.screen, Library) and app.screen.query_one(DataTable).row_count)
            await pilot.press("q")

    # On a thread of its own: another test's browser may have left an event loop running on this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, journey()).result()
    assert app.return_code == 0
