"""What a proof covers, held against another implementation of JSON-LD on credentials made by a seeded generator.

The oracle marks every value of a credential at once and looks for the marks in what PyLD makes of it: a value whose
mark is not there can be changed without changing what is signed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from typing import Final

import pytest
from pyld import jsonld

from tests.unit.frameworks.made import CONTEXTS, JWS, RDF, credential, edubadges_ob3, ob3
from wallet.codec import json as strict_json
from wallet.frameworks.coverage import ALL, NONE, PARTLY, Coverage, coverage_of, rdf_coverage
from wallet.frameworks.paths import Location
from wallet.model.credential import DataIntegrityProof, Defect
from wallet.model.json import JsonObject, JsonValue
from wallet.model.report import Reason

IN_CI: Final = 150
MANY: Final = 1_000
UNKNOWN: Final = ("assessmentType", "participationType", "ECTS", "supervisionType", "質保証", "learningHours")


class Dice:
    """Numbers that depend on a seed alone."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._count = 0

    def below(self, end: int) -> int:
        self._count += 1
        digest = hashlib.sha256(f"{self._seed}/{self._count}".encode()).digest()
        return int.from_bytes(digest[:6], "big") % end

    def one_in(self, end: int) -> bool:
        return self.below(end) == 0


def made(seed: int) -> JsonObject:
    """A credential with some of what badges hold, and here and there a term or a type that no context knows."""
    dice = Dice(seed)
    achievement: JsonObject = {"type": ["Achievement"], "inLanguage": "ja", "creditsAvailable": dice.below(9) + 1}
    if dice.one_in(2):
        achievement["alignment"] = [alignment(dice) for _ in range(dice.below(3) + 1)]
    if dice.one_in(2):
        achievement["tag"] = [f"tag {number}" for number in range(dice.below(4))]
    if dice.one_in(2):
        achievement["creator"] = {"id": "https://creator.example/", "type": ["Profile"], "name": "Creator"}
    if dice.one_in(3):
        achievement["resultDescription"] = [
            {"id": "urn:uuid:22222222-2222-5222-8222-222222222222", "type": ["ResultDescription"], "name": "Mark"}
        ]
    if dice.one_in(4):
        achievement["type"] = ["Achievement", "UnknownAchievement"]
    if dice.one_in(6):
        achievement["type"] = ["UnknownAchievement", "OtherAchievement", "Achievement"]
    badge = ob3(achievement)
    for owner in list(owners(badge)):
        while dice.one_in(5):
            owner[UNKNOWN[dice.below(len(UNKNOWN))]] = unknown_value(dice)
    return badge


def alignment(dice: Dice) -> JsonObject:
    kinds: list[JsonValue] = ["Alignment", "OddAlignment"] if dice.one_in(4) else ["Alignment"]
    return {
        "type": kinds,
        "targetName": f"skill {dice.below(99)}",
        "targetUrl": f"https://skills.example/{dice.below(99)}",
    }


def unknown_value(dice: Dice) -> JsonValue:
    values: list[JsonValue] = [
        "portfolio",
        3,
        ["testing", "oral"],
        {"name": "inside", "hours": 4},
        [{"type": ["Address"], "addressCountry": "JP"}],
    ]
    return values[dice.below(len(values))]


def owners(value: JsonValue) -> Iterator[JsonObject]:
    """Every object, the contexts left out."""
    if isinstance(value, dict):
        yield value
        for name, item in value.items():
            if name != "@context":
                yield from owners(item)
    elif isinstance(value, list):
        for item in value:
            yield from owners(item)


def leaves(value: JsonValue, place: Location = ()) -> Iterator[tuple[Location, JsonValue]]:
    """Every text and number but those that say what something is or is called: identifiers, types, contexts."""
    if isinstance(value, dict):
        for name, item in value.items():
            if name not in ("@context", "id", "type"):
                yield from leaves(item, (*place, name))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from leaves(item, (*place, number))
    elif value is not None:
        yield place, value


def put(document: JsonObject, place: Location, value: JsonValue) -> None:
    at: JsonValue = document
    for name in place[:-1]:
        at = at[str(name)] if isinstance(at, dict) else at[int(name)] if isinstance(at, list) else None
    if isinstance(at, dict):
        at[str(place[-1])] = value
    elif isinstance(at, list):
        at[int(place[-1])] = value


def load(url: str, _options: object) -> dict[str, object]:
    material = CONTEXTS.get(url)
    assert material is not None, url
    return {"contextUrl": None, "documentUrl": url, "document": strict_json.loads(material.content)}


def quads(document: JsonObject) -> str:
    text = jsonld.to_rdf(deepcopy(document), {"format": "application/n-quads", "documentLoader": load, "base": ""})
    assert isinstance(text, str)
    # What is relative has no place to be relative to, so a signer drops it; PyLD invents one.
    return "\n".join(line for line in text.splitlines() if "<http://example.org/base/" not in line)


