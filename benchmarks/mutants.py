"""Documents changed at random, to hold two readings of JSON-LD against each other before any talk of speed.

    for document in mutants(seed=1, count=1000):
        ...

A change is one of what attackers and sloppy issuers do: members taken out, put in, renamed, moved or swapped with those
of another document; types and contexts exchanged; identifiers cut and spliced; odd values in odd places. The same seed
gives the same documents.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Final

from benchmarks.badges import ED25519_2020, OPEN_BADGES, V1, V2, Issuer, as_2022, rich, small
from wallet.codec import json
from wallet.errors import CredentialError
from wallet.materials.bundled import BundledContexts
from wallet.model.json import JsonObject, JsonValue

Place = tuple[str | int, ...]
"""The way to a value in a document."""

_SAMPLES: Final = Path(__file__).resolve().parent.parent / "samples"

NAMES: Final = (
    *("id", "type", "@id", "@type", "@value", "@language", "@direction", "@list", "@set", "@graph", "@context"),
    *("@nest", "@reverse", "@included", "@index", "@foo", "", "_:b", "name", "description", "achievement", "criteria"),
    *("narrative", "issuer", "image", "alignment", "result", "proof", "verifiableCredential", "credentialSubject"),
    *("evidence", "validFrom", "tag", "unknownTerm", "https://example.org/p", "schema:name", "OpenBadgeCredential"),
    *("Profile", "hashed", "identifier", "credentialStatus", "endorsement", "targetType", "creditsEarned", "address"),
    *("achievementType", "resultType", "proofPurpose", "cryptosuite", "related", "geo", "latitude", "relatedResource"),
    *("digestSRI", "termsOfUse", "refreshService", "credentialSchema", "publicKeyMultibase", "verificationMethod"),
)

VALUES: Final = json.loads(rb"""[
    "", "x", "ext:a", "urn:x:y", "_:b0", "_:b1", "https://e.x/ a", "https://e.x/a", "relative", "a:b", "A+b-c.d:e",
    "@id", "@type", "@none", "@json", "@vocab", "Profile", "VerifiableCredential", "assertionMethod", "authentication",
    "2026-01-01T00:00:00Z", "did:key:z6Mk#x", "sha256$ab", "data:image/png;base64,AAAA", "https://example.org/\u00e9",
    "1a:b", "http", "xsd:date", "cred:x", "\u0007\u007f\"\\\n", "\ud842\udfb7", "\uffee",
    1, 0, -1, 1.5, 1e21, 9007199254740991, 9007199254740993, -0.0, 1e-7, 1.5e-7, true, false, null,
    [], {}, [[]], [null], [["a"], ["b"]],
    {"@value": "x"}, {"@value": "x", "@language": "ja"}, {"@value": "x", "@language": "JA-jp"}, {"@value": null},
    {"@value": "x", "@language": "j a"}, {"@value": true}, {"@value": 1, "@type": "xsd:integer"},
    {"@value": "x", "@direction": "rtl"}, {"@list": ["a"]}, {"@set": ["a"]}, {"@graph": []},
    {"@id": "urn:a"}, {"id": "urn:a"}, {"id": "_:x"}, {"@id": "_:x"}, {"id": "urn:a", "type": "Profile"},
    {"type": "Profile", "name": "n"}, {"@type": "Profile"}, {"type": ["Achievement", "Profile"]}, {"type": []},
    {"type": ["Profile", "Profile"]}, {"type": ["Profile", null]}, {"type": null}, {"type": {"x": 1}},
    {"@context": "https://www.w3.org/ns/credentials/v2", "name": "q"}, {"@context": null}, {"@context": {"x": "urn:x"}},
    {"@context": ["https://www.w3.org/2018/credentials/v1"], "id": "urn:q", "type": "VerifiableCredential"}
]""")

_INLINE: Final[tuple[JsonValue, ...]] = (
    {"@vocab": "urn:v#"},
    {"foo": "https://example.org/foo"},
    {"name": "https://example.org/name"},
    {"foo": {"@id": "urn:foo", "@type": "@id"}},
    {"foo": {"@id": "urn:foo", "@container": "@list"}},
)
CONTEXTS: Final[tuple[JsonValue, ...]] = (
    *(V1, V2, OPEN_BADGES, ED25519_2020, "https://unknown.example/context", None),
    *_INLINE,
    *(context.url for context in BundledContexts().index()),
)

TYPES: Final = (
    *("Profile", "Achievement", "AchievementSubject", "Image", "Result", "Alignment", "IdentityObject", "Evidence"),
    *("VerifiableCredential", "OpenBadgeCredential", "DataIntegrityProof", "Ed25519Signature2020", "Multikey"),
    *("EndorsementCredential", "urn:t", "nope", "Criteria", "Related", "VerifiablePresentation", "id", "type"),
    "BitstringStatusListEntry",
)

SPLICES: Final = ("", " ", ":", "é", "\n", "\\", "<", ">", "#", "/", "@", "_:")


def documents(*folders: Path) -> list[JsonObject]:
    """What is changed: the samples, the measured badges, and whatever JSON-LD lies in `folders`."""
    found: list[JsonObject] = []
    for folder in (_SAMPLES, *folders):
        for path in sorted(folder.rglob("*.json")):
            try:
                value = json.loads(path.read_bytes())
            except CredentialError:
                continue
            if isinstance(value, dict) and "@context" in value and "credentials" not in path.parent.name:
                found.append(value)
    issuer = Issuer("mutants")
    made = [make(issuer, number) for number in range(3) for make in (rich, small)]
    signed = [json.loads_object(issuer.secure(document, "eddsa-rdfc-2022")) for document in made]
    return [*found, *made, *signed, *map(as_2022, made)]


def mutants(seed: int, count: int, *folders: Path) -> Iterator[JsonObject]:
    """`count` changed documents."""
    draw = Random(seed)  # noqa: S311 — reproducible on purpose
    originals = documents(*folders)
    for _ in range(count):
        document = copy.deepcopy(draw.choice(originals))
        for _ in range(draw.choice((1, 1, 1, 2, 3))):
            _change(draw, document, originals)
        if "@context" in document:
            yield document


def _change(draw: Random, document: JsonObject, others: Sequence[JsonObject]) -> None:
    way = draw.choice([*_ways(document, ())])
    if not way:
        _change_whole(draw, document)
        return
    *before, last = way
    parent = _at(document, before)
    change = draw.choice(_CHANGES)
    if isinstance(parent, dict) and isinstance(last, str):
        value = change(draw, parent[last], others)
        name = last if draw.random() < _KEPT_NAMES else draw.choice(NAMES)
        del parent[last]
        if draw.random() < _KEPT_MEMBERS:
            parent[name] = value
    elif isinstance(parent, list) and isinstance(last, int):
        parent[last] = change(draw, parent[last], others)


_KEPT_NAMES: Final = 0.9
_KEPT_MEMBERS: Final = 0.9


def _odd_value(draw: Random) -> JsonValue:
    return copy.deepcopy(draw.choice(VALUES)) if isinstance(VALUES, list) else None


def _change_whole(draw: Random, document: JsonObject) -> None:
    contexts = draw.sample(CONTEXTS, draw.randrange(1, 4))
    own = document.get("@context", [])
    choice = draw.randrange(4)
    if choice == 0:
        document["@context"] = [*contexts]
    elif choice == 1:
        document["@context"] = [*(own if isinstance(own, list) else [own]), contexts[0]]
    else:
        document[draw.choice(NAMES)] = _odd_value(draw)


Change = Callable[[Random, JsonValue, Sequence[JsonObject]], JsonValue]


def _other_value(draw: Random, _value: JsonValue, _others: Sequence[JsonObject]) -> JsonValue:
    return _odd_value(draw)


def _one_more_member(draw: Random, value: JsonValue, _others: Sequence[JsonObject]) -> JsonValue:
    return {**value, draw.choice(NAMES): _odd_value(draw)} if isinstance(value, dict) else value


def _in_an_array(draw: Random, value: JsonValue, _others: Sequence[JsonObject]) -> JsonValue:
    return [value, *([_odd_value(draw)] if draw.random() < 0.5 else [])]


def _from_elsewhere(draw: Random, _value: JsonValue, others: Sequence[JsonObject]) -> JsonValue:
    other = draw.choice(others)
    return copy.deepcopy(_at(other, draw.choice([*_ways(other, ())])))


def _other_types(draw: Random, value: JsonValue, _others: Sequence[JsonObject]) -> JsonValue:
    return {**value, "type": [*draw.sample(TYPES, draw.randrange(1, 4))]} if isinstance(value, dict) else value


def _spliced(draw: Random, value: JsonValue, _others: Sequence[JsonObject]) -> JsonValue:
    if not isinstance(value, str):
        return value
    cut, resumed = draw.randrange(len(value) + 1), draw.randrange(len(value) + 1)
    return value[:cut] + draw.choice(SPLICES) + value[resumed:]


def _shuffled(draw: Random, value: JsonValue, _others: Sequence[JsonObject]) -> JsonValue:
    if isinstance(value, dict):
        return dict(draw.sample([*value.items()], len(value)))
    return draw.sample(value, len(value)) if isinstance(value, list) else value


_CHANGES: Final[tuple[Change, ...]] = (
    _other_value,
    _other_value,
    _one_more_member,
    _in_an_array,
    _from_elsewhere,
    _other_types,
    _spliced,
    _shuffled,
)


def _ways(value: JsonValue, way: Place) -> Iterator[Place]:
    yield way
    if isinstance(value, dict):
        for name, member in value.items():
            yield from _ways(member, (*way, name))
    elif isinstance(value, list):
        for position, item in enumerate(value):
            yield from _ways(item, (*way, position))


def _at(value: JsonValue, way: Sequence[str | int]) -> JsonValue:
    for step in way:
        match value, step:
            case dict(), str(name):
                value = value[name]
            case list(), int(position):
                value = value[position]
            case _:
                raise LookupError(step)
    return value
