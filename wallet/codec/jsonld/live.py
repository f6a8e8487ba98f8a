"""Tables made from active contexts, as documents reach them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from wallet.codec.jsonld.active import ActiveContext
from wallet.codec.jsonld.policy import ContextPolicy
from wallet.codec.jsonld.refusal import Work
from wallet.codec.jsonld.tables import (
    CONTEXT,
    ID,
    IN_GRAPH,
    IN_LIST,
    JSON,
    PROPERTY,
    REFERENCE,
    SCOPED,
    TYPE,
    VOCABULARY,
    Entry,
    Table,
    Unprepared,
    Way,
)
from wallet.codec.jsonld.terms import Term
from wallet.model.json import JsonValue

_KINDS: Final = {"@id": REFERENCE, "@vocab": VOCABULARY, "@json": JSON}
_KEYWORDS: Final = {"@id": ID, "@type": TYPE, "@context": CONTEXT}

_MAX_TABLES: Final = 2_048
"""As many as active contexts are kept."""
_tables: Final[dict[ActiveContext, Table]] = {}


def live_table(active: ActiveContext) -> Table:
    """The table of an active context. Raises `Unprepared` where the active context is not plain itself."""
    table = _tables.get(active)
    if table is None:
        if len(_tables) >= _MAX_TABLES:
            _tables.clear()
        table = _tables[active] = _make(active)
    return table


def live_nested(policy: ContextPolicy) -> Callable[[Table, JsonValue], Table]:
    """How the tables of a document go on where an object brings contexts."""

    def nested(table: Table, written: JsonValue) -> Table:
        if not isinstance(table.source, LiveSource):
            raise Unprepared
        return live_table(policy.nested(table.source.active, written, None))

    return nested


def _make(active: ActiveContext) -> Table:
    if active.vocab is not None:
        raise Unprepared
    return Table(
        LiveSource(active),
        id_key=_only_name(active, "@id"),
        type_key=_only_name(active, "@type"),
        prefixes={name: term.iri for name, term in active.terms.items() if term.is_prefix},
        falls_back=active.previous is not None,
    )


def _only_name(active: ActiveContext, keyword: str) -> str:
    names = [name for name, term in active.terms.items() if term.iri == keyword]
    if len(names) > 1:
        raise Unprepared
    return names[0] if names else keyword


class LiveSource:
    """An active context, asked term by term."""

    def __init__(self, active: ActiveContext) -> None:
        self.active = active

    def entry(self, name: str) -> Entry | None:
        term = self.active.terms.get(name)
        if term is not None:
            return _entry(term)
        if name in self.active.aliased:
            raise Unprepared
        kind = _KEYWORDS.get(name)
        return None if kind is None else Entry(kind, name, None, 0)

    def way(self, way: Way, work: Work) -> Table:
        kind, *names = way
        of_property = kind in {"scoped", "inside"}
        active = (self.active.previous if kind == "inside" else None) or self.active
        for name in names:
            term = self.active.terms.get(name)
            if term is None or term.scoped is None:
                raise Unprepared
            active = active.derive(term.scoped, work, override_protected=of_property, propagate=of_property)
        return live_table(active)

    def previous(self) -> Table:
        if self.active.previous is None:
            raise Unprepared
        return live_table(self.active.previous)


def _entry(term: Term) -> Entry:
    if term.unsupported:
        raise Unprepared
    if term.is_keyword:
        return Entry(_KEYWORDS[term.iri], term.iri, None, 0)
    flags = IN_LIST * term.is_list | IN_GRAPH * term.is_graph | SCOPED * (term.scoped is not None)
    kind = PROPERTY if term.coercion is None else _KINDS.get(term.coercion, PROPERTY)
    return Entry(kind, term.iri, term.coercion, flags)
