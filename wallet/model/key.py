"""Public keys, the documents that name them, and the one thing a private key may do here: sign."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from typing import Protocol

from wallet.model.frozen import frozen
from wallet.model.material import Material


class KeyType(StrEnum):
    """The kinds of public key the suites know."""

    ED25519 = "Ed25519"
    P256 = "P-256"
    P384 = "P-384"
    P521 = "P-521"
    SECP256K1 = "secp256k1"
    RSA = "RSA"
    BLS12381_G2 = "BLS12-381-G2"


@frozen
class PublicKey:
    """A public key: Ed25519 as 32 raw bytes, curves as a compressed X9.62 point, RSA as DER SubjectPublicKeyInfo.

    `algorithm` is the only JWS algorithm it may be used with, where its publisher states one (RFC 7517, section 4.4).
    """

    type: KeyType
    encoded: bytes
    algorithm: str | None = None


@frozen
class VerificationMethod:
    """A key that a controlled identifier document names (CID 1.0, section 2.2). `revoked`/`expires` as written."""

    id: str
    controller: str
    public_key: PublicKey
    revoked: str | None = None
    expires: str | None = None


@frozen
class ControllerDocument:
    """A controlled identifier document (CID 1.0): who the identifier is and which keys may do what for it.

    `relationships` maps a verification relationship such as `assertionMethod` to the ids of the methods it lists.
    `relied_on` is the material it was read from; None when the identifier says it all itself (did:key, did:jwk).
    `supporting` are further materials that it took: witness proofs, a key set that metadata points to.
    """

    id: str
    methods: Mapping[str, VerificationMethod]
    relationships: Mapping[str, frozenset[str]]
    deactivated: bool = False
    relied_on: Material | None = None
    unusable: Mapping[str, str] = field(default_factory=dict)
    supporting: tuple[Material, ...] = ()


class SigningKey(Protocol):
    """A holder's or issuer's private key: it signs bytes and never shows itself."""

    @property
    def verification_method(self) -> str:
        """The DID URL of the public key."""
        ...

    @property
    def type(self) -> KeyType:
        """What kind of key it is."""
        ...

    def sign(self, message: bytes) -> bytes:
        """The raw signature over `message` (Ed25519: 64 bytes; ECDSA: r and s, fixed width)."""
        ...
