"""Badges from a ZIP archive that the user names; it may be larger than a single badge may."""

from __future__ import annotations

from collections.abc import Iterator

from wallet.acquire import paths
from wallet.model.record import NotReceived, Received


class ArchiveSource:
    """One ZIP archive, read in place, member by member. `read` raises `NotFoundError` like `FileSource`."""

    name = "archive"

    def accepts(self, source: str) -> bool:
        return paths.is_archive(source)

    def read(self, source: str) -> Iterator[Received | NotReceived]:
        yield from paths.read_path(paths.existing(source))
