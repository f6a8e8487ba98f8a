"""JSON Web Keys (RFC 7517, RFC 7518 section 6, RFC 8037) to public keys, strictly, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from wallet.codec.limits import MAX_RSA_BITS
from wallet.codec.multibase import KEY_BYTES, decode_base64url, encode_base64url
from wallet.errors import CredentialError
from wallet.model.json import JsonObject
from wallet.model.key import KeyType, PublicKey
from wallet.model.report import Reason

_CURVES: Final[Mapping[str, tuple[KeyType, str]]] = MappingProxyType(
    {
        "P-256": (KeyType.P256, "SECP256R1"),
        "P-384": (KeyType.P384, "SECP384R1"),
        "P-521": (KeyType.P521, "SECP521R1"),
        "secp256k1": (KeyType.SECP256K1, "SECP256K1"),
    }
)
"""Each curve with its name in the cryptography library, which is imported when such a key is read."""
_PRIVATE_MEMBERS: Final = frozenset({"d", "p", "q", "dp", "dq", "qi", "k"})


def public_key_from_jwk(jwk: JsonObject) -> PublicKey:
    """The public key in `jwk`. Raises `CredentialError` (`proof-malformed`, `suite-unsupported`).

    A key that publishes its private half is refused: whoever reads it can sign with it. So is one published for
    something else than verifying signatures (`use`, `key_ops`; RFC 7517, sections 4.2 and 4.3).
    """
    if _PRIVATE_MEMBERS.intersection(jwk):
        raise CredentialError(Reason.PROOF_MALFORMED, detail="JWK holds a private key")
    operations = jwk.get("key_ops", ["verify"])
    if jwk.get("use", "sig") != "sig" or not isinstance(operations, list) or "verify" not in operations:
        raise CredentialError(Reason.PROOF_MALFORMED, detail="JWK is not for signatures")
    algorithm = jwk.get("alg")
    if algorithm is not None and not isinstance(algorithm, str):
        raise CredentialError(Reason.PROOF_MALFORMED, detail="JWK member alg")
    return replace(_key(jwk), algorithm=algorithm)


def _key(jwk: JsonObject) -> PublicKey:
    kind = jwk.get("kty")
    try:
        if kind == "OKP":
            return _okp(jwk)
        if kind == "EC":
            return _ec(jwk)
        if kind == "RSA":
            return _rsa(jwk)
    except ValueError as error:
        raise CredentialError(Reason.PROOF_MALFORMED, detail="JWK") from error
    raise CredentialError(Reason.SUITE_UNSUPPORTED, key=str(kind))


def ed25519_jwk(key: PublicKey) -> JsonObject:
    """An Ed25519 public key as JWK (RFC 8037, section 2)."""
    return {"kty": "OKP", "crv": "Ed25519", "x": encode_base64url(key.encoded)}


def _okp(jwk: JsonObject) -> PublicKey:
    if jwk.get("crv") != "Ed25519":
        raise CredentialError(Reason.SUITE_UNSUPPORTED, key=str(jwk.get("crv")))
    encoded = _octets(jwk, "x")
    if len(encoded) != KEY_BYTES[KeyType.ED25519]:
        raise CredentialError(Reason.PROOF_MALFORMED, detail="key length")
    return PublicKey(type=KeyType.ED25519, encoded=encoded)


def _ec(jwk: JsonObject) -> PublicKey:
    found = _CURVES.get(str(jwk.get("crv")))
    if found is None:
        raise CredentialError(Reason.SUITE_UNSUPPORTED, key=str(jwk.get("crv")))
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    key_type, name = found
    curve: ec.EllipticCurve = getattr(ec, name)()
    width = (curve.key_size + 7) // 8
    x, y = _octets(jwk, "x"), _octets(jwk, "y")
    if len(x) != width or len(y) != width:
        raise CredentialError(Reason.PROOF_MALFORMED, detail="key length")
    point = ec.EllipticCurvePublicKey.from_encoded_point(curve, b"\x04" + x + y)
    return PublicKey(type=key_type, encoded=point.public_bytes(Encoding.X962, PublicFormat.CompressedPoint))


def _rsa(jwk: JsonObject) -> PublicKey:
    exponent, modulus = _octets(jwk, "e"), _octets(jwk, "n")
    if len(exponent) > len(modulus) or len(modulus) * 8 > MAX_RSA_BITS:
        raise CredentialError(Reason.PROOF_MALFORMED, detail="key length")
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    numbers = RSAPublicNumbers(int.from_bytes(exponent), int.from_bytes(modulus))
    encoded = numbers.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return PublicKey(type=KeyType.RSA, encoded=encoded)


def _octets(jwk: JsonObject, member: str) -> bytes:
    value = jwk.get(member)
    if not isinstance(value, str):
        raise CredentialError(Reason.PROOF_MALFORMED, detail=f"JWK member {member}")
    return decode_base64url(value)
