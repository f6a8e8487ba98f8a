"""Measuring in pairs: everything that is compared runs in turn, in the same rounds of the same run.

A slow moment of the machine then hits both, and the median of the rounds' ratios says more than any time by itself.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Timed = Callable[[], float]
"""Does the work once and says how many seconds it took."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One comparison: `ratio` is ours to theirs, or theirs to ours where `faster`; `target` is what it should reach."""

    bar: str
    name: str
    ratio: float
    target: float
    faster: bool = False
    ours_ms: float
    theirs_ms: float
    note: str = ""
    ratios: tuple[float, ...] = field(default=())

    @property
    def met(self) -> bool:
        """Whether the target is reached."""
        return self.ratio >= self.target if self.faster else self.ratio <= self.target


def timed(work: Callable[[], object]) -> Timed:
    """`work` with a stop-watch."""

    def run() -> float:
        start = time.perf_counter()
        work()
        return time.perf_counter() - start

    return run


def repeated(work: Callable[[], object], times: int) -> Timed:
    """`work` so many times over, for what is too short to time; the seconds are of one.

    Processor time: of work in this process alone, it is the same on a machine that others use, too.
    """

    def run() -> float:
        start = time.process_time()
        for _ in range(times):
            work()
        return (time.process_time() - start) / times

    return run


def in_turn(works: Mapping[str, Timed], rounds: int) -> dict[str, list[float]]:
    """The seconds of each, round by round, after one round that does not count."""
    seconds: dict[str, list[float]] = {name: [] for name in works}
    for number in range(rounds + 1):
        for name, work in works.items():
            taken = work()
            if number:
                seconds[name].append(taken)
    return seconds


def compare(
    bar: str, name: str, ours: list[float], theirs: list[float], *, target: float, faster: bool = False, note: str = ""
) -> Row:
    """The median of the rounds' ratios."""
    pairs = zip(ours, theirs, strict=True)
    ratios = [other / own if faster else own / other for own, other in pairs]
    return Row(
        bar=bar,
        name=name,
        ratio=round(statistics.median(ratios), 2),
        target=target,
        faster=faster,
        ours_ms=round(1000 * statistics.median(ours), 4),
        theirs_ms=round(1000 * statistics.median(theirs), 4),
        note=note,
        ratios=tuple(round(ratio, 2) for ratio in sorted(ratios)),
    )
