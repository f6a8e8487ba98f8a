"""What the Data Integrity suites share: the proof configuration, the bytes that are signed, and the proof value.

VC Data Integrity 1.0 section 4; DI EdDSA Cryptosuites 1.0 and DI ECDSA Cryptosuites 1.0, section 3: the hash of the
canonical proof configuration, followed by the hash of the canonical document without its proofs, signed as it is.
P-384 hashes with SHA-384 throughout, the canonicalisation's own hash included; all other keys hash with SHA-256.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from cryptography.hazmat.primitives.hashes import SHA256, SHA384

from wallet.codec import jsonld
from wallet.codec.multibase import decode_base58btc, encode_base58btc
from wallet.errors import CredentialError
from wallet.model.credential import DataIntegrityProof
from wallet.model.json import JsonObject, JsonValue
from wallet.model.key import KeyType, PublicKey, SigningKey
from wallet.model.material import Contexts
from wallet.model.report import Finding, Reason
from wallet.suites.interface import SigningSteps
from wallet.suites.keys import verify_ecdsa, verify_ed25519

PROOF_TYPE: Final = "DataIntegrityProof"
PROOF_VALUE: Final = "proofValue"

Canonicalize = Callable[[JsonObject, str], bytes | Finding]
"""A document and the name of a hash (`sha256`, `sha384`) to canonical bytes."""


class Signing(NamedTuple):
    """How one kind of key signs in a Data Integrity suite: the hash, the signature's exact length, the check."""

    hash_name: str
    signature_bytes: int
    verify: Callable[[bytes, bytes, PublicKey], bool]


def _p256(message: bytes, signature: bytes, key: PublicKey) -> bool:
    return verify_ecdsa(message, signature, key, SHA256())


def _p384(message: bytes, signature: bytes, key: PublicKey) -> bool:
    return verify_ecdsa(message, signature, key, SHA384())


SIGNING: Final[Mapping[KeyType, Signing]] = MappingProxyType(
    {
        KeyType.ED25519: Signing("sha256", 64, verify_ed25519),
        KeyType.P256: Signing("sha256", 64, _p256),
        KeyType.P384: Signing("sha384", 96, _p384),
    }
)


def signing_steps(
    canonicalization: str,
    document: JsonObject,
    configuration: JsonObject,
    canonicalize: Canonicalize,
    hash_name: str = "sha256",
) -> SigningSteps | Finding:
    """The canonical forms and the two hashes that a suite signs, or why there is no canonical form."""
    canonical_configuration = canonicalize(configuration, hash_name)
    if isinstance(canonical_configuration, Finding):
        return canonical_configuration
    canonical_document = canonicalize(document, hash_name)
    if isinstance(canonical_document, Finding):
        return canonical_document
    texts = (canonical_configuration, canonical_document)
    return SigningSteps(
        canonicalization=canonicalization,
        hash_name=hash_name,
        canonical_options=canonical_configuration,
        canonical_document=canonical_document,
        signing_input=b"".join(hashlib.new(hash_name, text).digest() for text in texts),
    )


def signed_bytes(
    document: JsonObject, configuration: JsonObject, canonicalize: Canonicalize, hash_name: str = "sha256"
) -> bytes | Finding:
    """The two hashes that a suite signs, or why the document or the configuration has no canonical form."""
    steps = signing_steps("", document, configuration, canonicalize, hash_name)
    return steps if isinstance(steps, Finding) else steps.signing_input


def configuration_of(proof: JsonObject, context: JsonValue) -> JsonObject:
    """The proof options as they are hashed: without the value, under the document's context."""
    configuration = {name: value for name, value in proof.items() if name != PROOF_VALUE}
    if context is not None:
        configuration["@context"] = context
    return configuration


def verify_value(
    document: JsonObject,
    configuration: JsonObject,
    proof: DataIntegrityProof,
    key: PublicKey,
    canonicalize: Canonicalize,
) -> Finding | None:
    """Check a `proofValue`: base58btc, the only encoding these suites allow, of a signature at its exact length."""
    signing = SIGNING[key.type]
    value = proof.options.get(PROOF_VALUE)
    try:
        signature = decode_base58btc(value if isinstance(value, str) else "")
    except CredentialError as error:
        return Finding(reason=Reason.PROOF_MALFORMED, params=error.params)
    if len(signature) != signing.signature_bytes:
        return Finding(reason=Reason.PROOF_MALFORMED, params={"detail": "signature length"})
    message = signed_bytes(document, configuration, canonicalize, signing.hash_name)
    if isinstance(message, Finding):
        return message
    return None if signing.verify(message, signature, key) else Finding(reason=Reason.SIGNATURE_MISMATCH)


def create_value(
    document: JsonObject, configuration: JsonObject, options: JsonObject, key: SigningKey, canonicalize: Canonicalize
) -> JsonObject:
    """The finished proof object. Raises `CredentialError` where there is no canonical form to sign."""
    message = signed_bytes(document, configuration, canonicalize, SIGNING[key.type].hash_name)
    if isinstance(message, Finding):
        raise CredentialError(message.reason, **message.params)
    return {**options, PROOF_VALUE: encode_base58btc(key.sign(message))}


def kind_problem(proof: JsonObject, name: str) -> Finding | None:
    """A cryptosuite goes with the type DataIntegrityProof; a suite from before it is the type, and goes without one.

    The names of types begin with a capital letter, those of cryptosuites do not.
    """
    wanted = (PROOF_TYPE, name) if name[:1].islower() else (name, None)
    if (proof.get("type"), proof.get("cryptosuite")) == wanted:
        return None
    return Finding(reason=Reason.PROOF_MALFORMED, params={"detail": "cryptosuite"})


def key_problem(key_type: KeyType, key_types: frozenset[KeyType]) -> Finding | None:
    """A key of another kind than the suite's made no signature of it."""
    if key_type in key_types:
        return None
    return Finding(reason=Reason.SIGNATURE_MISMATCH, params={"detail": "key type"})


def require_key(key: SigningKey, key_types: frozenset[KeyType]) -> None:
    """Raises `CredentialError` (`suite-unsupported`) when a suite cannot sign with the key."""
    if key.type not in key_types:
        raise CredentialError(Reason.SUITE_UNSUPPORTED, key=key.type)


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


def rdf_canonicalizer(contexts: Contexts) -> Canonicalize:
    """RDFC-1.0 in JSON-LD safe mode, as bytes."""

    def canonicalize(document: JsonObject, hash_name: str) -> bytes | Finding:
        found = jsonld.canonicalize(document, contexts, hash_name=hash_name)
        return found if isinstance(found, Finding) else found.encode()

    return canonicalize
