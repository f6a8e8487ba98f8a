"""`wallet config`: the settings in effect; and `wallet completion`."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from wallet.cli.command import command
from wallet.cli.exits import DONE
from wallet.cli.run import Run
from wallet.codec.safe_text import safe_text
from wallet.codec.time import format_instant
from wallet.compose import vault_folder
from wallet.errors import UsageError
from wallet.model.json import JsonObject


@command("config", click.Argument(["action"], type=click.Choice(["show", "path"]), default="show"))
def config_command(run: Run, *, action: str) -> int:
    """Show the settings in effect, or the folder of the vault alone; options win over the environment."""
    folder = str(vault_folder(run.config))
    if action == "path":
        if run.json:
            run.data({"schema": "wallet.config/1", "vault": folder})
        else:
            run.line(safe_text(folder, len(folder) * 2 + 1))
        return DONE
    document = _in_effect(run, folder)
    if run.json:
        run.data(document)
    else:
        for name, value in document.items():
            if name != "schema":
                run.line(f"{name:16} {safe_text('-' if value is None else str(value))}")
    return DONE


def _in_effect(run: Run, folder: str) -> JsonObject:
    config = run.config
    return {
        "schema": "wallet.config/1",
        "vault": folder,
        "language": run.language,
        "offline": config.offline,
        "materials": None if config.materials is None else str(config.materials),
        "at": None if config.at is None else format_instant(config.at),
        "allow_loopback": config.allow_loopback,
        "keyring": config.keyring,
        "link_host": config.link_host,
        "passphrase_file": None if config.passphrase_file is None else str(config.passphrase_file),
    }


@command("completion", click.Argument(["shell"], type=click.Choice(["bash", "zsh", "fish"])))
def completion_command(run: Run, *, shell: str) -> int:
    """Print a completion script for a shell."""
    from wallet.cli.app import root

    found = get_completion_class(shell)
    if found is None:
        raise UsageError("usage", value=shell)
    run.line(found(root, {}, "wallet", "_WALLET_COMPLETE").source())
    return DONE
