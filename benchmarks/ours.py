"""The wallet's verifier as it is composed for `wallet verify --offline`, on bytes at hand."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.badges import AT
from wallet.codec.time import parse_instant
from wallet.compose import compose
from wallet.config import Config
from wallet.model.record import Received
from wallet.model.report import Outcome
from wallet.verification import Verification


def verification() -> Verification:
    """A fresh one: nothing in it is remembered from another."""
    return compose(Config(offline=True, at=parse_instant(AT)))._verification  # noqa: SLF001 — as the command line has it


def received(badge: bytes) -> Received:
    """A badge as a source hands it on."""
    carrier = "json" if badge[:1] == b"{" else "jwt"
    return Received(source="badge", name="badge", carrier=carrier, content=badge, payload=badge)


def accepts(verifier: Verification, badges: Sequence[bytes]) -> int:
    """How many of the badges pass the whole verifier."""
    return sum(verifier.verify(received(badge)).outcome is Outcome.PASSED for badge in badges)


def verify_all(verifier: Verification, badges: Sequence[bytes]) -> None:
    """Verify badges that all pass. Raises `AssertionError` when one does not."""
    if accepts(verifier, badges) != len(badges):
        raise AssertionError("a badge did not pass")
