"""From the version a vault was written in to the one this program writes, one step and one transaction at a time."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import apsw

from wallet.errors import VaultDamagedError, VaultNewerError
from wallet.storage import database, schema

MIGRATIONS: Final = (schema.VERSION_1, schema.VERSION_2, schema.VERSION_3, schema.VERSION_4)
"""Step n (counted from 1) makes a file of version n - 1 one of version n. Steps are added, never changed."""

CURRENT_VERSION: Final = len(MIGRATIONS)


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


def migrate(connection: apsw.Connection, path: Path) -> None:
    """Bring the file to `CURRENT_VERSION`."""
    while _version(connection, path) < CURRENT_VERSION:
        with database.changing(connection, path):
            # Read again inside the transaction: another process may have migrated meanwhile.
            version = _version(connection, path)
            if version < CURRENT_VERSION:
                connection.execute(MIGRATIONS[version])
                connection.pragma("user_version", version + 1)


def _version(connection: apsw.Connection, path: Path) -> int:
    with database.named_errors(path):
        version = connection.pragma("user_version")
    if not isinstance(version, int) or version < 0:
        raise VaultDamagedError(path=str(path), detail="user_version")
    return version
