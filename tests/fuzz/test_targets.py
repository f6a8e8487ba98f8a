"""The fuzz targets for a moment each: with hypothesis everywhere, and with atheris where there is one."""

from __future__ import annotations

import importlib
import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.run import has_atheris
from tests.places import ROOT

TARGETS: Final = sorted(
    file.stem
    for file in Path(__file__).parent.glob("*.py")
    if file.stem not in {"run", "__init__"} and not file.stem.startswith("test_")
)
RUNS: Final = 3_000


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """A check that crashes logs it: the target fails on it, the log need not be full of it."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def module(name: str) -> ModuleType:
    return importlib.import_module(f"tests.fuzz.{name}")


def test_what_hostile_files_come_through_has_a_target() -> None:
    assert TARGETS == [
        "archives",
        "containers",
        "json_reader",
        "json_texts",
        "keys",
        "links",
        "material_index",
        "pictures",
        "proofs",
        "status_lists",
        "tokens",
    ]


@pytest.mark.parametrize("name", TARGETS)
def test_the_seeds_pass(name: str) -> None:
    found = module(name)
    assert found.SEEDS
    for content in found.SEEDS:
        found.target(content)


@pytest.mark.parametrize("name", TARGETS)
def test_any_bytes_and_any_damage_to_a_seed_pass(name: str) -> None:
    found = module(name)

    @settings(max_examples=60, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def run(data: st.DataObject) -> None:
        content = data.draw(st.one_of(st.binary(max_size=200), st.sampled_from(found.SEEDS)))
        start = data.draw(st.integers(0, len(content)))
        end = data.draw(st.integers(start, min(len(content), start + 8)))
        found.target(content[:start] + data.draw(st.binary(max_size=6)) + content[end:])

    run()


@pytest.mark.slow
@pytest.mark.parametrize("name", TARGETS)
def test_atheris_finds_nothing_in_a_few_thousand_runs(name: str, tmp_path: Path) -> None:
    if not has_atheris():
        pytest.skip("atheris is not installed: it exists for Python 3.11 on Linux")
    options = ["-seed=1", f"-runs={RUNS}", "-max_total_time=20", f"-artifact_prefix={tmp_path}/"]
    done = subprocess.run(
        [sys.executable, "-m", f"tests.fuzz.{name}", *options], cwd=ROOT, capture_output=True, check=False, timeout=120
    )
    told = done.stderr.decode(errors="replace")
    assert done.returncode == 0, told[-4000:]
    assert "Done" in told, told[-4000:]
