"""Credentials secured by an enveloping JWS: VC-JWT 1.1 (`vc` claim) and VC-JOSE-COSE 2.0 (`vc+jwt`).

Follows VCDM 1.1 section 6.3.1 (claims that move into `iss`, `sub`, `jti`, `nbf`, `exp`) and VC-JOSE-COSE sections 3.1
and 4.1 (type and claims that must agree with the credential).
"""

from __future__ import annotations

import math
from typing import Final

from wallet.codec import json as strict_json
from wallet.codec.jose import UnverifiedJws, looks_compact, split_compact
from wallet.codec.time import format_instant, instant_from_seconds
from wallet.errors import CredentialError
from wallet.formats.vcdm import as_list, parse_credential
from wallet.model.credential import JwsProof, VerifiableCredential
from wallet.model.json import JsonObject, JsonValue
from wallet.model.report import Reason

_CREDENTIAL_TYPES: Final = frozenset({"vc+jwt", "vc+ld+jwt", "jwt", "vc+ld+json+jwt"})


class JwtCredential:
    """A compact JWS whose payload is a credential."""

    name: Final = "jwt_vc"

    def recognises(self, payload: bytes) -> bool:
        """Whether this is compact JWS text."""
        return looks_compact(payload)

    def parse(self, payload: bytes) -> VerifiableCredential:
        """Parse a JWT credential. Raises `CredentialError`."""
        jws = split_compact(payload)
        _require_credential_type(jws.unverified_header)
        claims = strict_json.loads_object(jws.unverified_payload)
        document = _document(claims)
        credential = parse_credential(document)
        return VerifiableCredential(
            received=payload,
            format=self.name,
            document=document,
            credential=credential,
            proofs=(_proof(jws, claims, credential.issuer.id),),
        )


def _require_credential_type(header: JsonObject) -> None:
    """A presentation or any other signed token must not pass as a credential (RFC 8725, section 3.11)."""
    value = header.get("typ")
    if value is None:
        return
    media_type = value.lower().removeprefix("application/") if isinstance(value, str) else ""
    if media_type not in _CREDENTIAL_TYPES:
        raise CredentialError(Reason.NOT_A_CREDENTIAL, member="typ")


def _document(claims: JsonObject) -> JsonObject:
    """The credential in the claims: merged from the `vc` claim (1.1), or the claims themselves (2.0)."""
    if "vc" not in claims:
        _require_agreement(claims)
        return claims
    vc = claims["vc"]
    if not isinstance(vc, dict):
        raise CredentialError(Reason.NOT_A_CREDENTIAL, member="vc")
    document = dict(vc)
    document["issuer"] = _merged_id(document.get("issuer"), claims.get("iss"), "iss")
    subject = document.get("credentialSubject")
    if "sub" in claims and not isinstance(subject, list):
        document["credentialSubject"] = _merged_id(subject, claims["sub"], "sub")
    if "jti" in claims:
        document["id"] = _merged(document.get("id"), claims["jti"], "jti")
    for claim, member in (("nbf", "issuanceDate"), ("exp", "expirationDate")):
        if claim in claims and member not in document:
            document[member] = _instant(claims[claim], claim)
    return document


def _require_agreement(claims: JsonObject) -> None:
    """Registered claims repeat the credential's members or are absent (VC-JOSE-COSE 2.0, section 3.1.3)."""
    issuer = claims.get("issuer")
    issuer_id = issuer.get("id") if isinstance(issuer, dict) else issuer
    subjects = as_list(claims.get("credentialSubject"))
    subject_ids = [subject.get("id") for subject in subjects if isinstance(subject, dict)]
    if "iss" in claims and claims["iss"] != issuer_id:
        raise CredentialError(Reason.MALFORMED, member="iss")
    if "jti" in claims and claims["jti"] != claims.get("id"):
        raise CredentialError(Reason.MALFORMED, member="jti")
    if "sub" in claims and claims["sub"] not in subject_ids:
        raise CredentialError(Reason.MALFORMED, member="sub")


def _merged_id(value: JsonValue, claim: JsonValue, name: str) -> JsonValue:
    """An object or identifier with the identifier from the claim put in; both present must agree."""
    if isinstance(value, dict):
        return {**value, "id": _merged(value.get("id"), claim, name)}
    return _merged(value, claim, name) if name == "iss" else {"id": claim}


def _merged(value: JsonValue, claim: JsonValue, name: str) -> JsonValue:
    if claim is None:
        return value
    if value is not None and value != claim:
        raise CredentialError(Reason.MALFORMED, member=name)
    return claim


def _instant(value: JsonValue, name: str) -> str:
    at = instant_from_seconds(_seconds(value, name))
    if at is None:
        raise CredentialError(Reason.MALFORMED, member=name)
    return format_instant(at)


def _seconds(value: JsonValue, name: str) -> float:
    """A NumericDate (RFC 7519, section 2)."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise CredentialError(Reason.MALFORMED, member=name)
    return float(value)


def _proof(jws: UnverifiedJws, claims: JsonObject, issuer: str) -> JwsProof:
    header = jws.unverified_header
    algorithm, key_id = header.get("alg"), header.get("kid")
    if not isinstance(algorithm, str):
        raise CredentialError(Reason.MALFORMED, member="alg")
    if key_id is not None and not isinstance(key_id, str):
        raise CredentialError(Reason.MALFORMED, member="kid")
    if key_id is not None and ":" not in key_id:
        # A relative key id: `#key-1` or a bare name, resolved against the issuer.
        key_id = f"{issuer}#{key_id.removeprefix('#')}"
    return JwsProof(
        algorithm=algorithm,
        header=header,
        signing_input=jws.signing_input,
        signature=jws.signature,
        verification_method=key_id,
        expires=_seconds(claims["exp"], "exp") if "exp" in claims else None,
        not_before=_seconds(claims["nbf"], "nbf") if "nbf" in claims else None,
    )
