"""Vaults to test with. A passphrase is slow on purpose: the vault that has one is made once and copied."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.unit.storage.samples import AT, KEY, PASSPHRASE, MemoryKeyring
from wallet.storage.open import create_vault
from wallet.storage.vault import SqliteVault


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the vault file of `vault` is."""
    return tmp_path / "vault.db"


@pytest.fixture
def vault(path: Path) -> Iterator[SqliteVault]:
    """An empty vault under the tests' key, with no key file."""
    created = SqliteVault.create(path, KEY, AT)
    yield created
    created.close()


@dataclass(frozen=True)
class Made:
    """A vault folder that a test may spoil, and its recovery key."""

    folder: Path
    recovery: str


@pytest.fixture(scope="session")
def _with_passphrase(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("made") / "vault"
    created, recovery = create_vault(folder, passphrase=PASSPHRASE, keyring=None, at=AT)
    created.close()
    return Made(folder, recovery)


@pytest.fixture
def made(_with_passphrase: Made, tmp_path: Path) -> Made:
    """A vault that its passphrase and its recovery key open."""
    return Made(Path(shutil.copytree(_with_passphrase.folder, tmp_path / "vault")), _with_passphrase.recovery)


@pytest.fixture
def keyring() -> MemoryKeyring:
    """A keyring of its own."""
    return MemoryKeyring()


@pytest.fixture
def keyring_only(tmp_path: Path, keyring: MemoryKeyring) -> Made:
    """A vault that `keyring` and its recovery key open."""
    created, recovery = create_vault(tmp_path / "by-keyring", passphrase=None, keyring=keyring, at=AT)
    created.close()
    return Made(tmp_path / "by-keyring", recovery)
