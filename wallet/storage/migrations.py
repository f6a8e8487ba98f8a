"""From the version a vault was written in to the one this program writes, one step and one transaction at a time."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Final

import apsw

from wallet.errors import VaultDamagedError, VaultNewerError
from wallet.model.secret import Secret
from wallet.storage import database, files, schema

MIGRATIONS: Final = (schema.VERSION_1, schema.VERSION_2, schema.VERSION_3, schema.VERSION_4)
"""Step n (counted from 1) makes a file of version n - 1 one of version n. Steps are added, never changed."""

CURRENT_VERSION: Final = len(MIGRATIONS)
COPY_SUFFIX: Final = ".before"


def require_known_version(connection: apsw.Connection, path: Path) -> None:
    """Raise `VaultNewerError` for a file that a newer program wrote. Only reads.

    Raises `VaultDamagedError` for one with nothing in it: SQLite takes a file cut to nothing for a new database, and a
    vault that lost everything must not pass for an empty one.
    """
    version = _version(connection, path)
    if version == 0:
        raise VaultDamagedError(path=str(path), detail="empty")
    if version > CURRENT_VERSION:
        raise VaultNewerError(path=str(path), version=str(version), known=str(CURRENT_VERSION))


def migrate(connection: apsw.Connection, path: Path, key: Secret) -> None:
    """Bring the file to `CURRENT_VERSION`, each step after a copy that was read back.

    The copy stands beside the file as `*.before` while a step is under way, and is gone when the last one is done: what
    is removed from a vault later must not live on in it.
    """
    copy = path.with_name(path.name + COPY_SUFFIX)
    while _version(connection, path) < CURRENT_VERSION:
        with database.changing(connection, path):
            # Read again inside the transaction: another process may have migrated meanwhile.
            version = _version(connection, path)
            if version < CURRENT_VERSION:
                copied = version > 0 and _copied(path, key, copy)
                connection.execute(MIGRATIONS[version])
                connection.pragma("user_version", version + 1)
                if copied and not _is_sound(connection):
                    raise VaultDamagedError(path=str(path), detail=f"version {version + 1}")
    # Also the copy of a migration that was cut off after its last step. In a folder that cannot be written it stays.
    with suppress(OSError):
        copy.unlink(missing_ok=True)


def _copied(path: Path, key: Secret, copy: Path) -> bool:
    """Copy the file, encrypted as it is, while nobody else writes. False where it has damage, which no copy would cure:
    what can still be read must not be kept from whoever has a newer program.
    """
    with files.storage_errors(copy):
        copy.unlink(missing_ok=True)
    try:
        with database.named_errors(copy):
            database.copy(path, copy, key)
            connection = database.open_existing(copy, key)
            try:
                sound = _is_sound(connection)
            finally:
                connection.close()
    except VaultDamagedError:
        sound = False
    return sound


def _is_sound(connection: apsw.Connection) -> bool:
    return bool(connection.pragma("integrity_check(1)") == "ok")


def _version(connection: apsw.Connection, path: Path) -> int:
    with database.named_errors(path):
        version = connection.pragma("user_version")
    if not isinstance(version, int) or version < 0:
        raise VaultDamagedError(path=str(path), detail="user_version")
    return version
