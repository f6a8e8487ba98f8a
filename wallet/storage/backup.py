"""Backups: the whole vault in one sealed file, tried out in memory, and merged back."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from io import BufferedIOBase
from pathlib import Path
from typing import Final

import apsw

from wallet.errors import NotFoundError, PassphraseError, UsageError, VaultDamagedError, VaultError, VaultNewerError
from wallet.model.frozen import frozen
from wallet.model.json import JsonObject
from wallet.model.record import BackupContents, Restored
from wallet.model.secret import Secret
from wallet.storage import backup_entries, backup_file, database, files, migrations, soundness, values
from wallet.storage.backup_entries import MANIFEST, VAULT, Entry, EntryReader
from wallet.storage.backup_file import Preamble, SealedReader, SealingWriter
from wallet.storage.backup_merge import Merge
from wallet.storage.key_file import KeyFile

PassphraseSource = Callable[[], Secret | None]
"""Where a passphrase or recovery key comes from when one is needed; None means there is none."""
_UNFINISHED: Final = ".new"
_IN_MEMORY: Final = Path(":memory:")


@frozen
class OpenedBackup:
    """A backup whose key is at hand. Its content is read, and authenticated, each time it is used."""

    path: Path
    preamble: Preamble
    vault_key: Secret


def write(db: apsw.Connection, path: Path, keys: KeyFile, vault_key: Secret, at: datetime) -> BackupContents:
    """Write everything the vault in `db` holds to `path`, read it back, and only then give it its name.

    An older backup of that name is replaced; any other file is not (`UsageError`, `file-exists`).
    """
    _require_replaceable(path)
    preamble, _ = made = backup_file.new_preamble(keys, vault_key)
    fresh = path.with_name(path.name + _UNFINISHED)
    with files.storage_errors(path):
        fresh.unlink(missing_ok=True)
        try:
            files.create_private(fresh)
            with fresh.open("r+b") as target:
                _write_entries(db, SealingWriter(target, *made), preamble, at)
                target.flush()
                os.fsync(target.fileno())
            contents = inspect(OpenedBackup(path=fresh, preamble=preamble, vault_key=vault_key))
            if contents.lost and path.exists():
                # The older one may be the only place where what is lost can still be found.
                raise VaultDamagedError("backup-incomplete", path=str(path), detail=contents.lost[0])
            files.rename_durably(fresh, path)
        except (OSError, VaultError):
            with suppress(OSError):
                fresh.unlink(missing_ok=True)
            raise
    return contents


def open_backup(path: Path, vault_key: Secret | None, ask: PassphraseSource) -> OpenedBackup:
    """Open a backup: by the key of the vault it was made of, else by what is typed.

    Raises `NotFoundError`, `VaultDamagedError` (`not-a-backup`, `backup-damaged`), `VaultNewerError`, and
    `PassphraseError` (`backup-key-wrong`, `backup-key-missing`).
    """
    with _reading(path) as source:
        preamble = backup_file.read_preamble(source)
    if vault_key is not None:
        with suppress(PassphraseError):
            backup_file.file_key(preamble, vault_key)
            return OpenedBackup(path=path, preamble=preamble, vault_key=vault_key)
    typed = ask()
    if typed is None:
        raise PassphraseError("backup-key-missing", path=str(path))
    opened = backup_file.open_with_text(preamble, typed)
    backup_file.file_key(preamble, opened)
    return OpenedBackup(path=path, preamble=preamble, vault_key=opened)


def inspect(backup: OpenedBackup) -> BackupContents:
    """Read a backup to its end, and say what is in it. Raises `VaultDamagedError` for one that is not whole."""
    with _entries(backup) as (reader, entries):
        told = [entry for entry in entries if entry.kind in {VAULT, MANIFEST}]
    return _contents(backup, reader, told)


def merge(db: apsw.Connection, backup: OpenedBackup) -> Restored:
    """Put what a backup holds into the vault in `db`, inside the caller's transaction."""
    restored, _ = _merge(db, backup)
    return restored


def rehearse(backup: OpenedBackup) -> Restored:
    """Restore a backup into a vault in memory, read that one fully, and compare: `contents.problems` says the rest.

    Takes as much memory as the vault takes on the disk.
    """
    connection = apsw.Connection(":memory:")
    try:
        with database.named_errors(_IN_MEMORY):
            for step in migrations.MIGRATIONS:
                connection.execute(step)
            connection.execute("BEGIN")
            restored, digest = _merge(connection, backup)
            problems = [f"badge-damaged {badge.id}" for badge in restored.badges if badge.reason]
            problems += [f"lost {name}" for name in restored.contents.lost]
            problems += list(soundness.findings(connection))
            if not problems and digest is not None and _digest(connection) != digest:
                problems.append("backup-differs")
    finally:
        connection.close()
    contents = restored.contents
    return Restored(
        contents=BackupContents(
            made_at=contents.made_at,
            vault_id=contents.vault_id,
            opens_by=contents.opens_by,
            kinds=contents.kinds,
            lost=contents.lost,
            problems=tuple(problems),
        ),
        badges=restored.badges,
        added=restored.added,
    )


