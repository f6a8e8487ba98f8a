"""Which places of a credential its proof covers. That the proof holds is another matter, and judged elsewhere.

A JWS, and a Data Integrity proof over canonical JSON (JCS), cover everything inside. A proof over canonical RDF covers
what the contexts define: a term that they do not know is dropped before anything is signed, and can be changed without
a trace. Where there is no canonical form at all, nothing is covered. An Open Badge before 3.0 that is shown at an
address rests on that address alone, so nothing in it is covered.
"""

from __future__ import annotations

from typing import Final

from wallet.codec.jsonld import to_quads
from wallet.frameworks.paths import Location
from wallet.model.credential import DataIntegrityProof, JwsProof, VerifiableCredential
from wallet.model.frozen import frozen
from wallet.model.json import JsonObject, JsonValue
from wallet.model.material import Contexts
from wallet.model.report import Finding, Reason

ALL: Final = "all"
PARTLY: Final = "partly"
NONE: Final = "none"
MAX_DROPPED: Final = 100
"""Dropped terms after which a document is left alone: each costs another walk over it."""


@frozen
class Coverage:
    """What is covered: `word` says it in one word (or is the reason code of why nothing is)."""

    word: str
    dropped: tuple[Location, ...] = ()

    def covers(self, place: Location) -> bool:
        """Whether everything at and below `place` is covered, and the way there."""
        if self.word == ALL:
            return True
        if self.word != PARTLY:
            return False
        return not any(place[: len(item)] == item or item[: len(place)] == place for item in self.dropped)


def coverage_of(credential: VerifiableCredential, contexts: Contexts) -> Coverage:
    """How the credential's proofs cover its document. With several proofs, which must all hold, the fullest counts."""
    found = [_of_proof(proof, credential.document, contexts) for proof in credential.proofs]
    return max(found, key=_fullness, default=Coverage(word=NONE))


def _fullness(coverage: Coverage) -> tuple[int, int]:
    return {ALL: 2, PARTLY: 1}.get(coverage.word, 0), -len(coverage.dropped)


def _of_proof(proof: DataIntegrityProof | JwsProof, document: JsonObject, contexts: Contexts) -> Coverage:
    if isinstance(proof, JwsProof):
        withheld = proof.disclosure is not None and proof.disclosure.defect is not None
        return Coverage(word=NONE if proof.defect is not None or withheld else ALL)
    if "jcs" in proof.cryptosuite:
        return Coverage(word=ALL)
    unsecured = {name: value for name, value in document.items() if name != "proof"}
    return rdf_coverage(unsecured, contexts)


def rdf_coverage(document: JsonObject, contexts: Contexts) -> Coverage:
    """What the RDF of a document without its proofs says, term by term."""
    dropped: list[Location] = []
    rest = document
    while True:
        found = to_quads(rest, contexts)
        if not isinstance(found, Finding):
            return Coverage(word=PARTLY if dropped else ALL, dropped=tuple(dropped))
        where = found.params.get("pointer")
        if found.reason is not Reason.DROPPED_TERMS or where is None or len(dropped) >= MAX_DROPPED:
            return Coverage(word=found.reason)
        place = _dropped_place(rest, _location(where, rest), found.params.get("term", ""))
        if not place:
            return Coverage(word=found.reason)
        dropped.append(place)
        rest = _without(rest, place)


def _dropped_place(document: JsonObject, place: Location, term: str) -> Location:
    """What goes with a dropped term: of an identifier that is none, the object; of a list of types, the one type."""
    value = _at(document, place)
    if place and place[-1] in ("id", "@id") and value == term:
        return place[:-1]
    if isinstance(value, list) and term in value and any(item != term for item in value):
        return (*place, value.index(term))
    return place


def _without(value: JsonObject, place: Location) -> JsonObject:
    """A copy of the document in which nothing is said at `place`."""
    name, rest = place[0], place[1:]
    if not rest:
        return {key: item for key, item in value.items() if key != name}
    return {key: _copied(item, rest) if key == name else item for key, item in value.items()}


def _copied(value: JsonValue, place: Location) -> JsonValue:
    """Positions stay as they are: where an item was comes another text of the array, or null, which add nothing."""
    name, rest = place[0], place[1:]
    if isinstance(value, dict):
        return _without(value, place)
    if isinstance(value, list):
        others = [item for item in value if isinstance(item, str) and item != value[int(name)]]
        filler = others[0] if others and not rest else None
        return [
            item if number != name else filler if not rest else _copied(item, rest) for number, item in enumerate(value)
        ]
    return value


def _at(document: JsonObject, place: Location) -> JsonValue:
    value: JsonValue = document
    for name in place:
        if isinstance(value, dict) and isinstance(name, str):
            value = value.get(name)
        elif isinstance(value, list) and isinstance(name, int) and name < len(value):
            value = value[name]
        else:
            return None
    return value


def _location(pointer: str, document: JsonObject) -> Location:
    """The place that a JSON Pointer (RFC 6901) names in `document`."""
    place: list[str | int] = []
    value: JsonValue = document
    for token in pointer.split("/")[1:]:
        name = token.replace("~1", "/").replace("~0", "~")
        if isinstance(value, list):
            number = int(name)
            place.append(number)
            value = value[number] if number < len(value) else None
        else:
            place.append(name)
            value = value.get(name) if isinstance(value, dict) else None
    return tuple(place)


def to_pointer(place: Location) -> str:
    """A place as a JSON Pointer (RFC 6901)."""
    return "".join(f"/{str(name).replace('~', '~0').replace('/', '~1')}" for name in place)
