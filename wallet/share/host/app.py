"""The host's routes as an ASGI application; everything it needs arrives as an argument.

    PUT    /api/links/ID   keep a sealed share         201, 409 when the id was ever used
    GET    /api/links/ID   the sealed bytes            200, 410 taken back, expired, seen often enough or never there
    DELETE /api/links/ID   take it back                204, 403 wrong key, 404 unknown
    GET    /api/links/ID/views  how often it was read  200, 403 wrong key, 404 unknown
    GET    /p/ID           the employer's page         the same bytes for every id, status as for the API
    GET    /assets/NAME    its scripts and styles      immutable, the name holds a hash
    GET    /health         whether the storage answers
    GET    /metrics        counts for Prometheus, to this machine alone

Whether a link was taken back, has ended or never was, the answer has the same bytes and costs the same work: one
look-up by primary key.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import logging
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from typing import Final

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from wallet.codec.multibase import decode_base64url
from wallet.codec.time import format_instant, parse_instant
from wallet.errors import CredentialError, VaultStorageError
from wallet.share.host.envelope import Envelope
from wallet.share.host.limits import HostLimits, RateLimiter
from wallet.share.host.metrics import Metrics
from wallet.share.host.pages import PageFiles, plain_page
from wallet.share.host.storage import LinkState, LinkStorage, LinkTally, NewLink, Revocation
from wallet.share.link_crypto import LINK_ID

_log: Final = logging.getLogger("wallet.host")

_STATUS: Final = {LinkState.LIVE: 200, LinkState.GONE: 410, LinkState.UNKNOWN: 410}
_HASH_BYTES: Final = 32
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1"})
_MAX_MAX_VIEWS: Final = 1_000_000
_BEARER: Final = "Bearer "


class RefusedError(Exception):
    """A request that gets an error answer; `code` is the `error` member of its JSON body."""

    def __init__(self, status: int, code: str, **headers: str) -> None:
        self.status = status
        self.code = code
        self.headers = headers
        super().__init__(status, code)


def create_app(
    storage: LinkStorage,
    *,
    clock: Callable[[], datetime],
    page: PageFiles | None,
    limits: HostLimits | None = None,
) -> Starlette:
    """The application. It sweeps expired shares while it runs; the caller closes `storage` afterwards."""
    host = _Host(storage, clock, page, limits or HostLimits())
    return Starlette(
        routes=[
            Route("/api/links/{id}", host.put, methods=["PUT"]),
            Route("/api/links/{id}", host.get, methods=["GET"]),
            Route("/api/links/{id}", host.delete, methods=["DELETE"]),
            Route("/api/links/{id}/views", host.views, methods=["GET"]),
            Route("/p/{id}", host.page, methods=["GET"]),
            Route("/assets/{name}", host.asset, methods=["GET"]),
            Route("/health", host.health, methods=["GET"]),
            Route("/metrics", host.metrics, methods=["GET"]),
            Route("/robots.txt", _robots, methods=["GET"]),
        ],
        middleware=[Middleware(Envelope, metrics=host.counted)],
        exception_handlers={
            RefusedError: _refused,
            HTTPException: _http_error,
            VaultStorageError: _storage_error,
        },
        lifespan=host.lifespan,
    )


class _Host:
    """The endpoints, with what they share."""

    def __init__(
        self, storage: LinkStorage, clock: Callable[[], datetime], page: PageFiles | None, limits: HostLimits
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._page = page
        self._limits = limits
        self.counted: Final = Metrics()
        self._reads = RateLimiter(limits.reads_per_minute)
        self._writes = RateLimiter(limits.writes_per_minute)

    async def put(self, request: Request) -> Response:
        """Keep a sealed share."""
        self._admit(self._writes, request)
        link_id = _link_id(request)
        if link_id is None:
            raise RefusedError(400, "id-malformed", connection="close")
        now = self._clock()
        link = NewLink(
            id=link_id,
            revoke_hash=_revoke_hash(request),
            created=now,
            expires=_expires(request, now),
            max_views=_max_views(request),
            sealed=await self._body(request),
        )
        if not await run_in_threadpool(self._storage.create, link):
            raise RefusedError(409, "id-taken")
        expires = format_instant(link.expires) if link.expires else None
        return JSONResponse({"id": link_id, "expires": expires, "max_views": link.max_views}, status_code=201)

    async def get(self, request: Request) -> Response:
        """Hand out the sealed bytes."""
        self._admit(self._reads, request)
        link_id = _link_id(request)
        if link_id is None:
            raise RefusedError(410, "gone")
        if request.method == "HEAD":  # whether it is there; nothing is handed out, so nothing is counted
            return Response(status_code=_STATUS[await run_in_threadpool(self._storage.state, link_id, self._clock())])
        now = self._clock()
        # A thread costs more than the look-up: it is taken only when there is something to wait for.
        kept = self._storage.read_at_once(link_id, now)
        if kept is None:
            kept = await run_in_threadpool(self._storage.read, link_id, now)
        if kept.state is not LinkState.LIVE:
            raise RefusedError(_STATUS[kept.state], "gone")
        headers = {"Content-Disposition": 'attachment; filename="presentation.sealed"'}
        return Response(kept.sealed, media_type="application/octet-stream", headers=headers)

    async def delete(self, request: Request) -> Response:
        """Take a share back."""
        self._admit(self._writes, request)
        link_id = _link_id(request)
        outcome = Revocation.UNKNOWN
        offered = hashlib.sha256(_bearer(request)).digest()
        if link_id is not None:
            outcome = await run_in_threadpool(self._storage.revoke, link_id, offered, self._clock())
        if outcome is Revocation.UNKNOWN:
            raise RefusedError(404, "gone")
        if outcome is Revocation.WRONG_KEY:
            raise RefusedError(403, "revoke-refused")
        return Response(status_code=204)

    async def views(self, request: Request) -> Response:
        """Tell whoever shared a link how often it was read."""
        self._admit(self._reads, request)
        link_id = _link_id(request)
        offered = hashlib.sha256(_bearer(request)).digest()
        tally: LinkTally | Revocation = Revocation.UNKNOWN
        if link_id is not None:
            tally = await run_in_threadpool(self._storage.tally, link_id, offered, self._clock())
        if tally is Revocation.UNKNOWN:
            raise RefusedError(404, "gone")
        if not isinstance(tally, LinkTally):
            raise RefusedError(403, "revoke-refused")
        expires = format_instant(tally.expires) if tally.expires else None
        return JSONResponse(
            {"state": tally.state, "views": tally.views, "max_views": tally.max_views, "expires": expires}
        )

    async def page(self, request: Request) -> Response:
        """Serve the employer's page, or the plain one where it was not built."""
        self._admit(self._reads, request)
        link_id = _link_id(request)
        if link_id is None:
            raise RefusedError(410, "gone")
        state = await run_in_threadpool(self._storage.state, link_id, self._clock())
        html = self._page.html if self._page else plain_page(link_id)
        return Response(html, status_code=_STATUS[state], media_type="text/html")

    async def asset(self, request: Request) -> Response:
        """Serve a script or style sheet of the page."""
        asset = self._page.assets.get(request.path_params["name"]) if self._page else None
        if asset is None:
            raise RefusedError(404, "not-found")
        headers = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
        if "gzip" in request.headers.get("accept-encoding", ""):
            headers["Content-Encoding"] = "gzip"
            return Response(asset.compressed, media_type=asset.media_type, headers=headers)
        return Response(asset.content, media_type=asset.media_type, headers=headers)

    async def health(self, request: Request) -> Response:
        """Say whether the storage answers."""
        del request
        await run_in_threadpool(self._storage.ping)
        return JSONResponse({"status": "ok", "page": self._page is not None})

    async def metrics(self, request: Request) -> Response:
        """Counts for Prometheus. Not through a proxy: they are the operator's, and no secret kept by a password."""
        client = request.client.host if request.client else ""
        if client not in _LOOPBACK or any(name in request.headers for name in ("forwarded", "x-forwarded-for")):
            raise RefusedError(404, "not-found")
        return Response(self.counted.exposition(), media_type="text/plain; version=0.0.4")

    @contextlib.asynccontextmanager
    async def lifespan(self, app: Starlette) -> AsyncIterator[None]:
        """Sweep now and then for as long as the application runs."""
        del app
        sweeping = asyncio.create_task(self._sweep_repeatedly())
        try:
            yield
        finally:
            sweeping.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await sweeping

    async def _sweep_repeatedly(self) -> None:
        while True:
            try:
                swept = await run_in_threadpool(self._storage.sweep, self._clock())
            except VaultStorageError as error:
                _log.warning("sweep failed: %s", error.params.get("detail", error.code))
            else:
                if swept:
                    _log.info("swept %d expired links", swept)
            await asyncio.sleep(self._limits.sweep_seconds)

    def _admit(self, limiter: RateLimiter, request: Request) -> None:
        client = request.client.host if request.client else ""
        if not limiter.allows(client, self._clock()):
            raise RefusedError(429, "busy", **{"retry-after": "60", "connection": "close"})

    async def _body(self, request: Request) -> bytes:
        """The body, refused by its declared length before a byte is read, and by its real length while reading."""
        limit = self._limits.max_sealed_bytes
        declared = request.headers.get("content-length", "0")
        # Python refuses to convert thousands of digits; h11 has already refused anything but digits.
        if len(declared) > len(str(limit)) or int(declared) > limit:
            raise RefusedError(413, "too-large", connection="close")
        received = bytearray()
        try:
            async with asyncio.timeout(self._limits.body_seconds):
                async for chunk in request.stream():
                    received += chunk
                    if len(received) > limit:
                        raise RefusedError(413, "too-large", connection="close")
        except TimeoutError as error:
            raise RefusedError(408, "too-slow", connection="close") from error
        except ClientDisconnect as error:
            raise RefusedError(400, "incomplete") from error
        if not received:
            raise RefusedError(400, "empty")
        return bytes(received)


