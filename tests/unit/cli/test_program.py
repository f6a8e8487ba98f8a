"""The program as a whole: exit codes, the last resort, and what only a real process shows."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click
import pytest

from tests.places import ROOT, SAMPLES
from tests.unit.cli.conftest import Wallet
from wallet import __version__
from wallet.__main__ import main
from wallet.cli import app, exits
from wallet.cli.app import COMMANDS, root, run
from wallet.cli.options import GLOBAL_NAMES, GLOBAL_OPTIONS, Settings
from wallet.config import Config
from wallet.errors import CredentialError, RemoteError, UsageError, VaultError, WalletError
from wallet.model.report import Outcome

GOOD: Final = SAMPLES / "01-data-science.json"
DEFECT: Final = """
import sys
import wallet.wallet
def defect(*_, **__): raise ZeroDivisionError("what the badge holds")
wallet.wallet.Wallet.verify = wallet.wallet.Wallet.badges = defect
from wallet.__main__ import main
sys.exit(main())
"""


def python(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)


def test_the_order_of_the_contract() -> None:
    order = (5, 6, 1, 4, 3, 0)
    assert tuple(code for code in exits.WORST_FIRST if code != exits.USAGE) == order
    for place, code in enumerate(order):
        assert exits.worst(order[place:]) == code
    assert exits.worst([]) == exits.INDETERMINATE  # nothing looked at is not a pass
    assert (app.USAGE, app.INTERRUPTED) == (exits.USAGE, exits.INTERRUPTED)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (VaultError(), 5),
        (RemoteError(), 6),
        (CredentialError(), 4),
        (UsageError(), 2),
        (WalletError(), 5),
    ],
)
def test_every_kind_of_error_has_its_code(error: WalletError, code: int) -> None:
    assert exits.of_error(error) == code


def test_only_passed_leaves_with_zero() -> None:
    assert {outcome for outcome in Outcome if exits._OF_OUTCOME[outcome] == 0} == {Outcome.PASSED}


def test_what_is_given_after_the_command_wins_and_a_descriptor_may_be_zero() -> None:
    settings = Settings({"passphrase_fd": 0, "lang": "ja", "offline": False}).with_more({"lang": "en", "json": True})
    config = settings.config()
    assert (config.passphrase_fd, config.language, config.offline, settings.json) == (0, "en", False, True)


def test_the_names_of_the_global_options_are_complete() -> None:
    assert {option().name for option in GLOBAL_OPTIONS} == GLOBAL_NAMES


@pytest.mark.parametrize("name", COMMANDS)
def test_the_page_and_the_help_show_every_option(name: str, wallet: Wallet) -> None:
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    section = page.partition(f"\n## `wallet {name}")[2].partition("\n## ")[0]
    told = wallet(name, "--help")
    assert told.code == 0
    own, _, everywhere = told.out.partition("\nEverywhere:")
    command = root.get_command(click.Context(root), name)
    assert command is not None
    for param in command.params:
        if isinstance(param, click.Option):
            shared = param.name in GLOBAL_NAMES
            assert param.opts[-1] in (everywhere if shared else own)
            assert f"{param.opts[-1]}" in (page.partition("\n## `wallet ")[0] if shared else section)


def test_every_line_of_the_overview_is_a_command() -> None:
    context = click.Context(root)
    assert all(root.get_command(context, name) is not None for name in root.list_commands(context))
    assert root.get_command(context, "no-such-command") is None


@pytest.mark.parametrize(
    "arguments", [["no-such-command"], ["verify"], ["--at", "yesterday", "list"], ["list", "--nope"], ["--lang", "fr"]]
)
def test_a_call_that_does_not_fit_leaves_with_2(arguments: Sequence[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*arguments]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "Error: " in told.err


def test_without_a_command_a_terminal_gets_the_screens_and_anything_else_the_help(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Config] = []

    def open_screens(config: Config) -> int:
        opened.append(config)
        return 0

    assert run(["--lang", "ja"], open_screens=open_screens) == 2
    assert "Usage: wallet" in capsys.readouterr().out
    for stream in ("stdin", "stdout"):
        monkeypatch.setattr(f"sys.{stream}.isatty", lambda: True)
    assert run(["--lang", "ja"], open_screens=open_screens) == 0
    assert [config.language for config in opened] == ["ja"]


def test_an_interruption_leaves_with_130(wallet: Wallet, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr("wallet.wallet.Wallet.verify_item", interrupt)
    assert wallet("verify", GOOD).code == 130


def test_a_defect_is_not_swallowed_inside_the_process(wallet: Wallet, monkeypatch: pytest.MonkeyPatch) -> None:
    def defect(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("sys.excepthook", sys.excepthook)
    monkeypatch.setattr("wallet.wallet.Wallet.verify_item", defect)
    with pytest.raises(ZeroDivisionError):
        wallet("verify", GOOD)


@pytest.mark.parametrize(("arguments", "code"), [(("verify", "x", "--json"), 3), (("list", "--json"), 5)])
def test_a_defect_is_told_in_a_line_without_a_traceback(arguments: tuple[str, ...], code: int) -> None:
    done = python("-c", DEFECT, *arguments)
    assert done.returncode == code
    assert "Traceback" not in done.stderr
    assert "defect of this program" in done.stderr
    assert "ZeroDivisionError" in done.stderr
    assert "what the badge holds" not in done.stderr + done.stdout
    assert '"error":"internal-error"' in done.stdout


def test_the_version_is_told_at_once() -> None:
    assert python("-m", "wallet", "--version").stdout == f"wallet {__version__}\n"


@pytest.mark.skipif(sys.platform == "win32", reason="pipes break differently there")
def test_a_reader_that_goes_away_is_no_verdict_and_no_noise() -> None:
    command = [sys.executable, "-m", "wallet", "verify", *[str(GOOD)] * 3, "--offline", "--json"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        told = process.stderr.read()
    assert (process.returncode, told) == (130, b"")
