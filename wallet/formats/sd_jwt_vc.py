"""Credentials as SD-JWT: SD-JWT VC with plain claims (`vct`), and VCDM 2.0 credentials secured so (`vc+sd-jwt`).

Follows RFC 9901, draft-ietf-oauth-sd-jwt-vc ("Registered JWT Claims") and VC-JOSE-COSE section 3.2. The type
`vc+sd-jwt` was once that of SD-JWT VC, so the payload tells the two apart.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from wallet.codec.sd_jwt import looks_sd_jwt
from wallet.errors import CredentialError
from wallet.formats.jose import (
    VC_SD_JWT,
    confirmation_of,
    confirmed,
    instant,
    jws_proof,
    optional_text,
    require_type,
    without_contradictions,
)
from wallet.formats.jwt_vc import credential_document
from wallet.formats.sd_jwt import OpenedSdJwt, open_sd_jwt
from wallet.formats.vcdm import parse_credential
from wallet.model.credential import Credential, Defect, Issuer, StatusEntry, Subject, VerifiableCredential
from wallet.model.json import JsonObject, JsonValue
from wallet.model.report import Reason

STATUS_LIST: Final = "TokenStatusList"
"""The status entry that a `status` claim with `status_list` becomes (draft-ietf-oauth-status-list, section 6.1)."""

_VCDM_TYPES: Final = frozenset({*VC_SD_JWT, None})
_REGISTERED: Final = frozenset(
    {"iss", "sub", "aud", "nbf", "exp", "iat", "jti", "cnf", "vct", "vct#integrity", "status"}
)


class SdJwtCredential:
    """An SD-JWT whose payload is a credential."""

    name: Final = "sd_jwt_vc"

    def recognises(self, payload: bytes) -> bool:
        """Whether this is a compact JWS with a tilde behind it."""
        return looks_sd_jwt(payload)

    def parse(self, payload: bytes) -> VerifiableCredential:
        """Parse an SD-JWT credential with what is disclosed of it. Raises `CredentialError`."""
        opened = open_sd_jwt(payload)
        document, credential, defect = _plain(opened) if "vct" in opened.claims else _vcdm(opened)
        proof = jws_proof(opened.jws, opened.claims, credential.issuer.id, defect)
        proof = replace(proof, disclosure=opened.disclosure, key_binding=opened.key_binding)
        return VerifiableCredential(
            received=payload, format=self.name, document=document, credential=credential, proofs=(proof,)
        )


def _vcdm(opened: OpenedSdJwt) -> tuple[JsonObject, Credential, Defect | None]:
    require_type(opened.jws.unverified_header, _VCDM_TYPES)
    document, defect = without_contradictions(credential_document, opened.claims)
    return document, confirmed(parse_credential(document), opened.claims), defect


def _plain(opened: OpenedSdJwt) -> tuple[JsonObject, Credential, None]:
    """An SD-JWT VC: its `typ` is required, and there is no data model but the registered claims."""
    require_type(opened.jws.unverified_header, VC_SD_JWT)
    claims = opened.claims
    if "@context" in claims or "vc" in claims:
        raise CredentialError(Reason.AMBIGUOUS, member="vct")
    credential_type, issuer = optional_text(claims, "vct"), optional_text(claims, "iss")
    if not credential_type:
        raise CredentialError(Reason.NOT_A_CREDENTIAL, member="vct")
    if not issuer:
        # Then the certificate in the header would be the issuer, which this wallet has no trust anchors for.
        raise CredentialError(Reason.UNSUPPORTED_FORMAT, member="iss")
    holder = confirmation_of(claims)
    credential = Credential(
        id=optional_text(claims, "jti"),
        types=(credential_type,),
        name=None,
        issuer=Issuer(id=issuer),
        subjects=(Subject(id=optional_text(claims, "sub") or holder, confirmation=holder),),
        valid_from=instant(claims, "nbf") or instant(claims, "iat"),
        valid_until=instant(claims, "exp"),
        status=_status(claims),
        claims={name: value for name, value in claims.items() if name not in _REGISTERED},
    )
    return claims, credential, None


def _status(claims: JsonObject) -> tuple[StatusEntry, ...]:
    """One entry for each mechanism that `status` names; one that is not known stays, under its own name."""
    if "status" not in claims:
        return ()
    status = claims["status"]
    if not isinstance(status, dict) or not status:
        raise CredentialError(Reason.MALFORMED, member="status")
    return tuple(_status_entry(name, status[name]) for name in sorted(status))


def _status_entry(name: str, body: JsonValue) -> StatusEntry:
    if not isinstance(body, dict):
        raise CredentialError(Reason.MALFORMED, member="status")
    return StatusEntry(type=STATUS_LIST if name == "status_list" else name, body=body)
