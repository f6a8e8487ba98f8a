"""Open Badges 0.5 to 2.1: assertions that their host vouches for, or that a JWS of their issuer secures.

Open Badges 2.0, "Verification": a `HostedBadge` is authentic while its own address still says the same, a
`SignedBadge` is a compact JWS by a key that the issuer's profile lists.
"""

from __future__ import annotations

from typing import Final

from wallet.codec import json as strict_json
from wallet.codec.jose import looks_compact, split_compact
from wallet.errors import CredentialError
from wallet.formats.assertion import credential_of, is_assertion, verification_of
from wallet.model.credential import JwsProof, VerifiableCredential
from wallet.model.json import JsonObject
from wallet.model.report import Reason

_MARK: Final = b'"recipient"'


class OpenBadge2:
    """An assertion as JSON or as compact JWS. A hosted one has no proof of its own."""

    name: Final = "open_badges_2"

    def recognises(self, payload: bytes) -> bool:
        """Whether this is an assertion of Open Badges before 3.0."""
        if payload.lstrip()[:1] == b"{":
            return _is_assertion(payload)
        return looks_compact(payload) and _is_signed_assertion(payload)

    def parse(self, payload: bytes) -> VerifiableCredential:
        """Parse an assertion. Raises `CredentialError`."""
        assertion, proofs = _signed(payload) if looks_compact(payload) else (strict_json.loads_object(payload), ())
        if not is_assertion(assertion):
            raise CredentialError(Reason.NOT_A_CREDENTIAL, member="type")
        return VerifiableCredential(
            received=payload,
            format=self.name,
            document=assertion,
            credential=credential_of(assertion),
            proofs=proofs,
        )


def _signed(payload: bytes) -> tuple[JsonObject, tuple[JwsProof, ...]]:
    jws = split_compact(payload)
    assertion = strict_json.loads_object(jws.unverified_payload)
    algorithm = jws.unverified_header.get("alg")
    if not isinstance(algorithm, str):
        raise CredentialError(Reason.MALFORMED, member="alg")
    verification = verification_of(assertion)
    named = [verification.get("creator"), verification.get("url")]
    proof = JwsProof(
        algorithm=algorithm,
        header=jws.unverified_header,
        signing_input=jws.signing_input,
        signature=jws.signature,
        verification_method=next((name for name in named if isinstance(name, str)), None),
    )
    return assertion, (proof,)


def _is_assertion(payload: bytes) -> bool:
    if _MARK not in payload or b'"badge"' not in payload:
        return False
    try:
        return is_assertion(strict_json.loads_object(payload))
    except CredentialError:
        # Broken JSON is the business of the format that reads all JSON, and says what is wrong with it.
        return False


def _is_signed_assertion(payload: bytes) -> bool:
    try:
        return _is_assertion(split_compact(payload).unverified_payload)
    except CredentialError:
        return False
