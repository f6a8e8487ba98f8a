"""Verifiable presentations with an embedded proof (VCDM 2.0, section 4.13), holding credentials of any format.

A credential that cannot be embedded travels as an EnvelopedVerifiableCredential: a `data:` URL of its own bytes
(VCDM 2.0, section 4.13.1).
"""

from __future__ import annotations

from typing import Final
from urllib.parse import unquote_to_bytes

from wallet.codec import json as strict_json
from wallet.codec.limits import MAX_CREDENTIALS
from wallet.errors import CredentialError
from wallet.formats import ldp_vc
from wallet.formats.jwt_vc import JwtCredential
from wallet.formats.vcdm import ENVELOPED_TYPE, PRESENTATION_TYPE, as_list, parse_proofs, require_base_context, types_of
from wallet.model.credential import Unreadable, VerifiableCredential, VerifiablePresentation
from wallet.model.json import JsonObject, JsonValue
from wallet.model.report import Reason

_ENVELOPED_JWT: Final = ("data:application/vc+jwt,", "data:application/vc+ld+jwt,")


class EmbeddedProofPresentation:
    """A JSON presentation."""

    name: Final = "presentation"

    def recognises(self, payload: bytes) -> bool:
        """Whether this is a JSON object whose type says presentation."""
        if payload.lstrip()[:1] != b"{" or PRESENTATION_TYPE.encode() not in payload:
            return False
        try:
            return PRESENTATION_TYPE in types_of(strict_json.loads_object(payload))
        except CredentialError:
            return False

    def parse(self, payload: bytes) -> VerifiablePresentation:
        """Parse a presentation; a part that is no credential becomes `Unreadable`. Raises `CredentialError`."""
        document = strict_json.loads_object(payload)
        require_base_context(document)
        items = as_list(document.get("verifiableCredential"))
        if len(items) > MAX_CREDENTIALS:
            raise CredentialError(Reason.TOO_LARGE, member="verifiableCredential", limit=str(MAX_CREDENTIALS))
        return VerifiablePresentation(
            received=payload,
            format=self.name,
            document=document,
            id=_text(document.get("id")),
            holder=_holder(document.get("holder")),
            credentials=tuple(map(_credential, items)),
            proofs=parse_proofs(document),
        )


def _credential(item: JsonValue) -> VerifiableCredential | Unreadable:
    """One credential of the bundle. Its `received` bytes are the wallet's own serialisation of the embedded object."""
    received = item.encode() if isinstance(item, str) else strict_json.dumps(item)
    try:
        if isinstance(item, str):
            return JwtCredential().parse(received)
        if not isinstance(item, dict):
            raise CredentialError(Reason.NOT_A_CREDENTIAL, member="verifiableCredential")
        if ENVELOPED_TYPE in types_of(item):
            return JwtCredential().parse(_enveloped(item))
        return ldp_vc.from_document(item, received)
    except CredentialError as error:
        return Unreadable(received=received, reason=error.code, params=error.params)


def _enveloped(item: JsonObject) -> bytes:
    """The bytes inside an EnvelopedVerifiableCredential."""
    url = item.get("id")
    if isinstance(url, str):
        for prefix in _ENVELOPED_JWT:
            if url.startswith(prefix):
                return unquote_to_bytes(url.removeprefix(prefix))
    raise CredentialError(Reason.UNSUPPORTED_FORMAT, member="id")


def _holder(value: JsonValue) -> str | None:
    return _text(value.get("id")) if isinstance(value, dict) else _text(value)


def _text(value: JsonValue) -> str | None:
    return value if isinstance(value, str) else None
