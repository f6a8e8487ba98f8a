"""The keys that issuers were seen with, and the registries that list issuers, inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import apsw

from wallet.errors import NotFoundError, UsageError, VaultDamagedError
from wallet.model.record import RegistrySnapshot, SeenKey
from wallet.storage import database, values


def see_keys(db: apsw.Connection, issuer: str, keys: Iterable[str], at: datetime) -> tuple[str, ...]:
    """Note that `issuer` proved itself with `keys`; returns those that are new beside ones already accepted.

    The keys seen first are accepted as they are; what comes later waits for the user.
    """
    row = db.execute("SELECT count(*) FROM seen_key WHERE issuer = ?", values.columns(issuer)).fetchone()
    first = row is None or row[0] == 0
    new: list[str] = []
    for key in keys:
        db.execute(
            "INSERT OR IGNORE INTO seen_key (issuer, key, first_seen, accepted) VALUES (?, ?, ?, ?)",
            (*values.columns(issuer, key, at), int(first)),
        )
        if db.changes() and not first:
            new.append(key)
    return tuple(new)


def accept_keys(db: apsw.Connection, issuer: str) -> None:
    """Every key that `issuer` was seen with counts as its own. Raises `NotFoundError` for one never seen."""
    db.execute("UPDATE seen_key SET accepted = 1 WHERE issuer = ?", values.columns(issuer))
    if not db.changes():
        raise NotFoundError("issuer-unseen", id=issuer)


def seen_keys(db: apsw.Connection) -> tuple[SeenKey, ...]:
    """Every key seen, by issuer and then by when it was first seen."""
    rows = db.execute("SELECT issuer, key, first_seen, accepted FROM seen_key ORDER BY issuer, first_seen, key")
    return tuple(
        SeenKey(
            issuer=values.text(issuer),
            key=values.text(key),
            first_seen=values.instant(first_seen),
            accepted=values.integer(accepted) == 1,
        )
        for issuer, key, first_seen, accepted in rows
    )


def save_registry(db: apsw.Connection, snapshot: RegistrySnapshot) -> None:
    """Keep a snapshot in place of the one of its name. Raises `UsageError` (`registry-older`) instead of going back."""
    row = db.execute("SELECT dated FROM registry WHERE name = ?", values.columns(snapshot.name)).fetchone()
    kept = None if row is None else values.instant(row[0])
    if kept is not None and snapshot.dated < kept:
        raise UsageError("registry-older", id=snapshot.name, value=values.instant_text(snapshot.dated))
    db.execute(
        "INSERT OR REPLACE INTO registry (name, kind, source, sha256, dated, retrieved_at, content)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            *values.columns(
                snapshot.name,
                snapshot.kind,
                snapshot.source,
                snapshot.sha256,
                snapshot.dated,
                snapshot.retrieved_at,
            ),
            snapshot.content,
        ),
    )


def remove_registry(db: apsw.Connection, name: str) -> None:
    """Forget a registry. Raises `NotFoundError`."""
    db.execute("DELETE FROM registry WHERE name = ?", values.columns(name))
    if not db.changes():
        raise NotFoundError("registry-unknown", id=name)


def registries(db: apsw.Connection) -> tuple[RegistrySnapshot, ...]:
    """The kept registries, by name. Raises `VaultDamagedError` (`registry-damaged`) naming one that is not whole."""
    return tuple(registry(db, name) for name in registry_names(db))


def registry_names(db: apsw.Connection) -> tuple[str, ...]:
    """What the kept registries are called."""
    return tuple(values.text(name) for (name,) in db.execute("SELECT name FROM registry ORDER BY name"))


def registry(db: apsw.Connection, name: str) -> RegistrySnapshot:
    """One kept registry. Raises `VaultDamagedError` (`registry-damaged`) for other bytes than those that were kept."""
    row = db.execute(
        "SELECT name, kind, source, sha256, dated, retrieved_at, content FROM registry WHERE name = ?",
        values.columns(name),
    ).fetchone()
    try:
        return _snapshot(row or ())
    except (IndexError, *database.DAMAGE) as error:
        raise VaultDamagedError("registry-damaged", id=name) from error


def _snapshot(row: tuple[object, ...]) -> RegistrySnapshot:
    content, digest = values.blob(row[6]), values.text(row[3])
    if values.sha256(content) != digest:
        raise VaultDamagedError(detail="registry")
    return RegistrySnapshot(
        name=values.text(row[0]),
        kind=values.text(row[1]),
        source=values.text(row[2]),
        content=content,
        sha256=digest,
        dated=values.instant(row[4]),
        retrieved_at=values.instant(row[5]),
    )
