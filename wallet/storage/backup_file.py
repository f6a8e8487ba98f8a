"""The file a backup is: a preamble that says what opens it, and sealed chunks after it. `docs/backup.md` has the bytes.

The chunks are a STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015): ChaCha20-Poly1305 with a counter in the nonce and a
mark on the last chunk, so that none can be left out, moved, or cut off unnoticed. The digest of the preamble is
authenticated with every chunk.
"""

from __future__ import annotations

import binascii
import hashlib
import os
import struct
from io import BufferedIOBase
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from wallet.codec import json
from wallet.errors import CredentialError, PassphraseError, VaultDamagedError, VaultNewerError
from wallet.model.frozen import frozen
from wallet.model.json import JsonObject, JsonValue
from wallet.model.secret import Secret
from wallet.storage import envelopes, key_file
from wallet.storage.envelopes import Envelope, EnvelopeKind
from wallet.storage.recovery_key import read_recovery_key

MAGIC: Final = b"LWBACKUP"
VERSION: Final = 1
CHUNK_BYTES: Final = 64 * 1024
MAX_HEADER_BYTES: Final = 64 * 1024
"""Two envelopes and a wrapped key take about 1 KiB."""
_FIXED: Final = struct.Struct(">8sHI")
_DIGEST_BYTES: Final = 32
_TAG_BYTES: Final = 16
_SALT_BYTES: Final = 16
_ID_BYTES: Final = 16
_NONCE_BYTES: Final = 12
_SCHEMA: Final = "wallet.backup/1"
_TYPED_KINDS: Final = (EnvelopeKind.PASSPHRASE, EnvelopeKind.RECOVERY)
"""What opens a backup anywhere. The envelope of a keyring is worth nothing on another machine."""


@frozen
class Preamble:
    """What stands before the chunks: the envelopes of the vault, the key of this file sealed under the vault key."""

    backup_id: str
    vault_id: str
    envelopes: tuple[Envelope, ...]
    salt: bytes
    nonce: bytes
    sealed: bytes
    encoded: bytes

    @property
    def digest(self) -> bytes:
        """SHA-256 of every byte before it: stored after them, and authenticated with every chunk."""
        return hashlib.sha256(self.encoded).digest()

    @property
    def opens_by(self) -> tuple[str, ...]:
        """`passphrase`, `recovery`: what somebody can type to open it."""
        return tuple(envelope.kind.value for envelope in self.envelopes)


def new_preamble(keys: key_file.KeyFile, vault_key: Secret) -> tuple[Preamble, Secret]:
    """A preamble for a backup of the vault with `keys`, and the fresh key that its chunks are sealed with."""
    file_key, backup_id = Secret(os.urandom(envelopes.KEY_BYTES)), os.urandom(_ID_BYTES).hex()
    salt, nonce = os.urandom(_SALT_BYTES), os.urandom(_NONCE_BYTES)
    bound = _bound(keys.vault_id, backup_id, salt)
    sealed = AESGCM(_wrapping_key(vault_key, salt)).encrypt(nonce, file_key.reveal(), bound)
    kept = tuple(envelope for envelope in keys.envelopes if envelope.kind in _TYPED_KINDS)
    document: JsonObject = {
        "schema": _SCHEMA,
        "backup": backup_id,
        "vault": keys.vault_id,
        "chunk": CHUNK_BYTES,
        "key": {name: key_file.encode(value) for name, value in (("salt", salt), ("nonce", nonce), ("sealed", sealed))},
        "envelopes": [key_file.envelope_document(envelope) for envelope in kept],
    }
    header = json.dumps(document)
    encoded = _FIXED.pack(MAGIC, VERSION, len(header)) + header
    made = Preamble(
        backup_id=backup_id,
        vault_id=keys.vault_id,
        envelopes=kept,
        salt=salt,
        nonce=nonce,
        sealed=sealed,
        encoded=encoded,
    )
    return made, file_key


def read_preamble(source: BufferedIOBase) -> Preamble:
    """The preamble at the beginning of a file; `source` then stands at the first chunk.

    Raises `VaultDamagedError` (`not-a-backup`, `backup-damaged`) and `VaultNewerError` (`backup-newer`).
    """
    fixed = source.read(_FIXED.size)
    if len(fixed) < _FIXED.size or not fixed.startswith(MAGIC):
        raise VaultDamagedError("not-a-backup")
    _, version, length = _FIXED.unpack(fixed)
    if length > MAX_HEADER_BYTES:
        raise VaultDamagedError("backup-damaged", detail="header")
    header, digest = source.read(length), source.read(_DIGEST_BYTES)
    encoded = fixed + header
    # Before anything in it is believed: damage must not pass for a newer version, nor for a wrong passphrase.
    if hashlib.sha256(encoded).digest() != digest:
        raise VaultDamagedError("backup-damaged", detail="header")
    if version > VERSION:
        raise VaultNewerError("backup-newer", version=str(version))
    try:
        return _parse(json.loads_object(header), encoded)
    except (CredentialError, KeyError, TypeError, ValueError, binascii.Error) as error:
        raise VaultDamagedError("backup-damaged", detail="header") from error


