from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import apsw
import pytest

from tests.unit.storage.samples import AT, KEY, payload_of, raw_connection, received, summary
from wallet.errors import (
    ConfigurationError,
    VaultDamagedError,
    VaultError,
    VaultMissingError,
    VaultNewerError,
    VaultStorageError,
)
from wallet.model.secret import Secret
from wallet.storage import database, migrations
from wallet.storage.vault import SqliteVault


def test_the_settings_that_keep_and_erase_are_in_force(vault: SqliteVault) -> None:
    connection = vault._open_connection()
    names = ("journal_mode", "synchronous", "secure_delete", "cell_size_check", "temp_store", "foreign_keys")
    extra, memory = 3, 2
    assert [connection.pragma(name) for name in names] == ["delete", extra, 1, 1, memory, 1]
    assert connection.pragma("cipher") == "chacha20"
    assert connection.pragma("busy_timeout") == 5000


def test_the_file_is_not_plain(vault: SqliteVault, path: Path) -> None:
    vault.add(summary("SEARCHABLE"), received(b"SEARCHABLE" * 1000), {"SEARCHABLE": 1}, AT)
    content = path.read_bytes()
    assert not content.startswith(b"SQLite")
    assert b"SEARCHABLE" not in content
    assert b"CREATE TABLE" not in content
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(path).execute("SELECT * FROM sqlite_schema")


def test_a_raw_key_is_used_as_it_is(vault: SqliteVault, path: Path) -> None:
    """No second derivation: were the key a passphrase to the library, these two would not be one key."""
    vault.close()
    connection = apsw.Connection(str(path))
    connection.pragma("cipher", "chacha20")
    connection.execute(f"PRAGMA key = 'raw:{KEY.reveal().hex()}'")
    assert connection.pragma("user_version") == migrations.CURRENT_VERSION
    connection.close()


@pytest.mark.parametrize("key", [bytes(32), bytes(range(31)) + b"\xff", b"", bytes(range(32)) + b"x"])
def test_another_key_does_not_open(vault: SqliteVault, path: Path, key: bytes) -> None:
    vault.close()
    before = path.read_bytes()
    with pytest.raises(VaultDamagedError):
        SqliteVault.open(path, Secret(key))
    assert path.read_bytes() == before


def test_a_plain_database_is_refused(path: Path) -> None:
    plain = sqlite3.connect(path)
    plain.execute("CREATE TABLE badge (id)")
    plain.close()
    before = path.read_bytes()
    with pytest.raises(VaultDamagedError) as caught:
        SqliteVault.open(path, KEY)
    assert caught.value.code == "vault-not-encrypted"
    assert path.read_bytes() == before


