from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.unit.share.loopback import Clock, running_host
from wallet.errors import ConfigurationError
from wallet.share.host.limits import HostLimits
from wallet.share.host.server import LinkServer

PROGRAM = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from wallet.share.host.server import serve
serve(
    "127.0.0.1", 0, Path(sys.argv[1]),
    ready=lambda url: sys.stdout.write(url + "\\n") and sys.stdout.flush(),
    clock=lambda: datetime(2026, 11, 23, tzinfo=UTC),
)
sys.stdout.write("stopped\\n")
"""


def connect(url: str) -> socket.socket:
    return socket.create_connection((urlsplit(url).hostname, urlsplit(url).port or 0), timeout=10)


def is_cut_off(client: socket.socket, dribble: bytes = b"") -> bool:
    """Whether the host ends the connection without an answer, however the client keeps dribbling."""
    client.settimeout(0.05)
    for _ in range(200):
        try:
            client.sendall(dribble)
            return client.recv(5000) == b""
        except TimeoutError:
            continue
        except (ConnectionResetError, BrokenPipeError):
            return True
    return False


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals to send")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_it_cleanly_and_it_says_nothing(tmp_path: Path, number: signal.Signals) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(tmp_path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    url = process.stdout.readline().strip()
    with connect(url) as client:
        client.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
        assert client.recv(100).startswith(b"HTTP/1.1 200")
        os.kill(process.pid, number)
        output, errors = process.communicate(timeout=20)
    assert (process.returncode, output, errors) == (0, "stopped\n", "")


@pytest.mark.parametrize("sent", [b"", b"GET /health HTTP/1.1\r\nHost:"])
def test_headers_that_dribble_are_cut_off(tmp_path: Path, sent: bytes) -> None:
    """L09: neither a silent connection nor a slow one is kept."""
    with running_host(tmp_path, Clock(), limits=HostLimits(header_seconds=0.2)) as url, connect(url) as client:
        client.sendall(sent)
        assert is_cut_off(client, dribble=b"x" if sent else b"")


def test_a_body_that_dribbles_is_cut_off(tmp_path: Path) -> None:
    head = (
        f"PUT /api/links/{'a' * 22} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\nLink-Revoke-Hash: {'A' * 43}\r\n\r\nx"
    )
    with running_host(tmp_path, Clock(), limits=HostLimits(body_seconds=0.2)) as url, connect(url) as client:
        client.sendall(head.encode())
        assert client.recv(1000).startswith(b"HTTP/1.1 408")


def test_slow_headers_of_a_second_request_are_cut_off_too(tmp_path: Path) -> None:
    limits = HostLimits(header_seconds=0.2, idle_seconds=60)
    with running_host(tmp_path, Clock(), limits=limits) as url, connect(url) as client:
        client.sendall(b"HEAD /robots.txt HTTP/1.1\r\nHost: x\r\n\r\n")
        answer = b""
        while not answer.endswith(b"\r\n\r\n"):
            answer += client.recv(5000)
        assert answer.startswith(b"HTTP/1.1 200")
        client.sendall(b"GET /health HTTP/1.1\r\n")
        assert is_cut_off(client)


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(ConfigurationError) as caught:
        LinkServer("127.0.0.1", taken.getsockname()[1], tmp_path, clock=Clock())
    assert caught.value.code == "address-unusable"
    assert caught.value.params["host"] == "127.0.0.1"
