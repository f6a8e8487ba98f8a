"""The credentials that are measured: made here, signed with the product's own suites, the same on every run.

"Small" is the least an Open Badge 3.0 can say (about 15 statements, 1.2 kB); "rich" is what a Japanese university
issues with descriptors, alignments, results and evidence (about 140 statements, 6 kB). Every badge is different from
every other one, so that nothing that is kept of one helps the next.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final, Protocol

from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

from scripts.sample_issuer.keys import RSA_KEY, RsaKey
from wallet.codec import json
from wallet.codec.multibase import did_key, encode_base64url
from wallet.formats.vcdm import parse_proofs
from wallet.materials.bundled import BundledContexts
from wallet.model.json import JsonObject, JsonValue
from wallet.model.key import KeyType, PublicKey
from wallet.registry import SUITES
from wallet.suites.ecdsa_sd_2023 import EcdsaSd2023
from wallet.suites.selective.values import read_value

V1: Final = "https://www.w3.org/2018/credentials/v1"
V2: Final = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
ED25519_2020: Final = "https://w3id.org/security/suites/ed25519-2020/v1"
CREATED: Final = "2026-04-01T00:00:00Z"
AT: Final = "2026-11-01T00:00:00Z"
"""The instant everything is judged at."""

_CONTEXTS: Final = BundledContexts()


@dataclass(frozen=True, slots=True)
class Issuer:
    """A did:key issuer of one kind of key, made from a phrase."""

    phrase: str
    type: KeyType = KeyType.ED25519
    _ed25519: Ed25519PrivateKey = field(init=False, repr=False)
    _p256: ec.EllipticCurvePrivateKey = field(init=False, repr=False)

    def __post_init__(self) -> None:
        seed = sha256(f"learner-wallet benchmark key: {self.phrase}".encode()).digest()
        object.__setattr__(self, "_ed25519", Ed25519PrivateKey.from_private_bytes(seed))
        object.__setattr__(self, "_p256", ec.derive_private_key(int.from_bytes(seed[:31]) + 1, ec.SECP256R1()))

    @property
    def public(self) -> PublicKey:
        """The public half."""
        if self.type is KeyType.ED25519:
            return PublicKey(type=self.type, encoded=self._ed25519.public_key().public_bytes_raw())
        point = self._p256.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
        return PublicKey(type=self.type, encoded=point)

    @property
    def id(self) -> str:
        """The did:key."""
        return did_key(self.public)

    @property
    def verification_method(self) -> str:
        """The DID URL of the key."""
        return f"{self.id}#{self.id.removeprefix('did:key:')}"

    def sign(self, message: bytes) -> bytes:
        """Ed25519, or ECDSA with SHA-256 as r and s."""
        if self.type is KeyType.ED25519:
            return self._ed25519.sign(message)
        r, s = decode_dss_signature(self._p256.sign(message, ec.ECDSA(SHA256())))
        return r.to_bytes(32) + s.to_bytes(32)

    def bare_check(self, message: bytes, signature: bytes) -> Callable[[], object]:
        """The library's own check of a signature, the key ready to use; raises where it does not hold."""
        if self.type is KeyType.ED25519:
            ed25519 = self._ed25519.public_key()
            return lambda: ed25519.verify(signature, message)
        p256 = self._p256.public_key()
        der = encode_dss_signature(int.from_bytes(signature[:32]), int.from_bytes(signature[32:]))
        return lambda: p256.verify(der, message, ec.ECDSA(SHA256()))

    def secure(self, document: JsonObject, suite: str) -> bytes:
        """The document with this issuer's proof, as bytes."""
        cryptosuite = SUITES.get(suite)
        if cryptosuite is None:
            raise LookupError(suite)
        kind: JsonObject = (
            {"type": "DataIntegrityProof", "cryptosuite": suite} if suite[0].islower() else {"type": suite}
        )
        options: JsonObject = {
            **kind,
            "created": CREATED,
            "verificationMethod": self.verification_method,
            "proofPurpose": "assertionMethod",
        }
        return json.dumps({**document, "proof": cryptosuite.create(document, options, self, _CONTEXTS)})

    def derived(self, document: JsonObject, pointers: Sequence[str]) -> tuple[bytes, int]:
        """What a holder shows of the document under ecdsa-sd-2023, and how many signatures that carries in all."""
        suite = EcdsaSd2023()
        [base] = parse_proofs(json.loads_object(self.secure(document, suite.name)))
        shown = suite.derive(document, base, pointers, _CONTEXTS)
        [proof] = parse_proofs(shown)
        _form, components = read_value(proof.options, suite.name)
        if not isinstance(components[2], list):
            raise TypeError("no list of signatures")
        return json.dumps(shown), 1 + len(components[2])

    def jwt(self, document: JsonObject) -> bytes:
        """The document as a compact JWS (VC-JOSE-COSE), EdDSA."""
        header: JsonObject = {"alg": "EdDSA", "typ": "vc+jwt", "kid": self.verification_method}
        signed = ".".join(encode_base64url(json.dumps(part)) for part in (header, document))
        return f"{signed}.{encode_base64url(self.sign(signed.encode()))}".encode()


