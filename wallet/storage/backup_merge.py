"""Putting what a backup holds into a vault: what is there already stays, and nothing newer gives way to what is older.

Inside the caller's transaction. A badge is the same badge when its credential text is, byte for byte.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Final

import apsw

from wallet.codec.time import parse_instant
from wallet.errors import UsageError, VaultDamagedError, WalletError
from wallet.model.json import JsonObject
from wallet.model.material import Material, MaterialSource
from wallet.model.record import RegistrySnapshot, RestoredBadge
from wallet.storage import badge_list, badges, bodies, evidence, ids, journal, trust, values, words
from wallet.storage.backup_entries import MANIFEST, VAULT, Entry

IMPORTED: Final = "imported"
DUPLICATE: Final = "duplicate"
FAILED: Final = "failed"

_NAMES: Final = tuple(name.strip() for name in badge_list.COLUMNS.split(","))
_INSERT: Final = f"INSERT INTO badge (body, {badge_list.COLUMNS}) VALUES (?{', ?' * len(_NAMES)})"  # noqa: S608 - constant columns
_JUDGED: Final = (
    *("name", "issuer_id", "issuer_name", "subject", "valid_from", "valid_until"),
    *("outcome", "reasons", "trust", "checked_at", "credential"),
)
"""What a later check of a badge may have changed."""
_UPDATE: Final = f"UPDATE badge SET {', '.join(f'{name} = ?' for name in _JUDGED)} WHERE number = ?"  # noqa: S608 - constant columns
_HISTORY: Final = ("at", "action", "subject", "details")


class Merge:
    """One merge into one open database: `take` every entry in the order of the backup, then `finish`."""

    def __init__(self, db: apsw.Connection) -> None:
        self._db = db
        self.added: Counter[str] = Counter()
        self.badges: list[RestoredBadge] = []
        self._ids: dict[str, str] = {}
        self._numbers: dict[str, int] = {}
        self._new: set[str] = set()
        self._judged_anew: set[str] = set()
        self._successors: list[tuple[str, str]] = []
        self._history: list[JsonObject] = []
        self._keys: list[JsonObject] = []
        # A vault in which nothing was done yet has no key of its own that anybody knows.
        self._unused = not any(
            db.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone()  # noqa: S608 - constant names
            for table in ("badge", "share")
        )
        self._takers: Mapping[str, Callable[[Entry], bool]] = {
            "body": self._body,
            "badge": self._badge,
            "carrier": self._carrier,
            "report": self._report,
            "material": self._material,
            "revoking_list": self._revoking_list,
            "holder_key": self._holder_key,
            "share": self._share,
            "trusted_issuer": self._trusted_issuer,
            "seen_key": self._seen_key,
            "registry": self._registry,
            "setting": self._setting,
            "meta": self._meta,
            "history": self._remember,
        }

    def take(self, entry: Entry) -> None:
        """Merge one entry. Raises `VaultDamagedError` (`backup-damaged`) for one that no wallet wrote."""
        if entry.kind in {VAULT, MANIFEST}:
            return
        taker = self._takers.get(entry.kind)
        if taker is None:
            raise VaultDamagedError("backup-damaged", detail=entry.kind[:40])
        try:
            if taker(entry):
                self.added[entry.kind] += 1
        except (KeyError, TypeError, ValueError) as error:
            raise VaultDamagedError("backup-damaged", detail=entry.kind) from error

    def finish(self) -> None:
        """What can only be done once everything is there: successors, keys, history, and bytes nobody refers to."""
        for payload, successor in self._successors:
            self._succeed(payload, self._ids.get(successor, ""))
        for payload in self._new:
            self._place(payload)
        self._put_keys()
        self._put_history()
        for number in self._numbers.values():
            bodies.drop_unreferenced(self._db, number)

    # --- badges ---------------------------------------------------------------------------------------------------

    def _body(self, entry: Entry) -> bool:
        if entry.fields["sha256"] != values.sha256(entry.content):
            raise VaultDamagedError("backup-damaged", detail="sha256")
        digest = values.text(entry.fields["sha256"])
        self._numbers[digest] = bodies.keep(self._db, entry.content)
        return False

    def _badge(self, entry: Entry) -> bool:
        fields, payload = entry.fields, values.text(entry.fields["body"])
        badge_id, name = values.text(fields["id"]), values.text(fields["name"])
        self._db.execute("SAVEPOINT badge")
        try:
            kept_id, outcome = self._keep(payload, fields)
        except (WalletError, KeyError) as error:
            self._db.execute("ROLLBACK TO badge")
            code = error.code if isinstance(error, WalletError) else "backup-damaged"
            self.badges.append(RestoredBadge(id=badge_id, name=name, outcome=FAILED, reason=code))
            return False
        finally:
            self._db.execute("RELEASE badge")
        self._ids[badge_id] = kept_id
        successor = values.text(fields["superseded_by"])
        if successor:
            self._successors.append((payload, successor))
        self.badges.append(RestoredBadge(id=kept_id, name=name, outcome=outcome))
        return outcome == IMPORTED

    def _keep(self, payload: str, fields: JsonObject) -> tuple[str, str]:
        number = self._numbers.get(payload)
        if number is None:
            raise VaultDamagedError("badge-damaged")
        row = tuple(fields[name] for name in _NAMES)
        # Read as the list reads it: what that could not show is not kept.
        summary = badge_list.summary(row)
        there = self._db.execute("SELECT number, id, checked_at, tags FROM badge WHERE body = ?", (number,)).fetchone()
        if there is not None:
            self._bring_up_to_date(there, payload, fields)
            return values.text(there[1]), DUPLICATE
        if not ids.content_id(bodies.read(self._db, number)[1]).startswith(summary.id):
            raise VaultDamagedError("badge-damaged")
        taken = self._db.execute("SELECT 1 FROM badge WHERE id = ?", (summary.id,)).fetchone()
        badge_id = badges.free_id(self._db, bodies.read(self._db, number)[1]) if taken else summary.id
        self._db.execute(_INSERT, (number, badge_id, *map(_column, row[1:])))
        description = fields["description"]
        indexed = (
            *map(words.index_text, (summary.name, summary.issuer_name)),
            "" if description is None else values.text(description),
            words.index_text(" ".join(summary.tags)),
        )
        self._db.execute(
            "INSERT INTO word (rowid, name, issuer, description, tags) VALUES (?, ?, ?, ?, ?)",
            (self._db.last_insert_rowid(), *indexed),
        )
        self._new.add(payload)
        self._judged_anew.add(payload)
        return badge_id, IMPORTED

    def _bring_up_to_date(self, there: tuple[object, ...], payload: str, fields: JsonObject) -> None:
        """A later check counts; tags only where there are none."""
        number, checked_at = values.integer(there[0]), values.optional_text(there[2])
        theirs = values.optional_text(fields["checked_at"])
        if theirs is not None and (checked_at is None or theirs > checked_at):
            self._db.execute(_UPDATE, (*(_column(fields[name]) for name in _JUDGED), number))
            self._db.execute(
                "UPDATE word SET name = ?, issuer = ? WHERE rowid = ?",
                (*(words.index_text(values.text(fields[name])) for name in ("name", "issuer_name")), number),
            )
            self._judged_anew.add(payload)
        if not values.texts(there[3]):
            badges.set_tags(self._db, values.text(there[1]), values.texts(fields["tags"]))

    def _carrier(self, entry: Entry) -> bool:
        fields = entry.fields
        badge, body = self._badge_number(fields["badge"]), self._numbers.get(values.text(fields["body"]))
        if badge is None or body is None:
            return False
        columns = values.columns(
            *(values.text(fields[name]) for name in ("kind", "name", "source")), values.instant(fields["received_at"])
        )
        self._db.execute(
            "INSERT INTO carrier (badge, body, kind, name, source, received_at) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (badge, body) DO NOTHING",
            (badge, body, *columns),
        )
        return bool(self._db.changes())

    def _report(self, entry: Entry) -> bool:
        badge = self._badge_number(entry.fields["badge"])
        if badge is None or entry.fields["badge"] not in self._judged_anew:
            return False
        self._db.execute(
            "INSERT OR REPLACE INTO report (badge, sha256, content) VALUES (?, ?, ?)",
            (badge, values.text(entry.fields["sha256"]), entry.content),
        )
        return True

    def _badge_number(self, payload: object) -> int | None:
        row = self._db.execute(
            "SELECT badge.number FROM badge JOIN body ON body.number = badge.body WHERE sha256 = ?",
            (values.text(payload),),
        ).fetchone()
        return None if row is None else values.integer(row[0])

    def _succeed(self, payload: str, successor: str) -> None:
        """Let a badge stand behind the one that took its place, or behind what took the place of that one."""
        row = self._db.execute("SELECT id, superseded_by FROM badge WHERE id = ?", (successor,)).fetchone()
        number = self._badge_number(payload)
        if row is None or number is None:
            return
        head = values.text(row[1]) or values.text(row[0])
        own = self._db.execute("SELECT id, superseded_by FROM badge WHERE number = ?", (number,)).fetchone()
        if own is not None and own[1] == "" and own[0] != head:
            self._db.execute("UPDATE badge SET superseded_by = ?1 WHERE number = ?2 OR superseded_by = ?3",
                             (head, number, own[0]))  # fmt: skip

    def _place(self, payload: str) -> None:
        """A badge that came back takes its place among the issues of its credential, as an imported one does."""
        number = self._badge_number(payload)
        row = self._db.execute(
            "SELECT id, credential, valid_from FROM badge WHERE number = ? AND superseded_by = ''", (number,)
        ).fetchone()
        if row is None:
            return
        badge_id, own = values.text(row[0]), parse_instant(values.optional_text(row[2]) or "")
        for other in badge_list.issues(self._db, values.text(row[1])):
            theirs = parse_instant(other.valid_from or "")
            if other.id != badge_id and own is not None and theirs is not None and own != theirs:
                older, newer = (badge_id, other.id) if own < theirs else (other.id, badge_id)
                badges.supersede(self._db, older, newer)
                return

    # --- everything else ------------------------------------------------------------------------------------------

    def _material(self, entry: Entry) -> bool:
        material = self._kept(entry.fields, MaterialSource(values.text(entry.fields["origin"])))
        if material is None:
            return False
        kept = "SELECT body, retrieved_at, origin FROM material WHERE url = ?"
        before = self._db.execute(kept, (material.url,)).fetchone()
        evidence.keep_material(self._db, material)
        return before != self._db.execute(kept, (material.url,)).fetchone()

    def _revoking_list(self, entry: Entry) -> bool:
        material = self._kept(entry.fields, MaterialSource.VAULT)
        if material is not None:
            evidence.keep_revoking_list(self._db, material)
        return material is not None and bool(self._db.changes())

    def _kept(self, fields: JsonObject, source: MaterialSource) -> Material | None:
        number = self._numbers.get(values.text(fields["body"]))
        if number is None:
            return None
        digest, content = bodies.read(self._db, number)
        return Material(
            url=values.text(fields["url"]),
            content=content,
            media_type=values.text(fields["media_type"]),
            sha256=digest,
            source=source,
            retrieved_at=values.optional_instant(fields["retrieved_at"]),
            valid_until=values.optional_instant(fields.get("valid_until")),
            refresh_after=values.optional_instant(fields.get("refresh_after")),
        )

    def _holder_key(self, entry: Entry) -> bool:
        public = bytes.fromhex(values.text(entry.fields["public"]))
        if self._db.execute("SELECT 1 FROM holder_key WHERE public = ?", (public,)).fetchone() is not None:
            return False
        self._keys.append(entry.fields)
        return True

    def _put_keys(self) -> None:
        """Behind the current key of a vault in use; before it in one where nothing was done yet."""
        row = self._db.execute("SELECT min(number), max(number) FROM holder_key").fetchone()
        lowest, highest = row if row is not None and row[0] is not None else (1, 0)
        first = highest + 1 if self._unused else lowest - len(self._keys)
        for number, fields in enumerate(self._keys, start=first):
            public, private = (bytes.fromhex(values.text(fields[name])) for name in ("public", "private"))
            self._db.execute(
                "INSERT INTO holder_key (number, type, public, private) VALUES (?, ?, ?, ?)",
                (number, values.text(fields["type"]), public, private),
            )

    def _share(self, entry: Entry) -> bool:
        fields = dict(entry.fields)
        shown = tuple(self._ids.get(badge_id, badge_id) for badge_id in values.texts(fields["credentials"]))
        (credentials,) = values.columns(shown)
        # A share taken back stays taken back, wherever that was written down.
        revoked_at = values.optional_text(fields["revoked_at"])
        there = self._db.execute("SELECT revoked_at FROM share WHERE id = ?", (_column(fields["id"]),)).fetchone()
        if there is not None:
            if there[0] is None and revoked_at is not None:
                self._db.execute("UPDATE share SET revoked_at = ? WHERE id = ?", (revoked_at, _column(fields["id"])))
                return True
            return False
        names = (
            "id",
            "target",
            "link",
            "file",
            "audience",
            "purpose",
            "note",
            "created_at",
            "expires_at",
            "revoke_key",
        )
        self._db.execute(
            f"INSERT INTO share ({', '.join(names)}, revoked_at, credentials)"  # noqa: S608 - constant columns
            f" VALUES ({', '.join('?' * len(names))}, ?, ?)",
            (*(_column(fields[name]) for name in names), revoked_at, credentials),
        )
        return True

    def _trusted_issuer(self, entry: Entry) -> bool:
        fields = entry.fields
        self._db.execute(
            "INSERT INTO trusted_issuer (id, name, vouched_by, since) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE"
            " SET name = excluded.name, vouched_by = excluded.vouched_by, since = excluded.since"
            " WHERE excluded.since > since",
            tuple(values.text(fields[name]) for name in ("id", "name", "vouched_by", "since")),
        )
        return bool(self._db.changes())

    def _seen_key(self, entry: Entry) -> bool:
        fields = entry.fields
        accepted = values.integer(fields["accepted"])
        self._db.execute(
            "INSERT INTO seen_key (issuer, key, first_seen, accepted) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (issuer, key) DO NOTHING",
            (*(values.text(fields[name]) for name in ("issuer", "key", "first_seen")), accepted),
        )
        return bool(self._db.changes())

    def _registry(self, entry: Entry) -> bool:
        fields = entry.fields
        kept = self._db.execute("SELECT sha256 FROM registry WHERE name = ?", (values.text(fields["name"]),)).fetchone()
        if kept is not None and kept[0] == fields["sha256"]:
            return False
        try:
            trust.save_registry(
                self._db,
                RegistrySnapshot(
                    name=values.text(fields["name"]),
                    kind=values.text(fields["kind"]),
                    source=values.text(fields["source"]),
                    content=entry.content,
                    sha256=values.sha256(entry.content),
                    dated=values.instant(fields["dated"]),
                    retrieved_at=values.instant(fields["retrieved_at"]),
                ),
            )
        except UsageError:
            # What is kept is of a later date.
            return False
        return True

    def _setting(self, entry: Entry) -> bool:
        self._db.execute(
            "INSERT OR IGNORE INTO setting (name, value) VALUES (?, ?)",
            (values.text(entry.fields["name"]), values.text(entry.fields["value"])),
        )
        return bool(self._db.changes())

    def _meta(self, entry: Entry) -> bool:
        if entry.fields["name"] == journal.LATEST_TIME:
            journal.note_time(self._db, values.instant(entry.fields["value"]))
        return False

    def _remember(self, entry: Entry) -> bool:
        self._history.append(entry.fields)
        return False

    def _put_history(self) -> None:
        """What the vault does not have goes behind what it has: as it stands where it continues the same history."""
        known = Counter(self._db.execute(f"SELECT {', '.join(_HISTORY)} FROM history"))  # noqa: S608 - constant columns
        for fields in self._history:
            row = tuple(values.text(fields[name]) for name in _HISTORY)
            if known[row]:
                known[row] -= 1
                continue
            journal.append_row(self._db, row)
            self.added["history"] += 1


def _column(value: object) -> values.Column:
    return value if value is None or isinstance(value, int) else values.text(value)
