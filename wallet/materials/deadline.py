"""One span of time for a whole exchange: resolving, connecting, redirects and every byte of every answer."""

from __future__ import annotations

from collections.abc import Callable

from wallet.errors import RemoteError


class Deadline:
    """Ends `seconds` after it is made, by a clock that never goes back."""

    def __init__(self, monotonic: Callable[[], float], seconds: float) -> None:
        self._monotonic = monotonic
        self._end = monotonic() + seconds

    def remaining(self) -> float:
        """Seconds left, always more than none. Raises `RemoteError` (`timeout`) when there are none."""
        left = self._end - self._monotonic()
        if left <= 0:
            raise RemoteError("timeout")
        return left
