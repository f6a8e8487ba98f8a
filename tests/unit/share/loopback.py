"""A real link host on this machine for tests, and the smallest client that speaks to it."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from wallet.errors import RemoteError
from wallet.model.http import Request, Response
from wallet.share.host.limits import HostLimits
from wallet.share.host.server import LinkServer

START = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


@dataclass
class Clock:
    """A clock that a test sets."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now


@dataclass
class LoopbackHttp:
    """`Http` over the standard library, for loopback only; remembers what it sent."""

    sent: list[Request] = field(default_factory=list)

    def send(self, request: Request) -> Response:
        self.sent.append(request)
        parts = urlsplit(request.url)
        assert parts.hostname == "127.0.0.1"
        connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=10)
        try:
            connection.request(request.method, parts.path, body=request.body, headers=dict(request.headers))
            answer = connection.getresponse()
            body = answer.read(request.max_bytes + 1)
        except OSError as error:
            raise RemoteError("unreachable", host=parts.netloc) from error
        finally:
            connection.close()
        if len(body) > request.max_bytes:
            raise RemoteError("too-large", host=parts.netloc)
        return Response(
            status=answer.status, headers={name.lower(): value for name, value in answer.getheaders()}, body=body
        )


@contextmanager
def running_host(
    folder: Path, clock: Clock, *, limits: HostLimits | None = None, page_folder: Path | None = None
) -> Iterator[str]:
    """A host on a free port, in a thread of its own; stopped and joined at the end."""
    server = LinkServer("127.0.0.1", 0, folder, clock=clock, limits=limits, page_folder=page_folder)
    ready = threading.Event()
    thread = threading.Thread(target=server.run, args=(lambda _url: ready.set(),))
    thread.start()
    try:
        assert ready.wait(10)
        yield server.url
    finally:
        server.stop()
        thread.join(10)
        assert not thread.is_alive()
