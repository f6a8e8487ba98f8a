"""Badges of every kind that a vault holds, issued to one learner."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from tests.flows.learner import Learner
from tests.places import SAMPLES
from tests.simulator.jose import Signer
from tests.unit.formats.texts import OPEN_BADGES, V2
from tests.unit.suites.selective_samples import party
from wallet.codec import json
from wallet.codec.jwk import public_key_from_jwk
from wallet.codec.multibase import decode_public_key, did_key, encode_base64url
from wallet.model.json import JsonObject
from wallet.model.record import ImportOutcome

ISSUER: Final = Signer("ES256", "issuer of the sharing tests")
GRADE: Final = "summa cum laude"
BIRTH: Final = "2001-02-03"
PLAIN: Final = "01-data-science.json"
TOKEN: Final = "04-academic-writing.jwt"
MANDATORY: Final = ("/issuer", "/validFrom", "/credentialSubject/id")


def open_badge(issuer: str, subject: str, name: str = "Bridge Building") -> JsonObject:
    """An unsigned Open Badges 3.0 credential with a grade that not everybody should see."""
    return {
        "@context": [V2, OPEN_BADGES],
        "id": "urn:uuid:2f0e2c86-9b0f-4f34-b8f0-0b9a1a6a2a51",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": name,
        "issuer": {"id": issuer, "type": ["Profile"], "name": "Evening School"},
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {
            "id": subject,
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "urn:uuid:6b6dca94-3c38-4b5b-b9b0-4d2f37d8d4ce",
                "type": ["Achievement"],
                "name": name,
                "description": "Loads, spans and timber.",
                "criteria": {"narrative": "A bridge that holds."},
            },
            "result": [{"type": ["Result"], "value": GRADE}],
        },
    }


def selective(suite: str, subject: str) -> bytes:
    """An Open Badge under a base proof."""
    issuer = party(suite)
    document = open_badge(issuer.key.verification_method.partition("#")[0], subject, f"Bridges, {suite}")
    return json.dumps(issuer.issue(document, MANDATORY))


def sd_jwt(holder: str) -> bytes:
    """An SD-JWT bound to the learner's key, with a grade and a date of birth that can stay behind."""
    key = decode_public_key(holder.removeprefix("did:key:"))
    jwk: JsonObject = {"kty": "OKP", "crv": "Ed25519", "x": encode_base64url(key.encoded)}
    assert did_key(public_key_from_jwk(jwk)) == holder
    claims: JsonObject = {
        "iss": ISSUER.did,
        "vct": "https://issuer.example/badge",
        "iat": 1767225600,
        "cnf": {"jwk": jwk},
        "name": "Bridges, SD-JWT",
    }
    return ISSUER.sd_jwt(claims, {"grade": GRADE, "birthdate": BIRTH}).issued()


def hosted() -> bytes:
    """A hosted Open Badge 2.0, with white space that a parser would lose."""
    return (
        b'{ "@context": "https://w3id.org/openbadges/v2",  "type": "Assertion",\n'
        b'  "id": "https://badges.example/assertions/1", "issuedOn": "2024-05-01T00:00:00Z",\n'
        b'  "recipient": {"type": "email", "hashed": true, "salt": "s", "identity": "sha256$00"},\n'
        b'  "badge": {"type": "BadgeClass", "id": "https://badges.example/classes/1", "name": "Carpentry",\n'
        b'    "issuer": {"type": "Issuer", "id": "https://badges.example/issuer", "name": "Guild"}},\n'
        b'  "verification": {"type": "hosted"} }\n'
    )


def signed_before() -> bytes:
    """A signed Open Badge 2.0: a compact JWS of an assertion."""
    assertion = json.loads_object(hosted())
    assertion["id"] = "urn:uuid:9d3c9b0e-5f9c-4f3e-8a45-3a3b0d4f1c11"
    assertion["verification"] = {"type": "signed", "creator": "https://badges.example/keys/1"}
    return ISSUER.jws(assertion, kid=None)


def fill(learner: Learner, folder: Path) -> dict[str, str]:
    """One badge of each kind in the learner's vault: kind to id."""
    holder = learner.wallet().holder()
    folder.mkdir()
    contents = {
        "plain": (SAMPLES / PLAIN).read_bytes(),
        "token": (SAMPLES / TOKEN).read_bytes(),
        "sd-jwt": sd_jwt(holder),
        "ecdsa-sd-2023": selective("ecdsa-sd-2023", holder),
        "bbs-2023": selective("bbs-2023", holder),
        "hosted": hosted(),
        "signed-2": signed_before(),
    }
    found = {}
    for kind, content in contents.items():
        (folder / kind).write_bytes(content)
        (row,) = learner.wallet().add([str(folder / kind)])
        assert row.outcome is ImportOutcome.IMPORTED, (kind, row)
        found[kind] = row.id
    return found
