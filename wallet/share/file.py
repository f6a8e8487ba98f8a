"""Delivering as a file: the signed presentation, byte for byte, for the learner to send as they like.

A name that ends in `.zip` gets the presentation with the badges as they are in it and a report to read.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from pathlib import Path
from typing import Final

from wallet.errors import UsageError, VaultStorageError
from wallet.share.interface import Parcel, Receipt

_MODE: Final = 0o600
_ID_CHARACTERS: Final = 22


class FileTarget:
    """Writes to `path`; a file that is already there is only replaced when told so."""

    name = "file"

    def __init__(self, path: Path, *, overwrite: bool = False) -> None:
        self._path = path
        self._overwrite = overwrite

    def send(self, parcel: Parcel) -> Receipt:
        """Write the presentation, whole or not at all, readable by its owner only.

        Raises `UsageError` (`file-exists`) and `VaultStorageError` when the disk refuses.
        """
        content = parcel.content
        if self._path.suffix.lower() == ".zip":
            from wallet.share.bundle import bundle

            content = bundle(parcel)
        write_file(self._path, content, overwrite=self._overwrite)
        digest = hashlib.sha256(parcel.content).hexdigest()
        return Receipt(target=self.name, id=digest[:_ID_CHARACTERS], file=str(self._path))

    def revoke(self, link: str, revoke_key: str) -> None:
        """A file that has left cannot be taken back: always raises `UsageError` (`cannot-revoke`)."""
        del link, revoke_key
        raise UsageError("cannot-revoke", target=self.name)


def write_file(path: Path, content: bytes, *, overwrite: bool = False) -> None:
    """Write a file whole or not at all, readable by its owner only.

    Raises `UsageError` (`file-exists`) and `VaultStorageError` when the disk refuses.
    """
    if not overwrite and path.exists():
        raise UsageError("file-exists", path=str(path))
    try:
        _write_whole(path, content)
    except OSError as error:
        raise VaultStorageError(path=str(path), detail=error.strerror or "") from error


def _write_whole(path: Path, content: bytes) -> None:
    """Write beside the target, sync, then rename over it: readers see the old file or the new one."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), _MODE)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make the rename itself durable, where the system can open a folder at all (Windows cannot)."""
    with contextlib.suppress(PermissionError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
