"""What was shared, inside the caller's transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Final

import apsw

from wallet.errors import NotFoundError
from wallet.model.record import ShareRecord
from wallet.storage import values

# A share taken back stays taken back, whoever writes last.
_SAVE: Final = """
INSERT INTO share (id, target, link, file, credentials, audience, purpose, note, created_at, expires_at, revoked_at,
                   revoke_key)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET
    target = excluded.target, link = excluded.link, file = excluded.file, credentials = excluded.credentials,
    audience = excluded.audience, purpose = excluded.purpose, note = excluded.note, created_at = excluded.created_at,
    expires_at = excluded.expires_at, revoked_at = coalesce(revoked_at, excluded.revoked_at),
    revoke_key = excluded.revoke_key
"""


def save(db: apsw.Connection, share: ShareRecord) -> bool:
    """Record a share, or replace the record of the same id; whether it is a new one."""
    is_new = db.execute("SELECT 1 FROM share WHERE id = ?", values.columns(share.id)).fetchone() is None
    db.execute(
        _SAVE,
        values.columns(
            share.id,
            share.target,
            share.link,
            share.file,
            share.credentials,
            share.audience,
            share.purpose,
            share.note,
            share.created_at,
            share.expires_at,
            share.revoked_at,
            share.revoke_key,
        ),
    )
    return is_new


def everything(db: apsw.Connection) -> tuple[ShareRecord, ...]:
    """All shares, newest first."""
    rows = db.execute(
        "SELECT id, target, link, file, credentials, audience, purpose, note, created_at, expires_at, revoked_at,"
        " revoke_key FROM share ORDER BY number DESC"
    )
    return tuple(map(_share, rows))


def mark_revoked(db: apsw.Connection, share_id: str, at: datetime) -> bool:
    """Record when a share was taken back; whether it was not before. Raises `NotFoundError`."""
    row = db.execute("SELECT revoked_at FROM share WHERE id = ?", values.columns(share_id)).fetchone()
    if row is None:
        raise NotFoundError(id=share_id)
    if row[0] is None:
        db.execute("UPDATE share SET revoked_at = ? WHERE id = ?", values.columns(at, share_id))
    return row[0] is None


def _share(row: tuple[object, ...]) -> ShareRecord:
    return ShareRecord(
        id=values.text(row[0]),
        target=values.text(row[1]),
        link=values.text(row[2]),
        file=values.text(row[3]),
        credentials=values.texts(row[4]),
        audience=values.text(row[5]),
        purpose=values.text(row[6]),
        note=values.text(row[7]),
        created_at=values.instant(row[8]),
        expires_at=values.optional_instant(row[9]),
        revoked_at=values.optional_instant(row[10]),
        revoke_key=values.text(row[11]),
    )
