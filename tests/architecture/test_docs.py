"""Every command a page shows is one the program takes; the blocks marked `console run` are run as they stand."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.architecture.console import Command, commands, wallet_calls
from tests.places import ROOT, SAMPLES

PAGES: Final = [
    *sorted(ROOT.glob("README*.md")),
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted((ROOT / "docs" / "guides").glob("*.md")),
]
SHOWN: Final = [
    pytest.param(call, id=f"{page.name}:{command.line}")
    for page in PAGES
    for command in commands(page)
    for call in wallet_calls(command.text)
]
RUN: Final = [page for page in PAGES if any(command.runs for command in commands(page))]
WALLET: Final = Path(sys.executable).with_name("wallet")
_LISTED: Final = re.compile(r"^  ([a-z][a-z-]+)(?:  .*)?$", re.MULTILINE)
_HEADED: Final = re.compile(r"^#{2,4} `?wallet ([a-z][a-z-]+)", re.MULTILINE)


def wallet(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [WALLET, *arguments], capture_output=True, text=True, encoding="utf-8", check=False, stdin=subprocess.DEVNULL
    )


def test_the_pages_show_commands() -> None:
    assert SHOWN, "README.md and docs/ show no `$ wallet` command in a console block"
    assert ROOT / "README.md" in RUN


@pytest.mark.parametrize("call", SHOWN)
def test_a_shown_command_is_one_the_program_takes(call: list[str]) -> None:
    done = wallet(*call, "--help")
    assert done.returncode == 0, done.stderr


def test_an_unknown_option_would_be_seen() -> None:
    assert wallet("verify", "badge.json", "--no-such-option", "--help").returncode == 2
    assert wallet("no-such-command", "--help").returncode == 2


def test_help_and_the_commands_page_list_the_same() -> None:
    listed = _LISTED.findall(wallet("--lang", "en", "--help").stdout.partition("Commands:")[2])
    headed = _HEADED.findall((ROOT / "docs" / "commands.md").read_text(encoding="utf-8"))
    assert listed
    assert sorted(set(headed)) == sorted(listed)


@pytest.mark.parametrize("page", RUN, ids=lambda page: page.name)
def test_a_page_runs_as_it_stands(page: Path, tmp_path: Path) -> None:
    here = tmp_path / "here"
    here.mkdir()
    (here / "samples").symlink_to(SAMPLES)
    passphrase = tmp_path / "passphrase"
    passphrase.touch(mode=0o600)
    passphrase.write_text("correct horse battery staple\n")
    environment = {
        **os.environ,
        "HOME": str(tmp_path / "home"),
        "PATH": f"{WALLET.parent}{os.pathsep}{os.environ['PATH']}",
        "WALLET_PASSPHRASE_FILE": str(passphrase),
    }
    (tmp_path / "home").mkdir()
    for command in commands(page):
        if command.runs:
            run_as_shown(command, here, environment)


def run_as_shown(command: Command, here: Path, environment: dict[str, str]) -> None:
    done = subprocess.run(
        ["sh", "-c", command.text],
        cwd=here,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        stdin=subprocess.DEVNULL,
        timeout=120,
    )
    told = f"line {command.line}: {command.text}\n{done.stdout}{done.stderr}"
    assert done.returncode == command.exit_code, told
    assert "Traceback" not in done.stderr, told
