"""What a backup holds, as entries: one for each row of the vault, its received bytes beside it.

An entry is four bytes of length, that many bytes of JSON, and the bytes it speaks of. The last entry is the manifest:
how many entries of each kind there are, and the SHA-256 of everything before it. Rows point to each other by the
SHA-256 of what they are about, never by number, so that they can be put into a vault that has rows already.
"""

from __future__ import annotations

import hashlib
import struct
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

import apsw

from wallet.codec import json
from wallet.errors import CredentialError, VaultDamagedError
from wallet.model.frozen import frozen
from wallet.model.json import JsonObject, JsonValue
from wallet.storage import badge_list, database, values

_LENGTH: Final = struct.Struct(">I")
MAX_HEAD_BYTES: Final = 16 * 1024 * 1024
"""The JSON of one row. The longest is what a badge is searched by."""
MANIFEST: Final = "manifest"
VAULT: Final = "vault"
_LOST_SHOWN: Final = 100
_ESSENTIAL: Final = ("body", "badge")
_REFERRED: Final = """
SELECT body FROM badge UNION SELECT body FROM carrier
UNION SELECT body FROM material UNION SELECT body FROM revoking_list
"""
_BADGE_COLUMNS: Final = ", ".join(f"badge.{name.strip()}" for name in badge_list.COLUMNS.split(","))


@frozen
class Entry:
    """One row: its columns by name, and the bytes of its column `content`."""

    kind: str
    fields: JsonObject
    content: bytes = b""


@frozen
class Table:
    """Where entries of a kind come from: the keys of its rows with a name for each, and one row by its key."""

    kind: str
    keys: str
    row: str


TABLES: Final = (
    Table(
        kind="body",
        keys=f"SELECT number, sha256 FROM body WHERE number IN ({_REFERRED}) ORDER BY sha256",  # noqa: S608 - constant columns
        row="SELECT sha256, content FROM body WHERE number = ?",
    ),
    Table(
        kind="badge",
        keys="SELECT number, id FROM badge INDEXED BY badge_by_id ORDER BY number",
        row=f"SELECT body.sha256 AS body, {_BADGE_COLUMNS}, badge.superseded_by, word.description FROM badge"  # noqa: S608 - constant columns
        " JOIN body ON body.number = badge.body LEFT JOIN word ON word.rowid = badge.number WHERE badge.number = ?",
    ),
    Table(
        kind="carrier",
        keys="SELECT number, number FROM carrier ORDER BY number",
        row="SELECT own.sha256 AS badge, body.sha256 AS body, kind, name, source, received_at FROM carrier"
        " JOIN body ON body.number = carrier.body"
        " JOIN body AS own ON own.number = (SELECT body FROM badge WHERE number = carrier.badge)"
        " WHERE carrier.number = ?",
    ),
    Table(
        kind="report",
        keys="SELECT badge, badge FROM report ORDER BY badge",
        row="SELECT body.sha256 AS badge, report.sha256, report.content FROM report"
        " JOIN body ON body.number = (SELECT body FROM badge WHERE number = report.badge) WHERE report.badge = ?",
    ),
    Table(
        kind="material",
        keys="SELECT url, url FROM material ORDER BY url",
        row="SELECT url, body.sha256 AS body, media_type, retrieved_at, valid_until, refresh_after, origin"
        " FROM material JOIN body ON body.number = material.body WHERE url = ?",
    ),
    Table(
        kind="revoking_list",
        keys="SELECT revoking_list.rowid, url FROM revoking_list JOIN body ON body.number = body ORDER BY url, sha256",
        row="SELECT url, body.sha256 AS body, media_type, retrieved_at"
        " FROM revoking_list JOIN body ON body.number = revoking_list.body WHERE revoking_list.rowid = ?",
    ),
    Table(
        kind="holder_key",
        keys="SELECT number, number FROM holder_key ORDER BY number",
        row="SELECT type, lower(hex(public)) AS public, lower(hex(private)) AS private FROM holder_key"
        " WHERE number = ?",
    ),
    Table(
        kind="share",
        keys="SELECT number, id FROM share ORDER BY number",
        row="SELECT id, target, link, file, credentials, audience, purpose, note, created_at, expires_at, revoked_at,"
        " revoke_key FROM share WHERE number = ?",
    ),
    Table(
        kind="trusted_issuer",
        keys="SELECT id, id FROM trusted_issuer ORDER BY id",
        row="SELECT id, name, vouched_by, since FROM trusted_issuer WHERE id = ?",
    ),
    Table(
        kind="seen_key",
        keys="SELECT json_array(issuer, key), issuer FROM seen_key ORDER BY issuer, key",
        row="SELECT issuer, key, first_seen, accepted FROM seen_key"
        " WHERE issuer = json_extract(?1, '$[0]') AND key = json_extract(?1, '$[1]')",
    ),
    Table(
        kind="registry",
        keys="SELECT name, name FROM registry ORDER BY name",
        row="SELECT name, kind, source, sha256, dated, retrieved_at, content FROM registry WHERE name = ?",
    ),
    Table(
        kind="setting",
        keys="SELECT name, name FROM setting ORDER BY name",
        row="SELECT name, value FROM setting WHERE name = ?",
    ),
    Table(
        kind="meta",
        keys="SELECT name, name FROM meta ORDER BY name",
        row="SELECT name, value FROM meta WHERE name = ?",
    ),
    Table(
        kind="history",
        keys="SELECT number, number FROM history ORDER BY number",
        row="SELECT at, action, subject, details, previous, sha256 FROM history WHERE number = ?",
    ),
)
"""In the order in which a vault is put together: bytes first, then what points to them."""


