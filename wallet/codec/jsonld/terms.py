"""Terms: what a name in a document stands for, in the part of JSON-LD 1.1 that credentials use.

Supported in a term definition: `@id`, `@type`, `@container` of `@set`, `@list` and `@graph`, scoped `@context`,
`@protected`, and aliases of `@id` and `@type`. All contexts that ship with the wallet keep to that, but for one
`@reverse` term. Anything else is refused when it is read or, where other terms stay usable, when the term is used.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final, TypeAlias

from wallet.model.frozen import frozen
from wallet.model.json import JsonObject

XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDF_TYPE: Final = f"<{_RDF}type>"
RDF_FIRST: Final = f"<{_RDF}first>"
RDF_REST: Final = f"<{_RDF}rest>"
RDF_NIL: Final = f"<{_RDF}nil>"

KEYWORDS: Final = frozenset(
    {
        *(
            "@base",
            "@container",
            "@context",
            "@default",
            "@direction",
            "@embed",
            "@explicit",
            "@graph",
            "@id",
            "@import",
        ),
        *(
            "@included",
            "@index",
            "@json",
            "@language",
            "@list",
            "@nest",
            "@none",
            "@omitDefault",
            "@prefix",
            "@preserve",
        ),
        *("@propagate", "@protected", "@requireAll", "@reverse", "@set", "@type", "@value", "@version", "@vocab"),
    }
)

looks_like_keyword: Final = re.compile(r"@[A-Za-z]+").fullmatch
"""JSON-LD 1.1, section 1.7: such names are reserved, and processors ignore what stands under them."""

is_iri: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>\"{}|^`\\]*").fullmatch
"""Absolute, and writable in N-Quads (IRIREF without escapes)."""

_PREFIX_ENDINGS: Final = (":", "/", "?", "#", "[", "]", "@")


ContextKey: TypeAlias = tuple[str, ...]
"""The URL of a context (or `inline`), the hashes of its bytes, then the way to a scoped one: entries and terms."""


@frozen
class LocalContext:
    """A context as written: `entries` are applied in order, and None stands for `null`, which clears all terms.

    Two local contexts with the same key have the same entries.
    """

    key: ContextKey
    entries: tuple[JsonObject | None, ...]


@frozen
class Term:
    """A term definition (JSON-LD 1.1 API, section 4.2), ready for use.

    `iri` is an absolute IRI or one of the keywords `@id` and `@type`; `coercion` an IRI, `@id`, `@vocab`, `@json`,
    `@none` or None. `unsupported` names the feature that makes the term unusable here.
    """

    iri: str
    coercion: str | None = None
    is_list: bool = False
    is_graph: bool = False
    is_prefix: bool = False
    scoped: LocalContext | None = None
    protected: bool = False
    unsupported: str = ""

    @property
    def is_keyword(self) -> bool:
        """Whether the term is another name for a keyword."""
        return self.iri.startswith("@")

    @property
    def literal_suffix(self) -> str:
        """What follows the quotes of a string value: the datatype, unless it is the default one."""
        if self.coercion is None or self.coercion.startswith("@") or self.coercion == f"{XSD}string":
            return ""
        return f"^^<{self.coercion}>"

    def means_the_same(self, other: Term) -> bool:
        """Whether a protected term may be defined again by this one (section 4.2.2, step 27)."""
        return _comparable(self) == _comparable(other)


TermTable: TypeAlias = dict[str, Term]


def _comparable(term: Term) -> Term:
    """Without what does not count: the protection itself, and where a scoped context was written."""
    scoped = None if term.scoped is None else replace(term.scoped, key=())
    return replace(term, protected=False, scoped=scoped)


def may_be_prefix(term: str, iri: str) -> bool:
    """Whether a term defined by a plain string serves as a prefix (section 4.2.2, step 14.2.5)."""
    return ":" not in term and "/" not in term and iri.endswith(_PREFIX_ENDINGS)


NAMESPACE_ENDINGS: Final = ("/", "#")


def namespace_of(iri: str) -> str:
    """The IRI without its last name."""
    return iri[: max(map(iri.rfind, NAMESPACE_ENDINGS)) + 1]


def expand_iri(value: str, terms: TermTable, vocab: str | None, *, as_term: bool) -> str | None:
    """IRI expansion (section 5.2) without a base. None when the value stays relative or looks like a keyword.

    `as_term` is the specification's `vocab`: terms and `@vocab` count, as in property names and types. A keyword
    comes back unchanged. A name with `/` or `#` in it is none of a vocabulary: its IRI could be split in two ways.
    """
    if looks_like_keyword(value):
        return value if value in KEYWORDS else None
    if as_term and value in terms:
        return terms[value].iri
    iri = _expand_compact(value, terms) if ":" in value[1:] else None
    if iri is None and as_term and vocab is not None and not any(end in value for end in NAMESPACE_ENDINGS):
        return vocab + value
    return iri


def _expand_compact(value: str, terms: TermTable) -> str | None:
    """Steps 6 and 7: a blank node, a compact IRI whose prefix is defined, or an IRI as it stands."""
    prefix, _, suffix = value.partition(":")
    if prefix == "_" or suffix.startswith("//"):
        return value
    definition = terms.get(prefix)
    if definition is not None and definition.is_prefix:
        return definition.iri + suffix
    return value if is_iri(value) else None
