"""Registries of issuers, gathered as snapshots: one registry, a list of registries, or an OpenID federation.

What is gathered is whole lists: no request names the issuer that somebody wants to know about. A federation gives its
statements one by one, so the list of its subjects is got first (`federation_list_endpoint`) and then every statement.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlsplit

from wallet.acquire.carriers import base_name
from wallet.codec import json as strict_json
from wallet.codec.limits import MAX_REGISTRY_BYTES, MAX_REGISTRY_ENTRIES
from wallet.errors import CredentialError, NotFoundError, RemoteError, UsageError
from wallet.model.frozen import frozen
from wallet.model.json import JsonValue
from wallet.model.material import Material, Materials
from wallet.model.record import RegistrySnapshot
from wallet.model.registry import Registry
from wallet.suites.interface import JwsAlgorithm
from wallet.verify.trust.federation import EntityStatement, read_anchor
from wallet.verify.trust.known import read_snapshot
from wallet.verify.trust.registry_list import FEDERATION, KnownRegistry, read_known_registries

_REMOTE: Final = frozenset({"offline", "refused", "too-large", "timeout"})


@frozen
class RegistryReader:
    """Gathers snapshots. `materials` is the outside world, `at` the instant of the run (UTC)."""

    materials: Materials
    algorithms: Registry[JwsAlgorithm]
    at: datetime

    def read(self, source: str, name: str = "") -> Iterator[RegistrySnapshot]:
        """Every registry at `source`, a file or an https URL; `name` is what to call a single one.

        Raises `NotFoundError` for a file that is not there, `RemoteError` for an address that does not answer, and
        `UsageError` (`registry-unreadable`) for what is no registry.
        """
        content, at = self._content(source)
        known = read_known_registries(content)
        if known is None:
            yield self._snapshot(self._gathered(content, ""), source, name or _name(source), at)
            return
        for registry in known:
            yield self._known(registry)

    def _known(self, registry: KnownRegistry) -> RegistrySnapshot:
        content, at = self._fetched(registry.url)
        if registry.kind == FEDERATION:
            content = self._gathered(content, registry.fetch)
        return self._snapshot(content, registry.url, registry.name, at)

    def _snapshot(self, content: bytes, source: str, name: str, at: datetime) -> RegistrySnapshot:
        registry = read_snapshot(content, self.algorithms)
        if registry is None:
            raise UsageError("registry-unreadable", source=source)
        return RegistrySnapshot(
            name=name,
            kind=registry.kind,
            source=source,
            content=content,
            sha256=sha256(content).hexdigest(),
            dated=registry.dated or at,
            retrieved_at=at,
        )

    def _gathered(self, content: bytes, fetch: str) -> bytes:
        """An anchor's configuration on its own, with the statements it makes; anything else as it is."""
        anchor = read_anchor(content, self.algorithms)
        if anchor is None or len(content.split()) > 1:
            return content
        metadata = _federation_entity(anchor)
        endpoint = fetch.removesuffix("?sub=") or _text(metadata, "federation_fetch_endpoint")
        subjects = self._subjects(_text(metadata, "federation_list_endpoint"))
        lines = [content.strip()]
        for subject in subjects if endpoint else []:
            statement, _ = self._fetched(f"{endpoint}?sub={quote(subject, safe='')}")
            lines.append(statement.strip())
        return b"\n".join(lines)

    def _subjects(self, endpoint: str) -> list[str]:
        if not endpoint:
            return []
        content, _ = self._fetched(endpoint)
        try:
            listed = strict_json.loads(content, max_bytes=MAX_REGISTRY_BYTES)
        except CredentialError as error:
            raise UsageError("registry-unreadable", source=endpoint) from error
        subjects = [item for item in listed if isinstance(item, str)] if isinstance(listed, list) else []
        if len(subjects) > MAX_REGISTRY_ENTRIES:
            raise UsageError("registry-too-large", source=endpoint)
        return subjects

    def _content(self, source: str) -> tuple[bytes, datetime]:
        if source.lower().startswith(("https://", "http://")):
            return self._fetched(source)
        try:
            with Path(source).expanduser().open("rb") as file:
                content = file.read(MAX_REGISTRY_BYTES + 1)
        except OSError as error:
            raise NotFoundError(path=source) from error
        if len(content) > MAX_REGISTRY_BYTES:
            raise UsageError("registry-too-large", source=source)
        return content, self.at

    def _fetched(self, url: str) -> tuple[bytes, datetime]:
        material = self.materials.get(url, max_bytes=MAX_REGISTRY_BYTES)
        if not isinstance(material, Material):
            raise RemoteError(material.why if material.why in _REMOTE else "unreachable", url=url)
        return material.content, material.retrieved_at or self.at


def _federation_entity(anchor: EntityStatement) -> JsonValue:
    metadata = anchor.claims.get("metadata")
    return metadata.get("federation_entity") if isinstance(metadata, dict) else None


def _text(value: JsonValue, name: str) -> str:
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, str) else ""


def _name(source: str) -> str:
    """What a registry is called that nobody has given a name: its host, or its file."""
    return urlsplit(source).hostname or base_name(source) or source
