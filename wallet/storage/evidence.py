"""Bytes from outside, and the issuers the user knows, inside the caller's transaction."""

from __future__ import annotations

import apsw

from wallet.errors import VaultDamagedError
from wallet.model.material import Material, MaterialSource
from wallet.model.record import TrustedIssuer
from wallet.storage import bodies, database, values


def keep_material(db: apsw.Connection, material: Material) -> None:
    """Keep `material` unless what is there was retrieved later."""
    row = db.execute("SELECT body, retrieved_at FROM material WHERE url = ?", (material.url,)).fetchone()
    kept = None if row is None else values.optional_instant(row[1])
    if kept is not None and (material.retrieved_at is None or material.retrieved_at < kept):
        return
    db.execute(
        "INSERT INTO material (url, body, media_type, retrieved_at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (url) DO UPDATE SET"
        " body = excluded.body, media_type = excluded.media_type, retrieved_at = excluded.retrieved_at",
        values.columns(material.url, bodies.keep(db, material.content), material.media_type, material.retrieved_at),
    )
    if row is not None:
        bodies.drop_unreferenced(db, values.integer(row[0]))


def material(db: apsw.Connection, url: str) -> Material | None:
    """The kept bytes of `url`. Raises `VaultDamagedError` (`material-damaged`) naming it."""
    row = db.execute("SELECT body, media_type, retrieved_at FROM material WHERE url = ?", (url,)).fetchone()
    if row is None:
        return None
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
    )


def material_urls(db: apsw.Connection) -> tuple[str, ...]:
    """Every URL that has kept bytes."""
    return tuple(values.text(url) for (url,) in db.execute("SELECT url FROM material ORDER BY url"))


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
