"""Once for real: the program in a terminal of its own (tmux), from the first run to the lock, keyboard only.

Nothing here sleeps by the clock: the screen is captured until it shows what is waited for, a bounded number of times,
and tmux itself paces the captures.
"""

from __future__ import annotations

import re
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from rich.cells import cell_len

from tests.places import ROOT
from tests.ui.stage import PASSPHRASE

TMUX: Final = shutil.which("tmux")
CAPTURES: Final = 400
pytestmark = [
    pytest.mark.terminal,
    pytest.mark.skipif(TMUX is None, reason="tmux is not installed: the screens are not tried in a real terminal"),
]


@dataclass(frozen=True)
class Terminal:
    """One tmux server with one pane."""

    socket: str
    home: Path

    def tmux(self, *arguments: str, text: str | None = None) -> str:
        """Ask tmux."""
        command = [str(TMUX), "-L", self.socket, "-f", "/dev/null", *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60, input=text).stdout

    def press(self, *keys: str) -> None:
        """Press keys by tmux's names."""
        self.tmux("send-keys", "-t", "wallet", *keys)

    def type(self, text: str) -> None:
        """Type letters as they are."""
        self.tmux("send-keys", "-t", "wallet", "-l", text)

    def screen(self) -> str:
        """What is to be seen."""
        return self.tmux("capture-pane", "-p", "-t", "wallet")

    def to_next_field(self) -> None:
        """Press Tab, and wait until the cursor is on another line: what is typed sooner may still go to the old one."""
        where = self._cursor()
        self.press("Tab")
        for _ in range(CAPTURES):
            if self._cursor() != where:
                return
            self._pause()
        raise AssertionError(f"the cursor never moved\n{self.screen()}")

    def _cursor(self) -> str:
        return self.tmux("display-message", "-p", "-t", "wallet", "#{cursor_y}")

    def _pause(self) -> None:
        """Let tmux wait a moment."""
        self.tmux("run-shell", "-d", "0.03", "-t", "wallet", "true")

    def until(self, text: str) -> str:
        """Capture until `text` is to be seen; the screen."""
        seen = ""
        for _ in range(CAPTURES):
            seen = self.screen()
            if text in seen:
                return seen
            self._pause()
        raise AssertionError(f"never: {text}\n{seen}")


@pytest.fixture(params=[(80, 24), (120, 40)], ids=["80x24", "120x40"])
def terminal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Terminal]:
    """The wallet, started in a terminal of a fixed size with an empty home."""
    width, height = request.param
    home = tmp_path / "home"
    home.mkdir()
    made = Terminal(f"wallet-{secrets.token_hex(6)}", home)
    environment = {
        "HOME": str(home),
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "COLORTERM": "truecolor",
        "WALLET_LANG": "en",
        "WALLET_KEYRING": "off",
        "PYTHONPATH": str(ROOT),
    }
    command = ["env", "-i", "TERM=tmux-256color", *(f"{name}={value}" for name, value in environment.items())]
    program = [sys.executable, "-m", "wallet", "--offline", "--at", "2026-11-23T14:05:00Z"]
    made.tmux("new-session", "-d", "-s", "wallet", "-x", str(width), "-y", str(height), *command, *program)
    made.tmux("set-option", "-g", "remain-on-exit", "on")
    try:
        yield made
    finally:
        made.tmux("kill-server")


def test_from_the_first_run_to_the_lock(terminal: Terminal) -> None:
    terminal.until("A wallet for your digital badges")
    terminal.press("Enter")
    terminal.until("no keyring")
    terminal.type(PASSPHRASE)
    terminal.until("characters: good")
    terminal.to_next_field()
    terminal.type(PASSPHRASE)
    terminal.press("Enter")
    shown = terminal.until("Write it down on paper now.")
    found = re.search(r"\b([0-9A-Z]{5}-){5}[0-9A-Z]{5}\b", shown)
    assert found is not None
    groups = found[0].split("-")
    terminal.press("Enter")
    shown = terminal.until("type these groups")
    assert found[0] not in shown
    for number, field in enumerate(re.findall(r"Group (\d) of the key", shown)):
        if number:
            terminal.to_next_field()
        terminal.type(groups[int(field) - 1])
        terminal.until(groups[int(field) - 1])
    terminal.press("Enter")
    terminal.until("Sample badges are at hand")
    terminal.press("Enter")
    terminal.until("Done. imported 14")
    terminal.press("Escape")
    shown = terminal.until("[All 14]")
    assert "? cannot tell" in shown
    assert "Presenting in English" in shown
    terminal.press("Down", "Enter")
    terminal.until("Verification: is it authentic and in force?")
    terminal.press("F2")
    shown = terminal.until("検証: 本物で、有効か")
    assert "Verification" not in shown
    assert all(cell_len(line) <= 120 for line in shown.splitlines())
    terminal.press("Escape")
    terminal.until("並び順: 新しい順")
    terminal.press("C-l")
    shown = terminal.until("保管庫をロックし")
    assert "Presenting in English" not in shown
    assert "地域課題解決演習" not in shown
    terminal.type("wrong")
    terminal.press("Enter")
    terminal.until("パスフレーズが違います")
    terminal.type(PASSPHRASE)
    terminal.press("Enter")
    terminal.until("並び順: 新しい順")
    terminal.press("q")
    terminal.until("Pane is dead (status 0")
    assert b"Presenting in English" not in b"".join(
        path.read_bytes() for path in terminal.home.rglob("*") if path.is_file()
    )


def test_a_huge_paste_is_cut_and_commands_nothing(terminal: Terminal) -> None:
    """A megabyte, then the end of a bracketed paste inside the paste, then what would be an order to the terminal."""
    terminal.until("A wallet for your digital badges")
    terminal.press("Enter")
    terminal.until("no keyring")
    terminal.tmux("load-buffer", "-", text="x" * 1_000_000 + "\x1b[201~\x1b]0;owned\x07" + "y" * 20)
    terminal.tmux("paste-buffer", "-p", "-t", "wallet")
    terminal.until("1000 characters: good")
    assert "owned" not in terminal.tmux("display-message", "-p", "-t", "wallet", "#{pane_title}")
    terminal.press("Escape")
    terminal.until("A wallet for your digital badges")
