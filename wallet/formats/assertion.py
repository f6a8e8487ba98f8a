"""Assertions of Open Badges 0.5 to 2.1: how they name themselves, their host and their dates.

Open Badges 2.0, classes Assertion and VerificationObject. Before 2.0 the same things had other names: `uid` for `id`,
`verify` for `verification`, seconds since 1970 for dates.
"""

from __future__ import annotations

import re
from typing import Final

from wallet.codec.links import linked, origin_of
from wallet.codec.time import format_instant, instant_from_seconds
from wallet.model.credential import Credential, Issuer, LanguageText, Subject
from wallet.model.json import JsonObject, JsonValue

_CONTEXTS: Final = ("https://w3id.org/openbadges/", "https://openbadgespec.org/", "http://openbadgespec.org/")
_SECONDS: Final = re.compile(r"[0-9]{9,11}", re.ASCII)
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


def is_assertion(document: JsonObject) -> bool:
    """Whether this is an assertion: a badge given to a recipient, in the words of any version before 3.0."""
    if "credentialSubject" in document or "badge" not in document or "recipient" not in document:
        return False
    contexts = document.get("@context")
    listed = contexts if isinstance(contexts, list) else [contexts]
    named = any(isinstance(context, str) and context.startswith(_CONTEXTS) for context in listed)
    types = document.get("type")
    return named or "Assertion" in (types if isinstance(types, list) else [types]) or contexts is None


def assertion_id(assertion: JsonObject) -> str | None:
    """The identifier: an https URL of a hosted badge, a URN of a signed one; `uid` before 2.0."""
    return _string(assertion.get("id")) or _string(assertion.get("uid"))


def verification_of(document: JsonObject) -> JsonObject:
    """How an assertion or profile says it is verified: `verification` in 2.0, `verify` before."""
    found = _object(document.get("verification")) or _object(document.get("verify"))
    return found or {}


def hosted_at(assertion: JsonObject) -> str | None:
    """Where the host shows the assertion: its `id` in 2.0 and 1.1, `verify.url` before; None where nothing says so."""
    found = _string(verification_of(assertion).get("url")), assertion_id(assertion)
    return next((url for url in found if url is not None and origin_of(url) is not None), None)


def date_of(value: JsonValue) -> str | None:
    """A date as RFC 3339 where it can be said so: before 2.0 seconds since 1970 and bare days were allowed."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    if isinstance(value, str) and _SECONDS.fullmatch(value) is None:
        return f"{value}T00:00:00Z" if _DAY.fullmatch(value) else value
    at = instant_from_seconds(float(value))
    return str(value) if at is None else format_instant(at)


def credential_of(
    assertion: JsonObject, badge: JsonObject | None = None, issuer: JsonObject | None = None
) -> Credential:
    """An assertion in the words of the Verifiable Credentials Data Model, with what is known of badge and issuer."""
    known_badge = badge or _object(assertion.get("badge")) or {}
    known_issuer = issuer or _object(known_badge.get("issuer")) or {}
    recipient = _object(assertion.get("recipient")) or {}
    return Credential(
        id=assertion_id(assertion),
        types=("Assertion",),
        name=_name(known_badge),
        issuer=Issuer(
            id=_issuer_id(assertion, known_badge, known_issuer),
            name=_name(known_issuer),
            url=_string(known_issuer.get("url")),
        ),
        subjects=(Subject(id=None if recipient.get("hashed") is True else _string(recipient.get("identity"))),),
        valid_from=date_of(assertion.get("issuedOn", assertion.get("issued_on"))),
        valid_until=date_of(assertion.get("expires")),
    )


def _issuer_id(assertion: JsonObject, badge: JsonObject, issuer: JsonObject) -> str:
    """The issuer's identifier; while the badge class is only linked, the host it is linked at."""
    named = _string(issuer.get("id")) or _string(issuer.get("origin")) or next(iter(linked(badge.get("issuer"))), None)
    if named is not None:
        return named
    addresses = [*linked(assertion.get("badge")), assertion_id(assertion) or "", hosted_at(assertion) or ""]
    return next((f"https://{host}" for host in map(origin_of, addresses) if host is not None), "")


def _name(document: JsonObject) -> LanguageText | None:
    name, language = _string(document.get("name")), _string(document.get("@language"))
    if name is None:
        return None
    return LanguageText(default=name, by_language={} if language is None else {language: name})


def _string(value: JsonValue) -> str | None:
    return value if isinstance(value, str) else None


def _object(value: JsonValue) -> JsonObject | None:
    items = value if isinstance(value, list) else [value]
    return next((item for item in items if isinstance(item, dict)), None)
