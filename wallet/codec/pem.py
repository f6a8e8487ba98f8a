"""Public keys in PEM (RFC 7468), as Open Badges before 3.0 publish them."""

from __future__ import annotations

from typing import Final

from wallet.codec.limits import MAX_RSA_BITS
from wallet.errors import CredentialError
from wallet.model.key import KeyType, PublicKey
from wallet.model.report import Reason

MAX_PEM_CHARACTERS: Final = 16 * 1024
"""An RSA key of 16,384 bits takes under 3 KiB."""
_CURVES: Final = {
    "secp256r1": KeyType.P256,
    "secp384r1": KeyType.P384,
    "secp521r1": KeyType.P521,
    "secp256k1": KeyType.SECP256K1,
}


def public_key_from_pem(text: str) -> PublicKey:
    """The public key in `text`. Raises `CredentialError` (`proof-malformed`, `suite-unsupported`)."""
    if len(text) > MAX_PEM_CHARACTERS or "PRIVATE KEY" in text:
        raise CredentialError(Reason.PROOF_MALFORMED, detail="PEM")
    # Imported here, as everything that few badges need.
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

    try:
        key = load_pem_public_key(text.encode())
    except UnsupportedAlgorithm as error:
        raise CredentialError(Reason.SUITE_UNSUPPORTED, key="PEM") from error
    except ValueError as error:
        raise CredentialError(Reason.PROOF_MALFORMED, detail="PEM") from error
    if isinstance(key, RSAPublicKey):
        if key.key_size > MAX_RSA_BITS:
            raise CredentialError(Reason.TOO_LARGE, detail="RSA key", limit=str(MAX_RSA_BITS))
        encoded = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return PublicKey(type=KeyType.RSA, encoded=encoded)
    if isinstance(key, Ed25519PublicKey):
        return PublicKey(type=KeyType.ED25519, encoded=key.public_bytes_raw())
    if isinstance(key, EllipticCurvePublicKey) and key.curve.name in _CURVES:
        encoded = key.public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
        return PublicKey(type=_CURVES[key.curve.name], encoded=encoded)
    raise CredentialError(Reason.SUITE_UNSUPPORTED, key="PEM")
