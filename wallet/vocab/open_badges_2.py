"""Open Badges 0.5 to 2.1: what an assertion, its badge class and its issuer profile say, read leniently.

Open Badges 2.0 (1EdTech, "Open Badges v2.0", classes Assertion, BadgeClass, IdentityObject); in 0.5 the recipient was
bare text. Moodle writes `alignments` where the standard says `alignment`.
"""

from __future__ import annotations

import re
from typing import Final

from wallet.codec.links import linked
from wallet.model.credential import Achievement, Description, IdentityObject, LanguageText
from wallet.model.json import JsonObject, JsonValue
from wallet.vocab.text import language_text, objects, string

NAME: Final = "open_badges_2"
_HASHED: Final = re.compile(r"[a-z0-9]{1,16}\$[0-9a-fA-F]{8,256}", re.ASCII)


class OpenBadges2:
    """Assertions, described with the badge class they embed; for a linked one there is `describe_graph`."""

    name: Final = NAME

    def describe(self, document: JsonObject) -> Description | None:
        """What the assertion itself says."""
        if "credentialSubject" in document or not {"badge", "recipient"} <= document.keys():
            return None
        return describe_graph(document, next(iter(objects(document.get("badge"))), None))


def describe_graph(assertion: JsonObject, badge: JsonObject | None) -> Description:
    """What is said together: the achievement of the badge class, and the recipient of the assertion."""
    return Description(
        vocabulary=NAME,
        achievements=() if badge is None else (_achievement(badge),),
        identifiers=tuple(identity for identity in (_identity(assertion),) if identity is not None),
        endorsements=sum(len(linked(item.get("endorsement"))) for item in (assertion, badge or {})),
    )


def _achievement(badge: JsonObject) -> Achievement:
    return Achievement(
        id=string(badge.get("id")),
        name=_text(badge, badge.get("name")),
        description=_text(badge, badge.get("description")),
        criteria=_criteria(badge),
        image=next(iter(linked(badge.get("image"))), None),
    )


def _criteria(badge: JsonObject) -> LanguageText | None:
    """The narrative; where there is none, the address of the criteria."""
    value = badge.get("criteria")
    for item in objects(value):
        return _text(badge, item.get("narrative")) or _text(badge, item.get("id"))
    return _text(badge, value)


def _text(document: JsonObject, value: JsonValue) -> LanguageText | None:
    text = language_text(value)
    language = string(document.get("@language"))
    if text is None or language is None or text.by_language:
        return text
    return LanguageText(default=text.default, by_language={language: text.default})


def _identity(assertion: JsonObject) -> IdentityObject | None:
    """The recipient (class IdentityObject); in 0.5 a plain or hashed address with the salt beside it."""
    value = assertion.get("recipient")
    if isinstance(value, str):
        hashed = _HASHED.fullmatch(value) is not None
        return IdentityObject(type="email", hash=value, hashed=hashed, salt=string(assertion.get("salt")))
    for item in objects(value):
        identity = string(item.get("identity"))
        if identity is not None:
            return IdentityObject(
                type=string(item.get("type")) or "",
                hash=identity,
                hashed=item.get("hashed") is True,
                salt=string(item.get("salt")),
            )
    return None
