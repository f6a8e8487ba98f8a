"""Runs the scripts of this folder with Node, and skips where Node or its packages are missing."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from wallet.codec import json
from wallet.model.json import JsonObject

FOLDER = Path(__file__).parent


def run_script(script: str, *arguments: str) -> JsonObject:
    """What the script prints, which is one JSON object."""
    program = shutil.which("node")
    if program is None:
        pytest.skip("Node is not installed")
    if not (FOLDER / "node_modules").is_dir():
        pytest.skip("the other implementations are not installed (make interop, needs Node)")
    done = subprocess.run(
        [program, str(FOLDER / script), *arguments], capture_output=True, timeout=60, check=False, cwd=FOLDER
    )
    assert done.returncode == 0, done.stderr.decode()
    return json.loads_object(done.stdout)
