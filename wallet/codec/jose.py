"""Compact JWS text (RFC 7515 section 3.1) to its parts, strictly. Nothing is verified here."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from wallet.codec import json as strict_json
from wallet.codec.limits import MAX_INPUT_BYTES, MAX_JOSE_HEADER_BYTES
from wallet.codec.multibase import decode_base64url
from wallet.errors import CredentialError
from wallet.model.frozen import frozen
from wallet.model.json import JsonObject
from wallet.model.report import Reason

_CHARACTERS: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."
_DOTS: Final = 2


@frozen
class UnverifiedJws:
    """The parts of a compact JWS, nothing of it authenticated yet."""

    unverified_header: JsonObject
    unverified_payload: bytes
    signing_input: bytes
    signature: bytes


@lru_cache(maxsize=1)  # every format that is compact text asks it of the same text
def looks_compact(content: bytes) -> bool:
    """Whether `content` is three base64url parts with dots between, white space around allowed."""
    return _is_compact(content.strip())


def _is_compact(text: bytes) -> bool:
    return text.count(b".") == _DOTS and text[:1] != b"." and not text.translate(None, _CHARACTERS)


@lru_cache(maxsize=1)  # whoever asks what a text is takes it apart, and so does whoever reads it then
def split_compact(content: bytes) -> UnverifiedJws:
    """Take a compact JWS apart. Raises `CredentialError`: `malformed`, `too-large`, `duplicate-key`."""
    encoded_header, encoded_payload, encoded_signature = _parts(content)
    return UnverifiedJws(
        unverified_header=_header(encoded_header),
        unverified_payload=decode_base64url(encoded_payload.decode()),
        signing_input=encoded_header + b"." + encoded_payload,
        signature=decode_base64url(encoded_signature.decode()),
    )


def unverified_header(content: bytes) -> JsonObject:
    """The header of a compact JWS alone; raises like `split_compact`."""
    return _header(_parts(content)[0])


def _parts(content: bytes) -> list[bytes]:
    text = content.strip()
    if len(text) > MAX_INPUT_BYTES:
        raise CredentialError(Reason.TOO_LARGE, bytes=str(len(text)), limit=str(MAX_INPUT_BYTES))
    if not _is_compact(text):
        raise CredentialError(Reason.MALFORMED, detail="not a compact JWS")
    return text.split(b".")


def _header(encoded: bytes) -> JsonObject:
    if len(encoded) > MAX_JOSE_HEADER_BYTES:
        raise CredentialError(Reason.TOO_LARGE, detail="JWS header", limit=str(MAX_JOSE_HEADER_BYTES))
    header = strict_json.loads(decode_base64url(encoded.decode()))
    if not isinstance(header, dict):
        raise CredentialError(Reason.MALFORMED, detail="JWS header is not an object")
    return header
