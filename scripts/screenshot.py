"""Makes docs/images/library.svg: the library as the terminal UI itself draws it, over the sample badges.

python scripts/screenshot.py [FILE]
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from textual.widgets import DataTable

from wallet.compose import compose
from wallet.config import Config
from wallet.model.secret import Secret
from wallet.ui.app import WalletApp

ROOT = Path(__file__).resolve().parent.parent
PUBLISHED = ROOT / "scripts" / "sample_issuer" / "published"


async def draw(folder: Path, target: Path) -> None:
    """A vault with the samples, checked against what their issuer publishes, on a screen of 80 by 24."""
    config = Config(vault=folder / "vault", keyring=False, materials=PUBLISHED)
    wallet = compose(config)
    wallet.door.create(Secret.from_text("for the picture only"), wallet.clock())
    list(wallet.add([str(ROOT / "samples")]))
    list(wallet.check(refresh=True))
    app = WalletApp(wallet, language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        while not app.screen.query(DataTable) or not app.screen.query_one(DataTable).row_count:
            await pilot.pause()
        await pilot.pause()
        target.write_text(app.export_screenshot(), encoding="utf-8")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        chosen = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "images" / "library.svg"
        asyncio.run(draw(Path(temporary), chosen))
