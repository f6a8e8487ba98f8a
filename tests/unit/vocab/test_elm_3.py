"""The European Learning Model: claims, outcomes, languages, the picture, and shapes nobody expects."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.codec.values import json_values
from tests.unit.verify.seals.elm import credential
from wallet.codec.report import report_document
from wallet.model.json import JsonObject, JsonValue
from wallet.vocab.elm_3 import MAX_CLAIMS, MAX_PICTURE_BYTES, Elm3

ELM = Elm3()
PNG = b"\x89PNG\r\n\x1a\n rest"
JPEG = b"\xff\xd8\xff rest"


def display(content: JsonValue) -> JsonObject:
    detail: JsonObject = {"displayDetail": [{"page": 1}, {"image": {"content": content}}]}
    return {"displayParameter": {"individualDisplay": [detail]}}


def first_image(**more: JsonValue) -> str | None:
    found = ELM.describe(credential(**more))
    assert found is not None
    return found.achievements[0].image


def test_claims_and_what_is_inside_them() -> None:
    found = ELM.describe(credential())
    assert found is not None
    assert [item.achievement_type for item in found.achievements] == [
        "LearningAchievement",
        "LearningAssessment",
        "LearningActivity",
        "LearningEntitlement",
    ]
    first = found.achievements[0]
    assert first.name is not None
    assert first.name.by_language == {"en": "Reading Data", "ja": "データを読む"}
    assert [item.default for item in first.learning_outcomes] == ["Reads a table", "Questions a chart"]
    assert [item.default for item in found.profiles] == ["Micro-credential"]
    assert "2001" not in repr(found)


def test_other_credentials_are_not_described() -> None:
    assert ELM.describe({"type": ["VerifiableCredential"]}) is None
    assert ELM.describe({}) is None


@pytest.mark.parametrize(("content", "kind"), [(PNG, "png"), (JPEG, "jpeg")])
def test_the_picture_is_shown_where_it_is_one(content: bytes, kind: str) -> None:
    text = base64.b64encode(content).decode()
    assert first_image(**display(text)) == f"data:image/{kind};base64,{text}"


@pytest.mark.parametrize(
    "content",
    [None, 1, "", "*", base64.b64encode(b"<svg/>").decode(), "A" * (MAX_PICTURE_BYTES * 2)],
)
def test_anything_else_is_no_picture(content: JsonValue) -> None:
    assert first_image(**display(content)) is None


def test_texts_with_several_values_and_of_no_language() -> None:
    claim: JsonObject = {
        "title": {"en": ["One", "Two"], "de": 3},
        "description": "plain",
        "specifiedBy": [{"title": {"en": "Spec"}, "learningOutcome": [{"title": {}}, {}]}],
    }
    found = ELM.describe(credential(credentialSubject={"id": "urn:x", "hasClaim": claim}))
    assert found is not None
    (item,) = found.achievements
    assert item.name is not None
    assert item.name.by_language == {"en": "One"}
    assert item.description is not None
    assert item.description.default == "plain"
    assert item.learning_outcomes == ()
    assert item.achievement_type is None


def test_how_much_is_told_is_bounded() -> None:
    deep: JsonObject = {"title": {"en": "end"}}
    for _ in range(40):
        deep = {"title": {"en": "level"}, "hasPart": [deep]}
    wide: list[JsonValue] = [{"title": {"en": str(number)}} for number in range(400)]
    for claims, most in ((deep, 8), (wide, MAX_CLAIMS)):
        found = ELM.describe(credential(credentialSubject={"id": "urn:x", "hasClaim": claims}))
        assert found is not None
        assert len(found.achievements) == most


@given(json_values(), json_values(), json_values())
def test_no_shape_is_an_error(subject: JsonValue, shown: JsonValue, profiles: JsonValue) -> None:
    document = credential(credentialSubject=subject, displayParameter=shown, credentialProfiles=profiles)
    assert ELM.describe(document) is not None


@given(st.recursive(json_values(), lambda inner: st.fixed_dictionaries({"hasClaim": inner, "title": inner})))
def test_no_shape_of_a_claim_is_an_error(value: JsonValue) -> None:
    assert ELM.describe(credential(credentialSubject={"hasClaim": value})) is not None


def test_outcomes_and_profiles_are_in_the_report() -> None:
    from tests.unit.verify.seals.elm import judge, seal

    told = report_document(judge(seal(credential())))["credential"]
    assert isinstance(told, dict)
    assert told["profiles"] == ["Micro-credential"]
    achievements = told["achievements"]
    assert isinstance(achievements, list)
    assert isinstance(achievements[0], dict)
    assert achievements[0]["learning_outcomes"] == ["Reads a table", "Questions a chart"]