def small(issuer: Issued, number: int) -> JsonObject:
    """The least that an Open Badge 3.0 says."""
    return {
        "@context": [V2, OPEN_BADGES],
        "id": f"urn:uuid:00000000-0000-4000-8000-{number:012d}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": issuer.id, "type": ["Profile"], "name": "Example University"},
        "validFrom": "2026-03-20T03:00:00Z",
        "name": f"Badge {number}",
        "credentialSubject": {
            "id": f"did:example:learner-{number}",
            "type": ["AchievementSubject"],
            "achievement": {
                "id": f"https://university.example/achievements/{number}",
                "type": ["Achievement"],
                "name": f"Badge {number}",
                "description": "Shows that a course was completed.",
                "criteria": {"narrative": "Complete the course."},
            },
        },
    }


def rich(issuer: Issued, number: int) -> JsonObject:
    """A micro-credential with all that the descriptors of a Japanese university ask for."""
    return {
        "@context": [V2, OPEN_BADGES],
        "id": f"urn:uuid:00000000-0000-4000-9000-{number:012d}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": f"データサイエンス入門 第{number}期",
        "description": "身近なデータを集め、整え、図と言葉で説明する力を身につける短期プログラムの修了を証する。",
        "issuer": {
            "id": issuer.id,
            "type": ["Profile"],
            "name": "見本大学",
            "url": "https://www.mihon-university.example/",
            "email": "registrar@mihon-university.example",
            "address": {
                "type": ["Address"],
                "addressCountry": "JP",
                "addressCountryCode": "JP",
                "addressRegion": "東京都",
                "addressLocality": "千代田区",
                "postalCode": "100-0001",
            },
            "otherIdentifier": [
                {"type": "IdentifierEntry", "identifier": f"JP-{number}", "identifierType": "identifier"},
            ],
        },
        "validFrom": "2026-03-20T03:00:00Z",
        "validUntil": "2036-03-20T03:00:00Z",
        "awardedDate": "2026-03-19T03:00:00Z",
        "credentialSubject": {
            "id": f"did:example:learner-{number}",
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": True,
                    "identityHash": f"sha256${sha256(str(number).encode()).hexdigest()}",
                    "identityType": "emailAddress",
                    "salt": "mihon",
                }
            ],
            "activityStartDate": "2025-10-01T00:00:00Z",
            "activityEndDate": "2026-03-01T00:00:00Z",
            "creditsEarned": 1.5,
            "licenseNumber": f"第{number}号",
            "term": "2025年度後期",
            "role": "受講生",
            "achievement": _achievement(number),
            "result": [
                {
                    "type": ["Result"],
                    "resultDescription": f"urn:uuid:00000000-0000-4000-a000-{position:012d}",
                    "value": f"{70 + (number + position) % 30}",
                }
                for position in range(3)
            ],
        },
        "evidence": [
            {
                "id": f"https://www.mihon-university.example/evidence/{number}/{position}",
                "type": ["Evidence"],
                "name": f"最終レポート {position}",
                "description": "公開データの分析結果を図表と文章でまとめたもの。",
                "narrative": "口頭試問で本人確認を行った。",
                "genre": "レポート",
                "audience": "採用担当者",
            }
            for position in range(2)
        ],
    }


def _achievement(number: int) -> JsonObject:
    return {
        "id": f"https://www.mihon-university.example/achievements/{number}",
        "type": ["Achievement"],
        "achievementType": "MicroCredential",
        "name": "データサイエンス入門",
        "description": "公開データを取得し前処理でき、代表値と散らばりを求めて解釈できる。",
        "criteria": {
            "id": f"https://www.mihon-university.example/criteria/{number}",
            "narrative": "小テスト3回（40%）と最終レポート（60%）。合計60点以上で認定。",
        },
        "creditsAvailable": 1.5,
        "fieldOfStudy": "情報学",
        "humanCode": f"DS-{number}",
        "inLanguage": "ja",
        "specialization": "統計",
        "version": "2025",
        "tag": ["データサイエンス", "統計", "マイクロクレデンシャル", "数理"],
        "creator": {
            "id": "https://www.mihon-university.example/creator",
            "type": ["Profile"],
            "name": "見本大学 教育推進機構",
            "phone": "+81-3-0000-0000",
        },
        "alignment": [_alignment(position) for position in range(4)],
        "resultDescription": [_result_description(position) for position in range(3)],
    }