def entries(db: apsw.Connection, lost: list[str]) -> Iterator[Entry]:
    """Every row of the vault. A row that does not read back is named in `lost` (`kind name`), and the rest goes on.

    Raises `VaultDamagedError` where not even the list of badges, or of their bytes, can be read.
    """
    gone: set[object] = set()
    for table in TABLES:
        for key, name in _keys(db, table, lost):
            found = _row(db, table, key)
            if found is None or gone.intersection((found.fields.get("body"), found.fields.get("badge"))):
                lost.append(f"{table.kind} {name}")
                gone.add(name)
                if found is not None and table.kind == "badge":
                    gone.add(found.fields["body"])
            else:
                yield found


def manifest(kinds: Counter[str], digest: str, lost: list[str]) -> Entry:
    """The last entry, over all that were written before it."""
    counted: JsonObject = {kind: kinds[kind] for kind in sorted(kinds)}
    return Entry(kind=MANIFEST, fields={"entries": counted, "sha256": digest, "lost": [*lost[:_LOST_SHOWN]]})


def encode(entry: Entry) -> bytes:
    """An entry as it stands in the file."""
    head: JsonObject = {"kind": entry.kind, "fields": entry.fields}
    if entry.content:
        head |= {"size": len(entry.content), "sha256": values.sha256(entry.content)}
    text = json.dumps(head)
    return _LENGTH.pack(len(text)) + text + entry.content


class EntryReader:
    """The entries of a file, one after the other; `read` gives exactly as many bytes as it is asked for.

    Raises `VaultDamagedError` (`backup-damaged`) for anything that was not written by `encode`, and at the manifest for
    anything that is not there or there too much.
    """

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self._read = read
        self._digest = hashlib.sha256()
        self.kinds: Counter[str] = Counter()
        self.contents = hashlib.sha256()
        """Over every entry but those of the backup itself: two vaults with the same content have the same."""

    def __iter__(self) -> Iterator[Entry]:
        while True:
            entry, encoded = self._next()
            if entry.kind == MANIFEST:
                self._check(entry)
                yield entry
                return
            self._digest.update(encoded)
            self.kinds[entry.kind] += 1
            if entry.kind != VAULT:
                self.contents.update(encoded)
            yield entry

    def _next(self) -> tuple[Entry, bytes]:
        packed = self._read(_LENGTH.size)
        (length,) = _LENGTH.unpack(packed)
        if length > MAX_HEAD_BYTES:
            raise VaultDamagedError("backup-damaged", detail="entry")
        text = self._read(length)
        try:
            head = json.loads_object(text, max_bytes=MAX_HEAD_BYTES)
        except CredentialError as error:
            raise VaultDamagedError("backup-damaged", detail="entry") from error
        kind, fields, size = head.get("kind"), head.get("fields"), head.get("size", 0)
        if not isinstance(kind, str) or not isinstance(fields, dict) or not isinstance(size, int) or size < 0:
            raise VaultDamagedError("backup-damaged", detail="entry")
        content = self._read(size)
        if size and values.sha256(content) != head.get("sha256"):
            raise VaultDamagedError("backup-damaged", detail="sha256")
        return Entry(kind=kind, fields=fields, content=content), packed + text + content

    def _check(self, entry: Entry) -> None:
        counted: dict[str, JsonValue] = dict(self.kinds)
        if entry.fields.get("sha256") != self._digest.hexdigest() or entry.fields.get("entries") != counted:
            raise VaultDamagedError("backup-damaged", detail="manifest")


def _keys(db: apsw.Connection, table: Table, lost: list[str]) -> list[tuple[values.Column, str]]:
    try:
        return [(_plain(key), str(name)) for key, name in db.execute(table.keys)]
    except database.DAMAGE as error:
        if table.kind in _ESSENTIAL:
            raise VaultDamagedError(detail=table.kind) from error
        database.read_on(db)
        lost.append(table.kind)
        return []


def _row(db: apsw.Connection, table: Table, key: values.Column) -> Entry | None:
    try:
        cursor = db.execute(table.row, (key,))
        row = cursor.fetchone()
        if row is None:
            return None
        names = [description[0] for description in cursor.getdescription()]
    except database.DAMAGE:
        database.read_on(db)
        return None
    fields: JsonObject = {}
    content = b""
    for name, value in zip(names, row, strict=True):
        if name == "content":
            content = values.blob(value)
        else:
            fields[name] = _json_value(value)
    if content and values.sha256(content) != fields.get("sha256"):
        return None
    return Entry(kind=table.kind, fields=fields, content=content)


def _plain(value: object) -> values.Column:
    return value if isinstance(value, int) else values.text(value)


def _json_value(value: object) -> JsonValue:
    if value is None or isinstance(value, (int, str)):
        return value
    raise VaultDamagedError(detail="column")
