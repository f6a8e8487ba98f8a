"""Files that only their owner can read, written whole or not at all."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from wallet.errors import VaultDamagedError, VaultError, VaultStorageError

FOLDER_MODE: Final = 0o700
FILE_MODE: Final = 0o600

_CODES: Final = {
    errno.ENOSPC: "disk-full",
    errno.EDQUOT: "disk-full",
    errno.EFBIG: "disk-full",
    errno.EROFS: "read-only",
    errno.EACCES: "permission-denied",
    errno.EPERM: "permission-denied",
    errno.EMFILE: "too-many-files",
    errno.ENFILE: "too-many-files",
}
"""What the operating system's refusals are called; any other is `storage-failed`."""


@contextmanager
def storage_errors(path: Path) -> Iterator[None]:
    """Turn the operating system's errors into `VaultStorageError` naming `path`."""
    try:
        yield
    except OSError as error:
        code = _CODES.get(error.errno or 0, "storage-failed")
        raise VaultStorageError(code, path=str(path), detail=os.strerror(error.errno or 0)) from error


def make_private_folder(folder: Path) -> None:
    """Make `folder` with mode 0700 whatever the umask; an empty one that is already there is closed to others too."""
    with storage_errors(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=FOLDER_MODE, exist_ok=True)
        if not any(folder.iterdir()):
            folder.chmod(FOLDER_MODE)


def create_private(path: Path, content: bytes = b"") -> None:
    """Create `path` with mode 0600 from its first instant, holding `content`, on the disk when this returns."""
    with storage_errors(path):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), FILE_MODE)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())


def replace_private(path: Path, content: bytes) -> None:
    """Make `content` the whole of `path`, durably: after any failure the old content or the new is there."""
    fresh = path.with_name(path.name + ".new")
    with storage_errors(path):
        fresh.unlink(missing_ok=True)
        try:
            create_private(fresh, content)
            rename_durably(fresh, path)
        except VaultError:
            with suppress(OSError):
                fresh.unlink(missing_ok=True)
            raise


def rename_durably(source: Path, target: Path) -> None:
    """Rename within one folder, on the disk when this returns."""
    with storage_errors(target):
        source.replace(target)
        sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` durable. Windows keeps them with the file and cannot open a folder."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_bounded(path: Path, limit: int) -> bytes:
    """The bytes of `path`. Raises `VaultDamagedError` when there are more than `limit`."""
    with storage_errors(path), path.open("rb") as file:
        content = file.read(limit + 1)
    if len(content) > limit:
        raise VaultDamagedError("vault-keys-damaged", path=str(path), detail="too large")
    return content


@contextmanager
def exclusive(folder: Path) -> Iterator[None]:
    """One process at a time: what reads `vault.keys` and writes it back stands in here, and only for that long."""
    with storage_errors(folder):
        if sys.platform == "win32":
            import msvcrt

            descriptor = os.open(folder / "vault.lock", os.O_RDWR | os.O_CREAT, FILE_MODE)
            msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            # The folder itself is locked, so that nothing is left lying about.
            descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        yield
    finally:
        # Closing lets go of the lock, and so does the end of the process.
        os.close(descriptor)
