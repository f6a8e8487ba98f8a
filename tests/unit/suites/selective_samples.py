"""A badge with parts worth withholding, and both selective-disclosure suites ready to sign it; for the tests beside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import shake_256
from typing import Final

from tests.unit.suites.samples import CONTEXTS, SECRET, keys, options, proof_of
from wallet.codec import cbor
from wallet.codec.multibase import decode_base64url, did_key, encode_base64url, encode_public_key
from wallet.formats.vcdm import unsecured
from wallet.model.credential import DataIntegrityProof
from wallet.model.json import JsonObject
from wallet.model.key import KeyType, PublicKey, SigningKey
from wallet.model.report import Finding
from wallet.registry import DERIVABLE
from wallet.suites.bbs import BbsKey
from wallet.suites.interface import DerivableCryptosuite

NAMES: Final = ("ecdsa-sd-2023", "bbs-2023")

MANDATORY: Final = ("/issuer", "/validFrom", "/credentialSubject/achievement/name")

BADGE: Final[JsonObject] = {
    "@context": [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ],
    "id": "urn:uuid:2f0e2c86-9b0f-4f34-b8f0-0b9a1a6a2a51",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "name": "橋をかける",
    "issuer": {"id": "did:example:school", "type": ["Profile"], "name": "Evening School"},
    "validFrom": "2026-01-01T00:00:00Z",
    "validUntil": "2036-01-01T00:00:00Z",
    "credentialSubject": {
        "id": "did:example:learner",
        "type": ["AchievementSubject"],
        "identifier": [
            {"type": "IdentityObject", "identityHash": "sha256$1", "identityType": "name", "hashed": True, "salt": "a"},
            {"type": "IdentityObject", "identityHash": "sha256$2", "identityType": "name", "hashed": True, "salt": "b"},
        ],
        "achievement": {
            "id": "urn:uuid:6b6dca94-3c38-4b5b-b9b0-4d2f37d8d4ce",
            "type": ["Achievement"],
            "name": "Bridge Building",
            "description": "Loads, spans and timber.",
            "criteria": {"narrative": "A bridge that holds."},
            "tag": ["timber", "statics", "木材"],
            "resultDescription": [
                {"id": "urn:uuid:1", "type": "ResultDescription", "name": "Grade", "resultType": "LetterGrade"},
                {"id": "urn:uuid:2", "type": "ResultDescription", "name": "Hours", "resultType": "RawScore"},
            ],
        },
        "result": [
            {"type": "Result", "resultDescription": "urn:uuid:1", "value": "A"},
            {"type": "Result", "resultDescription": "urn:uuid:2", "value": "42"},
        ],
    },
    "evidence": [{"type": "Evidence", "name": "Photograph", "narrative": "The bridge, with a cart on it."}],
}


@dataclass(frozen=True, slots=True)
class Party:
    """An issuer: its suite and key, private and public."""

    suite: DerivableCryptosuite
    key: SigningKey
    public: PublicKey

    def issue(
        self, document: JsonObject = BADGE, mandatory: Sequence[str] = MANDATORY, seed: bytes = b""
    ) -> JsonObject:
        """`document` under a base proof."""
        chosen = options(self.suite.name, self.key.verification_method)
        proof = self.suite.create_base(document, chosen, self.key, CONTEXTS, mandatory, random_bytes=stream(seed))
        return {**document, "proof": proof}

    def derive(self, secured: JsonObject, *pointers: str, header: bytes = b"", seed: bytes = b"d") -> JsonObject:
        """What a holder shows of it."""
        return self.suite.derive(
            unsecured(secured), proof_in(secured), pointers, CONTEXTS,
            presentation_header=header, random_bytes=stream(seed),
        )  # fmt: skip

    def judge(self, secured: JsonObject) -> Finding | None:
        """What the suite says of a document with its proof."""
        return self.suite.verify(unsecured(secured), proof_in(secured), self.public, CONTEXTS)


def stream(seed: bytes) -> Callable[[int], bytes]:
    """Repeatable bytes, never twice the same."""
    drawn = [0]

    def random_bytes(count: int) -> bytes:
        drawn[0] += 1
        return shake_256(seed + drawn[0].to_bytes(4)).digest(count)

    return random_bytes


@cache
def party(name: str, secret: bytes = SECRET) -> Party:
    """An issuer who signs with the suite."""
    suite = DERIVABLE.get(name)
    assert suite is not None
    if name == "ecdsa-sd-2023":
        key, public = keys(KeyType.P256)
        return Party(suite, key, public)
    number = int.from_bytes(secret)
    encoded = BbsKey(secret=number, verification_method="").public_key
    public = PublicKey(type=KeyType.BLS12381_G2, encoded=encoded)
    method = f"{did_key(public)}#{encode_public_key(public)}"
    return Party(suite, BbsKey(secret=number, verification_method=method), public)


@cache
def base(name: str) -> JsonObject:
    """`BADGE` under a base proof; callers copy it."""
    return party(name).issue()


@cache
def derived(name: str, *pointers: str) -> JsonObject:
    """A part of `BADGE` under a derived proof; callers copy it."""
    return party(name).derive(base(name), *pointers)


def proof_in(secured: JsonObject) -> DataIntegrityProof:
    """The proof of a document, as formats parse it."""
    proof = secured["proof"]
    assert isinstance(proof, dict)
    return proof_of(proof)


def components(secured: JsonObject) -> tuple[bytes, list[cbor.CborValue]]:
    """The first three bytes of the proof value, and what follows."""
    content = decode_base64url(str(proof_in(secured).options["proofValue"])[1:])
    found = cbor.decode(content[3:])
    assert isinstance(found, list)
    return content[:3], found


def with_value(secured: JsonObject, content: bytes) -> JsonObject:
    """The document with another proof value."""
    proof = {**proof_in(secured).options, "proofValue": f"u{encode_base64url(content)}"}
    return {**secured, "proof": proof}


def with_components(secured: JsonObject, changed: Sequence[cbor.Encodable]) -> JsonObject:
    """The document with other components in its proof value."""
    header, _ = components(secured)
    return with_value(secured, header + cbor.encode(changed))


def with_component(secured: JsonObject, index: int, value: cbor.Encodable) -> JsonObject:
    """The document with one component of its proof value replaced."""
    _, found = components(secured)
    changed: list[cbor.Encodable] = [*found]
    changed[index] = value
    return with_components(secured, changed)
