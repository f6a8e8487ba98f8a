"""The keys of the sample issuers: published, so that anybody can make the same samples again. They protect nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from wallet.codec.multibase import encode_base64url
from wallet.model.json import JsonObject
from wallet.model.key import KeyType, PublicKey

RSA_KEY: Final = Path(__file__).parent / "published-sample-rsa.pem"


@dataclass(frozen=True, slots=True)
class Ed25519Key:
    """An Ed25519 key whose seed is the hash of a phrase; signs Data Integrity proofs and JWTs (`EdDSA`)."""

    phrase: str
    algorithm: str = "EdDSA"
    _private: Ed25519PrivateKey = field(init=False, repr=False)

    def __post_init__(self) -> None:
        seed = sha256(f"learner-wallet sample key: {self.phrase}".encode()).digest()
        object.__setattr__(self, "_private", Ed25519PrivateKey.from_private_bytes(seed))

    @property
    def public(self) -> PublicKey:
        """The public half."""
        return PublicKey(type=KeyType.ED25519, encoded=self._private.public_key().public_bytes_raw())

    def jwk(self) -> JsonObject:
        """The public half as JWK (RFC 8037)."""
        return {"kty": "OKP", "crv": "Ed25519", "x": encode_base64url(self.public.encoded)}

    def sign(self, message: bytes) -> bytes:
        """64 bytes, the same for the same message."""
        return self._private.sign(message)


@dataclass(frozen=True, slots=True)
class RsaKey:
    """The RSA key kept beside this file; signs JWTs (`RS256`, whose padding is the same every time)."""

    algorithm: str = "RS256"
    _private: RSAPrivateKey = field(init=False, repr=False)

    def __post_init__(self) -> None:
        private = load_pem_private_key(RSA_KEY.read_bytes(), password=None)
        if not isinstance(private, RSAPrivateKey):
            raise TypeError(RSA_KEY.name)
        object.__setattr__(self, "_private", private)

    def jwk(self) -> JsonObject:
        """The public half as JWK (RFC 7518, section 6.3.1)."""
        numbers = self._private.public_key().public_numbers()
        modulus, exponent = (number.to_bytes((number.bit_length() + 7) // 8) for number in (numbers.n, numbers.e))
        return {"kty": "RSA", "n": encode_base64url(modulus), "e": encode_base64url(exponent)}

    def sign(self, message: bytes) -> bytes:
        """A PKCS#1 v1.5 signature, the same for the same message."""
        return self._private.sign(message, padding.PKCS1v15(), SHA256())


JwtKey = Ed25519Key | RsaKey
