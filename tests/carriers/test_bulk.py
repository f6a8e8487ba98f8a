"""Ten thousand items in one call: a row each, and never more than one of them in memory."""

from __future__ import annotations

import gc
import tracemalloc
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.carriers.parts import JWT, LD, mail, mailbox, zipped
from tests.unit.acquire import pictures
from wallet.acquire.presentations import unbundled
from wallet.acquire.sources import read_all, sources
from wallet.model.record import Received

FILES: Final = 2_000
PICTURE: Final = pictures.png(pictures.chunk(b"caBX", bytes(50_000)), pictures.itxt(b"openbadgecredential", LD))


@pytest.fixture(autouse=True)
def garbage_as_ever() -> Iterator[None]:
    """Whether something is held is asked here, not how patiently a run of the command line collects what is not."""
    before = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    yield
    gc.set_threshold(*before)


def test_ten_thousand_items_take_the_memory_of_a_few(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    for number in range(FILES):
        (folder / f"{number}.png").write_bytes(PICTURE)
    archive = tmp_path / "all.zip"
    archive.write_bytes(zipped([(f"{number}.jwt", JWT) for number in range(1_000)]))
    box = tmp_path / "all.mbox"
    box.write_bytes(mailbox(*[mail([("a.jwt", JWT)]) for _ in range(500)]))
    listed = tmp_path / "list.json"
    listed.write_bytes(b"[" + b",".join([b'{"n": %d}' % number for number in range(6_500)]) + b"]")
    names = [str(name) for name in (folder, archive, box, listed)]
    found: Counter[bool] = Counter()
    tracemalloc.start()
    try:
        for item in read_all(sources(), names):
            found.update(isinstance(part, Received) for part in unbundled(item))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert found == {True: 10_000}
    assert peak < 20 * 1024 * 1024


def test_one_bad_item_among_many_is_one_row(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(PICTURE)
    (tmp_path / "b.png").write_bytes(PICTURE[:-30])
    (tmp_path / "c.png").write_bytes(PICTURE)
    (tmp_path / "d").symlink_to(tmp_path / "a.png")
    rows = list(read_all(sources(), [str(tmp_path)]))
    assert [isinstance(row, Received) for row in rows] == [True, False, True, False]
