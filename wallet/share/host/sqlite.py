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
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from wallet.errors import VaultNewerError, VaultStorageError
from wallet.share.host.storage import KeptLink, LinkState, LinkTally, NewLink, Revocation

FILE_NAME: Final = "links.sqlite3"
_SCHEMA_VERSION: Final = 2
_MAX_UNWRITTEN: Final = 10_000
"""Links with views not written yet, about 1 MB; at one more they are all written."""
_BUSY_SECONDS: Final = 5.0
"""How long to wait for another process on the same file."""

_VERSION_1: Final = """
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
_VERSION_2: Final = """
ALTER TABLE links ADD COLUMN views INTEGER NOT NULL DEFAULT 0;
ALTER TABLE links ADD COLUMN max_views INTEGER;
"""
_MIGRATIONS: Final = (_VERSION_1, _VERSION_2)
"""What makes version n + 1 of version n, by n."""


class SqliteLinks:
    """A `LinkStorage` in `folder`/links.sqlite3. Instants are kept as whole Unix seconds."""

    def __init__(self, folder: Path, *, max_bytes: int) -> None:
        """Open or make the file. Raises `VaultStorageError`, or `VaultNewerError` for a file of a newer version."""
        self._lock = threading.Lock()
        self._unwritten: dict[str, int] = {}
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
        row = (link.id, link.revoke_hash, int(link.created.timestamp()), expires, link.max_views, link.sealed)
        with self._transaction() as database:
            made = database.execute(
                "INSERT INTO links (id, revoke_hash, created_at, expires_at, max_views, sealed)"
                " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
                row,
            )
            return made.rowcount == 1

    def read(self, link_id: str, now: datetime) -> KeptLink:
        """The link as of `now`; a view."""
        with self._lock, _translated(self._path):
            kept = self._read_unlimited(link_id, now)
            crowded = len(self._unwritten) > _MAX_UNWRITTEN
        if crowded:
            with self._transaction():
                self._write_views()
        return self._read_limited(link_id, now) if kept is None else kept

    def read_at_once(self, link_id: str, now: datetime) -> KeptLink | None:
        """As `read`, unless a write is under way, or has to be made for it."""
        if len(self._unwritten) > _MAX_UNWRITTEN or not self._lock.acquire(blocking=False):
            return None
        try:
            with _translated(self._path):
                return self._read_unlimited(link_id, now)
        finally:
            self._lock.release()

    def _read_unlimited(self, link_id: str, now: datetime) -> KeptLink | None:
        """The link, counted in memory; None when its views are limited. Needs the lock."""
        row = self._database.execute(
            "SELECT gone_at, expires_at, max_views, sealed FROM links WHERE id = ?", (link_id,)
        ).fetchone()
        state = _state(row, now)
        if state is not LinkState.LIVE:
            return KeptLink(state=state)
        if row[2] is not None:
            return None
        self._unwritten[link_id] = self._unwritten.get(link_id, 0) + 1
        return KeptLink(state=state, sealed=row[3])

    def _read_limited(self, link_id: str, now: datetime) -> KeptLink:
        """One of a limited number of views: taken in one transaction, so that no two readers get the last one."""
        with self._transaction() as database:
            row = database.execute(
                "SELECT gone_at, expires_at, views, max_views, sealed FROM links WHERE id = ?", (link_id,)
            ).fetchone()
            state = _state(row, now)
            if state is not LinkState.LIVE:
                return KeptLink(state=state)
            views = row[2] + 1
            database.execute("UPDATE links SET views = ? WHERE id = ?", (views, link_id))
            if views >= row[3]:
                database.execute(
                    "UPDATE links SET gone_at = ?, sealed = NULL WHERE id = ?", (int(now.timestamp()), link_id)
                )
            return KeptLink(state=state, sealed=row[4])

    def tally(self, link_id: str, revoke_hash: bytes, now: datetime) -> LinkTally | Revocation:
        """How often the link was read."""
        with self._lock, _translated(self._path):
            row = self._database.execute(
                "SELECT gone_at, expires_at, revoke_hash, views, max_views FROM links WHERE id = ?", (link_id,)
            ).fetchone()
            unwritten = self._unwritten.get(link_id, 0)
        if row is None:
            return Revocation.UNKNOWN
        if not hmac.compare_digest(bytes(row[2]), revoke_hash):
            return Revocation.WRONG_KEY
        expires = None if row[1] is None else datetime.fromtimestamp(row[1], UTC)
        return LinkTally(state=_state(row, now), views=row[3] + unwritten, max_views=row[4], expires=expires)

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
        """Remove the bytes of expired links, and write the views counted since the last time."""
        at = int(now.timestamp())
        with self._transaction() as database:
            self._write_views()
            swept = database.execute(
                "UPDATE links SET gone_at = ?, sealed = NULL WHERE gone_at IS NULL AND expires_at <= ?", (at, at)
            )
            return swept.rowcount

    def ping(self) -> None:
        """Read one page of the file."""
        with self._lock, _translated(self._path):
            self._database.execute("PRAGMA schema_version").fetchone()

    def close(self) -> None:
        """Write the views counted and close the file."""
        with self._transaction():
            self._write_views()
        with self._lock, _translated(self._path):
            self._database.close()

    def _write_views(self) -> None:
        """Add what was counted in memory; inside a transaction. Lost when that fails: a count is not worth a retry."""
        counted, self._unwritten = self._unwritten, {}
        self._database.executemany(
            "UPDATE links SET views = views + ? WHERE id = ?", [(views, link_id) for link_id, views in counted.items()]
        )

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
        for migration in _MIGRATIONS[version:]:
            for statement in migration.split(";"):
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
