"""Importing a presentation: each credential in it is a badge of its own, kept as the text it stood there.

    for item in unbundled(received):
        ...

Embedded credentials are cut out of the text byte for byte; compact and enveloped ones are their own text. The whole
presentation stays the carrier of each, so that its holder's signature is not lost. For verifying, a presentation stays
one thing: nothing here is asked then.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from wallet.codec import json as strict_json
from wallet.codec.data_url import read_data_url
from wallet.codec.jose import looks_compact, split_compact
from wallet.codec.json_slices import elements, member
from wallet.codec.limits import MAX_CREDENTIALS
from wallet.errors import CredentialError
from wallet.formats.vcdm import ENVELOPED_PRESENTATION_TYPE, ENVELOPED_TYPE, PRESENTATION_TYPE, types_of
from wallet.model.json import JsonObject
from wallet.model.record import NotReceived, Received
from wallet.model.report import Reason

_CREDENTIALS: Final = "verifiableCredential"
_MARK: Final = b"erifiablePresentation"


def unbundled(item: Received | NotReceived) -> Iterator[Received | NotReceived]:
    """The credentials of a presentation, one at a time; anything else comes back as it is."""
    try:
        texts = _credentials(item.payload) if isinstance(item, Received) else None
    except CredentialError:
        texts = None  # its own format says what is wrong with it
    if texts is None or not isinstance(item, Received):
        yield item
        return
    if not texts:
        yield _not_received(item, Reason.EMPTY_PRESENTATION, {})
    for number, text in enumerate(texts, start=1):
        part = replace(item, source=f"{item.source}#{number}", payload=b"")
        try:
            yield replace(part, payload=_credential(text))
        except CredentialError as error:
            yield _not_received(part, Reason(error.code), error.params)


def _credentials(payload: bytes) -> tuple[bytes, ...] | None:
    """The JSON texts of the members of a presentation; None where the payload is none. Raises `CredentialError`."""
    text = _document(payload)
    if text is None:
        return None
    found = member(text, _CREDENTIALS)
    texts = () if found is None else elements(found) if found.startswith(b"[") else (found,)
    if len(texts) > MAX_CREDENTIALS:
        raise CredentialError(Reason.TOO_LARGE, member=_CREDENTIALS, limit=str(MAX_CREDENTIALS))
    return texts


def _document(payload: bytes) -> bytes | None:
    """The JSON text of the presentation in a payload, out of its envelope or token; None where there is none."""
    if payload[:1] == b"{":
        if _MARK not in payload:
            return None
        types = types_of(strict_json.loads_object(payload))
        if ENVELOPED_PRESENTATION_TYPE in types and ENVELOPED_TYPE not in types:
            return _document(_envelope(strict_json.loads_object(payload)))
        return payload if PRESENTATION_TYPE in types else None
    token = payload.partition(b"~")[0]
    if not looks_compact(token):
        return None
    claims = bytes(split_compact(token).unverified_payload)
    if b'"vp"' in claims:
        document = strict_json.loads_object(claims).get("vp")
        return member(claims, "vp") if isinstance(document, dict) else None
    return claims if _MARK in claims and PRESENTATION_TYPE in types_of(strict_json.loads_object(claims)) else None


def _credential(text: bytes) -> bytes:
    """The credential text that a member of a presentation is. Raises `CredentialError`."""
    value = strict_json.loads(text)
    if isinstance(value, str):
        return value.encode()
    if not isinstance(value, dict):
        raise CredentialError(Reason.NOT_A_CREDENTIAL, member=_CREDENTIALS)
    return _envelope(value) if ENVELOPED_TYPE in types_of(value) else text


def _envelope(document: JsonObject) -> bytes:
    url = document.get("id")
    return read_data_url(url if isinstance(url, str) else "")[1]


def _not_received(item: Received, reason: Reason, params: dict[str, str]) -> NotReceived:
    return NotReceived(
        source=item.source, reason=str(reason), params=params, bytes=len(item.content), carrier=item.carrier
    )
