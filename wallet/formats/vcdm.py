"""The Verifiable Credentials Data Model, 1.1 and 2.0, as far as every format shares it.

Follows VCDM 2.0 sections 4.2 to 4.10 (contexts, identifiers, types, issuer, subject, validity, status) and VCDM 1.1
for `issuanceDate` and `expirationDate`. A document without the required members is not a credential.
"""

from __future__ import annotations

from typing import Final

from wallet.errors import CredentialError
from wallet.formats.elm import in_elm_words
from wallet.model.credential import Credential, DataIntegrityProof, Issuer, LanguageText, StatusEntry, Subject
from wallet.model.json import JsonObject, JsonValue
from wallet.model.report import Reason

CONTEXT_V1: Final = "https://www.w3.org/2018/credentials/v1"
CONTEXT_V2: Final = "https://www.w3.org/ns/credentials/v2"
CREDENTIAL_TYPE: Final = "VerifiableCredential"
PRESENTATION_TYPE: Final = "VerifiablePresentation"
ENVELOPED_TYPE: Final = "EnvelopedVerifiableCredential"
ENVELOPED_PRESENTATION_TYPE: Final = "EnvelopedVerifiablePresentation"
DATA_INTEGRITY_TYPE: Final = "DataIntegrityProof"


def types_of(document: JsonObject) -> tuple[str, ...]:
    """The `type` member as a tuple. Raises `CredentialError` when it holds something other than text."""
    value = document.get("type")
    items = value if isinstance(value, list) else [] if value is None else [value]
    return tuple(_text(item, "type") for item in items)


def require_base_context(document: JsonObject) -> str:
    """The base context, which must stand first (VCDM 2.0, section 4.3)."""
    value = document.get("@context")
    first = value[0] if isinstance(value, list) and value else value
    if first not in (CONTEXT_V1, CONTEXT_V2):
        raise CredentialError(Reason.NOT_A_CREDENTIAL, member="@context")
    return str(first)


def parse_credential(document: JsonObject) -> Credential:
    """The data model's view of a credential. Raises `CredentialError` naming the member that is wrong."""
    types = types_of(document)
    if CREDENTIAL_TYPE not in types:
        raise CredentialError(Reason.NOT_A_CREDENTIAL, member="type")
    version_2 = require_base_context(document) == CONTEXT_V2
    credential = Credential(
        id=_optional_text(document, "id"),
        types=types,
        name=_language_text(document.get("name")),
        issuer=_issuer(document.get("issuer")),
        subjects=_subjects(document.get("credentialSubject")),
        valid_from=_optional_text(document, "validFrom" if version_2 else "issuanceDate"),
        valid_until=_optional_text(document, "validUntil" if version_2 else "expirationDate"),
        status=tuple(map(_status_entry, as_list(document.get("credentialStatus")))),
    )
    return in_elm_words(credential, document)


def parse_proofs(document: JsonObject) -> tuple[DataIntegrityProof, ...]:
    """The `proof` member, one or several. Raises `CredentialError` when one of them is not an object."""
    return tuple(map(_proof, as_list(document.get("proof"))))


def unsecured(document: JsonObject) -> JsonObject:
    """The document without its proofs: what a Data Integrity proof is made over."""
    return {name: value for name, value in document.items() if name != "proof"}


def as_list(value: JsonValue) -> list[JsonValue]:
    """A member that may be absent, single or a list, as a list."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _proof(value: JsonValue) -> DataIntegrityProof:
    if not isinstance(value, dict):
        raise CredentialError(Reason.MALFORMED, member="proof")
    proof_type = _optional_text(value, "type") or ""
    method = value.get("verificationMethod")
    if isinstance(method, dict):
        method = method.get("id")
    return DataIntegrityProof(
        type=proof_type,
        cryptosuite=(_optional_text(value, "cryptosuite") or "") if proof_type == DATA_INTEGRITY_TYPE else proof_type,
        options=value,
        verification_method=method if isinstance(method, str) else None,
        purpose=_optional_text(value, "proofPurpose"),
        created=_optional_text(value, "created"),
        expires=_optional_text(value, "expires"),
        challenge=_optional_text(value, "challenge"),
        domain=tuple(_text(item, "domain") for item in as_list(value.get("domain"))),
    )


def _issuer(value: JsonValue) -> Issuer:
    if isinstance(value, str) and value:
        return Issuer(id=value)
    if isinstance(value, dict) and isinstance(value.get("id"), str) and value["id"]:
        return Issuer(id=str(value["id"]), name=_language_text(value.get("name")), url=_optional_text(value, "url"))
    raise CredentialError(Reason.NOT_A_CREDENTIAL, member="issuer")


def _subjects(value: JsonValue) -> tuple[Subject, ...]:
    subjects: list[Subject] = []
    for item in as_list(value):
        if not isinstance(item, dict) or not item:
            raise CredentialError(Reason.NOT_A_CREDENTIAL, member="credentialSubject")
        name = item.get("name")
        subjects.append(Subject(id=_optional_text(item, "id"), name=name if isinstance(name, str) else None))
    if not subjects:
        raise CredentialError(Reason.NOT_A_CREDENTIAL, member="credentialSubject")
    return tuple(subjects)


def _status_entry(value: JsonValue) -> StatusEntry:
    if not isinstance(value, dict):
        raise CredentialError(Reason.MALFORMED, member="credentialStatus")
    return StatusEntry(type=_text(value.get("type"), "credentialStatus"), body=value)


def _text(value: JsonValue, member: str) -> str:
    if not isinstance(value, str):
        raise CredentialError(Reason.MALFORMED, member=member)
    return value


def _optional_text(document: JsonObject, member: str) -> str | None:
    value = document.get(member)
    return None if value is None else _text(value, member)


def _language_text(value: JsonValue) -> LanguageText | None:
    """`name` and `description` with language and direction (VCDM 2.0, section 11.1)."""
    if isinstance(value, str):
        return LanguageText(default=value)
    by_language: dict[str, str] = {}
    for item in as_list(value):
        if isinstance(item, dict) and isinstance(item.get("@value"), str):
            by_language[str(item.get("@language") or "")] = str(item["@value"])
    return LanguageText(default=next(iter(by_language.values())), by_language=by_language) if by_language else None
