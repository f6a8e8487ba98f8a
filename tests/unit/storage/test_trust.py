"""Keys seen and registries kept: first things first, and never backwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from tests.unit.storage.samples import AT, KEY
from wallet.errors import NotFoundError, UsageError, VaultDamagedError
from wallet.model.record import RegistrySnapshot, SeenKey
from wallet.storage import migrations, schema
from wallet.storage.vault import SqliteVault

DID = "did:web:university.example"
LATER = AT + timedelta(days=1)


def snapshot(content: bytes = b"{}", dated: datetime = AT, name: str = "登録簿") -> RegistrySnapshot:
    return RegistrySnapshot(
        name=name,
        kind="dcc-legacy",
        source="https://registry.example/registry.json",
        content=content,
        sha256=sha256(content).hexdigest(),
        dated=dated,
        retrieved_at=LATER,
    )


def reopened(vault: SqliteVault, path: Path) -> SqliteVault:
    vault.close()
    return SqliteVault.open(path, KEY)


def test_the_first_key_counts_and_a_later_one_waits(vault: SqliteVault, path: Path) -> None:
    assert vault.see_keys(DID, ["a"], AT) == ()
    assert vault.see_keys(DID, ["a", "b"], LATER) == ("b",)
    assert vault.see_keys(DID, ["b"], LATER) == ()
    assert vault.see_keys("did:web:other.example", ["x", "y"], AT) == ()
    again = reopened(vault, path)
    assert [(seen.issuer, seen.key, seen.accepted) for seen in again.seen_keys()] == [
        ("did:web:other.example", "x", True),
        ("did:web:other.example", "y", True),
        (DID, "a", True),
        (DID, "b", False),
    ]
    assert again.history()[-1].action == "key-changed"
    assert again.history()[-1].details == {"key": "b"}
    again.accept_keys(DID, LATER)
    assert again.seen_keys()[-1] == SeenKey(issuer=DID, key="b", first_seen=LATER, accepted=True)
    assert again.history()[-1].action == "keys-accepted"
    again.close()


def test_an_issuer_never_seen_has_nothing_to_accept(vault: SqliteVault) -> None:
    with pytest.raises(NotFoundError) as caught:
        vault.accept_keys(DID, AT)
    assert caught.value.code == "issuer-unseen"
    assert vault.history() == ()


def test_a_registry_comes_back_as_it_was(vault: SqliteVault, path: Path) -> None:
    vault.save_registry(snapshot())
    vault.save_registry(snapshot(name="A"))
    again = reopened(vault, path)
    assert again.registries() == (snapshot(name="A"), snapshot())
    again.remove_registry("A")
    assert again.registries() == (snapshot(),)
    with pytest.raises(NotFoundError):
        again.remove_registry("A")
    again.close()


def test_a_registry_never_goes_backwards(vault: SqliteVault) -> None:
    vault.save_registry(snapshot(b"newer", LATER))
    with pytest.raises(UsageError) as caught:
        vault.save_registry(snapshot(b"older", AT))
    assert caught.value.code == "registry-older"
    assert [item.content for item in vault.registries()] == [b"newer"]
    vault.save_registry(snapshot(b"same day", LATER))
    vault.save_registry(snapshot(b"newest", LATER + timedelta(seconds=1)))
    assert [item.content for item in vault.registries()] == [b"newest"]


def test_other_bytes_than_were_kept_are_damage(vault: SqliteVault) -> None:
    vault.save_registry(replace(snapshot(), sha256="0" * 64))
    with pytest.raises(VaultDamagedError) as caught:
        vault.registries()
    assert caught.value.code == "registry-damaged"
    assert vault.problems() == ("registry-damaged 登録簿",)


def test_a_vault_from_before_gets_the_tables(vault: SqliteVault, path: Path) -> None:
    vault.close()
    connection = SqliteVault.open(path, KEY)
    raw = connection._open_connection()
    raw.execute("DROP TABLE seen_key; DROP TABLE registry")
    raw.pragma("user_version", migrations.MIGRATIONS.index(schema.VERSION_4))
    connection.close()
    again = SqliteVault.open(path, KEY)
    assert again.seen_keys() == ()
    assert again.registries() == ()
    again.close()
