"""`make durability`: every operation under every fault, and power cuts by the thousand; the figures on one line each.

    python -m tests.durability.long [POINTS PER OPERATION] [POWER CUTS] [PROCESSES]

Leaves with 1 when anything was lost, half there or told as a traceback, and when a sabotaged store went unnoticed.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Final

from tests.durability.harness import Bench, sampled, strace_works
from tests.durability.host import running_host
from tests.durability.operations import OPERATIONS, SLOW, operation
from tests.durability.powercut import record, violations
from tests.durability.sabotage import IN_PLACE_JSON, JOURNAL_OFF, WAL_NORMAL

MEMORY: Final = Path("/dev/shm")
_SHOWN: Final = 20


def faults(name: str, points: int, place: Path, host: str, damage: str = "") -> tuple[int, list[str], float]:
    """The points tried on one operation, what broke, and the slowest start afterwards in seconds."""
    bench = Bench(place / (name + damage), operation(name), damage, host)
    try:
        figures = bench.run([*sampled(bench.kills(), points // 2), *sampled(bench.failures(), points // 2)])
    finally:
        bench.close()
    return figures.points, figures.violations, figures.slowest_start


def cuts(count: int, seed: int, place: Path, damage: str = "") -> list[str]:
    """What broke in `count` power cuts."""
    folder = place / f"cuts{damage}{seed}"
    recording, key = record(folder / "recorded", damage)
    (folder / "disk").mkdir()
    ends = [1 + number * len(recording.steps) // count for number in range(count)]
    return list(violations(recording, key, folder / "disk", ends, seed))


def main(points: int = 250, power_cuts: int = 20_000, processes: int = 2) -> int:
    """Run everything; the exit code."""
    if not strace_works():
        sys.stderr.write("strace is not installed here, or may not trace\n")
        return 2
    os.environ.setdefault("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    began, broken = time.monotonic(), 0
    parent = MEMORY if MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(dir=parent) as folder, running_host(Path(folder) / "host") as host:
        place = Path(folder)
        with ProcessPoolExecutor(processes) as pool:
            # Where a try is slow, or a host counts them, fewer.
            shares = {one.name: points // 4 if one.name in SLOW else points for one in OPERATIONS}
            tried = [(name, pool.submit(faults, name, share, place, host)) for name, share in shares.items()]
            batch = max(1, power_cuts // (processes * 4))
            cut = [pool.submit(cuts, batch, seed, place) for seed in range(power_cuts // batch)]
            caught = [
                (damage, pool.submit(faults, "import-many", 60, place, host, damage))
                for damage in (JOURNAL_OFF, IN_PLACE_JSON)
            ]
            lossy = pool.submit(cuts, 60, 0, place, WAL_NORMAL)
            total = 0
            for name, future in tried:
                count, wrong, slowest = future.result()
                total, broken = total + count, broken + len(wrong)
                _tell(f"{name}: {count} points, {len(wrong)} violations, slowest start {slowest:.2f} s", wrong)
            wrong = [violation for future in cut for violation in future.result()]
            broken += len(wrong)
            _tell(f"power cuts: {batch * len(cut)} states, {len(wrong)} violations", wrong)
            for damage, sabotaged in caught:
                count, seen, _ = sabotaged.result()
                broken += not seen
                _tell(f"sabotaged {damage}: {len(seen)} violations at {count} points", [])
            broken += not lossy.result()
            _tell(f"sabotaged {WAL_NORMAL}: {len(lossy.result())} violations in 60 power cuts", [])
    _tell(f"{total} fault points in {time.monotonic() - began:.0f} s, {broken} broken", [])
    return 1 if broken else 0


def _tell(line: str, more: list[str]) -> None:
    sys.stdout.write("\n  ".join([line, *more[:_SHOWN]]) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
