"""did:web: the DID document is published by the domain it names (did:web method specification)."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from wallet.codec.limits import MAX_DID_DOCUMENT_BYTES
from wallet.model.key import ControllerDocument
from wallet.model.material import Materials, MaterialSource, Unavailable
from wallet.model.report import Finding, Reason
from wallet.resolve.document import read_document

PREFIX: Final = "did:web:"
_HOST: Final = re.compile(
    r"(?=.{1,253}(?:%3A|$))(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?(?:%3A[0-9]{1,5})?",
    re.ASCII | re.IGNORECASE,
)
"""A public domain name with at least one dot and a last label that starts with a letter: no address, no bare number."""
_SEGMENT: Final = re.compile(r"(?!\.{1,2}$)[A-Za-z0-9._~-]{1,255}", re.ASCII)
"""One path part without any percent-encoding: nothing in it can climb or smuggle a separator."""


class DidWeb:
    """Needs the published document as material."""

    name: Final = "did:web"

    def resolve(self, identifier: str, materials: Materials, at: datetime) -> ControllerDocument | Finding:
        """The published document, which must carry the identifier as its own id. There is no other than the newest."""
        del at
        url = document_url(identifier)
        if url is None:
            return Finding(reason=Reason.KEY_UNRESOLVABLE, params={"identifier": identifier, "detail": "host"})
        material = materials.get(url, max_bytes=MAX_DID_DOCUMENT_BYTES)
        if isinstance(material, Unavailable):
            params = {"identifier": identifier, "url": url, "detail": material.why}
            return Finding(reason=Reason.KEY_UNRESOLVABLE, params=params)
        if material.source is MaterialSource.STAPLED:
            # Whoever presents a badge could staple a document with a key of their own: it proves nothing.
            return Finding(reason=Reason.KEY_UNRESOLVABLE, params={"identifier": identifier, "detail": "stapled"})
        return read_document(identifier, material)


def document_url(identifier: str) -> str | None:
    """The https URL of the document, or None when the identifier names no public host or a crooked path."""
    return published_url(identifier.removeprefix(PREFIX), "did.json")


def published_url(location: str, file: str) -> str | None:
    """The https URL of `file` where `location` (`host`, or `host:path:path`) says that a DID is published."""
    host, *segments = location.split(":")
    if _HOST.fullmatch(host) is None or any(_SEGMENT.fullmatch(segment) is None for segment in segments):
        return None
    path = "/".join(segments) if segments else ".well-known"
    return f"https://{host.replace('%3A', ':').replace('%3a', ':')}/{path}/{file}"
