"""Does an installed wallet do its main job? For a fresh installation, on any Python: standard library only.

    python scripts/smoke.py PATH-OF-WALLET

Uses the samples of this repository, a home and a vault of its own that are removed again, and no network. Prints one
line for each step; leaves with 1 at the first step that does not do what it should.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "samples"
# File name of a sample -> {"outcome": what it verifies as with no network}. Not in samples/, where only badges are.
EXPECTED = ROOT / "tests" / "samples.json"
# What `wallet verify --json` may say, and the exit code that must go with it.
EXIT_CODES = {"passed": 0, "failed": 1, "indeterminate": 3, "refused": 4}


class Smoke:
    """One installed program and a home that is its alone."""

    def __init__(self, wallet: str, home: Path) -> None:
        passphrase = home / "passphrase"
        passphrase.touch(mode=0o600)
        passphrase.write_text("a passphrase for the smoke test\n", encoding="utf-8")
        self.wallet = str(Path(wallet).absolute())
        self.home = home
        self.environment = {
            "HOME": str(home),
            "LANG": "C.UTF-8",
            "PATH": os.environ["PATH"],
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
            "WALLET_PASSPHRASE_FILE": str(passphrase),
        }

    def run(self, *arguments: str, leaves: int = 0) -> str:
        """Run the program; what it wrote to stdout. Anything but the exit code `leaves` ends the smoke test."""
        done = subprocess.run(
            [self.wallet, *arguments],
            cwd=self.home,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        if done.returncode != leaves or "Traceback" in done.stderr:
            sys.exit(f"FAILED: wallet {' '.join(arguments)} left with {done.returncode}, not {leaves}\n{done.stderr}")
        print(f"ok: wallet {' '.join(arguments)}")
        return done.stdout


def main() -> None:
    """Every step, in the order a newcomer takes them."""
    with tempfile.TemporaryDirectory() as folder:
        smoke = Smoke(sys.argv[1], Path(folder))
        require("0." in smoke.run("--version"), "the version")
        require("verify" in smoke.run("--help"), "the list of commands")
        verify_each_sample(smoke)
        keep_the_samples(smoke)


def verify_each_sample(smoke: Smoke) -> None:
    """`wallet verify` says of each sample what is expected of it, and leaves accordingly."""
    expected = json.loads(EXPECTED.read_text(encoding="utf-8"))
    require(expected, "samples to verify")
    for name, verdict in expected.items():
        outcome = verdict["outcome"]
        told = smoke.run("verify", str(SAMPLES / name), "--offline", "--json", leaves=EXIT_CODES[outcome])
        require(json.loads(told)["outcome"] == outcome, f"{outcome} for {name}")


def keep_the_samples(smoke: Smoke) -> None:
    """Make a vault, import the samples twice, and list each once."""
    smoke.run("init", "--no-input")
    first = rows(smoke.run("import", str(SAMPLES), "--json"))
    again = rows(smoke.run("import", str(SAMPLES), "--json"))
    kept = [row["id"] for row in first if row["outcome"] == "imported"]
    require(kept, "imported badges")
    require([row["id"] for row in again if row["outcome"] == "duplicate"] == kept, "the same badges as duplicates")
    listed = [row["id"] for row in rows(smoke.run("list", "--json"))]
    require(sorted(listed) == sorted(kept), "each badge once in the list")
    smoke.run("verify", str(smoke.home / "no-such-file"), leaves=2)


def rows(lines: str) -> list[dict[str, str]]:
    """The documents in JSON lines."""
    return [json.loads(line) for line in lines.splitlines()]


def require(holds: object, what: str) -> None:
    """End the smoke test unless `holds`."""
    if not holds:
        sys.exit(f"FAILED: {what}")


if __name__ == "__main__":
    main()
