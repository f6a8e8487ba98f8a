"""What the one who asks expects: the verifier of a verification, the learner of a presentation."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from typing import Protocol

from wallet.model.frozen import frozen
from wallet.model.material import MaterialSource
from wallet.model.report import TrustFinding


@frozen
class Expectation:
    """What the verifier asks for; what is left out is not asked and its check is not applicable.

    `mine` are the addresses and identifiers of whoever asks: a badge about one of them is told so, and no badge fails
    for being about somebody else.
    """

    challenge: str | None = None
    domain: str | None = None
    recipients: tuple[str, ...] = ()
    require_binding: bool = False
    mine: tuple[str, ...] = ()


@frozen
class PresentationRequest:
    """What a presentation is for. Times are UTC.

    `proof_purpose` is `authentication` (VCDM 2.0, section 4.13), or `assertionMethod` for verifiers that take only it.
    `disclose` maps the id of a badge to the parts of it that are shown, as JSON Pointers or names of claims; a badge
    that is not in it is shown whole.
    """

    audience: str | None = None
    purpose: str | None = None
    challenge: str | None = None
    expires: datetime | None = None
    format: str = "eddsa-rdfc-2022"
    proof_purpose: str = "authentication"
    disclose: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@frozen
class TrustRoot:
    """A certificate (DER) that a list the user keeps names as an authority for seals, and what the list says of it.

    Times are UTC. `list_name` is what the list is called, `url` where it came from, `sha256` of its bytes. The
    authority counts from `since` on, and the list as a whole until `until`, where it says so.
    """

    certificate: bytes
    list_name: str
    url: str = ""
    sha256: str = ""
    dated: datetime | None = None
    retrieved_at: datetime | None = None
    since: datetime | None = None
    until: datetime | None = None
    source: MaterialSource = MaterialSource.VAULT


TrustRoots = Callable[[], Sequence[TrustRoot]]
"""The authorities in the trust lists that are kept, read when the first seal is judged."""


def no_roots() -> Sequence[TrustRoot]:
    """The authorities known to somebody who keeps no trust list."""
    return ()


class TrustPolicy(Protocol):
    """Who is known, and by whose word."""

    def judge(self, issuer: str, keys: Sequence[str] = ()) -> TrustFinding:
        """What is known of the issuer identifier `issuer`, proven by the keys with the fingerprints `keys`."""
        ...
