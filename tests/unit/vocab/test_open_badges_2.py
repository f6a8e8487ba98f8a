"""What Open Badges before 3.0 say of the achievement and of the recipient."""

from __future__ import annotations

import pytest

from wallet.model.credential import IdentityObject
from wallet.model.json import JsonObject, JsonValue
from wallet.vocab.open_badges_2 import OpenBadges2, describe_graph

BADGE: JsonObject = {
    "id": "https://h.example/b",
    "name": "探究",
    "description": "d",
    "image": {"id": "https://h.example/i"},
}


def test_an_assertion_is_described_with_the_badge_it_embeds() -> None:
    found = OpenBadges2().describe({"recipient": {}, "badge": BADGE})
    assert found is not None
    (achievement,) = found.achievements
    assert (achievement.id, achievement.image) == ("https://h.example/b", "https://h.example/i")
    linked = OpenBadges2().describe({"recipient": {}, "badge": "https://h.example/b"})
    assert linked is not None
    assert linked.achievements == ()


@pytest.mark.parametrize("document", [{}, {"badge": BADGE}, {"recipient": {}, "badge": BADGE, "credentialSubject": {}}])
def test_other_things_are_not_described(document: JsonObject) -> None:
    assert OpenBadges2().describe(document) is None


@pytest.mark.parametrize(
    ("criteria", "expected"),
    [
        ("https://h.example/c", "https://h.example/c"),
        ({"id": "https://h.example/c", "narrative": "試験"}, "試験"),
        ({"id": "https://h.example/c"}, "https://h.example/c"),
        (None, None),
        ({}, None),
    ],
)
def test_criteria_are_a_narrative_or_an_address(criteria: JsonValue, expected: str | None) -> None:
    (achievement,) = describe_graph({}, {"criteria": criteria}).achievements
    assert (achievement.criteria.default if achievement.criteria else None) == expected


def test_a_declared_language_goes_with_the_texts() -> None:
    (achievement,) = describe_graph({}, {**BADGE, "@language": "ja"}).achievements
    assert achievement.name is not None
    assert achievement.name.by_language == {"ja": "探究"}


@pytest.mark.parametrize(
    ("assertion", "expected"),
    [
        ({"recipient": "a@u.example"}, IdentityObject(type="email", hash="a@u.example", hashed=False, salt=None)),
        (
            {"recipient": "sha256$" + "0" * 64, "salt": "s"},
            IdentityObject(type="email", hash="sha256$" + "0" * 64, hashed=True, salt="s"),
        ),
        (
            {"recipient": {"identity": "https://u.example/me"}},
            IdentityObject(type="", hash="https://u.example/me", hashed=False, salt=None),
        ),
        ({"recipient": {"type": "email", "hashed": True}}, None),
        ({"recipient": 7}, None),
    ],
)
def test_a_recipient_of_any_version(assertion: JsonObject, expected: IdentityObject | None) -> None:
    assert describe_graph(assertion, None).identifiers == (() if expected is None else (expected,))


def test_endorsements_are_counted_and_not_believed() -> None:
    found = describe_graph(
        {"endorsement": "https://e.example/1"}, {"endorsement": ["https://e.example/2", {"id": "x"}]}
    )
    assert found.endorsements == 3
