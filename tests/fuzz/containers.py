"""Whatever a learner may drag in beside pictures and ZIP: tar, mail, pages, PDF, QR codes, lists, backups."""

from __future__ import annotations

from typing import Final

from tests.carriers.made import all_made
from tests.fuzz.run import fuzz, instrumented

with instrumented():
    from wallet.acquire.carriers import unwrap_each
    from wallet.acquire.presentations import unbundled
    from wallet.codec.limits import MAX_INPUT_BYTES
    from wallet.model.record import Received
    from wallet.model.report import Reason

MAX_ROWS: Final = 50_000

SEEDS: Final = [made.content for made in all_made() if len(made.content) < 1 << 16]


def target(data: bytes) -> None:
    """Every row is a badge within bounds or a reason that has words."""
    for number, item in enumerate(unwrap_each(data, "fuzz", "fuzz", base="https://fuzz.example/")):
        assert number < MAX_ROWS
        for part in unbundled(item):
            if isinstance(part, Received):
                assert len(part.content) <= MAX_INPUT_BYTES
                assert part.payload
            else:
                assert Reason(part.reason)


if __name__ == "__main__":
    fuzz(target, SEEDS)
