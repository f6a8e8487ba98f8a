"""Documents of Open Badges before 3.0 at their own addresses: assertions, badge classes, profiles, keys, lists.

What presenters staple to a badge is never such a document: the address vouches for it, and the presenter does not
speak for the address.
"""

from __future__ import annotations

from typing import Final

from wallet.codec import json as strict_json
from wallet.errors import CredentialError
from wallet.model.frozen import frozen
from wallet.model.json import JsonObject
from wallet.model.material import Material, MaterialSource, Unavailable
from wallet.model.report import Finding, Reason, ReliedOn
from wallet.verify.context import VerificationContext

MAX_DOCUMENT_BYTES: Final = 4 * 1024 * 1024
"""Hosts inline pictures as data URLs into badge classes and profiles; those met stay under 1 MiB."""
GONE: Final = "410"


@frozen
class Hosted:
    """A document as its address showed it."""

    url: str
    content: bytes
    material: Material

    @property
    def evidence(self) -> ReliedOn:
        """What the report says of it."""
        material = self.material
        return ReliedOn(
            url=material.url, sha256=material.sha256, source=material.source, retrieved_at=material.retrieved_at
        )

    def document(self) -> JsonObject | Finding:
        """The JSON object in it, or why there is none."""
        try:
            return strict_json.loads_object(self.content, max_bytes=MAX_DOCUMENT_BYTES)
        except CredentialError as error:
            return Finding(reason=Reason.UNREACHABLE, params={"url": self.url, "detail": error.code})


def fetch(url: str, context: VerificationContext) -> Hosted | Finding:
    """The document at `url`. Hosts wrote `http` addresses for years; they are asked by https."""
    address = secure(url)
    if not address.startswith("https://"):
        return Finding(reason=Reason.UNREACHABLE, params={"url": url, "detail": "host"})
    material = context.materials.get(address, max_bytes=MAX_DOCUMENT_BYTES)
    if isinstance(material, Unavailable):
        reason = Reason.OFFLINE if material.why == "offline" else Reason.UNREACHABLE
        return Finding(reason=reason, params={"url": address, "detail": material.detail or material.why})
    if material.source is MaterialSource.STAPLED:
        return Finding(reason=Reason.UNREACHABLE, params={"url": address, "detail": "stapled"})
    return Hosted(url=address, content=material.content, material=material)


def secure(url: str) -> str:
    """`url` with https for http: the same place, asked in a way that nobody on the road can answer for it."""
    return "https://" + url[7:] if url[:7].lower() == "http://" else url


def same_address(one: str | None, other: str | None) -> bool:
    """Whether two identifiers name the same thing, http and https alike."""
    return one is not None and other is not None and secure(one) == secure(other)
