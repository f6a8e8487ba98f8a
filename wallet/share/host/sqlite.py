"""Links in one SQLite file: nothing to set up, every change in one durable transaction.

Rollback journal rather than WAL, and `secure_delete`: when a revocation returns, the ciphertext is overwritten with
zeros in the file and no journal holds a copy. `synchronous=EXTRA` also makes the removal of the journal durable, so a
revocation cannot come undone in a power cut (sqlite.org/pragma.html#pragma_synchronous).
"""

from __future__ import annotations

import hmac
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from wallet.errors import VaultNewerError, VaultStorageError
from wallet.share.host.storage import KeptLink, LinkState, NewLink, Revocation

FILE_NAME: Final = "links.sqlite3"
_SCHEMA_VERSION: Final = 1
_BUSY_SECONDS: Final = 5.0
"""How long to wait for another process on the same file."""

_SCHEMA: Final = """
CREATE TABLE links (
    id TEXT PRIMARY KEY,
    revoke_hash BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER,
    gone_at INTEGER,
    sealed BLOB,
    CHECK ((gone_at IS NULL) = (sealed IS NOT NULL))
);
CREATE INDEX links_to_sweep ON links (expires_at) WHERE gone_at IS NULL AND expires_at IS NOT NULL;
"""


class SqliteLinks:
    """A `LinkStorage` in `folder`/links.sqlite3. Instants are kept as whole Unix seconds."""

    def __init__(self, folder: Path, *, max_bytes: int) -> None:
        """Open or make the file. Raises `VaultStorageError`, or `VaultNewerError` for a file of a newer version."""
        self._lock = threading.Lock()
        path = folder / FILE_NAME
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        except OSError as error:
            raise VaultStorageError(path=str(path), detail=error.strerror or "") from error
        with _translated(path):
            self._database = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
            self._prepare(max_bytes)
        self._path = path

    def create(self, link: NewLink) -> bool:
        """Keep a new link."""
        expires = None if link.expires is None else int(link.expires.timestamp())
        row = (link.id, link.revoke_hash, int(link.created.timestamp()), expires, link.sealed)
        with self._transaction() as database:
            made = database.execute(
                "INSERT INTO links (id, revoke_hash, created_at, expires_at, sealed) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (id) DO NOTHING",
                row,
            )
            return made.rowcount == 1

    def read(self, link_id: str, now: datetime) -> KeptLink:
        """The link as of `now`."""
        with self._lock, _translated(self._path):
            row = self._database.execute(
                "SELECT gone_at, expires_at, sealed FROM links WHERE id = ?", (link_id,)
            ).fetchone()
        state = _state(row, now)
        return KeptLink(state=state, sealed=bytes(row[2]) if state is LinkState.LIVE else b"")

    def state(self, link_id: str, now: datetime) -> LinkState:
        """The state alone."""
        with self._lock, _translated(self._path):
            row = self._database.execute("SELECT gone_at, expires_at FROM links WHERE id = ?", (link_id,)).fetchone()
        return _state(row, now)

    def revoke(self, link_id: str, revoke_hash: bytes, now: datetime) -> Revocation:
        """Take the link back."""
        with self._transaction() as database:
            row = database.execute("SELECT revoke_hash FROM links WHERE id = ?", (link_id,)).fetchone()
            if row is None:
                return Revocation.UNKNOWN
            if not hmac.compare_digest(bytes(row[0]), revoke_hash):
                return Revocation.WRONG_KEY
            database.execute(
                "UPDATE links SET gone_at = ?, sealed = NULL WHERE id = ? AND gone_at IS NULL",
                (int(now.timestamp()), link_id),
            )
            return Revocation.DONE

    def sweep(self, now: datetime) -> int:
        """Remove the bytes of expired links."""
        at = int(now.timestamp())
        with self._transaction() as database:
            swept = database.execute(
                "UPDATE links SET gone_at = ?, sealed = NULL WHERE gone_at IS NULL AND expires_at <= ?", (at, at)
            )
            return swept.rowcount

    def ping(self) -> None:
        """Read one page of the file."""
        with self._lock, _translated(self._path):
            self._database.execute("PRAGMA schema_version").fetchone()

    def close(self) -> None:
        """Close the file."""
        with self._lock, _translated(self._path):
            self._database.close()

    def _prepare(self, max_bytes: int) -> None:
        database = self._database
        for pragma in ("journal_mode = DELETE", "synchronous = EXTRA", "secure_delete = ON", "trusted_schema = OFF"):
            database.execute(f"PRAGMA {pragma}")
        page_size = int(database.execute("PRAGMA page_size").fetchone()[0])
        database.execute(f"PRAGMA max_page_count = {max_bytes // page_size}")
        database.execute("BEGIN IMMEDIATE")
        version = int(database.execute("PRAGMA user_version").fetchone()[0])
        if version > _SCHEMA_VERSION:
            database.close()
            raise VaultNewerError(version=str(version))
        if version == 0:
            for statement in _SCHEMA.split(";"):
                database.execute(statement)
            database.execute(f"PRAGMA user_version = {_SCHEMA_VERSION}")
        database.execute("COMMIT")

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """One write transaction: committed on return, rolled back when anything is raised."""
        with self._lock, _translated(self._path):
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield self._database
                self._database.execute("COMMIT")
            except BaseException:
                if self._database.in_transaction:
                    self._database.execute("ROLLBACK")
                raise


def _state(row: tuple[int | None, ...] | None, now: datetime) -> LinkState:
    """Judge (gone_at, expires_at, ...)."""
    if row is None:
        return LinkState.UNKNOWN
    gone_at, expires_at = row[0], row[1]
    ended = expires_at is not None and expires_at <= now.timestamp()
    return LinkState.GONE if gone_at is not None or ended else LinkState.LIVE


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        code = "storage-full" if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL else None
        raise VaultStorageError(code, path=str(path), detail=str(error)) from error
