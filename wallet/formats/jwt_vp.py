"""Presentations secured by an enveloping JWS: VP-JWT 1.1 (`vp` claim), VC-JOSE-COSE 2.0 (`vp+jwt`), and as SD-JWT.

Follows VCDM 1.1 section 6.3.1 (`vp` claim; `iss` is the holder, `jti` the id) and VC-JOSE-COSE sections 3.1.2 and
3.2.2. `nonce` and `aud` answer the verifier's challenge and domain.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from wallet.codec import json as strict_json
from wallet.codec.jose import looks_compact, split_compact, unverified_header
from wallet.codec.sd_jwt import looks_sd_jwt
from wallet.errors import CredentialError
from wallet.formats.jose import (
    JWT,
    VC_JWT,
    VP_JWT,
    VP_SD_JWT,
    agreed,
    jws_proof,
    require_type,
    token_type,
    with_audience,
    without_contradictions,
)
from wallet.formats.presentation import holder_of, read_presentation
from wallet.formats.sd_jwt import open_sd_jwt
from wallet.formats.vcdm import CREDENTIAL_TYPE, PRESENTATION_TYPE, types_of
from wallet.model.credential import JwsProof, VerifiablePresentation
from wallet.model.json import JsonObject
from wallet.model.report import Reason

_TYPES: Final = frozenset({*VP_JWT, JWT, None})
_VCDM_MEMBERS: Final = frozenset({"@context", "type", "verifiableCredential"})


class JwtPresentation:
    """A compact JWS whose payload is a presentation."""

    name: Final = "jwt_vp"

    def recognises(self, payload: bytes) -> bool:
        """Whether the header says presentation, or says nothing and the payload does."""
        if not looks_compact(payload):
            return False
        try:
            kind = token_type(unverified_header(payload))
            return kind in VP_JWT or (kind not in VC_JWT and _says_presentation(payload))
        except CredentialError:
            return False

    def parse(self, payload: bytes) -> VerifiablePresentation:
        """Parse a JWT presentation. Raises `CredentialError`."""
        jws = split_compact(payload)
        require_type(jws.unverified_header, _TYPES)
        claims = strict_json.loads_object(jws.unverified_payload)
        document, defect = without_contradictions(_document, claims)
        return read_presentation(
            document, payload, lambda holder: (with_audience(jws_proof(jws, claims, holder, defect), claims),)
        )


class SdJwtPresentation:
    """An SD-JWT whose payload is a presentation (VC-JOSE-COSE section 3.2.2)."""

    name: Final = "sd_jwt_vp"

    def recognises(self, payload: bytes) -> bool:
        """Whether the header says so: the payload of an SD-JWT may withhold its type."""
        if not looks_sd_jwt(payload):
            return False
        try:
            return token_type(unverified_header(payload.strip().partition(b"~")[0])) in VP_SD_JWT
        except CredentialError:
            return False

    def parse(self, payload: bytes) -> VerifiablePresentation:
        """Parse an SD-JWT presentation with what is disclosed of it. Raises `CredentialError`."""
        opened = open_sd_jwt(payload)
        require_type(opened.jws.unverified_header, VP_SD_JWT)
        document, defect = without_contradictions(_document, opened.claims)

        def proof(holder: str | None) -> tuple[JwsProof, ...]:
            found = with_audience(jws_proof(opened.jws, opened.claims, holder, defect), opened.claims)
            return (replace(found, disclosure=opened.disclosure, key_binding=opened.key_binding),)

        return read_presentation(document, payload, proof)


def _says_presentation(payload: bytes) -> bool:
    claims = strict_json.loads_object(split_compact(payload).unverified_payload)
    if "vp" in claims:
        return True
    types = types_of(claims)
    return PRESENTATION_TYPE in types and CREDENTIAL_TYPE not in types


def _document(claims: JsonObject) -> JsonObject:
    """The presentation in the claims: merged from the `vp` claim (1.1), or the claims themselves (2.0)."""
    document = claims
    if "vp" in claims:
        if "vc" in claims or _VCDM_MEMBERS.intersection(claims):
            raise CredentialError(Reason.AMBIGUOUS, member="vp")
        if not isinstance(claims["vp"], dict):
            raise CredentialError(Reason.NOT_A_CREDENTIAL, member="vp")
        document = claims["vp"]
    merged = dict(document)
    if "iss" in claims:
        holder = agreed(holder_of(document), claims["iss"], "iss")
        described = document.get("holder")
        merged["holder"] = {**described, "id": holder} if isinstance(described, dict) else holder
    if "jti" in claims:
        merged["id"] = agreed(document.get("id"), claims["jti"], "jti")
    return merged
