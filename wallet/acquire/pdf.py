"""Badges in a PDF: files attached to it, and QR codes in pictures on its pages. Nothing is drawn and no script runs."""

from __future__ import annotations

import io
import logging
import struct
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from wallet.acquire import qr
from wallet.acquire.members import BadMember, Member
from wallet.codec.limits import MAX_INPUT_BYTES
from wallet.errors import CredentialError
from wallet.model.report import Reason

if TYPE_CHECKING:
    from pypdf import PdfReader
    from pypdf.generic import PdfObject, StreamObject

MAX_ATTACHMENTS: Final = 100
"""Attached files: a transcript with a file for each of its badges."""

MAX_PAGES: Final = 20
"""Pages whose pictures are looked at: certificates have one or two."""

MAX_PICTURES: Final = 40
"""Pictures looked at in the whole document."""

MAX_OBJECTS: Final = 20_000
"""Objects of the file: a certificate has under a hundred, a long thesis some thousand."""

_PLAIN: Final = frozenset({"None", "/FlateDecode", "/ASCII85Decode", "/ASCIIHexDecode"})
_READING_ERRORS: Final = (
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    RuntimeError,
    OSError,
    EOFError,
    AssertionError,
    OverflowError,
    MemoryError,
    struct.error,
    zlib.error,
)
"""What pypdf lets out on damaged or hostile files beside its own errors."""


def members(content: bytes) -> Iterator[Member | BadMember]:
    """The attached files, then what QR codes on the pages say.

    Raises `CredentialError`: `malformed`, `too-complex`, `unsupported-format` (`encrypted`).
    """
    reader = _open(content)
    yield from _attachments(reader)
    yield from _codes(reader)


def _open(content: bytes) -> PdfReader:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    _silence()
    if content.count(b" obj") > MAX_OBJECTS:
        raise CredentialError(Reason.TOO_COMPLEX, limit=str(MAX_OBJECTS))
    try:
        reader = PdfReader(
            io.BytesIO(content), root_object_recovery_limit=1_000, xref_stream_maximum_entries=MAX_OBJECTS
        )
        if reader.is_encrypted:
            raise CredentialError(Reason.UNSUPPORTED_FORMAT, what="encrypted")
    except (PyPdfError, *_READING_ERRORS) as error:
        raise CredentialError(Reason.MALFORMED, detail="PDF") from error
    return reader


def _attachments(reader: PdfReader) -> Iterator[Member | BadMember]:
    from pypdf.errors import PyPdfError

    number = 0
    try:
        for number, attached in enumerate(reader.attachment_list, start=1):
            if number > MAX_ATTACHMENTS:
                raise CredentialError(Reason.TOO_LARGE, what="members", limit=str(MAX_ATTACHMENTS))
            name = attached.name or f"attachment-{number}"
            try:
                content = attached.content
            except (PyPdfError, *_READING_ERRORS):
                yield BadMember(name=name, reason=Reason.MALFORMED, params={"detail": "PDF attachment"})
                continue
            if len(content) > MAX_INPUT_BYTES:
                yield BadMember(name=name, reason=Reason.TOO_LARGE, params={"limit": str(MAX_INPUT_BYTES)})
            else:
                yield Member(name=name, content=bytes(content))
    except (PyPdfError, *_READING_ERRORS):
        yield BadMember(name=f"attachment-{number + 1}", reason=Reason.MALFORMED, params={"detail": "PDF attachment"})


def _codes(reader: PdfReader) -> Iterator[Member | BadMember]:
    """QR codes that stand in pictures of their own. A picture that cannot be read is decoration like any other."""
    texts: dict[bytes, None] = {}
    for picture in _pictures(reader):
        try:
            texts.update(dict.fromkeys(qr.texts(picture)))
        except CredentialError:
            continue
    for number, text in enumerate(texts, start=1):
        if number <= qr.MAX_CODES:
            yield qr.told(text, f"qr-{number}")


def _pictures(reader: PdfReader) -> Iterator[bytes]:
    """The pictures on the first pages as files, each once."""
    from pypdf.errors import PyPdfError

    seen: set[int] = set()
    try:
        for page in reader.pages[:MAX_PAGES]:
            for item in _of(_of(page, "/Resources"), "/XObject").values():
                if len(seen) == MAX_PICTURES:
                    return
                reference = getattr(item, "idnum", 0)
                if reference and reference in seen:
                    continue
                seen.add(reference or -len(seen) - 1)
                picture = _picture(item.get_object())
                if picture is not None:
                    yield picture
    except (PyPdfError, *_READING_ERRORS):
        return


def _of(holder: object, name: str) -> dict[str, PdfObject]:
    from pypdf.generic import DictionaryObject

    found = holder.get(name) if isinstance(holder, dict) else None
    value = found.get_object() if found is not None else None
    return dict(value.items()) if isinstance(value, DictionaryObject) else {}


def _picture(item: PdfObject | None) -> bytes | None:
    """A picture as a file, where that is cheap: a JPEG as it stands, plain pixels as PNG."""
    from pypdf.generic import StreamObject

    if not isinstance(item, StreamObject) or item.get("/Subtype") != "/Image":
        return None
    filters = item.get("/Filter")
    names = list(filters) if isinstance(filters, list) else [filters]
    if names == ["/DCTDecode"]:
        return bytes(item._data)  # noqa: SLF001 - the JPEG itself: pypdf has no other way to it but decoding
    return _pixels(item) if _PLAIN.issuperset(map(str, names)) else None


def _pixels(item: StreamObject) -> bytes | None:
    """Uncompressed or deflated pixels in black and white, grey or colours as PNG; None for what is rarer than that."""
    width, height, bits = (item.get(name) for name in ("/Width", "/Height", "/BitsPerComponent"))
    if not isinstance(width, int) or not isinstance(height, int) or not 0 < width * height <= qr.MAX_PIXELS:
        return None
    colours = {"/DeviceGray": 1, "/DeviceRGB": 3}.get(str(item.get("/ColorSpace")), 1 if item.get("/ImageMask") else 0)
    depth = bits if isinstance(bits, int) else 1
    if (colours, depth) not in {(1, 1), (1, 8), (3, 8)}:
        return None
    row = (width * depth * colours + 7) // 8
    pixels = bytes(item.get_data())
    if len(pixels) < row * height:
        return None
    return _png(pixels, width=width, height=height, depth=depth, colours=colours, row=row)


def _png(pixels: bytes, *, width: int, height: int, depth: int, colours: int, row: int) -> bytes:
    """Plain pixels as a PNG file (PNG Third Edition, sections 7.2 and 11.2)."""
    lines = b"".join(b"\0" + pixels[at : at + row] for at in range(0, row * height, row))
    header = struct.pack(">IIBBBBB", width, height, depth, 2 if colours == 3 else 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(lines, 1)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def _silence() -> None:
    """Talk about damaged files belongs to nobody: what came of them is in the row."""
    logger = logging.getLogger("pypdf")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
        logger.propagate = False
