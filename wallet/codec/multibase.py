"""Multibase, multicodec and did:key text for public keys (W3C CID 1.0 section 2.4; did:key 0.9)."""

from __future__ import annotations

import base64
import binascii
import re
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from wallet.codec.limits import MAX_BASE58_CHARACTERS
from wallet.errors import CredentialError
from wallet.model.key import KeyType, PublicKey
from wallet.model.report import Reason

_ALPHABET: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_DIGIT: Final = {character: value for value, character in enumerate(_ALPHABET)}
_KEPT_KEYS: Final = 256
"""Keys kept decoded: of one issuer's thousand badges, the same key is asked for a thousand times."""
_BASE64URL: Final = re.compile(r"[A-Za-z0-9_-]*", re.ASCII)

MULTICODEC: Final = MappingProxyType(
    {
        KeyType.ED25519: b"\xed\x01",
        KeyType.SECP256K1: b"\xe7\x01",
        KeyType.BLS12381_G2: b"\xeb\x01",
        KeyType.P256: b"\x80\x24",
        KeyType.P384: b"\x81\x24",
        KeyType.P521: b"\x82\x24",
    }
)
"""Two-byte multicodec varints of the public key kinds (multiformats table)."""

KEY_BYTES: Final = MappingProxyType(
    {
        KeyType.ED25519: 32,
        KeyType.SECP256K1: 33,
        KeyType.BLS12381_G2: 96,
        KeyType.P256: 33,
        KeyType.P384: 49,
        KeyType.P521: 67,
    }
)
"""Length of each kind's encoding: raw Ed25519, compressed points otherwise."""


def encode_base58btc(content: bytes) -> str:
    """Multibase base58btc, with its `z`."""
    number = int.from_bytes(content)
    digits: list[str] = []
    while number:
        number, digit = divmod(number, 58)
        digits.append(_ALPHABET[digit])
    zeros = len(content) - len(content.lstrip(b"\0"))
    return "z" + "1" * zeros + "".join(reversed(digits))


def decode_base58btc(text: str) -> bytes:
    """The bytes of a `z` multibase value. Raises `CredentialError` (`proof-malformed`) for anything else."""
    if not text.startswith("z") or len(text) > MAX_BASE58_CHARACTERS:
        raise CredentialError(Reason.PROOF_MALFORMED, detail="not base58btc")
    number = 0
    try:
        for character in text[1:]:
            number = number * 58 + _DIGIT[character]
    except KeyError as error:
        raise CredentialError(Reason.PROOF_MALFORMED, detail="not base58btc") from error
    body = text[1:]
    zeros = len(body) - len(body.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8)


def encode_base64url(content: bytes) -> str:
    """Base64url without padding (RFC 4648 section 5)."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def decode_base64url(text: str) -> bytes:
    """Canonical base64url without padding. Raises `CredentialError` (`malformed`) for any other spelling."""
    try:
        content = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError) as error:
        raise CredentialError(Reason.MALFORMED, detail="not base64url") from error
    if encode_base64url(content) != text:
        # Spare bits set, or characters that were passed over: a second spelling of the same bytes, which would let a
        # signed text change unnoticed.
        detail = "not base64url" if _BASE64URL.fullmatch(text) is None else "base64url not canonical"
        raise CredentialError(Reason.MALFORMED, detail=detail)
    return content


def encode_public_key(key: PublicKey) -> str:
    """A public key as `publicKeyMultibase` (Multikey, CID 1.0 section 2.2.2). RSA has no Multikey form here."""
    prefix = MULTICODEC.get(key.type)
    if prefix is None:
        raise CredentialError(Reason.SUITE_UNSUPPORTED, key=key.type)
    return encode_base58btc(prefix + key.encoded)


@lru_cache(maxsize=_KEPT_KEYS)
def decode_public_key(text: str) -> PublicKey:
    """A public key from Multikey text. Raises `CredentialError`: `proof-malformed`, or `suite-unsupported`."""
    content = decode_base58btc(text)
    for key_type, prefix in MULTICODEC.items():
        if content.startswith(prefix):
            encoded = content[len(prefix) :]
            if len(encoded) != KEY_BYTES[key_type]:
                raise CredentialError(Reason.PROOF_MALFORMED, detail="key length")
            return PublicKey(type=key_type, encoded=encoded)
    raise CredentialError(Reason.PROOF_MALFORMED, detail="key codec")


def did_key(key: PublicKey) -> str:
    """The did:key identifier of a public key."""
    return f"did:key:{encode_public_key(key)}"
