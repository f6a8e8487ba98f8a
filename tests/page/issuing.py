"""Badges and presentations made for the page tests, signed by the wallet's own suites."""

from __future__ import annotations

import base64
import gzip
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from wallet.codec import json
from wallet.codec.jcs import canonicalize
from wallet.codec.multibase import did_key, encode_base58btc, encode_base64url
from wallet.codec.time import format_instant
from wallet.materials.bundled import BundledContexts
from wallet.model.json import JsonObject, JsonValue
from wallet.model.key import KeyType, PublicKey, SigningKey
from wallet.model.material import Material, MaterialSource
from wallet.registry import SUITES
from wallet.share.interface import Parcel

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
STATUS_URL = "https://issuer.example/status/1"
CONTEXTS = BundledContexts()
OB_CONTEXT = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
V2_CONTEXT = "https://www.w3.org/ns/credentials/v2"
PICTURE = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
    "+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def secured(document: JsonObject, key: SigningKey, purpose: str, suite: str, **options: str) -> JsonObject:
    """The document with a proof made with `key`."""
    implementation = SUITES.get(suite)
    assert implementation is not None
    kind: JsonObject = {"type": suite}
    if suite[0].islower():
        kind = {"type": "DataIntegrityProof", "cryptosuite": suite}
    proof = implementation.create(
        document,
        {
            **kind,
            "created": "2026-11-01T00:00:00Z",
            "verificationMethod": key.verification_method,
            "proofPurpose": purpose,
            **options,
        },
        key,
        CONTEXTS,
    )
    return {**document, "proof": proof}


def jwt(claims: JsonObject, key: SigningKey, algorithm: str, kind: str = "vc+jwt") -> str:
    """The claims as a compact JWS."""
    header: JsonObject = {"alg": algorithm, "typ": kind, "kid": key.verification_method}
    signed = ".".join(encode_base64url(json.dumps(part)) for part in (header, claims))
    return f"{signed}.{encode_base64url(key.sign(signed.encode()))}"


@dataclass(frozen=True)
class Actor:
    """Somebody with an Ed25519 key, made from a fixed seed."""

    seed: int
    private: Ed25519PrivateKey = field(init=False, repr=False)
    did: str = field(init=False)

    def __post_init__(self) -> None:
        private = Ed25519PrivateKey.from_private_bytes(bytes([self.seed]) * 32)
        public = PublicKey(type=KeyType.ED25519, encoded=private.public_key().public_bytes_raw())
        object.__setattr__(self, "private", private)
        object.__setattr__(self, "did", did_key(public))

    @property
    def verification_method(self) -> str:
        return f"{self.did}#{self.did.removeprefix('did:key:')}"

    @property
    def type(self) -> KeyType:
        return KeyType.ED25519

    def sign(self, message: bytes) -> bytes:
        return self.private.sign(message)

    def secure(self, document: JsonObject, purpose: str, suite: str = "eddsa-rdfc-2022", **options: str) -> JsonObject:
        """The document with this actor's proof."""
        return secured(document, self, purpose, suite, **options)

    def secure_anything(self, document: JsonObject, purpose: str) -> JsonObject:
        """As `secure` by eddsa-jcs-2022, for documents that the wallet's own suites refuse to sign."""
        options: JsonObject = {
            "type": "DataIntegrityProof",
            "cryptosuite": "eddsa-jcs-2022",
            "created": "2026-11-01T00:00:00Z",
            "verificationMethod": self.verification_method,
            "proofPurpose": purpose,
            "@context": document["@context"],
        }
        message = b"".join(sha256(canonicalize(part)).digest() for part in (options, document))
        return {**document, "proof": {**options, "proofValue": encode_base58btc(self.sign(message))}}

    def jwt(self, claims: JsonObject) -> str:
        """The claims as a JWT credential."""
        return jwt(claims, self, "EdDSA")


ISSUER = Actor(1)
HOLDER = Actor(2)
STRANGER = Actor(3)


def badge(
    name: str = "Data Literacy",
    *,
    subject: str = HOLDER.did,
    issuer: str = ISSUER.did,
    picture: str = PICTURE,
    **members: JsonValue,
) -> JsonObject:
    """An unsigned Open Badges 3.0 credential."""
    achievement: JsonObject = {
        "id": "urn:uuid:6f0b2b1e-7f1c-4a57-9c53-2f8a2d6c0002",
        "type": ["Achievement"],
        "name": "Data Literacy",
        "description": "Reads, questions and presents data in everyday work.",
        "criteria": {"narrative": "Pass the project and the oral examination."},
        "image": {"id": picture, "type": "Image"},
    }
    return {
        "@context": [V2_CONTEXT, OB_CONTEXT],
        "id": "urn:uuid:6f0b2b1e-7f1c-4a57-9c53-2f8a2d6c0001",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": issuer, "type": ["Profile"], "name": "Example University"},
        "validFrom": "2026-01-10T00:00:00Z",
        "name": name,
        "credentialSubject": {"id": subject, "type": ["AchievementSubject"], "achievement": achievement},
        **members,
    }


