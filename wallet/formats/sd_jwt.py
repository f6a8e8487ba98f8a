"""An SD-JWT as text to its claims and its proof: what a credential and a presentation have in common.

Disclosures that do not fit leave a `Defect` in the proof and none of them in the claims, so that verification fails
with a report instead of nothing being read (RFC 9901, section 7.1: the whole SD-JWT is rejected). A key binding JWT
that cannot be read is a `Defect` likewise: present but wrong never counts as absent.
"""

from __future__ import annotations

from typing import Final

from wallet.codec import json as strict_json
from wallet.codec.jose import UnverifiedJws, split_compact
from wallet.codec.sd_jwt import UnverifiedSdJwt, always_disclosed, digest, disclose, split_sd_jwt
from wallet.errors import CredentialError
from wallet.formats.jose import optional_text, seconds, token_type
from wallet.model.credential import Defect, KeyBinding, SelectiveDisclosure
from wallet.model.frozen import frozen
from wallet.model.json import JsonObject
from wallet.model.report import Reason

KEY_BINDING_TYPE: Final = "kb+jwt"

FORBIDDEN: Final = frozenset(
    {
        *("iss", "nbf", "exp", "cnf", "vct", "vct#integrity", "aka_vcts", "status"),
        *("@context", "issuer", "validFrom", "validUntil", "issuanceDate", "expirationDate"),
        *("credentialStatus", "credentialSchema"),
    }
)
"""Top-level claims that must stand in clear: verification needs them, and a holder could leave them out.

SD-JWT VC, "Registered JWT Claims"; VC-JOSE-COSE section 3.2.1 for what the data model calls the same things.
"""


@frozen
class OpenedSdJwt:
    """The parts of an SD-JWT put together again, nothing of it authenticated yet."""

    jws: UnverifiedJws
    claims: JsonObject
    disclosure: SelectiveDisclosure
    key_binding: KeyBinding | Defect | None


def open_sd_jwt(content: bytes) -> OpenedSdJwt:
    """Take an SD-JWT apart and put its disclosures in. Raises `CredentialError` when it is no SD-JWT at all."""
    parts = split_sd_jwt(content)
    payload = strict_json.loads_object(parts.jws.unverified_payload)
    try:
        found = disclose(payload, parts.disclosures)
    except CredentialError as error:
        defect = Defect(reason=error.code, params=error.params)
        claims = always_disclosed(payload)
        disclosure = SelectiveDisclosure(shown=0, withheld=0, defect=defect)
    else:
        claims = found.claims
        forbidden = tuple(sorted(FORBIDDEN & found.names))
        disclosure = SelectiveDisclosure(shown=found.shown, withheld=found.withheld, forbidden=forbidden)
    return OpenedSdJwt(
        jws=parts.jws,
        claims=claims,
        disclosure=disclosure,
        key_binding=_key_binding(parts, payload, claims),
    )


def _key_binding(parts: UnverifiedSdJwt, payload: JsonObject, claims: JsonObject) -> KeyBinding | Defect | None:
    if parts.key_binding is None:
        return None
    try:
        return _read_key_binding(split_compact(parts.key_binding), digest(payload, parts.covered), claims)
    except CredentialError:
        return Defect(reason=Reason.KEY_BINDING_INVALID, params={"detail": "key binding"})


def _read_key_binding(jws: UnverifiedJws, expected_digest: str, claims: JsonObject) -> KeyBinding:
    """Section 4.3: the type, and the four claims that must be there."""
    header = jws.unverified_header
    binding = strict_json.loads_object(jws.unverified_payload)
    challenge, domain = optional_text(binding, "nonce"), optional_text(binding, "aud")
    issued_at, algorithm = seconds(binding, "iat"), optional_text(header, "alg")
    if token_type(header) != KEY_BINDING_TYPE or algorithm is None:
        raise CredentialError(Reason.KEY_BINDING_INVALID)
    if challenge is None or domain is None or issued_at is None:
        raise CredentialError(Reason.KEY_BINDING_INVALID)
    confirmation = claims.get("cnf")
    return KeyBinding(
        algorithm=algorithm,
        header=header,
        signing_input=jws.signing_input,
        signature=jws.signature,
        challenge=challenge,
        domain=domain,
        issued_at=issued_at,
        whole=binding.get("sd_hash") == expected_digest,
        confirmation=confirmation if isinstance(confirmation, dict) else None,
        expires=seconds(binding, "exp"),
        not_before=seconds(binding, "nbf"),
    )
