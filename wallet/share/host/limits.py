"""What one client and one process may cost: named limits, and a counter that enforces the rates."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from wallet.model.frozen import frozen
from wallet.share.link_crypto import MAX_SEALED_BYTES

_WINDOW: Final = timedelta(minutes=1)
_MAX_CLIENTS: Final = 10_000
"""Addresses counted at once, about 2 MB; further ones share one counter until the window ends."""


@frozen
class HostLimits:
    """The limits of one host process. Rates are per client address and minute."""

    max_sealed_bytes: int = MAX_SEALED_BYTES
    reads_per_minute: int = 600
    """An employer's page needs four requests; one office behind one address opens a hundred links."""
    writes_per_minute: int = 60
    """A learner shares a few times a day; a class of sixty may do so at once."""
    header_seconds: float = 10.0
    """From the first byte of a request to the end of its headers."""
    body_seconds: float = 60.0
    """For 4 MiB that is 70 kB/s, a slow mobile uplink."""
    idle_seconds: int = 5
    max_connections: int = 1000
    """Open sockets; beyond it new requests are answered 503 at once."""
    stop_seconds: int = 10
    """How long requests under way may take once the host is told to stop."""
    max_store_bytes: int = 10 * 1024**3
    """Everything kept; beyond it new shares are answered 507."""
    sweep_seconds: float = 60.0
    """How often the bytes of expired shares are removed. They are no longer served from the second they expire."""


class RateLimiter:
    """Counts requests per client in windows of a minute. Not shared between processes; belongs to one event loop."""

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute
        self._counts: dict[str, int] = {}
        self._ends: datetime | None = None

    def allows(self, client: str, now: datetime) -> bool:
        """Count a request of `client`; False when it is one too many."""
        # A clock set back must not freeze the window for as long as it was set back.
        if self._ends is None or not self._ends - _WINDOW <= now < self._ends:
            self._counts.clear()
            self._ends = now + _WINDOW
        if client not in self._counts and len(self._counts) >= _MAX_CLIENTS:
            client = ""
        count = self._counts.get(client, 0) + 1
        self._counts[client] = count
        return count <= self._per_minute
