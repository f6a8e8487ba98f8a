"""Has the terminal UI draw itself for the README: the library with the sample badges, in both languages.

    .venv/bin/python -m scripts.screenshots

Writes `docs/images/library.svg` and `library-ja.svg`. The pictures name no font from the web: a page that shows them
asks nobody else.
"""

from __future__ import annotations

import asyncio
import html
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from rich.cells import cell_len
from textual.pilot import Pilot
from textual.widgets import DataTable

from scripts.sample_issuer.world import AS_OF
from wallet.compose import compose
from wallet.config import Config
from wallet.model.secret import Secret
from wallet.ui.app import WalletApp
from wallet.wallet import Wallet

ROOT: Final = Path(__file__).resolve().parent.parent
PUBLISHED: Final = ROOT / "scripts" / "sample_issuer" / "published"
IMAGES: Final = ROOT / "docs" / "images"
PICTURES: Final = {"en": "library.svg", "ja": "library-ja.svg"}
SIZE: Final = (100, 24)
TURNS: Final = 500
_TEXT: Final = re.compile(r'textLength="(?P<length>[0-9.]+)"(?P<rest>[^>]*)>(?P<text>[^<]*)</text>')
_WEB_FONT: Final = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)


def filled_wallet(folder: Path) -> Wallet:
    """A wallet with every sample in it, checked with what the issuers publish, on the day the samples are of."""
    wallet = compose(Config(vault=folder / "vault", keyring=False, no_input=True, materials=PUBLISHED, at=AS_OF))
    wallet.door.create(Secret.from_text("only for a picture"), AS_OF)
    list(wallet.add([str(ROOT / "samples")]))
    list(wallet.check(refresh=True))
    return wallet


async def picture(wallet: Wallet, language: str) -> str:
    """The library screen as SVG."""
    app = WalletApp(wallet, language=language)
    async with app.run_test(size=SIZE) as pilot:
        await _until(pilot, lambda: bool(app.screen.query(DataTable)) and app.screen.query_one(DataTable).row_count > 0)
        await pilot.pause()
        return _TEXT.sub(_in_cells, _WEB_FONT.sub("", app.export_screenshot(title="wallet")))


def _in_cells(match: re.Match[str]) -> str:
    """A text as wide as its terminal cells: the export counts characters, and a kanji is two cells."""
    text = html.unescape(match["text"])
    length = float(match["length"]) * cell_len(text) / max(len(text), 1)
    return f'textLength="{length:g}"{match["rest"]}>{match["text"]}</text>'


async def _until(pilot: Pilot[int], holds: Callable[[], bool]) -> None:
    for _ in range(TURNS):
        await pilot.pause(0.02)
        if holds():
            return
    raise TimeoutError("the library never came up")


def main() -> None:
    """Draw both."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        wallet = filled_wallet(Path(folder))
        for language, name in PICTURES.items():
            (IMAGES / name).write_text(asyncio.run(picture(wallet, language)), encoding="utf-8")


if __name__ == "__main__":
    main()
