"""Correctness before speed: what is measured has to be right first, on the very badges that are measured and more.

Raises `AssertionError` with what went wrong; nothing is measured then.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple

from benchmarks.badges import altered, batch, mixed, rich
from benchmarks.mutants import documents, mutants
from benchmarks.ours import accepts, verification
from benchmarks.rivals import NodeRace, js_digests, pyld_accepts
from wallet.codec.jsonld import canonicalize, quick_quads, thorough_quads
from wallet.codec.rdfc import canonicalize_quads
from wallet.materials.bundled import BundledContexts
from wallet.model.json import JsonObject
from wallet.model.report import Finding

_CONTEXTS = BundledContexts()


class Agreement(NamedTuple):
    """How many documents were compared, how many of them are accepted, and how many the quick walk knew."""

    documents: int
    accepted: int
    quick: int


def walks_agree(changed: Sequence[JsonObject]) -> Agreement:
    """The quick walk says what the thorough one says, or leaves it to that."""
    accepted = quick = 0
    for document in changed:
        thorough, found = thorough_quads(document, _CONTEXTS), quick_quads(document, _CONTEXTS)
        accepted += not isinstance(thorough, Finding)
        if found is not None:
            quick += 1
            if isinstance(thorough, Finding) or canonicalize_quads(found) != canonicalize_quads(thorough):
                raise AssertionError(f"the walks differ: {document}")
    return Agreement(len(changed), accepted, quick)


def jsonld_js_agrees(program: str, changed: Sequence[JsonObject]) -> int:
    """Whatever is accepted here is accepted by jsonld.js in safe mode, with the same canonical form; how many."""
    accepted = 0
    for document, theirs in zip(changed, js_digests(program, changed), strict=True):
        ours = canonicalize(document, _CONTEXTS)
        if isinstance(ours, str):
            accepted += 1
            if sha256(ours.encode()).hexdigest() != theirs:
                raise AssertionError(f"jsonld.js differs ({theirs}): {document}")
    return accepted


def run(program: str | None, *, seed: int, count: int) -> list[str]:
    """Everything that has to hold; returns what was looked at, a line each."""
    changed = [*documents(), *mutants(seed, count)]
    walks = walks_agree(changed)
    told = [
        f"{walks.documents} documents: both walks agree ({walks.accepted} accepted, {walks.quick} by the quick walk)"
    ]
    plain, various = batch(rich, 60), mixed(60)
    verifier = verification()
    forged = [*altered(plain), *(badge for badge in altered(various) if badge not in various)]
    if accepts(verifier, plain) != len(plain) or accepts(verifier, various) != len(various):
        raise AssertionError("a good badge did not pass")
    if accepts(verifier, forged) or pyld_accepts(altered(plain)):
        raise AssertionError("an altered badge passed")
    told.append(f"{len(plain) + len(various)} badges pass, {len(forged)} altered ones do not")
    if program is None:
        return [*told, "Node is not there: nothing compared with JavaScript"]
    told.append(f"{jsonld_js_agrees(program, changed)} accepted documents have the same form in jsonld.js in safe mode")
    race = NodeRace(program, forged)
    if race.run()[1]:
        raise AssertionError("an altered badge passed in Node")
    race.close()
    return told
