"""The index of a materials directory, and what it lets be read."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final

from tests.fuzz.run import fuzz, instrumented

with instrumented():
    from wallet.errors import ConfigurationError
    from wallet.materials.directory import INDEX, DirectoryMaterials
    from wallet.model.material import Material

_URL: Final = "https://issuer.example/1"
SEEDS: Final = [
    (
        b'{"schema":"wallet.materials/1","entries":[{"url":"https://issuer.example/1","file":"1.bin","media_type":'
        b'"application/vc","http_status":200,"location":null,"retrieved_at":"2026-11-23T13:00:00Z"}]}'
    ),
    b'{"schema":"wallet.materials/1","entries":[{"url":"https://issuer.example/1","file":"../secret.bin"}]}',
    b'{"schema":"wallet.materials/1","entries":[{"url":"https://issuer.example/1","http_status":302,"location":"/2"}]}',
]
_FOLDER: Final = tempfile.TemporaryDirectory()
_INSIDE: Final = Path(_FOLDER.name) / "materials"
_SECRET: Final = b"nothing of this folder"
_INSIDE.mkdir()
(_INSIDE / "1.bin").write_bytes(b"{}")
(_INSIDE.parent / "secret.bin").write_bytes(_SECRET)


def target(data: bytes) -> None:
    """Nothing outside the directory is ever read."""
    (_INSIDE / INDEX).write_bytes(data)
    try:
        materials = DirectoryMaterials(_INSIDE)
    except ConfigurationError:
        return
    found = materials.get(_URL, max_bytes=1000)
    assert not isinstance(found, Material) or found.content != _SECRET


if __name__ == "__main__":
    fuzz(target, SEEDS)
