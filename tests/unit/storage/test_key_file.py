from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import pytest

from tests.unit.storage.samples import KEY
from wallet.errors import VaultDamagedError, VaultNewerError, VaultStorageError
from wallet.model.secret import Secret
from wallet.storage import key_file
from wallet.storage.envelopes import Cost, Envelope, EnvelopeKind, seal
from wallet.storage.key_file import KeyFile

VAULT: Final = "0f" * 16
RECOVERY: Final = seal(EnvelopeKind.RECOVERY, VAULT, KEY, Secret(b"opener"))
PASSPHRASE: Final = Envelope(
    kind=EnvelopeKind.PASSPHRASE, salt=b"s" * 16, nonce=b"n" * 12, sealed=b"k" * 48, cost=Cost(passes=5)
)
KEYS: Final = KeyFile(vault_id=VAULT, envelopes=(PASSPHRASE, RECOVERY), locked=True)


def test_what_is_written_reads_back(tmp_path: Path) -> None:
    key_file.write(tmp_path, KEYS)
    assert key_file.read(tmp_path) == KEYS
    assert [file.name for file in tmp_path.iterdir()] == ["vault.keys"]
    assert key_file.path_in(tmp_path).stat().st_mode & 0o777 == 0o600


def test_the_vault_key_is_not_in_it(tmp_path: Path) -> None:
    key_file.write(tmp_path, KEYS)
    content = key_file.path_in(tmp_path).read_text()
    assert KEY.reveal().hex() not in content
    assert set(json.JSONDecoder().decode(content)) == {"schema", "vault", "locked", "envelopes"}


def test_an_envelope_replaces_the_one_of_its_kind() -> None:
    other = seal(EnvelopeKind.RECOVERY, VAULT, KEY, Secret(b"other"))
    changed = KEYS.having(other)
    assert changed.envelope(EnvelopeKind.RECOVERY) == other
    assert changed.envelope(EnvelopeKind.PASSPHRASE) == PASSPHRASE
    assert len(changed.envelopes) == 2
    assert changed.without(EnvelopeKind.RECOVERY).envelope(EnvelopeKind.RECOVERY) is None
    assert KEYS.envelope(EnvelopeKind.KEYRING) is None


def spoiled(tmp_path: Path, old: str, new: str) -> Path:
    key_file.write(tmp_path, KEYS)
    path = key_file.path_in(tmp_path)
    content = path.read_text()
    assert old in content
    path.write_text(content.replace(old, new, 1))
    return tmp_path


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{", ""),
        ('"locked": true,', ""),
        ('"locked": true', '"locked": 1'),
        ('"locked": true', '"locked": true, "locked": false'),
        ('"recovery"', '"telepathy"'),
        ('"passes": 5', '"passes": "5"'),
        ('"passes": 5', '"passes": true'),
        ('"passes": 5,', ""),
        ('"salt": "', '"salt": "*'),
        ('"salt": "c3', '"salt": "c'),
        ('"sealed": "', '"sealed": 7, "x": "'),
        (f'"{VAULT}"', "null"),
        ("wallet.vault-keys/1", "wallet.vault"),
        ('"schema": "wallet.vault-keys/1"', '"schema": 1'),
        ('"envelopes": [', '"envelopes": 1, "x": ['),
        ('"envelopes": [', '"envelopes": [null,'),
    ],
)
def test_a_spoiled_key_file_is_damaged(tmp_path: Path, old: str, new: str) -> None:
    with pytest.raises(VaultDamagedError) as caught:
        key_file.read(spoiled(tmp_path, old, new))
    assert caught.value.code == "vault-keys-damaged"
    assert caught.value.params["path"].endswith("vault.keys")


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[]", b"null", b"{" * 5000, b" " * 70_000])
def test_any_other_bytes_are_damaged(tmp_path: Path, content: bytes) -> None:
    key_file.path_in(tmp_path).write_bytes(content)
    with pytest.raises(VaultDamagedError):
        key_file.read(tmp_path)


def test_a_newer_key_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(VaultNewerError):
        key_file.read(spoiled(tmp_path, "wallet.vault-keys/1", "wallet.vault-keys/2"))


def test_a_missing_key_file_is_storage_trouble(tmp_path: Path) -> None:
    with pytest.raises(VaultStorageError):
        key_file.read(tmp_path)
