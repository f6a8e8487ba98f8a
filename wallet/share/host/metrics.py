"""Counts of what the host did, in the text format of Prometheus (exposition format 0.0.4).

A series is named by method, shape of the path and status alone: no id, no address, no time of a single request.
"""

from __future__ import annotations

from collections import Counter
from typing import Final

_BUCKETS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 10.0)
"""Seconds. A read takes about one millisecond, a durable write some ten."""
_METHODS: Final = frozenset({"GET", "HEAD", "PUT", "DELETE"})


class Metrics:
    """Counts of one process; belongs to one event loop."""

    def __init__(self) -> None:
        self._requests: Counter[tuple[str, str, int]] = Counter()
        self._within: Counter[tuple[str, float]] = Counter()
        self._seconds: Counter[str] = Counter()
        self._bytes = 0
        self.under_way = 0

    def count(self, method: str, shape: str, status: int, size: int, seconds: float) -> None:
        """Count a request that was answered with `status` and `size` bytes after `seconds`."""
        self._requests[method if method in _METHODS else "other", shape, status] += 1
        self._bytes += size
        # Whole microseconds: a Counter of floats would add up rounding errors.
        self._seconds[shape] += round(seconds * 1_000_000)
        for bound in _BUCKETS:
            if seconds <= bound:
                self._within[shape, bound] += 1

    def exposition(self) -> str:
        """Everything counted so far."""
        return "".join(f"{line}\n" for line in self._lines())

    def _lines(self) -> list[str]:
        lines = [
            "# HELP wallet_host_requests_total Requests answered.",
            "# TYPE wallet_host_requests_total counter",
        ]
        by_shape: Counter[str] = Counter()
        for (method, shape, status), number in sorted(self._requests.items()):
            by_shape[shape] += number
            lines.append(f'wallet_host_requests_total{{method="{method}",path="{shape}",status="{status}"}} {number}')
        lines += [
            "# HELP wallet_host_request_seconds Time from the request to the end of its answer.",
            "# TYPE wallet_host_request_seconds histogram",
        ]
        for shape, number in sorted(by_shape.items()):
            label = f'path="{shape}"'
            lines += [
                f'wallet_host_request_seconds_bucket{{{label},le="{bound}"}} {self._within[shape, bound]}'
                for bound in _BUCKETS
            ]
            lines += [
                f'wallet_host_request_seconds_bucket{{{label},le="+Inf"}} {number}',
                f"wallet_host_request_seconds_sum{{{label}}} {self._seconds[shape] / 1_000_000}",
                f"wallet_host_request_seconds_count{{{label}}} {number}",
            ]
        return [
            *lines,
            "# HELP wallet_host_response_bytes_total Bytes of answers.",
            "# TYPE wallet_host_response_bytes_total counter",
            f"wallet_host_response_bytes_total {self._bytes}",
            "# HELP wallet_host_requests_under_way Requests being answered.",
            "# TYPE wallet_host_requests_under_way gauge",
            f"wallet_host_requests_under_way {self.under_way}",
        ]
