"""Badges with status entries, and the lists they lead to: signed by issuers in memory, changed by a test at will."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from scripts.sample_issuer.issuer import EDDSA_JCS, V2, Ed25519Key, SampleIssuer
from tests.simulator.issuer import NOW, received, verification
from wallet.codec import json
from wallet.codec.multibase import encode_base64url
from wallet.codec.time import format_instant
from wallet.model.json import JsonObject, JsonValue
from wallet.model.material import Material, Materials, MaterialSource, Unavailable
from wallet.model.report import Check, CheckResult, VerificationReport

URL: Final = "https://issuer.example/status/1"
ISSUER: Final = SampleIssuer.of_key(Ed25519Key("status issuer"), name="Issuer")
OTHER: Final = SampleIssuer.of_key(Ed25519Key("somebody else"), name="Somebody else")
BADGE_ID: Final = "urn:uuid:3d0b1f0e-6a55-4f39-9a36-6a7a3f4b9f11"
ENTRIES: Final = 131_072


@dataclass
class World:
    """What is at each address, how it was got, and who asked."""

    at: dict[str, bytes] = field(default_factory=dict)
    source: MaterialSource = MaterialSource.FETCHED
    retrieved_at: datetime | None = NOW
    asked: list[str] = field(default_factory=list)

    def get(self, url: str, *, max_bytes: int) -> Material | Unavailable:
        self.asked.append(url)
        if url not in self.at:
            return Unavailable(url=url, why="timeout")
        return self.material(url)

    def material(self, url: str = URL) -> Material:
        """What is at `url`."""
        content = self.at[url]
        return Material(
            url=url,
            content=content,
            media_type="application/vc",
            sha256=sha256(content).hexdigest(),
            source=self.source,
            retrieved_at=self.retrieved_at,
        )


def holding(document: JsonValue | bytes, url: str = URL) -> World:
    """A world with one document in it; bytes as they are, values as JSON."""
    return World({url: document if isinstance(document, bytes) else json.dumps(document)})


def badge(*status: JsonObject, issuer: SampleIssuer = ISSUER, members: JsonObject | None = None) -> JsonObject:
    """A signed badge with these status entries; a member given as None is left out."""
    document: JsonObject = {
        "@context": [V2],
        "id": BADGE_ID,
        "type": ["VerifiableCredential"],
        "issuer": issuer.id,
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {"id": "did:example:learner"},
        **(members or {}),
    }
    document = {name: value for name, value in document.items() if value is not None}
    if status:
        document["credentialStatus"] = list(status)
    return issuer.secure(document, created=NOW - timedelta(days=300), suite=EDDSA_JCS)


def packed(bits: bytes, *, prefix: str = "u") -> str:
    """An `encodedList`."""
    return prefix + encode_base64url(gzip.compress(bits, mtime=0))


def marked(*indexes: int, size: int = ENTRIES) -> bytes:
    """Bits with these set, from the left."""
    bits = bytearray(size // 8)
    for index in indexes:
        bits[index // 8] |= 0x80 >> index % 8
    return bytes(bits)


def list_credential(
    bits: bytes = b"",
    *,
    issuer: SampleIssuer = ISSUER,
    signed: datetime = NOW,
    subject: JsonObject | None = None,
    types: Sequence[str] = ("VerifiableCredential", "BitstringStatusListCredential"),
    **members: JsonValue,
) -> JsonObject:
    """A signed list; `subject` replaces members of its subject."""
    document: JsonObject = {
        "@context": [V2],
        "id": URL,
        "type": list(types),
        "issuer": issuer.id,
        "validFrom": format_instant(signed),
        "credentialSubject": {
            "id": f"{URL}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": packed(bits or marked()),
            **(subject or {}),
        },
        **members,
    }
    document = {name: value for name, value in document.items() if value is not None}
    return issuer.secure(document, created=signed, suite=EDDSA_JCS)


def token_list(
    values: bytes, bits: int = 1, *, issuer: SampleIssuer = ISSUER, claims: JsonObject | None = None
) -> bytes:
    """A signed status list token; a claim given as None is left out."""
    stated: JsonObject = {
        "sub": URL,
        "iat": int(NOW.timestamp()),
        "status_list": {"bits": bits, "lst": encode_base64url(zlib.compress(values))},
        **(claims or {}),
    }
    stated = {name: value for name, value in stated.items() if value is not None}
    return issuer.jwt(stated, type="statuslist+jwt").encode()


def report(
    document: JsonObject,
    world: Materials,
    *,
    at: datetime = NOW,
    network: str = "on",
    max_age: timedelta | None = None,
    known: Sequence[Material] = (),
) -> VerificationReport:
    """The whole report on a badge; `known` are lists that revoked a badge before."""
    judge = replace(
        verification(world, at=at),
        network=network,
        max_status_age=max_age,
        revoking_lists=lambda url: [material for material in known if material.url == url],
    )
    return judge.verify(received(json.dumps(document)))


def status(
    document: JsonObject,
    world: Materials,
    *,
    at: datetime = NOW,
    network: str = "on",
    max_age: timedelta | None = None,
    known: Sequence[Material] = (),
) -> CheckResult:
    """The status check alone."""
    found = report(document, world, at=at, network=network, max_age=max_age, known=known)
    return next(result for result in found.checks if result.check is Check.STATUS)
