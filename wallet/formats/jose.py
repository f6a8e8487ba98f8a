"""What every JOSE format shares: the type in the header, registered claims, and the JWS as a proof.

Follows RFC 7515 (header), RFC 7519 (claims), RFC 7800 (`cnf`) and RFC 8725 section 3.11 (one kind of token must not
pass as another).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from wallet.codec.jose import UnverifiedJws
from wallet.codec.jwk import public_key_from_jwk
from wallet.codec.multibase import did_key
from wallet.codec.time import format_instant, instant_from_seconds
from wallet.errors import CredentialError
from wallet.model.credential import Credential, Defect, JwsProof
from wallet.model.json import JsonObject, JsonValue
from wallet.model.report import Reason

VC_JWT: Final = frozenset({"vc+jwt", "vc-ld+jwt", "vc+ld+jwt", "vc+ld+json+jwt"})
VP_JWT: Final = frozenset({"vp+jwt", "vp-ld+jwt", "vp+ld+jwt", "vp+ld+json+jwt"})
VC_SD_JWT: Final = frozenset({"vc+sd-jwt", "dc+sd-jwt", "vc-ld+sd-jwt", "vc+ld+json+sd-jwt"})
VP_SD_JWT: Final = frozenset({"vp+sd-jwt", "vp-ld+sd-jwt", "vp+ld+json+sd-jwt"})
"""Media types without `application/`: the registered ones, and those of the drafts before them that are still met."""

JWT: Final = "jwt"
"""The general type (RFC 7519, section 5.1): what is inside has to say what it is."""


def token_type(header: JsonObject) -> str | None:
    """The `typ` in lower case without `application/`; None without one. Raises `CredentialError` for no text."""
    value = header.get("typ")
    if value is not None and not isinstance(value, str):
        raise CredentialError(Reason.MALFORMED, member="typ")
    return None if value is None else value.lower().removeprefix("application/")


def require_type(header: JsonObject, allowed: frozenset[str | None]) -> None:
    """Refuse a token made to be something else, such as a presentation handed over as a credential."""
    if token_type(header) not in allowed:
        raise CredentialError(Reason.NOT_A_CREDENTIAL, member="typ")


def agreed(member: JsonValue, claim: JsonValue, name: str) -> JsonValue:
    """The value of a registered claim and of the member that it stands for, which agree where both are there.

    Raises `CredentialError`: `proof-malformed` when they contradict each other, `malformed` for a claim that is no
    text.
    """
    if not isinstance(claim, str):
        raise CredentialError(Reason.MALFORMED, member=name)
    if member is not None and member != claim:
        raise CredentialError(Reason.PROOF_MALFORMED, detail=name)
    return claim


def without_contradictions(
    read: Callable[[JsonObject], JsonObject], claims: JsonObject
) -> tuple[JsonObject, Defect | None]:
    """The document that `read` finds in the claims, and the first claim that contradicts it, which is left out.

    Such a document is not unreadable: it is read, and its proof cannot hold. Raises `CredentialError` for the rest.
    """
    defect: Defect | None = None
    while True:
        try:
            return read(claims), defect
        except CredentialError as error:
            name = error.params.get("detail")
            if error.code != Reason.PROOF_MALFORMED or name not in claims:
                raise
            defect = defect or Defect(reason=error.code, params=error.params)
            claims = {other: value for other, value in claims.items() if other != name}


def jws_proof(jws: UnverifiedJws, claims: JsonObject, signer: str | None, defect: Defect | None = None) -> JwsProof:
    """The JWS as a proof by `signer`, whom a relative `kid` belongs to."""
    header = jws.unverified_header
    algorithm, key_id = header.get("alg"), header.get("kid")
    if not isinstance(algorithm, str):
        raise CredentialError(Reason.MALFORMED, member="alg")
    if key_id is not None and not isinstance(key_id, str):
        raise CredentialError(Reason.MALFORMED, member="kid")
    if key_id is not None and ":" not in key_id:
        # `#key-1` or a bare name.
        key_id = f"{signer}#{key_id.removeprefix('#')}" if signer else None
    return JwsProof(
        algorithm=algorithm,
        header=header,
        signing_input=jws.signing_input,
        signature=jws.signature,
        verification_method=key_id,
        expires=seconds(claims, "exp"),
        not_before=seconds(claims, "nbf"),
        defect=defect,
    )


def with_audience(proof: JwsProof, claims: JsonObject) -> JwsProof:
    """The proof of a presentation with what `nonce` and `aud` say (RFC 7519, section 4.1.3: one or several)."""
    audience = claims.get("aud")
    several = audience if isinstance(audience, list) else [] if audience is None else [audience]
    return replace(proof, challenge=optional_text(claims, "nonce"), domain=texts(several, "aud"))


def seconds(claims: JsonObject, name: str) -> float | None:
    """A NumericDate (RFC 7519, section 2), where there is one."""
    value = claims.get(name)
    if value is None and name not in claims:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise CredentialError(Reason.MALFORMED, member=name)
    return float(value)


def instant(claims: JsonObject, name: str) -> str | None:
    """The same as RFC 3339 text."""
    value = seconds(claims, name)
    if value is None:
        return None
    at = instant_from_seconds(value)
    if at is None:
        raise CredentialError(Reason.MALFORMED, member=name)
    return format_instant(at)


def optional_text(claims: JsonObject, name: str) -> str | None:
    """A claim that is text where it is there."""
    value = claims.get(name)
    if value is not None and not isinstance(value, str):
        raise CredentialError(Reason.MALFORMED, member=name)
    return value


def texts(values: Sequence[JsonValue], name: str) -> tuple[str, ...]:
    """All of `values`, which must be text."""
    found = tuple(value for value in values if isinstance(value, str))
    if len(found) != len(values):
        raise CredentialError(Reason.MALFORMED, member=name)
    return found


def confirmed(credential: Credential, claims: JsonObject) -> Credential:
    """The credential with the key that `cnf` binds it to; of several subjects nobody can tell which one has it."""
    confirmation = confirmation_of(claims)
    if confirmation is None or len(credential.subjects) != 1:
        return credential
    return replace(credential, subjects=(replace(credential.subjects[0], confirmation=confirmation),))


def confirmation_of(claims: JsonObject) -> str | None:
    """The holder's key in `cnf` as a DID; None for a key that no DID of this wallet can say."""
    value = claims.get("cnf")
    if not isinstance(value, dict):
        return None
    key_id, jwk = value.get("kid"), value.get("jwk")
    if isinstance(jwk, dict):
        try:
            return did_key(public_key_from_jwk(jwk))
        except CredentialError:
            return None
    return key_id.partition("#")[0] if isinstance(key_id, str) and key_id.startswith("did:") else None
