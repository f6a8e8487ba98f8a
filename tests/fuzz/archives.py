"""ZIP archives, as they are imported."""

from __future__ import annotations

import io
import zipfile
from typing import Final

from tests.fuzz.run import fuzz, instrumented, seeds

with instrumented():
    from wallet.acquire.carriers import unwrap_archive
    from wallet.acquire.zipped import MAX_MEMBERS
    from wallet.codec.limits import MAX_INPUT_BYTES
    from wallet.model.record import Received


def _archive(method: int) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name in ("a.json", "folder/バッジ.json", "../up.json"):
            archive.writestr(zipfile.ZipInfo(name), b'{"@context": []}')
    return stream.getvalue()


SEEDS: Final = [*seeds("*.zip"), _archive(zipfile.ZIP_STORED), _archive(zipfile.ZIP_DEFLATED)]


def target(data: bytes) -> None:
    """Every archive gives rows, never too many, never too large."""
    rows = list(unwrap_archive(io.BytesIO(data), "fuzz.zip"))
    assert 1 <= len(rows) <= MAX_MEMBERS + 1
    assert all(len(row.content) <= MAX_INPUT_BYTES for row in rows if isinstance(row, Received))


if __name__ == "__main__":
    fuzz(target, SEEDS)
