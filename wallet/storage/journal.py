"""The history: appended to and never changed; each entry holds the SHA-256 of the one before it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import apsw

from wallet.codec import json
from wallet.model.record import HistoryEntry
from wallet.storage import values

LATEST_TIME = "latest_time"


def append(db: apsw.Connection, entry: HistoryEntry) -> None:
    """Append one entry."""
    append_row(db, values.columns(entry.at, entry.action, entry.subject, entry.details))


def append_row(db: apsw.Connection, columns: tuple[values.Column, ...]) -> None:
    """Append one entry as it stands in its columns `at`, `action`, `subject`, `details`."""
    last = db.execute("SELECT number, sha256 FROM history ORDER BY number DESC LIMIT 1").fetchone()
    number, previous = (values.integer(last[0]) + 1, values.text(last[1])) if last is not None else (1, "")
    db.execute(
        "INSERT INTO history (number, at, action, subject, details, previous, sha256) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (number, *columns, previous, _digest(number, columns, previous)),
    )


def entries(db: apsw.Connection) -> Iterator[HistoryEntry]:
    """All entries, oldest first."""
    for at, action, subject, details in db.execute("SELECT at, action, subject, details FROM history ORDER BY number"):
        yield HistoryEntry(
            at=values.instant(at),
            action=values.text(action),
            subject=values.text(subject),
            details=values.text_map(details),
        )


def broken_links(db: apsw.Connection) -> Iterator[int]:
    """The numbers of entries that are not what was written, or do not follow the entry before them."""
    expected, previous = 1, ""
    for row in db.execute("SELECT number, previous, sha256, at, action, subject, details FROM history ORDER BY number"):
        number, digest, columns = (
            values.integer(row[0]),
            values.text(row[2]),
            values.columns(*map(values.text, row[3:])),
        )
        if number != expected or row[1] != previous or digest != _digest(number, columns, previous):
            yield number
        expected, previous = number + 1, digest


def note_time(db: apsw.Connection, at: datetime) -> None:
    """Remember the latest instant the vault was told."""
    db.execute(
        "INSERT INTO meta (name, value) VALUES (?, ?)"
        " ON CONFLICT (name) DO UPDATE SET value = max(value, excluded.value)",
        (LATEST_TIME, values.instant_text(at)),
    )


def accept_time(db: apsw.Connection, at: datetime) -> None:
    """Remember `at` as the latest instant, and forget any later one."""
    db.execute("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", (LATEST_TIME, values.instant_text(at)))


def latest_time(db: apsw.Connection) -> datetime | None:
    """The latest instant the vault was told."""
    row = db.execute("SELECT value FROM meta WHERE name = ?", (LATEST_TIME,)).fetchone()
    return None if row is None else values.instant(row[0])


def _digest(number: int, columns: tuple[values.Column, ...], previous: str) -> str:
    return values.sha256(json.dumps([number, *map(values.text, columns), previous]))
