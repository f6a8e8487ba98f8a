"""The command group, loaded one command at a time."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Final

import click

from wallet import __version__
from wallet.cli.options import GLOBAL_OPTIONS, Settings

if TYPE_CHECKING:
    from wallet.config import Config

OpenScreens = Callable[["Config"], int]
"""Opens the terminal UI and stays until it is left."""

# Written out here as well as in `exits`, which knows the reports: this module loads nothing to print the help.
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
    "quality": ("quality", "Say how fully badges describe the learning."),
    "pathways": ("pathways", "Say what the badges of the vault build towards."),
    "frameworks": ("frameworks", "List the frameworks that badges are held against."),
    "present": ("sharing", "Build and sign a presentation."),
    "share": ("sharing", "Present and deliver."),
    "links": ("sharing", "List what was shared."),
    "revoke": ("sharing", "Take a link back."),
    "export": ("library", "Write out originals, byte for byte."),
    "trust": ("trust", "Say which issuers are known, and why."),
    "keys": ("trust", "Show the key that presentations are signed with."),
    "address": ("address", "Say which addresses are yours."),
    "host": ("host", "Run the link host."),
    "backup": ("backup", "Write everything to one sealed file, or try one out."),
    "restore": ("backup", "Put what a backup holds into the vault."),
    "lock": ("vault", "Lock the vault."),
    "unlock": ("vault", "Unlock the vault for later commands."),
    "doctor": ("doctor", "Check this installation and the vault."),
    "config": ("settings", "Show the settings in effect, and where things are."),
    "completion": ("settings", "Print a completion script for a shell."),
}
"""Each command, the module of `wallet.cli` it is in, and its line of help: nothing is imported to list them."""


class LazyGroup(click.Group):
    """Imports a command's module when that command is run."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"wallet.cli.{COMMANDS[cmd_name][0]}")
        command = getattr(module, f"{cmd_name}_command")
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(cls=LazyGroup, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="wallet %(version)s")
@click.pass_context
def root(context: click.Context, /, **chosen: object) -> None:
    """A learner's credential wallet: import, keep, verify and share digital badges."""
    open_screens = context.obj
    context.obj = Settings(chosen)
    if context.invoked_subcommand is not None:
        return
    if callable(open_screens) and sys.stdin.isatty() and sys.stdout.isatty():
        context.exit(open_screens(context.obj.config()))
    click.echo(context.get_help())
    context.exit(USAGE)


for _option in GLOBAL_OPTIONS:
    root.params.append(_option())


def run(arguments: list[str], *, open_screens: OpenScreens | None = None) -> int:
    """Run `arguments` to an exit code. Without a command: `open_screens` on a terminal, the help elsewhere."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that has no kanji gets escapes instead of a crash.
            stream.reconfigure(errors="backslashreplace")
    try:
        result = root.main(arguments, prog_name="wallet", standalone_mode=False, obj=open_screens)
    except click.exceptions.Abort:
        return INTERRUPTED
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as problem:
        problem.show()
        return USAGE
    return result if isinstance(result, int) else 0
