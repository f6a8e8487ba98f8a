"""One HTTP/1.1 exchange with addresses that were checked before: the only module that opens a socket to fetch.

httpcore2 is the engine beneath httpx2. It is used directly because everything httpx2 adds would have to be switched
off again: cookies, redirects, proxies and credentials from the environment, and decoding without a bound. Importing it
takes as long as a verification, so `fetched` imports this module late.
"""

from __future__ import annotations

import ssl
import zlib
from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import urlsplit

import httpcore2
from typing_extensions import override

from wallet.errors import RemoteError
from wallet.materials.deadline import Deadline
from wallet.model.frozen import frozen
from wallet.model.http import Request, Response

_WRITE_BYTES: Final = 64 * 1024  # a slow reader is noticed at least this often
_MAX_ADDRESSES: Final = 4  # of one name: IPv6 and IPv4, one spare each
_CODING_BYTES: Final = 64 * 1024  # what gzip may add to a body that does not compress
_BODYLESS: Final = frozenset({204, 304})


@frozen
class Route:
    """How one exchange reaches its server: the checked addresses, the time it has, the trust it starts from."""

    addresses: tuple[str, ...]
    deadline: Deadline
    tls: ssl.SSLContext | None


def default_tls() -> ssl.SSLContext:
    """TLS with the operating system's trust store, names and certificates checked."""
    return httpcore2.default_ssl_context()


def exchange(request: Request, route: Route) -> Response:
    """Send `request` along `route` and read the answer within its bounds. Raises `RemoteError`."""
    url = urlsplit(request.url)
    headers = [("host", url.netloc), *request.headers.items(), ("connection", "close")]
    backend = _PinnedBackend(route)
    try:
        with (
            httpcore2.ConnectionPool(ssl_context=route.tls, network_backend=backend, max_connections=1) as pool,
            pool.stream(request.method, request.url, headers=headers, content=request.body) as answer,
        ):
            fields = _fields(answer.headers)
            return Response(
                status=answer.status,
                headers=fields,
                body=_body(answer.iter_stream(), answer.status, fields, request.max_bytes),
            )
    except httpcore2.TimeoutException as error:
        raise RemoteError("timeout", url=request.url) from error
    except (httpcore2.NetworkError, httpcore2.ProtocolError, httpcore2.UnsupportedProtocol) as error:
        # The pool cuts the chain of causes off; what went wrong below is still the argument.
        detail = "tls" if any(isinstance(cause, ssl.SSLError) for cause in error.args) else type(error).__name__
        raise RemoteError("unreachable", url=request.url, detail=detail) from error
    except RemoteError as error:
        raise RemoteError(error.code, **{"url": request.url, **error.params}) from error


def _fields(headers: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Header fields by lower-case name; repeated ones are joined (RFC 9110 section 5.3)."""
    fields: dict[str, str] = {}
    for raw_name, raw_value in headers:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        fields[name] = f"{fields[name]}, {value}" if name in fields else value
    return fields


def _body(chunks: Iterator[bytes], status: int, fields: dict[str, str], max_bytes: int) -> bytes:
    """The body, decoded, at most `max_bytes` of it: counted as it comes, so that a bomb is never held."""
    length = fields.get("content-length", "")
    if length.isdecimal() and int(length[:20]) > max_bytes:
        raise RemoteError("too-large", limit=str(max_bytes))
    coding = fields.get("content-encoding", "").strip().lower()
    inflater = _inflater(coding) if status not in _BODYLESS else None
    body = bytearray()
    received = 0
    for chunk in chunks:
        received += len(chunk)
        body += inflater.decompress(chunk, max_bytes + 1 - len(body)) if inflater is not None else chunk
        if len(body) > max_bytes or received > max_bytes + _CODING_BYTES:
            raise RemoteError("too-large", limit=str(max_bytes))
    if inflater is not None and body and not inflater.eof:
        raise RemoteError("unreachable", detail="content-encoding")
    return bytes(body)


class _Gzip:
    """Undoes gzip, bounded; what zlib says about damage becomes a `RemoteError`."""

    def __init__(self) -> None:
        self._inflater = zlib.decompressobj(16 + zlib.MAX_WBITS)

    @property
    def eof(self) -> bool:
        """Whether the compressed stream is complete."""
        return self._inflater.eof

    def decompress(self, chunk: bytes, limit: int) -> bytes:
        """At most `limit` bytes more."""
        try:
            return self._inflater.decompress(chunk, limit)
        except zlib.error as error:
            raise RemoteError("unreachable", detail="content-encoding") from error


def _inflater(coding: str) -> _Gzip | None:
    """What undoes a content coding: only gzip is asked for, and nothing else is taken."""
    if coding in {"", "identity"}:
        return None
    if coding in {"gzip", "x-gzip"}:
        return _Gzip()
    raise RemoteError("unreachable", detail="content-encoding")


class _PinnedBackend(httpcore2.NetworkBackend):
    """Connects to the checked addresses whatever the name would resolve to now; TLS and Host still use the name."""

    def __init__(self, route: Route) -> None:
        self._route = route
        self._sockets = httpcore2.SyncBackend()

    @override
    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        addresses = self._route.addresses[:_MAX_ADDRESSES]
        failure: httpcore2.ConnectError | httpcore2.ConnectTimeout | None = None
        for number, address in enumerate(addresses):
            # An address that does not answer may not use up the time of the next one.
            share = self._route.deadline.remaining() / (len(addresses) - number)
            try:
                stream = self._sockets.connect_tcp(address, port, timeout=share)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
                continue
            return _DeadlineStream(stream, self._route.deadline)
        raise failure or httpcore2.ConnectError(host)


class _DeadlineStream(httpcore2.NetworkStream):
    """A stream in which every operation gets what is left of the one deadline."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    @override
    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.remaining())

    @override
    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), _WRITE_BYTES):
            self._stream.write(buffer[start : start + _WRITE_BYTES], self._deadline.remaining())

    @override
    def close(self) -> None:
        self._stream.close()

    @override
    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, self._deadline.remaining())
        return _DeadlineStream(secured, self._deadline)

    @override
    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)
