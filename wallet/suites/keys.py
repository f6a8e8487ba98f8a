"""Public keys to the objects of the cryptography library, validated; and the kinds of signature check."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import HashAlgorithm

from wallet.model.key import KeyType, PublicKey

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric import ec

ED25519_SIGNATURE_BYTES: Final = 64


@cache
def _curves() -> Mapping[KeyType, ec.EllipticCurve]:
    """Imported when the first such key is used."""
    from cryptography.hazmat.primitives.asymmetric import ec

    return {
        KeyType.P256: ec.SECP256R1(),
        KeyType.P384: ec.SECP384R1(),
        KeyType.P521: ec.SECP521R1(),
        KeyType.SECP256K1: ec.SECP256K1(),
    }


_KEPT_KEYS: Final = 256
"""Keys kept ready: reading a compressed point takes nearly as long as checking a signature with it."""

MIN_RSA_BITS: Final = 2048
"""RFC 7518, section 3.3: keys of 2048 bits or larger MUST be used."""


@cache
def _powers() -> Mapping[int, frozenset[int]]:
    """The powers of 65537 modulo each odd prime below 168."""
    primes = [n for n in range(3, 168, 2) if all(n % divisor for divisor in range(3, n, 2))]
    return {prime: frozenset(pow(65537, power, prime) for power in range(prime - 1)) for prime in primes}


def is_roca(modulus: int) -> bool:
    """Whether an RSA modulus has the mark of keys that can be factored (CVE-2017-15361).

    The primes of such keys are powers of 65537 modulo many small primes, and so is the modulus; of sound moduli, one in
    about 10^8 is by chance.
    """
    return all(modulus % prime in powers for prime, powers in _powers().items())


@lru_cache(maxsize=_KEPT_KEYS)
def _ed25519_key(encoded: bytes) -> Ed25519PublicKey:
    """Raises `ValueError` for bytes that are no key."""
    return Ed25519PublicKey.from_public_bytes(encoded)


@lru_cache(maxsize=_KEPT_KEYS)
def _point(key_type: KeyType, encoded: bytes) -> ec.EllipticCurvePublicKey:
    """Raises `ValueError` for bytes that are no point of the curve."""
    from cryptography.hazmat.primitives.asymmetric import ec

    return ec.EllipticCurvePublicKey.from_encoded_point(_curves()[key_type], encoded)


def verify_ed25519(message: bytes, signature: bytes, key: PublicKey) -> bool:
    """Ed25519 (RFC 8032, section 5.1.7) over `message`."""
    if key.type is not KeyType.ED25519 or len(signature) != ED25519_SIGNATURE_BYTES:
        return False
    try:
        _ed25519_key(key.encoded).verify(signature, message)
    except (InvalidSignature, ValueError, UnsupportedAlgorithm):
        return False
    return True


def verify_ecdsa(message: bytes, signature: bytes, key: PublicKey, hash_algorithm: HashAlgorithm) -> bool:
    """ECDSA with r and s at fixed width (IEEE P1363; RFC 7518, section 3.4). DER signatures are refused."""
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

    curve = _curves().get(key.type)
    if curve is None:
        return False
    width = (curve.key_size + 7) // 8
    if len(signature) != 2 * width:
        return False
    der = encode_dss_signature(int.from_bytes(signature[:width]), int.from_bytes(signature[width:]))
    try:
        _point(key.type, key.encoded).verify(der, message, ec.ECDSA(hash_algorithm))
    except (InvalidSignature, ValueError, UnsupportedAlgorithm):
        return False
    return True