@pytest.mark.parametrize("call", [SqliteVault.open, lambda path, key: SqliteVault.create(path, key, AT)])
def test_plain_apsw_is_refused(
    path: Path, call: Callable[[Path, Secret], SqliteVault], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(apsw, "mc_version")
    with pytest.raises(ConfigurationError) as caught:
        call(path, KEY)
    assert caught.value.code == "cipher-missing"
    assert not path.exists()


def test_a_build_without_this_cipher_is_refused(
    vault: SqliteVault, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault.close()
    monkeypatch.setattr(database, "CIPHER", "rot13")
    with pytest.raises(VaultError):
        SqliteVault.open(path, KEY)


def test_a_setting_that_does_not_take_is_refused(
    vault: SqliteVault, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_SETTINGS", (("synchronous", "FULL", 3),))
    with pytest.raises(VaultStorageError) as caught:
        SqliteVault.open(path, KEY)
    assert (caught.value.code, caught.value.params["setting"]) == ("setting-refused", "synchronous")


def test_files_are_private_from_their_first_instant(path: Path) -> None:
    before = os.umask(0)
    try:
        vault = SqliteVault.create(path, KEY, AT)
        connection = vault._open_connection()
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO setting VALUES ('SEARCHABLE', 'SEARCHABLE')")
        connection.cache_flush()
        journal = path.with_name("vault.db-journal")
        modes = {file.name: file.stat().st_mode & 0o777 for file in (path, journal)}
        contents = path.read_bytes() + journal.read_bytes()
        connection.execute("COMMIT")
        vault.close()
    finally:
        os.umask(before)
    assert modes == {"vault.db": 0o600, "vault.db-journal": 0o600}
    assert b"SEARCHABLE" not in contents
    assert not journal.exists()


def test_a_vault_is_not_created_over_a_file(path: Path) -> None:
    path.write_bytes(b"somebody's")
    with pytest.raises(VaultStorageError):
        SqliteVault.create(path, KEY, AT)
    assert path.read_bytes() == b"somebody's"


def test_a_missing_file_is_said(path: Path) -> None:
    with pytest.raises(VaultMissingError):
        SqliteVault.open(path, KEY)


def test_a_newer_vault_is_refused_and_not_written(vault: SqliteVault, path: Path) -> None:
    connection = vault._open_connection()
    connection.pragma("user_version", migrations.CURRENT_VERSION + 1)
    connection.pragma("journal_mode", "WAL")
    vault.close()
    before = path.read_bytes()
    with pytest.raises(VaultNewerError) as caught:
        SqliteVault.open(path, KEY)
    assert caught.value.params["version"] == str(migrations.CURRENT_VERSION + 1)
    assert path.read_bytes() == before


def test_migrations_run_in_order_each_once(vault: SqliteVault, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault.add(summary(), received(payload_of(1)), {}, AT)
    vault.close()
    later = ("CREATE TABLE note (text TEXT) STRICT", "ALTER TABLE note ADD COLUMN badge INTEGER")
    monkeypatch.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, *later))
    monkeypatch.setattr(migrations, "CURRENT_VERSION", migrations.CURRENT_VERSION + 2)
    for _ in range(2):
        migrated = SqliteVault.open(path, KEY)
        assert migrated._open_connection().execute("SELECT text, badge FROM note").fetchall() == []
        assert len(migrated.badges()) == 1
        migrated.close()


def test_a_migration_that_fails_changes_nothing(
    vault: SqliteVault, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault.close()
    before = migrations.CURRENT_VERSION
    broken = "CREATE TABLE note (text TEXT) STRICT; CREATE TABLE badge (id TEXT)"
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, broken))
        patch.setattr(migrations, "CURRENT_VERSION", before + 1)
        with pytest.raises(VaultDamagedError):
            SqliteVault.open(path, KEY)
    connection = raw_connection(path)
    assert connection.pragma("user_version") == before
    assert connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'note'").fetchone() is None
    connection.close()
    SqliteVault.open(path, KEY).close()


@pytest.mark.parametrize(
    ("error", "kind", "code"),
    [
        (apsw.FullError, VaultStorageError, "disk-full"),
        (apsw.ReadOnlyError, VaultStorageError, "read-only"),
        (apsw.CantOpenError, VaultStorageError, "cannot-open"),
        (apsw.BusyError, VaultStorageError, "vault-busy"),
        (apsw.NoMemError, VaultStorageError, "out-of-memory"),
        (apsw.IOError, VaultStorageError, "storage-failed"),
        (apsw.CorruptError, VaultDamagedError, "vault-damaged"),
        (apsw.NotADBError, VaultDamagedError, "vault-damaged"),
        (apsw.ConstraintError, VaultDamagedError, "vault-damaged"),
    ],
)
def test_every_error_of_sqlite_has_a_name(
    path: Path, error: type[apsw.Error], kind: type[VaultError], code: str
) -> None:
    with pytest.raises(VaultError) as caught, database.named_errors(path):
        raise error("text of the library")
    assert type(caught.value) is kind
    assert (caught.value.code, caught.value.params) == (code, {"path": str(path), "detail": error.__name__})


def test_two_badges_whose_ids_begin_alike_get_two_ids(vault: SqliteVault, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ids of ten characters collide too rarely to wait for, so the ids of this test have none to begin with."""
    monkeypatch.setattr("wallet.storage.ids.ID_CHARACTERS", 1)
    ids = [vault.add(summary(), received(payload_of(number)), {}, AT)[1] for number in range(40)]
    assert len(set(ids)) == 40
    assert max(map(len, ids)) > 1
    assert {badge.id for badge in vault.badges()} == set(ids)
