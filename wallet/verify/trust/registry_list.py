"""Registries of issuers as JSON lists, as the Digital Credentials Consortium publishes them.

A registry is `{"meta": {"created", "updated"}, "registry": {DID: {"name", "url", "location"}}}`: whoever runs it says
that the DID is that institution's. The consortium's list of known registries names such registries by `type` and
`url`, and OpenID federations by their trust anchor (`federation`); lists from before the types mean JSON registries.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from wallet.codec import json as strict_json
from wallet.codec.limits import MAX_REGISTRY_BYTES
from wallet.codec.time import parse_instant
from wallet.errors import CredentialError
from wallet.model.frozen import frozen
from wallet.model.json import JsonObject, JsonValue
from wallet.model.request import TrustRoot

LEGACY = "dcc-legacy"
FEDERATION = "oidf"


@frozen
class Listed:
    """What a registry says of one issuer: its name there, and until when the statement counts (UTC)."""

    name: str
    until: datetime | None = None


@frozen
class RegistryContent:
    """A registry that was read and verified: when it is of (UTC; None where it does not say), and whom it lists."""

    kind: str
    dated: datetime | None
    listed: Mapping[str, Listed]
    roots: tuple[TrustRoot, ...] = ()
    """The authorities that seals may end at, where it is a list of such."""


@frozen
class KnownRegistry:
    """One line of a list of registries: where the registry is. `fetch` is where a federation gives its statements."""

    kind: str
    name: str
    url: str
    fetch: str = ""


def read_registry(content: bytes) -> RegistryContent | None:
    """The registry in `content`, or None where it is no JSON registry."""
    document = _json(content)
    listed = document.get("registry") if isinstance(document, dict) else None
    if not isinstance(document, dict) or not isinstance(listed, dict):
        return None
    meta = document.get("meta")
    dated = _text(meta, "updated") or _text(meta, "created") if isinstance(meta, dict) else ""
    names = {did: _text(entry, "name") for did, entry in listed.items() if isinstance(entry, dict)}
    return RegistryContent(
        kind=LEGACY,
        dated=parse_instant(dated) if dated else None,
        listed={did: Listed(name=name or did) for did, name in names.items()},
    )


def read_known_registries(content: bytes) -> tuple[KnownRegistry, ...] | None:
    """The registries that the list in `content` names, or None where it is no such list."""
    document = _json(content)
    if not isinstance(document, list) or not all(isinstance(item, dict) for item in document):
        return None
    found = [entry for item in document if isinstance(item, dict) and (entry := _known(item)) is not None]
    return tuple(found) or None


def _known(item: JsonObject) -> KnownRegistry | None:
    kind = _text(item, "type") or LEGACY
    url = _text(item, "trustAnchorEC" if kind == FEDERATION else "url")
    if not url:
        return None
    return KnownRegistry(kind=kind, name=_text(item, "name") or url, url=url, fetch=_text(item, "fetchEndpoint"))


def _json(content: bytes) -> JsonValue:
    try:
        return strict_json.loads(content, max_bytes=MAX_REGISTRY_BYTES)
    except CredentialError:
        return None


def _text(item: JsonObject, name: str) -> str:
    value = item.get(name)
    return value if isinstance(value, str) else ""
