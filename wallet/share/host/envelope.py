"""What surrounds every answer of the host: security headers, and an access log without ids.

The log has the method, the shape of the path, the status and the size. A link id in a log would let whoever reads the
log download the ciphertext, and tie visits to a learner.
"""

from __future__ import annotations

import logging
from time import perf_counter
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from wallet.share.host.metrics import Metrics

_log: Final = logging.getLogger("wallet.host.access")

_POLICY: Final = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
)
CONTENT_SECURITY_POLICY: Final = "; ".join(_POLICY)
_HEADERS: Final = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
_SHAPES: Final = {
    "p": "/p/ID",
    "api": "/api/links/ID",
    "assets": "/assets/NAME",
    "health": "/health",
    "metrics": "/metrics",
}


class Envelope:
    """ASGI middleware around the whole application, so that error answers are covered and counted as well."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add the headers to the answer, count it and log it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        sent = {"status": 0, "bytes": 0}
        started = perf_counter()

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                sent["status"] = message["status"]
                headers = MutableHeaders(scope=message)
                headers.update(_HEADERS)
                headers.setdefault("Cache-Control", "no-store")
            elif message["type"] == "http.response.body":
                sent["bytes"] += len(message.get("body", b""))
            await send(message)

        self._metrics.under_way += 1
        try:
            await self._app(scope, receive, send_with_headers)
        finally:
            self._metrics.under_way -= 1
            method, shape = scope["method"], _shape(scope["path"])
            seconds = perf_counter() - started
            self._metrics.count(method, shape, sent["status"], sent["bytes"], seconds)
            if _log.isEnabledFor(logging.INFO):
                fields = {
                    "method": method,
                    "path": shape,
                    "status": sent["status"],
                    "bytes": sent["bytes"],
                    "ms": round(seconds * 1000),
                }
                _log.info("%s %s %d %d", method, shape, sent["status"], sent["bytes"], extra={"fields": fields})


def _shape(path: str) -> str:
    first = path.lstrip("/").partition("/")[0]
    return _SHAPES.get(first, "other")
