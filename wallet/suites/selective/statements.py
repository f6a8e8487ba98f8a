"""The statements of a document under the labels they are signed with, in the order they are signed in."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias

from wallet.codec import jsonld
from wallet.codec.jsonld.trace import Trace, trace
from wallet.codec.multibase import encode_base64url
from wallet.codec.rdfc import Quad, canonical_labels, relabel
from wallet.errors import CredentialError
from wallet.model.frozen import frozen
from wallet.model.json import JsonObject
from wallet.model.material import Contexts
from wallet.model.report import Finding, Reason
from wallet.suites.interface import Claim
from wallet.suites.selective.pointers import Selection, locate, to_pointer

MAX_STATEMENTS: Final = 10_000
"""Statements of one document: each costs a signature check of 0.07 ms; a rich badge makes 140, a large CLR 5,000."""

_CANONICAL_PREFIX: Final = "_:c14n"
_BLANK_AT_END: Final = re.compile(r'(?: _:c14n[0-9]+(?: <[^<>"\s]*>)?| _:c14n[0-9]+ _:c14n[0-9]+) \.$')
"""A blank node as object, graph, or both. A literal ends with its quote, type or language, so none looks like it."""

LabelMaker: TypeAlias = Callable[[bytes, Mapping[str, str]], dict[str, str]]
"""An HMAC key and canonical labels by blank node, to the labels that are signed."""


class Statement(NamedTuple):
    """One N-Quads line as signed, and the quad that it was before its blank nodes were labelled."""

    line: str
    quad: Quad


class Lines(NamedTuple):
    """What is signed: the mandatory statements and the others, both in order."""

    mandatory: list[bytes]
    others: list[bytes]


@frozen
class Grouped:
    """A document as an issuer signs it: the statements in order, the label of each blank node, and their origins."""

    statements: tuple[Statement, ...]
    labels: Mapping[str, str]
    origins: Trace

    @property
    def lines(self) -> tuple[str, ...]:
        """The statements as signed."""
        return tuple(statement.line for statement in self.statements)

    def chosen(self, document: JsonObject, pointers: Iterable[str]) -> frozenset[int]:
        """The indexes of the statements that `pointers` choose. Raises `CredentialError` for one that fits nowhere."""
        selection = Selection([locate(document, pointer, self.origins.wholes) for pointer in pointers])
        origins = self.origins.origins
        return frozenset(
            index
            for index, statement in enumerate(self.statements)
            if any(map(selection.covers, origins[statement.quad]))
        )


def group(document: JsonObject, contexts: Contexts, hmac_key: bytes, make_labels: LabelMaker) -> Grouped | Finding:
    """The statements of a whole document as its issuer signs them ("canonicalizeAndGroup")."""
    origins = trace(document, contexts)
    if isinstance(origins, Finding):
        return origins
    canonical = _too_many(len(origins.origins)) or canonical_labels(origins.origins)
    if isinstance(canonical, Finding):
        return canonical
    labels = make_labels(hmac_key, canonical)
    return Grouped(statements=_in_order(origins.origins, labels), labels=labels, origins=origins)


def restored(document: JsonObject, contexts: Contexts, by_number: Mapping[int, str]) -> tuple[str, ...] | Finding:
    """The lines of a shown part of a document, under the labels that its derived proof brings."""
    text = jsonld.canonicalize(document, contexts)
    if isinstance(text, Finding):
        return text
    lines = text.split("\n")[:-1]
    return _too_many(len(lines)) or restore_labels(lines, by_number)


def _too_many(count: int) -> Finding | None:
    if count <= MAX_STATEMENTS:
        return None
    return Finding(reason=Reason.TOO_COMPLEX, params={"what": "statements", "limit": str(MAX_STATEMENTS)})


def _in_order(quads: Iterable[Quad], labels: Mapping[str, str]) -> tuple[Statement, ...]:
    """The statements under their signed labels, sorted by code point."""
    return tuple(sorted(Statement(_line(relabel(quad, labels)), quad) for quad in quads))


def _line(quad: Quad) -> str:
    subject, predicate, value, graph = quad
    return f"{subject} {predicate} {value} {graph} .\n" if graph else f"{subject} {predicate} {value} .\n"


def hmac_labels(hmac_key: bytes, canonical: Mapping[str, str]) -> dict[str, str]:
    """A label of each blank node that only the issuer can compute (DI ECDSA, "createHmacIdLabelMapFunction")."""
    return {node: f"_:u{encode_base64url(_mac(hmac_key, label))}" for node, label in canonical.items()}


def shuffled_labels(hmac_key: bytes, canonical: Mapping[str, str]) -> dict[str, str]:
    """Short labels in an order that says nothing of the document (DI BBS, "createShuffledIdLabelMapFunction")."""
    order = sorted(canonical, key=lambda node: encode_base64url(_mac(hmac_key, canonical[node])))
    return {node: f"_:b{number}" for number, node in enumerate(order)}


def _mac(hmac_key: bytes, canonical_label: str) -> bytes:
    return hmac.digest(hmac_key, canonical_label.removeprefix("_:").encode(), hashlib.sha256)


def labels_for_verifier(shown: Iterable[Quad], labels: Mapping[str, str]) -> dict[int, str]:
    """The signed label by the number of the canonical one that a verifier will compute from what is shown.

    Raises `CredentialError` where computing it would take too much.
    """
    canonical = canonical_labels(shown)
    if isinstance(canonical, Finding):
        raise CredentialError(canonical.reason, **canonical.params)
    return {int(label.removeprefix(_CANONICAL_PREFIX)): labels[node] for node, label in canonical.items()}


def restore_labels(canonical: Sequence[str], by_number: Mapping[int, str]) -> tuple[str, ...] | Finding:
    """Canonical lines (without their ends) under signed labels, by the map that a derived proof brings; sorted anew.

    The map must name every blank node of the document and no other, each differently: two nodes under one label
    would put together, or take apart, what the issuer said of one node.
    """
    labels = {f"{_CANONICAL_PREFIX}{number}": label for number, label in by_number.items()}
    seen: set[str] = set()
    lines: list[str] = []
    for line in canonical:
        if line.startswith(_CANONICAL_PREFIX):
            node, _, rest = line.partition(" ")
            seen.add(node)
            line = f"{labels.get(node, node)} {rest}"  # noqa: PLW2901 (the same statement)
        at_end = _BLANK_AT_END.search(line)
        if at_end is not None:
            terms = at_end[0].split()[:-1]
            seen.update(term for term in terms if term.startswith(_CANONICAL_PREFIX))
            ending = " ".join(labels.get(term, term) for term in terms)
            line = f"{line[: at_end.start()]} {ending} ."  # noqa: PLW2901 (the same statement)
        lines.append(f"{line}\n")
    if seen != labels.keys() or len(set(labels.values())) != len(labels) or len(labels) != len(by_number):
        return Finding(reason=Reason.PROOF_MALFORMED, params={"detail": "label map"})
    return tuple(sorted(lines))


def claims_of(document: JsonObject, grouped: Grouped, mandatory: Sequence[str]) -> tuple[Claim, ...]:
    """Every innermost value of the document, in its order. Raises `CredentialError` for a pointer that fits nowhere."""
    wholes = grouped.origins.wholes
    always = Selection([locate(document, pointer, wholes) for pointer in mandatory])
    return tuple(Claim(to_pointer(place), always.covers(place)) for place in grouped.origins.claims)


def split(lines: Sequence[str], mandatory: Iterable[int]) -> Lines | Finding:
    """The lines at the `mandatory` indexes, and the others."""
    wanted = frozenset(mandatory)
    if wanted and max(wanted) >= len(lines):
        return Finding(reason=Reason.PROOF_MALFORMED, params={"detail": "mandatory index"})
    always: list[bytes] = []
    others: list[bytes] = []
    for index, line in enumerate(lines):
        (always if index in wanted else others).append(line.encode())
    return Lines(always, others)
