"""What the bytes of a carrier are, told by content and never by name."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from wallet.acquire import png
from wallet.codec.jose import looks_compact
from wallet.codec.multibase import decode_base64url

ZIP_MARKS: Final = (b"PK\3\4", b"PK\5\6")
"""How a ZIP archive begins: with a member, or, when empty, with its end (APPNOTE 6.3.10, sections 4.3.7 and 4.3.16)."""

GZIP_MARK: Final = b"\x1f\x8b"
"""RFC 1952, section 2.3.1."""

TAR_MARK: Final = b"ustar"
"""In the first header, at `TAR_MARK_AT`: POSIX and GNU archives alike (POSIX.1-2024, pax, "ustar")."""
TAR_MARK_AT: Final = 257

MBOX_MARK: Final = b"From "
"""RFC 4155, appendix A."""

MAX_MESSAGE_BYTES: Final = 35 * 1024 * 1024
"""One mail: the 25 MiB that mail services take as attachments, in base64."""

SNIFFED_BYTES: Final = 64 * 1024
"""Looked at to tell what something is: far beyond any XML prologue, comment or licence notice before the root."""

_SVG: Final = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?svg[\s>/]")
_HTML: Final = re.compile(rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_EUROPASS: Final = re.compile(
    rb"\A(?:<\?xml[^>]{0,200}\?>|<!--.{0,2000}?-->|\s)*+<(?:[A-Za-z_][\w.-]*:)?europass", re.DOTALL
)
"""The root of a European Digital Credential in XML; only the root: a page may speak of one."""
_HEADER_LINE: Final = re.compile(rb"([!-9;-~]{1,76}):[^\n]{0,2000}\n(?:[ \t][^\n]{0,2000}\n){0,50}+")
_MAIL_HEADERS: Final = frozenset(
    {b"from", b"to", b"subject", b"date", b"received", b"return-path", b"delivered-to", b"message-id", b"mime-version"}
)
_MAIL_HEADERS_NEEDED: Final = 2  # two of them at the top: no other text begins so
_VP_QR: Final = re.compile(rb"VP1-[A-Z][!-~]*")


class CarrierKind(StrEnum):
    """What the bytes are."""

    JSON = "json"
    JWT = "jwt"
    SD_JWT = "sd-jwt"
    PNG = "png"
    SVG = "svg"
    IMAGE = "image"
    PDF = "pdf"
    HTML = "html"
    XML = "xml"
    ZIP = "zip"
    TAR = "tar"
    GZIP = "gzip"
    MAIL = "mail"
    MAILBOX = "mailbox"
    DATA_URL = "data-url"
    VP_QR = "vp-qr"
    UNKNOWN = "unknown"

    @property
    def word(self) -> str:
        """The word of `input.carrier` in the report: `jwt` for all compact text."""
        return str(CarrierKind.JWT) if self is CarrierKind.SD_JWT else self.value


_MARKS: Final = (
    (re.compile(re.escape(png.SIGNATURE)), CarrierKind.PNG),
    (re.compile(b"|".join(map(re.escape, ZIP_MARKS))), CarrierKind.ZIP),
    (re.compile(re.escape(GZIP_MARK)), CarrierKind.GZIP),
    (re.compile(rb".{%d}%s" % (TAR_MARK_AT, TAR_MARK), re.DOTALL), CarrierKind.TAR),
    (re.compile(rb"\xff\xd8\xff|GIF8[79]a|RIFF.{4}WEBP", re.DOTALL), CarrierKind.IMAGE),
    # Readers of PDF look for the mark in the first kilobyte (PDF 1.7, implementation note 13); here only behind space.
    (re.compile(rb"\s{0,1024}%PDF-"), CarrierKind.PDF),
)

TEXTS: Final = frozenset({CarrierKind.JSON, CarrierKind.JWT, CarrierKind.SD_JWT, CarrierKind.XML})
"""A credential as text, with nothing around it."""

ARCHIVES: Final = frozenset({CarrierKind.ZIP, CarrierKind.TAR, CarrierKind.GZIP, CarrierKind.MAILBOX})
"""Read in place, because they may be larger than a badge may."""


def sniff(content: bytes) -> CarrierKind:
    """The kind of carrier that `content` looks like; cheap, never raises.

    The beginning decides: a picture with an archive behind it is a picture, and what stands behind it is not read.
    """
    for mark, kind in _MARKS:
        if mark.match(content):
            return kind
    # Byte order marks and UTF-16 are looked through: the JSON and XML readers say what is wrong with them, if anything.
    start = content[:SNIFFED_BYTES].lstrip(b"\xef\xbb\xbf\xfe\xff").replace(b"\0", b"").lstrip()
    if start[:1] in {b"{", b"["}:
        return CarrierKind.JSON
    if start[:1] == b"<":
        return _sniff_markup(start)
    return _sniff_text(content, start)


def _sniff_text(content: bytes, start: bytes) -> CarrierKind:
    if start[:5].lower() == b"data:":
        return CarrierKind.DATA_URL
    if start[:4] == b"VP1-" and _VP_QR.fullmatch(content.strip()):
        return CarrierKind.VP_QR
    if _is_mail(start):
        return CarrierKind.MAILBOX if start.startswith(MBOX_MARK) else CarrierKind.MAIL
    return _sniff_compact(content)


def _sniff_markup(start: bytes) -> CarrierKind:
    """SVG or HTML: whichever of the two shows first. A page may hold drawings, a drawing holds no page."""
    if _EUROPASS.search(start):
        return CarrierKind.XML
    svg, html = _SVG.search(start), _HTML.search(start)
    if html is not None and (svg is None or html.start() < svg.start()):
        return CarrierKind.HTML
    return CarrierKind.SVG if svg is not None else CarrierKind.UNKNOWN


def _is_mail(start: bytes) -> bool:
    """Whether the text begins with the header fields of a message (RFC 5322, section 2.2)."""
    text = start.replace(b"\r\n", b"\n")
    position = text.find(b"\n") + 1 if text.startswith(MBOX_MARK) else 0
    found: set[bytes] = set()
    while len(found) < _MAIL_HEADERS_NEEDED:
        line = _HEADER_LINE.match(text, position)
        if line is None:
            return False
        found.update(_MAIL_HEADERS.intersection({line[1].lower()}))
        position = line.end()
    return True


def _sniff_compact(content: bytes) -> CarrierKind:
    """A compact JWS, or an SD-JWT: a JWS with disclosures behind tildes (RFC 9901, section 4)."""
    jws, tilde, _ = content.strip().partition(b"~")
    if not looks_compact(jws):
        return CarrierKind.UNKNOWN
    # Any "a.b.c" is made of base64url characters; a header that begins like a JSON object tells a JWS from a host name.
    header = jws.partition(b".")[0][:64]
    whole_groups = header[: len(header) // 4 * 4].decode()
    if not decode_base64url(whole_groups).lstrip().startswith(b"{"):
        return CarrierKind.UNKNOWN
    return CarrierKind.SD_JWT if tilde else CarrierKind.JWT
