"""A sample issuer: a name, an identifier, keys, and the two ways it secures a credential.

    issuer = SampleIssuer.of_key("見本大学", Ed25519Key("mihon"))
    badge = issuer.secure(unsigned, created=AT)              # Data Integrity
    text = issuer.jwt(unsigned)                              # VC-JOSE-COSE

Nothing here reads a clock or draws a random number: the same words give the same bytes. It signs with the suites of
the product, and whatever it makes is held against other implementations by the tests.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from scripts.sample_issuer.keys import Ed25519Key, JwtKey, RsaKey
from wallet.codec import json
from wallet.codec.multibase import did_key, encode_base64url, encode_public_key
from wallet.codec.time import format_instant
from wallet.materials.bundled import BundledContexts
from wallet.model.json import JsonObject
from wallet.model.key import KeyType
from wallet.model.material import Contexts
from wallet.registry import SUITES
from wallet.resolve.did_web import document_url

V1: Final = "https://www.w3.org/2018/credentials/v1"
V2: Final = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
ED25519_2020: Final = "https://w3id.org/security/suites/ed25519-2020/v1"
EDDSA_RDFC: Final = "eddsa-rdfc-2022"
EDDSA_JCS: Final = "eddsa-jcs-2022"
ED25519_SIGNATURE_2020: Final = "Ed25519Signature2020"

_CONTEXTS: Final = BundledContexts()


@dataclass(frozen=True, slots=True)
class _MethodKey:
    """A key under the name that a proof gives it: what the suites take to sign."""

    verification_method: str
    key: Ed25519Key
    type: KeyType = KeyType.ED25519

    def sign(self, message: bytes) -> bytes:
        return self.key.sign(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleIssuer:
    """Who issues. `methods` maps the fragment of each verification method to its key; the first one signs."""

    id: str
    profile: JsonObject
    methods: dict[str, JwtKey]
    contexts: Contexts = field(default=_CONTEXTS)

    @classmethod
    def of_key(cls, key: Ed25519Key, **profile: str) -> SampleIssuer:
        """An issuer that is its key: did:key, which needs no network."""
        return cls(id=did_key(key.public), profile=_profile(profile), methods={encode_public_key(key.public): key})

    @classmethod
    def of_host(cls, host: str, *keys: JwtKey, **profile: str) -> SampleIssuer:
        """An issuer that is its web site: did:web, whose document names the keys `key-1`, `key-2` ..."""
        methods = {f"key-{number}": key for number, key in enumerate(keys, start=1)}
        return cls(id=f"did:web:{host}", profile=_profile(profile), methods=methods)

    def as_issuer(self) -> JsonObject:
        """The `issuer` member of its credentials (Open Badges 3.0, class Profile)."""
        return {"id": self.id, "type": ["Profile"], **self.profile}

    def secure(
        self,
        document: JsonObject,
        *,
        created: datetime,
        suite: str = EDDSA_RDFC,
        purpose: str = "assertionMethod",
        **options: str,
    ) -> JsonObject:
        """`document` with this issuer's proof."""
        cryptosuite = SUITES.get(suite)
        fragment, key = next(iter(self.methods.items()))
        if cryptosuite is None or not isinstance(key, Ed25519Key):
            raise TypeError(suite)
        method = _MethodKey(f"{self.id}#{fragment}", key)
        proof_type: JsonObject = {"type": "DataIntegrityProof", "cryptosuite": suite}
        if suite == ED25519_SIGNATURE_2020:
            proof_type = {"type": suite}
        proof = cryptosuite.create(
            document,
            {
                **proof_type,
                "created": format_instant(created),
                "verificationMethod": method.verification_method,
                "proofPurpose": purpose,
                **options,
            },
            method,
            self.contexts,
        )
        return {**document, "proof": proof}

    def jwt(self, claims: JsonObject, *, type: str = "vc+jwt") -> str:
        """`claims` as a compact JWS (VC-JOSE-COSE, section 3.1.1)."""
        fragment, key = next(iter(self.methods.items()))
        header: JsonObject = {"alg": key.algorithm, "typ": type, "kid": f"{self.id}#{fragment}"}
        signed = ".".join(encode_base64url(json.dumps(part)) for part in (header, claims))
        return f"{signed}.{encode_base64url(key.sign(signed.encode()))}"

    def did_document(self) -> JsonObject:
        """What a did:web issuer publishes (CID 1.0)."""
        ids = {fragment: f"{self.id}#{fragment}" for fragment in self.methods}
        return {
            "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/suites/jws-2020/v1"],
            "id": self.id,
            "verificationMethod": [
                {
                    "id": ids[fragment],
                    "type": "JsonWebKey2020",
                    "controller": self.id,
                    "publicKeyJwk": {**key.jwk(), "alg": key.algorithm},
                }
                for fragment, key in self.methods.items()
            ],
            "assertionMethod": [*ids.values()],
        }

    def document_url(self) -> str | None:
        """Where `did_document` is published; None for did:key, which needs no place."""
        return document_url(self.id) if self.id.startswith("did:web:") else None


def _profile(members: dict[str, str]) -> JsonObject:
    return {**members}


__all__ = [
    "ED25519_2020",
    "ED25519_SIGNATURE_2020",
    "EDDSA_JCS",
    "EDDSA_RDFC",
    "OPEN_BADGES",
    "V1",
    "V2",
    "Ed25519Key",
    "RsaKey",
    "SampleIssuer",
]
