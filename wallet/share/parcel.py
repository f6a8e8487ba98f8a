"""The plaintext of a share link: a presentation, the evidence stapled to it, and what the sender adds in words.

Versioned JSON, `wallet.parcel/1`, described in `docs/links.md`. Nothing in it but the presentation is signed by the
holder: whoever reads it verifies `content` and treats the rest as the sender's word.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import Final

from wallet.codec import json
from wallet.codec.time import format_instant, parse_instant
from wallet.errors import CredentialError
from wallet.model.json import JsonObject, JsonValue
from wallet.model.material import Material, MaterialSource
from wallet.model.report import Reason
from wallet.share.interface import Parcel
from wallet.share.link_crypto import MAX_SEALED_BYTES

SCHEMA: Final = "wallet.parcel/1"
MAX_MATERIALS: Final = 200
"""Stapled documents: a presentation of 100 credentials with a status list and a DID document each."""


def encode_parcel(parcel: Parcel) -> bytes:
    """The parcel as the bytes to seal."""
    return json.dumps(
        {
            "schema": SCHEMA,
            "media_type": parcel.media_type,
            "content": _base64(parcel.content),
            "expires": format_instant(parcel.expires) if parcel.expires else None,
            "note": parcel.note,
            "materials": [_encode_material(material) for material in parcel.materials],
        }
    )


def decode_parcel(content: bytes) -> Parcel:
    """The parcel in the opened bytes. Raises `CredentialError` (`malformed`, `unsupported-format`, JSON's own)."""
    document = json.loads_object(content, max_bytes=MAX_SEALED_BYTES)
    schema = _text(document, "schema")
    if schema != SCHEMA:
        raise CredentialError(Reason.UNSUPPORTED_FORMAT, format=schema)
    materials = document.get("materials", [])
    if not isinstance(materials, list) or len(materials) > MAX_MATERIALS:
        raise CredentialError(Reason.MALFORMED, detail="materials")
    expires = document.get("expires")
    return Parcel(
        content=_bytes(document, "content"),
        media_type=_text(document, "media_type"),
        expires=parse_instant(expires) if isinstance(expires, str) else None,
        note=_text(document, "note"),
        materials=tuple(_decode_material(material) for material in materials),
    )


def _encode_material(material: Material) -> JsonObject:
    return {
        "url": material.url,
        "media_type": material.media_type,
        "retrieved_at": format_instant(material.retrieved_at) if material.retrieved_at else None,
        "content": _base64(material.content),
    }


def _decode_material(value: JsonValue) -> Material:
    if not isinstance(value, dict):
        raise CredentialError(Reason.MALFORMED, detail="materials")
    content = _bytes(value, "content")
    retrieved_at = value.get("retrieved_at")
    return Material(
        url=_text(value, "url"),
        content=content,
        media_type=_text(value, "media_type"),
        sha256=hashlib.sha256(content).hexdigest(),
        source=MaterialSource.STAPLED,
        retrieved_at=parse_instant(retrieved_at) if isinstance(retrieved_at, str) else None,
    )


def _text(document: JsonObject, name: str) -> str:
    value = document.get(name)
    if not isinstance(value, str):
        raise CredentialError(Reason.MALFORMED, detail=name)
    return value


def _bytes(document: JsonObject, name: str) -> bytes:
    try:
        return base64.b64decode(_text(document, name), validate=True)
    except (binascii.Error, ValueError) as error:
        raise CredentialError(Reason.MALFORMED, detail=name) from error


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()
