"""What issuers publish on their web sites, as materials: DID documents and signed status lists.

site = Site()
site.publish_issuer(issuer)
site.publish_list(issuer, status_list)
write_materials(folder, site.materials(at))
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from scripts.sample_issuer.issuer import SampleIssuer
from scripts.sample_issuer.status import StatusList
from wallet.codec import json
from wallet.model.json import JsonObject
from wallet.model.material import Material, MaterialSource

DID_TYPE = "application/did+json"
LIST_TYPE = "application/vc"
JWT_LIST_TYPE = "application/vc+jwt"


@dataclass(slots=True)
class Site:
    """Every page that the sample issuers serve. Lists are signed when they are asked for, as of that instant."""

    issuers: dict[str, SampleIssuer] = field(default_factory=dict)
    lists: dict[str, tuple[SampleIssuer, StatusList]] = field(default_factory=dict)

    def publish_issuer(self, issuer: SampleIssuer) -> None:
        """Serve the DID document of a did:web issuer; a did:key has none."""
        url = issuer.document_url()
        if url is not None:
            self.issuers[url] = issuer

    def publish_list(self, issuer: SampleIssuer, status_list: StatusList) -> None:
        """Serve a status list, signed by `issuer`."""
        self.lists[status_list.url] = (issuer, status_list)

    def urls(self) -> tuple[str, ...]:
        """What there is to fetch."""
        return (*self.issuers, *self.lists)

    def materials(self, at: datetime) -> tuple[Material, ...]:
        """Everything served at `at`."""
        return tuple(filter(None, (self.answer(url, at) for url in self.urls())))

    def answer(self, url: str, at: datetime) -> Material | None:
        """What is served under `url` at `at`, or None."""
        if url in self.issuers:
            return _material(url, json.dumps_readable(self.issuers[url].did_document()), DID_TYPE, at)
        if url in self.lists:
            issuer, status_list = self.lists[url]
            return _material(url, *_signed(issuer, status_list.credential(issuer.id, at), at), at)
        return None


def _signed(issuer: SampleIssuer, document: JsonObject, at: datetime) -> tuple[bytes, str]:
    """A did:key issuer signs its list with a proof, a did:web issuer as a JWT: as they sign their badges."""
    if issuer.document_url() is None:
        return json.dumps_readable(issuer.secure(document, created=at)), LIST_TYPE
    return issuer.jwt(document).encode(), JWT_LIST_TYPE


def _material(url: str, content: bytes, media_type: str, at: datetime) -> Material:
    return Material(
        url=url,
        content=content,
        media_type=media_type,
        sha256=sha256(content).hexdigest(),
        source=MaterialSource.FETCHED,
        retrieved_at=at,
    )
