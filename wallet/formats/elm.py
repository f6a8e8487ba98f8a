"""European Digital Credentials in the words of the Verifiable Credentials Data Model.

The European Learning Model 3 has its own members for what a credential is called (`displayParameter.title`), who
issued it (`legalName`) and whom it is about (`fullName`), all of them language maps. What is not of the expected shape
is not there. When somebody was born is never among what is read.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from wallet.model.credential import Credential, LanguageText, Subject
from wallet.model.json import JsonObject, JsonValue

ELM_TYPE: Final = "EuropeanDigitalCredential"


def in_elm_words(credential: Credential, document: JsonObject) -> Credential:
    """The credential with its title and names; as it is where it is of another kind."""
    if ELM_TYPE not in credential.types:
        return credential
    issuer, display = _object(document.get("issuer")), _object(document.get("displayParameter"))
    subjects = document.get("credentialSubject")
    people = subjects if isinstance(subjects, list) else [subjects]
    named = zip(credential.subjects, people, strict=False)
    return replace(
        credential,
        name=credential.name or language_map(display.get("title")),
        issuer=replace(
            credential.issuer,
            name=credential.issuer.name
            or language_map(issuer.get("legalName"))
            or language_map(issuer.get("prefLabel"))
            or language_map(issuer.get("altLabel")),
        ),
        subjects=tuple(_named(subject, _object(person)) for subject, person in named),
    )


def language_map(value: JsonValue) -> LanguageText | None:
    """A language map (JSON-LD 1.1, section 4.2.6), of which a value may be a list."""
    if isinstance(value, str):
        return LanguageText(default=value)
    texts: dict[str, str] = {}
    for language, text in _object(value).items():
        first = text[0] if isinstance(text, list) and text else text
        if isinstance(first, str):
            texts[language] = first
    return LanguageText(default=next(iter(texts.values())), by_language=texts) if texts else None


def _named(subject: Subject, person: JsonObject) -> Subject:
    if subject.name is not None:
        return subject
    full = language_map(person.get("fullName"))
    parts = [language_map(person.get(name)) for name in ("givenName", "familyName")]
    name = " ".join(part.default for part in parts if part is not None) if full is None else full.default
    return replace(subject, name=name or None)


def _object(value: JsonValue) -> JsonObject:
    items = value if isinstance(value, list) else [value]
    return next((item for item in items if isinstance(item, dict)), {})
