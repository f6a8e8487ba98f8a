"""All that a user's vault knows of issuers: those pinned, those in registries, and the keys seen first.

Known is who the user pinned, or whom a kept registry lists in force at the instant judged for. Who is in none is not
bad, only unknown; a domain or an https address by itself is the issuer's own word. A key that differs from those an
issuer was first seen with is told as a warning beside all this: it may be a new key, or somebody else.

None of it is part of a verification's outcome.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from wallet.model.record import RegistrySnapshot, SeenKey, TrustedIssuer
from wallet.model.registry import Registry
from wallet.model.report import IssuerTrust, TrustFinding
from wallet.model.request import TrustRoot
from wallet.suites.interface import JwsAlgorithm
from wallet.verify.trust.federation import read_federation
from wallet.verify.trust.pinned import PinnedIssuers
from wallet.verify.trust.registry_list import RegistryContent, read_registry
from wallet.verify.trust.trust_list import read_trust_list, roots_of

KEY_CHANGED = "key-changed"
"""The issuer signed with a key other than those it was first seen with, and nobody has accepted it yet."""
REGISTRY_EXPIRED = "registry-expired"
"""A registry lists the issuer, by a statement that is past its end."""


class KnownIssuers:
    """The trust policy of one vault, at one instant (UTC). `registries` is asked when the first issuer is judged."""

    def __init__(
        self,
        *,
        pinned: Iterable[TrustedIssuer],
        registries: Callable[[], Sequence[RegistrySnapshot]],
        seen: Iterable[SeenKey],
        algorithms: Registry[JwsAlgorithm],
        at: datetime,
    ) -> None:
        self._pinned = PinnedIssuers(pinned)
        self._snapshots = registries
        self._algorithms = algorithms
        self._at = at
        self._read: list[tuple[RegistrySnapshot, RegistryContent]] | None = None
        self._seen: dict[str, list[SeenKey]] = {}
        for key in seen:
            self._seen.setdefault(key.issuer, []).append(key)

    def judge(self, issuer: str, keys: Sequence[str] = ()) -> TrustFinding:
        """What is known of `issuer`, proven by `keys` (fingerprints)."""
        own = self._pinned.judge(issuer)
        by: list[str] = [*own.by] if own.issuer is IssuerTrust.KNOWN else []
        dates = [own.as_of] if own.as_of is not None else []
        name, expired = own.name, False
        for snapshot, content in self._contents():
            listed = content.listed.get(issuer)
            if listed is None:
                continue
            if listed.until is not None and listed.until <= self._at:
                expired = True
                continue
            by.append(snapshot.name)
            dates.append(snapshot.dated)
            name = name or listed.name
        warnings = (*self._changed(issuer, keys), *((REGISTRY_EXPIRED,) if expired else ()))
        return TrustFinding(
            issuer=IssuerTrust.KNOWN if by else own.issuer,
            by=tuple(by) or own.by,
            as_of=max(dates, default=None),
            name=name,
            first_seen=min((key.first_seen for key in self._seen.get(issuer, ())), default=None),
            warnings=warnings,
        )

    def roots(self) -> Sequence[TrustRoot]:
        """The authorities in the trust lists that are kept."""
        return [root for snapshot, content in self._contents() for root in roots_of(snapshot, content)]

    def _changed(self, issuer: str, keys: Sequence[str]) -> tuple[str, ...]:
        accepted = {seen.key for seen in self._seen.get(issuer, ()) if seen.accepted}
        return (KEY_CHANGED,) if accepted and not accepted.issuperset(keys) else ()

    def _contents(self) -> list[tuple[RegistrySnapshot, RegistryContent]]:
        """The snapshots, read when the first issuer is judged. One that no longer reads lists nobody."""
        if self._read is None:
            self._read = []
            for snapshot in self._snapshots():
                content = read_snapshot(snapshot.content, self._algorithms)
                if content is not None:
                    self._read.append((snapshot, content))
        return self._read


def read_snapshot(content: bytes, algorithms: Registry[JwsAlgorithm]) -> RegistryContent | None:
    """The registry in `content`, of whichever kind; None where it is none."""
    return read_registry(content) or read_federation(content, algorithms) or read_trust_list(content)
