"""Making a click command out of a function: its own parameters, the global options, and the boundary around it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol

import click

from wallet.cli.boundary import guarded
from wallet.cli.options import GLOBAL_NAMES, GLOBAL_OPTIONS, Settings, split
from wallet.cli.run import Run

MAX_DAYS: Final = 99_999
MAX_AGE: Final = "How old a status list may be; 30 days, or the shorter time that a list states, without it."


class Body(Protocol):
    """What a command does: gets the run first, its own arguments by name, and answers with the exit code."""

    __doc__: str | None
    __call__: Callable[..., int]  # type: ignore[explicit-any]  # every command has its own arguments


class WalletCommand(click.Command):
    """A command whose help lists the global options apart."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Its own options first."""
        own: list[tuple[str, str]] = []
        everywhere: list[tuple[str, str]] = []
        for param in self.get_params(ctx):
            record = param.get_help_record(ctx)
            if record is not None and isinstance(param, click.Option):
                (everywhere if param.name in GLOBAL_NAMES else own).append(record)
        for title, records in (("Options", own), ("Everywhere", everywhere)):
            with formatter.section(title):
                formatter.write_dl(records)


def command(name: str, *params: click.Parameter) -> Callable[[Body], click.Command]:
    """Decorate a function `(run, **own arguments) -> exit code` into the command `name`."""

    def decorate(body: Body) -> click.Command:
        def callback(**arguments: object) -> int:
            common, own = split(arguments)
            inherited = click.get_current_context().obj
            settings = (inherited if isinstance(inherited, Settings) else Settings({})).with_more(common)
            run = Run(settings)
            return guarded(name, run, lambda: body(run, **own))

        return WalletCommand(
            name,
            callback=callback,
            params=[*params, *(option() for option in GLOBAL_OPTIONS)],
            help=body.__doc__,
            context_settings={"help_option_names": ["-h", "--help"]},
        )

    return decorate


def argument(name: str, *, many: bool = False, required: bool = True) -> click.Argument:
    """A positional argument."""
    return click.Argument([name], nargs=-1 if many else 1, required=required)


def option(*names: str, text: str, metavar: str | None = None, default: str | None = None) -> click.Option:
    """An option with a text value."""
    return click.Option(list(names), help=text, metavar=metavar, default=default)


def flag(*names: str, text: str) -> click.Option:
    """An option without a value."""
    return click.Option(list(names), is_flag=True, help=text)


def path_option(*names: str, text: str, metavar: str, required: bool = False) -> click.Option:
    """An option with a path."""
    return click.Option(list(names), type=click.Path(path_type=Path), help=text, metavar=metavar, required=required)


def days_option(*names: str, text: str) -> click.Option:
    """An option with a number of days."""
    return click.Option(list(names), type=click.IntRange(0, MAX_DAYS), metavar="DAYS", help=text)
