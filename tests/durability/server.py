"""A program that has the wallet loaded and runs each call in a child of its own: what a test kills is the child.

Started as `python -m tests.durability.server KEYRING_FILE [SABOTAGE]`. Every line of its input is a JSON object:
`calls`, lists of arguments as on the command line; `out`, the beginning of the names of the files for what the child
says (`.stdout`, `.stderr`) and for the exit code of each call (`.codes`); `stop`, whether the child first stops itself
until it is told to go on. It answers with the child's number, and with how it ended.

The keyring of these runs is a file, so that a call does not pay for Argon2id; it stands in for the system's.
"""

from __future__ import annotations

import base64
import importlib
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from tests.durability import sabotage
from wallet.codec import json
from wallet.model.json import JsonObject
from wallet.model.secret import Secret
from wallet.storage import keyring_port

PRELOADED: Final = (
    *("wallet.cli.app", "wallet.wallet", "wallet.storage.open", "wallet.storage.export", "wallet.storage.plain_export"),
    *(f"wallet.cli.{name}" for name in ("vault", "library", "check", "sharing", "backup", "doctor", "settings")),
    *("wallet.share.file", "wallet.share.link", "wallet.materials.directory", "wallet.present.presentation"),
    *("keyring", "keyring.backends.fail", "PIL.Image", "platformdirs", "wallet.materials.fetched"),
)
Main = Callable[[list[str]], int]


class FileKeyring:
    """A keyring in one file, which is not the vault's and not under test."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def get(self, entry: str) -> Secret | None:
        found = self._entries().get(entry)
        return None if found is None else Secret(base64.b64decode(found))

    def set(self, entry: str, secret: Secret) -> None:
        self._keep({**self._entries(), entry: base64.b64encode(secret.reveal()).decode()})

    def delete(self, entry: str) -> None:
        entries = self._entries()
        entries.pop(entry, None)
        self._keep(entries)

    def _entries(self) -> dict[str, str]:
        found = json.loads_object(self._path.read_bytes()) if self._path.exists() else {}
        return {name: str(value) for name, value in found.items()}

    def _keep(self, entries: dict[str, str]) -> None:
        self._path.write_bytes(json.dumps({**entries}))


def serve(main: Main) -> None:
    """Answer every line of the input until it ends."""
    for line in sys.stdin.buffer:
        order = json.loads_object(line)
        child = os.fork()
        if child == 0:
            os._exit(_obey(order, main))
        if order["stop"]:
            os.waitpid(child, os.WUNTRACED)
        _answer(child)
        _answer(os.waitpid(child, 0)[1])


def _obey(order: JsonObject, main: Main) -> int:
    out = str(order["out"])
    nowhere = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nowhere, 0)
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    for descriptor, name in ((1, ".stdout"), (2, ".stderr")):
        os.dup2(os.open(out + name, flags, 0o600), descriptor)
    codes = os.open(out + ".codes", flags, 0o600)
    if order["stop"]:
        os.kill(os.getpid(), signal.SIGSTOP)
    calls = order["calls"]
    assert isinstance(calls, list)
    for call in calls:
        try:
            code = main([str(word) for word in call]) if isinstance(call, list) else 70
        except BaseException:  # noqa: BLE001 - whatever it is, the harness has to see it
            sys.excepthook(*sys.exc_info())
            code = 70
        sys.stdout.flush()
        os.write(1, b"\n")
        os.write(codes, f"{code}\n".encode())
    return 0


def _answer(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


def run(keyring: str, damage: str = "") -> None:
    """Load everything once, and serve."""
    for name in PRELOADED:
        importlib.import_module(name)
    keyring_port.system_keyring = lambda: FileKeyring(Path(keyring))
    from wallet.__main__ import main

    serve(sabotage.main_of(damage) or main)


if __name__ == "__main__":
    run(*sys.argv[1:])
