"""The vault key under wraps: each envelope holds the same 32 bytes, sealed for one way of opening the vault.

An envelope is sealed with AES-256-GCM under a wrapping key that comes from the passphrase (Argon2id, RFC 9106), from
the recovery key (HKDF: its 130 random bits need no slow derivation), or from the operating system's keyring (32
random bytes). Its parameters are authenticated together with the vault's id, so that neither can be swapped or lowered.
"""

from __future__ import annotations

import os
from dataclasses import field
from enum import StrEnum
from typing import Final

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from wallet.errors import ConfigurationError, PassphraseError, VaultDamagedError, VaultLockedError
from wallet.model.frozen import frozen
from wallet.model.secret import Secret

KEY_BYTES: Final = 32
_SALT_BYTES: Final = 16
_NONCE_BYTES: Final = 12

MEMORY_KIB: Final = 64 * 1024
PASSES: Final = 3
LANES: Final = 4
"""RFC 9106 section 4, second recommended choice: 64 MiB, three passes, four lanes."""
MEMORY_KIB_RANGE: Final = range(MEMORY_KIB, 1024 * 1024 + 1)
PASSES_RANGE: Final = range(PASSES, 16 + 1)
LANES_RANGE: Final = range(1, 16 + 1)
"""What is accepted from a file: weaker is an attack on the passphrase, stronger than 1 GiB an attack on the machine."""


class EnvelopeKind(StrEnum):
    """The ways to the vault key."""

    KEYRING = "keyring"
    PASSPHRASE = "passphrase"  # noqa: S105 - the name of a kind
    RECOVERY = "recovery"


@frozen
class Cost:
    """What one guess at the passphrase costs (Argon2id: memory in KiB, passes, lanes)."""

    memory_kib: int = MEMORY_KIB
    passes: int = PASSES
    lanes: int = LANES

    def check(self) -> None:
        """Raise `VaultDamagedError` (`envelope-refused`) outside floor and ceiling, before anything is derived."""
        if self.memory_kib not in MEMORY_KIB_RANGE or self.passes not in PASSES_RANGE or self.lanes not in LANES_RANGE:
            raise VaultDamagedError(
                "envelope-refused", memory=str(self.memory_kib), passes=str(self.passes), lanes=str(self.lanes)
            )


@frozen
class Envelope:
    """One sealed copy of the vault key; `cost` only where a passphrase opens it."""

    kind: EnvelopeKind
    salt: bytes
    nonce: bytes
    sealed: bytes = field(repr=False)
    cost: Cost | None = None


def seal(kind: EnvelopeKind, vault_id: str, vault_key: Secret, opener: Secret, cost: Cost | None = None) -> Envelope:
    """Seal `vault_key` so that `opener` opens it: the passphrase, the recovery key or the keyring's wrapping key."""
    salt, nonce = os.urandom(_SALT_BYTES), os.urandom(_NONCE_BYTES)
    if kind is EnvelopeKind.PASSPHRASE and cost is None:
        cost = Cost()
    bound = _bound(kind, vault_id, salt, cost)
    sealed = AESGCM(_wrapping_key(kind, opener, salt, cost)).encrypt(nonce, vault_key.reveal(), bound)
    return Envelope(kind=kind, salt=salt, nonce=nonce, sealed=sealed, cost=cost)


def unseal(envelope: Envelope, vault_id: str, opener: Secret) -> Secret:
    """The vault key. Raises `PassphraseError` or `VaultLockedError` (`keyring-entry-wrong`) for a wrong opener."""
    bound = _bound(envelope.kind, vault_id, envelope.salt, envelope.cost)
    wrapping_key = _wrapping_key(envelope.kind, opener, envelope.salt, envelope.cost)
    try:
        return Secret(AESGCM(wrapping_key).decrypt(envelope.nonce, envelope.sealed, bound))
    except (InvalidTag, ValueError) as error:
        if envelope.kind is EnvelopeKind.KEYRING:
            raise VaultLockedError("keyring-entry-wrong") from error
        code = "passphrase-wrong" if envelope.kind is EnvelopeKind.PASSPHRASE else "recovery-key-wrong"
        raise PassphraseError(code) from error


def _wrapping_key(kind: EnvelopeKind, opener: Secret, salt: bytes, cost: Cost | None) -> bytes:
    if kind is EnvelopeKind.PASSPHRASE:
        return _argon2id(opener, salt, cost or Cost(memory_kib=0))
    info = b"learner-wallet/" + kind.encode() + b"/1"
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=info).derive(opener.reveal())


def _argon2id(passphrase: Secret, salt: bytes, cost: Cost) -> bytes:
    cost.check()
    try:
        return Argon2id(
            salt=salt, length=KEY_BYTES, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory_kib
        ).derive(passphrase.reveal())
    except (UnsupportedAlgorithm, MemoryError) as error:
        raise ConfigurationError("argon2id-unavailable", memory=str(cost.memory_kib)) from error


def _bound(kind: EnvelopeKind, vault_id: str, salt: bytes, cost: Cost | None) -> bytes:
    """What the seal is tied to besides its content: the purpose, the vault, and every parameter that opens it."""
    parameters = f"{cost.memory_kib},{cost.passes},{cost.lanes}" if cost else "-"
    return f"wallet.vault-keys/1|{vault_id}|{kind}|{parameters}|{salt.hex()}".encode()
