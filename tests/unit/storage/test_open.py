"""Making a vault, and every way in and out of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.unit.storage.conftest import Made
from tests.unit.storage.samples import AT, PASSPHRASE, MemoryKeyring, payload_of, received, summary
from wallet.errors import (
    ConfigurationError,
    PassphraseError,
    VaultDamagedError,
    VaultError,
    VaultExistsError,
    VaultLockedError,
    VaultMissingError,
    VaultStorageError,
)
from wallet.model.secret import Secret
from wallet.storage import files, key_file
from wallet.storage import open as vault_open
from wallet.storage.envelopes import EnvelopeKind
from wallet.storage.interface import Vault
from wallet.storage.open import (
    change_passphrase,
    create_vault,
    envelope_kinds,
    is_vault,
    lock,
    open_vault,
    open_with_recovery,
    reset_passphrase,
    unlock,
)
from wallet.storage.recovery_key import new_recovery_key

WRONG = Secret.from_text("wrong")


def never() -> Secret | None:
    raise AssertionError("the passphrase was asked for")


def told() -> Secret | None:
    return PASSPHRASE


def nothing() -> Secret | None:
    return None


def works(vault: Vault) -> None:
    """An open vault takes a badge and gives it back."""
    _, badge_id = vault.add(summary(), received(payload_of(1)), {}, AT)
    assert vault.badge(badge_id).payload == payload_of(1)
    vault.close()


def refused(error: type[VaultError], code: str, call: Callable[[], object]) -> None:
    with pytest.raises(error) as caught:
        call()
    assert caught.value.code == code


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


# --- making -----------------------------------------------------------------------------------------------------------


def test_a_vault_is_two_private_files(made: Made) -> None:
    assert {file.name: file.stat().st_mode & 0o777 for file in made.folder.iterdir()} == {
        "vault.db": 0o600,
        "vault.keys": 0o600,
    }
    assert made.folder.stat().st_mode & 0o777 == 0o700
    assert is_vault(made.folder)
    assert envelope_kinds(made.folder) == ("passphrase", "recovery")


def test_there_is_no_vault_yet(tmp_path: Path) -> None:
    assert not is_vault(tmp_path)
    assert not is_vault(tmp_path / "nowhere")
    refused(VaultMissingError, "vault-missing", lambda: open_vault(tmp_path, passphrase=never, keyring=None))
    refused(VaultMissingError, "vault-missing", lambda: envelope_kinds(tmp_path / "nowhere"))
    refused(VaultMissingError, "vault-missing", lambda: lock(tmp_path, None))


@pytest.mark.parametrize("missing", ["", "vault.db", "vault.keys"])
def test_a_vault_is_never_made_over_another(made: Made, missing: str) -> None:
    if missing:
        # Half a vault is still somebody's: the other half may be in a backup.
        (made.folder / missing).unlink()
    before = contents(made.folder)
    refused(
        VaultExistsError,
        "vault-exists",
        lambda: create_vault(made.folder, passphrase=PASSPHRASE, keyring=None, at=AT),
    )
    assert contents(made.folder) == before


def test_of_two_makers_one_is_told(tmp_path: Path, keyring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "vault"
    vault, _ = create_vault(folder, passphrase=None, keyring=keyring, at=AT)
    before = contents(folder)
    # The other one looked before the first was done.
    answers = iter([False, True])
    monkeypatch.setattr(vault_open, "is_vault", lambda _: next(answers))
    refused(VaultExistsError, "vault-exists", lambda: create_vault(folder, passphrase=None, keyring=keyring, at=AT))
    assert contents(folder) == before
    works(vault)


def test_nothing_opens_it_again_so_it_is_not_made(tmp_path: Path, keyring: MemoryKeyring) -> None:
    folder = tmp_path / "vault"
    keyring.broken = True
    for code, call in (
        ("keyring-missing", lambda: create_vault(folder, passphrase=None, keyring=None, at=AT)),
        ("keyring-failed", lambda: create_vault(folder, passphrase=None, keyring=keyring, at=AT)),
        ("passphrase-empty", lambda: create_vault(folder, passphrase=Secret(b""), keyring=keyring, at=AT)),
    ):
        refused(ConfigurationError, code, call)
        assert not is_vault(folder)


def test_a_keyring_that_fails_is_no_obstacle_beside_a_passphrase(tmp_path: Path, keyring: MemoryKeyring) -> None:
    keyring.broken = True
    vault, _ = create_vault(tmp_path / "vault", passphrase=PASSPHRASE, keyring=keyring, at=AT)
    works(vault)
    assert envelope_kinds(tmp_path / "vault") == ("passphrase", "recovery")


@pytest.mark.parametrize("step", ["vault.db.new", "vault.keys"])
def test_an_interrupted_making_can_be_repeated(tmp_path: Path, keyring: MemoryKeyring, step: str) -> None:
    vault, _ = create_vault(tmp_path / "vault", passphrase=None, keyring=keyring, at=AT)
    vault.close()
    # What is there when the program ends between two steps: the unfinished file, then the keys beside it.
    (tmp_path / "vault" / "vault.db").rename(tmp_path / "vault" / "vault.db.new")
    if step == "vault.db.new":
        (tmp_path / "vault" / "vault.keys").unlink()
    assert not is_vault(tmp_path / "vault")
    vault, recovery = create_vault(tmp_path / "vault", passphrase=None, keyring=keyring, at=AT)
    works(vault)
    open_with_recovery(tmp_path / "vault", recovery).close()
    assert sorted(contents(tmp_path / "vault")) == ["vault.db", "vault.keys"]


@pytest.mark.parametrize("failing", ["replace_private", "rename_durably"])
def test_a_making_that_fails_leaves_no_vault(
    tmp_path: Path, keyring: MemoryKeyring, failing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, *_: object) -> None:
        raise VaultStorageError("disk-full", path=str(path))

    with monkeypatch.context() as patch:
        patch.setattr(files, failing, full)
        refused(
            VaultStorageError,
            "disk-full",
            lambda: create_vault(tmp_path / "vault", passphrase=None, keyring=keyring, at=AT),
        )
    assert not is_vault(tmp_path / "vault")
    works(create_vault(tmp_path / "vault", passphrase=None, keyring=keyring, at=AT)[0])


# --- opening ----------------------------------------------------------------------------------------------------------


def test_the_passphrase_opens(made: Made) -> None:
    works(open_vault(made.folder, passphrase=told, keyring=None))


def test_the_passphrase_is_asked_for_once(made: Made) -> None:
    asked = []

    def ask() -> Secret | None:
        asked.append(1)
        return WRONG

    refused(
        PassphraseError, "passphrase-wrong", lambda: open_vault(made.folder, passphrase=ask, keyring=MemoryKeyring())
    )
    assert asked == [1]


def test_without_a_passphrase_it_stays_locked(made: Made) -> None:
    refused(VaultLockedError, "vault-locked", lambda: open_vault(made.folder, passphrase=nothing, keyring=None))


def test_the_recovery_key_opens(made: Made) -> None:
    before = contents(made.folder)
    open_with_recovery(made.folder, made.recovery.lower().replace("-", " ")).close()
    for _ in range(3):
        refused(PassphraseError, "recovery-key-wrong", lambda: open_with_recovery(made.folder, new_recovery_key()))
    refused(PassphraseError, "recovery-key-mistyped", lambda: open_with_recovery(made.folder, made.recovery[:-1]))
    assert contents(made.folder) == before


def test_the_keyring_opens_without_a_question(keyring_only: Made, keyring: MemoryKeyring) -> None:
    works(open_vault(keyring_only.folder, passphrase=never, keyring=keyring))
    assert envelope_kinds(keyring_only.folder) == ("recovery", "keyring")


def test_the_vault_key_itself_is_not_in_the_keyring(keyring_only: Made, keyring: MemoryKeyring) -> None:
    (kept,) = keyring.entries.values()
    refused(VaultDamagedError, "vault-damaged", lambda: vault_open._open_file(keyring_only.folder, kept))


def test_what_stands_against_the_keyring_is_said(keyring_only: Made, keyring: MemoryKeyring) -> None:
    def attempt() -> Vault:
        return open_vault(keyring_only.folder, passphrase=never, keyring=keyring)

    refused(
        VaultLockedError,
        "keyring-unavailable",
        lambda: open_vault(keyring_only.folder, passphrase=never, keyring=None),
    )
    keyring.broken = True
    refused(VaultLockedError, "keyring-unavailable", attempt)
    keyring.broken = False
    ((entry, kept),) = keyring.entries.items()
    keyring.entries[entry] = Secret(bytes(32))
    refused(VaultLockedError, "keyring-entry-wrong", attempt)
    keyring.entries[entry] = Secret(b"")
    refused(VaultLockedError, "keyring-entry-wrong", attempt)
    del keyring.entries[entry]
    refused(VaultLockedError, "keyring-entry-lost", attempt)
    # The recovery key restores all, and a passphrase can be set with it.
    open_with_recovery(keyring_only.folder, keyring_only.recovery).close()
    keyring.entries[entry] = kept
    works(attempt())


@pytest.mark.parametrize("trouble", ["broken", "lost", "wrong"])
def test_the_passphrase_opens_when_the_keyring_does_not(made: Made, keyring: MemoryKeyring, trouble: str) -> None:
    assert unlock(made.folder, passphrase=told, keyring=keyring)
    (entry,) = keyring.entries
    if trouble == "broken":
        keyring.broken = True
    elif trouble == "lost":
        keyring.entries.clear()
    else:
        keyring.entries[entry] = Secret(b"x" * 32)
    works(open_vault(made.folder, passphrase=told, keyring=keyring))


@pytest.mark.parametrize(
    ("missing", "code"), [("vault.keys", "vault-keys-missing"), ("vault.db", "vault-file-missing")]
)
def test_half_a_vault_is_damaged(made: Made, missing: str, code: str) -> None:
    (made.folder / missing).unlink()
    refused(VaultDamagedError, code, lambda: open_vault(made.folder, passphrase=never, keyring=None))
    refused(VaultDamagedError, code, lambda: open_with_recovery(made.folder, made.recovery))


def test_the_keys_of_another_vault_do_not_open_this_one(made: Made, keyring_only: Made) -> None:
    shutil.copy(keyring_only.folder / "vault.keys", made.folder)
    refused(VaultDamagedError, "vault-damaged", lambda: open_with_recovery(made.folder, keyring_only.recovery))


# --- locking ----------------------------------------------------------------------------------------------------------


def test_unlocked_until_locked(made: Made, keyring: MemoryKeyring) -> None:
    assert unlock(made.folder, passphrase=told, keyring=keyring)
    open_vault(made.folder, passphrase=never, keyring=keyring).close()
    assert unlock(made.folder, passphrase=never, keyring=keyring)
    stolen = dict(keyring.entries)
    lock(made.folder, keyring)
    assert keyring.entries == {}
    assert envelope_kinds(made.folder) == ("passphrase", "recovery")
    refused(VaultLockedError, "vault-locked", lambda: open_vault(made.folder, passphrase=nothing, keyring=keyring))
    # What the keyring held opens nothing any more.
    keyring.entries.update(stolen)
    refused(VaultLockedError, "vault-locked", lambda: open_vault(made.folder, passphrase=nothing, keyring=keyring))
    works(open_vault(made.folder, passphrase=told, keyring=keyring))


def test_locking_holds_even_when_the_keyring_is_out_of_reach(made: Made, keyring: MemoryKeyring) -> None:
    for reachable in (None, keyring):
        assert unlock(made.folder, passphrase=told, keyring=keyring)
        keyring.broken = True
        lock(made.folder, reachable)
        keyring.broken = False
        refused(VaultLockedError, "vault-locked", lambda: open_vault(made.folder, passphrase=nothing, keyring=keyring))


def test_locking_a_locked_vault_changes_nothing(made: Made) -> None:
    before = contents(made.folder)
    lock(made.folder, None)
    assert contents(made.folder) == before


def test_a_machine_without_a_keyring_cannot_keep_it_unlocked(made: Made, keyring: MemoryKeyring) -> None:
    assert not unlock(made.folder, passphrase=told, keyring=None)
    keyring.broken = True
    assert not unlock(made.folder, passphrase=told, keyring=keyring)
    assert envelope_kinds(made.folder) == ("passphrase", "recovery")
    refused(PassphraseError, "passphrase-wrong", lambda: unlock(made.folder, passphrase=lambda: WRONG, keyring=None))


def test_an_entry_that_was_lost_is_made_anew_by_unlocking(made: Made, keyring: MemoryKeyring) -> None:
    assert unlock(made.folder, passphrase=told, keyring=keyring)
    keyring.entries.clear()
    assert not unlock(made.folder, passphrase=told, keyring=None)
    assert unlock(made.folder, passphrase=told, keyring=keyring)
    open_vault(made.folder, passphrase=never, keyring=keyring).close()


def test_a_vault_of_the_keyring_alone_is_shut_until_unlocked(keyring_only: Made, keyring: MemoryKeyring) -> None:
    folder = keyring_only.folder
    lock(folder, keyring)
    assert keyring.entries
    refused(VaultLockedError, "vault-locked", lambda: open_vault(folder, passphrase=never, keyring=keyring))
    open_with_recovery(folder, keyring_only.recovery).close()
    refused(VaultLockedError, "keyring-unavailable", lambda: unlock(folder, passphrase=never, keyring=None))
    refused(VaultLockedError, "vault-locked", lambda: open_vault(folder, passphrase=never, keyring=keyring))
    assert unlock(folder, passphrase=never, keyring=keyring)
    works(open_vault(folder, passphrase=never, keyring=keyring))


# --- the passphrase ---------------------------------------------------------------------------------------------------


def test_the_passphrase_changes(made: Made) -> None:
    new = Secret.from_text("新しい合言葉")
    change_passphrase(made.folder, old=PASSPHRASE, new=new)
    refused(PassphraseError, "passphrase-wrong", lambda: open_vault(made.folder, passphrase=told, keyring=None))
    works(open_vault(made.folder, passphrase=lambda: new, keyring=None))
    open_with_recovery(made.folder, made.recovery).close()
    assert sorted(contents(made.folder)) == ["vault.db", "vault.keys"]


def test_the_passphrase_is_not_changed_by_who_does_not_know_it(made: Made) -> None:
    before = contents(made.folder)
    refused(PassphraseError, "passphrase-wrong", lambda: change_passphrase(made.folder, old=WRONG, new=WRONG))
    refused(
        ConfigurationError,
        "passphrase-empty",
        lambda: change_passphrase(made.folder, old=PASSPHRASE, new=Secret(b"")),
    )
    assert contents(made.folder) == before


def test_a_change_that_cannot_be_written_leaves_the_old_passphrase(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    before = contents(made.folder)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", fail)
        refused(VaultStorageError, "disk-full", lambda: change_passphrase(made.folder, old=PASSPHRASE, new=WRONG))
    assert contents(made.folder) == before
    open_vault(made.folder, passphrase=told, keyring=None).close()


def test_a_forgotten_passphrase_is_set_anew_by_the_recovery_key(made: Made) -> None:
    refused(
        PassphraseError,
        "recovery-key-wrong",
        lambda: reset_passphrase(made.folder, new_recovery_key(), new=WRONG),
    )
    new = Secret.from_text("new")
    reset_passphrase(made.folder, made.recovery, new=new)
    works(open_vault(made.folder, passphrase=lambda: new, keyring=None))


def test_a_lost_keyring_is_replaced_by_a_passphrase(keyring_only: Made) -> None:
    lock(keyring_only.folder, None)
    refused(
        VaultLockedError,
        "passphrase-not-set",
        lambda: change_passphrase(keyring_only.folder, old=WRONG, new=PASSPHRASE),
    )
    reset_passphrase(keyring_only.folder, keyring_only.recovery, new=PASSPHRASE)
    works(open_vault(keyring_only.folder, passphrase=told, keyring=None))


def test_a_vault_without_a_recovery_envelope_says_the_key_is_wrong(made: Made) -> None:
    key_file.write(made.folder, key_file.read(made.folder).without(EnvelopeKind.RECOVERY))
    refused(PassphraseError, "recovery-key-wrong", lambda: open_with_recovery(made.folder, made.recovery))
