"""The options that every command takes, before or after its name, and the settings they make."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from wallet.config import Config


def _instant(context: click.Context, param: click.Parameter, value: str | None) -> datetime | None:
    """An RFC 3339 instant, or a usage error."""
    from wallet.codec.time import parse_instant

    at = None if value is None else parse_instant(value)
    if value is not None and at is None:
        message = f"{value!r} is not an RFC 3339 instant such as 2026-11-23T14:05:00Z"
        raise click.BadParameter(message, ctx=context, param=param)
    return at


def _folder(name: str, text: str) -> Callable[[], click.Option]:
    return lambda: click.Option([name], type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help=text)


def _switch(name: str, text: str) -> Callable[[], click.Option]:
    return lambda: click.Option([name], is_flag=True, help=text)


GLOBAL_OPTIONS: Final[tuple[Callable[[], click.Option], ...]] = (
    _switch("--json", "One JSON document, or JSON lines for a list, on stdout."),
    _switch("--offline", "Open no socket."),
    lambda: click.Option(["--lang"], type=click.Choice(["ja", "en"]), help="Language of what is said."),
    lambda: click.Option(
        ["--passphrase-fd"],
        type=int,
        metavar="N",
        help="Read the passphrase from an open descriptor.",
    ),
    lambda: click.Option(
        ["--passphrase-file"],
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help="Read the passphrase from a file that only its owner can read.",
    ),
    lambda: click.Option(["--at"], callback=_instant, metavar="INSTANT", help="Judge as of this instant (RFC 3339)."),
    _folder("--vault", "The folder of the vault."),
    _folder("--materials", "A folder that replaces the outside world."),
    _switch("--allow-loopback", "Let the wallet speak plain http to this machine only."),
    _switch("--no-input", "Never ask; fail instead."),
)
"""Made anew for every command: click keeps state in them."""

GLOBAL_NAMES: Final = frozenset(
    {
        "json",
        "offline",
        "lang",
        "passphrase_fd",
        "passphrase_file",
        "at",
        "vault",
        "materials",
        "allow_loopback",
        "no_input",
    }
)


class Settings:
    """What the global options said, wherever they stood."""

    def __init__(self, chosen: Mapping[str, object]) -> None:
        self._chosen = _given(chosen)

    def with_more(self, chosen: Mapping[str, object]) -> Settings:
        """These settings, with those given after the command's name on top."""
        return Settings({**self._chosen, **_given(chosen)})

    @property
    def json(self) -> bool:
        """Whether JSON is asked for."""
        return "json" in self._chosen

    def config(self) -> Config:
        """The settings of the run: options over environment over platform."""
        from wallet.compose import environment_config

        base = environment_config()
        lang, at, descriptor = (self._chosen.get(name) for name in ("lang", "at", "passphrase_fd"))
        vault, materials, file = (self._chosen.get(name) for name in ("vault", "materials", "passphrase_file"))
        return replace(
            base,
            language=lang if isinstance(lang, str) else base.language,
            language_asked=isinstance(lang, str) or base.language_asked,
            vault=vault if isinstance(vault, Path) else base.vault,
            materials=materials if isinstance(materials, Path) else None,
            at=at if isinstance(at, datetime) else None,
            passphrase_fd=descriptor if isinstance(descriptor, int) else None,
            passphrase_file=file if isinstance(file, Path) else base.passphrase_file,
            offline="offline" in self._chosen,
            allow_loopback="allow_loopback" in self._chosen,
            no_input="no_input" in self._chosen,
        )


def _given(chosen: Mapping[str, object]) -> dict[str, object]:
    """What was given at all. A descriptor may be 0, so being false is not enough to be left out."""
    return {name: value for name, value in chosen.items() if value is not None and value is not False}


def split(arguments: Mapping[str, object]) -> tuple[dict[str, object], dict[str, object]]:
    """A command's arguments, apart: the global options, and its own."""
    common = {name: value for name, value in arguments.items() if name in GLOBAL_NAMES}
    return common, {name: value for name, value in arguments.items() if name not in GLOBAL_NAMES}
