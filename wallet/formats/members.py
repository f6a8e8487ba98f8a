"""What a presentation holds: credentials embedded, as compact text, or enveloped (VCDM 2.0, section 4.13.1).

An EnvelopedVerifiableCredential is nothing but a `data:` URL of a secured credential: whatever else stands in the
object is nobody's word and is not looked at.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from wallet.codec import json as strict_json
from wallet.codec.data_url import read_data_url
from wallet.codec.limits import MAX_CREDENTIALS
from wallet.codec.sd_jwt import looks_sd_jwt
from wallet.errors import CredentialError
from wallet.formats import blockcerts, ldp_vc
from wallet.formats.interface import CredentialFormat
from wallet.formats.jose import VC_JWT, VC_SD_JWT
from wallet.formats.jwt_vc import JwtCredential
from wallet.formats.open_badges_2 import OpenBadge2
from wallet.formats.sd_jwt_vc import SdJwtCredential
from wallet.formats.vcdm import ENVELOPED_TYPE, as_list, types_of
from wallet.model.credential import Unreadable, VerifiableCredential
from wallet.model.json import JsonObject, JsonValue
from wallet.model.report import Reason

_FORMATS: Final[Mapping[str, JwtCredential | SdJwtCredential]] = MappingProxyType(
    {
        **{f"application/{name}": JwtCredential() for name in VC_JWT},
        **{f"application/{name}": SdJwtCredential() for name in VC_SD_JWT},
    }
)


_ORIGINALS: Final[Mapping[str, tuple[CredentialFormat, ...]]] = MappingProxyType(
    {
        "application/ld+json": (blockcerts.Blockcerts(), OpenBadge2(), ldp_vc.EmbeddedProofCredential()),
        "application/json": (blockcerts.Blockcerts(), OpenBadge2(), ldp_vc.EmbeddedProofCredential()),
        "application/jose": (OpenBadge2(),),
    }
)
"""Media types that say little of what is inside: badges from before the envelopes, which travel byte for byte."""


def read_members(document: JsonObject) -> tuple[VerifiableCredential | Unreadable, ...]:
    """Everything in `verifiableCredential`; what is no credential becomes `Unreadable`.

    Raises `CredentialError` (`too-large`) for too many.
    """
    items = as_list(document.get("verifiableCredential"))
    if len(items) > MAX_CREDENTIALS:
        raise CredentialError(Reason.TOO_LARGE, member="verifiableCredential", limit=str(MAX_CREDENTIALS))
    return tuple(map(_member, items))


def open_envelope(item: JsonObject) -> tuple[str, bytes]:
    """The media type and bytes inside an enveloped credential or presentation. Raises `CredentialError`."""
    url = item.get("id")
    if not isinstance(url, str):
        raise CredentialError(Reason.MALFORMED, member="id")
    return read_data_url(url)


def enveloped_credential(item: JsonObject) -> VerifiableCredential:
    """The credential in an EnvelopedVerifiableCredential. Raises `CredentialError`."""
    media_type, content = open_envelope(item)
    format_: CredentialFormat | None = _FORMATS.get(media_type)
    if format_ is None:
        kinds = _ORIGINALS.get(media_type, ())
        format_ = next((kind for kind in kinds if kind.recognises(content)), None)
    if format_ is None:
        raise CredentialError(Reason.UNSUPPORTED_FORMAT, format=media_type)
    parsed = format_.parse(content)
    if not isinstance(parsed, VerifiableCredential):
        raise CredentialError(Reason.UNSUPPORTED_FORMAT, format=media_type)
    return parsed


def _member(item: JsonValue) -> VerifiableCredential | Unreadable:
    """One credential of the bundle. Where it was embedded, `received` is the wallet's own serialisation of it."""
    received = item.encode() if isinstance(item, str) else strict_json.dumps(item)
    try:
        if isinstance(item, str):
            return (SdJwtCredential() if looks_sd_jwt(received) else JwtCredential()).parse(received)
        if not isinstance(item, dict):
            raise CredentialError(Reason.NOT_A_CREDENTIAL, member="verifiableCredential")
        if ENVELOPED_TYPE in types_of(item):
            return enveloped_credential(item)
        read = blockcerts.from_document if blockcerts.is_blockcerts(item) else ldp_vc.from_document
        return read(item, received)
    except CredentialError as error:
        return Unreadable(received=received, reason=error.code, params=error.params)
