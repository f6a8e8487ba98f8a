"""Running the host: uvicorn with time limits on every phase of a request, on loopback unless told otherwise."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
import threading
from collections.abc import Callable, Generator
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import Final

import uvicorn
from starlette.types import ASGIApp
from typing_extensions import override
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from wallet.errors import ConfigurationError
from wallet.share.host.app import create_app
from wallet.share.host.limits import HostLimits
from wallet.share.host.pages import built_page_folder, load_page
from wallet.share.host.sqlite import SqliteLinks

_BACKLOG: Final = 1024
_MAX_HEADER_BYTES: Final = 16 * 1024
"""All headers of one request: the largest real ones, from browsers behind proxies, have about 4 KiB."""


class LinkServer:
    """A host bound to its port. `run` serves until `stop`, SIGTERM or SIGINT; requests under way are finished."""

    def __init__(
        self,
        host: str,
        port: int,
        folder: Path,
        *,
        clock: Callable[[], datetime],
        page_folder: Path | None = None,
        limits: HostLimits | None = None,
        trusted_proxy: str = "",
    ) -> None:
        """Bind and open the storage. Port 0 takes a free one.

        `page_folder` is where the built page is looked for, by default in the package. `trusted_proxy` is the address
        whose X-Forwarded-For is believed; with none, nobody's is. Raises `VaultError` subclasses.
        """
        limits = limits or HostLimits()
        page = load_page(page_folder or built_page_folder())
        self._socket = _bind(host, port)
        try:
            self._storage = SqliteLinks(folder, max_bytes=limits.max_store_bytes)
        except BaseException:
            self._socket.close()
            raise
        app = create_app(self._storage, clock=clock, page=page, limits=limits)
        self._server = _Server(_configuration(app, limits, trusted_proxy))
        shown = f"[{host}]" if ":" in host else host
        self.url: Final = f"http://{shown}:{self._socket.getsockname()[1]}"
        self.has_page: Final = page is not None

    def run(self, ready: Callable[[str], None] | None = None) -> None:
        """Serve; `ready` is called with the address once requests are answered. Returns after a clean stop."""
        self._server.on_started = None if ready is None else lambda: ready(self.url)
        try:
            self._server.run(sockets=[self._socket])
        finally:
            self._socket.close()
            self._storage.close()

    def stop(self) -> None:
        """Ask a running server to finish; safe from any thread."""
        self._server.should_exit = True


def serve(
    host: str,
    port: int,
    folder: Path,
    *,
    ready: Callable[[str], None],
    clock: Callable[[], datetime],
    limits: HostLimits | None = None,
    trusted_proxy: str = "",
) -> None:
    """Run a host until SIGTERM or SIGINT, keeping links in `folder`. Writes nothing to the terminal."""
    server = LinkServer(host, port, folder, clock=clock, limits=limits, trusted_proxy=trusted_proxy)
    server.run(ready)


def _bind(host: str, port: int) -> socket.socket:
    """A listening address, or `ConfigurationError` (`address-unusable`)."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0][0]
        return socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except OSError as error:
        detail = error.strerror or ""
        raise ConfigurationError("address-unusable", host=host, port=str(port), detail=detail) from error


def _configuration(app: ASGIApp, limits: HostLimits, trusted_proxy: str) -> uvicorn.Config:
    protocol = type("LimitedProtocol", (_LimitedProtocol,), {"header_seconds": limits.header_seconds})
    return uvicorn.Config(
        app,
        http=protocol,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(trusted_proxy),
        forwarded_allow_ips=trusted_proxy or None,
        backlog=_BACKLOG,
        h11_max_incomplete_event_size=_MAX_HEADER_BYTES,
        limit_concurrency=limits.max_connections,
        timeout_keep_alive=limits.idle_seconds,
        timeout_graceful_shutdown=limits.stop_seconds,
    )


class _LimitedProtocol(H11Protocol):
    """uvicorn bounds the pause between requests but not the headers themselves: this closes what dribbles them."""

    header_seconds: float
    _deadline: asyncio.TimerHandle | None = None

    @override
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as the base class does
        """Start the clock at once: a silent connection is as costly as a slow one."""
        super().connection_made(transport)
        self._deadline = self.loop.call_later(self.header_seconds, transport.abort)

    @override
    def data_received(self, data: bytes) -> None:
        """Stop the clock when a request is under way, start it when the first part of one has come."""
        super().data_received(data)
        if self._request_under_way():
            self._stop_deadline()
        elif self._deadline is None and not self.transport.is_closing():
            self._deadline = self.loop.call_later(self.header_seconds, self.transport.abort)

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the clock."""
        self._stop_deadline()
        super().connection_lost(exc)

    def _request_under_way(self) -> bool:
        # uvicorn declares `cycle` as never None, and sets it to None until the first request.
        cycle: RequestResponseCycle | None = self.cycle
        return cycle is not None and not cycle.response_complete

    def _stop_deadline(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


class _Server(uvicorn.Server):
    """Says when it is ready, and returns from `run` after a signal instead of raising the signal once more."""

    on_started: Callable[[], None] | None = None

    @override
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets=sockets)
        if self.started and self.on_started is not None:
            self.on_started()

    @override
    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Stop gracefully on SIGTERM and SIGINT; leave signals alone in any thread but the main one."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self._stop_on_signal) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _stop_on_signal(self, number: int, frame: FrameType | None) -> None:
        del frame
        self.handle_exit(number, None)
