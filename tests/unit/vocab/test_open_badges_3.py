"""What is read out of an Open Badge 3.0, and that nothing it holds makes reading fail."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.codec.values import json_values
from wallet.model.credential import IdentityObject, LanguageText
from wallet.model.json import JsonObject, JsonValue
from wallet.registry import VOCABULARIES
from wallet.vocab.interface import Vocabulary
from wallet.vocab.open_badges_3 import OpenBadges3
from wallet.vocab.text import language_text

BADGE: JsonObject = {
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "credentialSubject": {
        "identifier": {"identityHash": "a@b.example", "identityType": "emailAddress", "hashed": False},
        "achievement": {
            "id": "urn:uuid:1",
            "name": {"@value": "統計学", "@language": "ja"},
            "description": {"en": "Statistics", "ja": "統計"},
            "criteria": {"narrative": "Pass."},
            "achievementType": "Course",
            "image": {"id": "data:image/png;base64,AAAA", "type": "Image"},
        },
    },
}


def with_subject(**members: JsonValue) -> JsonObject:
    return {**BADGE, "credentialSubject": members}


def test_a_badge_is_read() -> None:
    found = OpenBadges3().describe(BADGE)
    assert found is not None
    (achievement,) = found.achievements
    assert achievement.name == LanguageText(default="統計学", by_language={"ja": "統計学"})
    assert achievement.description is not None
    assert [achievement.description.best(language) for language in ("ja", "en", "fr")] == [
        "統計",
        "Statistics",
        "Statistics",
    ]
    assert achievement.criteria == LanguageText(default="Pass.")
    assert (achievement.id, achievement.achievement_type) == ("urn:uuid:1", "Course")
    assert achievement.image == "data:image/png;base64,AAAA"
    assert found.identifiers == (IdentityObject(type="emailAddress", hash="a@b.example", hashed=False, salt=None),)


@pytest.mark.parametrize("kind", ["OpenBadgeCredential", ["AchievementCredential"]])
def test_both_type_names_count(kind: JsonValue) -> None:
    assert OpenBadges3().describe({**BADGE, "type": kind}) is not None


@pytest.mark.parametrize("kind", [None, "VerifiableCredential", ["VerifiableCredential"], [{"a": 1}], 7])
def test_another_credential_is_not_read(kind: JsonValue) -> None:
    assert OpenBadges3().describe({**BADGE, "type": kind}) is None


def test_several_subjects_and_achievements_are_all_read() -> None:
    subject: JsonObject = {"achievement": [{"name": "a"}, {"name": "b"}, "no object"]}
    found = OpenBadges3().describe({**BADGE, "credentialSubject": [subject, {"achievement": {"name": "c"}}]})
    assert found is not None
    assert [item.name.default for item in found.achievements if item.name] == ["a", "b", "c"]


def test_what_has_another_shape_is_not_there() -> None:
    found = OpenBadges3().describe(
        with_subject(
            identifier={"identityHash": 7}, achievement={"name": 7, "criteria": "text", "image": "https://x.example/i"}
        )
    )
    assert found is not None
    (achievement,) = found.achievements
    assert (achievement.name, achievement.criteria, achievement.image) == (None, None, "https://x.example/i")
    assert found.identifiers == ()


@given(json_values(), st.sampled_from(list(VOCABULARIES)))
def test_no_vocabulary_fails_on_any_document(value: JsonValue, vocabulary: Vocabulary) -> None:
    for name in ("type", "issuer", "credentialSubject", "endorsement", "badge", "recipient"):
        vocabulary.describe({**BADGE, name: value})
        vocabulary.describe({"badge": {}, "recipient": {}, name: value})


@given(json_values())
def test_reading_never_fails(value: JsonValue) -> None:
    found = OpenBadges3().describe(with_subject(achievement=value, identifier=value))
    assert found is not None
    assert (
        OpenBadges3().describe({**BADGE, "credentialSubject": value, "endorsement": value, "issuer": value}) is not None
    )
    language_text(value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("plain", LanguageText(default="plain")),
        ({"@value": "x"}, LanguageText(default="x", by_language={"": "x"})),
        (
            [{"@value": "x", "@language": "en"}, {"@value": "y", "@language": "ja"}],
            LanguageText(default="x", by_language={"en": "x", "ja": "y"}),
        ),
        ({"en": "x", "ja": 7}, LanguageText(default="x", by_language={"en": "x"})),
        ({}, None),
        ([], None),
        (7, None),
        (None, None),
    ],
)
def test_text_with_languages(value: JsonValue, text: LanguageText | None) -> None:
    assert language_text(value) == text
