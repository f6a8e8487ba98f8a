"""Making a click command out of a function: global options, the run it works in, and errors as words."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

import click

from wallet.cli.options import GLOBAL_OPTIONS, Settings, split
from wallet.errors import CredentialError, NotFoundError, RemoteError, UsageError, VaultError, WalletError
from wallet.model.json import JsonObject, JsonValue
from wallet.model.secret import Secret
from wallet.text.errors import error_text
from wallet.text.words import word

if TYPE_CHECKING:
    from wallet.config import Config
    from wallet.wallet import Wallet

EXIT_CODES: Final = ((VaultError, 5), (RemoteError, 6), (CredentialError, 4), (UsageError, 2))
OUTCOME_EXIT: Final = {"passed": 0, "failed": 1, "indeterminate": 3, "refused": 4}
WORST_FIRST: Final = (5, 6, 1, 4, 3, 0)
MAX_STDIN_BYTES: Final = 64 * 1024 * 1024


class Body(Protocol):
    """What a command does: gets the run first, its own arguments by name, and answers with the exit code."""

    __doc__: str | None
    __call__: Callable[..., int]  # type: ignore[explicit-any]  # every command has its own arguments


class Run:
    """One command being run: its settings, its wallet, and its two ways of speaking."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.config: Config = settings.config()
        self.language = self.config.language or "en"

    @property
    def json(self) -> bool:
        """Whether JSON is asked for."""
        return self.settings.json

    def wallet(self, names: tuple[str, ...] = (), **more: object) -> Wallet:
        """The wallet of this run; `-` among `names` reads all of standard input."""
        from wallet.compose import compose

        stdin = sys.stdin.buffer.read(MAX_STDIN_BYTES + 1) if "-" in names else None
        return compose(_with(self.config, more), ask_passphrase=self.ask_passphrase, stdin=stdin)

    def ask_passphrase(self) -> Secret | None:
        """Ask the person at the terminal, if there is one."""
        if self.config.no_input or not sys.stdin.isatty():
            return None
        return Secret.from_text(click.prompt(self.word("passphrase"), hide_input=True, err=True))

    def word(self, name: str) -> str:
        """A word in the run's language."""
        return word(name, self.language)

    def data(self, document: JsonValue) -> None:
        """One JSON document on a line of stdout."""
        from wallet.codec.json import dumps

        click.echo(dumps(document).decode())

    def line(self, text: str = "") -> None:
        """A line for people, on stdout."""
        click.echo(text)

    def say(self, text: str) -> None:
        """Talk, on stderr."""
        click.echo(text, err=True)


def command(name: str, *params: click.Parameter, help_text: str = "") -> Callable[[Body], click.Command]:
    """Decorate a function `(run, **own arguments) -> exit code` into the command `name`."""

    def decorate(body: Body) -> click.Command:
        def callback(**arguments: object) -> int:
            common, own = split(arguments)
            inherited = click.get_current_context().obj
            settings = (inherited if isinstance(inherited, Settings) else Settings({})).with_more(common)
            return _guarded(settings, body, own)

        return click.Command(
            name,
            callback=callback,
            params=[*params, *(option() for option in GLOBAL_OPTIONS)],
            help=help_text or body.__doc__,
            context_settings={"help_option_names": ["-h", "--help"]},
        )

    return decorate


def _guarded(settings: Settings, body: Body, own: dict[str, object]) -> int:
    try:
        return body(Run(settings), **own)
    except WalletError as error:
        return tell(error, settings)


def tell(error: WalletError, settings: Settings) -> int:
    """Say what went wrong, in words and where asked as JSON; returns the exit code."""
    from wallet.codec.safe_text import safe_text

    message, hint = error_text(error, settings.language)
    params = {name: str(safe_text(value)) for name, value in error.params.items() if value}
    about = "" if not params else " (" + ", ".join(params.values()) + ")"
    click.echo(f"{message}{about}\n{word('hint', settings.language)}: {hint}", err=True)
    if settings.json:
        from wallet.codec.json import dumps

        document: JsonObject = {
            "schema": "wallet.error/1",
            "error": error.code,
            "params": dict(params.items()),
            "message": message,
        }
        click.echo(dumps(document).decode())
    return next((code for kind, code in EXIT_CODES if isinstance(error, kind)), 5)


def worst(codes: list[int]) -> int:
    """The worst of several exit codes, in the order of the contract; 0 of none."""
    return next((code for code in WORST_FIRST if code in codes), 0)


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


def missing(what: str) -> NotFoundError:
    """The error for something named that is not there."""
    return NotFoundError(path=what)


def _with(config: Config, more: dict[str, object]) -> Config:
    link_host, share_file = more.get("link_host"), more.get("share_file")
    return replace(
        config,
        link_host=link_host if isinstance(link_host, str) else config.link_host,
        share_file=share_file if isinstance(share_file, Path) else None,
    )
