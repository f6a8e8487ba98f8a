"""Received bytes, each kept once whoever refers to them, and never given back unless they hash to their name."""

from __future__ import annotations

from typing import Final

import apsw

from wallet.errors import VaultDamagedError
from wallet.storage import values

_DELETE_UNREFERENCED: Final = """
DELETE FROM body WHERE number = ?1
AND NOT EXISTS (SELECT 1 FROM badge WHERE body = ?1)
AND NOT EXISTS (SELECT 1 FROM carrier WHERE body = ?1)
AND NOT EXISTS (SELECT 1 FROM material WHERE body = ?1)
AND NOT EXISTS (SELECT 1 FROM revoking_list WHERE body = ?1)
"""


def keep(db: apsw.Connection, content: bytes) -> int:
    """Keep `content` and return its number; the same bytes again get the same number."""
    digest = values.sha256(content)
    row = db.execute("SELECT number FROM body WHERE sha256 = ?", (digest,)).fetchone()
    if row is not None:
        return values.integer(row[0])
    db.execute("INSERT INTO body (sha256, content) VALUES (?, ?)", (digest, content))
    return db.last_insert_rowid()


def read(db: apsw.Connection, number: int) -> tuple[str, bytes]:
    """The SHA-256 and the bytes. Raises `VaultDamagedError` when they do not belong together."""
    row = db.execute("SELECT sha256, content FROM body WHERE number = ?", (number,)).fetchone()
    if row is None:
        raise VaultDamagedError(detail="body missing")
    digest, content = values.text(row[0]), values.blob(row[1])
    if values.sha256(content) != digest:
        raise VaultDamagedError(detail="sha256")
    return digest, content


def drop_unreferenced(db: apsw.Connection, number: int) -> None:
    """Remove the bytes when nothing refers to them any more; `secure_delete` overwrites them."""
    db.execute(_DELETE_UNREFERENCED, (number,))
