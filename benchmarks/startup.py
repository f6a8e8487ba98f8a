"""Cold starts: how long a command takes from nothing, compared with `python -c pass`, PyLD and Node in the same rounds.

The measured programs find their modules compiled, as an installation leaves them: in a folder of this run, so that
nothing depends on what happens to be there. `WALLET_HOME` and everything else of the user is out of reach.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from benchmarks.badges import AT, Issuer, rich
from benchmarks.measure import Row, compare, in_turn
from benchmarks.rivals import INTEROP, ROOT

WALLET: Final = str(Path(sys.executable).with_name("wallet"))
BASE: Final = "python -c pass"
_DROPPED: Final = ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "PYTHONSTARTUP", "WALLET_VAULT", "WALLET_LANG")


def cold_starts(program: str | None, *, rounds: int) -> Iterator[Row]:
    """Bar 4: the program from nothing."""
    with tempfile.TemporaryDirectory() as home:
        badge = Path(home) / "badge.json"
        issuer = Issuer("cold")
        badge.write_bytes(issuer.secure(rich(issuer, 1), "eddsa-rdfc-2022"))
        commands = {
            BASE: [sys.executable, "-c", "pass"],
            "--version": [WALLET, "--version"],
            "--help": [WALLET, "--help"],
            "verify": [WALLET, "verify", str(badge), "--offline", "--at", AT],
            "pyld": [sys.executable, str(ROOT / "benchmarks" / "pyld_verifier.py"), str(badge)],
        }
        if program is not None:
            commands["node"] = [program, "verify.mjs", str(badge), "--now", AT]
        environment = {name: value for name, value in os.environ.items() if name not in _DROPPED}
        environment |= {"HOME": home, "PYTHONPYCACHEPREFIX": str(Path(home) / "compiled")}
        seconds = in_turn({name: _Start(command, environment) for name, command in commands.items()}, rounds)
    base = seconds[BASE]
    yield compare("4", f"wallet --version, to {BASE}", seconds["--version"], base, target=5)
    yield compare("4", f"wallet --help, to {BASE}", seconds["--help"], base, target=5)
    yield compare("4", f"wallet verify, to {BASE}", seconds["verify"], base, target=8)
    yield compare("4", "wallet verify, to a verifier on PyLD", seconds["verify"], seconds["pyld"], target=0.45)
    if "node" in seconds:
        yield compare(
            "4", "wallet verify, to Digital Bazaar's under Node", seconds["verify"], seconds["node"], target=0.3
        )


class _Start:
    """One command, started and waited for; raises unless it succeeds."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self._command = command
        self._environment = environment

    def __call__(self) -> float:
        start = time.perf_counter()
        done = subprocess.run(
            self._command,
            cwd=INTEROP,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            check=False,
        )
        elapsed = time.perf_counter() - start
        if done.returncode:
            raise AssertionError(f"{' '.join(self._command)}: {done.returncode} {done.stderr.decode()}")
        return elapsed
