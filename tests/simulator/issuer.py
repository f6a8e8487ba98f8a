"""An issuer in memory, whose state a test edits, and the verification that looks at it.

    web = SimulatedWeb()
    web.world.revocations.entries.add(IN_FORCE)       # take a badge back
    web.offline = True                                # pull the plug
    report = verification(web).verify(item("06-project-management-in-force.json"))

The issuer is the one that makes `samples/`; nothing here knows how verification works.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from typing import Final

from scripts.sample_issuer.world import SampleWorld, sample_files, sample_world
from wallet.materials.bundled import BundledContexts
from wallet.model.material import Contexts, Material, Materials, MaterialSource, Unavailable
from wallet.model.record import Received
from wallet.registry import TOOLBOX
from wallet.verification import Verification
from wallet.verify.trust.pinned import PinnedIssuers

NOW: Final = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)
CONTEXTS: Final = BundledContexts()


@dataclass(slots=True)
class SimulatedWeb:
    """What the sample issuers serve at `now`, with what a test put in place of it; remembers what was asked for."""

    world: SampleWorld = field(default_factory=sample_world)
    now: datetime = NOW
    offline: bool = False
    replaced: dict[str, bytes] = field(default_factory=dict)
    published: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def get(self, url: str, *, max_bytes: int) -> Material | Unavailable:
        self.asked.append(url)
        if self.offline:
            return Unavailable(url=url, why="offline")
        if url in self.published:
            return self._published(url)
        found = self.world.site.answer(url, self.now)
        if found is None:
            return Unavailable(url=url, why="not-found")
        content = self.replaced.get(url, found.content)
        if len(content) > max_bytes:
            return Unavailable(url=url, why="too-large")
        return replace(found, content=content, sha256=sha256(content).hexdigest())

    def _published(self, url: str) -> Material:
        content = self.published[url]
        return Material(
            url=url,
            content=content,
            media_type="application/json",
            sha256=sha256(content).hexdigest(),
            source=MaterialSource.FETCHED,
            retrieved_at=self.now,
        )


class Nothing:
    """The outside world of somebody who has none."""

    def get(self, url: str, *, max_bytes: int) -> Material | Unavailable:
        return Unavailable(url=url, why="offline")


def verification(materials: Materials, *, at: datetime = NOW, contexts: Contexts = CONTEXTS) -> Verification:
    """Everything the product supports, with `materials` as the outside world, at `at`, knowing nobody."""
    return Verification(
        tools=TOOLBOX,
        contexts=contexts,
        materials=materials,
        trust=PinnedIssuers(()),
        clock=lambda: at,
        network="materials",
    )


def received(content: bytes, name: str = "badge.json", carrier: str = "json") -> Received:
    """A credential text as if somebody had handed it over."""
    return Received(source=name, name=name, carrier=carrier, content=content, payload=content)


@cache
def samples() -> dict[str, bytes]:
    """The samples as the issuer makes them, file name to bytes."""
    return sample_files(sample_world())


def item(name: str) -> Received:
    """The sample called `name`, which holds its credential as plain text."""
    return received(samples()[name], name, name.rpartition(".")[2])
