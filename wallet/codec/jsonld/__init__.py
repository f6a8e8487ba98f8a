"""JSON-LD credentials to canonical RDF, in safe mode: without loss, or not at all.

    text = canonicalize(document, BundledContexts())

What may go into a document, and why the rest is refused, is in `policy` and `walk`; contexts are never fetched. The
part of JSON-LD 1.1 that credentials use is supported; what is not supported is a finding, never a silent pass.

Two walks read a document. `quick` goes by ready tables and only ever succeeds; what it does not know it leaves to
`walk`, which decides. Where both succeed they say the same.
"""

from __future__ import annotations

from wallet.codec.jsonld.live import live_nested, live_table
from wallet.codec.jsonld.policy import ContextPolicy, context_urls
from wallet.codec.jsonld.quick import QuickWalk
from wallet.codec.jsonld.refusal import Refusal, Work
from wallet.codec.jsonld.tables import Unprepared
from wallet.codec.jsonld.walk import Walk
from wallet.codec.rdfc import Quad, canonicalize_quads
from wallet.model.json import JsonObject
from wallet.model.material import Contexts
from wallet.model.report import Finding

__all__ = ["canonicalize", "context_urls", "quick_quads", "thorough_quads", "to_quads"]


def canonicalize(document: JsonObject, contexts: Contexts, *, hash_name: str = "sha256") -> str | Finding:
    """The RDFC-1.0 canonical N-Quads of a JSON-LD document, or why there are none.

    Findings: DROPPED_TERMS (`term`, `pointer`: something in the document would not be covered), CONTEXT_UNKNOWN
    (`context`), CONTEXT_UNUSABLE (`context`, `term`), TOO_COMPLEX (`what`), AMBIGUOUS (statements about the document in
    another place of it) and MALFORMED (numbers that other programs read differently).
    """
    quads = to_quads(document, contexts)
    return quads if isinstance(quads, Finding) else canonicalize_quads(quads, hash_name=hash_name)


def to_quads(document: JsonObject, contexts: Contexts) -> frozenset[Quad] | Finding:
    """The RDF dataset of a JSON-LD document with blank nodes as they come; findings as for `canonicalize`."""
    work = Work()  # of both walks together: the limits are the document's
    quads = quick_quads(document, contexts, work)
    return thorough_quads(document, contexts, work) if quads is None else quads


def quick_quads(document: JsonObject, contexts: Contexts, work: Work | None = None) -> frozenset[Quad] | None:
    """The quads of a plain document; None for any other, whatever is the matter with it."""
    work = work or Work()
    policy = ContextPolicy(document, contexts, work)
    walk = QuickWalk(live_nested(policy), work)
    try:
        walk.document(document, live_table(policy.top_level()))
    except (Unprepared, Refusal):
        return None
    return frozenset(walk.quads)


def thorough_quads(document: JsonObject, contexts: Contexts, work: Work | None = None) -> frozenset[Quad] | Finding:
    """The quads of any document, or why there are none; findings as for `canonicalize`."""
    work = work or Work()
    walk = Walk(ContextPolicy(document, contexts, work), work)
    try:
        walk.document(document)
    except Refusal as refusal:
        return refusal.finding
    return frozenset(walk.quads)
