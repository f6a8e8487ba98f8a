"""The host as a process of its own under load, killed, flooded and raced: procedures L02, L05, L09 and L13."""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from urllib.parse import urlsplit

import pytest

from tests.unit.share.loopback import Clock, LoopbackHttp, running_host
from wallet.codec.multibase import encode_base64url
from wallet.share.host.limits import HostLimits
from wallet.share.host.sqlite import FILE_NAME
from wallet.share.interface import Parcel
from wallet.share.link import LinkTarget, fetch_link
from wallet.share.link_crypto import new_link_id, parse_link

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither signals nor /proc"),
]

PROGRAM = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from wallet.share.host.limits import HostLimits
from wallet.share.host.server import serve
serve(
    "127.0.0.1", 0, Path(sys.argv[1]),
    ready=lambda url: sys.stdout.write(url + "\\n") and sys.stdout.flush(),
    clock=lambda: datetime(2026, 11, 23, tzinfo=UTC),
    limits=HostLimits(reads_per_minute=10**9, writes_per_minute=10**9, header_seconds=float(sys.argv[2])),
)
"""


@contextlib.contextmanager
def host_process(folder: Path, *, header_seconds: float = 10.0) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A host in a process of its own; killed at the end if it still runs."""
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(folder), str(header_seconds)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip(), process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def call(url: str, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
    """One request; underscores in header names stand for hyphens."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
    try:
        connection.request(
            method, path, body=body, headers={name.replace("_", "-"): text for name, text in headers.items()}
        )
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def hash_of(key: bytes) -> str:
    return encode_base64url(hashlib.sha256(key).digest())


@dataclass
class Learner:
    """Shares and takes back until the host goes away, and remembers what was acknowledged."""

    url: str
    shared: dict[str, bytes] = field(default_factory=dict)
    revoked: set[str] = field(default_factory=set)
    uncertain: set[str] = field(default_factory=set)

    def work(self, acknowledged: threading.Semaphore) -> None:
        key = bytes(32)
        with contextlib.suppress(OSError, http.client.HTTPException):
            for number in range(10_000):
                link_id, content = new_link_id(), secrets.token_bytes(4000)
                status, _ = call(self.url, "PUT", f"/api/links/{link_id}", content, link_revoke_hash=hash_of(key))
                assert status == 201
                self.shared[link_id] = content
                acknowledged.release()
                if number % 2:
                    self.uncertain.add(link_id)
                    bearer = f"Bearer {encode_base64url(key)}"
                    status, _ = call(self.url, "DELETE", f"/api/links/{link_id}", authorization=bearer)
                    assert status == 204
                    self.revoked.add(link_id)
                    self.uncertain.discard(link_id)


def test_l05_nothing_acknowledged_is_lost_when_the_host_is_killed_under_load(tmp_path: Path) -> None:
    """kill -9 at a random number of acknowledged shares, five times on one file."""
    learners: list[Learner] = []
    for _ in range(5):
        with host_process(tmp_path) as (url, process):
            acknowledged = threading.Semaphore(0)
            crowd = [Learner(url) for _ in range(4)]
            threads = [threading.Thread(target=learner.work, args=(acknowledged,)) for learner in crowd]
            for thread in threads:
                thread.start()
            for _ in range(10 + secrets.randbelow(40)):
                assert acknowledged.acquire(timeout=20)
            os.kill(process.pid, signal.SIGKILL)
            for thread in threads:
                thread.join(30)
            learners += crowd
    with host_process(tmp_path) as (url, _):
        for learner in learners:
            for link_id, content in learner.shared.items():
                status, body = call(url, "GET", f"/api/links/{link_id}")
                if link_id in learner.revoked:
                    assert status == 410
                elif link_id not in learner.uncertain:
                    assert (status, body) == (200, content)
    kept = (tmp_path / FILE_NAME).read_bytes()
    gone = [learner.shared[link_id] for learner in learners for link_id in learner.revoked]
    assert len(gone) > 20
    assert not any(content[:64] in kept for content in gone)


def test_l05_taken_back_is_gone_after_a_restart_too(tmp_path: Path) -> None:
    parcel = Parcel(content=b"the badge of Ann", media_type="application/vp", expires=None, note="")
    with running_host(tmp_path, Clock()) as url:
        target = LinkTarget(url, LoopbackHttp())
        receipt = target.send(parcel)
        path = f"/api/links/{receipt.id}"
        sealed = call(url, "GET", path)[1]
        target.revoke(receipt.link, receipt.revoke_key)
        before = perf_counter()
        assert call(url, "GET", path)[0] == 410
        assert perf_counter() - before < 1
    with running_host(tmp_path, Clock()) as url:
        assert call(url, "GET", path)[0] == 410
    assert sealed[:64] not in (tmp_path / FILE_NAME).read_bytes()


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="memory is searched through /proc, which Linux has")
def test_l02_neither_disk_nor_memory_of_the_host_has_what_was_shared(tmp_path: Path) -> None:
    name = f"Marine Biology {secrets.token_hex(8)}".encode()
    parcel = Parcel(content=b'{"name":"' + name + b'"}', media_type="application/vp", expires=None, note="for you")
    with host_process(tmp_path) as (url, process):
        receipt = LinkTarget(url, LoopbackHttp()).send(parcel)
        assert fetch_link(receipt.link, LoopbackHttp()).content == parcel.content
        memory = memory_of(process.pid)
        key = parse_link(receipt.link).key
        assert receipt.id.encode() in memory  # so the search does find what is there
        for secret in (name, key, encode_base64url(key).encode()):
            assert secret not in memory
            assert not any(secret in file.read_bytes() for file in tmp_path.iterdir())


def memory_of(pid: int) -> bytes:
    """Every writable page of a process."""
    found = bytearray()
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text(encoding="ascii").splitlines():
            span, rights = line.split()[:2]
            if rights.startswith("rw"):
                start, end = (int(part, 16) for part in span.split("-"))
                with contextlib.suppress(OSError, OverflowError):
                    memory.seek(start)
                    found += memory.read(end - start)
    return bytes(found)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc, which Linux has")
def test_l09_a_flood_neither_fills_the_memory_nor_stops_honest_readers(tmp_path: Path) -> None:
    """A declared gigabyte, a gigabyte in chunks, silent and dribbling sockets, all at once."""
    with host_process(tmp_path, header_seconds=2.0) as (url, process), contextlib.ExitStack() as stack:
        path, body = f"/api/links/{new_link_id()}", secrets.token_bytes(4096)
        assert call(url, "PUT", path, body, link_revoke_hash=hash_of(b""))[0] == 201
        address = (urlsplit(url).hostname or "", urlsplit(url).port or 0)
        in_peace = slowest(url, path, body)
        for number in range(800):
            client = stack.enter_context(socket.create_connection(address, timeout=10))
            if number % 2:
                client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ")
        declared = call(url, "PUT", f"/api/links/{new_link_id()}", b"", link_revoke_hash=hash_of(b""))
        assert declared[0] == 400
        head = f"PUT /api/links/{new_link_id()} HTTP/1.1\r\nHost: x\r\nLink-Revoke-Hash: {hash_of(b'')}\r\n"
        with socket.create_connection(address, timeout=10) as client:
            client.sendall(f"{head}Content-Length: {10**9}\r\n\r\n".encode())
            assert client.recv(1000).startswith(b"HTTP/1.1 413")
        with ThreadPoolExecutor(8) as pool:
            floods = [pool.submit(flood, address, head) for _ in range(8)]
            under_flood = slowest(url, path, body)
            sent = [flooding.result() for flooding in floods]
        assert max(sent) < 64 * 1024 * 1024
        # A machine that is busy with something else is slow without any flood.
        assert under_flood < max(0.25, 5 * in_peace)
        status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
        peak = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:"))
        assert peak < 200 * 1024


def slowest(url: str, path: str, body: bytes) -> float:
    """Seconds within which 99 of 100 reads are answered."""
    times = []
    for _ in range(300):
        before = perf_counter()
        assert call(url, "GET", path) == (200, body)
        times.append(perf_counter() - before)
    return sorted(times)[297]


def flood(address: tuple[str, int], head: str) -> int:
    """Send a gigabyte in chunks; how much went before the host hung up."""
    sent = 0
    chunk = b"10000\r\n" + bytes(0x10000) + b"\r\n"
    with socket.create_connection(address, timeout=10) as client, contextlib.suppress(OSError):
        client.sendall(f"{head}Transfer-Encoding: chunked\r\n\r\n".encode())
        while sent < 10**9:
            client.sendall(chunk)
            sent += len(chunk)
    return sent


def test_l13_many_clients_at_one_share_leave_it_taken_back(tmp_path: Path) -> None:
    """200 threads at 100 shares: shared once, taken back, never an error of the host."""
    key, body = bytes(32), secrets.token_bytes(4000)
    limits = HostLimits(reads_per_minute=10**9, writes_per_minute=10**9)
    bearer = f"Bearer {encode_base64url(key)}"
    with running_host(tmp_path, Clock(), limits=limits) as url, ThreadPoolExecutor(200) as pool:

        def act(job: tuple[str, int]) -> tuple[str, int]:
            path, number = job
            method = ("PUT", "DELETE", "GET")[number % 3]
            if method == "PUT":
                return method, call(url, method, path, body, link_revoke_hash=hash_of(key))[0]
            return method, call(url, method, path, authorization=bearer)[0]

        for _ in range(100):
            path = f"/api/links/{new_link_id()}"
            assert call(url, "PUT", path, body, link_revoke_hash=hash_of(key))[0] == 201
            answers = set(pool.map(act, [(path, number) for number in range(200)]))
            assert answers <= {("PUT", 409), ("DELETE", 204), ("GET", 200), ("GET", 410)}
            assert call(url, "GET", path)[0] == 410
