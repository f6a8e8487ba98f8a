"""What baked images have in common: the text a picture carries, and the words under which pictures carry it."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from wallet.codec.limits import MAX_INPUT_BYTES
from wallet.model.frozen import frozen

MAX_BAKED_BYTES: Final = MAX_INPUT_BYTES
"""A baked text, inflated: it is a credential, so the bound of a credential file holds for it too."""


class Keyword(StrEnum):
    """Under which word a picture carries a credential: the PNG keyword of the standard that defines it."""

    OPEN_BADGES_2 = "openbadges"
    OPEN_BADGES_3 = "openbadgecredential"
    CLR_2 = "clrcredential"


@frozen
class BakedText:
    """One credential text in a picture: JSON, a compact JWS or SD-JWT, or (old Open Badges) only a URL."""

    keyword: Keyword
    text: bytes
