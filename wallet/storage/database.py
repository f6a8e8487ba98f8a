"""The encrypted SQLite file: opened with its safety settings, its errors given the wallet's names.

Cipher: ChaCha20-Poly1305 per page (`chacha20` of SQLite3 Multiple Ciphers), under the raw 32-byte vault key. It
authenticates every page together with its page number, so a flipped byte or a moved page is an error and never other
data; AES-256-CBC with HMAC (`sqlcipher`) would do the same more slowly where there is no AES hardware, the library's
plain AES schemes authenticate nothing. No second key derivation: the key is random already.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import apsw

from wallet.errors import (
    ConfigurationError,
    VaultDamagedError,
    VaultError,
    VaultMissingError,
    VaultStorageError,
)
from wallet.model.secret import Secret
from wallet.storage import files

FILE_NAME: Final = "vault.db"
CIPHER: Final = "chacha20"
BUSY_TIMEOUT_MS: Final = 5000
"""How long one program waits while another one writes."""

_PLAIN_HEADER: Final = b"SQLite format 3\x00"

_SETTINGS: Final = (
    # EXTRA: also sync the folder after the journal is deleted, or a power cut may bring the journal back and undo
    # what was acknowledged.
    ("synchronous", "EXTRA", 3),
    ("journal_mode", "DELETE", "delete"),
    ("secure_delete", "ON", 1),
    ("cell_size_check", "ON", 1),
    ("temp_store", "MEMORY", 2),
    ("foreign_keys", "ON", 1),
    ("trusted_schema", "OFF", 0),
    # macOS: fsync alone leaves the data in the drive's own cache.
    ("fullfsync", "ON", 1),
)
"""Pragma, value, and what it must read back as."""

DAMAGE: Final = (apsw.CorruptError, apsw.NotADBError, VaultDamagedError)
"""What is raised, inside a transaction, by reading what does not read back as it was written."""

_STORAGE_CODES: Final = (
    (apsw.FullError, "disk-full"),
    (apsw.ReadOnlyError, "read-only"),
    (apsw.CantOpenError, "cannot-open"),
    (apsw.PermissionsError, "permission-denied"),
    (apsw.BusyError, "vault-busy"),
    (apsw.LockedError, "vault-busy"),
    (apsw.NoMemError, "out-of-memory"),
    (apsw.TooBigError, "too-large"),
    (apsw.IOError, "storage-failed"),
)


def create(path: Path, key: Secret) -> apsw.Connection:
    """Create an empty encrypted file with mode 0600, and open it."""
    _require_cipher_build()
    files.create_private(path)
    return _open(path, key)


def open_existing(path: Path, key: Secret) -> apsw.Connection:
    """Open the file, without the settings that might write. Raises `VaultMissingError`, `VaultDamagedError`, ...

    `apply_settings` follows once the version of the file is known to be one that may be written.
    """
    _require_cipher_build()
    if not path.is_file():
        raise VaultMissingError(path=str(path))
    require_encrypted(path)
    return _open(path, key)


def copy(path: Path, target: Path, key: Secret) -> None:
    """Copy the file page by page into a new one under the same key, on the disk when this returns.

    Through SQLite: a program that opens and closes the file by itself lets go of every lock it has on it.
    """
    source = _open(path, key)
    try:
        copied = create(target, key)
        try:
            with named_errors(target), copied.backup("main", source, "main") as pages:
                pages.step(-1)
        finally:
            copied.close()
    finally:
        source.close()
    with files.storage_errors(target):
        files.sync_folder(target.parent)


def apply_settings(connection: apsw.Connection, path: Path) -> None:
    """Set what makes an acknowledged change durable and a removed one gone, and see that it took."""
    with named_errors(path):
        for name, value, expected in _SETTINGS:
            connection.pragma(name, value)
            if connection.pragma(name) != expected:
                raise VaultStorageError("setting-refused", path=str(path), setting=name)


def require_encrypted(path: Path) -> None:
    """Raise `VaultDamagedError` (`vault-not-encrypted`) when the file has the header of plain SQLite."""
    with files.storage_errors(path), path.open("rb") as file:
        header = file.read(len(_PLAIN_HEADER))
    if header == _PLAIN_HEADER:
        raise VaultDamagedError("vault-not-encrypted", path=str(path))


@contextmanager
def named_errors(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into the wallet's."""
    try:
        yield
    except apsw.Error as error:
        raise _named(error, path) from error


@contextmanager
def reading(connection: apsw.Connection, path: Path) -> Iterator[apsw.Connection]:
    """One consistent view, whatever other processes write meanwhile."""
    with named_errors(path):
        connection.execute("BEGIN")
        try:
            yield connection
        finally:
            # Not COMMIT: after a damaged page was met, that fails although there is nothing to commit.
            _roll_back(connection)


def read_on(connection: apsw.Connection) -> None:
    """Go on reading after damage was met: SQLite fails every further read of the transaction that met it."""
    _roll_back(connection)
    connection.execute("BEGIN")


@contextmanager
def changing(connection: apsw.Connection, path: Path) -> Iterator[apsw.Connection]:
    """One change, durable when this ends; after any error nothing of it is there.

    IMMEDIATE: the turn is taken at the start, so that no change is lost half way to another process.
    """
    with named_errors(path):
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
            connection.execute("COMMIT")
        except BaseException:
            _roll_back(connection)
            raise


def _roll_back(connection: apsw.Connection) -> None:
    # SQLite may have ended the transaction by itself, after an error of the disk for instance.
    if connection.in_transaction:
        connection.execute("ROLLBACK")


def _open(path: Path, key: Secret) -> apsw.Connection:
    with named_errors(path):
        connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)
        try:
            _set_key(connection, key, path)
        except BaseException:
            connection.close()
            raise
    return connection


def _set_key(connection: apsw.Connection, key: Secret, path: Path) -> None:
    connection.set_busy_timeout(BUSY_TIMEOUT_MS)
    connection.pragma("cipher", CIPHER)
    connection.pragma("hexkey", (b"raw:" + key.reveal()).hex())
    if connection.pragma("cipher") != CIPHER:
        raise ConfigurationError("cipher-missing", path=str(path))
    # The first read: a wrong key or a damaged first page shows here.
    connection.pragma("user_version")


def _require_cipher_build() -> None:
    """`apsw` and `apsw-sqlite3mc` install the same module; with the wrong one every file would be plain."""
    if not hasattr(apsw, "mc_version"):
        raise ConfigurationError("cipher-missing", library="apsw-sqlite3mc")


def _named(error: apsw.Error, path: Path) -> VaultError:
    detail = type(error).__name__
    for kind, code in _STORAGE_CODES:
        if isinstance(error, kind):
            return VaultStorageError(code, path=str(path), detail=detail)
    # What is left are broken pages, and tables or constraints that are not as this version made them.
    return VaultDamagedError(path=str(path), detail=detail)
