"""`wallet` on a terminal: hands over to the terminal UI."""

from __future__ import annotations

from wallet.cli.options import Settings


def open_screen(settings: Settings) -> int:
    """Open the terminal UI and stay until it is left."""
    from wallet.compose import compose
    from wallet.ui.app import WalletApp

    config = settings.config()
    return WalletApp(compose(config), config.language or "en").run_until_left()
