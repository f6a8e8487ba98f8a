"""A stage for the terminal UI: runs an app without a terminal, waits for what should come, reads the screen in cells.

Waiting is a bounded number of turns of the app's own loop. A screen is read as a terminal would show it: one string for
each line, every line as wide as the terminal. `play` fails when the app crashed, whatever the journey saw before.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from rich.cells import cell_len
from textual.pilot import Pilot
from textual.widget import Widget

from wallet.ui.app import WalletApp
from wallet.ui.screens.library import Library
from wallet.ui.widgets.bars import Heading
from wallet.ui.widgets.line_input import LineInput
from wallet.ui.widgets.row_list import RowList

SNAPSHOTS: Final = Path(__file__).parent / "snapshots"
UPDATE: Final = bool(os.environ.get("UPDATE_SNAPSHOTS"))
"""With UPDATE_SNAPSHOTS=1 the screens are written down anew; look at the difference before it is committed."""
SIZES: Final = ((80, 24), (120, 40))
TURNS: Final = 1500
PASSPHRASE: Final = "correct horse battery staple"


class Actor:
    """Presses keys, waits, and reads."""

    def __init__(self, app: WalletApp, pilot: Pilot[int]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def place(self) -> str:
        """The name of the screen on top."""
        return type(self.app.screen).__name__

    async def press(self, *keys: str) -> None:
        """Press keys, and let what they cause settle."""
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def until(self, holds: Callable[[], object], what: str = "") -> None:
        """Let the app work until something holds."""
        for _ in range(TURNS):
            await self.pilot.pause(0.01)
            if holds():
                return
        raise AssertionError(f"never: {what}\n" + "\n".join(self.lines()))

    async def until_at(self, place: str) -> None:
        """Wait for a screen, drawn."""
        await self.until(lambda: self.place == place and self.app.screen.is_mounted, place)
        await self.pilot.pause()

    async def until_says(self, text: str) -> None:
        """Wait for a text to be seen."""
        await self.until(lambda: text in self.text(), text)

    async def settled(self) -> None:
        """Wait until nothing runs beside the screens and nothing is waiting to be drawn."""
        await self.until(lambda: not self.app.desk.running, "settled")
        for _ in range(4):
            await self.pilot.pause(0.04)
        await self.until(lambda: not self.app.desk.running, "settled")
        await self.pilot.pause()

    def type(self, field: str, text: str) -> None:
        """Put text into a field."""
        self.app.screen.query_one(field, LineInput).value = text

    def lines(self) -> list[str]:
        """The screen as lines of cells."""
        return [strip.text for strip in self.app.screen._compositor.render_strips()]

    def text(self) -> str:
        """The screen as one text."""
        return "\n".join(self.lines())

    @property
    def rows(self) -> RowList:
        """The list on the screen."""
        return self.app.screen.query_one(RowList)

    @property
    def heading(self) -> str:
        """What the bar on top says."""
        return self.app.screen.query_one(Heading).text

    def widget(self, selector: str) -> Widget:
        """Something on the screen."""
        return self.app.screen.query_one(selector)


Journey = Callable[[Actor], Awaitable[None]]


def play(app: WalletApp, journey: Journey, size: tuple[int, int] = (80, 24)) -> None:
    """Run the journey in the app, and require that the app is well at its end."""

    async def run() -> None:
        async with app.run_test(size=size, notifications=True) as pilot:
            await journey(Actor(app, pilot))
            assert app._exception is None

    # On a thread of its own: another test's browser may have left an event loop running on this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, run()).result()
    assert app.return_code in {0, None}


async def unlocked(actor: Actor) -> None:
    """From the closed door into the library."""
    await actor.until(lambda: actor.place in {"Unlock", "Library"})
    if actor.place == "Unlock":
        actor.type("#answer", PASSPHRASE)
        await actor.press("enter")
    await actor.until_at("Library")
    library = actor.app.screen
    assert isinstance(library, Library)
    await actor.until(lambda: library._loaded, "list")
    await actor.settled()


def compare(actor: Actor, name: str, language: str) -> None:
    """Compare the screen with the one that was written down, and check that every line fills its cells."""
    width, height = actor.app.size
    lines = actor.lines()
    assert len(lines) == height
    assert {cell_len(line) for line in lines} == {width}, "a line is not as wide as the terminal"
    shown = "\n".join(line.rstrip() for line in lines) + "\n"
    path = SNAPSHOTS / f"{name}-{language}-{width}x{height}.txt"
    if UPDATE:
        path.write_text(shown, encoding="utf-8")
    assert path.is_file(), f"{path.name} was never written down (UPDATE_SNAPSHOTS=1)"
    assert shown == path.read_text(encoding="utf-8"), path.name
