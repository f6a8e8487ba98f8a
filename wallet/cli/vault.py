"""The vault itself: init, lock, unlock."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from wallet.cli.command import Run, command, flag
from wallet.errors import UsageError
from wallet.model.secret import Secret

if TYPE_CHECKING:
    from wallet.wallet import Wallet


@command("init", flag("--keyring", text="Open it by the keyring of this machine, without a passphrase."))
def init_command(run: Run, keyring: bool) -> int:
    """Make the vault, and show its recovery key once."""
    from wallet.compose import vault_folder

    wallet = run.wallet()
    passphrase = None if keyring else _new_passphrase(run)
    recovery_key = wallet.door.create(passphrase, wallet.clock())
    folder = str(vault_folder(run.config))
    if run.json:
        document = {"schema": "wallet.init/1", "vault": folder, "recovery_key": recovery_key, "holder": wallet.holder()}
        run.data(dict(document))
        return 0
    run.line(f"{run.word('vault-made')}: {folder}")
    run.line(run.word("recovery-key"))
    run.line(f"  {recovery_key}")
    return 0


def _new_passphrase(run: Run) -> Secret | None:
    """From where the run was told to take it, or typed twice."""
    from wallet.compose import compose

    config = run.config
    told = config.passphrase_fd is not None or config.passphrase_file is not None
    if told or config.no_input or not sys.stdin.isatty():
        door = compose(config, ask_passphrase=lambda: None).door
        return door.passphrase() if told else None
    run.say(run.word("no-keyring"))
    first = click.prompt(run.word("passphrase"), hide_input=True, err=True)
    if click.prompt(run.word("passphrase-again"), hide_input=True, err=True) != first:
        raise UsageError("passphrase-differs")
    return Secret.from_text(first)


@command("lock")
def lock_command(run: Run) -> int:
    """Lock the vault: later commands need the passphrase, the recovery key or `wallet unlock`."""
    run.wallet().door.lock()
    return _said(run, "locked", unlocked=False)


@command("unlock")
def unlock_command(run: Run) -> int:
    """Unlock the vault for later commands, where this machine has a keyring."""
    wallet: Wallet = run.wallet()
    stays = wallet.door.unlock(None)
    return _said(run, "unlocked" if stays else "asks-each-time", unlocked=stays)


def _said(run: Run, name: str, *, unlocked: bool) -> int:
    if run.json:
        run.data({"schema": "wallet.lock/1", "unlocked": unlocked})
    else:
        run.line(run.word(name))
    return 0
