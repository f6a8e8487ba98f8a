"""Reads the console sessions out of a Markdown page: what `test_docs` holds against the program.

A fenced block whose info string begins with `console` is a session. Lines that begin with `$ ` are commands; a
trailing backslash continues them on the next line; what follows is output and is not compared. A comment `# exit N` at
the end of a command says with what it leaves when that is not 0. A block marked `console run` is run; every other one
is only parsed.

    ```console run
    $ wallet verify samples/altered.json  # exit 1
    ```
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_FENCE: Final = re.compile(r"^(?P<indent> *)```+ *(?P<info>.*?) *$")
_EXIT: Final = re.compile(r"#\s*exit\s+(\d+)\s*$")
_DESCRIPTOR: Final = re.compile(r"(?<=\s)\d(?=[<>])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command of a page: its first line there, as typed, and how it leaves."""

    line: int
    text: str
    exit_code: int
    runs: bool


def commands(page: Path) -> list[Command]:
    """Every command in the console blocks of `page`, in order."""
    found: list[Command] = []
    block: str | None = None
    pending: tuple[int, str] | None = None
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), start=1):
        fence = _FENCE.match(line)
        if fence:
            assert pending is None, f"{page.name}:{number}: the block ends inside a command"
            block = fence["info"] if block is None else None
        elif block is not None and block.split()[:1] == ["console"]:
            text = line.strip()
            if pending is not None:
                pending = (pending[0], f"{pending[1]} {text.removeprefix('>').lstrip()}")
            elif text.startswith("$ "):
                pending = (number, text.removeprefix("$ "))
            if pending is not None and pending[1].endswith("\\"):
                pending = (pending[0], pending[1].removesuffix("\\").rstrip())
            elif pending is not None:
                found.append(_command(*pending, runs="run" in block.split()))
                pending = None
    return found


def _command(line: int, text: str, *, runs: bool) -> Command:
    stated = _EXIT.search(text)
    return Command(line=line, text=text, exit_code=int(stated[1]) if stated else 0, runs=runs)


def wallet_calls(text: str) -> list[list[str]]:
    """The arguments of each call of `wallet` in one shell command, its pipes and redirections taken apart."""
    lexer = shlex.shlex(_DESCRIPTOR.sub("", text), posix=True, punctuation_chars=True)
    lexer.commenters = "#"
    calls: list[list[str]] = []
    words: list[str] | None = None
    before_command, after_redirection = True, False
    for token in lexer:
        if set(token) <= set("<>|&;()"):
            after_redirection = token[0] in "<>"
            before_command = before_command or not after_redirection
            words = words if after_redirection else None
        elif after_redirection:
            after_redirection = False
        elif words is not None:
            words.append(token)
        elif before_command and "=" not in token:
            before_command = False
            if token.rpartition("/")[2] == "wallet":
                words = []
                calls.append(words)
    return calls
