"""Active contexts as flat tables: all that the quick walk has to know about a key, in one look-up.

A table knows only what is plain: terms for `@id`, `@type` and properties with ordinary values, and the ways to the
tables inside. Asked for anything else it raises `Unprepared`, the quick walk stops and the thorough one decides. So a
table may leave out anything, but what it does say is what the active context says.

Tables are made from active contexts when they are reached, or read from those that ship with the bundled contexts
(`wallet.codec.jsonld.prepared`), which spares a short run from reading the contexts at all.
"""

from __future__ import annotations

from typing import Final, Protocol, TypeAlias

from wallet.codec.jsonld.refusal import Work
from wallet.codec.jsonld.terms import XSD

PROPERTY: Final = 0
REFERENCE: Final = 1
"""A property whose strings are IRIs (`@type: @id`)."""
VOCABULARY: Final = 2
"""A property whose strings are terms or IRIs (`@type: @vocab`)."""
JSON: Final = 3
"""A property whose value is one JSON literal (`@type: @json`)."""
ID: Final = 4
TYPE: Final = 5
CONTEXT: Final = 6

IN_LIST: Final = 1
IN_GRAPH: Final = 2
SCOPED: Final = 4
"""Flags of a property: its values are an RDF list, or graphs of their own; it has a context of its own."""

MAX_WAYS: Final = 1_024
"""Ways on that one table keeps: a document may name types in any order, and each order is a way of its own."""

Way: TypeAlias = tuple[str, ...]
"""One of these, and what leads there: `typed`, the types that have a context of their own, sorted; `scoped`, a property
with a context of its own, for scalars and references; `inside`, the same for objects, which fall back first; `nested`,
the keys of the contexts that an object brings (`wallet.codec.jsonld.terms.ContextKey`)."""


class Unprepared(Exception):  # noqa: N818 — not an error: the thorough walk takes over
    """The tables do not hold what was asked for."""


class Entry:
    """What a key stands for: its kind, the predicate as N-Quads, the datatype of its scalars, and its flags."""

    __slots__ = ("coercion", "flags", "kind", "plain", "predicate", "suffix")

    def __init__(self, kind: int, iri: str, coercion: str | None, flags: int) -> None:
        self.kind = kind
        self.predicate = f"<{iri}>"
        self.coercion = coercion
        self.flags = flags
        datatype = None if coercion is None or coercion[0] == "@" or coercion == f"{XSD}string" else coercion
        self.suffix = "" if datatype is None else f"^^<{datatype}>"
        self.plain = kind == PROPERTY and flags == 0 and datatype != f"{XSD}double"
        """Whether a string under it is a literal, and nothing else about it has to be looked at."""


class Source(Protocol):
    """Where a table gets what it does not hold yet."""

    def entry(self, name: str) -> Entry | None:
        """The entry of a term; None when the name is none. Raises `Unprepared` for a term that is not plain."""
        ...

    def way(self, way: Way, work: Work) -> Table:
        """The table that a way leads to. Raises `Unprepared`, and `Refusal` when it was too much work."""
        ...

    def previous(self) -> Table:
        """The table that an object inside falls back to. Raises `Unprepared`."""
        ...


class Table:
    """One active context. What it is asked for is got from the source once and kept."""

    __slots__ = ("_orders", "_previous", "entries", "falls_back", "id_key", "prefixes", "source", "type_key", "ways")

    def __init__(
        self, source: Source, *, id_key: str, type_key: str, prefixes: dict[str, str], falls_back: bool
    ) -> None:
        self.source = source
        self.id_key = id_key
        self.type_key = type_key
        """The one name of `@id`, and of `@type`, here."""
        self.prefixes = prefixes
        self.falls_back = falls_back
        """Whether an object inside goes by `previous`: the context of a type ends there."""
        self.entries: dict[str, Entry] = {}
        """What was asked for so far; look here first."""
        self.ways: dict[Way, Table] = {}
        self._orders: dict[tuple[str, ...], Table] = {}
        self._previous: Table | None = None

    def find(self, name: str) -> Entry | None:
        """The entry of a term; None when the name is none. Raises `Unprepared`."""
        found = self.entries.get(name) or self.source.entry(name)
        if found is not None:
            self.entries[name] = found
        return found

    def entry(self, key: str) -> Entry:
        """The entry of a key. Raises `Unprepared` when it is no term."""
        found = self.find(key)
        if found is None:
            raise Unprepared
        return found

    def previous(self) -> Table:
        """The table that an object inside falls back to. Raises `Unprepared`."""
        if self._previous is None:
            self._previous = self.source.previous()
        return self._previous

    def typed(self, types: tuple[str, ...], work: Work) -> Table:
        """The table inside an object of these types, as written (JSON-LD 1.1 API, 5.1.2, step 11)."""
        found = self._orders.get(types)
        if found is None:
            entries = {name: self.find(name) for name in types}
            scoped = [name for name in sorted(types) if (entry := entries[name]) is not None and entry.flags & SCOPED]
            found = self.way(("typed", *scoped), work) if scoped else self
            if found.type_key != self.type_key:
                raise Unprepared
            if None not in entries.values():  # only names that the contexts know, so of a bounded length
                _keep(self._orders, types, found)
        return found

    def way(self, way: Way, work: Work) -> Table:
        """The table that a way leads to. Raises `Unprepared`, and `Refusal` when it was too much work."""
        found = self.ways.get(way)
        if found is None:
            found = self.source.way(way, work)
            _keep(self.ways, way, found)
        return found


def _keep(kept: dict[Way, Table], way: Way, table: Table) -> None:
    if len(kept) >= MAX_WAYS:
        kept.clear()
    kept[way] = table
