"""How a badge goes into a presentation: embedded where a verifier can read it so, else enveloped as it was received.

An embedded credential goes in member for member. Everything else travels as a `data:` URL of its own bytes (VCDM 2.0,
section 4.13.1): tokens as text under their media type, Open Badges 2.0 and other originals in base64, so that not one
byte changes.
"""

from __future__ import annotations

import base64
from typing import Final

from wallet.codec.jose import looks_compact
from wallet.model.credential import VerifiableCredential
from wallet.model.json import JsonObject

CONTEXT: Final = "https://www.w3.org/ns/credentials/v2"
EMBEDDED: Final = frozenset({"ldp_vc"})
JSON_LD: Final = "application/ld+json"
"""What hosts serve Open Badges 2.0 as ("Verification", HostedBadge), and Blockcerts."""
JOSE: Final = "application/jose"
"""A compact JWS that has no media type of its own (RFC 7515, section 9.2.1), as a signed Open Badge 2.0."""
_TOKENS: Final = {"jwt_vc": "application/vc+jwt", "sd_jwt_vc": "application/vc+sd-jwt"}
_SD_JWT_VC: Final = "application/dc+sd-jwt"


def media_type_of(credential: VerifiableCredential) -> str:
    """The media type of the bytes of a credential."""
    if credential.format in EMBEDDED:
        return "application/vc"
    if credential.format == "sd_jwt_vc" and "vct" in credential.document:
        return _SD_JWT_VC
    return _TOKENS.get(credential.format) or (JOSE if looks_compact(credential.received) else JSON_LD)


def is_embedded(credential: VerifiableCredential) -> bool:
    """Whether it goes in as it is, rather than in an envelope."""
    return credential.format in EMBEDDED


def member_of(credential: VerifiableCredential) -> JsonObject:
    """The element of `verifiableCredential`."""
    if is_embedded(credential):
        return credential.document
    media_type = media_type_of(credential)
    if credential.format in _TOKENS:
        url = f"data:{media_type},{credential.received.strip().decode('ascii')}"
    else:
        url = f"data:{media_type};base64,{base64.b64encode(credential.received).decode()}"
    return {"@context": CONTEXT, "id": url, "type": "EnvelopedVerifiableCredential"}
