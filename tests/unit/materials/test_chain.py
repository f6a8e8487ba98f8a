from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

import pytest

from wallet.errors import VaultDamagedError
from wallet.materials.chain import (
    ChainedMaterials,
    OfflineMaterials,
    RecordingMaterials,
    VaultMaterials,
)
from wallet.model.material import Material, MaterialSource, Unavailable

URL = "https://issuer.example/did.json"


def material(content: bytes = b"{}", *, source: MaterialSource = MaterialSource.FETCHED) -> Material:
    return Material(
        url=URL,
        content=content,
        media_type="application/json",
        sha256="0" * 64,
        source=source,
        retrieved_at=datetime.fromisoformat("2026-11-23T14:05:00Z"),
    )


@dataclass
class Fixed:
    """Gives one answer and counts the questions."""

    answer: Material | Unavailable
    asked: list[tuple[str, int]] = field(default_factory=list)

    def get(self, url: str, *, max_bytes: int) -> Material | Unavailable:
        self.asked.append((url, max_bytes))
        return self.answer


def missing(why: str) -> Fixed:
    return Fixed(Unavailable(url=URL, why=why))


def test_the_first_that_has_it_answers_and_the_rest_is_not_asked() -> None:
    sources = missing("offline"), Fixed(material(b"1")), Fixed(material(b"2"))
    assert ChainedMaterials(*sources).get(URL, max_bytes=5) == material(b"1")
    assert [source.asked for source in sources] == [[(URL, 5)], [(URL, 5)], []]


@pytest.mark.parametrize(
    ("reasons", "why"),
    [
        ([], "offline"),
        (["offline"], "offline"),
        (["offline", "not-found"], "not-found"),
        (["timeout", "offline"], "timeout"),
        (["too-large", "timeout", "offline"], "timeout"),
    ],
)
def test_the_last_telling_reason_counts(reasons: list[str], why: str) -> None:
    chain = ChainedMaterials(*map(missing, reasons))
    assert chain.get(URL, max_bytes=5) == Unavailable(url=URL, why=why)


def test_offline_has_nothing() -> None:
    assert OfflineMaterials().get(URL, max_bytes=5) == Unavailable(url=URL, why="offline")


def test_the_vault_gives_what_it_keeps_within_the_bound() -> None:
    kept = {URL: material(source=MaterialSource.VAULT)}
    vault = VaultMaterials(kept.get)
    assert vault.get(URL, max_bytes=2) == kept[URL]
    assert vault.get(URL, max_bytes=1) == Unavailable(url=URL, why="too-large", detail="1")
    assert vault.get("https://other.example/", max_bytes=5) == Unavailable(url="https://other.example/", why="offline")


def test_what_is_damaged_in_the_vault_is_not_given() -> None:
    def lookup(url: str) -> Material | None:
        raise VaultDamagedError("material-damaged", url=url)

    found = VaultMaterials(lookup).get(URL, max_bytes=5)
    assert found == Unavailable(url=URL, why="failed", detail="damaged")


def test_what_was_used_is_recorded_once_in_order() -> None:
    inner = Fixed(material())
    recording = RecordingMaterials(inner)
    recording.get(URL, max_bytes=5)
    inner.answer = replace(material(), url="https://a.example/")
    recording.get("https://a.example/", max_bytes=5)
    inner.answer = material()
    recording.get(URL, max_bytes=5)
    inner.answer = Unavailable(url=URL, why="timeout")
    recording.get(URL, max_bytes=5)
    assert recording.used == (material(), replace(material(), url="https://a.example/"))