def open_with_text(preamble: Preamble, typed: Secret) -> Secret:
    """The vault key in a backup, by its passphrase or recovery key as typed. Raises `PassphraseError`."""
    by_kind = {envelope.kind: envelope for envelope in preamble.envelopes}
    recovery, passphrase = by_kind.get(EnvelopeKind.RECOVERY), by_kind.get(EnvelopeKind.PASSPHRASE)
    try:
        opener = read_recovery_key(typed.reveal().decode(errors="replace"))
    except PassphraseError:
        opener = None
    try:
        if opener is not None and recovery is not None:
            return envelopes.unseal(recovery, preamble.vault_id, opener)
        if passphrase is not None:
            return envelopes.unseal(passphrase, preamble.vault_id, typed)
    except PassphraseError as error:
        raise PassphraseError("backup-key-wrong") from error
    raise PassphraseError("backup-key-wrong")


def file_key(preamble: Preamble, vault_key: Secret) -> Secret:
    """The key of the chunks. Raises `PassphraseError` (`backup-key-wrong`) for the key of another vault."""
    bound = _bound(preamble.vault_id, preamble.backup_id, preamble.salt)
    try:
        opened = AESGCM(_wrapping_key(vault_key, preamble.salt)).decrypt(preamble.nonce, preamble.sealed, bound)
    except (InvalidTag, ValueError) as error:
        raise PassphraseError("backup-key-wrong") from error
    return Secret(opened)


class SealingWriter:
    """Writes the preamble, and then what it is given in sealed chunks; `finish` marks the last one."""

    def __init__(self, target: BufferedIOBase, preamble: Preamble, key: Secret) -> None:
        self._target = target
        self._cipher = ChaCha20Poly1305(key.reveal())
        self._bound = preamble.digest
        self._waiting = bytearray()
        self._number = 0
        target.write(preamble.encoded + preamble.digest)

    def write(self, content: bytes) -> None:
        """Seal `content` behind what came before. The last chunk is held back: it may be the marked one."""
        self._waiting += content
        while len(self._waiting) > CHUNK_BYTES:
            self._seal(bytes(self._waiting[:CHUNK_BYTES]), last=False)
            del self._waiting[:CHUNK_BYTES]

    def finish(self) -> None:
        """Seal the rest, with the mark of the last chunk."""
        self._seal(bytes(self._waiting), last=True)

    def _seal(self, chunk: bytes, *, last: bool) -> None:
        self._target.write(self._cipher.encrypt(_chunk_nonce(self._number, last=last), chunk, self._bound))
        self._number += 1


class SealedReader:
    """Gives back what a `SealingWriter` was given, each chunk only once it is authenticated.

    Raises `VaultDamagedError` (`backup-damaged`) for anything changed, missing, moved or cut off.
    """

    def __init__(self, source: BufferedIOBase, preamble: Preamble, key: Secret) -> None:
        self._source = source
        self._cipher = ChaCha20Poly1305(key.reveal())
        self._bound = preamble.digest
        self._ready = bytearray()
        self._number = 0
        self._ahead = source.read(CHUNK_BYTES + _TAG_BYTES)
        self._ended = False

    def read(self, size: int) -> bytes:
        """Exactly `size` bytes."""
        while len(self._ready) < size:
            if self._ended:
                raise VaultDamagedError("backup-damaged", detail="end")
            self._open_next()
        content = bytes(self._ready[:size])
        del self._ready[:size]
        return content

    def at_end(self) -> bool:
        """Whether all was read, up to the marked chunk."""
        while not self._ready and not self._ended:
            self._open_next()
        return not self._ready

    def _open_next(self) -> None:
        chunk, self._ahead = self._ahead, self._source.read(CHUNK_BYTES + _TAG_BYTES)
        self._ended = not self._ahead
        try:
            opened = self._cipher.decrypt(_chunk_nonce(self._number, last=self._ended), chunk, self._bound)
        except (InvalidTag, ValueError) as error:
            raise VaultDamagedError("backup-damaged", detail=f"chunk {self._number}") from error
        self._ready += opened
        self._number += 1


def _chunk_nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(_NONCE_BYTES - 1, "big") + bytes([last])


def _parse(document: JsonObject, encoded: bytes) -> Preamble:
    key, listed = document["key"], document["envelopes"]
    if not isinstance(key, dict) or not isinstance(listed, list):
        raise TypeError("header")
    if document["schema"] != _SCHEMA or document["chunk"] != CHUNK_BYTES:
        raise ValueError("schema")
    return Preamble(
        backup_id=_text(document["backup"]),
        vault_id=_text(document["vault"]),
        envelopes=tuple(key_file.parse_envelope(item) for item in listed),
        salt=key_file.decode(key["salt"]),
        nonce=key_file.decode(key["nonce"]),
        sealed=key_file.decode(key["sealed"]),
        encoded=encoded,
    )


def _text(value: JsonValue) -> str:
    if not isinstance(value, str):
        raise TypeError("text")
    return value


def _wrapping_key(vault_key: Secret, salt: bytes) -> bytes:
    derivation = HKDF(algorithm=SHA256(), length=envelopes.KEY_BYTES, salt=salt, info=b"learner-wallet/backup/1")
    return derivation.derive(vault_key.reveal())


def _bound(vault_id: str, backup_id: str, salt: bytes) -> bytes:
    return f"{_SCHEMA}|{vault_id}|{backup_id}|{salt.hex()}".encode()
