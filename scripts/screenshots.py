"""Has the terminal UI draw itself for the README: the library and a badge's page, in both languages.

    .venv/bin/python -m scripts.screenshots

Writes `docs/images/library.svg`, `badge.svg` and their Japanese sisters. The pictures name no font from the web: a
page that shows them asks nobody else.
"""

from __future__ import annotations

import asyncio
import html
import os
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from rich.cells import cell_len
from textual.pilot import Pilot

from scripts.sample_issuer.world import AS_OF
from wallet.compose import compose
from wallet.config import Config
from wallet.model.secret import Secret
from wallet.ui.app import WalletApp
from wallet.ui.picture import Picture
from wallet.ui.screens.library import Library
from wallet.ui.widgets.paper import Paper
from wallet.ui.widgets.picture_box import PictureBox
from wallet.ui.widgets.tally import Tally
from wallet.wallet import Wallet

ROOT: Final = Path(__file__).resolve().parent.parent
PUBLISHED: Final = ROOT / "scripts" / "sample_issuer" / "published"
IMAGES: Final = ROOT / "docs" / "images"
LANGUAGES: Final = {"en": "", "ja": "-ja"}
SIZE: Final = (116, 30)
TURNS: Final = 500
_TEXT: Final = re.compile(
    r'<text (?P<head>[^>]*)textLength="(?P<length>[0-9.]+)"(?P<rest>[^>]*)>(?P<text>[^<]*)</text>'
)
_WEB_FONT: Final = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)


def filled_wallet(folder: Path) -> Wallet:
    """A wallet with every sample in it, checked with what the issuers publish, on the day the samples are of."""
    wallet = compose(Config(vault=folder / "vault", keyring=False, no_input=True, materials=PUBLISHED, at=AS_OF))
    wallet.door.create(Secret.from_text("only for a picture"), AS_OF)
    list(wallet.add([str(ROOT / "samples")]))
    list(wallet.check(refresh=True))
    return wallet


async def pictures(wallet: Wallet, language: str) -> dict[str, str]:
    """The library with a picture beside it, and the page of a badge that was revoked, as SVG."""
    app = WalletApp(wallet, language=language)
    async with app.run_test(size=SIZE) as pilot:
        await _until(pilot, lambda: isinstance(app.screen, Library) and "14" in app.screen.query_one(Tally).text)
        await pilot.press("end", "up")
        await _until(pilot, lambda: isinstance(app.screen.query_one(PictureBox).picture, Picture))
        library = _svg(app)
        await pilot.press("home", *["down"] * 6, "enter")
        await _until(pilot, lambda: "\n" in app.screen.query_one("#trust", Paper).text)
        await pilot.pause()
        return {"library": library, "badge": _svg(app)}


def _svg(app: WalletApp) -> str:
    return _TEXT.sub(_in_cells, _WEB_FONT.sub("", app.export_screenshot(title="wallet")))


def _in_cells(match: re.Match[str]) -> str:
    """A text as wide as its terminal cells, its spaces kept: the export counts characters, and a kanji is two cells."""
    text = html.unescape(match["text"])
    length = float(match["length"]) * cell_len(text) / max(len(text), 1)
    head = f'<text xml:space="preserve" {match["head"]}'
    return f'{head}textLength="{length:g}"{match["rest"]}>{match["text"]}</text>'


async def _until(pilot: Pilot[int], holds: Callable[[], bool]) -> None:
    for _ in range(TURNS):
        await pilot.pause(0.02)
        if pilot.app.screen.is_mounted and len(pilot.app.screen_stack) > 1 and holds():
            return
    raise TimeoutError("the screen never came up")


def main() -> None:
    """Draw all four."""
    # A terminal with all colours, whatever this is run from.
    os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
    os.environ.pop("NO_COLOR", None)
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        wallet = filled_wallet(Path(folder))
        for language, suffix in LANGUAGES.items():
            for name, drawing in asyncio.run(pictures(wallet, language)).items():
                (IMAGES / f"{name}{suffix}.svg").write_text(drawing, encoding="utf-8")


if __name__ == "__main__":
    main()
