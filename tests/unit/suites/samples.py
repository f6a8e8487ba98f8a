"""A credential, keys of every kind that Data Integrity signs with, and a proof taken apart; for the tests beside."""

from __future__ import annotations

from functools import cache
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.vectors.data_integrity import CURVES, VectorKey
from wallet.codec.multibase import did_key, encode_public_key
from wallet.materials.bundled import BundledContexts
from wallet.model.credential import DataIntegrityProof
from wallet.model.json import JsonObject
from wallet.model.key import KeyType, PublicKey
from wallet.registry import SUITES
from wallet.suites.interface import Cryptosuite

CONTEXTS: Final = BundledContexts()
SECRET: Final = bytes(range(1, 33))
KINDS: Final = (
    ("eddsa-rdfc-2022", KeyType.ED25519),
    ("eddsa-jcs-2022", KeyType.ED25519),
    ("Ed25519Signature2020", KeyType.ED25519),
    ("ecdsa-rdfc-2019", KeyType.P256),
    ("ecdsa-rdfc-2019", KeyType.P384),
    ("ecdsa-jcs-2019", KeyType.P256),
    ("ecdsa-jcs-2019", KeyType.P384),
)
"""Every suite that can be written, with every kind of key it takes."""

UNSECURED: Final[JsonObject] = {
    "@context": [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        "https://w3id.org/security/suites/ed25519-2020/v1",
    ],
    "id": "urn:uuid:2f0e2c86-9b0f-4f34-b8f0-0b9a1a6a2a51",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "name": "Bridge Building",
    "issuer": {"id": "did:example:school", "type": ["Profile"], "name": "Evening School"},
    "validFrom": "2026-01-01T00:00:00Z",
    "credentialSubject": {
        "id": "did:example:learner",
        "type": ["AchievementSubject"],
        "achievement": {
            "id": "urn:uuid:6b6dca94-3c38-4b5b-b9b0-4d2f37d8d4ce",
            "type": ["Achievement"],
            "name": "Bridge Building",
            "description": "Loads, spans and timber.",
            "criteria": {"narrative": "A bridge that holds."},
        },
    },
}


@cache
def keys(kind: KeyType) -> tuple[VectorKey, PublicKey]:
    """A private key and its public half."""
    if kind is KeyType.ED25519:
        raw = Ed25519PrivateKey.from_private_bytes(SECRET).public_key().public_bytes_raw()
        secret = SECRET
    else:
        secret = SECRET if kind is KeyType.P256 else SECRET + bytes(16)
        private = ec.derive_private_key(int.from_bytes(secret), CURVES[kind][0])
        raw = private.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
    public = PublicKey(type=kind, encoded=raw)
    method = f"{did_key(public)}#{encode_public_key(public)}"
    return VectorKey(type=kind, secret=secret, verification_method=method), public


def suite(name: str) -> Cryptosuite:
    """The suite of the registry that has the name."""
    found = SUITES.get(name)
    assert found is not None
    return found


def options(name: str, method: str) -> JsonObject:
    """Proof options for a suite."""
    kind: JsonObject = {"type": "DataIntegrityProof", "cryptosuite": name} if name[0].islower() else {"type": name}
    return {
        **kind,
        "created": "2026-01-02T03:04:05Z",
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
    }


@cache
def signed(name: str, kind: KeyType) -> JsonObject:
    """The proof of `UNSECURED` by a suite; callers copy it."""
    key, _ = keys(kind)
    return suite(name).create(UNSECURED, options(name, key.verification_method), key, CONTEXTS)


def proof_of(proof: JsonObject) -> DataIntegrityProof:
    """A proof object as formats parse it."""
    return DataIntegrityProof(
        type=str(proof.get("type")),
        cryptosuite=str(proof.get("cryptosuite", proof.get("type"))),
        options=proof,
        verification_method=str(proof.get("verificationMethod")),
        purpose=str(proof.get("proofPurpose")),
    )
