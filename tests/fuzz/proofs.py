"""JSON credentials and presentations through the whole verifier, without a network."""

from __future__ import annotations

from typing import Final

from tests.fuzz.run import fuzz, instrumented, seeds

with instrumented():
    from tests.simulator.issuer import Nothing, received, verification
    from wallet.model.report import Reason

SEEDS: Final = seeds("*.json")
_VERIFICATION: Final = verification(Nothing())


def target(data: bytes) -> None:
    """Whatever it is gets a verdict, and no check crashes on the way."""
    report = _VERIFICATION.verify(received(data))
    assert Reason.INTERNAL_ERROR not in report.reasons


if __name__ == "__main__":
    fuzz(target, SEEDS)
