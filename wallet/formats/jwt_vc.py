"""Credentials secured by an enveloping JWS: VC-JWT 1.1 (`vc` claim) and VC-JOSE-COSE 2.0 (`vc+jwt`).

Follows VCDM 1.1 section 6.3.1 (claims that move into `iss`, `sub`, `jti`, `nbf`, `exp`) and VC-JOSE-COSE sections 3.1
and 4.1 (type and claims that must agree with the credential).
"""

from __future__ import annotations

from typing import Final

from wallet.codec import json as strict_json
from wallet.codec.jose import looks_compact, split_compact
from wallet.errors import CredentialError
from wallet.formats.jose import (
    JWT,
    VC_JWT,
    agreed,
    confirmed,
    instant,
    jws_proof,
    require_type,
    without_contradictions,
)
from wallet.formats.vcdm import CREDENTIAL_TYPE, as_list, parse_credential, types_of
from wallet.model.credential import VerifiableCredential
from wallet.model.json import JsonObject, JsonValue
from wallet.model.report import Reason

_TYPES: Final = frozenset({*VC_JWT, JWT, None})
_SD_JWT_MEMBERS: Final = frozenset({"_sd", "_sd_alg"})
_VCDM_MEMBERS: Final = frozenset({"@context", "type", "credentialSubject"})


class JwtCredential:
    """A compact JWS whose payload is a credential."""

    name: Final = "jwt_vc"

    def recognises(self, payload: bytes) -> bool:
        """Whether this is compact JWS text."""
        return looks_compact(payload)

    def parse(self, payload: bytes) -> VerifiableCredential:
        """Parse a JWT credential. Raises `CredentialError`."""
        jws = split_compact(payload)
        require_type(jws.unverified_header, _TYPES)
        claims = strict_json.loads_object(jws.unverified_payload)
        if _SD_JWT_MEMBERS.intersection(claims):
            # An SD-JWT whose disclosures were cut off with their tildes: it has to be read as what it is.
            raise CredentialError(Reason.MALFORMED, member="_sd")
        document, defect = without_contradictions(credential_document, claims)
        credential = confirmed(parse_credential(document), claims)
        return VerifiableCredential(
            received=payload,
            format=self.name,
            document=document,
            credential=credential,
            proofs=(jws_proof(jws, claims, credential.issuer.id, defect),),
        )


def credential_document(claims: JsonObject) -> JsonObject:
    """The credential in the claims: merged from the `vc` claim (1.1), or the claims themselves (2.0).

    Raises `CredentialError`: `proof-malformed` where claim and member contradict each other, `ambiguous` for both ways
    at once.
    """
    if "vc" not in claims:
        _require_agreement(claims)
        return claims
    if "vp" in claims or _VCDM_MEMBERS.intersection(claims):
        raise CredentialError(Reason.AMBIGUOUS, member="vc")
    vc = claims["vc"]
    if not isinstance(vc, dict):
        raise CredentialError(Reason.NOT_A_CREDENTIAL, member="vc")
    document = dict(vc)
    if "iss" in claims:
        document["issuer"] = _with_id(document.get("issuer"), claims["iss"], "iss")
    if "sub" in claims:
        document["credentialSubject"] = _subject(document.get("credentialSubject"), claims["sub"])
    if "jti" in claims:
        document["id"] = agreed(document.get("id"), claims["jti"], "jti")
    for claim, member in (("nbf", "issuanceDate"), ("exp", "expirationDate")):
        stated = instant(claims, claim)
        if stated is not None and member not in document:
            document[member] = stated
    return document


def _require_agreement(claims: JsonObject) -> None:
    """Registered claims repeat the credential's members or are absent (VC-JOSE-COSE 2.0, section 3.1.3)."""
    if CREDENTIAL_TYPE not in types_of(claims):
        raise CredentialError(Reason.NOT_A_CREDENTIAL, member="type")
    issuer = claims.get("issuer")
    subjects = as_list(claims.get("credentialSubject"))
    if "iss" in claims:
        agreed(issuer.get("id") if isinstance(issuer, dict) else issuer, claims["iss"], "iss")
    if "jti" in claims:
        agreed(claims.get("id"), claims["jti"], "jti")
    if "sub" in claims:
        _among(subjects, claims["sub"])


def _among(subjects: list[JsonValue], claim: JsonValue) -> None:
    """`sub` names one of the subjects, where any of them has an identifier."""
    ids = [subject["id"] for subject in subjects if isinstance(subject, dict) and "id" in subject]
    agreed(claim if claim in ids else next(iter(ids), None), claim, "sub")


def _with_id(value: JsonValue, claim: JsonValue, name: str) -> JsonValue:
    """An object or identifier with the identifier from the claim put in."""
    if isinstance(value, dict):
        return {**value, "id": agreed(value.get("id"), claim, name)}
    return agreed(value, claim, name)


def _subject(value: JsonValue, claim: JsonValue) -> JsonValue:
    """The subject with its id from `sub`, which can only mean one of them."""
    if isinstance(value, list) and len(value) == 1:
        return [_subject(value[0], claim)]
    if isinstance(value, list):
        _among(value, claim)
        return value
    return {"id": agreed(value, claim, "sub")} if not isinstance(value, dict) else _with_id(value, claim, "sub")
