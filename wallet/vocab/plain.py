"""Verifiable credentials of any other kind: what they say of their subjects, as plain names and values.

No word of them is understood. Values inside each other become names with dots (`degree.name`), several of a kind get a
number; what is long (pictures) or deep is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from wallet.model.credential import Description
from wallet.model.json import JsonObject, JsonValue
from wallet.vocab.text import objects

MAX_CLAIMS: Final = 100
MAX_CHARACTERS: Final = 1000
MAX_DEPTH: Final = 4
_NOT_CLAIMS: Final = frozenset({"@context", "id", "type", "verifiableCredential", "proof"})


class PlainCredential:
    """Whatever no other vocabulary knows: the last of them."""

    name: Final = "verifiable_credential"

    def describe(self, document: JsonObject) -> Description | None:
        """The simple values in the subjects."""
        if "credentialSubject" not in document:
            return None
        return Description(vocabulary=self.name, claims=plain_claims(document.get("credentialSubject")))


def plain_claims(subjects: JsonValue) -> JsonObject:
    """The claims about one or several subjects, at most `MAX_CLAIMS` of them, in their order."""
    claims: JsonObject = {}
    found = objects(subjects)
    for number, subject in enumerate(found, start=1):
        start = (str(number),) if len(found) > 1 else ()
        for name, value in _simple(subject, start):
            if len(claims) >= MAX_CLAIMS:
                return claims
            claims[name] = value
    return claims


def _simple(value: JsonValue, path: tuple[str, ...]) -> Iterator[tuple[str, JsonValue]]:
    if isinstance(value, dict | list):
        if len(path) > MAX_DEPTH:
            return
        items = value.items() if isinstance(value, dict) else [(str(at), item) for at, item in enumerate(value, 1)]
        for name, item in items:
            if not (isinstance(value, dict) and name in _NOT_CLAIMS):
                yield from _simple(item, (*path, name))
    elif value is not None and not (isinstance(value, str) and len(value) > MAX_CHARACTERS):
        yield ".".join(path), value
