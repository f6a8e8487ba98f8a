"""What a badge came in, told by content and never by name, and the credential text taken out of it.

    for item in unwrap(Path("badge.png").read_bytes(), "badge.png", "badge.png"):
        ...

Nothing is verified or fetched here; an old picture that only names a URL is reported with it.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import BinaryIO, Final

from wallet.acquire import png, svg, zipped
from wallet.acquire.baked import BakedText, Keyword
from wallet.codec.jose import looks_compact
from wallet.codec.limits import MAX_INPUT_BYTES
from wallet.codec.multibase import decode_base64url
from wallet.errors import CredentialError
from wallet.model.record import NotReceived, Received
from wallet.model.report import Reason

MAX_ARCHIVE_BYTES: Final = zipped.MAX_INFLATED_BYTES
"""An archive as a file: compressed, it has no reason to be larger than what may come out of it."""

ZIP_MARKS: Final = (b"PK\3\4", b"PK\5\6")
"""How a ZIP archive begins: with a member, or, when empty, with its end (APPNOTE 6.3.10, sections 4.3.7 and 4.3.16)."""

_SNIFFED_BYTES: Final = 64 * 1024  # far beyond any XML prologue, comment or licence notice before the root element
_MARKUP: Final = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?svg[\s>/]")
_WHITE_SPACE: Final = b" \t\r\n"  # RFC 8259, section 2
_URL: Final = re.compile(rb"https?://[!-~]+", re.IGNORECASE)


class CarrierKind(StrEnum):
    """What the bytes are."""

    JSON = "json"
    JWT = "jwt"
    SD_JWT = "sd-jwt"
    PNG = "png"
    SVG = "svg"
    ZIP = "zip"
    UNKNOWN = "unknown"

    @property
    def word(self) -> str:
        """The word of `input.carrier` in the report: `jwt` for all compact text."""
        return str(CarrierKind.JWT) if self is CarrierKind.SD_JWT else self.value


_TEXTS: Final = frozenset({CarrierKind.JSON, CarrierKind.JWT, CarrierKind.SD_JWT})


def sniff(content: bytes) -> CarrierKind:
    """The kind of carrier that `content` looks like; cheap, never raises."""
    if content.startswith(png.SIGNATURE):
        return CarrierKind.PNG
    if content.startswith(ZIP_MARKS):
        return CarrierKind.ZIP
    # Byte order marks and UTF-16 are looked through: the JSON and XML readers say what is wrong with them, if anything.
    start = content[:_SNIFFED_BYTES].lstrip(b"\xef\xbb\xbf\xfe\xff").replace(b"\0", b"").lstrip()
    if start[:1] in {b"{", b"["}:
        return CarrierKind.JSON
    if start[:1] == b"<" and _MARKUP.search(start):
        return CarrierKind.SVG
    return _sniff_compact(content)


def unwrap(content: bytes, source: str, name: str) -> tuple[Received | NotReceived, ...]:
    """The credentials in `content`: one, or for an archive one item per member.

    `source` is what the user named, `name` a file name to suggest when the carrier is written out again.
    """
    if sniff(content) is CarrierKind.ZIP:
        return tuple(unwrap_archive(io.BytesIO(content), source))
    return (_unwrap_one(content, source, name),)


def unwrap_archive(stream: BinaryIO, source: str) -> Iterator[Received | NotReceived]:
    """The credentials in a ZIP archive, in the order of their names; one bad member does not end it."""
    size = stream.seek(0, 2)
    found = False
    try:
        if size > MAX_ARCHIVE_BYTES:
            raise CredentialError(Reason.TOO_LARGE, limit=str(MAX_ARCHIVE_BYTES))
        for member in zipped.members(stream):
            found = True
            inside = f"{source}/{member.name}"
            if isinstance(member, zipped.BadMember):
                yield NotReceived(source=inside, reason=str(member.reason), params=member.params)
            else:
                yield _unwrap_one(member.content, inside, base_name(member.name))
        if not found:
            raise CredentialError(Reason.NOT_A_CREDENTIAL, detail="empty archive")
    except CredentialError as error:
        yield _refused(error, source, CarrierKind.ZIP, size)


def bake(picture: bytes, payload: bytes, format: str) -> tuple[CarrierKind, bytes]:
    """`picture`, a PNG or SVG, carrying the credential text `payload` of `format` in place of any other.

    Raises `CredentialError` (`unsupported-format` for what is neither, and as `png.bake` and `svg.bake` do).
    """
    keyword = Keyword.OPEN_BADGES_2 if format == "open_badges_2" else Keyword.OPEN_BADGES_3
    kind = sniff(picture)
    if kind is CarrierKind.PNG:
        return kind, png.bake(picture, keyword, payload)
    if kind is CarrierKind.SVG:
        return kind, svg.bake(picture, keyword, payload)
    raise CredentialError(Reason.UNSUPPORTED_FORMAT, what="picture")


def base_name(path: str) -> str:
    """The last part of a path or URL path, in either notation of slashes."""
    return path.replace("\\", "/").rstrip("/").rpartition("/")[2]


def _unwrap_one(content: bytes, source: str, name: str) -> Received | NotReceived:
    kind = CarrierKind.UNKNOWN
    try:
        if len(content) > MAX_INPUT_BYTES:
            raise CredentialError(Reason.TOO_LARGE, limit=str(MAX_INPUT_BYTES))
        kind = sniff(content)
        payload = _PAYLOAD_OF[kind](content)
    except CredentialError as error:
        return _refused(error, source, kind, len(content), sha256=hashlib.sha256(content).hexdigest())
    return Received(source=source, name=name, carrier=kind.word, content=content, payload=payload)


def _refused(error: CredentialError, source: str, kind: CarrierKind, size: int, *, sha256: str = "") -> NotReceived:
    return NotReceived(
        source=source, reason=str(error.code), params=error.params, sha256=sha256, bytes=size, carrier=kind.word
    )


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


def _only(texts: tuple[BakedText, ...]) -> bytes:
    """The one credential text of a picture. Open Badges 3.0 allows no second one; choosing would hide it."""
    if not texts:
        raise CredentialError(Reason.NOT_A_CREDENTIAL, detail="no credential in the picture")
    if len(texts) > 1:
        raise CredentialError(Reason.AMBIGUOUS, count=str(len(texts)))
    text = texts[0].text.strip()
    if _URL.fullmatch(text):
        raise CredentialError(Reason.UNSUPPORTED_FORMAT, what="url-only", url=text.decode("ascii"))
    if sniff(text) not in _TEXTS:
        raise CredentialError(Reason.NOT_A_CREDENTIAL, detail="no credential in the picture")
    return text


def _refuse(reason: Reason, **params: str) -> Callable[[bytes], bytes]:
    def payload(_content: bytes) -> bytes:
        raise CredentialError(reason, **params)

    return payload


_PAYLOAD_OF: Final[Mapping[CarrierKind, Callable[[bytes], bytes]]] = MappingProxyType(
    {
        # Without the white space around it, which bakers and mailers add and take away: the badge is the same.
        CarrierKind.JSON: lambda content: content.strip(_WHITE_SPACE),
        CarrierKind.JWT: bytes.strip,
        CarrierKind.SD_JWT: bytes.strip,
        CarrierKind.PNG: lambda content: _only(png.unbake(content)),
        CarrierKind.SVG: lambda content: _only(svg.unbake(content)),
        CarrierKind.ZIP: _refuse(Reason.UNSUPPORTED_FORMAT, what="nested-archive"),
        CarrierKind.UNKNOWN: _refuse(Reason.NOT_A_CREDENTIAL),
    }
)
