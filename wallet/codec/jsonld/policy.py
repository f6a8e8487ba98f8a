"""Which contexts a document may use, and how its names may be written.

A signature over RDF covers what terms mean, not how they are spelt: whoever may choose the context, or write a full IRI
where a term is expected, can rename or hide signed claims and the signature still holds (w3c/vc-data-integrity issue
272). So contexts come by URL from the bundled ones, an inline context may only add names, or a vocabulary, of its own,
and neither these nor full IRIs may stand for anything that the bundled contexts of the document have a term for.
"""

from __future__ import annotations

import hashlib
from typing import Final

from wallet.codec import json as strict_json
from wallet.codec.jsonld.active import INITIAL, ActiveContext
from wallet.codec.jsonld.refusal import MAX_CONTEXTS, Path, Refusal, Work
from wallet.codec.jsonld.terms import NAMESPACE_ENDINGS, LocalContext, is_iri, namespace_of
from wallet.errors import CredentialError
from wallet.model.json import JsonObject, JsonValue
from wallet.model.material import Contexts, Material
from wallet.model.report import Reason

MAX_INLINE_TERMS: Final = 64
"""Terms that one document may bring itself: the largest inline context seen in published badges has eleven."""

_INLINE_MEMBERS: Final = frozenset({"@id", "@type", "@container"})
_INLINE_CONTAINERS: Final = ("@set", "@list")

_MAX_PARSED: Final = 128
_parsed: Final[dict[str, JsonValue]] = {}
"""Context documents by the hash of their bytes: parsing one costs more than using it."""
_kept: Final[dict[tuple[str, str], LocalContext]] = {}
"""Contexts that name no others, by URL and hash."""


def context_urls(document: JsonObject) -> tuple[str, ...]:
    """Every context URL the document names, at any depth, in order, none twice."""
    found: dict[str, None] = {}
    _collect_urls(document, found)
    return tuple(found)


def _collect_urls(value: JsonObject, found: dict[str, None]) -> None:
    if "@context" in value:
        named = value["@context"]
        found.update(
            (entry, None) for entry in (named if isinstance(named, list) else [named]) if isinstance(entry, str)
        )
    for key, item in value.items():
        # Most members are texts: they are passed over first.
        if isinstance(item, str) or key == "@context":
            continue
        if isinstance(item, dict):
            _collect_urls(item, found)
        elif isinstance(item, list):
            _collect_in_list(item, found)


def _collect_in_list(items: list[JsonValue], found: dict[str, None]) -> None:
    for item in items:
        if isinstance(item, str):
            continue
        if isinstance(item, dict):
            _collect_urls(item, found)
        elif isinstance(item, list):
            _collect_in_list(item, found)


class ContextPolicy:
    """The contexts of one document."""

    def __init__(self, document: JsonObject, contexts: Contexts, work: Work) -> None:
        self._document = document
        self._contexts = contexts
        self._work = work
        self._known: Vocabulary | None = None

    def top_level(self) -> ActiveContext:
        """The active context of the document: bundled contexts, then perhaps inline terms of its own."""
        active = INITIAL
        for number, entry in enumerate(_entries(self._document.get("@context", []), None)):
            if isinstance(entry, dict):
                active = self._add_inline(active, entry, number)
            else:
                active = self._add(active, entry, None)
        return active

    def nested(self, active: ActiveContext, written: JsonValue, path: Path) -> ActiveContext:
        """A context inside the document, as an embedded credential has: bundled ones only."""
        for entry in _entries(written, path):
            active = self._add(active, entry, path)
        return active

    def known(self) -> Vocabulary:
        """What the bundled contexts of the document define, at any depth."""
        if self._known is None:
            urls = context_urls(self._document)
            self._known = Vocabulary([self._load(url, None) for url in urls])
        return self._known

    def _add(self, active: ActiveContext, entry: JsonValue, path: Path) -> ActiveContext:
        if not isinstance(entry, str):
            raise Refusal(Reason.CONTEXT_UNUSABLE, path, detail="only bundled contexts by URL are allowed here")
        self._work.use_context(entry)
        return active.derive(self._load(entry, path), self._work)

    def _load(self, url: str, path: Path) -> LocalContext:
        """The context at the URL, with those it names itself in its list put in their place."""
        material = self._material(url, path)
        kept = _kept.get((url, material.sha256))
        if kept is not None:
            return kept
        entries: list[JsonObject | None] = []
        digests = [material.sha256]
        for entry in _entries(_context_of(material), path):
            if isinstance(entry, str):
                inner = self._load_flat(entry)
                entries += inner.entries
                digests += inner.key[1:]
            elif isinstance(entry, dict):
                entries.append(entry)
            else:
                raise Refusal(Reason.CONTEXT_UNUSABLE, path, context=url)
        context = LocalContext(key=(url, *digests), entries=tuple(entries))
        if len(digests) == 1 and len(_kept) < _MAX_PARSED:  # one that names others depends on what those are
            _kept[url, material.sha256] = context
        return context

    def _load_flat(self, url: str) -> LocalContext:
        """A context named by a context: it may not name further ones."""
        material = self._material(url, None)
        entries = _entries(_context_of(material), None)
        if not all(isinstance(entry, dict) for entry in entries):
            raise Refusal(Reason.CONTEXT_UNUSABLE, context=url, detail="contexts inside contexts inside contexts")
        return LocalContext(key=(url, material.sha256), entries=tuple(e for e in entries if isinstance(e, dict)))

    def _material(self, url: str, path: Path) -> Material:
        material = self._contexts.get(url)
        if material is None:
            raise Refusal(Reason.CONTEXT_UNKNOWN, path, context=url)
        return material

    def _add_inline(self, active: ActiveContext, members: JsonObject, number: int) -> ActiveContext:
        self._work.use_context(f"inline {number}")
        if len(members) > MAX_INLINE_TERMS:
            raise Refusal(Reason.CONTEXT_UNUSABLE, context="inline", term=str(len(members)), detail="too many terms")
        known = self.known()
        if members.keys() == {"@vocab"}:
            return self._add_vocabulary(active, members["@vocab"], number)
        for term, definition in members.items():
            _check_inline_term(term, definition)
            if term in known.names:
                raise Refusal(
                    Reason.CONTEXT_UNUSABLE, context="inline", term=term, detail="defined by a bundled context"
                )
        digest = hashlib.sha256(strict_json.dumps(members)).hexdigest()
        local = LocalContext(key=("inline", digest), entries=(members,))
        result = active.derive(local, self._work)
        for term in members:
            if term in active.terms or result.terms[term].is_keyword or result.terms[term].iri in known.iris:
                raise Refusal(
                    Reason.CONTEXT_UNUSABLE, context="inline", term=term, detail="another name for a known term"
                )
        return result

    def _add_vocabulary(self, active: ActiveContext, vocab: JsonValue, number: int) -> ActiveContext:
        """A default vocabulary of the document's own, for names that no bundled context defines.

        It is a namespace: it ends as no name may (`expand_iri`), so an IRI is split in one way only, and no other
        vocabulary can give another name to what was signed. One that a bundled context has terms in could do just that.
        """
        whole = isinstance(vocab, str) and is_iri(vocab) and vocab.endswith(NAMESPACE_ENDINGS)
        if not whole or any(namespace_of(iri) == vocab for iri in self.known().iris):
            raise Refusal(Reason.CONTEXT_UNUSABLE, context="inline", term="@vocab", detail="no vocabulary of its own")
        local = LocalContext(key=("inline", f"{number} {vocab}"), entries=({"@vocab": vocab},))
        return active.derive(local, self._work)


