"""The others: Digital Bazaar's stack under Node, kept running, and a verifier on PyLD."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from benchmarks import pyld_verifier
from benchmarks.badges import AT
from wallet.codec import json
from wallet.model.json import JsonObject

ROOT: Final = Path(__file__).resolve().parent.parent
INTEROP: Final = ROOT / "tests" / "interop"


def node() -> str | None:
    """The program, where it and the packages it needs are installed (`make interop`)."""
    program = shutil.which("node")
    return program if program and (INTEROP / "node_modules").is_dir() else None


class NodeRace:
    """One Node process with a batch of credentials, which it verifies each time it is asked."""

    def __init__(self, program: str, badges: Sequence[bytes]) -> None:
        self._count = len(badges)
        with tempfile.NamedTemporaryFile(suffix=".jsonl", delete=False) as file:
            file.write(b"\n".join(json.dumps(badge.decode()) for badge in badges))
        self._file = Path(file.name)
        self._process = subprocess.Popen(
            [program, "race.mjs", str(self._file), "--now", AT],
            cwd=INTEROP,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def __call__(self) -> float:
        """Verify the batch; the seconds it took by its own clock. Raises `AssertionError` unless all were accepted."""
        seconds, accepted = self.run()
        if accepted != self._count:
            raise AssertionError(f"Node accepted {accepted} of {self._count}")
        return seconds

    def run(self) -> tuple[float, int]:
        """Verify the batch: seconds, and how many were accepted."""
        if self._process.stdin is None or self._process.stdout is None:
            raise AssertionError("no pipes")
        self._process.stdin.write(b"go\n")
        self._process.stdin.flush()
        answer = json.loads_object(self._process.stdout.readline())
        seconds, accepted = answer["seconds"], answer["accepted"]
        if not isinstance(seconds, float | int) or not isinstance(accepted, int):
            raise TypeError("answer of race.mjs")
        return seconds, accepted

    def close(self) -> None:
        """Let it end."""
        self._process.communicate()
        self._file.unlink()


def pyld_accepts(badges: Sequence[bytes]) -> int:
    """How many of the badges the verifier on PyLD accepts."""
    return sum(pyld_verifier.verify(badge, AT) for badge in badges)


def js_digests(program: str, documents: Sequence[JsonObject]) -> list[str]:
    """What jsonld.js in safe mode makes of documents: the SHA-256 of each canonical form, or `refused: ...`."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "documents.jsonl"
        file.write_bytes(b"\n".join(map(json.dumps, documents)))
        done = subprocess.run([program, "canonize.mjs", str(file)], cwd=INTEROP, capture_output=True, check=True)
    digests = json.loads_object(done.stdout, max_bytes=len(done.stdout))["digests"]
    if not isinstance(digests, list):
        raise TypeError("answer of canonize.mjs")
    return [str(digest) for digest in digests]
