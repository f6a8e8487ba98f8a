"""An Open Badge 3.0 in the words of its data model, before anybody signs it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from scripts.sample_issuer.issuer import ED25519_2020, OPEN_BADGES, V1, V2, SampleIssuer
from wallet.codec.time import format_instant
from wallet.model.json import JsonObject, JsonValue

LEARNER: Final = "hanako@students.mihon-university.example"
"""To whom the samples are issued: a name nobody has, in a domain that is reserved for examples (RFC 2606)."""

_SALT: Final = "mihon"


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What was learned. `criteria` holds the facts of a micro-credential, one labelled line each."""

    name: str
    description: str
    criteria: str
    language: str
    achievement_type: str = "MicroCredential"
    tags: tuple[str, ...] = ()
    image: str | None = None
    credits: float | None = None
    in_english: tuple[str, str] | None = None
    """Name and description again, where the issuer gives both languages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """A course, for the learner, on a day. `status` holds the entries of the issuer's lists."""

    course: Course
    valid_from: datetime
    valid_until: datetime | None = None
    status: tuple[JsonObject, ...] = ()
    recipient: str = LEARNER
    subject: JsonObject = field(default_factory=dict)


def open_badge(issuer: SampleIssuer, award: Award) -> JsonObject:
    """The credential in the Verifiable Credentials Data Model 2.0 (Open Badges 3.0, class OpenBadgeCredential)."""
    document: JsonObject = {
        "@context": [V2, OPEN_BADGES],
        "id": _urn("credential", issuer, award),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": _in_both(award.course, 0),
        "issuer": issuer.as_issuer(),
        "validFrom": format_instant(award.valid_from),
        "awardedDate": format_instant(award.valid_from),
    }
    if award.course.in_english is not None:
        document["description"] = _in_both(award.course, 1)
    if award.valid_until is not None:
        document["validUntil"] = format_instant(award.valid_until)
    document["credentialSubject"] = _subject(issuer, award)
    if award.status:
        document["credentialStatus"] = list(award.status) if len(award.status) > 1 else award.status[0]
    return document


def open_badge_of_2022(issuer: SampleIssuer, award: Award) -> JsonObject:
    """The credential in data model 1.1, as North American issuers still sign it with Ed25519Signature2020."""
    document: JsonObject = {
        "@context": [V1, OPEN_BADGES, ED25519_2020],
        "id": _urn("credential", issuer, award),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": award.course.name,
        "issuer": issuer.as_issuer(),
        "issuanceDate": format_instant(award.valid_from),
        "credentialSubject": _subject(issuer, award),
    }
    if award.valid_until is not None:
        document["expirationDate"] = format_instant(award.valid_until)
    return document


def identity(recipient: str, salt: str = _SALT) -> JsonObject:
    """Whom a badge is for, without saying it: the hash of an address (Open Badges 3.0, class IdentityObject)."""
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": f"sha256${sha256(f'{recipient}{salt}'.encode()).hexdigest()}",
        "identityType": "emailAddress",
        "salt": salt,
    }


def _subject(issuer: SampleIssuer, award: Award) -> JsonObject:
    course = award.course
    achievement: JsonObject = {
        "id": _urn("achievement", issuer, award),
        "type": ["Achievement"],
        "achievementType": course.achievement_type,
        "name": course.name,
        "description": course.description,
        "criteria": {"narrative": course.criteria},
        "inLanguage": course.language,
    }
    if course.credits is not None:
        achievement["creditsAvailable"] = course.credits
    if course.tags:
        achievement["tag"] = list(course.tags)
    if course.image is not None:
        achievement["image"] = {"id": course.image, "type": "Image"}
    named: JsonObject = award.subject or {"identifier": [identity(award.recipient)]}
    return {**named, "type": ["AchievementSubject"], "achievement": achievement}


def _in_both(course: Course, number: int) -> JsonValue:
    """The name (0) or description (1), with its language where there are two (VCDM 2.0, section 11.1)."""
    own = (course.name, course.description)[number]
    if course.in_english is None:
        return own
    return [
        {"@value": own, "@language": course.language},
        {"@value": course.in_english[number], "@language": "en"},
    ]


def _urn(what: str, issuer: SampleIssuer, award: Award) -> str:
    """An identifier that is always the same for the same words."""
    name = f"{what} {issuer.id} {award.course.name} {format_instant(award.valid_from)}"
    return uuid5(NAMESPACE_URL, name).urn
