"""The vault itself: init, lock, unlock."""

from __future__ import annotations

from pathlib import Path

from wallet.cli.command import command, flag
from wallet.cli.exits import DONE
from wallet.cli.run import Run
from wallet.codec.safe_text import safe_text
from wallet.compose import vault_folder
from wallet.errors import ConfigurationError, UsageError, VaultExistsError
from wallet.model.secret import Secret
from wallet.storage.keyring_port import keyring_problem
from wallet.storage.open import envelope_kinds
from wallet.wallet import VaultDoor


@command("init", flag("--keyring", text="Open it by the keyring of this machine, without a passphrase."))
def init_command(run: Run, *, keyring: bool) -> int:
    """Make the vault, and show its recovery key once."""
    wallet, folder = run.wallet(), vault_folder(run.config)
    if wallet.door.exists():
        # Before anybody is asked to think of a passphrase.
        raise VaultExistsError(path=str(folder))
    passphrase = None if keyring else _new_passphrase(run, wallet.door)
    recovery_key = wallet.door.create(passphrase, wallet.clock())
    return _show_new_vault(run, folder, recovery_key, wallet.holder())


def _show_new_vault(run: Run, folder: Path, recovery_key: str, holder: str) -> int:
    if run.json:
        run.data(
            {
                "schema": "wallet.init/1",
                "vault": str(folder),
                "recovery_key": recovery_key,
                "unlocks": list(envelope_kinds(folder)),
                "holder": holder,
            }
        )
        return DONE
    run.say(f"{run.word('vault-made')}: {safe_text(str(folder))}")
    run.say(run.word("recovery-key"))
    run.line(recovery_key)
    return DONE


def _new_passphrase(run: Run, door: VaultDoor) -> Secret | None:
    """From where the run was told to take it, or typed twice; None leaves it to the keyring."""
    if run.config.passphrase_fd is not None or run.config.passphrase_file is not None:
        return _not_empty(door.passphrase())
    has_keyring = run.config.keyring and not keyring_problem()
    if not run.can_ask():
        if not has_keyring:
            raise ConfigurationError("keyring-missing")
        return None
    run.say(run.word("passphrase-or-keyring" if has_keyring else "no-keyring"))
    first = run.ask_secret("passphrase")
    if not first:
        return None if has_keyring else _not_empty(first)
    if run.ask_secret("passphrase-again") != first:
        raise UsageError("passphrase-differs")
    return first


def _not_empty(passphrase: Secret | None) -> Secret:
    if not passphrase:
        raise ConfigurationError("passphrase-empty")
    return passphrase


@command("lock")
def lock_command(run: Run) -> int:
    """Lock the vault: later commands need the passphrase, the recovery key or `wallet unlock`."""
    run.wallet().door.lock()
    return _said(run, "locked", unlocked=False)


@command("unlock")
def unlock_command(run: Run) -> int:
    """Unlock the vault for later commands, where this machine has a keyring."""
    stays = run.wallet().door.unlock(None)
    return _said(run, "unlocked" if stays else "asks-each-time", unlocked=stays)


def _said(run: Run, name: str, *, unlocked: bool) -> int:
    if run.json:
        run.data({"schema": "wallet.lock/1", "unlocked": unlocked})
    else:
        run.line(run.word(name))
    return DONE
