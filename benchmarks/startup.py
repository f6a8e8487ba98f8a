"""How long a cold start takes, as ratios to `python -c pass` in the same run.

Milliseconds do not carry over from one machine to another; ratios nearly do. Every round runs each command once, in
turn, so that a slow moment of the machine hits all of them; the medians are compared. A missed target fails nothing:
the table says so, and `benchmarks/latest.json` keeps the figures.

    python benchmarks/startup.py [--rounds N]
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parent.parent
LATEST = ROOT / "benchmarks" / "latest.json"
WALLET = str(Path(sys.executable).with_name("wallet"))
BASE = "python -c pass"


@dataclass(frozen=True, slots=True)
class Case:
    """One command, how many times `python -c pass` it may take, and the exit codes that count as having worked."""

    name: str
    command: Sequence[str]
    target: float | None
    good: frozenset[int] = frozenset({0})


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured of one case."""

    name: str
    median_ms: float
    fastest_ms: float
    ratio: float
    target: float | None

    @property
    def verdict(self) -> str:
        """Whether the target is met, in a word."""
        if self.target is None:
            return ""
        return "met" if self.ratio <= self.target else "MISSED"


def cases() -> list[Case]:
    """What is measured; the verify rows only where there are samples."""
    found = [
        Case(BASE, [sys.executable, "-c", "pass"], None),
        Case("wallet --version", [WALLET, "--version"], 5),
        Case("wallet --help", [WALLET, "--help"], 5),
    ]
    for name, pattern in (("JSON-LD", "*.json"), ("JWT", "*.jwt")):
        badge = first_badge(pattern)
        if badge:
            command = [WALLET, "verify", str(badge), "--offline"]
            found.append(Case(f"wallet verify --offline, {name}", command, 15, frozenset({0, 3})))
    return found


def first_badge(pattern: str) -> Path | None:
    """The first sample of a kind that verifies offline, or cannot be told for want of a status list."""
    for badge in sorted((ROOT / "samples").glob(pattern)):
        if run([WALLET, "verify", str(badge), "--offline"], os.environ) in {0, 3}:
            return badge
    return None


def run(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run `command` with nothing to read and its output thrown away."""
    return subprocess.run(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    ).returncode


def measure(measured: Sequence[Case], rounds: int) -> list[Row]:
    """Time every case once per round, after one round that does not count."""
    seconds: dict[str, list[float]] = {case.name: [] for case in measured}
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "HOME": home}
        for number in range(rounds + 1):
            for case in measured:
                start = time.perf_counter()
                code = run(case.command, environment)
                elapsed = time.perf_counter() - start
                if code not in case.good:
                    sys.exit(f"{case.name} left with {code}: nothing to measure")
                if number:
                    seconds[case.name].append(elapsed)
    base = statistics.median(seconds[BASE])
    return [
        Row(
            name=case.name,
            median_ms=round(1000 * statistics.median(seconds[case.name]), 1),
            fastest_ms=round(1000 * min(seconds[case.name]), 1),
            ratio=round(statistics.median(seconds[case.name]) / base, 2),
            target=case.target,
        )
        for case in measured
    ]


def show(rows: Sequence[Row]) -> None:
    """Print the table."""
    table = Table(title="Cold start")
    table.add_column("command")
    for heading in ("median ms", "fastest ms", f"x {BASE}", "target"):
        table.add_column(heading, justify="right")
    table.add_column("")
    for row in rows:
        target = "" if row.target is None else f"{row.target:.0f}"
        table.add_row(
            row.name, f"{row.median_ms:.1f}", f"{row.fastest_ms:.1f}", f"{row.ratio:.1f}", target, row.verdict
        )
    Console().print(table)


def main() -> None:
    """Measure, show and keep."""
    parser = argparse.ArgumentParser(description="Cold start as ratios to `python -c pass`.")
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    rows = measure(cases(), rounds)
    show(rows)
    facts = {"python": platform.python_version(), "machine": platform.machine(), "processors": os.cpu_count()}
    document = {"benchmark": "startup", "rounds": rounds, **facts, "rows": [asdict(row) for row in rows]}
    LATEST.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    print(f"written to {LATEST.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
