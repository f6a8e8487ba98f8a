"""Where endorsements hang in a credential, and what each may be about.

Open Badges 3.0, classes AchievementCredential, Achievement and Profile: `endorsement` holds credentials with embedded
proofs, `endorsementJwt` compact JWS texts. One that hangs on the credential may be about the credential, its
achievement or a profile in it; one that hangs on an achievement or a profile is about that.
"""

from __future__ import annotations

from collections.abc import Iterator

from wallet.codec import json as strict_json
from wallet.model.frozen import frozen
from wallet.model.json import JsonObject, JsonValue
from wallet.vocab.text import objects, string

ENDORSEMENT_TYPE = "EndorsementCredential"
_MEMBERS = ("endorsement", "endorsementJwt")


@frozen
class AttachedEndorsement:
    """One endorsement as it stands in a credential, nothing of it believed.

    `on` is the part it hangs on: `credential`, `achievement` or `profile`; `may_be_about` the ids of what it can
    endorse there. `content` is the endorsement on its own, empty where it is neither an object nor text.
    """

    on: str
    may_be_about: frozenset[str]
    content: bytes


def attached_endorsements(document: JsonObject) -> Iterator[AttachedEndorsement]:
    """Every endorsement in `document`, the credential's own first."""
    subjects = objects(document.get("credentialSubject"))
    achievements = [item for subject in subjects for item in objects(subject.get("achievement"))]
    profiles = [
        *objects(document.get("issuer")),
        *(item for achievement in achievements for item in objects(achievement.get("creator"))),
        *(item for subject in subjects for item in objects(subject.get("source"))),
    ]
    if not any(member in part for part in (document, *achievements, *profiles) for member in _MEMBERS):
        return
    whole = _ids([document, *achievements, *profiles])
    issuer = string(document.get("issuer"))
    yield from _hanging(document, "credential", whole | ({issuer} if issuer else set()))
    for achievement in achievements:
        yield from _hanging(achievement, "achievement", _ids([achievement]))
    for profile in profiles:
        yield from _hanging(profile, "profile", _ids([profile]))


def _hanging(item: JsonObject, on: str, may_be_about: frozenset[str]) -> Iterator[AttachedEndorsement]:
    for member in _MEMBERS:
        value = item.get(member)
        for endorsement in value if isinstance(value, list) else [] if value is None else [value]:
            yield AttachedEndorsement(on=on, may_be_about=may_be_about, content=_content(endorsement))


def _content(value: JsonValue) -> bytes:
    if isinstance(value, str):
        return value.encode()
    return strict_json.dumps(value) if isinstance(value, dict) else b""


def _ids(items: list[JsonObject]) -> frozenset[str]:
    return frozenset(text for item in items if (text := string(item.get("id"))) is not None)
