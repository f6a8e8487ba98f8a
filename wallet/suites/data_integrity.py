"""What the Data Integrity suites share: the proof configuration, and the bytes that are signed.

VC Data Integrity 1.0 section 4; DI EdDSA Cryptosuites 1.0 sections 3.2 and 3.3: the hash of the canonical proof
configuration, followed by the hash of the canonical document without its proofs.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Final

from wallet.codec.multibase import decode_base58btc, encode_base58btc
from wallet.errors import CredentialError
from wallet.model.credential import DataIntegrityProof
from wallet.model.json import JsonObject, JsonValue
from wallet.model.key import PublicKey, SigningKey
from wallet.model.report import Finding, Reason
from wallet.suites.keys import ED25519_SIGNATURE_BYTES, verify_ed25519

PROOF_VALUE: Final = "proofValue"
Canonicalize = Callable[[JsonObject], bytes | Finding]


def signed_bytes(document: JsonObject, configuration: JsonObject, canonicalize: Canonicalize) -> bytes | Finding:
    """The 64 bytes an EdDSA suite signs, or why the document or the configuration has no canonical form."""
    canonical_configuration = canonicalize(configuration)
    if isinstance(canonical_configuration, Finding):
        return canonical_configuration
    canonical_document = canonicalize(document)
    if isinstance(canonical_document, Finding):
        return canonical_document
    return sha256(canonical_configuration).digest() + sha256(canonical_document).digest()


def configuration_of(proof: JsonObject, context: JsonValue) -> JsonObject:
    """The proof options as they are hashed: without the value, under the document's context."""
    configuration = {name: value for name, value in proof.items() if name != PROOF_VALUE}
    if context is not None:
        configuration["@context"] = context
    return configuration


def verify_eddsa(
    document: JsonObject,
    configuration: JsonObject,
    proof: DataIntegrityProof,
    key: PublicKey,
    canonicalize: Canonicalize,
) -> Finding | None:
    """Check an Ed25519 `proofValue` in base58btc, the only encoding the EdDSA suites allow."""
    value = proof.options.get(PROOF_VALUE)
    try:
        signature = decode_base58btc(value if isinstance(value, str) else "")
    except CredentialError as error:
        return Finding(reason=Reason.PROOF_MALFORMED, params=error.params)
    if len(signature) != ED25519_SIGNATURE_BYTES:
        return Finding(reason=Reason.PROOF_MALFORMED, params={"detail": "signature length"})
    message = signed_bytes(document, configuration, canonicalize)
    if isinstance(message, Finding):
        return message
    return None if verify_ed25519(message, signature, key) else Finding(reason=Reason.SIGNATURE_MISMATCH)


def create_eddsa(
    document: JsonObject, configuration: JsonObject, options: JsonObject, key: SigningKey, canonicalize: Canonicalize
) -> JsonObject:
    """The finished proof object. Raises `CredentialError` where there is no canonical form to sign."""
    message = signed_bytes(document, configuration, canonicalize)
    if isinstance(message, Finding):
        raise CredentialError(message.reason, **message.params)
    return {**options, PROOF_VALUE: encode_base58btc(key.sign(message))}


def context_problem(document: JsonObject, proof: JsonObject) -> Finding | None:
    """A proof that brings a context must bring the beginning of the document's (DI EdDSA 1.0, section 3.3.2)."""
    if "@context" not in proof:
        return None
    brought, own = (
        value if isinstance(value, list) else [value] for value in (proof["@context"], document.get("@context"))
    )
    if own[: len(brought)] != brought:
        return Finding(reason=Reason.PROOF_MALFORMED, params={"detail": "proof @context"})
    return None
