"""`vault.keys`: the small JSON file beside the vault that holds its sealed keys and nothing secret in clear."""

from __future__ import annotations

import base64
import binascii
from dataclasses import replace
from pathlib import Path
from typing import Final

from wallet.codec import json
from wallet.errors import CredentialError, VaultDamagedError, VaultNewerError
from wallet.model.frozen import frozen
from wallet.model.json import JsonObject, JsonValue
from wallet.storage import files
from wallet.storage.envelopes import Cost, Envelope, EnvelopeKind

FILE_NAME: Final = "vault.keys"
_SCHEMA_FAMILY: Final = "wallet.vault-keys/"
_SCHEMA: Final = _SCHEMA_FAMILY + "1"
_MAX_BYTES: Final = 64 * 1024
"""Three envelopes take about 1 KiB."""
_MAX_DETAIL: Final = 80


@frozen
class KeyFile:
    """The envelopes of one vault. `locked` is for a vault that only the keyring opens: closed until `unlock`."""

    vault_id: str
    envelopes: tuple[Envelope, ...]
    locked: bool = False

    def envelope(self, kind: EnvelopeKind) -> Envelope | None:
        """The envelope of that kind, or None."""
        return next((envelope for envelope in self.envelopes if envelope.kind is kind), None)

    def having(self, envelope: Envelope) -> KeyFile:
        """The same with `envelope` in place of any of its kind."""
        return replace(self, envelopes=(*self.without(envelope.kind).envelopes, envelope))

    def without(self, kind: EnvelopeKind) -> KeyFile:
        """The same with no envelope of that kind."""
        return replace(self, envelopes=tuple(kept for kept in self.envelopes if kept.kind is not kind))


def path_in(folder: Path) -> Path:
    """Where the key file of the vault in `folder` is."""
    return folder / FILE_NAME


def read(folder: Path) -> KeyFile:
    """Read it. Raises `VaultDamagedError` (`vault-keys-damaged`) or `VaultNewerError`."""
    path = path_in(folder)
    content = files.read_bounded(path, _MAX_BYTES)
    try:
        return _parse(json.loads_object(content))
    except (CredentialError, KeyError, TypeError, ValueError, binascii.Error) as error:
        raise VaultDamagedError("vault-keys-damaged", path=str(path), detail=str(error)[:_MAX_DETAIL]) from error


def write(folder: Path, keys: KeyFile) -> None:
    """Write it, whole and durably: after a failure the old one is still there."""
    files.replace_private(path_in(folder), json.dumps_readable(_document(keys)))


def _document(keys: KeyFile) -> JsonObject:
    envelopes: list[JsonValue] = [envelope_document(envelope) for envelope in keys.envelopes]
    return {"schema": _SCHEMA, "vault": keys.vault_id, "locked": keys.locked, "envelopes": envelopes}


def envelope_document(envelope: Envelope) -> JsonObject:
    """One envelope as JSON."""
    document: JsonObject = {
        "kind": envelope.kind.value,
        "salt": encode(envelope.salt),
        "nonce": encode(envelope.nonce),
        "sealed": encode(envelope.sealed),
    }
    if envelope.cost is not None:
        document["argon2id"] = {
            "memory_kib": envelope.cost.memory_kib,
            "passes": envelope.cost.passes,
            "lanes": envelope.cost.lanes,
        }
    return document


def _parse(document: JsonObject) -> KeyFile:
    schema = _text(document["schema"])
    if schema != _SCHEMA:
        if schema.startswith(_SCHEMA_FAMILY):
            raise VaultNewerError(schema=schema[:_MAX_DETAIL])
        raise ValueError(schema)
    envelopes, locked = document["envelopes"], document["locked"]
    if not isinstance(envelopes, list) or not isinstance(locked, bool):
        raise TypeError("envelopes" if isinstance(locked, bool) else "locked")
    return KeyFile(
        vault_id=_text(document["vault"]), locked=locked, envelopes=tuple(parse_envelope(item) for item in envelopes)
    )


def parse_envelope(value: JsonValue) -> Envelope:
    """The envelope in JSON. Raises `KeyError`, `TypeError`, `ValueError`, `binascii.Error` for anything else."""
    document = _object(value)
    cost = document.get("argon2id")
    return Envelope(
        kind=EnvelopeKind(_text(document["kind"])),
        salt=decode(document["salt"]),
        nonce=decode(document["nonce"]),
        sealed=decode(document["sealed"]),
        cost=None if cost is None else _parse_cost(_object(cost)),
    )


def _parse_cost(document: JsonObject) -> Cost:
    memory_kib, passes, lanes = (_integer(document[name]) for name in ("memory_kib", "passes", "lanes"))
    return Cost(memory_kib=memory_kib, passes=passes, lanes=lanes)


def _object(value: JsonValue) -> JsonObject:
    if not isinstance(value, dict):
        raise TypeError("object")
    return value


def _text(value: JsonValue) -> str:
    if not isinstance(value, str):
        raise TypeError("text")
    return value


def _integer(value: JsonValue) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError("integer")
    return value


def encode(content: bytes) -> str:
    """Bytes as they stand in the file: base64."""
    return base64.b64encode(content).decode()


def decode(value: JsonValue) -> bytes:
    """The bytes again. Raises `TypeError`, `binascii.Error`."""
    return base64.b64decode(_text(value), validate=True)