def _merge(db: apsw.Connection, backup: OpenedBackup) -> tuple[Restored, str | None]:
    """What was merged; and the digest of the content, where this version writes the same content the same way."""
    merged = Merge(db)
    told: list[Entry] = []
    with _entries(backup) as (reader, entries):
        for entry in entries:
            merged.take(entry)
            if entry.kind in {VAULT, MANIFEST}:
                told.append(entry)
    merged.finish()
    contents = _contents(backup, reader, told)
    restored = Restored(contents=contents, badges=tuple(merged.badges), added=dict(merged.added))
    same_version = told[0].fields.get("schema") == migrations.CURRENT_VERSION
    return restored, reader.contents.hexdigest() if same_version else None


def _write_entries(db: apsw.Connection, target: SealingWriter, preamble: Preamble, at: datetime) -> None:
    digest, kinds, lost = hashlib.sha256(), Counter[str](), list[str]()
    about: JsonObject = {
        "schema": migrations.CURRENT_VERSION,
        "vault": preamble.vault_id,
        "made_at": values.instant_text(at),
    }

    def put(entry: Entry) -> None:
        encoded = backup_entries.encode(entry)
        digest.update(encoded)
        kinds[entry.kind] += 1
        target.write(encoded)

    put(Entry(kind=VAULT, fields=about))
    for entry in backup_entries.entries(db, lost):
        put(entry)
    target.write(backup_entries.encode(backup_entries.manifest(kinds, digest.hexdigest(), lost)))
    target.finish()


def _digest(db: apsw.Connection) -> str:
    digest = hashlib.sha256()
    for entry in backup_entries.entries(db, []):
        digest.update(backup_entries.encode(entry))
    return digest.hexdigest()


def _contents(backup: OpenedBackup, reader: EntryReader, entries: list[Entry]) -> BackupContents:
    lost = entries[-1].fields.get("lost", [])
    return BackupContents(
        made_at=values.instant(entries[0].fields.get("made_at")),
        vault_id=backup.preamble.vault_id,
        opens_by=backup.preamble.opens_by,
        kinds={kind: count for kind, count in sorted(reader.kinds.items()) if kind != VAULT},
        lost=tuple(values.text(name) for name in lost) if isinstance(lost, list) else (),
    )


@contextmanager
def _entries(backup: OpenedBackup) -> Iterator[tuple[EntryReader, Iterator[Entry]]]:
    with _reading(backup.path) as source:
        if backup_file.read_preamble(source).digest != backup.preamble.digest:
            raise VaultDamagedError("backup-damaged", detail="header")
        sealed = SealedReader(source, backup.preamble, backup_file.file_key(backup.preamble, backup.vault_key))
        reader = EntryReader(sealed.read)
        yield reader, _whole(reader, sealed)


def _whole(reader: EntryReader, sealed: SealedReader) -> Iterator[Entry]:
    """The entries, the first of which must be of a version known here, and nothing behind the last."""
    for number, entry in enumerate(reader):
        if (entry.kind == VAULT) != (number == 0):
            raise VaultDamagedError("backup-damaged", detail=VAULT)
        if entry.kind == VAULT:
            version = entry.fields.get("schema")
            if not isinstance(version, int):
                raise VaultDamagedError("backup-damaged", detail=VAULT)
            if version > migrations.CURRENT_VERSION:
                raise VaultNewerError("backup-newer", version=str(version))
        yield entry
    if not sealed.at_end():
        raise VaultDamagedError("backup-damaged", detail="end")


@contextmanager
def _reading(path: Path) -> Iterator[BufferedIOBase]:
    if not path.is_file():
        raise NotFoundError(path=str(path))
    with files.storage_errors(path):
        source = path.open("rb")
    with files.storage_errors(path), source:
        yield source


def _require_replaceable(path: Path) -> None:
    """Only a backup is ever written over."""
    with files.storage_errors(path):
        if path.is_dir() or not path.parent.is_dir():
            raise UsageError("backup-place", path=str(path))
        if path.exists():
            with path.open("rb") as file:
                if file.read(len(backup_file.MAGIC)) != backup_file.MAGIC:
                    raise UsageError("file-exists", path=str(path))