class Vocabulary:
    """All names and IRIs that a set of contexts define, scoped ones included.

    Compact IRIs are expanded by every prefix of that name in the set: rather one IRI too many than one too few.
    """

    def __init__(self, contexts: list[LocalContext]) -> None:
        self.names: set[str] = set()
        self._written: set[str] = set()
        self._prefixes: dict[str, set[str]] = {}
        for context in contexts:
            for entry in context.entries:
                self._collect(entry)
        self.iris: set[str] = set()
        for written in self._written:
            self.iris.add(written)
            prefix, colon, suffix = written.partition(":")
            if colon:
                self.iris.update(start + suffix for start in self._prefixes.get(prefix, ()))

    def _collect(self, context: JsonValue) -> None:
        for entry in context if isinstance(context, list) else [context]:
            if not isinstance(entry, dict):
                continue
            vocab = entry.get("@vocab")
            for term, definition in entry.items():
                if not term.startswith("@"):
                    self._collect_term(term, definition, vocab if isinstance(vocab, str) else "")

    def _collect_term(self, term: str, definition: JsonValue, vocab: str) -> None:
        self.names.add(term)
        if isinstance(definition, str):
            self._prefixes.setdefault(term, set()).add(definition)
            self._written.add(definition)
        elif isinstance(definition, dict):
            iri = definition.get("@id", definition.get("@reverse"))
            self._written.add(iri if isinstance(iri, str) else vocab + term)
            self._collect(definition.get("@context"))


def _check_inline_term(term: str, definition: JsonValue) -> None:
    """A plain term: its IRI, or its IRI with a type and a container of `@set` or `@list`."""
    plain = not term.startswith("@")
    if isinstance(definition, dict):
        container = definition.get("@container", "@set")
        plain = plain and not definition.keys() - _INLINE_MEMBERS and container in _INLINE_CONTAINERS
        definition = definition.get("@id")
    if not plain or not isinstance(definition, str) or not is_iri(definition):
        raise Refusal(Reason.CONTEXT_UNUSABLE, context="inline", term=term, detail="not a plain new term")


def _entries(written: JsonValue, path: Path) -> list[JsonValue]:
    entries: list[JsonValue] = written if isinstance(written, list) else [written]
    if len(entries) > MAX_CONTEXTS:
        raise Refusal(Reason.TOO_COMPLEX, path, what="contexts", limit=str(MAX_CONTEXTS))
    return entries


def _context_of(material: Material) -> JsonValue:
    """The `@context` of a context document."""
    written = _parsed.get(material.sha256)
    if written is None:
        try:
            document = strict_json.loads_object(material.content)
        except CredentialError as error:
            raise Refusal(Reason.CONTEXT_UNUSABLE, context=material.url, detail=error.code) from error
        if "@context" not in document:
            raise Refusal(Reason.CONTEXT_UNUSABLE, context=material.url, detail="no @context")
        written = document["@context"]
        if len(_parsed) < _MAX_PARSED:
            _parsed[material.sha256] = written
    return written
