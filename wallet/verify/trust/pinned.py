"""Issuers that the user decided to know, and the little that an identifier says by itself.

`known` comes only from the user's list. An issuer named by a domain (did:web, did:webvh, https) has shown control of
that domain and nothing more, which is its own word: self-asserted. A bare key is nobody's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wallet.model.record import TrustedIssuer
from wallet.model.report import IssuerTrust, TrustFinding

_SELF_ASSERTING = ("did:web:", "did:webvh:", "https://")


class PinnedIssuers:
    """The trust policy of one user."""

    def __init__(self, issuers: Iterable[TrustedIssuer] = ()) -> None:
        self._by_id = {issuer.id: issuer for issuer in issuers}

    def judge(self, issuer: str, keys: Sequence[str] = ()) -> TrustFinding:
        """What is known of `issuer`, whose key has been proven; which key it was makes no difference here."""
        del keys
        pinned = self._by_id.get(issuer)
        if pinned is not None:
            return TrustFinding(issuer=IssuerTrust.KNOWN, by=(pinned.by,), as_of=pinned.since, name=pinned.name or None)
        if issuer.startswith(_SELF_ASSERTING):
            return TrustFinding(issuer=IssuerTrust.SELF_ASSERTED, by=("domain",))
        return TrustFinding(issuer=IssuerTrust.UNKNOWN)
