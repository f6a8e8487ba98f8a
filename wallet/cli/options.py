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


class InstantType(click.ParamType[datetime]):  # type: ignore[explicit-any]  # in the base class
    """An RFC 3339 instant."""

    name = "INSTANT"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Parse, or fail as a usage error."""
        from wallet.codec.time import parse_instant

        if isinstance(value, datetime):
            return value
        at = parse_instant(str(value))
        if at is None:
            self.fail(f"{value!r} is not an RFC 3339 instant such as 2026-11-23T14:05:00Z", param, ctx)
        return at


def _option(*names: str, **attributes: object) -> Callable[[], click.Option]:
    return lambda: click.Option(list(names), **attributes)  # type: ignore[arg-type]  # click types each keyword


_FOLDER: Final = click.Path(path_type=Path, file_okay=False)
GLOBAL_OPTIONS: Final = (
    _option("--json", is_flag=True, help="One JSON document, or JSON lines for a list, on stdout."),
    _option("--offline", is_flag=True, help="Open no socket."),
    _option("--lang", type=click.Choice(["ja", "en"]), help="Language of what is said."),
    _option("--passphrase-fd", type=int, metavar="N", help="Read the passphrase from an open descriptor."),
    _option("--at", type=InstantType(), help="Judge as of this instant (RFC 3339)."),
    _option("--vault", type=_FOLDER, metavar="DIR", help="The folder of the vault."),
    _option("--materials", type=_FOLDER, metavar="DIR", help="A folder that replaces the outside world."),
    _option("--allow-loopback", is_flag=True, help="Let the wallet speak plain http to this machine only."),
    _option("--no-input", is_flag=True, help="Never ask; fail instead."),
)
_NAMES: Final = ("json", "offline", "lang", "passphrase_fd", "at", "vault", "materials", "allow_loopback", "no_input")


class Settings:
    """What the global options said, wherever they stood."""

    def __init__(self, chosen: Mapping[str, object]) -> None:
        self._chosen = dict(chosen)

    def with_more(self, chosen: Mapping[str, object]) -> Settings:
        """These settings, with those given after the command's name on top."""
        found = {name: value for name, value in chosen.items() if value not in (None, False)}
        return Settings({**self._chosen, **found})

    @property
    def json(self) -> bool:
        """Whether JSON is asked for."""
        return bool(self._chosen.get("json"))

    @property
    def language(self) -> str:
        """`ja` or `en`."""
        return self.config().language or "en"

    def config(self) -> Config:
        """The settings of the run: flags over environment over platform."""
        from wallet.compose import environment_config

        base = environment_config()
        lang, vault, materials = (self._chosen.get(name) for name in ("lang", "vault", "materials"))
        at, descriptor = self._chosen.get("at"), self._chosen.get("passphrase_fd")
        return replace(
            base,
            language=lang if isinstance(lang, str) else base.language,
            vault=vault if isinstance(vault, Path) else base.vault,
            materials=materials if isinstance(materials, Path) else None,
            at=at if isinstance(at, datetime) else None,
            passphrase_fd=descriptor if isinstance(descriptor, int) else None,
            offline=bool(self._chosen.get("offline")),
            allow_loopback=bool(self._chosen.get("allow_loopback")),
            no_input=bool(self._chosen.get("no_input")),
        )


def split(arguments: Mapping[str, object]) -> tuple[dict[str, object], dict[str, object]]:
    """A command's arguments, apart: the global options, and its own."""
    common = {name: value for name, value in arguments.items() if name in _NAMES}
    return common, {name: value for name, value in arguments.items() if name not in _NAMES}
