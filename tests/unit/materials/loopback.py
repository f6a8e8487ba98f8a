"""A scripted HTTP server on this machine, plain or with TLS for any name, that remembers what it was sent."""

from __future__ import annotations

import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Send = Callable[[bytes], None]
Script = bytes | Callable[[Send, threading.Event], None]
"""What a path answers: the raw bytes, or a function that sends them piece by piece until the event is set."""


def answer(body: bytes = b"", *, status: int = 200, **headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status} Reason", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def redirect(location: str, status: int = 302) -> bytes:
    return answer(b"moved", status=status, Location=location)


@dataclass(frozen=True)
class Seen:
    """One request as it arrived."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass
class Loopback:
    """A running server: what it answers by path, what it saw, and the names TLS clients asked for."""

    port: int
    scripts: dict[str, Script] = field(default_factory=dict)
    seen: list[Seen] = field(default_factory=list)
    names: list[str | None] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[Loopback]:
    """A server on a free port of 127.0.0.1, stopped and joined at the end."""

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            with suppress(OSError):  # the client went away, which is what most tests are about
                state.seen.append(seen := _read_request(self.rfile.readline, self.rfile.read))
                script = state.scripts.get(seen.path, answer(status=404))
                if isinstance(script, bytes):
                    self.wfile.write(script)
                else:
                    script(lambda data: (self.wfile.write(data), None)[1], state.stop)

        def finish(self) -> None:
            with suppress(OSError):
                super().finish()

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = False

        def get_request(self) -> tuple[object, object]:  # type: ignore[override]  # the stub says socket
            connection, address = super().get_request()
            if tls is not None:
                connection = tls.wrap_socket(connection, server_side=True)
            return connection, address

        def handle_error(self, request: object, client_address: object) -> None:
            raise AssertionError("the test server failed")

    with Server(("127.0.0.1", 0), Handler) as server:
        state = Loopback(port=server.server_address[1])
        if tls is not None:
            tls.sni_callback = lambda _socket, name, _context: state.names.append(name)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.005})
        thread.start()
        try:
            yield state
        finally:
            state.stop.set()
            server.shutdown()
            thread.join(10)


def _read_request(readline: Callable[[], bytes], read: Callable[[int], bytes]) -> Seen:
    words = readline().decode().split()
    method, path = (words[0], words[1]) if len(words) > 1 else ("", "")
    headers: dict[str, str] = {}
    while (line := readline().strip()) != b"":
        name, _, value = line.decode().partition(":")
        headers[name.lower()] = value.strip()
    return Seen(method, path, headers, read(int(headers.get("content-length", "0"))))


def certificate(folder: Path, *names: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """TLS contexts for a server that is called `names`, and for a client that trusts it and nobody else."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
    own = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2020, 1, 1, tzinfo=UTC) + timedelta(days=36500))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name) for name in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = folder / "server.pem"
    pem.write_bytes(
        own.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(pem)
    client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    client.load_verify_locations(pem)
    return server, client
