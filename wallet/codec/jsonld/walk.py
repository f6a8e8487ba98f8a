"""One walk over a document: expansion and conversion to RDF in a single pass, without loss or not at all.

The steps are those of JSON-LD 1.1 API, "Expansion Algorithm" (5.1.2; the numbers in comments), with the outcome of
"Deserialize JSON-LD to RDF" (8.1.2). There is no base IRI. What the standard would drop is refused as DROPPED_TERMS;
what the standard allows and credentials do not use (`@nest`, `@reverse`, `@included`, `@graph`, `@set` and `@list`
objects, value objects with a type) is refused as TOO_COMPLEX. Only `null` and `[]` are skipped: they say nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from wallet.codec.jsonld import literals
from wallet.codec.jsonld.active import ActiveContext
from wallet.codec.jsonld.policy import ContextPolicy
from wallet.codec.jsonld.refusal import Path, Refusal, Work
from wallet.codec.jsonld.terms import (
    KEYWORDS,
    RDF_FIRST,
    RDF_NIL,
    RDF_REST,
    RDF_TYPE,
    Term,
    is_iri,
    looks_like_keyword,
)
from wallet.codec.rdfc import Quad
from wallet.model.json import JsonObject, JsonValue
from wallet.model.report import Reason

_DEFAULT_GRAPH: Final = ""

_KEYWORD_TERMS: Final = {keyword: Term(iri=keyword) for keyword in ("@id", "@type", "@context")}


class _Place(NamedTuple):
    """Where the walk is: the terms in force, the graph that is written to, and the way here for messages."""

    active: ActiveContext
    graph: str
    path: Path


class Walk:
    """The quads of one document; blank nodes are labelled in the order of the walk."""

    def __init__(self, policy: ContextPolicy, work: Work) -> None:
        self.quads: set[Quad] = set()
        self._policy = policy
        self._work = work
        self._blank_count = 0
        self._blank_labels: dict[str, str] = {}
        self._root = ""

    def document(self, document: JsonObject) -> None:
        """Collect the quads of the whole document."""
        self._node(document, None, _Place(self._policy.top_level(), _DEFAULT_GRAPH, None))
        if not self.quads:
            raise Refusal(Reason.DROPPED_TERMS, term="@id")

    # Objects

    def _node(self, node: JsonObject, term: Term | None, place: _Place) -> str:
        """A node object; returns its subject. `term` is the property it stands under, None for the document."""
        path = place.path
        named, active = self._contexts_of(node, term, place)
        properties: list[tuple[str, Term, JsonValue]] = []
        id_key: str | None = None
        for key, value in node.items():
            found = active.terms.get(key) or self._undeclared(key, node, active, path)
            if found.unsupported:
                raise Refusal(Reason.TOO_COMPLEX, (path, key), what=found.unsupported, term=key)
            if found.iri == "@id":
                if id_key is not None:
                    raise Refusal(Reason.DROPPED_TERMS, (path, key), term=key)
                id_key = key
            elif not found.is_keyword:
                properties.append((key, found, value))
        subject = self._blank() if id_key is None else self._subject(id_key, node[id_key], active, path)
        if path is None:
            self._root = subject
        elif properties and subject == self._root:  # statements about the document belong where they are looked for
            raise Refusal(Reason.AMBIGUOUS, path, id=subject.strip("<>"))
        for name, at in _type_names(node, named, path):
            self.quads.add((subject, RDF_TYPE, self._iri(name, named, at, as_term=True), place.graph))
        for key, found, value in properties:
            self._property(subject, key, found, value, _Place(active, place.graph, (path, key)))
        return subject

    def _contexts_of(self, node: JsonObject, term: Term | None, place: _Place) -> tuple[ActiveContext, ActiveContext]:
        """Steps 7 to 11: the context that types are named in, and the one for everything else."""
        active, _, path = place
        if active.previous is not None and not _is_reference(node, active):  # step 7
            active = active.previous
        if term is not None and term.scoped is not None:  # step 8
            active = active.derive(term.scoped, self._work, override_protected=True)
        if path is not None and "@context" in node:  # step 9
            active = self._policy.nested(active, node["@context"], (path, "@context"))
        named = active  # step 10
        for name, _ in sorted(_type_names(node, named, path)):  # step 11
            definition = named.terms.get(name)
            if definition is not None and definition.scoped is not None:
                active = active.derive(definition.scoped, self._work, propagate=False)
        if active is not named and _type_keys(node, active) != _type_keys(node, named):
            raise Refusal(Reason.TOO_COMPLEX, path, what="a type that renames @type")
        return named, active

    def _undeclared(self, key: str, node: JsonObject, active: ActiveContext, path: Path) -> Term:
        """A key that is no term: a keyword, an IRI, or a name in the default vocabulary."""
        path = (path, key)
        if key in _KEYWORD_TERMS:
            if key not in active.aliased:
                return _KEYWORD_TERMS[key]
            if any(term.iri == key for term in map(active.terms.get, node) if term is not None):  # `id` and `@id`
                raise Refusal(Reason.DROPPED_TERMS, path, term=key)
            raise Refusal(Reason.TOO_COMPLEX, path, what="a keyword that the context gives another name", term=key)
        if key in KEYWORDS:
            raise Refusal(Reason.TOO_COMPLEX, path, what="an unusual keyword", term=key)
        iri = active.expand(key, as_term=True)
        if iri is None or not is_iri(iri):  # relative, like a keyword, or a blank node: there is no such RDF
            raise Refusal(Reason.DROPPED_TERMS, path, term=key)
        if iri in self._policy.known().iris:
            raise Refusal(Reason.TOO_COMPLEX, path, what="another spelling of a known term", term=key)
        return Term(iri=iri)

    def _subject(self, key: str, value: JsonValue, active: ActiveContext, path: Path) -> str:
        if not isinstance(value, str):
            raise Refusal(Reason.DROPPED_TERMS, (path, key), term=key)
        return self._iri(value, active, (path, key), as_term=False)

    # Values

    def _property(self, subject: str, key: str, term: Term, value: JsonValue, place: _Place) -> None:
        predicate = f"<{term.iri}>"
        if term.coercion == "@json":
            self.quads.add((subject, predicate, literals.json_literal(value, place.path), place.graph))
        elif term.is_list:
            if value is not None:  # an empty list is a statement, null is none
                self.quads.add((subject, predicate, self._list(key, term, value, place), place.graph))
        else:
            one = self._graph if term.is_graph else self._value
            for item, at in _items(value, place):
                self.quads.add((subject, predicate, one(key, term, item, at), place.graph))

    def _value(self, key: str, term: Term, value: JsonValue, place: _Place) -> str:
        """One value that is neither null nor an array, as an RDF term (5.1.2, steps 4 and 13; 5.3)."""
        active, _, path = place
        if isinstance(value, dict):
            return literals.value_object(value, path) if "@value" in value else self._node(value, term, place)
        if term.scoped is not None:  # step 4.2: the scoped context of the property decides how a scalar is read
            active = active.derive(term.scoped, self._work, override_protected=True)
            term = active.terms.get(key) or self._undeclared(key, {}, active, path)
        if isinstance(value, str):
            if term.coercion in {"@id", "@vocab"}:
                return self._iri(value, active, path, as_term=term.coercion == "@vocab")
            return literals.typed_string(value, term, path)
        if isinstance(value, bool | int | float):
            return literals.boolean_or_number(value, term.coercion, path)
        raise Refusal(Reason.TOO_COMPLEX, path, what="a list of lists")

    def _list(self, key: str, term: Term, value: JsonValue, place: _Place) -> str:
        """An RDF list, built from its end; returns its head (8.3)."""
        head = RDF_NIL
        items = enumerate(value if isinstance(value, list) else [value])
        for number, item in reversed([(number, item) for number, item in items if item is not None]):
            found = self._value(key, term, item, place._replace(path=(place.path, number)))
            cell = self._blank()
            self.quads.update({(cell, RDF_FIRST, found, place.graph), (cell, RDF_REST, head, place.graph)})
            head = cell
        return head

    def _graph(self, key: str, term: Term, value: JsonValue, place: _Place) -> str:
        """A node object in a graph of its own; returns the graph's name."""
        if not isinstance(value, dict) or "@value" in value:
            raise Refusal(Reason.DROPPED_TERMS, place.path, term=key)
        name = self._blank()
        before = len(self.quads)
        self._node(value, term, place._replace(graph=name))
        if len(self.quads) == before:  # a bare reference: as the only member of a graph it says nothing
            raise Refusal(Reason.DROPPED_TERMS, place.path, term=key)
        return name

    def _iri(self, value: str, active: ActiveContext, path: Path, *, as_term: bool) -> str:
        iri = active.expand(value, as_term=as_term)
        if iri is not None and iri.startswith("_:"):
            label = self._blank_labels.get(iri)
            if label is None:
                label = self._blank_labels[iri] = self._blank()
            return label
        if iri is None or not is_iri(iri):
            raise Refusal(Reason.DROPPED_TERMS, path, term=value)
        return f"<{iri}>"

    def _blank(self) -> str:
        self._blank_count += 1
        return f"_:b{self._blank_count}"


