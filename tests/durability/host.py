"""A link host of this machine, as a program of its own."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.places import ROOT


@contextmanager
def running_host(folder: Path) -> Iterator[str]:
    """The address of a host that runs as long as this does."""
    command = [sys.executable, "-m", "wallet", "host", "--port", "0", "--data", str(folder), "--lang", "en"]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True
    ) as host:
        assert host.stdout is not None
        try:
            said = ""
            for line in host.stdout:
                said += line
                found = re.search(r"http://127\.0\.0\.1:\d+", line)
                if found:
                    yield found.group()
                    break
            else:
                raise AssertionError(said)
        finally:
            host.terminate()
            host.communicate(timeout=20)
