"""Generated credentials: what issuers write, in many shapes, secured in each way that the other implementations know.

Every one is good: in force at the instant of the tests, signed by the key that its issuer is. Half of the Data
Integrity ones are signed by the wallet's suites and half by openvc-core, so neither is only held against itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from openvc.keys import Ed25519SigningKey
from openvc.proof.data_integrity import DataIntegrityProofSuite
from openvc.proof.di_jcs import EddsaJcsProofSuite

from scripts.sample_issuer.issuer import (
    ED25519_2020,
    ED25519_SIGNATURE_2020,
    EDDSA_JCS,
    EDDSA_RDFC,
    OPEN_BADGES,
    V1,
    V2,
    SampleIssuer,
)
from scripts.sample_issuer.keys import Ed25519Key
from tests.differential.draws import Draws
from wallet.codec import json
from wallet.codec.multibase import encode_base64url
from wallet.materials.bundled import BundledContexts
from wallet.model.json import JsonObject, JsonValue
from wallet.model.key import KeyType
from wallet.registry import SUITES

CREATED: Final = datetime(2026, 5, 1, tzinfo=UTC)
EXTENSIONS: Final = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
LIST: Final = "https://issuer.example/status/1"
SET_INDEX: Final = 94_567
"""The only entry of the status list that is set."""

DATA_INTEGRITY: Final = (EDDSA_RDFC, EDDSA_JCS, ED25519_SIGNATURE_2020)
ECDSA_RDFC: Final = "ecdsa-rdfc-2019"
ECDSA_JCS: Final = "ecdsa-jcs-2019"
ECDSA: Final = frozenset({ECDSA_RDFC, ECDSA_JCS})
JWT_1: Final = "jwt"
JWT_2: Final = "vc+jwt"
JWT: Final = frozenset({JWT_1, JWT_2})
"""VC-JWT 1.1, with the credential in its `vc` claim, and VC-JOSE-COSE 2.0, where the claims are the credential."""

_NAMES: Final = (
    "データサイエンス入門",
    "Critical Reading",
    "Étude de cas",
    "地域課題解決演習",
    "Lab Safety & Care",
    "統計学",
)
_ISSUERS: Final = ("見本大学", "Example College", "Académie d’Exemple")
_FROM: Final = ("2024-04-01T00:00:00Z", "2024-04-01T09:00:00+09:00", "2024-09-30T23:59:59.5Z")
_UNTIL: Final = (None, "2998-03-31T00:00:00Z", "2998-03-31T09:00:00+09:00")


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """One good credential: how it is secured, its unsecured document, and the bytes that travel."""

    name: str
    secured: str
    document: JsonObject
    content: bytes
    issuer: Issuer


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """A did:key issuer that signs JSON and claims."""

    sample: SampleIssuer
    algorithm: str = "EdDSA"
    jws_id: str = ""
    sign: Callable[[bytes], bytes] = field(repr=False)

    @property
    def id(self) -> str:
        """The DID that its JWTs are issued under."""
        return self.jws_id or self.sample.id


@cache
def issuer(phrase: str) -> Issuer:
    """The Ed25519 issuer of a phrase."""
    key = Ed25519Key(phrase)
    return Issuer(sample=SampleIssuer.of_key(key, name=phrase), sign=key.sign)


@cache
def p256_issuer(phrase: str) -> Issuer:
    """A P-256 issuer (did:jwk), whose signatures are the same every time (RFC 6979)."""
    seed = int.from_bytes(Ed25519Key(phrase).public.encoded) % (2**255) + 1
    private = ec.derive_private_key(seed, ec.SECP256R1())
    numbers = private.public_key().public_numbers()
    jwk: JsonObject = {
        "kty": "EC",
        "crv": "P-256",
        "x": encode_base64url(numbers.x.to_bytes(32)),
        "y": encode_base64url(numbers.y.to_bytes(32)),
    }

    def sign(message: bytes) -> bytes:
        r, s = decode_dss_signature(private.sign(message, ec.ECDSA(SHA256(), deterministic_signing=True)))
        return r.to_bytes(32) + s.to_bytes(32)

    return Issuer(
        sample=issuer(phrase).sample,
        algorithm="ES256",
        jws_id=f"did:jwk:{encode_base64url(json.dumps(jwk))}",
        sign=sign,
    )


def contexts_of(*urls: str) -> list[JsonValue]:
    """`@context` with these URLs."""
    return [*urls]


def unsigned(draws: Draws, who: str, secured: str) -> JsonObject:
    """What an issuer might write: an Open Badge mostly, sometimes a bare credential."""
    version_1 = secured == ED25519_SIGNATURE_2020 and draws.chance(3)
    extra = [ED25519_2020] if secured == ED25519_SIGNATURE_2020 else []
    plain = not version_1 and draws.chance(3)
    until = draws.pick(_UNTIL)
    document: JsonObject = {
        "@context": contexts_of(V1 if version_1 else V2, *([] if plain else [OPEN_BADGES]), *extra),
        "id": f"urn:uuid:00000000-0000-4000-8000-{draws.below(16**12):012x}",
        "type": ["VerifiableCredential"] if plain else ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": who if plain else {"id": who, "type": ["Profile"], "name": draws.pick(_ISSUERS)},
        "issuanceDate" if version_1 else "validFrom": draws.pick(_FROM),
    }
    if until is not None:
        document["expirationDate" if version_1 else "validUntil"] = until
    if not version_1:
        document["name"] = draws.pick(_NAMES)
    document["credentialSubject"] = _plain_subject(draws) if plain else _badge_subject(draws)
    if not version_1 and draws.chance(3):
        document["credentialStatus"] = status_entry(draws.below(90_000))
    return document


def status_entry(index: int, **other: JsonValue) -> JsonObject:
    """A Bitstring status entry."""
    return {
        "id": f"{LIST}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(index),
        "statusListCredential": LIST,
        **other,
    }


def _plain_subject(draws: Draws) -> JsonObject:
    return {"id": issuer(f"learner {draws.below(50)}").sample.id, "description": draws.pick(_NAMES)}


def _badge_subject(draws: Draws) -> JsonObject:
    achievement: JsonObject = {
        "id": f"urn:uuid:00000000-0000-4000-8001-{draws.below(16**12):012x}",
        "type": ["Achievement"],
        "achievementType": draws.pick(("Course", "Badge", "Certificate")),
        "name": draws.pick(_NAMES),
        "description": f"{draws.below(90) + 10} hours of study.",
        "criteria": {"narrative": draws.pick(("Pass the final examination.", "課題を提出し、審査に合格すること。"))},
        "tag": ["data", "statistics", str(draws.below(9))],
        "creditsAvailable": draws.pick((2, 1.5, 12)),
    }
    subject: JsonObject = {"type": ["AchievementSubject"], "achievement": achievement}
    if draws.chance(3):
        subject["identifier"] = [
            {"type": "IdentityObject", "hashed": False, "identityHash": "a@b.example", "identityType": "emailAddress"}
        ]
    else:
        subject = {"id": issuer(f"learner {draws.below(50)}").sample.id, **subject}
    if draws.chance(2):
        subject["result"] = [{"type": ["Result"], "value": str(draws.below(100))}]
    return subject


def secure(
    document: JsonObject,
    who: Issuer,
    secured: str,
    *,
    by_openvc: bool = False,
    options: Mapping[str, str] | None = None,
) -> JsonObject:
    """`document` with a proof of `who`. `options` go into the proof before it is signed."""
    if secured in ECDSA:
        return _by_p256(document, who, secured, options or {})
    if not by_openvc or secured == ED25519_SIGNATURE_2020 or options:
        return who.sample.secure(document, created=CREATED, suite=secured, **(options or {}))
    fragment = next(iter(who.sample.methods))
    method = f"{who.sample.id}#{fragment}"
    key = Ed25519SigningKey(_private(who), method)
    if secured == EDDSA_JCS:
        return EddsaJcsProofSuite().add_proof(document, signing_key=key, verification_method=method, created=CREATED)
    return DataIntegrityProofSuite().add_proof(
        document, signing_key=key, verification_method=method, created=CREATED, extra_contexts=bundled_contexts()
    )


@dataclass(frozen=True, slots=True)
class _P256Key:
    """A P-256 issuer as the suites take a key to sign with."""

    verification_method: str
    sign: Callable[[bytes], bytes]
    type: KeyType = KeyType.P256


def _by_p256(document: JsonObject, who: Issuer, secured: str, options: Mapping[str, str]) -> JsonObject:
    suite = SUITES.get(secured)
    assert suite is not None
    method = f"{who.id}#0"
    proof: JsonObject = {
        "type": "DataIntegrityProof",
        "cryptosuite": secured,
        "created": "2026-05-01T00:00:00Z",
        "verificationMethod": method,
        "proofPurpose": options.get("purpose", "assertionMethod"),
        **{name: text for name, text in options.items() if name != "purpose"},
    }
    return {**document, "proof": suite.create(document, proof, _P256Key(method, who.sign), BundledContexts())}


def _private(who: Issuer) -> Ed25519PrivateKey:
    key = next(iter(who.sample.methods.values()))
    assert isinstance(key, Ed25519Key)
    return key._private


@cache
def bundled_contexts() -> dict[str, JsonObject]:
    """The contexts that the generated credentials name, as other implementations take them."""
    contexts = BundledContexts()
    found = {url: contexts.get(url) for url in (V1, V2, OPEN_BADGES, EXTENSIONS, ED25519_2020)}
    return {url: json.loads_object(item.content) for url, item in found.items() if item is not None}


def jwt(
    claims: JsonObject, who: Issuer, header: Mapping[str, JsonValue] | None = None, *, key: Issuer | None = None
) -> bytes:
    """`claims` signed by `who` (or by another `key` in its name), with header members put in, or taken out by None."""
    fragment = "0" if who.jws_id else next(iter(who.sample.methods))
    members: JsonObject = {
        "alg": who.algorithm,
        "typ": "JWT" if "vc" in claims else "vc+jwt",
        "kid": f"{who.id}#{fragment}",
        **(header or {}),
    }
    return sign_parts(
        json.dumps({name: value for name, value in members.items() if value is not None}),
        json.dumps(claims),
        key or who,
    )


def claims_of(document: JsonObject, who: Issuer, secured: str) -> JsonObject:
    """The claims of a JWT credential."""
    return {"iss": who.id, "vc": document} if secured == JWT_1 else document


def sign_parts(header: bytes, payload: bytes, who: Issuer) -> bytes:
    """A compact JWS over exactly these bytes."""
    signing_input = f"{encode_base64url(header)}.{encode_base64url(payload)}".encode()
    return signing_input + b"." + encode_base64url(who.sign(signing_input)).encode()


def base(secured: str, number: int) -> Base:
    """The good credential with this number."""
    name = f"{secured}/{number}"
    draws = Draws(name)
    who = issuer(f"issuer {draws.below(20)}")
    if secured in JWT:
        signer = p256_issuer(who.sample.id) if draws.chance(3) else who
        document = unsigned(draws, signer.id, secured)
        if signer.jws_id:
            # The status list is the Ed25519 issuer's.
            document.pop("credentialStatus", None)
        content = jwt(claims_of(document, signer, secured), signer)
        return Base(name=name, secured=secured, document=document, content=content, issuer=signer)
    if secured in ECDSA:
        who = p256_issuer(who.sample.id)
    document = unsigned(draws, who.id, secured)
    if who.jws_id:
        document.pop("credentialStatus", None)
    # What openvc-core signs with eddsa-jcs-2022 nobody else verifies: see "signed-by-openvc" among the differences.
    signed = secure(document, who, secured, by_openvc=secured == EDDSA_RDFC and draws.chance(2))
    return Base(name=name, secured=secured, document=document, content=json.dumps(signed), issuer=who)
