"""What the fuzz targets share: seeds to begin with, and atheris to drive them.

    python -m tests.fuzz.json_reader                    until it is stopped
    python -m tests.fuzz.json_reader -runs=100000       libFuzzer's own options

A target takes bytes and raises for a defect only: an exception of a kind that is not meant, or a broken promise.
"""

from __future__ import annotations

import contextlib
import importlib
import logging
import sys
import tempfile
from collections.abc import Callable, Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from tests.places import ROOT, SAMPLES

Target = Callable[[bytes], None]

HOSTILE: Final = ROOT / "tests" / "hostile"
ALWAYS: Final = ("-timeout=10", "-rss_limit_mb=1024", "-max_len=65536")
"""Nothing may take ten seconds or a gigabyte."""


def has_atheris() -> bool:
    """Whether this Python can fuzz."""
    return find_spec("atheris") is not None


def instrumented() -> contextlib.AbstractContextManager[object]:
    """Around the imports of what is fuzzed: they report coverage, where a target runs by itself."""
    spec = getattr(sys.modules["__main__"], "__spec__", None)
    if spec is None or not spec.name.startswith("tests.fuzz.") or not has_atheris():
        return contextlib.nullcontext()
    context: contextlib.AbstractContextManager[object] = importlib.import_module("atheris").instrument_imports(
        include=["wallet"]
    )
    return context


def seeds(*patterns: str) -> list[bytes]:
    """The samples and hostile inputs whose names match, small ones."""
    files = [file for pattern in patterns for folder in (SAMPLES, HOSTILE) for file in sorted(folder.rglob(pattern))]
    return [file.read_bytes() for file in files if file.stat().st_size < 1 << 16]


def fuzz(target: Target, corpus: Iterable[bytes]) -> None:
    """Run `target` under atheris with the options of the command line; returns when libFuzzer does, which is never."""
    logging.disable(logging.CRITICAL)
    atheris = importlib.import_module("atheris")
    with tempfile.TemporaryDirectory() as folder:
        for number, content in enumerate(corpus):
            (Path(folder) / f"{number}").write_bytes(content)
        atheris.Setup([sys.argv[0], *ALWAYS, *sys.argv[1:], folder], target)
        atheris.Fuzz()
