"""`data:` URLs (RFC 2397), as Enveloped Verifiable Credentials carry them, to media type and bytes."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Final
from urllib.parse import unquote_to_bytes

from wallet.errors import CredentialError
from wallet.model.report import Reason

_DATA_URL: Final = re.compile(r"data:([A-Za-z0-9!#$&^_.+/-]{1,200})(;base64)?,(.*)", re.ASCII | re.DOTALL)
"""A media type without parameters: credentials have none, and a second way to say the same helps nobody."""


def read_data_url(text: str) -> tuple[str, bytes]:
    """The media type in lower case, and the content. Raises `CredentialError` (`malformed`)."""
    match = _DATA_URL.fullmatch(text)
    if match is None:
        raise CredentialError(Reason.MALFORMED, detail="not a data URL")
    media_type, encoding, data = match[1].lower(), match[2], unquote_to_bytes(match[3])
    if encoding is None:
        return media_type, data
    try:
        return media_type, base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError) as error:
        raise CredentialError(Reason.MALFORMED, detail="not a data URL") from error
