"""A materials directory in place of the outside world (CONTRACT, "Materials directory"), and writing one.

    materials = DirectoryMaterials(Path("materials"))

No socket is opened. An entry answers as the server would have: its status, its redirect, its media type, under the
same rules for URLs, so a verdict here is the verdict there.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Final
from urllib.parse import urldefrag

from wallet.codec import json as strict_json
from wallet.codec.time import format_instant, parse_instant
from wallet.errors import ConfigurationError, CredentialError, VaultStorageError
from wallet.materials.addresses import MAX_REDIRECTS, REDIRECT_STATUSES, guard_url, redirected
from wallet.materials.answers import read_answer
from wallet.model.frozen import frozen
from wallet.model.json import JsonObject, JsonValue
from wallet.model.material import Material, MaterialSource, Unavailable

SCHEMA: Final = "wallet.materials/1"
INDEX: Final = "index.json"


@frozen
class _Entry:
    """One answer of the outside world; `file` is resolved and inside the directory, None where a redirect has none."""

    url: str
    file: Path | None
    media_type: str
    status: int
    location: str | None
    retrieved_at: datetime | None


class DirectoryMaterials:
    """Materials out of `folder`. Raises `ConfigurationError` when its index cannot be used."""

    def __init__(self, folder: Path, *, allow_loopback: bool = False) -> None:
        self._entries = _read_index(folder)
        self._allow_loopback = allow_loopback

    def get(self, url: str, *, max_bytes: int) -> Material | Unavailable:
        here = urldefrag(url).url
        refusal = guard_url(here, allow_loopback=self._allow_loopback)
        for _ in range(MAX_REDIRECTS + 1):
            if refusal is not None:
                return Unavailable(url=url, why="refused", detail=refusal)
            entry = self._entries.get(here)
            if entry is None:
                return Unavailable(url=url, why="offline", detail="not listed")
            if entry.status not in REDIRECT_STATUSES or entry.location is None:
                return _answer(url, entry, max_bytes)
            here, refusal = redirected(here, entry.location, allow_loopback=self._allow_loopback)
        return Unavailable(url=url, why="refused", detail="redirects")


def write_materials(folder: Path, materials: Iterable[Material]) -> None:
    """Write `materials` so that `DirectoryMaterials` gives them back; the last one of a URL counts.

    The index is put in place last, so a directory is never half a directory. Files are for their owner only: which
    issuers a learner has is nobody's business. Raises `VaultStorageError` when the disk refuses.
    """
    by_url = {material.url: material for material in materials}
    entries: list[JsonValue] = []
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for material in sorted(by_url.values(), key=lambda material: material.url):
            name = f"{material.sha256}.bin"
            _write(folder / name, material.content)
            entries.append(_described(material, name))
        _write(folder / INDEX, strict_json.dumps_readable({"schema": SCHEMA, "entries": entries}))
    except OSError as error:
        raise VaultStorageError(path=str(folder), detail=error.strerror or "") from error


def _described(material: Material, name: str) -> JsonObject:
    return {
        "url": material.url,
        "file": name,
        "media_type": material.media_type,
        "http_status": 200,
        "location": None,
        "retrieved_at": format_instant(material.retrieved_at) if material.retrieved_at is not None else None,
    }


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all: written beside, synced, then renamed. mkstemp makes the file with mode 0600."""
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise


def _answer(url: str, entry: _Entry, max_bytes: int) -> Material | Unavailable:
    refusal = read_answer(url, entry.status, entry.media_type)
    if refusal is not None:
        return refusal
    if entry.file is None:
        return Unavailable(url=url, why="failed", detail="no file")
    try:
        with entry.file.open("rb") as file:
            content = file.read(max_bytes + 1)
    except OSError as error:
        return Unavailable(url=url, why="failed", detail=error.strerror or "")
    if len(content) > max_bytes:
        return Unavailable(url=url, why="too-large", detail=str(max_bytes))
    return Material(
        url=url,
        content=content,
        media_type=entry.media_type,
        sha256=hashlib.sha256(content).hexdigest(),
        source=MaterialSource.MATERIALS,
        retrieved_at=entry.retrieved_at,
    )


def _read_index(folder: Path) -> dict[str, _Entry]:
    path = folder / INDEX
    try:
        index = strict_json.loads_object(path.read_bytes())
        entries = index.get("entries")
        if index.get("schema") != SCHEMA or not isinstance(entries, list):
            raise ConfigurationError(setting="materials", path=str(path), detail=f"not {SCHEMA}")
        root = folder.resolve()
        found: dict[str, _Entry] = {}
        for position, value in enumerate(entries):
            entry = _read_entry(value, root)
            if entry is None or entry.url in found:
                raise ConfigurationError(setting="materials", path=str(path), detail=f"entry {position}")
            found[entry.url] = entry
    except OSError as error:
        raise ConfigurationError(setting="materials", path=str(path), detail=error.strerror or "") from error
    except CredentialError as error:
        raise ConfigurationError(setting="materials", path=str(path), detail=str(error.code)) from error
    return found


def _read_entry(value: JsonValue, root: Path) -> _Entry | None:
    """One entry of the index, or None when it is not as the contract says."""
    if not isinstance(value, dict):
        return None
    url, media_type, status = value.get("url"), value.get("media_type", ""), value.get("http_status", 200)
    name, location, retrieved = value.get("file"), value.get("location"), value.get("retrieved_at")
    if not (isinstance(url, str) and isinstance(media_type, str) and isinstance(status, int)):
        return None
    if not (isinstance(name, str | None) and isinstance(location, str | None) and isinstance(retrieved, str | None)):
        return None
    file = _inside(root, name) if name is not None else None
    at = parse_instant(retrieved) if retrieved is not None else None
    # A time that is no time and a file that is not in there are mistakes; an answer without a body is a redirect.
    if (retrieved is not None and at is None) or (file is None and (name is not None or location is None)):
        return None
    return _Entry(url=url, file=file, media_type=media_type, status=status, location=location, retrieved_at=at)


def _inside(root: Path, name: str) -> Path | None:
    """The file `name` in `root`, links followed, or None when it is not a file in there."""
    try:
        path = (root / name).resolve()
    except (OSError, ValueError, RuntimeError):  # a loop of links, a zero byte
        return None
    return path if path.is_relative_to(root) and path != root and not Path(name).is_absolute() else None
