"""The bundled contexts are all there, all the pinned ones, and an altered one stops everything."""

from __future__ import annotations

import shutil
from collections import Counter
from hashlib import sha256
from pathlib import Path
from typing import Final

import pytest

from tests.places import ROOT
from wallet.codec import json
from wallet.errors import ConfigurationError
from wallet.materials.bundled import BundledContext, BundledContexts
from wallet.model.json import JsonObject
from wallet.model.material import MaterialSource

FOLDER: Final = ROOT / "wallet" / "materials" / "contexts"
CREDENTIALS: Final = "https://www.w3.org/ns/credentials/v2"
REQUIRED: Final = (
    "https://www.w3.org/2018/credentials/v1",
    CREDENTIALS,
    "https://www.w3.org/ns/credentials/status/v1",
    "https://www.w3.org/ns/did/v1",
    "https://purl.imsglobal.org/spec/ob/v3p0/context.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
    "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
    "https://w3id.org/openbadges/v2",
    "https://w3id.org/dcc/v1",
    "https://w3id.org/security/data-integrity/v1",
    "https://w3id.org/security/data-integrity/v2",
    "https://w3id.org/security/multikey/v1",
    "https://w3id.org/security/suites/ed25519-2018/v1",
    "https://w3id.org/security/suites/ed25519-2020/v1",
    "https://w3id.org/security/suites/jws-2020/v1",
    "https://w3id.org/vc/status-list/2021/v1",
)


WHOLE: Final[JsonObject] = {"url": CREDENTIALS, "file": "f", "sha256": "0", "origin": "o", "licence": "l"}
HALF: Final = (json.dumps([{**WHOLE, "older": {"file": "f"}}]), json.dumps([{**WHOLE, "older": "f"}]))
"""An older copy of which not everything is told."""


def by_url(context: BundledContext) -> str:
    return context.url


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "contexts"))


@pytest.mark.parametrize("url", REQUIRED)
def test_the_contexts_of_badges_are_bundled(url: str) -> None:
    assert BundledContexts().get(url) is not None


@pytest.mark.parametrize("context", BundledContexts().index(), ids=by_url)
def test_each_context_is_the_pinned_one(context: BundledContext) -> None:
    contexts = BundledContexts()
    newer = contexts.get(context.url)
    assert newer is not None
    assert contexts.older is not None
    material = newer if newer.sha256 == context.sha256 else contexts.older.get(context.url)
    assert material is not None
    assert material.content == (FOLDER / context.file).read_bytes()
    assert material.sha256 == context.sha256 == sha256(material.content).hexdigest()
    assert (material.url, material.source, material.retrieved_at) == (context.url, MaterialSource.BUNDLED, None)
    assert "@context" in json.loads_object(material.content)
    assert "@" in context.origin
    assert context.licence


def test_no_file_lies_beside_the_index() -> None:
    named = {context.file for context in BundledContexts().index()}
    assert {path.name for path in FOLDER.iterdir() if path.is_file()} == named | {"index.json"}


def test_the_page_names_every_context() -> None:
    page = (ROOT / "docs" / "contexts.md").read_text(encoding="utf-8")
    for context in BundledContexts().index():
        assert f"| `{context.url}` | `{context.sha256[:16]}…` | {context.origin} | {context.licence} |" in page


def test_of_two_copies_under_one_url_the_newer_comes_first() -> None:
    contexts = BundledContexts()
    older = contexts.older
    assert older is not None
    assert older.older is None
    twice = [url for url, count in Counter(map(by_url, contexts.index())).items() if count > 1]
    assert twice == ["https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]
    first, second = contexts.get(twice[0]), older.get(twice[0])
    assert first is not None
    assert second is not None
    assert [b"endorsementJwt" in material.content for material in (first, second)] == [True, False]
    assert older.get(CREDENTIALS) == contexts.get(CREDENTIALS)


def test_an_unknown_context_is_none() -> None:
    assert BundledContexts().get("https://example.org/context") is None


def test_a_context_is_read_once(copy: Path) -> None:
    contexts = BundledContexts(copy)
    first = contexts.get(CREDENTIALS)
    shutil.rmtree(copy)
    assert contexts.get(CREDENTIALS) is first


def test_an_altered_file_is_refused(copy: Path) -> None:
    file = next(context.file for context in BundledContexts().index() if context.url == CREDENTIALS)
    (copy / file).write_bytes((copy / file).read_bytes() + b"\n")
    with pytest.raises(ConfigurationError) as raised:
        BundledContexts(copy).get(CREDENTIALS)
    assert (raised.value.code, raised.value.params) == ("bundle-damaged", {"file": file})


def test_a_missing_file_is_told(copy: Path) -> None:
    file = next(context.file for context in BundledContexts().index() if context.url == CREDENTIALS)
    (copy / file).unlink()
    with pytest.raises(ConfigurationError) as raised:
        BundledContexts(copy).get(CREDENTIALS)
    assert raised.value.code == "bundle-damaged"


@pytest.mark.parametrize("index", [b"{", b"{}", b'[{"url": "https://example.org/"}]', b'["x"]', *HALF])
def test_a_damaged_index_is_told(copy: Path, index: bytes) -> None:
    (copy / "index.json").write_bytes(index)
    with pytest.raises(ConfigurationError) as raised:
        BundledContexts(copy).get(CREDENTIALS)
    assert raised.value.params == {"file": "index.json"}
