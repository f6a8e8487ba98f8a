"""O01, O02, O03: whatever is killed, full or failing, what was acknowledged is there, and the rest as before or whole.

Here a sample of the points, the same ones each time; `make durability` tries them all.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.durability.harness import Bench, sampled, strace_works
from tests.durability.host import running_host
from tests.durability.operations import OPERATIONS, SLOW, operation
from tests.durability.sabotage import IN_PLACE_JSON, JOURNAL_OFF

pytestmark = pytest.mark.skipif(not strace_works(), reason="strace is not installed here, or may not trace (ptrace)")

KILLS: Final = 10
FAILURES: Final = 6
NAMES: Final = [one.name for one in OPERATIONS]


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a link host on this machine."""
    with running_host(tmp_path_factory.mktemp("host")) as address:
        yield address


@pytest.mark.parametrize("name", NAMES)
def test_o01_o02_o03_faults_at_file_system_calls(name: str, tmp_path: Path, host: str) -> None:
    bench = Bench(tmp_path / "bench", operation(name), host=host)
    try:
        assert (
            bench.after != bench.before
            or name in {"check", "export", "export-plain", "backup", "restore-anew"}
            or (name.startswith("migrate"))
        )
        share = 4 if name in SLOW else 1
        kills, failures = bench.kills(), bench.failures()
        assert len(kills) > KILLS
        figures = bench.run([*sampled(kills, KILLS // share), *sampled(failures, FAILURES // share)])
    finally:
        bench.close()
    assert figures.violations == []
    assert figures.by_kind["kill"] >= KILLS // share


@pytest.mark.parametrize("damage", [JOURNAL_OFF, IN_PLACE_JSON])
def test_the_harness_sees_a_store_that_loses_things(damage: str, tmp_path: Path) -> None:
    bench = Bench(tmp_path / "bench", operation("import-many"), damage)
    try:
        writes = [fault for fault in bench.kills() if fault.call in {"write", "pwrite64", "close", "ftruncate"}]
        figures = bench.run(sampled(writes, 24))
    finally:
        bench.close()
    assert figures.violations
