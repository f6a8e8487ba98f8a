"""What makes an HTTP answer usable as material: the same for fetched and for kept answers."""

from __future__ import annotations

from typing import Final

from wallet.model.material import Unavailable

_OK: Final = 200
_ABSENT: Final = frozenset({404, 410})
_TEXT_TYPES: Final = frozenset({"text/plain", "text/json", "text/jwt", "text/turtle"})
_PAGE_TYPES: Final = frozenset({"application/xhtml+xml", "application/pdf"})


def read_answer(url: str, status: int, media_type: str) -> Unavailable | None:
    """Why an answer is no material, or None when its body is to be read.

    A page for people (a login portal, a "not found" with status 200) is none. Everything else is judged by its
    content: DID documents and status lists come as text/plain and as application/octet-stream too.
    """
    if status in _ABSENT:
        return Unavailable(url=url, why="not-found", detail=str(status))
    if status != _OK:
        return Unavailable(url=url, why="failed", detail=f"status {status}")
    essence = media_type.partition(";")[0].strip().lower()
    if essence and essence not in _TEXT_TYPES and (not essence.startswith("application/") or essence in _PAGE_TYPES):
        return Unavailable(url=url, why="failed", detail=f"media type {essence}")
    return None
