"""Speed as ratios, in pairs, after a correctness gate; written to `benchmarks/latest.json` and shown as a table.

    python benchmarks/run.py [--rounds N] [--count N] [--only gate,batch,single,workers,start,status]

A missed target fails nothing: the table says so. What is wrong fails everything: without the gate there is no table.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks import gate
from benchmarks.measure import Row
from benchmarks.rivals import node
from benchmarks.speed import batches, single_checks, status_lists, workers
from benchmarks.startup import cold_starts
from wallet.codec import json
from wallet.model.json import JsonObject

LATEST = Path(__file__).resolve().parent / "latest.json"


def sections(program: str | None, rounds: int, count: int) -> Mapping[str, Callable[[], Iterable[Row]]]:
    """What is measured, by name."""
    return {
        "batch": lambda: batches(program, count=count, rounds=max(3, rounds // 3)),
        "single": lambda: single_checks(rounds=rounds),
        "workers": lambda: workers(count=count, rounds=max(3, rounds // 2)),
        "start": lambda: cold_starts(program, rounds=rounds),
        "status": lambda: status_lists(program, rounds=rounds),
    }


def table(rows: Iterable[Row]) -> Table:
    """The rows for people."""
    shown = Table(title="Speed: medians of paired rounds")
    shown.add_column("bar")
    shown.add_column("what")
    for heading in ("ours ms", "theirs ms", "ratio", "target", ""):
        shown.add_column(heading, justify="right")
    for row in rows:
        sign, verdict = ("≥" if row.faster else "≤"), ("met" if row.met else "MISSED")
        cells = (f"{row.ours_ms:.3f}", f"{row.theirs_ms:.3f}", f"{row.ratio:.2f}", f"{sign} {row.target:g}", verdict)
        shown.add_row(row.bar, row.name, *cells)
    return shown


def document(rows: Iterable[Row], gate_lines: Iterable[str], rounds: int) -> JsonObject:
    """The same for programs, with what machine it was."""
    return {
        "schema": "wallet.benchmark/1",
        "python": platform.python_version(),
        "node": _version_of(node()),
        "machine": platform.machine(),
        "processors": os.cpu_count(),
        "load": [round(load, 1) for load in os.getloadavg()] if hasattr(os, "getloadavg") else None,
        "rounds": rounds,
        "gate": [*gate_lines],
        "rows": [{**_plain(row), "met": row.met} for row in rows],
    }


def _plain(row: Row) -> JsonObject:
    return {name: [*value] if isinstance(value, tuple) else value for name, value in asdict(row).items()}


def _version_of(program: str | None) -> str | None:
    if program is None:
        return None
    return subprocess.run([program, "--version"], capture_output=True, check=True, text=True).stdout.strip()


def main() -> None:
    """Check, measure, show and keep."""
    parser = argparse.ArgumentParser(description="Speed as ratios, after a correctness gate.")
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--count", type=int, default=1_000)
    parser.add_argument("--mutants", type=int, default=2_000)
    parser.add_argument("--only", default="batch,single,workers,start,status")
    chosen = parser.parse_args()
    program = node()
    if program is None:
        print("Node or its packages are not there (make interop): nothing is compared with JavaScript.")
    try:
        told = gate.run(program, seed=2026, count=chosen.mutants)
    except AssertionError as error:
        sys.exit(f"wrong, so not measured: {error}")
    for line in told:
        print(line)
    rows: list[Row] = []
    measured = sections(program, chosen.rounds, chosen.count)
    for name in chosen.only.split(","):
        print(f"measuring: {name}", flush=True)
        rows += measured[name]()
    Console(width=130).print(table(rows))
    LATEST.write_bytes(json.dumps_readable(document(rows, told, chosen.rounds)))
    print(f"written to {LATEST.relative_to(Path.cwd()) if LATEST.is_relative_to(Path.cwd()) else LATEST}")


if __name__ == "__main__":
    main()
