"""Credentials baked into PNG pictures: read and written chunk by chunk, byte for byte, pixels never decoded.

Open Badges 2.0 Baking, "PNGs"; Open Badges 3.0 and CLR 2.0, "PNG baking": the text stands in an `iTXt` chunk under a
keyword of its own. In the field it also stands in `tEXt` and `zTXt`, and compressed. Chunk layout: PNG (W3C Third
Edition) sections 5.3 and 11.3.3.

A wrong CRC matters where a credential could be: in the text chunks, and anywhere in a picture that turns out to carry
none. Elsewhere it damages the picture only. What stands after IEND is kept and never read.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import Final

from wallet.acquire.baked import MAX_BAKED_BYTES, BakedText, Keyword
from wallet.errors import CredentialError
from wallet.model.frozen import frozen
from wallet.model.report import Reason

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"

MAX_CHUNKS: Final = 20_000
"""Chunks in one picture: a 10 MiB file in the 8 KiB blocks that libpng writes has 1,280."""

_TEXT_KINDS: Final = frozenset({b"iTXt", b"tEXt", b"zTXt"})
_FRAME_BYTES: Final = 12  # length, kind and CRC around the data (PNG section 5.3)
_KEYWORDS: Final = {keyword.value.encode(): keyword for keyword in Keyword}


@frozen
class _Chunk:
    """One chunk, by where it stands in the file: `start` is its length field, `end` follows its CRC."""

    kind: bytes
    start: int
    end: int
    data: memoryview
    intact: bool


def unbake(png: bytes) -> tuple[BakedText, ...]:
    """Every credential text of the picture, in file order. More than one is for the caller to call ambiguous.

    Raises `CredentialError`: `malformed`, `too-large` (inflated text), `too-complex` (chunks).
    """
    texts: list[BakedText] = []
    damaged = False
    for chunk in _chunks(png):
        if chunk.kind in _TEXT_KINDS and not chunk.intact:
            raise CredentialError(Reason.MALFORMED, detail="CRC of a text chunk")
        damaged = damaged or not chunk.intact
        keyword = _keyword_of(chunk)
        if keyword is not None:
            texts.append(BakedText(keyword=keyword, text=_text_of(chunk)))
    if damaged and not texts:
        raise CredentialError(Reason.MALFORMED, detail="CRC")
    return tuple(texts)


def bake(png: bytes, keyword: Keyword, text: bytes) -> bytes:
    """The picture carrying `text` (UTF-8) and no other credential; every other byte stays as it was.

    The text goes where the first credential stood, else right behind IHDR, as plain `iTXt` (Open Badges 3.0 forbids
    compression there). Raises `CredentialError` as `unbake` does.
    """
    kept: list[bytes] = []
    position = insertion = 0
    replaced = False
    for chunk in _chunks(png):
        if _keyword_of(chunk) is not None:
            kept.append(png[position : chunk.start])
            position = chunk.end
            insertion = insertion if replaced else len(kept)
            replaced = True
        elif chunk.kind == b"IHDR":
            kept.append(png[position : chunk.end])
            position = chunk.end
            insertion = len(kept)
    kept.append(png[position:])
    kept.insert(insertion, _international_text(keyword, text))
    return b"".join(kept)


def _chunks(png: bytes) -> Iterator[_Chunk]:
    """The chunks from IHDR to IEND. Raises `CredentialError` when the frame of the file does not hold."""
    if not png.startswith(SIGNATURE):
        raise CredentialError(Reason.MALFORMED, detail="PNG signature")
    view = memoryview(png)
    position = len(SIGNATURE)
    for number in range(MAX_CHUNKS):
        if len(png) - position < _FRAME_BYTES:
            raise CredentialError(Reason.MALFORMED, detail="truncated")
        length, kind = struct.unpack_from(">I4s", png, position)
        end = position + _FRAME_BYTES + length
        if end > len(png):
            raise CredentialError(Reason.MALFORMED, detail="chunk length")
        if (kind == b"IHDR") != (number == 0):
            raise CredentialError(Reason.MALFORMED, detail="IHDR")
        (expected,) = struct.unpack_from(">I", png, end - 4)
        yield _Chunk(
            kind=kind,
            start=position,
            end=end,
            data=view[position + 8 : end - 4],
            intact=zlib.crc32(view[position + 4 : end - 4]) == expected,
        )
        if kind == b"IEND":
            return
        position = end
    raise CredentialError(Reason.TOO_COMPLEX, detail="chunks", limit=str(MAX_CHUNKS))


def _keyword_of(chunk: _Chunk) -> Keyword | None:
    """Which credential keyword a text chunk has, if any: 1 to 79 bytes, then a zero (PNG section 11.3.3.2)."""
    if chunk.kind not in _TEXT_KINDS:
        return None
    keyword, separator, _ = bytes(chunk.data[:80]).partition(b"\0")
    return _KEYWORDS.get(keyword) if separator else None


def _text_of(chunk: _Chunk) -> bytes:
    """The text of a text chunk as UTF-8, inflated within bounds."""
    rest = bytes(chunk.data).partition(b"\0")[2]
    if chunk.kind == b"tEXt":
        return _as_utf8(rest)
    if chunk.kind == b"zTXt":
        method, compressed = rest[:1], rest[1:]
        if method != b"\0":
            raise CredentialError(Reason.MALFORMED, detail="compression method")
        return _as_utf8(_inflate(compressed))
    return _international_text_of(rest)


def _international_text_of(rest: bytes) -> bytes:
    """The text of an `iTXt` chunk: flag, method, language tag, translated keyword, text (PNG section 11.3.3.4)."""
    flag, method, texts = rest[:1], rest[1:2], rest[2:].split(b"\0", 2)
    if len(texts) != 3 or flag not in {b"\0", b"\1"}:
        raise CredentialError(Reason.MALFORMED, detail="iTXt")
    if flag == b"\0":
        return texts[2]
    if method != b"\0":
        raise CredentialError(Reason.MALFORMED, detail="compression method")
    return _inflate(texts[2])


def _inflate(compressed: bytes) -> bytes:
    """Undo zlib compression, never holding more than the bound and one byte."""
    inflater = zlib.decompressobj()
    try:
        text = inflater.decompress(compressed, MAX_BAKED_BYTES + 1)
    except zlib.error as error:
        raise CredentialError(Reason.MALFORMED, detail="compressed text") from error
    if len(text) > MAX_BAKED_BYTES:
        raise CredentialError(Reason.TOO_LARGE, limit=str(MAX_BAKED_BYTES))
    if not inflater.eof:
        raise CredentialError(Reason.MALFORMED, detail="compressed text")
    return text


def _as_utf8(text: bytes) -> bytes:
    """Latin-1 by the letter of the standard, UTF-8 by the habit of bakers: what reads as UTF-8 is UTF-8."""
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        return text.decode("latin-1").encode()
    return text


def _international_text(keyword: Keyword, text: bytes) -> bytes:
    """An uncompressed `iTXt` chunk without language tag or translated keyword."""
    body = b"iTXt" + keyword.value.encode() + b"\0\0\0\0\0" + text
    return struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
