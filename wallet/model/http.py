"""One HTTP exchange, as values, and the port through which every request of the wallet leaves.

`wallet.materials.fetched` is the implementation that ships: it alone opens sockets and it alone holds the guards
(https, public addresses, byte, time and redirect limits). Whatever needs the network takes an `Http` as an argument.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Protocol

from wallet.model.frozen import frozen


@frozen
class Request:
    """One request. `headers` may hold a secret, so they stay out of the repr."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes | None = field(default=None, repr=False)
    max_bytes: int
    """The longest response body to accept, after any content coding is undone."""


@frozen
class Response:
    """What came back, whatever the status. Header names are lower case."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = field(default=b"", repr=False)


class Http(Protocol):
    """Sends one request and returns the answer; redirects are followed only for GET, within the guards."""

    def send(self, request: Request) -> Response:
        """The response to `request`.

        Raises `RemoteError`: `offline`, `refused` by a guard, `unreachable`, `timeout`, or `too-large` when the body
        is longer than `request.max_bytes`. A status of 400 and above is a `Response`, not an error.
        """
        ...
