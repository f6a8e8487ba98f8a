"""The terminal UI: wires the screens to one `Wallet`, and keeps the language that all of them speak."""

from __future__ import annotations

from pathlib import Path

from textual.app import App

from wallet.ui.library import Library
from wallet.wallet import Wallet


class WalletApp(App[int]):
    """The application; `samples` is a folder of sample badges to offer for the first import."""

    ENABLE_COMMAND_PALETTE = False
    CSS = "Screen { layers: base; }"

    def __init__(self, wallet: Wallet, *, language: str, samples: Path | None = None) -> None:
        super().__init__()
        self.wallet = wallet
        self.language = language
        self.samples = samples

    def on_mount(self) -> None:
        """Start with the library, which asks for the vault to be made or opened."""
        self.push_screen(Library(self.wallet, self.language, self.samples))

    def _handle_exception(self, error: Exception) -> None:
        """Leave with the type of a defect and nothing else: a traceback with local variables could hold secrets."""
        self._return_code = 1
        self._exception = error
        self.exit(1, message=f"internal-error: {type(error).__name__}")


def run_app(wallet: Wallet, *, language: str, samples: Path | None = None) -> int:
    """Run until the person leaves; the exit code."""
    return WalletApp(wallet, language=language, samples=samples).run() or 0
