"""Reading one context object: its terms on top of those already in force (JSON-LD 1.1 API, sections 4.1 and 4.2).

Comments give the step numbers of "Create Term Definition" (4.2.2). What is not supported is refused as
CONTEXT_UNUSABLE with the context and the term: a context that is only half understood must not decide anything.
"""

from __future__ import annotations

from typing import Final

from wallet.codec.jsonld.refusal import Refusal
from wallet.codec.jsonld.terms import (
    KEYWORDS,
    ContextKey,
    LocalContext,
    Term,
    TermTable,
    expand_iri,
    is_iri,
    looks_like_keyword,
    may_be_prefix,
)
from wallet.model.json import JsonObject, JsonValue
from wallet.model.report import Reason

_CONTEXT_MEMBERS: Final = frozenset({"@version", "@vocab", "@protected"})
_DEFINITION_MEMBERS: Final = frozenset({"@id", "@type", "@container", "@context", "@protected"})
_ALIASES: Final = frozenset({"@id", "@type"})
_COERCIONS: Final = frozenset({"@id", "@vocab", "@json", "@none"})
_CONTAINERS: Final = (frozenset({"@set"}), frozenset({"@list"}), frozenset({"@graph"}), frozenset({"@graph", "@set"}))


class Definitions:
    """The result of reading a context object: `terms` and `vocab`."""

    def __init__(
        self, terms: TermTable, vocab: str | None, members: JsonObject, key: ContextKey, *, override_protected: bool
    ) -> None:
        self.terms = dict(terms)
        self.vocab = vocab
        self._members = members
        self._key = key
        self._override_protected = override_protected
        self._defined: dict[str, bool] = {}
        self._protected = self._read_settings()
        for term in members:
            if term not in _CONTEXT_MEMBERS:
                self._define(term)

    def _unusable(self, term: str, detail: str) -> Refusal:
        return Refusal(Reason.CONTEXT_UNUSABLE, context=self._key[0], term=term, detail=detail)

    def _read_settings(self) -> bool:
        """`@version` and `@vocab`; returns `@protected`."""
        if self._members.get("@version", 1.1) != 1.1:
            raise self._unusable("@version", "not 1.1")
        if "@vocab" in self._members:
            vocab = self._members["@vocab"]
            if not isinstance(vocab, str) or not is_iri(vocab):
                raise self._unusable("@vocab", "not an IRI")
            self.vocab = vocab
        protected = self._members.get("@protected", False)
        if not isinstance(protected, bool):
            raise self._unusable("@protected", "not a boolean")
        return protected

    def _define(self, term: str) -> None:
        """Create Term Definition."""
        if term in self._defined:  # step 1
            if not self._defined[term]:
                raise self._unusable(term, "defined by itself")
            return
        self._defined[term] = False
        if term == "" or term in KEYWORDS or looks_like_keyword(term):  # steps 2, 5 and 6
            raise self._unusable(term, "not a name for a term")
        previous = self.terms.pop(term, None)  # step 7
        definition = self._read(term, self._members[term])
        if previous is not None and previous.protected and not self._override_protected:  # step 27
            if not definition.means_the_same(previous):
                raise self._unusable(term, "protected")
            definition = previous
        self.terms[term] = definition
        self._defined[term] = True

    def _read(self, term: str, value: JsonValue) -> Term:
        if isinstance(value, str):  # step 9: a simple term
            iri = self._iri(term, value)
            return Term(iri=iri, is_prefix=may_be_prefix(term, iri), protected=self._protected)
        if not isinstance(value, dict):
            raise self._unusable(term, "not a definition")
        protected = value.get("@protected", self._protected)  # step 10
        if not isinstance(protected, bool):
            raise self._unusable(term, "@protected is not a boolean")
        if "@reverse" in value:  # step 13
            return Term(iri="", protected=protected, unsupported="@reverse")
        unknown = value.keys() - _DEFINITION_MEMBERS
        if unknown:
            raise self._unusable(term, min(unknown))
        written = value.get("@id", term)
        if not isinstance(written, str):
            raise self._unusable(term, "@id is not a string")
        iri = self._iri(term, written)
        if iri.startswith("@"):
            return self._alias(term, value, Term(iri=iri, protected=protected))
        containers = self._containers(term, value)
        return Term(
            iri=iri,
            coercion=self._coercion(term, value),
            is_list="@list" in containers,
            is_graph="@graph" in containers,
            scoped=self._scoped(term, value),
            protected=protected,
        )

    def _alias(self, term: str, value: JsonObject, alias: Term) -> Term:
        if value.keys() - {"@id", "@protected"}:
            raise self._unusable(term, "an alias with more than a name")
        return alias

    def _iri(self, term: str, written: str) -> str:
        """The IRI mapping: steps 14 (written differently from the term), 15 (a compact IRI) and 18 (`@vocab`)."""
        iri = self._expand(written) if written != term else self._expand_own_name(term)
        if iri is None or (iri not in _ALIASES and not is_iri(iri)):
            raise self._unusable(term, "neither an IRI nor an alias of @id or @type")
        if (":" in term[1:-1] or "/" in term) and self._expand_itself(term) != iri:  # step 14.2.4
            raise self._unusable(term, "a name that reads like another IRI")
        return iri

    def _expand_own_name(self, term: str) -> str | None:
        """Steps 15 to 18: a term without `@id` is a compact IRI, an IRI, or stands in the default vocabulary."""
        if ":" in term[1:]:
            return self._expand_itself(term)
        if "/" in term or self.vocab is None:
            return None
        return self.vocab + term

    def _expand_itself(self, term: str) -> str | None:
        """What the term under definition would mean without a definition: it counts as defined meanwhile."""
        self._defined[term] = True
        iri = self._expand(term)
        self._defined[term] = False
        return iri

    def _expand(self, value: str) -> str | None:
        """IRI expansion (5.2) that first defines the terms it needs from this same context (steps 3 and 6.3)."""
        prefix, colon, suffix = value.partition(":")
        for name in (value, prefix if colon and not suffix.startswith("//") else value):
            if name in self._members and name not in _CONTEXT_MEMBERS and self._defined.get(name) is not True:
                self._define(name)
        return expand_iri(value, self.terms, self.vocab, as_term=True)

    def _coercion(self, term: str, value: JsonObject) -> str | None:
        """Step 12: `@type`."""
        if "@type" not in value:
            return None
        written = value["@type"]
        iri = self._expand(written) if isinstance(written, str) else None
        if iri is None or (iri not in _COERCIONS and not is_iri(iri)):
            raise self._unusable(term, "@type is not an IRI")
        return iri

    def _containers(self, term: str, value: JsonObject) -> frozenset[str]:
        """Step 19: `@container`."""
        if "@container" not in value:
            return frozenset()
        written = value["@container"]
        names = written if isinstance(written, list) else [written]
        containers = frozenset(name for name in names if isinstance(name, str))
        if containers not in _CONTAINERS or len(containers) != len(names):
            raise self._unusable(term, "@container")
        return containers

    def _scoped(self, term: str, value: JsonObject) -> LocalContext | None:
        """Step 21: `@context`, kept as written and read where the term is used."""
        if "@context" not in value:
            return None
        written = value["@context"]
        entries: list[JsonObject | None] = []
        for entry in written if isinstance(written, list) else [written]:
            if entry is not None and not isinstance(entry, dict):
                raise self._unusable(term, "a scoped context that is not an object")
            entries.append(entry)
        return LocalContext(key=(*self._key, term), entries=tuple(entries))
