"""Making, opening, locking and unlocking a vault: a folder with `vault.db` and `vault.keys`.

A fresh vault becomes one by a single rename, last of all: before it there is no vault, after it there is a whole one.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from wallet.errors import (
    ConfigurationError,
    PassphraseError,
    VaultDamagedError,
    VaultExistsError,
    VaultLockedError,
    VaultMissingError,
)
from wallet.model.record import Restored
from wallet.model.secret import Secret
from wallet.storage import database, envelopes, files, key_file
from wallet.storage.backup import OpenedBackup, PassphraseSource
from wallet.storage.envelopes import EnvelopeKind
from wallet.storage.interface import Vault
from wallet.storage.key_file import KeyFile
from wallet.storage.keyring_port import KeyringPort
from wallet.storage.recovery_key import new_recovery_key, read_recovery_key
from wallet.storage.vault import SqliteVault

_UNFINISHED: Final = database.FILE_NAME + ".new"
_VAULT_ID_BYTES: Final = 16


def is_vault(folder: Path) -> bool:
    """Whether there is a vault in `folder`, whole or not: what `create_vault` must not touch."""
    if (folder / database.FILE_NAME).exists():
        return True
    # Keys beside an unfinished file are what an interrupted `create_vault` leaves: nobody was told of that vault.
    return key_file.path_in(folder).exists() and not (folder / _UNFINISHED).exists()


def envelope_kinds(folder: Path) -> tuple[str, ...]:
    """The ways that open the vault in `folder`: `keyring`, `passphrase`, `recovery`."""
    return tuple(envelope.kind.value for envelope in _keys(folder).envelopes)


def create_vault(
    folder: Path, *, passphrase: Secret | None, keyring: KeyringPort | None, at: datetime
) -> tuple[Vault, str]:
    """Make a vault and open it; the text is the recovery key, which is kept nowhere and shown once.

    Raises `VaultExistsError`, and `ConfigurationError` with `keyring-missing` or `keyring-failed` when neither a
    passphrase nor a keyring that works is there to open it again.
    """
    _require_passphrase_text(passphrase)
    if is_vault(folder):
        raise VaultExistsError(path=str(folder))
    if passphrase is None and keyring is None:
        raise ConfigurationError("keyring-missing")
    files.make_private_folder(folder)
    vault_key, recovery_text = Secret(os.urandom(envelopes.KEY_BYTES)), new_recovery_key()
    keys = KeyFile(vault_id=os.urandom(_VAULT_ID_BYTES).hex(), envelopes=())
    if passphrase is not None:
        keys = keys.having(envelopes.seal(EnvelopeKind.PASSPHRASE, keys.vault_id, vault_key, passphrase))
    keys = keys.having(_recovery_envelope(keys, vault_key, recovery_text))
    if keyring is not None:
        keys = _with_keyring(keys, vault_key, keyring, required=passphrase is None)
    with files.exclusive(folder):
        if is_vault(folder):
            raise VaultExistsError(path=str(folder))
        return _build(folder, keys, vault_key, at), recovery_text


def restore_vault(
    folder: Path, opened: OpenedBackup, keyring: KeyringPort | None, at: datetime
) -> tuple[Vault, Restored]:
    """Make a vault of a backup where there is none: the same passphrase and recovery key open it.

    It becomes a vault when it is whole, and not before. Raises `VaultExistsError`.
    """
    if is_vault(folder):
        raise VaultExistsError(path=str(folder))
    files.make_private_folder(folder)
    keys = KeyFile(vault_id=opened.preamble.vault_id, envelopes=opened.preamble.envelopes)
    if keyring is not None:
        keys = _with_keyring(keys, opened.vault_key, keyring, required=False)
    with files.exclusive(folder):
        if is_vault(folder):
            raise VaultExistsError(path=str(folder))
        restored: list[Restored] = []
        vault = _build(
            folder,
            keys,
            opened.vault_key,
            at,
            fill=lambda unfinished: restored.append(unfinished.restore(opened, at, rehearse=False)),
        )
    return vault, restored[0]


def open_vault(folder: Path, *, passphrase: PassphraseSource, keyring: KeyringPort | None) -> Vault:
    """Open by the keyring, else by the passphrase.

    Raises `VaultMissingError`, `PassphraseError`, `VaultDamagedError`, or `VaultLockedError`: `vault-locked` when it is
    locked or no passphrase was given, `keyring-unavailable`, `keyring-entry-lost` or `keyring-entry-wrong` when only
    the keyring opens it and does not.
    """
    keys = _keys(folder)
    return _open_file(folder, _vault_key(keys, passphrase, keyring))


def open_with_recovery(folder: Path, recovery_text: str) -> Vault:
    """Open by the recovery key as typed. Raises `PassphraseError`: `recovery-key-mistyped`, `recovery-key-wrong`."""
    return _open_file(folder, _recovered_key(_keys(folder), recovery_text))


def lock(folder: Path, keyring: KeyringPort | None) -> None:
    """Close the vault to later commands.

    With a passphrase: the keyring's envelope and entry are removed, so that only the passphrase and the recovery key
    open it. With the keyring alone: the vault is marked and stays shut until `unlock`; who can use the keyring can
    unlock it.
    """
    with files.exclusive(_existing(folder)):
        keys = key_file.read(folder)
        if keys.envelope(EnvelopeKind.PASSPHRASE) is None:
            key_file.write(folder, replace(keys, locked=True))
            return
        key_file.write(folder, keys.without(EnvelopeKind.KEYRING))
    # The entry is worthless once its envelope is gone, so a keyring that fails here takes nothing back.
    if keyring is not None:
        with suppress(ConfigurationError):
            keyring.delete(keys.vault_id)


def unlock(folder: Path, *, passphrase: PassphraseSource, keyring: KeyringPort | None) -> bool:
    """Let later commands open the vault without asking, until `lock`; False when this machine cannot keep it open.

    False means the passphrase was right and there is no keyring that works: each command will ask again.
    """
    keys = replace(_keys(folder), locked=False)
    vault_key = _vault_key(keys, passphrase, keyring)
    if keys.envelope(EnvelopeKind.PASSPHRASE) is None:
        with files.exclusive(folder):
            key_file.write(folder, replace(key_file.read(folder), locked=False))
        return True
    if keyring is None:
        return False
    fresh = _with_keyring(keys, vault_key, keyring, required=False).envelope(EnvelopeKind.KEYRING)
    if fresh is not None:
        with files.exclusive(folder):
            key_file.write(folder, key_file.read(folder).having(fresh))
    return fresh is not None


def change_passphrase(folder: Path, *, old: Secret, new: Secret) -> None:
    """Replace the passphrase in one step. Raises `PassphraseError` for a wrong `old`, `VaultLockedError` for none."""
    keys = _keys(folder)
    envelope = keys.envelope(EnvelopeKind.PASSPHRASE)
    if envelope is None:
        raise VaultLockedError("passphrase-not-set", path=str(folder))
    _put_passphrase(folder, keys, envelopes.unseal(envelope, keys.vault_id, old), new)


def reset_passphrase(folder: Path, recovery_text: str, *, new: Secret) -> None:
    """Set a new passphrase by the recovery key: for one that was forgotten, or a keyring entry that was lost."""
    keys = _keys(folder)
    _put_passphrase(folder, keys, _recovered_key(keys, recovery_text), new)


def _build(
    folder: Path, keys: KeyFile, vault_key: Secret, at: datetime, fill: Callable[[Vault], None] = lambda _: None
) -> Vault:
    unfinished, path = folder / _UNFINISHED, folder / database.FILE_NAME
    with files.storage_errors(unfinished):
        for leftover in (unfinished, folder / (_UNFINISHED + "-journal")):
            leftover.unlink(missing_ok=True)
    vault = SqliteVault.create(unfinished, vault_key, at)
    try:
        fill(vault)
    finally:
        vault.close()
    key_file.write(folder, keys)
    files.rename_durably(unfinished, path)
    return SqliteVault.open(path, vault_key)


def _vault_key(keys: KeyFile, passphrase: PassphraseSource, keyring: KeyringPort | None) -> Secret:
    """The keyring first; what stands against it counts only where there is no passphrase."""
    if keys.locked:
        raise VaultLockedError
    sealed = keys.envelope(EnvelopeKind.PASSPHRASE)
    try:
        return _key_from_keyring(keys, keyring)
    except VaultLockedError:
        if sealed is None:
            raise
    given = passphrase()
    if given is None:
        raise VaultLockedError
    return envelopes.unseal(sealed, keys.vault_id, given)


def _key_from_keyring(keys: KeyFile, keyring: KeyringPort | None) -> Secret:
    sealed = keys.envelope(EnvelopeKind.KEYRING)
    if sealed is None:
        raise VaultLockedError
    if keyring is None:
        raise VaultLockedError("keyring-unavailable")
    try:
        opener = keyring.get(keys.vault_id)
    except ConfigurationError as error:
        raise VaultLockedError("keyring-unavailable", **error.params) from error
    if opener is None:
        raise VaultLockedError("keyring-entry-lost")
    return envelopes.unseal(sealed, keys.vault_id, opener)


def _with_keyring(keys: KeyFile, vault_key: Secret, keyring: KeyringPort, *, required: bool) -> KeyFile:
    """Give the keyring a fresh wrapping key. Where it fails and is not required, the keys stay as they were."""
    opener = Secret(os.urandom(envelopes.KEY_BYTES))
    try:
        keyring.set(keys.vault_id, opener)
    except ConfigurationError:
        if required:
            raise
        return keys.without(EnvelopeKind.KEYRING)
    return keys.having(envelopes.seal(EnvelopeKind.KEYRING, keys.vault_id, vault_key, opener))


def _recovery_envelope(keys: KeyFile, vault_key: Secret, recovery_text: str) -> envelopes.Envelope:
    return envelopes.seal(EnvelopeKind.RECOVERY, keys.vault_id, vault_key, read_recovery_key(recovery_text))


def _recovered_key(keys: KeyFile, recovery_text: str) -> Secret:
    opener = read_recovery_key(recovery_text)
    envelope = keys.envelope(EnvelopeKind.RECOVERY)
    if envelope is None:
        raise PassphraseError("recovery-key-wrong")
    return envelopes.unseal(envelope, keys.vault_id, opener)


def _put_passphrase(folder: Path, keys: KeyFile, vault_key: Secret, new: Secret) -> None:
    _require_passphrase_text(new)
    envelope = envelopes.seal(EnvelopeKind.PASSPHRASE, keys.vault_id, vault_key, new)
    with files.exclusive(folder):
        key_file.write(folder, replace(key_file.read(folder), locked=False).having(envelope))


def _require_passphrase_text(passphrase: Secret | None) -> None:
    if passphrase is not None and not passphrase:
        raise ConfigurationError("passphrase-empty")


def _existing(folder: Path) -> Path:
    """`folder`, when a vault is in it. Raises `VaultMissingError`, or `VaultDamagedError` when half is missing."""
    if not is_vault(folder):
        raise VaultMissingError(path=str(folder))
    for part, code in (
        (key_file.path_in(folder), "vault-keys-missing"),
        (folder / database.FILE_NAME, "vault-file-missing"),
    ):
        if not part.exists():
            raise VaultDamagedError(code, path=str(part))
    return folder


def _keys(folder: Path) -> KeyFile:
    return key_file.read(_existing(folder))


def _open_file(folder: Path, vault_key: Secret) -> Vault:
    return SqliteVault.open(folder / database.FILE_NAME, vault_key)
