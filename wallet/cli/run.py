"""One run of a command: its settings, its wallet, and its two ways of speaking: data on stdout, talk on stderr."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from wallet.cli.exits import of_error
from wallet.cli.json_line import json_line
from wallet.cli.options import Settings
from wallet.codec.safe_text import safe_text
from wallet.compose import compose, environment
from wallet.errors import WalletError
from wallet.explanation import report_lines
from wallet.model.json import JsonValue
from wallet.model.report import VerificationReport
from wallet.model.secret import Secret
from wallet.text.language import language_of
from wallet.text.words import GLYPHS, word

if TYPE_CHECKING:
    from wallet.verification import Assessed
    from wallet.wallet import Wallet

MAX_STDIN_BYTES: Final = 64 * 1024 * 1024
"""As much as the largest archive that is unpacked."""
_PROGRESS_STEP: Final = 20
_PROGRESS_CELLS: Final = 40
_GLYPH_OF: Final = {glyph: outcome for outcome, glyph in GLYPHS.items()}
_COLOURS: Final = {"passed": "green", "failed": "red", "refused": "red", "indeterminate": "yellow"}


class Run:
    """What a command works with."""

    def __init__(self, settings: Settings) -> None:
        self.config = settings.config()
        self.language = language_of(self.config.language)
        self.json = settings.json
        found = environment()
        self._plain = bool(found.get("NO_COLOR")) or found.get("TERM") == "dumb"

    def wallet(
        self,
        names: tuple[str, ...] = (),
        *,
        link_host: str | None = None,
        share_file: Path | None = None,
        share_to: str = "link",
        store: str | None = None,
        store_url: str | None = None,
        verifier: str | None = None,
        max_age: int | None = None,
        trace: bool = False,
        roots: Path | None = None,
    ) -> Wallet:
        """The wallet of this run; `-` among `names` reads all of standard input.

        What verdicts depend on stays in `config`, for the processes that help with many inputs.
        """
        stdin = sys.stdin.buffer.read(MAX_STDIN_BYTES + 1) if "-" in names else None
        self.config = replace(self.config, trace=trace, roots=roots)
        if max_age is not None:
            self.config = replace(self.config, max_status_age=timedelta(days=max_age))
        # A link host that is only configured must not make other commands need a network.
        config = replace(
            self.config,
            link_host=link_host,
            share_file=share_file,
            share_to=share_to,
            store=store or self.config.store,
            store_url=store_url or self.config.store_url,
            verifier=verifier or self.config.verifier,
            language=self.language,
        )
        return compose(config, ask_passphrase=self._ask_passphrase, stdin=stdin)

    def can_ask(self) -> bool:
        """Whether there is a person to ask, and asking is allowed."""
        return not self.config.no_input and sys.stdin.isatty() and sys.stderr.isatty()

    def ask_secret(self, name: str) -> Secret:
        """Ask for something that is not shown; `name` is the word to ask with."""
        return Secret.from_text(
            click.prompt(self.word(name), default="", show_default=False, hide_input=True, err=True)
        )

    def _ask_passphrase(self) -> Secret | None:
        return self.ask_secret("passphrase") or None if self.can_ask() else None

    def word(self, name: str) -> str:
        """A word in the run's language."""
        return word(name, self.language)

    def paint(self, text: str, outcome: str) -> str:
        """`text` in the colour of an outcome, where colours are wanted; the text says all there is to say."""
        return text if self._plain else click.style(text, fg=_COLOURS.get(outcome))

    def report(self, report: VerificationReport, assessed: Assessed | None = None) -> Iterator[str]:
        """The page on one report, with the verdicts' glyphs in their colours."""
        for line in report_lines(report, self.language, assessed):
            glyph = line.lstrip()[:1]
            yield line.replace(glyph, self.paint(glyph, _GLYPH_OF[glyph]), 1) if glyph in _GLYPH_OF else line

    def data(self, document: JsonValue) -> None:
        """One JSON document on a line of stdout."""
        click.echo(json_line(document), nl=False)

    def line(self, text: str = "") -> None:
        """A line for people, on stdout."""
        click.echo(text, color=False if self._plain else None)

    def progress(self, count: int | None) -> None:
        """How many are done, for whoever waits at a terminal while the data goes elsewhere; None takes it away."""
        if sys.stdout.isatty() or not sys.stderr.isatty() or (count is not None and count % _PROGRESS_STEP):
            return
        text = "" if count is None else f"{self.word('verification')}: {count}"
        click.echo(f"\r{text:<{_PROGRESS_CELLS}}\r", err=True, nl=False)

    def say(self, text: str) -> None:
        """Talk, on stderr."""
        click.echo(text, err=True, color=False if self._plain else None)

    def tell(self, error: WalletError) -> int:
        """Say what went wrong, in words and where asked as JSON; returns the exit code."""
        from wallet.text.errors import error_text

        params = {name: str(safe_text(value)) for name, value in error.params.items() if value}
        message, hint = error_text(error, self.language, params)
        self.say(f"{message}\n{self.word('hint')}: {hint}")
        if self.json:
            given: dict[str, JsonValue] = dict(error.params.items())
            self.data({"schema": "wallet.error/1", "error": error.code, "params": given, "message": message})
        return of_error(error)
