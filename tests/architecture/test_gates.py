"""The gates of `make check` that are scripts of this project do close."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.places import ROOT

LOCK = f"example-package==1.0 --hash=sha256:{'0' * 64}\nother-package==2.0 \\\n    --hash=sha256:{'1' * 64}\n"


@contextmanager
def vulnerability_service(known: str) -> Iterator[str]:
    """A service on loopback that speaks the OSV protocol and knows one vulnerability, of the package `known`."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["Content-Length"])).decode()
            affected = {"package": {"name": known, "ecosystem": "PyPI"}, "ranges": []}
            answer = {"vulns": [{"id": "EX-1", "summary": "example", "affected": [affected]}]} if known in asked else {}
            body = json.dumps(answer).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing to say."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1/query"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def run_audit(tmp_path: Path, service: str, *options: str) -> subprocess.CompletedProcess[str]:
    lock = tmp_path / "requirements.lock"
    lock.write_text(LOCK)
    environment = {
        **os.environ,
        "PIP_AUDIT_VULNERABILITY_SERVICE": "osv",
        "PIP_AUDIT_OSV_URL": service,
        "NO_PROXY": "127.0.0.1",
    }
    command = [sys.executable, "scripts/audit.py", *options, str(lock)]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_audit_passes_when_every_package_was_looked_up(tmp_path: Path) -> None:
    with vulnerability_service("another") as url:
        done = run_audit(tmp_path, url)
    assert (done.returncode, done.stdout) == (0, "audit: no known vulnerability in 2 packages\n")


@pytest.mark.parametrize("known", ["example-package", "other-package"])
def test_audit_fails_on_a_known_vulnerability(tmp_path: Path, known: str) -> None:
    with vulnerability_service(known) as url:
        done = run_audit(tmp_path, url, "--report-if-unreachable")
    assert done.returncode == 1
    assert f"{known} {'1.0' if known.startswith('example') else '2.0'}: EX-1" in done.stdout


def test_audit_cannot_tell_without_a_service(tmp_path: Path) -> None:
    silent = "http://127.0.0.1:1/v1/query"
    strict, lenient = run_audit(tmp_path, silent), run_audit(tmp_path, silent, "--report-if-unreachable")
    assert (strict.returncode, lenient.returncode) == (3, 0)
    assert "CANNOT TELL" in strict.stdout
    assert "CANNOT TELL" in lenient.stdout


def run_coverage_gates(tmp_path: Path, covered: int, folders: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
    summary = {"covered_lines": covered, "num_statements": 100, "covered_branches": 10, "num_branches": 10}
    files = {f"wallet/{folder}/x.py": {"summary": summary, "missing_lines": [7]} for folder in folders}
    report = tmp_path / "coverage.json"
    report.write_text(json.dumps({"files": files}))
    command = [sys.executable, "scripts/coverage_gates.py", str(report)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


ENGINE = ("codec", "suites", "resolve", "formats", "verify")


def test_coverage_gates_hold_and_close(tmp_path: Path) -> None:
    assert run_coverage_gates(tmp_path, 100, ENGINE).returncode == 0
    low = run_coverage_gates(tmp_path, 97, ENGINE)
    assert low.returncode == 1
    assert "3 left in wallet/codec/x.py: lines 7" in low.stdout


def test_a_folder_that_was_not_measured_does_not_pass(tmp_path: Path) -> None:
    done = run_coverage_gates(tmp_path, 100, ENGINE[1:])
    assert done.returncode == 1
    assert "wallet/codec/      0.00 %  gate 98 %  NOT HELD" in done.stdout
