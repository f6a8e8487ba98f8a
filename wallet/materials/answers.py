"""What makes an HTTP answer usable as material: the same for fetched and for kept answers.

The media type has to be one that carries data (JSON, a signed token, a key, plain text, bytes of no stated kind), in
UTF-8. A page for people is none, whatever its status: a login portal answers 200 to everything. Whether the bytes are
what they are said to be is found out by reading them.
"""

from __future__ import annotations

import re
from typing import Final

from wallet.model.material import Unavailable

_OK: Final = 200
_ABSENT: Final = frozenset({404, 410})
_DATA_TYPES: Final = frozenset(
    {
        # Without a type, or of no particular one (RFC 9110, section 8.3): what object stores and raw files come as.
        "",
        "application/octet-stream",
        "text/plain",
        "application/json",
        "text/json",
        "application/jsonl",
        "text/jsonl",
        "application/jwt",
        "text/jwt",
        "application/jose",
        "application/vc",
        "application/vp",
        "application/did",
        "application/x-pem-file",
        "application/pem-certificate-chain",
    }
)
_DATA_SUFFIXES: Final = ("+json", "+jwt", "+sd-jwt", "+jsonl")
_CHARSET: Final = re.compile(r";\s*charset\s*=\s*\"?([^\s\";]*)", re.IGNORECASE)
_UTF_8: Final = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})


def read_answer(url: str, status: int, media_type: str) -> Unavailable | None:
    """Why an answer is no material, or None when its body is to be read."""
    if status in _ABSENT:
        return Unavailable(url=url, why="not-found", detail=str(status))
    if status != _OK:
        return Unavailable(url=url, why="failed", detail=f"status {status}")
    essence = media_type.partition(";")[0].strip().lower()
    suffixed = essence.startswith("application/") and essence.endswith(_DATA_SUFFIXES)
    if essence not in _DATA_TYPES and not suffixed:
        return Unavailable(url=url, why="failed", detail=f"media type {essence[:80]}")
    charsets = {found.lower() for found in _CHARSET.findall(media_type)}
    if not charsets <= _UTF_8:
        return Unavailable(url=url, why="failed", detail=f"charset {min(charsets - _UTF_8)[:40]}")
    return None
