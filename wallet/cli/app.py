"""The command group, loaded one command at a time, and the boundary where errors become words and exit codes."""

from __future__ import annotations

import logging
import sys
from importlib import import_module
from typing import Final

import click

from wallet import __version__
from wallet.cli.options import GLOBAL_OPTIONS, Settings

USAGE: Final = 2
INTERRUPTED: Final = 130

COMMANDS: Final = {
    "init": ("vault", "Make the vault."),
    "import": ("library", "Import badges: files, folders, archives, URLs, text (-)."),
    "list": ("library", "List the badges in the vault."),
    "show": ("library", "Show one badge and what can be said of it."),
    "search": ("library", "List the badges that match a text."),
    "remove": ("library", "Remove a badge for good."),
    "tag": ("library", "Replace the tags of a badge."),
    "verify": ("verify", "Verify files, folders, text, URLs or links, without a vault."),
    "check": ("check", "Verify what the vault holds."),
    "present": ("sharing", "Build and sign a presentation."),
    "share": ("sharing", "Present and deliver."),
    "links": ("sharing", "List what was shared."),
    "revoke": ("sharing", "Take a link back."),
    "export": ("library", "Write out originals, byte for byte."),
    "trust": ("trust", "Say which issuers are known, and why."),
    "keys": ("trust", "Show the key that presentations are signed with."),
    "host": ("host", "Run the link host."),
    "lock": ("vault", "Lock the vault."),
    "unlock": ("vault", "Unlock the vault for later commands."),
    "doctor": ("doctor", "Check this installation and the vault."),
    "completion": ("doctor", "Print a completion script for a shell."),
}
"""Each command, the module of `wallet.cli` it is in, and its line of help: nothing is imported to list them."""


class LazyGroup(click.Group):
    """Imports a command's module when that command is run."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"wallet.cli.{COMMANDS[cmd_name][0]}")
        command = getattr(module, f"{cmd_name}_command")
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(cls=LazyGroup, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="wallet %(version)s")
@click.pass_context
def root(context: click.Context, /, **chosen: object) -> None:
    """A learner's credential wallet: import, keep, verify and share digital badges."""
    context.obj = Settings({name: value for name, value in chosen.items() if value})
    if context.invoked_subcommand is None:
        _without_command(context)


for _option in GLOBAL_OPTIONS:
    root.params.append(_option())


def run(arguments: list[str]) -> int:
    """Run `arguments` to an exit code. No traceback reaches a person."""
    logging.getLogger("wallet").addHandler(logging.NullHandler())
    try:
        result = root.main(arguments, prog_name="wallet", standalone_mode=False)
    except click.exceptions.Abort:
        return INTERRUPTED
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as problem:
        problem.show()
        return USAGE
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    return result if isinstance(result, int) else 0


def _without_command(context: click.Context) -> None:
    """On a terminal the terminal UI, elsewhere the help."""
    if sys.stdin.isatty() and sys.stdout.isatty():
        from wallet.cli.screen import open_screen

        context.exit(open_screen(context.obj))
    click.echo(context.get_help())
    context.exit(USAGE)
