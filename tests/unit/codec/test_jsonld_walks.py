"""The quick walk says what the thorough walk says, or nothing."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from pathlib import Path
from typing import Final

import pytest

from benchmarks.mutants import documents, mutants
from tests.interop.node import run_script
from tests.places import VECTORS
from wallet.codec import json
from wallet.codec.jsonld import canonicalize, quick_quads, thorough_quads
from wallet.codec.rdfc import canonical_labels, canonicalize_quads, relabel
from wallet.materials.bundled import BundledContexts
from wallet.model.json import JsonObject
from wallet.model.report import Finding

CONTEXTS: Final = BundledContexts()
MUTANTS: Final = 3_000


def canonical(document: JsonObject) -> str | Finding:
    """The canonical form by the thorough walk and the algorithm step by step: nothing quick in it."""
    quads = thorough_quads(document, CONTEXTS)
    if isinstance(quads, Finding):
        return quads
    labels = canonical_labels(quads)
    if isinstance(labels, Finding):
        return labels
    lines = (" ".join(term for term in relabel(quad, labels) if term) for quad in quads)
    return "".join(sorted(f"{line} .\n" for line in lines))


def compare(document: JsonObject) -> str:
    """How the two walks got on with the document."""
    expected, quads = canonical(document), quick_quads(document, CONTEXTS)
    if quads is None:
        return "refused" if isinstance(expected, Finding) else "left to the thorough walk"
    assert canonicalize_quads(quads) == expected
    return "both"


@pytest.mark.parametrize("document", documents(), ids=lambda document: str(document.get("id"))[-24:])
def test_the_quick_walk_knows_what_issuers_make(document: JsonObject) -> None:
    assert compare(document) == "both"


def test_changed_documents_are_read_alike() -> None:
    seen = Counter(compare(document) for document in mutants(20261124, MUTANTS, *folders()))
    assert seen["both"] > MUTANTS / 10
    assert seen["refused"] > MUTANTS / 10
    assert seen["left to the thorough walk"] < MUTANTS / 10


def folders() -> list[Path]:
    """Published credentials, where they are."""
    found = [VECTORS / name for name in ("samples-dcc", "samples-1edtech", "ob3-spec-examples", "w3c-vc-di-eddsa")]
    return [folder for folder in found if folder.is_dir()]


@pytest.mark.interop
def test_jsonld_js_in_safe_mode_reads_changed_documents_alike(tmp_path: Path) -> None:
    changed = [*documents(), *mutants(4, 600)]
    file = tmp_path / "documents.jsonl"
    file.write_bytes(b"\n".join(map(json.dumps, changed)))
    theirs = run_script("canonize.mjs", str(file))["digests"]
    assert isinstance(theirs, list)
    accepted = 0
    for document, digest in zip(changed, theirs, strict=True):
        ours = canonicalize(document, CONTEXTS)
        if isinstance(ours, str):
            accepted += 1
            assert sha256(ours.encode()).hexdigest() == digest, json.dumps(document).decode()
    assert accepted > len(changed) / 10