def _link_id(request: Request) -> str | None:
    found = LINK_ID.fullmatch(request.path_params["id"])
    return found[0] if found else None


def _revoke_hash(request: Request) -> bytes:
    try:
        revoke_hash = decode_base64url(request.headers.get("link-revoke-hash", ""))
    except CredentialError as error:
        raise RefusedError(400, "revoke-hash-malformed", connection="close") from error
    if len(revoke_hash) != _HASH_BYTES:
        raise RefusedError(400, "revoke-hash-malformed", connection="close")
    return revoke_hash


def _expires(request: Request, now: datetime) -> datetime | None:
    text = request.headers.get("link-expires")
    if text is None:
        return None
    expires = parse_instant(text)
    if expires is None or expires <= now:
        raise RefusedError(400, "expiry-unusable", connection="close")
    return expires


def _max_views(request: Request) -> int | None:
    text = request.headers.get("link-max-views")
    if text is None:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > len(str(_MAX_MAX_VIEWS)):
        raise RefusedError(400, "max-views-unusable", connection="close")
    views = int(text)
    if not 1 <= views <= _MAX_MAX_VIEWS:
        raise RefusedError(400, "max-views-unusable", connection="close")
    return views


def _bearer(request: Request) -> bytes:
    text = request.headers.get("authorization", "")
    if not text.startswith(_BEARER):
        raise RefusedError(401, "revoke-key-missing", **{"www-authenticate": "Bearer"})
    try:
        return decode_base64url(text.removeprefix(_BEARER))
    except CredentialError as error:
        raise RefusedError(403, "revoke-refused") from error


async def _robots(request: Request) -> Response:
    del request
    return PlainTextResponse("User-agent: *\nDisallow: /\n")


async def _refused(request: Request, error: Exception) -> Response:
    del request
    assert isinstance(error, RefusedError)  # noqa: S101 - starlette calls it for nothing else
    return JSONResponse({"error": error.code}, status_code=error.status, headers=error.headers)


async def _http_error(request: Request, error: Exception) -> Response:
    del request
    assert isinstance(error, HTTPException)  # noqa: S101 - starlette calls it for nothing else
    return JSONResponse({"error": "not-found"}, status_code=error.status_code, headers=error.headers)


async def _storage_error(request: Request, error: Exception) -> Response:
    del request
    assert isinstance(error, VaultStorageError)  # noqa: S101 - starlette calls it for nothing else
    _log.error("storage: %s", error.params.get("detail", error.code))
    status = 507 if error.code == "storage-full" else 503
    return JSONResponse({"error": error.code}, status_code=status, headers={"Retry-After": "60"})
