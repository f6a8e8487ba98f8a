"""Where the demonstration plays: people with homes of their own, the commands they run, and what is printed of them."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeAlias

Row: TypeAlias = "dict[str, object]"

ROOT: Final = Path(__file__).resolve().parent.parent
WALLET: Final = Path(sys.executable).with_name("wallet")
TRIAL_SECONDS: Final = 120
STOP_SECONDS: Final = 20


class NotAsExpectedError(Exception):
    """Something is not as the demonstration promises."""


def require(holds: object, what: str) -> None:
    """Raise `NotAsExpectedError` unless `holds`."""
    if not holds:
        raise NotAsExpectedError(what)


def say(text: str = "") -> None:
    """One line for people; the only way these scripts write."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def new_folder(path: Path) -> Path:
    """An empty folder for its owner only."""
    path.mkdir(mode=0o700)
    return path


def rows(found: object) -> list[Row]:
    """The objects in JSON lines, or in a list that was in one."""
    items = [json.loads(line) for line in found.splitlines()] if isinstance(found, str) else found
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


@dataclass(frozen=True, kw_only=True)
class Person:
    """Whose turn it is: a home of their own, and what their environment says."""

    home: Path
    environment: dict[str, str] = field(default_factory=dict)

    def variables(self) -> dict[str, str]:
        """The environment of their commands: nothing of whoever runs the demonstration but PATH."""
        return {
            "HOME": str(self.home),
            "PATH": os.environ.get("PATH", ""),
            "LANG": "C.UTF-8",
            "COLUMNS": "100",
            "NO_COLOR": "1",
            "WALLET_KEYRING": "off",
            **self.environment,
        }


class Stage:
    """Runs commands and prints them. `words` are what is said in between, in the language of this performance."""

    def __init__(self, language: str, words: dict[str, str]) -> None:
        self.language = language
        self.words = words

    def headline(self, name: str) -> None:
        """What the next step is for."""
        say(f"\n== {self.words[name]}")

    def note(self, name: str) -> None:
        """What was checked without being shown."""
        say(f"    ✓ {self.words[name]}")

    def show(self, who: Person, *arguments: str, leaves: int = 0, lines: int = 12, brief: bool = False) -> str:
        """Run a command for people and print what it says, at most `lines` lines of it; returns its stdout.

        With `brief`, of each report only the verdict, what speaks against it and what it relied on.
        """
        self._show_command(arguments)
        started = time.perf_counter()
        done = execute(who, ["--lang", self.language, *arguments], leaves)
        seconds = time.perf_counter() - started
        found = (done.stdout + done.stderr).rstrip().splitlines()
        shown = (_brief(found) if brief else found)[:lines]
        for line in shown:
            say(f"    {line}".rstrip())
        if len(found) > len(shown):
            say("    " + self.words["more"].format(count=len(found) - len(shown)))
        say("    " + self.words["took"].format(seconds=seconds, code=done.returncode))
        return done.stdout

    def ask(self, who: Person, *arguments: str, leaves: int = 0) -> list[Row]:
        """Run a command for its JSON, printing nothing."""
        return rows(execute(who, [*arguments, "--json"], leaves).stdout)

    @contextmanager
    def link_host(self, who: Person, data: Path) -> Iterator[str]:
        """A link host on a free port of this machine, stopped at the end whatever happens; yields its address."""
        command = ["host", "--port", "0", "--data", str(data)]
        self._show_command(command)
        process = subprocess.Popen(
            [WALLET, *command],
            env=who.variables(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        try:
            url = _address(process)
            say(f"    {url}")
            yield url
        finally:
            _stop(process)

    @staticmethod
    def _show_command(arguments: list[str] | tuple[str, ...]) -> None:
        say(f"\n  $ wallet {shlex.join(arguments)}".replace(str(ROOT) + os.sep, ""))


def _brief(found: list[str]) -> list[str]:
    """Verdicts, which stand at the margin, findings and evidence; each line once in its report."""
    kept: list[str] = []
    report: set[str] = set()
    for line in found:
        if line.endswith("]") and not line.startswith(" "):
            report = set()
        elif "←" not in line and line.lstrip()[:1] not in {"✗", "?"}:
            continue
        if line not in report:
            kept.append(line)
        report.add(line)
    return kept


def execute(who: Person, arguments: list[str], leaves: int) -> subprocess.CompletedProcess[str]:
    """Run the program as `who`. Any other exit code than `leaves`, and any traceback, is not as expected."""
    done = subprocess.run(
        [WALLET, *arguments],
        cwd=ROOT,
        env=who.variables(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=TRIAL_SECONDS,
        check=False,
    )
    told = f"wallet {shlex.join(arguments)}: exit {done.returncode}, not {leaves}\n{done.stdout}{done.stderr}"
    require(done.returncode == leaves and "Traceback" not in done.stderr, told)
    return done


def _address(process: subprocess.Popen[str]) -> str:
    """The address that the host says it serves."""
    told = ""
    for line in process.stdout or ():
        told += line
        for word in line.split():
            if word.startswith("http://"):
                return word
    raise NotAsExpectedError(f"the host did not start\n{told}")


def _stop(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout is not None:
        process.stdout.close()
