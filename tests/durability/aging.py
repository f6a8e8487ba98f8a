"""Vaults as earlier versions of the program wrote them, made of one of today."""

from __future__ import annotations

from pathlib import Path

import apsw

from wallet.model.secret import Secret
from wallet.storage import database, key_file, migrations
from wallet.storage.keyring_port import KeyringPort
from wallet.storage.open import _vault_key


def age(folder: Path, keyring: KeyringPort, version: int) -> None:
    """Write the vault in `folder` again with the tables of `version`, and all content that they take."""
    key = _vault_key(key_file.read(folder), lambda: None, keyring)
    path = folder / database.FILE_NAME
    older = path.with_name("older.db")
    write_as(version, path, older, key)
    older.replace(path)


def write_as(version: int, source: Path, target: Path, key: Secret) -> None:
    """Make `target` a vault of `version` with the rows of `source`."""
    made = database.create(target, key)
    database.apply_settings(made, target)
    for step in migrations.MIGRATIONS[:version]:
        made.execute(step)
    kept = database.open_existing(source, key)
    made.execute("BEGIN")
    for (table,) in made.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
        name = str(table)
        if not name.startswith(("sqlite_", "word")):
            _copy_rows(kept, made, name, _columns(made, name))
    _copy_rows(kept, made, "word", ["rowid", "name", "issuer", "description", "tags"])
    made.execute("COMMIT")
    made.pragma("user_version", version)
    kept.close()
    made.close()


def _columns(db: apsw.Connection, table: str) -> list[str]:
    return [str(row[1]) for row in db.execute(f"PRAGMA table_info({table})")]


def _copy_rows(source: apsw.Connection, target: apsw.Connection, table: str, columns: list[str]) -> None:
    names = ", ".join(columns)
    rows = source.execute(f"SELECT {names} FROM {table} ORDER BY rowid" if table != "meta" and table != "setting"
                          else f"SELECT {names} FROM {table}").fetchall()  # fmt: skip
    for row in rows:
        target.execute(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(columns))})", row)
