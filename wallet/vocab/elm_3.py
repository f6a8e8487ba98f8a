"""The European Learning Model 3 (European Digital Credentials for Learning): what was achieved, done and granted.

Every claim of the subject becomes an achievement of its own kind, with the learning outcomes that its specification
names; the parts, assessments and activities of a claim follow it. Texts are language maps. The picture is the one the
issuer gave to be displayed, taken only where it is a PNG or JPEG of a bounded size. When somebody was born is not read.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from typing import Final

from wallet.model.credential import Achievement, Description, LanguageText
from wallet.model.json import JsonObject, JsonValue
from wallet.vocab.text import objects, string, texts

MAX_CLAIMS: Final = 200
"""Claims that are told of one credential: published diplomas have under sixty."""
MAX_CLAIM_DEPTH: Final = 8
"""Parts of parts: published diplomas have three levels."""
MAX_OUTCOMES: Final = 100
MAX_PICTURE_BYTES: Final = 2 * 1024 * 1024
"""The picture of a whole page, as the Commission's issuer makes it, takes under 200 KiB."""

_TYPE: Final = "EuropeanDigitalCredential"
_WITHIN: Final = ("hasPart", "provenBy", "influencedBy", "entitlesTo")
_MARKS: Final = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


class Elm3:
    """EuropeanDigitalCredential, whatever secures it."""

    name: Final = "elm_3"

    def describe(self, document: JsonObject) -> Description | None:
        """Read every subject's claims."""
        if _TYPE not in texts(document.get("type")):
            return None
        claims = [
            claim
            for subject in objects(document.get("credentialSubject"))
            for claim in _claims(subject.get("hasClaim"), MAX_CLAIM_DEPTH)
        ][:MAX_CLAIMS]
        picture = _picture(document.get("displayParameter"))
        achievements = [_achievement(claim, picture if number == 0 else None) for number, claim in enumerate(claims)]
        profiles = (_text(item.get("prefLabel")) for item in objects(document.get("credentialProfiles")))
        return Description(
            vocabulary=self.name,
            achievements=tuple(achievements),
            profiles=tuple(profile for profile in profiles if profile is not None),
        )


def _claims(value: JsonValue, depth: int) -> Iterator[JsonObject]:
    """The claims in `value`, each followed by those inside it."""
    for claim in objects(value)[:MAX_CLAIMS] if depth else ():
        yield claim
        for member in _WITHIN:
            yield from _claims(claim.get(member), depth - 1)


def _achievement(claim: JsonObject, picture: str | None) -> Achievement:
    specifications = objects(claim.get("specifiedBy"))
    specification = specifications[0] if specifications else {}
    outcomes = [_text(item.get("title")) for item in objects(specification.get("learningOutcome"))[:MAX_OUTCOMES]]
    return Achievement(
        id=string(claim.get("id")),
        name=_text(claim.get("title")) or _text(specification.get("title")),
        description=_text(claim.get("description")) or _text(specification.get("description")),
        achievement_type=next(iter(texts(claim.get("type"))), None),
        image=picture,
        learning_outcomes=tuple(outcome for outcome in outcomes if outcome is not None),
    )


def _text(value: JsonValue) -> LanguageText | None:
    """A language map (JSON-LD 1.1), of which a value may be a list of texts."""
    if isinstance(value, str):
        return LanguageText(default=value)
    by_language: dict[str, str] = {}
    for item in objects(value)[:1]:
        for language, text in item.items():
            found = texts(text)
            if found:
                by_language[language] = found[0]
    return LanguageText(default=next(iter(by_language.values())), by_language=by_language) if by_language else None


def _picture(value: JsonValue) -> str | None:
    """The first picture to display, as a `data:` URL."""
    for display in objects(value):
        for individual in objects(display.get("individualDisplay")):
            for detail in objects(individual.get("displayDetail")):
                for image in objects(detail.get("image")):
                    found = _data_url(string(image.get("content")) or "")
                    if found is not None:
                        return found
    return None


def _data_url(content: str) -> str | None:
    if len(content) > MAX_PICTURE_BYTES * 4 // 3 + 4:
        return None
    try:
        picture = base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError):
        return None
    kind = next((kind for mark, kind in _MARKS.items() if picture.startswith(mark)), None)
    return None if kind is None else f"data:{kind};base64,{content}"
