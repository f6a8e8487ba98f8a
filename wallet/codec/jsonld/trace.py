"""Where in a document each statement comes from: the same walk, with a note of the place beside every quad.

Selective disclosure chooses by JSON Pointer and signs quads; this is what joins the two. Nothing is read differently
from `wallet.codec.jsonld.walk`: what is refused there is refused here, and the quads are the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from wallet.codec.jsonld.policy import ContextPolicy
from wallet.codec.jsonld.refusal import Path, Refusal, Work
from wallet.codec.jsonld.terms import Term
from wallet.codec.jsonld.walk import Walk, _items, _Place
from wallet.codec.rdfc import Quad
from wallet.model.frozen import frozen
from wallet.model.json import JsonObject, JsonValue
from wallet.model.material import Contexts
from wallet.model.report import Finding

Location: TypeAlias = tuple[str | int, ...]
"""A place in a document: names of members and positions in arrays, from the outside in."""


@frozen
class Trace:
    """The dataset of a document with the origin of each quad.

    `origins` maps a quad to the places that say it: of a type, the object that has it; else the value. `claims` are
    the innermost values, in the order of the document. `wholes` are the values that say something only as a whole.
    """

    origins: Mapping[Quad, tuple[Location, ...]]
    claims: tuple[Location, ...]
    wholes: frozenset[Location]


def trace(document: JsonObject, contexts: Contexts) -> Trace | Finding:
    """The statements of `document` and where they come from; findings as for `to_quads`."""
    work = Work()
    walk = _TracingWalk(ContextPolicy(document, contexts, work), work)
    try:
        walk.document(document)
    except Refusal as refusal:
        return refusal.finding
    origins = {quad: tuple(places) for quad, places in walk.record.origins.items()}
    return Trace(origins=origins, claims=tuple(walk.claims), wholes=frozenset(walk.wholes))


class _Record(set[Quad]):
    """A set of quads that remembers where the walk was when each of them was added."""

    def __init__(self) -> None:
        super().__init__()
        self.origins: dict[Quad, list[Location]] = {}
        self.place: Path = None

    def add(self, quad: Quad) -> None:
        super().add(quad)
        self.origins.setdefault(quad, []).append(_location(self.place))

    def update(self, *quads: Iterable[Quad]) -> None:
        for some in quads:
            for quad in some:
                self.add(quad)


class _TracingWalk(Walk):
    def __init__(self, policy: ContextPolicy, work: Work) -> None:
        super().__init__(policy, work)
        self.quads = self.record = _Record()
        self.claims: list[Location] = []
        self.wholes: set[Location] = set()

    def _node(self, node: JsonObject, term: Term | None, place: _Place) -> str:
        before, self.record.place = self.record.place, place.path
        subject = super()._node(node, term, place)
        self.record.place = before
        return subject

    def _property(self, subject: str, key: str, term: Term, value: JsonValue, place: _Place) -> None:
        """One value at a time, so that each is recorded at its own place and not at that of the array."""
        before = self.record.place
        if term.coercion == "@json" or term.is_list:
            self.record.place = place.path
            claims = len(self.claims)
            super()._property(subject, key, term, value, place)
            if value is not None or term.coercion == "@json":  # a list that is null says nothing
                self._whole(place.path, claims)
        else:
            for item, at in _items(value, place):
                self.record.place = at.path
                claims = len(self.claims)
                super()._property(subject, key, term, item, at)
                if isinstance(item, dict) and "@value" in item:
                    self._whole(at.path, claims)
                elif len(self.claims) == claims:  # nothing inside it says anything: a scalar, or a bare reference
                    self.claims.append(_location(at.path))
        self.record.place = before

    def _whole(self, path: Path, claims: int) -> None:
        """What was read at `path` counts as one claim, whatever is inside."""
        del self.claims[claims:]
        self.claims.append(_location(path))
        self.wholes.add(_location(path))


def _location(path: Path) -> Location:
    names: list[str | int] = []
    while path is not None:
        path, name = path
        names.append(name)
    return tuple(reversed(names))
