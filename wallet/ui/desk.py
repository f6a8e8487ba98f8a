"""What every screen works with: the wallet, the language, and what may be offered."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from wallet.text.language import Language
from wallet.text.screens import screen_text
from wallet.wallet import Wallet


@dataclass(slots=True)
class Desk:
    """One for a run. `language` changes while it runs; `locked` holds from the lock to the next unlocking."""

    wallet: Wallet
    language: Language
    samples: Path | None = None
    link_host: str = ""
    locked: bool = False
    running: set[object] = field(default_factory=set)
    """A token for each piece of work that goes on beside the screens."""

    def say(self, name: str, **blanks: str) -> str:
        """The words of the screens for `name`, in the language of now."""
        return screen_text(name, self.language, **blanks)
