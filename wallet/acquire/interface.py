"""The extension point of getting at badges: one file per kind of source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from wallet.model.record import NotReceived, Received


class Source(Protocol):
    """One kind of thing a user can name: a file, a folder, an archive, text, a URL."""

    @property
    def name(self) -> str:
        """What the source is called in messages."""
        ...

    def accepts(self, source: str) -> bool:
        """Whether `source`, as the user typed it, is of this kind."""
        ...

    def read(self, source: str) -> Iterator[Received | NotReceived]:
        """What it holds, one at a time, in a stable order. Never raises for bad content: says so as `NotReceived`."""
        ...
