"""Active contexts: all terms in force at one place of a document (JSON-LD 1.1 API, section 4.1).

An active context is never changed. Deriving one from another by the same local context gives the same object, so a
document whose contexts were seen before costs only look-ups. Nothing here loads anything: contexts arrive resolved.
"""

from __future__ import annotations

from typing import Final, TypeAlias

from wallet.codec.jsonld.definitions import Definitions
from wallet.codec.jsonld.refusal import Refusal, Work
from wallet.codec.jsonld.terms import ContextKey, LocalContext, TermTable, expand_iri
from wallet.model.report import Reason

_MAX_KEPT: Final = 2_048
"""Derived contexts kept in memory; real documents of all bundled kinds together reach about 300 of them."""

_Derivation: TypeAlias = tuple[ContextKey, bool, bool]


class ActiveContext:
    """The terms in force, the default vocabulary, and the context that a nested object falls back to."""

    __slots__ = ("_derived", "aliased", "previous", "terms", "vocab")

    def __init__(self, terms: TermTable, vocab: str | None, previous: ActiveContext | None) -> None:
        self.terms = terms
        self.vocab = vocab
        self.previous = previous
        self.aliased = frozenset(term.iri for term in terms.values() if term.is_keyword)
        self._derived: dict[_Derivation, ActiveContext] = {}

    def derive(
        self, local: LocalContext, work: Work, *, override_protected: bool = False, propagate: bool = True
    ) -> ActiveContext:
        """Apply `local` on top of these terms.

        `override_protected` is for the scoped context of a property, `propagate=False` for that of a type, which ends
        at the next object inside (sections 4.1.2 and 5.1.2, steps 8 and 11).
        """
        key = (local.key, override_protected, propagate)
        found = self._derived.get(key)
        if found is None:
            work.derive_context()
            found = self._process(local, override_protected=override_protected, propagate=propagate)
            _keep(self._derived, key, found)
        return found

    def expand(self, value: str, *, as_term: bool) -> str | None:
        """IRI expansion; see `wallet.codec.jsonld.terms.expand_iri`."""
        return expand_iri(value, self.terms, self.vocab, as_term=as_term)

    def _process(self, local: LocalContext, *, override_protected: bool, propagate: bool) -> ActiveContext:
        terms, vocab, previous = self.terms, self.vocab, self.previous
        if not propagate and previous is None:
            previous = self
        for number, entry in enumerate(local.entries):
            if entry is None:
                if not override_protected and any(term.protected for term in terms.values()):
                    raise Refusal(Reason.CONTEXT_UNUSABLE, context=local.key[0], detail="null would lift protection")
                terms, vocab = {}, None
            else:
                definitions = Definitions(
                    terms, vocab, entry, (*local.key, str(number)), override_protected=override_protected
                )
                terms, vocab = definitions.terms, definitions.vocab
        return ActiveContext(terms, vocab, previous)


INITIAL: Final = ActiveContext({}, None, None)

_kept: Final = [0]


def _keep(derived: dict[_Derivation, ActiveContext], key: _Derivation, context: ActiveContext) -> None:
    """Remember a derived context; when there are too many, forget all and begin anew."""
    if _kept[0] >= _MAX_KEPT:
        forget()
    derived[key] = context
    _kept[0] += 1


def forget() -> None:
    """Drop every remembered context: results stay the same, the next document pays for its contexts again."""
    INITIAL._derived.clear()  # noqa: SLF001 — the root of the tree that this module keeps
    _kept[0] = 0
