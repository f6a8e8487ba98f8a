"""A seal whose mathematics holds: what it says of itself, and the certificates it brings."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from wallet.codec.time import format_instant, parse_instant
from wallet.model.frozen import frozen
from wallet.model.key import PublicKey
from wallet.model.report import Finding, Reason
from wallet.suites.x509 import Certificate
from wallet.verify.context import VerificationContext

CLOCK_SKEW: Final = timedelta(minutes=5)
"""How far ahead the clock of whoever seals may be: as for other signatures (`wallet.verify.checks.jws`)."""


@frozen
class Seal:
    """One seal. `between` are certificates it brings besides its own, in no order that counts; `revocations` its CRLs.

    `signing_time` is the sealer's own word, and proves nothing.
    """

    algorithm: str
    leaf: Certificate
    key: PublicKey
    between: tuple[Certificate, ...] = ()
    signing_time: datetime | None = None
    revocations: tuple[bytes, ...] = ()
    timestamped: bool = False


def read_signing_time(text: str, context: VerificationContext) -> datetime | Finding:
    """The claimed signing time (UTC), or why it cannot be: no instant, or one that has not come."""
    at = parse_instant(text)
    if at is None:
        return Finding(reason=Reason.PROOF_MALFORMED, params={"detail": "signing time"})
    if at > context.at + CLOCK_SKEW:
        return Finding(reason=Reason.NOT_YET_VALID, params={"date": format_instant(at)})
    return at


def identifier_of(leaf: Certificate) -> str:
    """What a certificate calls its subject: the registered identifier of the organisation, else the whole name."""
    return leaf.organisation_id or leaf.subject


def shown_certificate(seal: Seal) -> dict[str, str]:
    """What is told of a seal's certificate."""
    leaf = seal.leaf
    params = {
        "controller": identifier_of(leaf),
        "organisation": leaf.organisation or "-",
        "country": leaf.country or "-",
        "certificate": leaf.subject,
        "qualified": leaf.qualified,
    }
    if seal.signing_time is not None:
        params["signing_time"] = format_instant(seal.signing_time)
    return params
