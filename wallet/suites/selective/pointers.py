"""Choosing parts of a document by JSON Pointer (RFC 6901; DI ECDSA Cryptosuites 1.0, section 3.4, "selectJsonLd").

A pointer chooses everything at and below the place it names, the way there, and the types of the objects on the way.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from typing import Final

from wallet.codec.jsonld.trace import Location
from wallet.errors import CredentialError
from wallet.model.json import JsonObject, JsonValue
from wallet.model.report import Reason

ISSUERS_CHOICE: Final = (
    *("/issuer", "/validFrom", "/validUntil", "/issuanceDate", "/expirationDate"),
    *("/credentialStatus", "/credentialSchema", "/termsOfUse"),
)
"""What an issuer has shown always where nothing else is said: a holder could hide an end or a revocation otherwise."""

_ALWAYS_SHOWN: Final = frozenset({"@context", "id", "@id", "type", "@type"})
"""Members of an object on the way to a chosen one: without them the rest would mean something else."""


class Selection:
    """Chosen places of a document, and what they take along."""

    def __init__(self, chosen: Iterable[Location]) -> None:
        self._chosen = frozenset(chosen)
        self._above = {place[:length] for place in self._chosen for length in range(len(place) + 1)}

    def covers(self, place: Location) -> bool:
        """Whether something at `place` is shown: it is on the way to a chosen place, chosen, or inside of one."""
        return place in self._above or any(place[:length] in self._chosen for length in range(len(place)))

    def shows(self, place: Location) -> bool:
        """Whether `reveal` leaves the value at `place`: covered, or what an object on the way always says of itself."""
        way = (length for length, name in enumerate(place) if name in _ALWAYS_SHOWN)
        return self.covers(place) or any(place[:length] in self._above for length in way)

    def reveal(self, document: JsonObject) -> JsonObject:
        """The part of `document` that is shown, as a document of its own; `document` is left as it is."""
        return deepcopy(document) if () in self._chosen else self._object(document, ())

    def _object(self, value: JsonObject, place: Location) -> JsonObject:
        shown: JsonObject = {}
        for name, member in value.items():
            if name in _ALWAYS_SHOWN and not (isinstance(member, str) and member.startswith("_:")):
                shown[name] = deepcopy(member)
            elif (*place, name) in self._above:
                shown[name] = self._value(member, (*place, name))
        return shown

    def _value(self, value: JsonValue, place: Location) -> JsonValue:
        """A value on the way to a chosen one (so an object or an array), or chosen itself."""
        if place in self._chosen:
            return deepcopy(value)
        if isinstance(value, dict):
            return self._object(value, place)
        items = enumerate(value) if isinstance(value, list) else ()
        return [self._value(item, (*place, number)) for number, item in items if (*place, number) in self._above]


def locate(document: JsonObject, pointer: str, wholes: frozenset[Location] = frozenset()) -> Location:
    """The place that a JSON Pointer (RFC 6901) names. Raises `CredentialError` (`proof-malformed`).

    A place inside one of `wholes` (a JSON literal, an ordered list, a text with its language) cannot be named: what
    says something only as a whole cannot be shown in part.
    """
    place: Location = ()
    value: JsonValue = document
    if pointer and not pointer.startswith("/"):
        raise _bad_pointer(pointer)
    for token in pointer.split("/")[1:]:
        name = token.replace("~1", "/").replace("~0", "~")
        if place in wholes:
            raise _bad_pointer(pointer)
        if isinstance(value, dict) and name in value:
            place, value = (*place, name), value[name]
        elif isinstance(value, list) and _is_position(name) and int(name) < len(value):
            place, value = (*place, int(name)), value[int(name)]
        else:
            raise _bad_pointer(pointer)
    return place


def to_pointer(place: Location) -> str:
    """A place as a JSON Pointer."""
    return "".join(f"/{str(name).replace('~', '~0').replace('/', '~1')}" for name in place)


def _is_position(name: str) -> bool:
    return name.isascii() and name.isdigit() and len(name) < 10 and (name == "0" or not name.startswith("0"))


def _bad_pointer(pointer: str) -> CredentialError:
    return CredentialError(Reason.PROOF_MALFORMED, detail="pointer", pointer=pointer)


def mandatory_in(document: JsonObject) -> tuple[str, ...]:
    """Those of `ISSUERS_CHOICE` that the document has."""
    return tuple(pointer for pointer in ISSUERS_CHOICE if pointer.removeprefix("/") in document)
