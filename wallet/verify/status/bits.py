"""Bits of a status list: unpacked within bounds, and read in either order.

The standards differ in the order of bits within a byte: Bitstring Status List and StatusList2021 count from the left
(most significant first), Token Status List and the lists of 2020 and 2021 before them from the right.
"""

from __future__ import annotations

import zlib
from typing import Final

from wallet.codec.limits import MAX_STATUS_LIST_BYTES
from wallet.codec.multibase import decode_base64url
from wallet.errors import CredentialError
from wallet.model.json import JsonValue

BITS: Final = 8
GZIP: Final = 16 + zlib.MAX_WBITS
ZLIB: Final = zlib.MAX_WBITS
MAX_INDEX_DIGITS: Final = 10
"""Digits of an index: the longest list that is unpacked has 67,108,864 entries."""

_TO_URL_SAFE: Final = str.maketrans("+/", "-_")


def unpack(encoded: JsonValue, window: int) -> bytes | None:
    """The inflated list, or None for anything but one whole stream of kind `window` within the limit.

    `encoded` is base64url, with the multibase prefix `u` (Bitstring Status List 1.0, section 3.1) or without: no
    compressed stream starts with that letter. Plain base64 and padding, which older lists have, mean the same.
    """
    if not isinstance(encoded, str):
        return None
    try:
        compressed = decode_base64url(encoded.removeprefix("u").rstrip("=").translate(_TO_URL_SAFE))
        inflater = zlib.decompressobj(window)
        content = inflater.decompress(compressed, MAX_STATUS_LIST_BYTES + 1)
    except (CredentialError, zlib.error):
        return None
    if not inflater.eof or inflater.unused_data or len(content) > MAX_STATUS_LIST_BYTES:
        return None
    return content


def from_the_left(content: bytes, index: int, size: int = 1) -> int | None:
    """The value of entry `index` of `size` bits, most significant bit first; None outside the list."""
    end = (index + 1) * size
    if end > len(content) * BITS:
        return None
    first, last = index * size // BITS, (end - 1) // BITS
    word = int.from_bytes(content[first : last + 1])
    return word >> ((last + 1) * BITS - end) & ((1 << size) - 1)


def from_the_right(content: bytes, index: int, size: int = 1) -> int | None:
    """The value of entry `index` of `size` bits (1, 2, 4 or 8), least significant bit first; None outside the list."""
    place, shift = divmod(index * size, BITS)
    if place >= len(content):
        return None
    return content[place] >> shift & ((1 << size) - 1)


def read_index(value: JsonValue) -> int | None:
    """A plain decimal index. The text says string; a number is met in the field and means the same."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value if 0 <= value < 10**MAX_INDEX_DIGITS else None
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= MAX_INDEX_DIGITS:
        return int(value)
    return None
