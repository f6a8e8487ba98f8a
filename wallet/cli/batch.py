"""Many inputs verified by several processes: the same verifier, composed again in each from the same settings.

Only without a network: what is asked of the outside world is asked once in a run, which several processes could not
keep to. The first inputs are verified here, since starting others takes as long as some hundred badges. Reports come
in the order of the inputs. An input whose process dies is judged `internal-error`, which is never a pass.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from hashlib import sha256
from itertools import chain, islice
from typing import TYPE_CHECKING, Final, Self

from wallet.compose import clock_of, compose_verification
from wallet.config import Config
from wallet.model.record import NotReceived, Received
from wallet.model.report import Check, CheckResult, InputFacts, Outcome, Reason, VerificationReport
from wallet.model.request import Expectation
from wallet.verification import Verification

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

ALONE: Final = 400
"""Inputs verified before others are asked to help: about as much work as their start."""
CHUNK: Final = 50
"""Inputs handed over at a time."""
MAX_WORKERS: Final = 16
_AHEAD: Final = 3
"""Chunks waiting for each worker: no more than that is held in memory."""

Item = Received | NotReceived


class Batch:
    """Verifies inputs one after the other; a context manager, for the processes that it may start."""

    def __init__(
        self,
        config: Config,
        expectation: Expectation,
        verify_here: Callable[[Item], VerificationReport],
        *,
        alone: int = ALONE,
        workers: int | None = None,
    ) -> None:
        """`config` is what other processes compose their verification from, `verify_here` that of this one."""
        self._config = config
        self._verify_here = verify_here
        self._expectation = expectation
        self._alone = alone
        self._workers = min(workers or os.cpu_count() or 1, MAX_WORKERS)
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def reports(self, items: Iterable[Item]) -> Iterator[VerificationReport]:
        """One report per item, in their order."""
        coming = iter(items)
        shared = self._workers > 1 and (self._config.offline or self._config.materials is not None)
        for item in islice(coming, self._alone) if shared else coming:
            yield self._verify_here(item)
        first = next(coming, None) if shared else None
        if first is not None:
            yield from self._by_workers(chain([first], coming))

    def _by_workers(self, coming: Iterator[Item]) -> Iterator[VerificationReport]:
        from concurrent.futures.process import BrokenProcessPool

        waiting: deque[tuple[list[Item], Future[list[VerificationReport]]]] = deque()
        while True:
            while len(waiting) < self._workers * _AHEAD and (chunk := [*islice(coming, CHUNK)]):
                waiting.append((chunk, self._submit(chunk)))
            if not waiting:
                return
            chunk, future = waiting.popleft()
            try:
                yield from future.result()
            except BrokenProcessPool:
                # Whoever else was in that pool is lost with it: each of them again, alone, to find the guilty one.
                lost = [chunk, *(other for other, _ in waiting)]
                waiting.clear()
                self._stop()
                for item in (item for members in lost for item in members):
                    yield self._one(item)

    def _one(self, item: Item) -> VerificationReport:
        from concurrent.futures.process import BrokenProcessPool

        try:
            return self._submit([item]).result()[0]
        except BrokenProcessPool:
            self._stop()
            return _not_finished(item, self._config)

    def _submit(self, chunk: list[Item]) -> Future[list[VerificationReport]]:
        if self._pool is None:
            from concurrent.futures import ProcessPoolExecutor
            from multiprocessing import get_context

            self._pool = ProcessPoolExecutor(
                self._workers, mp_context=get_context("spawn"), initializer=_begin, initargs=(self._config,)
            )
        return self._pool.submit(_verify, chunk, self._expectation)

    def _stop(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None


_verification: list[Verification] = []
"""The verification of a worker process."""


def _begin(config: Config) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process hears it, and ends the others
    _verification[:] = [compose_verification(replace(config, passphrase_fd=None))]


def _verify(chunk: list[Item], expectation: Expectation) -> list[VerificationReport]:
    return [_verification[0].verify(item, expectation) for item in chunk]


def _not_finished(item: Item, config: Config) -> VerificationReport:
    """The report on something that took the process down with it."""
    content = item.content if isinstance(item, Received) else b""
    facts = InputFacts(
        source=item.source,
        sha256=sha256(content).hexdigest(),
        bytes=len(content),
        carrier=item.carrier,
        format=None,
    )
    network = "materials" if config.materials is not None else "off"
    crashed = CheckResult(check=Check.STRUCTURE, outcome=Outcome.INDETERMINATE, reason=Reason.INTERNAL_ERROR)
    return VerificationReport(input=facts, at=clock_of(config)(), network=network, checks=(crashed,))
