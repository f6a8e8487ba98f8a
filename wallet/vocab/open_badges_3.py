"""Open Badges 3.0: achievements and hashed recipients (its classes Achievement and IdentityObject)."""

from __future__ import annotations

from typing import Final

from wallet.model.credential import Achievement, Description, IdentityObject
from wallet.model.json import JsonObject, JsonValue
from wallet.vocab.endorsements import attached_endorsements
from wallet.vocab.text import language_text, objects, string, texts

_CREDENTIAL_TYPES: Final = frozenset({"OpenBadgeCredential", "AchievementCredential"})


class OpenBadges3:
    """OpenBadgeCredential and AchievementCredential."""

    name: Final = "open_badges_3"

    def describe(self, document: JsonObject) -> Description | None:
        """Read every subject's achievement and identifiers; endorsements are counted, not believed."""
        types = document.get("type")
        if not any(kind in _CREDENTIAL_TYPES for kind in texts(types)):
            return None
        subjects = objects(document.get("credentialSubject"))
        achievements = [item for subject in subjects for item in objects(subject.get("achievement"))]
        identifiers = [item for subject in subjects for item in objects(subject.get("identifier"))]
        return Description(
            vocabulary=self.name,
            achievements=tuple(map(read_achievement, achievements)),
            identifiers=tuple(filter(None, map(read_identity, identifiers))),
            endorsements=sum(1 for _ in attached_endorsements(document)),
        )


def read_achievement(item: JsonObject) -> Achievement:
    """An object of the class Achievement."""
    criteria = objects(item.get("criteria"))
    return Achievement(
        id=string(item.get("id")),
        name=language_text(item.get("name")),
        description=language_text(item.get("description")),
        criteria=language_text(criteria[0].get("narrative")) if criteria else None,
        achievement_type=string(item.get("achievementType")),
        image=_image(item.get("image")),
    )


def _image(value: JsonValue) -> str | None:
    found = objects(value)
    return string(found[0].get("id")) if found else string(value)


def read_identity(item: JsonObject) -> IdentityObject | None:
    """An object of the class IdentityObject; None where it names nobody."""
    text = string(item.get("identityHash"))
    if text is None:
        return None
    return IdentityObject(
        type=string(item.get("identityType")) or "",
        hash=text,
        hashed=item.get("hashed") is True,
        salt=string(item.get("salt")),
    )
