"""Status lists: inflated within bounds, and read bit by bit."""

from __future__ import annotations

import gzip
import zlib
from typing import Final

from tests.fuzz.run import fuzz, instrumented

with instrumented():
    from wallet.codec.limits import MAX_STATUS_LIST_BYTES
    from wallet.codec.multibase import encode_base64url
    from wallet.verify.status.bits import GZIP, ZLIB, from_the_left, from_the_right, read_index, unpack

_BITS: Final = bytes(range(256))
SEEDS: Final = [
    b"u" + encode_base64url(gzip.compress(_BITS)).encode(),
    encode_base64url(zlib.compress(_BITS)).encode(),
    b"u" + encode_base64url(gzip.compress(bytes(1 << 20))).encode(),
    b"12345",
]


def target(data: bytes) -> None:
    """Bounded, and both orders of bits agree on how long a list is."""
    text = data.decode(errors="replace")
    index = read_index(text)
    assert index is None or index >= 0
    for window in (GZIP, ZLIB):
        content = unpack(text, window)
        if content is None:
            continue
        assert len(content) <= MAX_STATUS_LIST_BYTES
        for size in (1, 2, 4, 8):
            last = len(content) * 8 // size - 1
            for read in (from_the_left, from_the_right):
                assert read(content, last + 1, size) is None
                assert last < 0 or (read(content, last, size) or 0) < 1 << size


if __name__ == "__main__":
    fuzz(target, SEEDS)
