"""`wallet` on a terminal: hands over to the terminal UI."""

from __future__ import annotations

from wallet.cli.options import Settings


def open_screen(settings: Settings) -> int:
    """Open the terminal UI and stay until it is left. Imported by name: the two ways in do not know each other."""
    from wallet.compose import compose, open_terminal_ui

    config = settings.config()
    return open_terminal_ui(compose(config), config.language or "en")
