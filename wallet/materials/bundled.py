"""The JSON-LD contexts that ship with the wallet: data files from published packages, pinned by SHA-256.

A context decides what every term of a credential means, so none is ever loaded from the network, and a file that is not
the one in the index stops the program: the installation was altered or is damaged. Where each file comes from is in
`contexts/index.json` and, for people, in `docs/contexts.md`. A URL whose entry has a member `older` was published twice
with different content.
"""

from __future__ import annotations

import hashlib
from functools import cached_property
from pathlib import Path
from typing import Final

from wallet.codec import json as strict_json
from wallet.errors import ConfigurationError, CredentialError
from wallet.model.frozen import frozen
from wallet.model.json import JsonValue
from wallet.model.material import Material, MaterialSource

_FOLDER: Final = Path(__file__).parent / "contexts"
_INDEX: Final = "index.json"
_MEDIA_TYPE: Final = "application/ld+json"


@frozen
class BundledContext:
    """One line of the index: which file answers for the URL, its hash, and the package it was taken from."""

    url: str
    file: str
    sha256: str
    origin: str
    licence: str


class BundledContexts:
    """The contexts in `folder`, each read and checked when it is first asked for; of several copies the newest."""

    def __init__(self, folder: Path = _FOLDER, *, oldest: bool = False) -> None:
        self._folder = folder
        self._copy = -1 if oldest else 0
        self._index: dict[str, list[BundledContext]] | None = None
        self._read: dict[str, Material] = {}

    @cached_property
    def older(self) -> BundledContexts | None:
        """The same with the oldest copy of each."""
        return None if self._copy else BundledContexts(self._folder, oldest=True)

    def get(self, url: str) -> Material | None:
        """The context document at `url`, or None when it is not bundled.

        Raises `ConfigurationError` with the code `bundle-damaged` when the file is missing or is not the pinned one.
        """
        material = self._read.get(url)
        if material is None:
            copies = self._entries().get(url)
            if copies is None:
                return None
            material = self._read[url] = self._material(copies[self._copy])
        return material

    def index(self) -> tuple[BundledContext, ...]:
        """Every bundled context, by URL. Raises like `get` when the index cannot be read."""
        return tuple(copy for copies in self._entries().values() for copy in copies)

    def _entries(self) -> dict[str, list[BundledContext]]:
        if self._index is None:
            self._index = _parse_index(self._bytes(_INDEX))
        return self._index

    def _material(self, entry: BundledContext) -> Material:
        content = self._bytes(entry.file)
        if hashlib.sha256(content).hexdigest() != entry.sha256:
            raise ConfigurationError("bundle-damaged", file=entry.file)
        return Material(
            url=entry.url,
            content=content,
            media_type=_MEDIA_TYPE,
            sha256=entry.sha256,
            source=MaterialSource.BUNDLED,
            retrieved_at=None,
        )

    def _bytes(self, file: str) -> bytes:
        try:
            return (self._folder / file).read_bytes()
        except OSError as error:
            raise ConfigurationError("bundle-damaged", file=file) from error


def _parse_index(content: bytes) -> dict[str, list[BundledContext]]:
    damaged = ConfigurationError("bundle-damaged", file=_INDEX)
    try:
        entries = strict_json.loads(content)
    except CredentialError as error:
        raise damaged from error
    if not isinstance(entries, list):
        raise damaged
    index: dict[str, list[BundledContext]] = {}
    for entry in entries:
        copies = [_parse_entry(entry)]
        older = entry.get("older") if isinstance(entry, dict) else None
        if older is not None:
            copies.append(_parse_entry({**older, "url": copies[0].url} if isinstance(older, dict) else older))
        index[copies[0].url] = copies
    return index


def _parse_entry(entry: JsonValue) -> BundledContext:
    match entry:
        case {
            "url": str(url),
            "file": str(file),
            "sha256": str(sha256),
            "origin": str(origin),
            "licence": str(licence),
        }:
            return BundledContext(url=url, file=file, sha256=sha256, origin=origin, licence=licence)
        case _:
            raise ConfigurationError("bundle-damaged", file=_INDEX)
