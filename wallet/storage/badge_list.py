"""The list of badges: who is in it, found by id, by words, and in spite of damaged pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import apsw

from wallet.errors import NotFoundError, UsageError
from wallet.model.record import BadgeSummary
from wallet.storage import database, ids, values, words

COLUMNS: Final = (
    "id, name, issuer_id, issuer_name, subject, valid_from, valid_until, format, carrier,"
    " outcome, reasons, trust, checked_at, added_at, tags, credential"
)
"""The columns of a `BadgeSummary`, in the order of its fields."""

_ALL: Final = f"SELECT {COLUMNS} FROM badge WHERE superseded_by = '' ORDER BY number DESC"  # noqa: S608 - constant columns
_ONE: Final = f"SELECT {COLUMNS} FROM badge WHERE number = ? AND superseded_by = ''"  # noqa: S608 - constant columns
_MATCHING: Final = f"""
SELECT {COLUMNS} FROM badge
WHERE number IN (SELECT rowid FROM word WHERE word MATCH ?) AND superseded_by = '' ORDER BY number DESC
"""  # noqa: S608 - constant columns
_ISSUES: Final = f"""
SELECT {COLUMNS} FROM badge INDEXED BY badge_by_credential
WHERE credential = ? AND credential <> '' AND superseded_by = '' ORDER BY number DESC
"""  # noqa: S608 - constant columns
_AMBIGUOUS_SHOWN: Final = 5
_AFTER_Z: Final = "{"
"""The character after `z`: ids beginning with p are those from p up to p followed by it."""


def find(db: apsw.Connection, badge_id: str) -> tuple[int, str]:
    """The number and the whole id for an id or unique prefix. Raises `NotFoundError`, `UsageError` (`ambiguous-id`)."""
    wanted = ids.typed_id(badge_id)
    rows = db.execute(
        "SELECT number, id FROM badge INDEXED BY badge_by_id WHERE id >= ?1 AND id < ?1 || ?2 ORDER BY id LIMIT ?3",
        (wanted, _AFTER_Z, _AMBIGUOUS_SHOWN),
    ).fetchall()
    if not rows:
        raise NotFoundError(id=badge_id)
    found = [(values.integer(number), values.text(text)) for number, text in rows]
    # A whole id that is also the beginning of a longer one means the badge that has it.
    if len(found) > 1 and found[0][1] != wanted:
        raise UsageError("ambiguous-id", id=badge_id, matches=", ".join(text for _, text in found))
    return found[0]


def summaries(db: apsw.Connection, search: str) -> tuple[BadgeSummary, ...]:
    """The list, newest first. Rows on damaged pages are left out: `problems` names them."""
    expression = words.match_expression(search)
    if expression:
        return tuple(map(summary, db.execute(_MATCHING, (expression,))))
    if search.strip():
        return ()
    try:
        return tuple(map(summary, db.execute(_ALL)))
    except database.DAMAGE:
        database.read_on(db)
        return tuple(_readable(db))


def issues(db: apsw.Connection, credential: str) -> tuple[BadgeSummary, ...]:
    """The badges of the list that are issues of one credential."""
    return tuple(map(summary, db.execute(_ISSUES, (credential,))))


def all_ids(db: apsw.Connection) -> list[tuple[int, str]]:
    """Every badge's number and id, newest first, from the index alone: it names badges whose own row is damaged."""
    rows = db.execute("SELECT number, id FROM badge INDEXED BY badge_by_id")
    return sorted(((values.integer(number), values.text(text)) for number, text in rows), reverse=True)


def summary(row: tuple[object, ...]) -> BadgeSummary:
    """The row of `COLUMNS` as a value."""
    return BadgeSummary(
        id=values.text(row[0]),
        name=values.text(row[1]),
        issuer_id=values.text(row[2]),
        issuer_name=values.text(row[3]),
        subject=values.text(row[4]),
        valid_from=values.optional_text(row[5]),
        valid_until=values.optional_text(row[6]),
        format=values.text(row[7]),
        carrier=values.text(row[8]),
        outcome=values.text(row[9]),
        reasons=values.texts(row[10]),
        trust=values.text(row[11]),
        checked_at=values.optional_instant(row[12]),
        added_at=values.instant(row[13]),
        tags=values.texts(row[14]),
        credential=values.text(row[15]),
    )


def _readable(db: apsw.Connection) -> Iterator[BadgeSummary]:
    for number, _ in all_ids(db):
        try:
            row = db.execute(_ONE, (number,)).fetchone()
            if row is not None:
                yield summary(row)
        except database.DAMAGE:
            database.read_on(db)
