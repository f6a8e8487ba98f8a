"""The key in a certificate that a JWS header brings along (`x5c`, RFC 7515 section 4.1.6).

The chain is not judged: the key is whoever's the sender says, until somebody with trust anchors has looked.
"""

from __future__ import annotations

import base64
import binascii

from wallet.errors import CredentialError
from wallet.model.json import JsonValue
from wallet.model.key import PublicKey
from wallet.model.report import Reason


def public_key_from_x5c(value: JsonValue) -> PublicKey:
    """The key of the first certificate in `value`. Raises `CredentialError`."""
    # Imported here: certificates are rare, and their part of the library takes longer to load than a badge to verify.
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
    from cryptography.x509 import load_der_x509_certificate

    from wallet.codec.pem import public_key_from_pem

    first = value[0] if isinstance(value, list) and value else None
    if not isinstance(first, str):
        raise CredentialError(Reason.PROOF_MALFORMED, detail="x5c")
    try:
        key = load_der_x509_certificate(base64.b64decode(first, validate=True)).public_key()
        pem = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    except (binascii.Error, ValueError, UnsupportedAlgorithm) as error:
        raise CredentialError(Reason.PROOF_MALFORMED, detail="x5c") from error
    return public_key_from_pem(pem.decode())
