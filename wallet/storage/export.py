"""Writing originals out: the received bytes, under names that every file system takes, and only inside the folder."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from wallet.errors import UsageError, VaultStorageError
from wallet.model.record import BadgeRecord, Carrier
from wallet.storage import files

_SUFFIX: Final = {"png": ".png", "svg": ".svg", "jwt": ".jwt", "json": ".json", "pdf": ".pdf", "html": ".html"}
_PICTURES: Final = {b"\xff\xd8\xff": ".jpg", b"GIF8": ".gif", b"RIFF": ".webp"}
_UNSAFE: Final = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\s]+')
_RESERVED: Final = frozenset(
    {"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(10))}
)
MAX_STEM_BYTES: Final = 120
"""File systems take 255 bytes; kanji are three each, and a number and a suffix are added."""


def export_originals(records: Iterable[BadgeRecord], folder: Path) -> tuple[Path, ...]:
    """Write every carrier of every badge as it was received, and return the paths.

    A file that is there already with the same bytes is left alone; with other bytes it is not overwritten
    (`UsageError`, `file-exists`). Raises `VaultStorageError` when the disk does not take it.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return tuple(_write(folder, record, carrier) for record in records for carrier in record.carriers)
    except OSError as error:
        raise VaultStorageError(path=str(folder), detail=os.strerror(error.errno or 0)) from error


def file_name(record: BadgeRecord, carrier: Carrier) -> str:
    """A readable name that is safe on Windows too and unique by the carrier's hash."""
    return f"{stem(record.summary.name)}-{carrier.sha256[:10]}{_suffix(carrier)}"


def stem(name: str) -> str:
    """The beginning of a file name that says `name`, safe on every file system."""
    text = unicodedata.normalize("NFC", name)
    visible = "".join(" " if unicodedata.category(character)[0] == "C" else character for character in text)
    safe = _UNSAFE.sub("-", visible).strip("-. ").encode()[:MAX_STEM_BYTES].decode(errors="ignore").rstrip("-. ")
    return "badge" if not safe or safe.lower() in _RESERVED else safe


def _suffix(carrier: Carrier) -> str:
    if carrier.kind == "image":
        return next((suffix for mark, suffix in _PICTURES.items() if carrier.content.startswith(mark)), ".bin")
    return _SUFFIX.get(carrier.kind, ".bin")


def _write(folder: Path, record: BadgeRecord, carrier: Carrier) -> Path:
    path = folder / file_name(record, carrier)
    if path.is_symlink() or path.exists():
        if path.is_file() and not path.is_symlink() and path.read_bytes() == carrier.content:
            return path
        raise UsageError("file-exists", path=str(path))
    # Whole or not at all: under its own name the file is never seen half written.
    files.replace_private(path, carrier.content)
    return path
