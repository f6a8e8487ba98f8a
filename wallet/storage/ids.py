"""The short names of badges: stable, typed by hand, made from the credential's own bytes."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import Final

from wallet.errors import NotFoundError, UsageError

ID_CHARACTERS: Final = 10
"""50 bits: no two of a million honest badges share them. Where two do, the later one gets a longer id."""

MIN_PREFIX_CHARACTERS: Final = 4
"""What must be typed of an id at least: a shorter one is more likely a slip than a choice."""

_ID: Final = re.compile(r"[a-z2-7]+", re.ASCII)


def content_id(payload: bytes) -> str:
    """The full id of a credential text: lower-case base32 of its SHA-256. Badge ids are its beginnings."""
    return base64.b32encode(hashlib.sha256(payload).digest()).decode().lower().rstrip("=")


def typed_id(text: str) -> str:
    """An id as the user typed it, in the form ids are kept. Raises `NotFoundError`, `UsageError` (`id-too-short`)."""
    wanted = text.strip().lower()
    if _ID.fullmatch(wanted) is None:
        raise NotFoundError(id=text)
    if len(wanted) < MIN_PREFIX_CHARACTERS:
        raise UsageError("id-too-short", id=text, minimum=str(MIN_PREFIX_CHARACTERS))
    return wanted
