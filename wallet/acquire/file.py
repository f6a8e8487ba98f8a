"""Badges from a file or pipe that the user names: JSON, JWT, SD-JWT or a baked picture."""

from __future__ import annotations

from collections.abc import Iterator

from wallet.acquire import paths
from wallet.model.record import NotReceived, Received


class FileSource:
    """One file. `read` raises `NotFoundError` for a path that leads nowhere: the user mistyped it."""

    name = "file"

    def accepts(self, source: str) -> bool:
        return paths.status(source) is not None and not paths.is_folder(source)

    def read(self, source: str) -> Iterator[Received | NotReceived]:
        yield from paths.read_path(paths.existing(source))
