"""Badges in the open database: kept, read whole, changed and removed, inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

import apsw

from wallet.codec import json
from wallet.errors import CredentialError, VaultDamagedError
from wallet.model.json import JsonObject
from wallet.model.record import BadgeRecord, BadgeSummary, Carrier, Received
from wallet.storage import badge_list, bodies, database, ids, values, words

_INSERT: Final = f"""
INSERT INTO badge (body, {badge_list.COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""  # noqa: S608 - constant columns
_BY_PAYLOAD: Final = "SELECT badge.number, badge.id FROM badge JOIN body ON body.number = badge.body WHERE sha256 = ?"
# By its index alone: a damaged page of other badges must not stand in the way.
_EARLIER: Final = """
SELECT id FROM badge INDEXED BY badge_by_successor WHERE superseded_by = ? AND superseded_by <> '' ORDER BY number DESC
"""
_RECORD: Final = f"SELECT body, {badge_list.COLUMNS} FROM badge WHERE number = ?"  # noqa: S608 - constant columns


def add(
    db: apsw.Connection, summary: BadgeSummary, received: Received, report: JsonObject, description: str
) -> str | None:
    """Keep a new badge and return its id; None when the same payload is there already."""
    body = bodies.keep(db, received.payload)
    if db.execute("SELECT 1 FROM badge WHERE body = ?", (body,)).fetchone() is not None:
        return None
    badge_id = free_id(db, received.payload)
    db.execute(
        _INSERT,
        values.columns(
            body,
            badge_id,
            summary.name,
            summary.issuer_id,
            summary.issuer_name,
            summary.subject,
            summary.valid_from,
            summary.valid_until,
            summary.format,
            summary.carrier,
            summary.outcome,
            summary.reasons,
            summary.trust,
            summary.checked_at,
            summary.added_at,
            summary.tags,
            summary.credential,
        ),
    )
    number = db.last_insert_rowid()
    texts = (summary.name, summary.issuer_name, description, " ".join(summary.tags))
    db.execute(
        "INSERT INTO word (rowid, name, issuer, description, tags) VALUES (?, ?, ?, ?, ?)",
        (number, *map(words.index_text, texts)),
    )
    _put_report(db, number, report)
    return badge_id


def keep_carrier(db: apsw.Connection, received: Received, at: datetime) -> str:
    """Keep the carrier of a badge that is there, unless it has it already; returns the id of the badge."""
    digest = values.sha256(received.payload)
    row = db.execute(_BY_PAYLOAD, (digest,)).fetchone()
    if row is None:
        raise VaultDamagedError(detail="badge missing")
    db.execute(
        "INSERT INTO carrier (badge, body, kind, name, source, received_at) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (badge, body) DO NOTHING",
        values.columns(
            values.integer(row[0]),
            bodies.keep(db, received.content),
            received.carrier,
            received.name,
            received.source,
            at,
        ),
    )
    return values.text(row[1])


def holds(db: apsw.Connection, payload: bytes) -> str | None:
    """The id of the badge with exactly this payload."""
    row = db.execute(_BY_PAYLOAD, (values.sha256(payload),)).fetchone()
    return None if row is None else values.text(row[1])


def record(db: apsw.Connection, badge_id: str) -> BadgeRecord:
    """One badge whole. Raises `VaultDamagedError` (`badge-damaged`) naming it when a part does not read back."""
    number, whole_id = badge_list.find(db, badge_id)
    try:
        return _record(db, number)
    except (*database.DAMAGE, CredentialError) as error:
        raise VaultDamagedError("badge-damaged", id=whole_id) from error


def save_report(db: apsw.Connection, summary: BadgeSummary, report: JsonObject, at: datetime) -> str:
    """Replace the report, and what the list shows but for carrier and tags; returns the outcome there was before."""
    number, _ = badge_list.find(db, summary.id)
    before = values.text(db.execute("SELECT outcome FROM badge WHERE number = ?", (number,)).get)
    db.execute(
        "UPDATE badge SET name = ?, issuer_id = ?, issuer_name = ?, subject = ?, valid_from = ?, valid_until = ?,"
        " outcome = ?, reasons = ?, trust = ?, checked_at = ?, credential = ? WHERE number = ?",
        values.columns(
            summary.name,
            summary.issuer_id,
            summary.issuer_name,
            summary.subject,
            summary.valid_from,
            summary.valid_until,
            summary.outcome,
            summary.reasons,
            summary.trust,
            summary.checked_at or at,
            summary.credential,
            number,
        ),
    )
    db.execute(
        "UPDATE word SET name = ?, issuer = ? WHERE rowid = ?",
        (words.index_text(summary.name), words.index_text(summary.issuer_name), number),
    )
    _put_report(db, number, report)
    return before


def supersede(db: apsw.Connection, older_id: str, newer_id: str) -> None:
    """Let a newer issue take the place of an older one, and of those the older had replaced; its tags go along."""
    number, whole_id = badge_list.find(db, older_id)
    tags = values.texts(db.execute("SELECT tags FROM badge WHERE number = ?", (number,)).get)
    db.execute(
        "UPDATE badge SET superseded_by = ?1 WHERE number = ?2 OR superseded_by = ?3", (newer_id, number, whole_id)
    )
    newer, _ = badge_list.find(db, newer_id)
    own = values.texts(db.execute("SELECT tags FROM badge WHERE number = ?", (newer,)).get)
    set_tags(db, newer_id, (*own, *tags))


def remove(db: apsw.Connection, badge_id: str) -> str:
    """Remove a badge with its earlier issues: carriers, report, search words, and bytes that nothing else refers to.

    Returns its whole id.
    """
    number, whole_id = badge_list.find(db, badge_id)
    for earlier in _earlier(db, whole_id):
        _remove_one(db, badge_list.find(db, earlier)[0])
    _remove_one(db, number)
    return whole_id


def _remove_one(db: apsw.Connection, number: int) -> None:
    referred = db.execute(
        "SELECT body FROM badge WHERE number = ?1 UNION SELECT body FROM carrier WHERE badge = ?1", (number,)
    ).fetchall()
    for statement in (
        "DELETE FROM carrier WHERE badge = ?",
        "DELETE FROM report WHERE badge = ?",
        "DELETE FROM word WHERE rowid = ?",
        "DELETE FROM badge WHERE number = ?",
    ):
        db.execute(statement, (number,))
    for (body,) in referred:
        bodies.drop_unreferenced(db, values.integer(body))


def _earlier(db: apsw.Connection, badge_id: str) -> tuple[str, ...]:
    rows = db.execute(_EARLIER, (badge_id,)).fetchall()
    return tuple(values.text(row[0]) for row in rows)


def set_tags(db: apsw.Connection, badge_id: str, tags: tuple[str, ...]) -> None:
    """Replace the tags, each once, in the order given."""
    number, _ = badge_list.find(db, badge_id)
    once = tuple(dict.fromkeys(tags))
    db.execute("UPDATE badge SET tags = ? WHERE number = ?", values.columns(once, number))
    db.execute("UPDATE word SET tags = ? WHERE rowid = ?", (words.index_text(" ".join(once)), number))


def _record(db: apsw.Connection, number: int) -> BadgeRecord:
    row = db.execute(_RECORD, (number,)).fetchone()
    if row is None:
        raise VaultDamagedError(detail="badge missing")
    return BadgeRecord(
        summary=badge_list.summary(row[1:]),
        payload=bodies.read(db, values.integer(row[0]))[1],
        carriers=tuple(_carriers(db, number)),
        report=_report(db, number),
        earlier=_earlier(db, values.text(row[1])),
    )


def _carriers(db: apsw.Connection, number: int) -> Iterator[Carrier]:
    rows = db.execute(
        "SELECT body, kind, name, source, received_at FROM carrier WHERE badge = ? ORDER BY number", (number,)
    ).fetchall()
    for body, kind, name, source, received_at in rows:
        digest, content = bodies.read(db, values.integer(body))
        yield Carrier(
            sha256=digest,
            kind=values.text(kind),
            name=values.text(name),
            source=values.text(source),
            received_at=values.instant(received_at),
            content=content,
        )


def _report(db: apsw.Connection, number: int) -> JsonObject | None:
    row = db.execute("SELECT sha256, content FROM report WHERE badge = ?", (number,)).fetchone()
    if row is None:
        return None
    content = values.blob(row[1])
    if values.sha256(content) != row[0]:
        raise VaultDamagedError(detail="report")
    return json.loads_object(content, max_bytes=len(content))


def _put_report(db: apsw.Connection, number: int, report: JsonObject) -> None:
    content = json.dumps(report)
    db.execute(
        "INSERT INTO report (badge, sha256, content) VALUES (?, ?, ?)"
        " ON CONFLICT (badge) DO UPDATE SET sha256 = excluded.sha256, content = excluded.content",
        (number, values.sha256(content), content),
    )


def free_id(db: apsw.Connection, payload: bytes) -> str:
    """The shortest beginning of the content's id that no other badge has."""
    whole = ids.content_id(payload)
    for length in range(ids.ID_CHARACTERS, len(whole)):
        if db.execute("SELECT 1 FROM badge WHERE id = ?", (whole[:length],)).fetchone() is None:
            return whole[:length]
    return whole
