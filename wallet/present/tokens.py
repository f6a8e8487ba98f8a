"""Presentations as tokens: `vp+jwt` for any choice of badges, and an SD-JWT with key binding for one.

VC-JOSE-COSE sections 3.1.2 and 3.3.1 (`vp+jwt`: the payload is the presentation, with the registered claims beside it);
RFC 9901 section 4.3 (key binding JWT).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from wallet.codec import json as strict_json
from wallet.codec.jwk import public_key_from_jwk
from wallet.codec.multibase import decode_public_key, encode_base64url
from wallet.codec.sd_jwt import digest, split_sd_jwt
from wallet.errors import CredentialError, UsageError
from wallet.formats.sd_jwt import KEY_BINDING_TYPE
from wallet.formats.sd_jwt_vc import SdJwtCredential
from wallet.model.credential import VerifiableCredential
from wallet.model.json import JsonObject
from wallet.model.key import KeyType, SigningKey
from wallet.model.request import PresentationRequest
from wallet.present.presentation import SignedPresentation, holder_of, unsecured_presentation

VP_JWT: Final = "vp+jwt"
SD_JWT_KB: Final = "sd-jwt+kb"
_ALGORITHM: Final = "EdDSA"
"""RFC 8037; the newer name `Ed25519` (RFC 9864) is not read everywhere yet."""


def build_jwt_presentation(
    credentials: Sequence[VerifiableCredential],
    request: PresentationRequest,
    *,
    presentation_id: str,
    created: datetime,
    key: SigningKey,
) -> SignedPresentation:
    """Bundle `credentials` in a JWT for `request`. Raises `UsageError`."""
    _require_ed25519(key, VP_JWT)
    holder = holder_of(key)
    claims: JsonObject = {
        **unsecured_presentation(credentials, request, presentation_id=presentation_id, holder=holder),
        "iss": holder,
        "iat": int(created.timestamp()),
    }
    if request.expires is not None:
        claims["exp"] = int(request.expires.timestamp())
    if request.audience:
        claims["aud"] = request.audience
    if request.challenge:
        claims["nonce"] = request.challenge
    header: JsonObject = {"alg": _ALGORITHM, "typ": VP_JWT, "cty": "vp", "kid": key.verification_method}
    return SignedPresentation(
        content=_signed(header, claims, key), holder=holder, suite=VP_JWT, media_type=f"application/{VP_JWT}"
    )


def bind_sd_jwt(
    credential: VerifiableCredential, request: PresentationRequest, *, nonce: str, created: datetime, key: SigningKey
) -> SignedPresentation:
    """One SD-JWT badge with the holder's signature over what is disclosed of it and for whom.

    `nonce` stands in where the verifier set no challenge. Raises `UsageError`: `sd-jwt-only` for another kind of badge,
    `audience-missing`, and `holder-key-other` where the badge is bound to another key or to none.
    """
    _require_ed25519(key, SD_JWT_KB)
    if credential.format != SdJwtCredential.name:
        raise UsageError("sd-jwt-only")
    if not request.audience:
        raise UsageError("audience-missing")
    parts = split_sd_jwt(credential.received)
    payload = strict_json.loads_object(parts.jws.unverified_payload)
    if not _is_bound_to(payload, key):
        raise UsageError("holder-key-other")
    claims: JsonObject = {
        "iat": int(created.timestamp()),
        "aud": request.audience,
        "nonce": request.challenge or nonce,
        "sd_hash": digest(payload, parts.covered),
    }
    if request.expires is not None:
        claims["exp"] = int(request.expires.timestamp())
    binding = _signed({"alg": _ALGORITHM, "typ": KEY_BINDING_TYPE}, claims, key)
    return SignedPresentation(
        content=parts.covered + binding,
        holder=holder_of(key),
        suite=SD_JWT_KB,
        media_type="application/dc+sd-jwt" if "vct" in credential.document else "application/vc+sd-jwt",
    )


def _is_bound_to(payload: JsonObject, key: SigningKey) -> bool:
    """Whether `cnf` (RFC 7800) names the holder's key, as a JWK or as a DID URL."""
    confirmation = payload.get("cnf")
    if not isinstance(confirmation, dict):
        return False
    jwk, key_id = confirmation.get("jwk"), confirmation.get("kid")
    if not isinstance(jwk, dict):
        return isinstance(key_id, str) and key_id in (key.verification_method, holder_of(key))
    try:
        own = decode_public_key(key.verification_method.partition("#")[2])
        return public_key_from_jwk(jwk).encoded == own.encoded
    except CredentialError:
        return False


def _require_ed25519(key: SigningKey, name: str) -> None:
    if key.type is not KeyType.ED25519:
        raise UsageError("key-type", suite=name)


def _signed(header: JsonObject, claims: JsonObject, key: SigningKey) -> bytes:
    """The compact serialisation (RFC 7515, section 7.1)."""
    signing_input = ".".join(encode_base64url(strict_json.dumps(part)) for part in (header, claims)).encode()
    return signing_input + b"." + encode_base64url(key.sign(signing_input)).encode()