def marked(document: JsonObject) -> tuple[JsonObject, dict[Location, str]]:
    """The document with every value changed to one that is found nowhere else in it."""
    copy, marks = deepcopy(document), {}
    for number, (place, value) in enumerate(leaves(document)):
        mark = f"90210{number:04d}"
        put(copy, place, f"{value}-{mark}" if isinstance(value, str) else int(mark))
        marks[place] = mark
    return copy, marks


def oracle(document: JsonObject) -> dict[Location, bool]:
    """For every value whether a change of it changes what is signed."""
    copy, marks = marked(document)
    text = quads(copy).replace(".", "")
    # A whole number that has no type of its own is written with all its digits; a double in scientific notation.
    return {place: mark in text or mark.lstrip("0")[:9] in text for place, mark in marks.items()}


def agree(seeds: range) -> int:
    partly = 0
    for seed in seeds:
        document = made(seed)
        found = rdf_coverage(document, CONTEXTS)
        assert {place: found.covers(place) for place, _ in leaves(document)} == oracle(document), seed
        assert (found.word == PARTLY) == bool(found.dropped)
        partly += found.word == PARTLY
    return partly


def test_the_fast_answer_is_that_of_the_oracle() -> None:
    assert 0 < agree(range(IN_CI)) < IN_CI


@pytest.mark.slow
def test_the_fast_answer_is_that_of_the_oracle_on_many() -> None:
    assert 0 < agree(range(MANY)) < MANY


def test_changing_one_value_alone_says_the_same() -> None:
    """The marks are put in all at once; one at a time they tell the same."""
    document = made(3)
    before = quads(document)
    for place, covered in oracle(document).items():
        copy = deepcopy(document)
        value = dict(leaves(document))[place]
        put(copy, place, f"{value}x" if isinstance(value, str) else 77)
        assert (quads(copy) != before) == covered, place


def test_an_unknown_type_is_dropped_by_itself() -> None:
    document = ob3({"type": ["Achievement", "Mystery"]})
    found = rdf_coverage(document, CONTEXTS)
    assert found == Coverage(word=PARTLY, dropped=(("credentialSubject", "achievement", "type", 1),))
    renamed = ob3({"type": ["Achievement", "Other"]})
    assert quads(renamed) == quads(document)
    only = rdf_coverage(ob3({"type": ["Mystery", "Enigma"]}), CONTEXTS)
    assert ("credentialSubject", "achievement", "type") in only.dropped


def test_what_hangs_on_an_identifier_that_is_none_is_not_covered() -> None:
    document = ob3({"creator": {"id": "not an identifier", "type": ["Profile"], "name": "Creator"}})
    found = rdf_coverage(document, CONTEXTS)
    assert found.word == PARTLY
    assert not found.covers(("credentialSubject", "achievement", "creator", "name"))
    assert found.covers(("credentialSubject", "achievement", "name"))


def test_the_fields_of_a_profile_without_its_context_are_not_covered() -> None:
    found = rdf_coverage(edubadges_ob3(), CONTEXTS)
    own = ("credentialSubject", "achievement")
    for name in ("assessmentType", "participationType", "ECTS", "supervisionType", "identityChecked"):
        assert not found.covers((*own, name))
    assert found.covers((*own, "alignment"))


def test_a_broken_context_covers_nothing_and_is_no_forgery() -> None:
    broken = ob3()
    broken["@context"] = [*_contexts(broken), {"supervisionType": {"@id": "https://x.example/s", "context": {}}}]
    found = rdf_coverage(broken, CONTEXTS)
    assert found.word in (Reason.CONTEXT_UNUSABLE, Reason.TOO_COMPLEX)
    assert not found.covers(("name",))
    unknown = ob3()
    unknown["@context"] = [*_contexts(unknown), "https://nobody.example/context"]
    assert rdf_coverage(unknown, CONTEXTS).word == Reason.CONTEXT_UNKNOWN


def _contexts(document: JsonObject) -> list[JsonValue]:
    value = document["@context"]
    assert isinstance(value, list)
    return value


def test_each_kind_of_proof() -> None:
    document = edubadges_ob3()
    jcs = DataIntegrityProof(
        type="DataIntegrityProof", cryptosuite="eddsa-jcs-2022", options={}, verification_method=None, purpose=None
    )
    hollow = Defect(reason=Reason.AMBIGUOUS)
    assert coverage_of(credential(document), CONTEXTS).word == NONE
    assert coverage_of(credential(document, JWS), CONTEXTS).word == ALL
    assert coverage_of(credential(document, jcs), CONTEXTS).word == ALL
    assert coverage_of(credential(document, RDF), CONTEXTS).word == PARTLY
    assert coverage_of(credential(document, RDF, jcs), CONTEXTS).word == ALL
    assert coverage_of(credential(document, replace(JWS, defect=hollow)), CONTEXTS).word == NONE


def test_more_dropped_terms_than_are_looked_at_cover_nothing() -> None:
    found = rdf_coverage(ob3({f"unknown{number}": number for number in range(120)}), CONTEXTS)
    assert found.word == Reason.DROPPED_TERMS
    assert not found.covers(("name",))
