"""Badges signed on the spot, and an outside world that is a dictionary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Final

from scripts.sample_issuer.keys import Ed25519Key
from tests.simulator.issuer import CONTEXTS, NOW, received, verification
from wallet.codec import json as strict_json
from wallet.codec.multibase import did_key, encode_base64url, encode_public_key
from wallet.model.json import JsonObject, JsonValue
from wallet.model.key import KeyType
from wallet.model.material import Material, MaterialSource, Unavailable
from wallet.model.report import Check, CheckResult, VerificationReport
from wallet.registry import SUITES

BASE: Final = ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]


@dataclass(slots=True)
class World:
    """What each URL answers: a JSON value, raw bytes, or (absent) nothing. Remembers what was asked for."""

    answers: dict[str, JsonValue | bytes] = field(default_factory=dict)
    source: MaterialSource = MaterialSource.MATERIALS
    retrieved_at: datetime | None = NOW
    asked: list[str] = field(default_factory=list)

    def get(self, url: str, *, max_bytes: int) -> Material | Unavailable:
        self.asked.append(url)
        if url not in self.answers:
            return Unavailable(url=url, why="not-found")
        answer = self.answers[url]
        content = answer if isinstance(answer, bytes) else strict_json.dumps(answer)
        if len(content) > max_bytes:
            return Unavailable(url=url, why="too-large")
        return Material(
            url=url,
            content=content,
            media_type="application/json",
            sha256=sha256(content).hexdigest(),
            source=self.source,
            retrieved_at=self.retrieved_at,
        )


@dataclass(frozen=True, slots=True)
class Signer:
    """An Ed25519 key under a phrase, called `method` in proofs; by default the method of its did:key."""

    phrase: str
    method: str = ""

    @property
    def key(self) -> Ed25519Key:
        return Ed25519Key(self.phrase)

    @property
    def did(self) -> str:
        return did_key(self.key.public)

    @property
    def multikey(self) -> str:
        return encode_public_key(self.key.public)

    @property
    def verification_method(self) -> str:
        return self.method or f"{self.did}#{self.multikey}"

    @property
    def type(self) -> KeyType:
        return KeyType.ED25519

    def sign(self, message: bytes) -> bytes:
        return self.key.sign(message)

    def jwk(self, **more: JsonValue) -> JsonObject:
        return {**self.key.jwk(), **more}

    def secure(self, document: JsonObject, **options: JsonValue) -> JsonObject:
        """`document` with an eddsa-jcs-2022 proof."""
        proof: JsonObject = {
            "type": "DataIntegrityProof",
            "cryptosuite": "eddsa-jcs-2022",
            "created": "2026-01-10T00:00:00Z",
            "verificationMethod": self.verification_method,
            "proofPurpose": "assertionMethod",
            **options,
        }
        suite = SUITES.get("eddsa-jcs-2022")
        assert suite is not None
        return {**document, "proof": suite.create(document, proof, self, CONTEXTS)}

    def jws(self, claims: JsonObject, **header: JsonValue) -> bytes:
        """`claims` as a compact JWS."""
        parts = [strict_json.dumps({"alg": "EdDSA", **header}), strict_json.dumps(claims)]
        signing_input = b".".join(encode_base64url(part).encode() for part in parts)
        return signing_input + b"." + encode_base64url(self.sign(signing_input)).encode()


def badge(issuer: str, **more: JsonValue) -> JsonObject:
    """An unsigned badge by `issuer`."""
    return {
        "@context": [*BASE],
        "id": "urn:uuid:badge",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": issuer, "type": ["Profile"], "name": "Example University"},
        "validFrom": "2026-01-10T00:00:00Z",
        "credentialSubject": {
            "id": "did:key:z6MkhXS1NhXgGPdfSkqLLYJCxBMn9jirHTszBgo7oLQGaUm1",
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "urn:uuid:achievement",
                "type": ["Achievement"],
                "name": "Data Literacy",
                "description": "Reads and questions data.",
                "criteria": {"narrative": "Pass the project."},
            },
        },
        **more,
    }


def judge(
    content: JsonObject | bytes, answers: Mapping[str, JsonValue | bytes] | World | None = None, *, at: datetime = NOW
) -> VerificationReport:
    """The report on a badge in a world."""
    world = answers if isinstance(answers, World) else World(dict(answers or {}))
    payload = content if isinstance(content, bytes) else strict_json.dumps(content)
    return verification(world, at=at).verify(received(payload))


def result(report: VerificationReport, check: Check) -> CheckResult:
    """The result of one check."""
    return next(item for item in report.checks if item.check is check)
