"""What the tests of the Data Integrity vectors share: reading and judging them, altering them, and signing again."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, HashAlgorithm

from tests.simulator.issuer import Nothing, received, verification
from tests.vectors.evidence import VectorContexts
from wallet.codec import json
from wallet.codec.multibase import decode_base58btc
from wallet.model.json import JsonObject
from wallet.model.key import KeyType
from wallet.model.report import Check, CheckResult, Outcome, Reason

CURVES: Final[dict[KeyType, tuple[ec.EllipticCurve, HashAlgorithm]]] = {
    KeyType.P256: (ec.SECP256R1(), SHA256()),
    KeyType.P384: (ec.SECP384R1(), SHA384()),
}
SECRET_CODECS: Final = {b"\x80\x26": KeyType.ED25519, b"\x86\x26": KeyType.P256, b"\x87\x26": KeyType.P384}
"""Multicodec varints of private keys (multiformats table)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VectorKey:
    """A published private key. ECDSA takes its nonce from key and message (RFC 6979), as the vectors were made."""

    type: KeyType
    secret: bytes
    verification_method: str

    @classmethod
    def from_multibase(cls, text: str, verification_method: str) -> VectorKey:
        """A key as `secretKeyMultibase` writes it."""
        content = decode_base58btc(text)
        return cls(type=SECRET_CODECS[content[:2]], secret=content[2:], verification_method=verification_method)

    def sign(self, message: bytes) -> bytes:
        if self.type is KeyType.ED25519:
            return Ed25519PrivateKey.from_private_bytes(self.secret).sign(message)
        curve, hash_algorithm = CURVES[self.type]
        key = ec.derive_private_key(int.from_bytes(self.secret), curve)
        r, s = decode_dss_signature(key.sign(message, ec.ECDSA(hash_algorithm, deterministic_signing=True)))
        width = (curve.key_size + 7) // 8
        return r.to_bytes(width) + s.to_bytes(width)


def read_vector(vectors: Path, name: str) -> JsonObject:
    return json.loads_object((vectors / name).read_bytes())


def proofs_of(document: JsonObject) -> list[JsonObject]:
    found = document["proof"]
    return [item for item in (found if isinstance(found, list) else [found]) if isinstance(item, dict)]


def without_proof(document: JsonObject) -> JsonObject:
    return {name: value for name, value in document.items() if name != "proof"}


def options_of(proof: JsonObject) -> JsonObject:
    return {name: value for name, value in proof.items() if name != "proofValue"}


def proof_check(vectors: Path, document: JsonObject, at: datetime) -> CheckResult:
    verifying = verification(Nothing(), at=at, contexts=VectorContexts.read(vectors))
    report = verifying.verify(received(json.dumps(document)))
    return next(result for result in report.checks if result.check is Check.PROOF)


def proof_passes(vectors: Path, document: JsonObject, at: datetime) -> bool:
    """Whether it is still readable as a credential and its proof check passes."""
    verifying = verification(Nothing(), at=at, contexts=VectorContexts.read(vectors))
    report = verifying.verify(received(json.dumps(document)))
    assert Reason.INTERNAL_ERROR not in report.reasons
    return any(result.check is Check.PROOF and result.outcome is Outcome.PASSED for result in report.checks)


def leaves(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The path of every text, number and truth value in a JSON value."""
    if isinstance(value, dict):
        return [found for key, member in value.items() for found in leaves(member, (*path, key))]
    if isinstance(value, list):
        return [found for key, member in enumerate(value) for found in leaves(member, (*path, key))]
    return [path]


def altered(document: JsonObject, path: tuple[str | int, ...]) -> JsonObject:
    """A copy of `document` in which the value at `path` is another one of its kind."""
    copy = deepcopy(document)
    place: object = copy
    for key in path[:-1]:
        place = place[key]  # type: ignore[index]  # the path was taken from this document
    last = path[-1]
    old = place[last]  # type: ignore[index]
    place[last] = (not old) if isinstance(old, bool) else f"{old}x" if isinstance(old, str) else old + 1  # type: ignore[index]
    return copy