def status_entry(index: int, url: str = STATUS_URL) -> JsonObject:
    """A revocation entry."""
    return {
        "id": f"{url}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(index),
        "statusListCredential": url,
    }


def status_list(revoked: int | None, *, signed_at: datetime = NOW, by: Actor = ISSUER) -> Material:
    """A status list as it would be stapled, with at most one bit set."""
    bits = bytearray(131_072 // 8)
    if revoked is not None:
        bits[revoked // 8] |= 0x80 >> revoked % 8
    document: JsonObject = {
        "@context": [V2_CONTEXT],
        "id": STATUS_URL,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": by.did,
        "validFrom": format_instant(signed_at - timedelta(hours=1)),
        "credentialSubject": {
            "id": f"{STATUS_URL}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": "u" + encode_base64url(gzip.compress(bytes(bits), mtime=0)),
        },
    }
    return stapled(STATUS_URL, by.secure(document, "assertionMethod", created=format_instant(signed_at)))


def stapled(url: str, document: JsonObject) -> Material:
    """A document that travels along."""
    return Material(
        url=url,
        content=json.dumps(document),
        media_type="application/vc",
        sha256="",
        source=MaterialSource.STAPLED,
        retrieved_at=NOW,
    )


def presentation(*members: JsonValue, suite: str = "eddsa-rdfc-2022", **options: str) -> JsonObject:
    """The holder's signed presentation of credentials that are already secured."""
    contexts: list[JsonValue] = [V2_CONTEXT]
    if suite == "Ed25519Signature2020":
        contexts.append("https://w3id.org/security/suites/ed25519-2020/v1")
    document: JsonObject = {
        "@context": contexts,
        "id": "urn:uuid:6f0b2b1e-7f1c-4a57-9c53-2f8a2d6c0009",
        "type": ["VerifiablePresentation"],
        "holder": HOLDER.did,
        "verifiableCredential": list(members),
        "description": "Application for the post of data analyst",
    }
    stated = {"domain": "https://employer.example", "challenge": "c-123", "expires": "2026-12-21T00:00:00Z"}
    return HOLDER.secure(document, "authentication", suite, **(stated | options))


def presentation_of_anything(*members: JsonValue) -> JsonObject:
    """A presentation that holds what the wallet would not present."""
    document: JsonObject = {
        "@context": [V2_CONTEXT],
        "type": ["VerifiablePresentation"],
        "holder": HOLDER.did,
        "verifiableCredential": list(members),
    }
    return HOLDER.secure_anything(document, "authentication")


def enveloped(jwt: str) -> JsonObject:
    """A JWT as a member of a presentation."""
    return {"@context": V2_CONTEXT, "id": f"data:application/vc+jwt,{jwt}", "type": "EnvelopedVerifiableCredential"}


def original(content: bytes, media_type: str) -> JsonObject:
    """Any other original as a member of a presentation, byte for byte."""
    url = f"data:{media_type};base64,{base64.b64encode(content).decode()}"
    return {"@context": V2_CONTEXT, "id": url, "type": "EnvelopedVerifiableCredential"}


def open_badge_2() -> bytes:
    """A hosted Open Badge 2.0, as its host serves it."""
    return json.dumps(
        {
            "@context": "https://w3id.org/openbadges/v2",
            "type": "Assertion",
            "id": "https://badges.example/assertions/1",
            "recipient": {"type": "email", "hashed": False, "identity": "learner@example.org"},
            "badge": {
                "type": "BadgeClass",
                "id": "https://badges.example/classes/1",
                "name": "Regional studies",
                "description": "Studies a region and proposes what to do.",
                "image": "https://badges.example/classes/1.png",
                "criteria": {"narrative": "A proposal, presented to those it is about."},
                "issuer": {"id": "https://badges.example/issuer", "type": "Issuer", "name": "Example College"},
            },
            "issuedOn": "2025-03-01T00:00:00Z",
            "verification": {"type": "HostedBadge"},
        }
    )


def presentation_token(*members: JsonValue, by: Actor | None = None, **claims: JsonValue) -> bytes:
    """The holder's presentation as a JWT (VC-JOSE-COSE, section 3.1.2)."""
    document: JsonObject = {
        "@context": [V2_CONTEXT],
        "type": ["VerifiablePresentation"],
        "holder": HOLDER.did,
        "verifiableCredential": list(members),
        "iss": HOLDER.did,
        "aud": "https://employer.example",
        "nonce": "c-123",
        "iat": int(NOW.timestamp()) - 60,
        "exp": int(NOW.timestamp()) + 86_400,
        **claims,
    }
    return jwt(document, by or HOLDER, "EdDSA", "vp+jwt").encode()


def parcel(document: JsonObject, *materials: Material, note: str = "") -> Parcel:
    """The presentation, ready to share."""
    return Parcel(
        content=json.dumps(document),
        media_type="application/vp",
        expires=NOW + timedelta(days=28),
        note=note,
        materials=materials,
    )
