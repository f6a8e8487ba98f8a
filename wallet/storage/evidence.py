"""Bytes from outside, and the issuers the user knows, inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import apsw

from wallet.errors import VaultDamagedError
from wallet.model.material import Material, MaterialSource
from wallet.model.record import TrustedIssuer
from wallet.storage import bodies, database, values


def keep_material(db: apsw.Connection, material: Material) -> None:
    """Keep `material` unless what is there was retrieved later. What this wallet fetched itself replaces what it was
    given in a materials directory, whatever date that gave.
    """
    row = db.execute("SELECT body, retrieved_at, origin FROM material WHERE url = ?", (material.url,)).fetchone()
    if row is not None and not _replaces(material, values.optional_instant(row[1]), values.text(row[2])):
        return
    db.execute(
        "INSERT INTO material (url, body, media_type, retrieved_at, valid_until, refresh_after, origin)"
        " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (url) DO UPDATE SET"
        " body = excluded.body, media_type = excluded.media_type, retrieved_at = excluded.retrieved_at,"
        " valid_until = excluded.valid_until, refresh_after = excluded.refresh_after, origin = excluded.origin",
        values.columns(
            material.url,
            bodies.keep(db, material.content),
            material.media_type,
            material.retrieved_at,
            material.valid_until,
            material.refresh_after,
            material.source,
        ),
    )
    if row is not None:
        bodies.drop_unreferenced(db, values.integer(row[0]))


def _replaces(material: Material, kept_at: datetime | None, origin: str) -> bool:
    given = material.source is MaterialSource.MATERIALS
    if kept_at is None or (origin == MaterialSource.MATERIALS and not given):
        return True
    if material.retrieved_at is None:
        return False
    return material.retrieved_at > kept_at or (
        material.retrieved_at == kept_at and not (given and origin != material.source)
    )


def material(db: apsw.Connection, url: str) -> Material | None:
    """The kept bytes of `url`. Raises `VaultDamagedError` (`material-damaged`) naming it."""
    row = db.execute(
        "SELECT body, media_type, retrieved_at, valid_until, refresh_after FROM material WHERE url = ?", (url,)
    ).fetchone()
    return None if row is None else _material(db, url, row)


def keep_revoking_list(db: apsw.Connection, material: Material) -> None:
    """Keep a status list that has revoked a badge, beside whatever its URL gives later."""
    db.execute(
        "INSERT OR IGNORE INTO revoking_list (url, body, media_type, retrieved_at) VALUES (?, ?, ?, ?)",
        values.columns(material.url, bodies.keep(db, material.content), material.media_type, material.retrieved_at),
    )


def revoking_lists(db: apsw.Connection, url: str) -> tuple[Material, ...]:
    """The lists of `url` that have revoked a badge, oldest first. Raises like `material`."""
    rows = db.execute(
        "SELECT body, media_type, retrieved_at, NULL, NULL FROM revoking_list WHERE url = ?"
        " ORDER BY retrieved_at, body",
        (url,),
    ).fetchall()
    return tuple(_material(db, url, row) for row in rows)


def _material(db: apsw.Connection, url: str, row: Sequence[object]) -> Material:
    """A row of body, media type and dates as a material."""
    try:
        digest, content = bodies.read(db, values.integer(row[0]))
    except database.DAMAGE as error:
        raise VaultDamagedError("material-damaged", url=url) from error
    return Material(
        url=url,
        content=content,
        media_type=values.text(row[1]),
        sha256=digest,
        source=MaterialSource.VAULT,
        retrieved_at=values.optional_instant(row[2]),
        valid_until=values.optional_instant(row[3]),
        refresh_after=values.optional_instant(row[4]),
    )


def material_urls(db: apsw.Connection) -> tuple[str, ...]:
    """Every URL that has kept bytes."""
    rows = db.execute("SELECT url FROM material UNION SELECT url FROM revoking_list ORDER BY url")
    return tuple(values.text(url) for (url,) in rows)


def trust(db: apsw.Connection, issuer: TrustedIssuer) -> None:
    """Record that an issuer is known, in place of what was recorded before."""
    db.execute(
        "INSERT OR REPLACE INTO trusted_issuer (id, name, vouched_by, since) VALUES (?, ?, ?, ?)",
        values.columns(issuer.id, issuer.name, issuer.by, issuer.since),
    )


def distrust(db: apsw.Connection, issuer_id: str) -> None:
    """Forget that an issuer is known."""
    db.execute("DELETE FROM trusted_issuer WHERE id = ?", values.columns(issuer_id))


def trusted(db: apsw.Connection) -> tuple[TrustedIssuer, ...]:
    """The issuers the user knows, by id."""
    rows = db.execute("SELECT id, name, vouched_by, since FROM trusted_issuer ORDER BY id")
    return tuple(
        TrustedIssuer(
            id=values.text(issuer_id), name=values.text(name), by=values.text(by), since=values.instant(since)
        )
        for issuer_id, name, by, since in rows
    )
