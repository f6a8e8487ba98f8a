"""Credentials under an electronic seal: a JWS in JSON serialisation, as the European Digital Credentials have it.

RFC 7515 section 7.2 (general and flattened), RFC 7797 (`b64`: the issuers write the credential as it is, a JSON text
in a string), ETSI TS 119 182-1 (JAdES). Only what a seal says of itself is read here; whether it holds, and whose it
is, is judged in `wallet.verify.seals`.
"""

from __future__ import annotations

from typing import Final

from wallet.codec import json as strict_json
from wallet.codec.limits import MAX_JOSE_HEADER_BYTES, MAX_PROOFS
from wallet.codec.multibase import decode_base64url
from wallet.errors import CredentialError
from wallet.formats.vcdm import parse_credential
from wallet.model.credential import Defect, JwsProof, VerifiableCredential
from wallet.model.json import JsonObject, JsonValue
from wallet.model.report import Reason

_FLATTENED: Final = frozenset({"protected", "header", "signature"})


class SealedCredential:
    """A credential in a JWS in JSON serialisation, with one signature or several."""

    name: Final = "jades"

    def recognises(self, payload: bytes) -> bool:
        """Whether this is a JSON object with the members of such a JWS."""
        if b'"payload"' not in payload or b'"signature' not in payload or payload.lstrip()[:1] != b"{":
            return False
        try:
            document = strict_json.loads_object(payload)
        except CredentialError:
            # Broken JSON is the business of the format that reads all JSON, and says what is wrong with it.
            return False
        return "payload" in document and ("signatures" in document or "signature" in document)

    def parse(self, payload: bytes) -> VerifiableCredential:
        """Parse a sealed credential. Raises `CredentialError`."""
        envelope = strict_json.loads_object(payload)
        text = envelope.get("payload")
        if not isinstance(text, str) or not text:
            # What was signed may be elsewhere (RFC 7515, appendix F), and it is not fetched.
            raise CredentialError(Reason.UNSUPPORTED_FORMAT, what="detached")
        headers = [(item, _protected(item)) for item in _signatures(envelope)]
        plain = [header.get("b64") is False for _, header in headers]
        content = text.encode() if plain[0] else decode_base64url(text)
        document = strict_json.loads_object(content)
        disagree = len(set(plain)) > 1
        return VerifiableCredential(
            received=payload,
            format=self.name,
            document=document,
            credential=parse_credential(document),
            proofs=tuple(_proof(item, header, text, disagree=disagree) for item, header in headers),
        )


def _signatures(envelope: JsonObject) -> list[JsonObject]:
    """The signatures of either serialisation, which must not be mixed (RFC 7515, section 7.2.2)."""
    listed = envelope.get("signatures")
    if "signatures" not in envelope:
        return [{name: value for name, value in envelope.items() if name in _FLATTENED}]
    if _FLATTENED.intersection(envelope):
        raise CredentialError(Reason.AMBIGUOUS, member="signatures")
    if not isinstance(listed, list) or not listed:
        raise CredentialError(Reason.MALFORMED, member="signatures")
    if len(listed) > MAX_PROOFS:
        raise CredentialError(Reason.TOO_COMPLEX, limit=str(MAX_PROOFS))
    found = [item for item in listed if isinstance(item, dict)]
    if len(found) != len(listed):
        raise CredentialError(Reason.MALFORMED, member="signatures")
    return found


def _protected(signature: JsonObject) -> JsonObject:
    encoded = signature.get("protected")
    if not isinstance(encoded, str):
        raise CredentialError(Reason.MALFORMED, member="protected")
    if len(encoded) > MAX_JOSE_HEADER_BYTES:
        raise CredentialError(Reason.TOO_LARGE, detail="JWS header", limit=str(MAX_JOSE_HEADER_BYTES))
    return strict_json.loads_object(decode_base64url(encoded))


def _proof(signature: JsonObject, header: JsonObject, text: str, *, disagree: bool) -> JwsProof:
    algorithm, value = header.get("alg"), signature.get("signature")
    if not isinstance(algorithm, str):
        raise CredentialError(Reason.MALFORMED, member="alg")
    if not isinstance(value, str):
        raise CredentialError(Reason.MALFORMED, member="signature")
    unprotected = signature.get("header", {})
    if not isinstance(unprotected, dict):
        raise CredentialError(Reason.MALFORMED, member="header")
    defect = None
    if disagree or "b64" in unprotected:
        # One payload cannot be two things (RFC 7797, section 3).
        defect = Defect(reason=Reason.PROOF_MALFORMED, params={"detail": "b64"})
    elif unprotected.keys() & header.keys():
        defect = Defect(reason=Reason.PROOF_MALFORMED, params={"detail": "JWS header"})
    return JwsProof(
        algorithm=algorithm,
        header=header,
        signing_input=f"{_text(signature['protected'])}.{text}".encode(),
        signature=decode_base64url(value),
        verification_method=None,
        defect=defect,
        unprotected=unprotected,
    )


def _text(value: JsonValue) -> str:
    return value if isinstance(value, str) else ""
