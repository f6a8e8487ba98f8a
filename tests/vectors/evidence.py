"""Contexts and materials out of the folder of published vectors, for tests that read it in place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from wallet.codec import json
from wallet.materials.bundled import BundledContexts
from wallet.model.json import JsonObject
from wallet.model.material import Material, MaterialSource, Unavailable


@dataclass(frozen=True, slots=True)
class VectorContexts:
    """What the wallet bundles, and beside it the contexts that only test vectors use (`contexts/index.json`)."""

    folder: Path
    index: JsonObject

    @classmethod
    def read(cls, vectors: Path) -> VectorContexts:
        """The contexts of the vectors folder."""
        folder = vectors / "contexts"
        return cls(folder, json.loads_object((folder / "index.json").read_bytes()))

    @property
    def older(self) -> None:
        """No second copies."""

    def get(self, url: str) -> Material | None:
        bundled = BundledContexts().get(url)
        entry = self.index.get(url)
        if bundled is not None or not isinstance(entry, dict):
            return bundled
        content = (self.folder / str(entry["file"])).read_bytes()
        return material(url, content, None)


@dataclass(frozen=True, slots=True)
class VectorMaterials:
    """Answers for URLs out of files; everything else is out of reach."""

    files: dict[str, Path]
    at: datetime

    def get(self, url: str, *, max_bytes: int) -> Material | Unavailable:
        path = self.files.get(url)
        if path is None:
            return Unavailable(url=url, why="offline")
        return material(url, path.read_bytes()[:max_bytes], self.at)


def material(url: str, content: bytes, at: datetime | None) -> Material:
    """`content` as evidence that was got at `at`."""
    return Material(
        url=url,
        content=content,
        media_type="",
        sha256=sha256(content).hexdigest(),
        source=MaterialSource.MATERIALS,
        retrieved_at=at,
    )
