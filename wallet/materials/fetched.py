"""The fetch gateway: every request of the wallet leaves here, or not at all.

Guards, on every hop: https only, no user in the URL, a public host whose addresses are all public, resolved once and
connected to as resolved; at most three redirects, never from https to http; one deadline for everything; a bound on
the decoded body. `allow_loopback` lets it speak http or https to this machine under its three plain names; nothing
else switches a guard off.

What leaves: method, URL without fragment, the caller's headers, a fixed User-Agent. No cookie, no Referer, nothing
remembered between requests. Proxies named by the environment are ignored on purpose: a proxy would resolve names
itself, and the check of addresses would be worth nothing.
"""

from __future__ import annotations

import hashlib
import queue
import socket
import ssl
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import Final
from urllib.parse import urldefrag, urlsplit

from wallet.errors import RemoteError
from wallet.materials.addresses import (
    MAX_REDIRECTS,
    REDIRECT_STATUSES,
    guard_url,
    is_loopback,
    is_loopback_url,
    is_public,
    redirected,
)
from wallet.materials.answers import read_answer
from wallet.materials.deadline import Deadline
from wallet.model.http import Http, Request, Response
from wallet.model.material import Material, MaterialSource, Unavailable

TOTAL_SECONDS: Final = 10.0
"""For everything from resolving to the last byte, redirects included (procedure N04 of the hostile set)."""

USER_AGENT: Final = "learner-wallet"
"""The same for everybody: no version, no platform."""

_OWN_HEADERS: Final = {"user-agent": USER_AGENT, "accept-encoding": "gzip"}
_MATERIAL_ACCEPT: Final = (
    "application/json, application/ld+json, application/vc+jwt, application/statuslist+jwt, application/jwt, */*;q=0.1"
)

Resolve = Callable[[str, int], Sequence[str]]
"""All addresses of a host name, as text. Raises `OSError` when there are none."""


def system_addresses(host: str, port: int) -> Sequence[str]:
    """What the operating system's resolver answers, in its order of preference."""
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(address[0]) for *_, address in answers))


class HttpGateway:
    """The `Http` that ships. Safe to use from several threads: nothing is kept between requests but the TLS roots."""

    def __init__(
        self,
        *,
        monotonic: Callable[[], float],
        resolve: Resolve = system_addresses,
        tls: Callable[[], ssl.SSLContext] | None = None,
        allow_loopback: bool = False,
        total_seconds: float = TOTAL_SECONDS,
    ) -> None:
        self._monotonic = monotonic
        self._resolve = resolve
        self._make_tls = tls
        self._allow_loopback = allow_loopback
        self._total_seconds = total_seconds

    def send(self, request: Request) -> Response:
        deadline = Deadline(self._monotonic, self._total_seconds)
        url = urldefrag(request.url).url
        refusal = guard_url(url, allow_loopback=self._allow_loopback)
        headers = {name.lower(): value for name, value in request.headers.items()} | _OWN_HEADERS
        for _ in range(MAX_REDIRECTS + 1):
            if refusal is not None:
                raise RemoteError("refused", url=url, detail=refusal)
            response = self._exchange(replace(request, url=url, headers=headers), deadline)
            location = response.headers.get("location")
            if request.method != "GET" or response.status not in REDIRECT_STATUSES or location is None:
                return response
            target, refusal = redirected(url, location, allow_loopback=self._allow_loopback)
            if _origin(target) != _origin(url):
                # What the caller sends, a secret perhaps, is meant for the host that the caller named.
                headers = {name: value for name, value in headers.items() if name in {"accept", *_OWN_HEADERS}}
            url = target
        raise RemoteError("refused", url=url, detail="redirects")

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        from wallet.materials.transport import default_tls

        return (self._make_tls or default_tls)()

    def _exchange(self, request: Request, deadline: Deadline) -> Response:
        # Imported here: loading an HTTP engine takes as long as verifying a badge, which mostly needs none.
        from wallet.materials.transport import Route, exchange

        addresses = self._checked_addresses(request.url, deadline)
        secure = request.url.lower().startswith("https:")
        return exchange(request, Route(addresses=addresses, deadline=deadline, tls=self._tls if secure else None))

    def _checked_addresses(self, url: str, deadline: Deadline) -> tuple[str, ...]:
        """The addresses of the URL's host, when every one of them may be connected to."""
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
        allowed = is_loopback if self._allow_loopback and is_loopback_url(url) else is_public
        addresses = self._resolve_within(host, port, deadline)
        if not addresses:
            raise RemoteError("unreachable", url=url, detail="name")
        if not all(map(allowed, addresses)):
            raise RemoteError("refused", url=url, detail="private-address")
        return addresses

    def _resolve_within(self, host: str, port: int, deadline: Deadline) -> tuple[str, ...]:
        """Resolve in a thread of its own, since the system's resolver knows no deadline; a late answer is dropped."""
        answers: queue.SimpleQueue[tuple[str, ...]] = queue.SimpleQueue()

        def resolve() -> None:
            found: tuple[str, ...] = ()
            with suppress(OSError, UnicodeError):  # no such name, or one that cannot be a name
                found = tuple(self._resolve(host, port))
            answers.put(found)

        threading.Thread(target=resolve, daemon=True).start()
        try:
            return answers.get(timeout=deadline.remaining())
        except queue.Empty as error:
            raise RemoteError("timeout", detail="name") from error


class FetchedMaterials:
    """Materials from the network, through any `Http`. `clock` says when they were retrieved (UTC)."""

    def __init__(self, http: Http, clock: Callable[[], datetime]) -> None:
        self._http = http
        self._clock = clock

    def get(self, url: str, *, max_bytes: int) -> Material | Unavailable:
        request = Request(method="GET", url=url, headers={"accept": _MATERIAL_ACCEPT}, max_bytes=max_bytes)
        try:
            response = self._http.send(request)
        except RemoteError as error:
            return Unavailable(url=url, why=_WHY.get(error.code, "failed"), detail=error.params.get("detail", ""))
        media_type = response.headers.get("content-type", "")
        refusal = read_answer(url, response.status, media_type)
        if refusal is not None:
            return refusal
        return Material(
            url=url,
            content=response.body,
            media_type=media_type,
            sha256=hashlib.sha256(response.body).hexdigest(),
            source=MaterialSource.FETCHED,
            # Whole seconds, as a materials directory writes them: kept and repeated it must be the same instant.
            retrieved_at=self._clock().replace(microsecond=0),
        )


_WHY: Final = {"refused": "refused", "too-large": "too-large", "timeout": "timeout", "offline": "offline"}


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc
