"""The sources that ship, and reading whatever a user names through them.

for item in read_all(sources(http), ["badges/", "old.zip", "https://issuer.example/badge.json"]):
    ...
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from wallet.acquire.archive import ArchiveSource
from wallet.acquire.file import FileSource
from wallet.acquire.folder import FolderSource
from wallet.acquire.interface import Source
from wallet.acquire.text import TextSource
from wallet.acquire.url import UrlSource
from wallet.errors import NotFoundError
from wallet.model.http import Http
from wallet.model.record import NotReceived, Received


def sources(http: Http | None = None, stdin: bytes | None = None) -> tuple[Source, ...]:
    """Every source, in the order they are asked. `http` None is offline; `stdin` is all of standard input, for `-`."""
    return (TextSource(stdin), UrlSource(http), FolderSource(), ArchiveSource(), FileSource())


def read_all(available: Sequence[Source], names: Iterable[str]) -> Iterator[Received | NotReceived]:
    """Everything under `names`, in their order, one item at a time; a bad item is a row and the next follows.

    Raises `NotFoundError` before anything is read when a name fits no source: no such path.
    """
    chosen = [(_source_of(available, name), name) for name in names]
    return (item for source, name in chosen for item in source.read(name))


def _source_of(available: Sequence[Source], name: str) -> Source:
    for source in available:
        if source.accepts(name):
            return source
    raise NotFoundError(path=name)
