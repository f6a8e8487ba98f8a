"""Pictures and archives made for the tests, good and broken, chunk by chunk."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Sequence

JSON = b'{"@context": ["https://www.w3.org/ns/credentials/v2"], "name": "\xe5\xad\xa6\xe7\xbf\x92"}'
JWT = b"eyJhbGciOiJFZERTQSJ9.eyJpc3MiOiJkaWQ6a2V5OnoifQ.c2lnbmF0dXJl"
SD_JWT = JWT + b"~WyJzYWx0IiwgIm5hbWUiLCAidmFsdWUiXQ~"
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


HEADER = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
PIXELS = chunk(b"IDAT", zlib.compress(b"\0\0"))
END = chunk(b"IEND", b"")
PROVENANCE = chunk(b"caBX", b"kept as it is")


def png(*chunks: bytes) -> bytes:
    return SIGNATURE + HEADER + b"".join(chunks) + PIXELS + END


def itxt(keyword: bytes, text: bytes) -> bytes:
    return chunk(b"iTXt", keyword + b"\0\0\0\0\0" + text)


def compressed_itxt(keyword: bytes, text: bytes) -> bytes:
    return chunk(b"iTXt", keyword + b"\0\1\0en\0word\0" + zlib.compress(text))


def text_chunk(keyword: bytes, text: bytes) -> bytes:
    return chunk(b"tEXt", keyword + b"\0" + text)


def ztxt(keyword: bytes, text: bytes) -> bytes:
    return chunk(b"zTXt", keyword + b"\0\0" + zlib.compress(text))


def svg(*inside: str, prologue: str = "") -> bytes:
    return f'{prologue}<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">{"".join(inside)}<g/></svg>'.encode()


def archive(
    members: Sequence[tuple[str | zipfile.ZipInfo, bytes]], *, compression: int = zipfile.ZIP_DEFLATED
) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as file:
        for name, content in members:
            file.writestr(name, content)
    return stream.getvalue()
