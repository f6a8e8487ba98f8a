"""The learner's own signing keys. Private keys live inside the encrypted vault and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, field

import apsw
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from wallet.codec import multibase
from wallet.errors import VaultDamagedError
from wallet.model.key import KeyType, PublicKey, SigningKey
from wallet.storage import values


@dataclass(frozen=True, slots=True)
class Ed25519SigningKey:
    """An Ed25519 key named by its did:key. It signs, and gives nothing else away."""

    _private: Ed25519PrivateKey = field(repr=False)

    @property
    def type(self) -> KeyType:
        """Ed25519."""
        return KeyType.ED25519

    @property
    def did(self) -> str:
        """The did:key of the public key."""
        public = PublicKey(type=KeyType.ED25519, encoded=self._private.public_key().public_bytes_raw())
        return multibase.did_key(public)

    @property
    def verification_method(self) -> str:
        """The DID URL of the public key: a did:key names its one key by repeating itself (did:key 0.9)."""
        return f"{self.did}#{self.did.removeprefix('did:key:')}"

    def sign(self, message: bytes) -> bytes:
        """The 64 bytes of the signature (RFC 8032)."""
        return self._private.sign(message)


def current(db: apsw.Connection) -> SigningKey | None:
    """The newest holder key, or None before there is one. Raises `VaultDamagedError` (`holder-key-damaged`)."""
    row = db.execute("SELECT type, public, private FROM holder_key ORDER BY number DESC LIMIT 1").fetchone()
    if row is None:
        return None
    private = values.blob(row[2])
    try:
        key = Ed25519PrivateKey.from_private_bytes(private)
    except ValueError as error:
        raise VaultDamagedError("holder-key-damaged") from error
    if row[0] != KeyType.ED25519 or key.public_key().public_bytes_raw() != row[1]:
        raise VaultDamagedError("holder-key-damaged")
    return Ed25519SigningKey(key)


def create(db: apsw.Connection) -> SigningKey:
    """Make a holder key, which is the current one from now on."""
    key = Ed25519PrivateKey.generate()
    db.execute(
        "INSERT INTO holder_key (type, public, private) VALUES (?, ?, ?)",
        values.columns(KeyType.ED25519.value, key.public_key().public_bytes_raw(), key.private_bytes_raw()),
    )
    return Ed25519SigningKey(key)
