"""Requests per second and slowest answers of the link host, beside a bare Starlette route, in the same run.

    python benchmarks/host.py [--connections 200] [--seconds 10] [--bytes 16384]

Both are processes of their own under the same uvicorn and return the same bytes: the host from its file, through its
limits, headers and counts; the bare route from memory. Uses `wrk` where it is installed; without it, a client of this
process, which then sets the pace and makes ratios look better than they are: that is said in the answer. One JSON
document on stdout.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import hashlib
import http.client
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from urllib.parse import urlsplit

from wallet.codec.multibase import encode_base64url
from wallet.share.link_crypto import new_link_id

HOST = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from wallet.share.host.limits import HostLimits
from wallet.share.host.server import serve
serve(
    "127.0.0.1", 0, Path(sys.argv[1]),
    ready=lambda url: sys.stdout.write(url + "\\n") and sys.stdout.flush(),
    clock=lambda: datetime.now(UTC),
    limits=HostLimits(reads_per_minute=10**9, writes_per_minute=10**9),
)
"""
BARE = """
import socket, sys
import uvicorn
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route
content = open(sys.argv[1], "rb").read()
async def get(request):
    return Response(content, media_type="application/octet-stream")
listening = socket.create_server(("127.0.0.1", 0), backlog=1024)
sys.stdout.write(f"http://127.0.0.1:{listening.getsockname()[1]}\\n")
sys.stdout.flush()
app = Starlette(routes=[Route("/api/links/{id}", get)])
config = uvicorn.Config(app, http="h11", ws="none", log_config=None, access_log=False, backlog=1024)
uvicorn.Server(config).run(sockets=[listening])
"""


@contextlib.contextmanager
def running(program: str, argument: Path) -> Iterator[tuple[str, int]]:
    """A server in a process of its own: its address and process id."""
    process = subprocess.Popen([sys.executable, "-c", program, str(argument)], stdout=subprocess.PIPE, text=True)
    if process.stdout is None:
        raise SystemExit("no output to read the address from")
    try:
        yield process.stdout.readline().strip(), process.pid
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


def share(url: str, content: bytes) -> str:
    """Keep `content` on the host; its path."""
    path = f"/api/links/{new_link_id()}"
    connection = http.client.HTTPConnection(urlsplit(url).netloc)
    connection.request("PUT", path, content, {"Link-Revoke-Hash": encode_base64url(hashlib.sha256(b"").digest())})
    status = connection.getresponse().status
    connection.close()
    if status != http.HTTPStatus.CREATED:
        raise SystemExit(f"the host answered {status}")
    return path


def measure(url: str, path: str, connections: int, seconds: float) -> dict[str, float]:
    """GET the same link over and over: `per_second` and `p99_ms`."""
    wrk = shutil.which("wrk")
    if wrk is None:
        return asyncio.run(_measured_here(url, path, connections, seconds))
    arguments = ["-t2", f"-c{connections}", f"-d{round(seconds)}s", "--latency", url + path]
    told = subprocess.run([wrk, *arguments], capture_output=True, text=True, check=True).stdout
    rate, slowest = re.search(r"Requests/sec:\s+([\d.]+)", told), re.search(r"99%\s+([\d.]+)(us|ms|s)", told)
    if rate is None or slowest is None or "Non-2xx" in told:
        raise SystemExit(told)
    unit = {"us": 0.001, "ms": 1.0, "s": 1000.0}[slowest[2]]
    return {"per_second": float(rate[1]), "p99_ms": float(slowest[1]) * unit}


async def _measured_here(url: str, path: str, connections: int, seconds: float) -> dict[str, float]:
    parts = urlsplit(url)
    request = f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    times: list[float] = []
    started = perf_counter()

    async def client() -> None:
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port, limit=1 << 20)
        while perf_counter() - started < seconds:
            before = perf_counter()
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
            if length is None or not head.startswith(b"HTTP/1.1 200"):
                raise SystemExit(head.decode())
            await reader.readexactly(int(length[1]))
            times.append(perf_counter() - before)
        writer.close()

    await asyncio.gather(*(client() for _ in range(connections)))
    taken = perf_counter() - started
    return {"per_second": len(times) / taken, "p99_ms": sorted(times)[int(len(times) * 0.99)] * 1000}


def writes(url: str, content: bytes, seconds: float) -> dict[str, float]:
    """PUT one share after the other: every one is durable before the next."""
    times: list[float] = []
    started = perf_counter()
    while perf_counter() - started < seconds:
        before = perf_counter()
        share(url, content)
        times.append(perf_counter() - before)
    return {
        "per_second": len(times) / (perf_counter() - started),
        "p99_ms": sorted(times)[int(len(times) * 0.99)] * 1000,
    }


def memory_of(pid: int) -> float:
    """Resident megabytes of a process; 0 where that is not told."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return 0.0
    line = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--connections", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--bytes", type=int, default=16 * 1024)
    asked = parser.parse_args()
    content = os.urandom(asked.bytes)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "content"
        file.write_bytes(content)
        with running(BARE, file) as (url, _):
            measure(url, "/api/links/x", asked.connections, 1)
            bare = measure(url, "/api/links/x", asked.connections, asked.seconds)
        with running(HOST, Path(folder) / "host") as (url, pid):
            path = share(url, content)
            measure(url, path, asked.connections, 1)
            before = memory_of(pid)
            reads = measure(url, path, asked.connections, asked.seconds)
            after = memory_of(pid)
            written = writes(url, content, min(asked.seconds, 5))
    answer = {
        "client": "wrk" if shutil.which("wrk") else "this program, which sets the pace",
        "connections": asked.connections,
        "bytes": asked.bytes,
        "bare_route": bare,
        "host_get": reads,
        "host_put": written,
        "bare_to_host": bare["per_second"] / reads["per_second"],
        "memory_mb": {"before": before, "after": after},
    }
    json.dump(answer, sys.stdout, indent=2)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
