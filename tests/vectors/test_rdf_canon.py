"""W3C's RDF Dataset Canonicalization suite: all 64 evaluation, 21 map and the one negative test."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from tests.places import VECTORS
from tests.vectors.nquads import read_nquads
from wallet.codec import json
from wallet.codec.rdfc import Quad, canonical_labels, canonicalize_quads
from wallet.model.json import JsonObject
from wallet.model.report import Finding, Reason

MANIFEST: Final = VECTORS / "rdf-canon" / "manifest.jsonld"


def manifest(kind: str) -> list[JsonObject]:
    """The manifest's tests of one type; none where the vectors are absent."""
    if not MANIFEST.is_file():
        return []
    entries = json.loads_object(MANIFEST.read_bytes())["entries"]
    assert isinstance(entries, list)
    return [entry for entry in entries if isinstance(entry, dict) and entry["type"] == f"rdfc:{kind}"]


def read(vectors: Path, test: JsonObject, member: str) -> str:
    return (vectors / "rdf-canon" / str(test[member])).read_bytes().decode()


def dataset(vectors: Path, test: JsonObject) -> list[Quad]:
    return read_nquads(read(vectors, test, "action"))


def hash_name(test: JsonObject) -> str:
    return str(test.get("hashAlgorithm", "SHA256")).lower()


def name_of(test: JsonObject) -> str:
    return str(test["id"])


@pytest.mark.parametrize("test", manifest("RDFC10EvalTest"), ids=name_of)
def test_canonical_form(vectors: Path, test: JsonObject) -> None:
    found = canonicalize_quads(dataset(vectors, test), hash_name=hash_name(test))
    assert found == read(vectors, test, "result")


@pytest.mark.parametrize("test", manifest("RDFC10MapTest"), ids=name_of)
def test_canonical_labels(vectors: Path, test: JsonObject) -> None:
    labels = canonical_labels(dataset(vectors, test), hash_name=hash_name(test))
    assert not isinstance(labels, Finding)
    expected = json.loads_object(read(vectors, test, "result").encode())
    assert {old.removeprefix("_:"): new.removeprefix("_:") for old, new in labels.items()} == expected


@pytest.mark.parametrize("test", manifest("RDFC10NegativeEvalTest"), ids=name_of)
def test_poison_is_given_up(vectors: Path, test: JsonObject) -> None:
    found = canonicalize_quads(dataset(vectors, test), hash_name=hash_name(test))
    assert isinstance(found, Finding)
    assert found.reason is Reason.TOO_COMPLEX


def test_the_suite_is_whole(vectors: Path) -> None:
    kinds = ("RDFC10EvalTest", "RDFC10MapTest", "RDFC10NegativeEvalTest")
    assert [len(manifest(kind)) for kind in kinds] == [64, 21, 1]