def _items(value: JsonValue, place: _Place) -> Iterator[tuple[JsonValue, _Place]]:
    """The values of a property: arrays are sets, at any depth, and null is none."""
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from _items(item, place._replace(path=(place.path, number)))
    elif value is not None:
        yield value, place


def _type_keys(node: JsonObject, active: ActiveContext) -> list[str]:
    """The keys of the object that mean `@type`."""
    return [key for key in node if key == "@type" or ((term := active.terms.get(key)) and term.iri == "@type")]


def _type_names(node: JsonObject, active: ActiveContext, path: Path) -> list[tuple[str, Path]]:
    """The types of the object as written."""
    keys = _type_keys(node, active)
    if not keys:
        return []
    path = (path, keys[0])
    if len(keys) > 1:
        raise Refusal(Reason.DROPPED_TERMS, path, term=keys[1])
    value = node[keys[0]]
    names: list[tuple[str, Path]] = []
    for name in value if isinstance(value, list) else [value]:
        if not isinstance(name, str):
            raise Refusal(Reason.MALFORMED, path, detail="a type that is not a string")
        if looks_like_keyword(name):
            raise Refusal(Reason.DROPPED_TERMS, path, term=name)
        names.append((name, path))
    return names


def _is_reference(node: JsonObject, active: ActiveContext) -> bool:
    """Whether the object has an identifier and nothing else (step 7.2)."""
    if len(node) != 1:
        return False
    key = next(iter(node))
    term = active.terms.get(key)
    return key == "@id" or (term is not None and term.iri == "@id")
