"""JWS algorithms: EdDSA/Ed25519 (RFC 8037, RFC 9864), ECDSA and RSA (RFC 7518, sections 3.3 to 3.5)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import HashAlgorithm
from cryptography.hazmat.primitives.serialization import load_der_public_key

from wallet.model.key import KeyType, PublicKey
from wallet.suites.keys import MIN_RSA_BITS, is_roca, verify_ecdsa, verify_ed25519


@dataclass(frozen=True, slots=True)
class Eddsa:
    """`EdDSA` (which here means Ed25519, the only curve credentials use) and its newer name `Ed25519`."""

    name: str
    key_type: KeyType = KeyType.ED25519

    def verify(self, signing_input: bytes, signature: bytes, key: PublicKey) -> bool:
        """Whether `key` made `signature`."""
        return verify_ed25519(signing_input, signature, key)


@dataclass(frozen=True, slots=True)
class Ecdsa:
    """ES256, ES384, ES512, ES256K: one curve and one hash each."""

    name: str
    key_type: KeyType
    hash_algorithm: HashAlgorithm

    def verify(self, signing_input: bytes, signature: bytes, key: PublicKey) -> bool:
        """Whether `key`, of exactly this algorithm's curve, made `signature`."""
        return key.type is self.key_type and verify_ecdsa(signing_input, signature, key, self.hash_algorithm)


@lru_cache(maxsize=64)
def _sound_rsa_key(encoded: bytes) -> RSAPublicKey | None:
    """The key, read and judged once; None for one that is too short or can be broken. Raises `ValueError`."""
    public_key = load_der_public_key(encoded)
    if not isinstance(public_key, RSAPublicKey) or public_key.key_size < MIN_RSA_BITS:
        return None
    return None if is_roca(public_key.public_numbers().n) else public_key


@dataclass(frozen=True, slots=True)
class Rsa:
    """RS256, RS384, RS512 (PKCS#1 v1.5) and PS256, PS384, PS512 (PSS with salt as long as the hash)."""

    name: str
    hash_algorithm: HashAlgorithm
    pss: bool = False
    key_type: KeyType = KeyType.RSA

    def verify(self, signing_input: bytes, signature: bytes, key: PublicKey) -> bool:
        """Whether `key` made `signature`; a key that anybody can break made nothing."""
        if key.type is not KeyType.RSA:
            return False
        try:
            public_key = _sound_rsa_key(key.encoded)
            if public_key is None:
                return False
            public_key.verify(signature, signing_input, self._padding(), self.hash_algorithm)
        except (InvalidSignature, ValueError, UnsupportedAlgorithm):
            return False
        return True

    def _padding(self) -> padding.PSS | padding.PKCS1v15:
        if not self.pss:
            return padding.PKCS1v15()
        return padding.PSS(padding.MGF1(self.hash_algorithm), self.hash_algorithm.digest_size)
