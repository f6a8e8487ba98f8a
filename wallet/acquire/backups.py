"""Backups of other wallets: which credentials are in them, and what else is in there and is not taken.

Learner Credential Wallet, "Wallet Backup.json" and "Profile Backup.json": one or several UniversalWallet2020 documents
whose `contents` mix credentials with a DID document, a profile, and private keys in clear. Importing takes the
credentials; keys are told and left where they are, until somebody asks for `keys_of` on purpose.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from wallet.acquire.members import BadMember, Member
from wallet.codec import json as strict_json
from wallet.codec.json_slices import elements, member
from wallet.errors import CredentialError
from wallet.model.json import JsonObject, JsonValue
from wallet.model.report import Reason
from wallet.model.secret import Secret

MAX_CONTENTS: Final = 10_000
"""Items of one backup."""

_BACKUP: Final = "UniversalWallet2020"
_LOCKED: Final = "LOCKED"
_CREDENTIAL: Final = "VerifiableCredential"
_PRIVATE: Final = ("privateKeyMultibase", "privateKeyBase58", "privateKeyJwk")


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupKey:
    """A key in a backup, for whoever imports keys: `private` is the multibase text of its private part."""

    id: str
    controller: str
    type: str
    public: str
    private: Secret


def is_backup(value: JsonValue) -> bool:
    """Whether a JSON document is such a backup, or a list of them."""
    if isinstance(value, list):
        return bool(value) and all(isinstance(item, dict) and _BACKUP in _types(item) for item in value)
    return isinstance(value, dict) and _BACKUP in _types(value)


def members(text: bytes) -> Iterator[Member | BadMember]:
    """The items of a backup: credentials byte for byte, everything else as what it is.

    Raises `CredentialError` (`too-large`, `unsupported-format` for a locked one, and as JSON does).
    """
    number = 0
    for wallet in _wallets(text):
        document = strict_json.loads_object(wallet)
        contents = member(wallet, "contents") or b"[]"
        if document.get("status") == _LOCKED or not contents.startswith(b"["):
            raise CredentialError(Reason.UNSUPPORTED_FORMAT, what="encrypted")
        for item in elements(contents):
            number += 1
            if number > MAX_CONTENTS:
                raise CredentialError(Reason.TOO_LARGE, what="members", limit=str(MAX_CONTENTS))
            yield _item(item, str(number))


def keys_of(text: bytes) -> Iterator[BackupKey]:
    """The keys of a backup that have a private part in multibase, for an import of keys that the holder asks for."""
    for wallet in _wallets(text):
        contents = strict_json.loads_object(wallet).get("contents")
        for item in contents if isinstance(contents, list) else []:
            if isinstance(item, dict) and isinstance(item.get("privateKeyMultibase"), str):
                yield BackupKey(
                    id=_text(item, "id"),
                    controller=_text(item, "controller"),
                    type=_text(item, "type"),
                    public=_text(item, "publicKeyMultibase"),
                    private=Secret(_text(item, "privateKeyMultibase").encode()),
                )


def _wallets(text: bytes) -> tuple[bytes, ...]:
    return elements(text) if text.startswith(b"[") else (text,)


def _item(text: bytes, name: str) -> Member | BadMember:
    value = strict_json.loads(text)
    if isinstance(value, str):
        return Member(name=name, content=value.encode())
    private = isinstance(value, dict) and any(part in value for part in _PRIVATE)
    if not isinstance(value, dict) or (_CREDENTIAL in _types(value) and not private):
        return Member(name=name, content=text)
    what = "wallet-content"
    if private:
        what = "wallet-key"
    elif "verificationMethod" in value or "authentication" in value:
        what = "did-document"
    elif "ProfileMetadata" in _types(value):
        what = "wallet-profile"
    return BadMember(name=name, reason=Reason.UNSUPPORTED_FORMAT, params={"what": what, "id": _shown(value)})


def _shown(value: Mapping[str, JsonValue]) -> str:
    """Whose key or document it is; never more than its public name."""
    return str(value.get("id") or "")[:200]


def _types(value: JsonObject) -> tuple[JsonValue, ...]:
    types = value.get("type")
    return tuple(types) if isinstance(types, list) else (types,)


def _text(value: JsonObject, name: str) -> str:
    found = value.get(name)
    return found if isinstance(found, str) else ""