def _alignment(position: int) -> JsonObject:
    return {
        "type": ["Alignment"],
        "targetCode": f"ESCO-{position}",
        "targetName": f"統計的手法の適用 {position}",
        "targetFramework": "ESCO",
        "targetType": "ext:Skill",
        "targetUrl": f"https://data.europa.example/esco/skill/{position}",
        "targetDescription": "統計モデルを選び、当てはめ、結果を説明する。",
    }


def _result_description(position: int) -> JsonObject:
    return {
        "id": f"urn:uuid:00000000-0000-4000-a000-{position:012d}",
        "type": ["ResultDescription"],
        "name": f"評価 {position}",
        "resultType": "Percent",
        "valueMin": "0",
        "valueMax": "100",
    }


def as_2022(document: JsonObject) -> JsonObject:
    """The same in data model 1.1, as Ed25519Signature2020 was used with."""
    renamed = {"validFrom": "issuanceDate", "validUntil": "expirationDate"}
    body: JsonObject = {renamed.get(name, name): value for name, value in document.items() if name != "description"}
    contexts: list[JsonValue] = [V1, OPEN_BADGES, ED25519_2020]
    return {**body, "@context": contexts}


@dataclass(frozen=True, slots=True)
class RsaIssuer:
    """A did:jwk issuer with the RSA key of the samples, for RS256."""

    key: RsaKey = field(default_factory=RsaKey)

    @property
    def id(self) -> str:
        """The did:jwk."""
        return f"did:jwk:{encode_base64url(json.dumps(self.key.jwk()))}"

    def jwt(self, document: JsonObject) -> bytes:
        """The document as a compact JWS, RS256."""
        header: JsonObject = {"alg": "RS256", "typ": "vc+jwt", "kid": f"{self.id}#0"}
        signed = ".".join(encode_base64url(json.dumps(part)) for part in (header, document))
        return f"{signed}.{encode_base64url(self.key.sign(signed.encode()))}".encode()

    def bare_check(self) -> Callable[[], object]:
        """The library's own check of a signature, the key ready to use; raises where it does not hold."""
        key = load_pem_private_key(RSA_KEY.read_bytes(), password=None)
        if not isinstance(key, RSAPrivateKey):
            raise TypeError(RSA_KEY.name)
        public, message = key.public_key(), bytes(64)
        signature = self.key.sign(message)
        return lambda: public.verify(signature, message, padding.PKCS1v15(), SHA256())


class Issued(Protocol):
    """Whoever issues: all that a badge says of its issuer's key."""

    @property
    def id(self) -> str:
        """The identifier."""
        ...


Make = Callable[[Issued, int], JsonObject]


def batch(make: Make, count: int, *, suite: str = "eddsa-rdfc-2022", key: KeyType = KeyType.ED25519) -> list[bytes]:
    """`count` different badges of one issuer."""
    issuer = Issuer(f"{suite} 0", key)
    return [issuer.secure(make(issuer, number), suite) for number in range(count)]


def mixed(count: int, issuers: int = 40) -> list[bytes]:
    """Badges of many issuers in every suite that the other stacks read too, in turn."""
    made: list[bytes] = []
    for number in range(count):
        kind = number % 6
        issuer = Issuer(f"mixed {number % issuers}", KeyType.P256 if kind == 3 else KeyType.ED25519)
        match kind:
            case 0:
                made.append(issuer.secure(rich(issuer, number), "eddsa-rdfc-2022"))
            case 1:
                made.append(issuer.secure(small(issuer, number), "eddsa-rdfc-2022"))
            case 2:
                made.append(issuer.secure(as_2022(rich(issuer, number)), "Ed25519Signature2020"))
            case 3:
                made.append(issuer.secure(rich(issuer, number), "ecdsa-rdfc-2019"))
            case 4:
                made.append(issuer.secure(rich(issuer, number), "eddsa-jcs-2022"))
            case _:
                made.append(issuer.jwt(rich(issuer, number)))
    return made


def altered(badges: Sequence[bytes]) -> list[bytes]:
    """The same badges with one signed word changed in each: none of them may pass."""
    return [badge.replace("2025年度後期".encode(), "2026年度後期".encode(), 1) for badge in badges]
