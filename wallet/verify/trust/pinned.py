"""Issuers that the user decided to know, and the little that an identifier says by itself.

`known` comes only from the user's list. A did:web issuer has shown control of a domain and nothing more, which is
its own word: self-asserted. A bare key is nobody's.
"""

from __future__ import annotations

from collections.abc import Iterable

from wallet.model.record import TrustedIssuer
from wallet.model.report import IssuerTrust, TrustFinding

_SELF_ASSERTING = ("did:web:", "https://")


class PinnedIssuers:
    """The trust policy of one user."""

    def __init__(self, issuers: Iterable[TrustedIssuer] = ()) -> None:
        self._by_id = {issuer.id: issuer for issuer in issuers}

    def judge(self, issuer: str) -> TrustFinding:
        """What is known of `issuer`, whose key has been proven."""
        pinned = self._by_id.get(issuer)
        if pinned is not None:
            return TrustFinding(issuer=IssuerTrust.KNOWN, by=(pinned.by,), as_of=pinned.since)
        if issuer.startswith(_SELF_ASSERTING):
            return TrustFinding(issuer=IssuerTrust.SELF_ASSERTED, by=("domain",))
        return TrustFinding(issuer=IssuerTrust.UNKNOWN)
