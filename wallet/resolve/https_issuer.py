"""https issuers: the keys that an issuer named by an https URL publishes under its own origin.

In this order, and the first that is there counts:

1. issuer metadata at `/.well-known/jwt-vc-issuer`, the well-known part put before the path of the issuer's URL, with
   `jwks` or `jwks_uri` (draft-ietf-oauth-sd-jwt-vc, "JWT VC Issuer Metadata");
2. the document at the issuer's URL itself, which must carry that URL as its `id`: a controlled identifier document
   (CID 1.0), or a profile with such members, or one with `jwks` or `jwks_uri`.

`published_key` reads what is at the URL of a key. All of it is fetched from where the issuer says; nothing that a
presenter staples counts.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from wallet.codec import json as strict_json
from wallet.codec.limits import MAX_DID_DOCUMENT_BYTES
from wallet.errors import CredentialError
from wallet.model.json import JsonObject
from wallet.model.key import ControllerDocument
from wallet.model.material import Material, Materials, MaterialSource
from wallet.model.report import Finding, Reason
from wallet.resolve.document import controller_document
from wallet.resolve.key_set import is_key, key_set_document

PREFIX: Final = "https://"
_METADATA: Final = "/.well-known/jwt-vc-issuer"


class HttpsIssuer:
    """Needs the published documents as materials."""

    name: Final = "https"

    def resolve(self, identifier: str, materials: Materials, at: datetime) -> ControllerDocument | Finding:
        """The issuer's keys. There are no others than those published now."""
        del at
        metadata_url = _metadata_url(identifier)
        if metadata_url is None:
            return _unresolvable(identifier, "host")
        found = _read(metadata_url, materials)
        if not isinstance(found, str):
            metadata, material = found
            if metadata.get("issuer") != identifier:
                return _unresolvable(identifier, "id")
            return _with_key_set(identifier, metadata, material, materials) or _unresolvable(identifier, "no keys")
        found = _read(identifier, materials)
        if isinstance(found, str):
            return _unresolvable(identifier, found)
        return _from_profile(identifier, *found, materials)


def same_origin(one: str, other: str) -> bool:
    """Whether two https URLs are of one scheme, host and port (RFC 6454). A default port may be written or not."""
    first, second = _origin(one), _origin(other)
    return first is not None and first == second


def published_key(url: str, issuer: str, materials: Materials) -> ControllerDocument | Finding:
    """What is at the URL of a key: a JSON Web Key or key set, or a controlled identifier document.

    A key or key set says nothing of whose it is, so it counts as the `issuer`'s for being on the issuer's own origin,
    which the caller has made sure of. A document says whose it is, and is returned as that. A verification method on
    its own names its controller, and is returned as a document of that controller which lists it for no purpose yet:
    the controller's own document has to.
    """
    base = url.partition("#")[0]
    found = _read(base, materials)
    if isinstance(found, str):
        return _unresolvable(url, found)
    document, material = found
    if is_key(document):
        return key_set_document(issuer, base, [{**document, "kid": url}], material)
    if isinstance(document.get("keys"), list):
        return key_set_document(issuer, base, document["keys"], material)
    controller = document.get("controller")
    if document.get("id") in {base, url} and isinstance(controller, str) and "verificationMethod" not in document:
        alone: JsonObject = {"verificationMethod": [{**document, "id": url}]}
        return controller_document(controller, alone, material)
    if document.get("id") == base:
        return controller_document(base, document, material)
    return _unresolvable(url, "id")


def _from_profile(
    identifier: str, document: JsonObject, material: Material, materials: Materials
) -> ControllerDocument | Finding:
    if document.get("id") != identifier:
        return _unresolvable(identifier, "id")
    own = controller_document(identifier, document, material)
    if own.methods or own.unusable or any(own.relationships.values()):
        return own
    return _with_key_set(identifier, document, material, materials) or _unresolvable(identifier, "no keys")


def _with_key_set(
    identifier: str, document: JsonObject, material: Material, materials: Materials
) -> ControllerDocument | Finding | None:
    """The key set in `document`, or the one it points to; None where it has neither, or both."""
    key_set, url = document.get("jwks"), document.get("jwks_uri")
    if isinstance(key_set, dict) and url is None:
        return key_set_document(identifier, identifier, key_set.get("keys"), material)
    if not isinstance(url, str) or key_set is not None or _origin(url) is None:
        return None
    found = _read(url, materials)
    if isinstance(found, str):
        return _unresolvable(identifier, found)
    linked, supporting = found
    keys = key_set_document(identifier, identifier, linked.get("keys"), material)
    return replace(keys, supporting=(supporting,))


def _read(url: str, materials: Materials) -> tuple[JsonObject, Material] | str:
    """The JSON object at `url` with its material, or the word for why there is none."""
    material = materials.get(url, max_bytes=MAX_DID_DOCUMENT_BYTES)
    if not isinstance(material, Material):
        return material.why
    if material.source is MaterialSource.STAPLED:
        return "stapled"
    try:
        return strict_json.loads_object(material.content, max_bytes=MAX_DID_DOCUMENT_BYTES), material
    except CredentialError as error:
        return error.code


def _metadata_url(identifier: str) -> str | None:
    """Where the metadata of an issuer is; None for a URL that cannot name one."""
    if _origin(identifier) is None:
        return None
    parts = urlsplit(identifier)
    if parts.query or parts.fragment or "?" in identifier or "#" in identifier:
        return None
    return f"https://{parts.netloc}{_METADATA}{parts.path.rstrip('/')}"


def _origin(url: str) -> tuple[str, int] | None:
    if not url.startswith(PREFIX):
        return None
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if not host or "@" in parts.netloc:
        return None
    return host, 443 if port is None else port


def _unresolvable(identifier: str, detail: str) -> Finding:
    return Finding(reason=Reason.KEY_UNRESOLVABLE, params={"identifier": identifier, "detail": detail})
