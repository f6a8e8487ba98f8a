"""Materials put together: several sources in order, none at all, what the vault keeps, what was used."""

from __future__ import annotations

from collections.abc import Callable

from wallet.errors import VaultDamagedError
from wallet.model.material import Material, Materials, Unavailable


class ChainedMaterials:
    """The first of `sources` that has the bytes answers. When none has, the last reason that says more than `offline`
    counts; an empty chain is offline.
    """

    def __init__(self, *sources: Materials) -> None:
        self._sources = sources

    def get(self, url: str, *, max_bytes: int) -> Material | Unavailable:
        missing = Unavailable(url=url, why="offline")
        for source in self._sources:
            answer = source.get(url, max_bytes=max_bytes)
            if isinstance(answer, Material):
                return answer
            if answer.why != "offline" or missing.why == "offline":
                missing = answer
        return missing


class OfflineMaterials:
    """No network: the end of a chain that must not fetch."""

    def get(self, url: str, *, max_bytes: int) -> Material | Unavailable:  # noqa: ARG002 - the protocol's argument
        return Unavailable(url=url, why="offline")


class VaultMaterials:
    """What the vault keeps, through its `material` method; a URL it does not have is offline, not absent."""

    def __init__(self, lookup: Callable[[str], Material | None]) -> None:
        self._lookup = lookup

    def get(self, url: str, *, max_bytes: int) -> Material | Unavailable:
        try:
            material = self._lookup(url)
        except VaultDamagedError:
            return Unavailable(url=url, why="failed", detail="damaged")
        if material is None:
            return Unavailable(url=url, why="offline")
        if len(material.content) > max_bytes:
            return Unavailable(url=url, why="too-large", detail=str(max_bytes))
        return material


class RecordingMaterials:
    """Remembers what was used, once per URL, in the order of first use: what `--save-materials` writes."""

    def __init__(self, inner: Materials) -> None:
        self._inner = inner
        self._used: dict[str, Material] = {}

    def get(self, url: str, *, max_bytes: int) -> Material | Unavailable:
        answer = self._inner.get(url, max_bytes=max_bytes)
        if isinstance(answer, Material):
            self._used.setdefault(answer.url, answer)
        return answer

    @property
    def used(self) -> tuple[Material, ...]:
        """Every material given out so far."""
        return tuple(self._used.values())
