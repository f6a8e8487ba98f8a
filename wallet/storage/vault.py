"""The vault that ships: one encrypted SQLite file, one transaction for each change.

Opened by `wallet.storage.open`. What a method does inside its transaction is in the module named after the subject
(`badges`, `sharing`, `evidence`, `journal`, `holder_keys`); here is when a transaction begins and ends, and what of it
goes into the history: `imported`, `verdict-changed`, `removed`, `shared`, `revoked`. An entry names a badge by its id
alone, so that nothing of a removed badge stays in it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

import apsw

from wallet.errors import VaultLockedError
from wallet.model.json import JsonObject
from wallet.model.key import SigningKey
from wallet.model.material import Material
from wallet.model.record import (
    BackupContents,
    BadgeRecord,
    BadgeSummary,
    HistoryEntry,
    ImportOutcome,
    Issue,
    Received,
    RegistrySnapshot,
    Restored,
    SeenKey,
    ShareRecord,
    TrustedIssuer,
)
from wallet.model.secret import Secret
from wallet.storage import (
    backup,
    badge_list,
    badges,
    database,
    evidence,
    holder_keys,
    journal,
    key_file,
    migrations,
    sharing,
    soundness,
    trust,
    values,
)
from wallet.storage.backup import OpenedBackup, PassphraseSource


class SqliteVault:
    """An open vault; see `wallet.storage.interface.Vault` for what each method promises.

    One lock and one connection serve all threads; several processes take turns, each waiting up to five seconds
    (`VaultStorageError` `vault-busy` after that). A closed vault raises `VaultLockedError`.
    """

    def __init__(self, connection: apsw.Connection, path: Path, key: Secret) -> None:
        self._connection: apsw.Connection | None = connection
        self._path: Final = path
        # For the backups made while it is open; the library holds it as well.
        self._key: Secret | None = key
        self._lock: Final = threading.RLock()
        self._notes_time = True

    @classmethod
    def open(cls, path: Path, key: Secret) -> SqliteVault:
        """Open the file with the vault key, and migrate it. A newer one raises `VaultNewerError` and is not written."""
        connection = database.open_existing(path, key)
        try:
            migrations.require_known_version(connection, path)
            database.apply_settings(connection, path)
            migrations.migrate(connection, path, key)
        except BaseException:
            connection.close()
            raise
        return cls(connection, path, key)

    @classmethod
    def create(cls, path: Path, key: Secret, at: datetime) -> SqliteVault:
        """Create the file, which must not exist, with mode 0600."""
        connection = database.create(path, key)
        try:
            database.apply_settings(connection, path)
            migrations.migrate(connection, path, key)
            with database.changing(connection, path):
                journal.note_time(connection, at)
            database.require_encrypted(path)
        finally:
            connection.close()
        # Opened anew: the connection that made the search index keeps a stale idea of it.
        return cls.open(path, key)

    def add(
        self,
        summary: BadgeSummary,
        received: Received,
        report: JsonObject,
        at: datetime,
        *,
        description: str = "",
        issue: Issue | None = None,
    ) -> tuple[ImportOutcome, str]:
        """Keep a badge with its carrier and report, in its place among the issues of its credential."""
        with self._changing(at) as db:
            added = badges.add(db, summary, received, report, description)
            badge_id = badges.keep_carrier(db, received, at)
            if not added:
                return ImportOutcome.DUPLICATE, badge_id
            journal.append(db, HistoryEntry(at=at, action="imported", subject=badge_id))
            if issue is None:
                return ImportOutcome.IMPORTED, badge_id
            older, newer = (issue.other, badge_id) if issue.is_newer else (badge_id, issue.other)
            badges.supersede(db, older, newer)
            journal.append(db, HistoryEntry(at=at, action="updated", subject=newer, details={"before": older}))
        return (ImportOutcome.UPDATED if issue.is_newer else ImportOutcome.DUPLICATE), newer

    def issues(self, credential: str) -> tuple[BadgeSummary, ...]:
        """The badges of the list that are issues of one credential."""
        with self._reading() as db:
            return badge_list.issues(db, credential)

    def holds(self, payload: bytes) -> str | None:
        """The id of the badge with exactly this payload."""
        with self._reading() as db:
            return badges.holds(db, payload)

    def badges(self, search: str = "") -> tuple[BadgeSummary, ...]:
        """The library, newest first."""
        with self._reading() as db:
            return badge_list.summaries(db, search)

    def badge(self, badge_id: str) -> BadgeRecord:
        """One badge whole, by id or unique prefix."""
        with self._reading() as db:
            return badges.record(db, badge_id)

    def save_report(self, summary: BadgeSummary, report: JsonObject, at: datetime) -> None:
        """Replace the report and the verdict columns."""
        with self._changing(at) as db:
            before = badges.save_report(db, summary, report, at)
            if before != summary.outcome:
                details = {"before": before, "now": summary.outcome}
                journal.append(db, HistoryEntry(at=at, action="verdict-changed", subject=summary.id, details=details))

    def remove(self, badge_id: str, at: datetime) -> None:
        """Remove a badge for good."""
        with self._changing(at) as db:
            removed = badges.remove(db, badge_id)
            journal.append(db, HistoryEntry(at=at, action="removed", subject=removed))

    def set_tags(self, badge_id: str, tags: tuple[str, ...]) -> None:
        """Replace the tags of a badge."""
        with self._changing() as db:
            badges.set_tags(db, badge_id, tags)

    def keep_material(self, material: Material) -> None:
        """Keep bytes from outside."""
        with self._changing() as db:
            evidence.keep_material(db, material)

    def material(self, url: str) -> Material | None:
        """The newest kept bytes of `url`."""
        with self._reading() as db:
            return evidence.material(db, url)

    def keep_revoking_list(self, material: Material) -> None:
        """Keep a status list that has revoked a badge."""
        with self._changing() as db:
            evidence.keep_revoking_list(db, material)

    def revoking_lists(self, url: str) -> tuple[Material, ...]:
        """The lists of `url` that have revoked a badge."""
        with self._reading() as db:
            return evidence.revoking_lists(db, url)

    def holder_key(self) -> SigningKey:
        """The learner's current signing key."""
        with self._reading() as db:
            key = holder_keys.current(db)
        if key is not None:
            return key
        with self._changing() as db:
            # Looked up again: another process may have made it meanwhile.
            return holder_keys.current(db) or holder_keys.create(db)

    def save_share(self, share: ShareRecord) -> None:
        """Record a share."""
        with self._changing(share.created_at) as db:
            if sharing.save(db, share):
                details = {"target": share.target, "audience": share.audience, "badges": " ".join(share.credentials)}
                entry = HistoryEntry(at=share.created_at, action="shared", subject=share.id, details=details)
                journal.append(db, entry)

    def shares(self) -> tuple[ShareRecord, ...]:
        """All shares, newest first."""
        with self._reading() as db:
            return sharing.everything(db)

    def mark_revoked(self, share_id: str, at: datetime) -> None:
        """Record that a share was taken back."""
        with self._changing(at) as db:
            if sharing.mark_revoked(db, share_id, at):
                journal.append(db, HistoryEntry(at=at, action="revoked", subject=share_id))

    def trust(self, issuer: TrustedIssuer) -> None:
        """Record that an issuer is known."""
        with self._changing() as db:
            evidence.trust(db, issuer)

    def distrust(self, issuer_id: str) -> None:
        """Forget that an issuer is known."""
        with self._changing() as db:
            evidence.distrust(db, issuer_id)

    def trusted(self) -> tuple[TrustedIssuer, ...]:
        """The issuers the user knows."""
        with self._reading() as db:
            return evidence.trusted(db)

    def see_keys(self, issuer: str, keys: Sequence[str], at: datetime) -> tuple[str, ...]:
        """Note the keys of an issuer; a new one beside those seen before goes into the history."""
        with self._reading() as db:
            known = {seen.key for seen in trust.seen_keys(db) if seen.issuer == issuer}
        if known.issuperset(keys):
            return ()
        with self._changing(at) as db:
            new = trust.see_keys(db, issuer, keys, at)
            for key in new:
                journal.append(db, HistoryEntry(at=at, action="key-changed", subject=issuer, details={"key": key}))
        return new

    def accept_keys(self, issuer: str, at: datetime) -> None:
        """Let every key that the issuer was seen with count as its own."""
        with self._changing(at) as db:
            trust.accept_keys(db, issuer)
            journal.append(db, HistoryEntry(at=at, action="keys-accepted", subject=issuer))

    def seen_keys(self) -> tuple[SeenKey, ...]:
        """Every key seen, by issuer."""
        with self._reading() as db:
            return trust.seen_keys(db)

    def save_registry(self, snapshot: RegistrySnapshot) -> None:
        """Keep a registry of issuers, unless what is kept is of a later date."""
        with self._changing() as db:
            trust.save_registry(db, snapshot)

    def remove_registry(self, name: str) -> None:
        """Forget a registry."""
        with self._changing() as db:
            trust.remove_registry(db, name)

    def registries(self) -> tuple[RegistrySnapshot, ...]:
        """The kept registries, by name."""
        with self._reading() as db:
            return trust.registries(db)

    def record(self, entry: HistoryEntry) -> None:
        """Append to the history."""
        with self._changing(entry.at) as db:
            journal.append(db, entry)

    def history(self) -> tuple[HistoryEntry, ...]:
        """Everything that happened, oldest first."""
        with self._reading() as db:
            return tuple(journal.entries(db))

    def setting(self, name: str) -> str | None:
        """A remembered setting."""
        with self._reading() as db:
            row = db.execute("SELECT value FROM setting WHERE name = ?", values.columns(name)).fetchone()
        return None if row is None else values.text(row[0])

    def set_setting(self, name: str, value: str) -> None:
        """Remember a setting."""
        with self._changing() as db:
            db.execute("INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)", values.columns(name, value))

    def latest_time(self) -> datetime | None:
        """The latest instant the vault has been told: the `at` of every change, history entry and share."""
        with self._reading() as db:
            return journal.latest_time(db)

    def accept_time(self, at: datetime) -> None:
        """Take `at` for the time, and forget any later instant."""
        with self._changing() as db:
            journal.accept_time(db, at)

    def ignore_times(self) -> None:
        """From now on take no instant for the time: those of this run were chosen by somebody, not read."""
        self._notes_time = False

    def problems(self) -> tuple[str, ...]:
        """What a full read of the file finds wrong, in the words of `wallet.storage.soundness`."""
        with self._reading() as db:
            return tuple(soundness.findings(db))

    def back_up(self, file: Path, at: datetime) -> BackupContents:
        """Write everything to one sealed file, and into the history that it was done."""
        with self._reading() as db:
            contents = backup.write(db, file, key_file.read(self._path.parent), self._open_key(), at)
        self.record(HistoryEntry(at=at, action="backed-up", subject=contents.vault_id))
        return contents

    def open_backup(self, file: Path, ask: PassphraseSource) -> OpenedBackup:
        """Open a backup, without a question where it was made of this vault."""
        return backup.open_backup(file, self._open_key(), ask)

    def restore(self, opened: OpenedBackup, at: datetime, *, rehearse: bool) -> Restored:
        """Merge a backup in one change; rehearsed, the change is taken back and only what it would do is told."""
        if rehearse:
            # A view that is rolled back at its end, as every reading is.
            with self._reading() as db:
                return backup.merge(db, opened)
        with self._changing(at) as db:
            restored = backup.merge(db, opened)
            journal.append(db, HistoryEntry(at=at, action="restored", subject=opened.preamble.vault_id))
        return restored

    def close(self) -> None:
        """Let go of the file and of the key; closing again does nothing."""
        with self._lock, database.named_errors(self._path):
            connection, self._connection, self._key = self._connection, None, None
            if connection is not None:
                connection.close()

    @contextmanager
    def _reading(self) -> Iterator[apsw.Connection]:
        with self._lock, database.reading(self._open_connection(), self._path) as db:
            yield db

    @contextmanager
    def _changing(self, at: datetime | None = None) -> Iterator[apsw.Connection]:
        """One change, told at `at` what time it is where the caller knows."""
        with self._lock, database.changing(self._open_connection(), self._path) as db:
            if at is not None and self._notes_time:
                journal.note_time(db, at)
            yield db

    def _open_key(self) -> Secret:
        if self._key is None:
            raise VaultLockedError(path=str(self._path))
        return self._key

    def _open_connection(self) -> apsw.Connection:
        if self._connection is None:
            raise VaultLockedError(path=str(self._path))
        return self._connection
