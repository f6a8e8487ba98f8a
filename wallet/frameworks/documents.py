"""Which data model a credential's JSON is of, and the whole of an Open Badge 2.0, whose parts are linked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from wallet.codec.links import linked
from wallet.frameworks.paths import Location
from wallet.model.frozen import frozen
from wallet.model.json import JsonObject, JsonValue

Look = Callable[[str], "JsonObject | None"]
"""A document at an address, from what a verification has at hand; None where it has none."""

_ROOTS: Final[Mapping[str, Mapping[str, Location]]] = MappingProxyType(
    {"ob2": {"assertion": (), "badge": ("badge",), "issuer": ("badge", "issuer")}}
)
_DOCUMENT: Final[Mapping[str, Location]] = MappingProxyType({"$": ()})


@frozen
class Whole:
    """A credential's JSON as one document. `linked` are the places that came from other addresses."""

    model: str | None
    document: JsonObject
    linked: tuple[Location, ...] = ()

    @property
    def roots(self) -> Mapping[str, Location]:
        """Where the roots of paths are."""
        return _ROOTS.get(self.model or "", _DOCUMENT)


def whole_of(document: JsonObject, look: Look) -> Whole:
    """The document with its model; the badge class and the issuer of an Open Badge 2.0 in their places."""
    model = model_of(document)
    if model != "ob2":
        return Whole(model=model, document=document)
    places: list[Location] = []
    badge, found = _put(document.get("badge"), look)
    places += [("badge",)] * found
    issuer, found = _put(badge.get("issuer"), look)
    places += [("badge", "issuer")] * found
    return Whole(model=model, document={**document, "badge": {**badge, "issuer": issuer}}, linked=tuple(places))


def _put(value: JsonValue, look: Look) -> tuple[JsonObject, bool]:
    """The object that is written out there, or else the one at the address there; whether it was the latter."""
    items = [item for item in (value if isinstance(value, list) else [value]) if isinstance(item, dict)]
    if items and items[0].keys() - {"id", "type", "@context"}:
        return items[0], False
    for url in linked(value):
        found = look(url)
        if found is not None:
            return found, True
    return (items[0], False) if items else ({}, False)


def model_of(document: JsonObject) -> str | None:
    """`ob2`, `ob3`, `clr2` or `elm3`; None for a credential of none of them."""
    if "credentialSubject" not in document:
        return "ob2" if {"badge", "recipient"} <= document.keys() else None
    types = _types(document)
    if "EuropeanDigitalCredential" in types or _subject_has(document, "hasClaim"):
        return "elm3"
    if "ClrCredential" in types or _subject_has(document, "association"):
        return "clr2"
    named = {"OpenBadgeCredential", "AchievementCredential"} & types
    return "ob3" if named or _subject_has(document, "achievement") else None


def _types(document: JsonObject) -> set[str]:
    value = document.get("type", document.get("@type"))
    return {item for item in (value if isinstance(value, list) else [value]) if isinstance(item, str)}


def _subject_has(document: JsonObject, name: str) -> bool:
    value = document.get("credentialSubject")
    return any(isinstance(item, dict) and name in item for item in (value if isinstance(value, list) else [value]))
