"""The credentials in whatever a badge came in: taken out, one row for each, within bounds.

    for item in unwrap(Path("badge.png").read_bytes(), "badge.png", "badge.png"):
        ...

Three kinds of carriers: a text or a baked picture is one credential; a document (page, PDF, screenshot) holds
credentials and is kept whole; a container (archive, mail, list) holds files, and each of those is kept. Nothing is
verified or fetched here; an address found where a badge was looked for is reported.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import BinaryIO, Final

from wallet.acquire.baked import BakedText, Keyword
from wallet.acquire.kinds import ARCHIVES, TEXTS, ZIP_MARKS, CarrierKind, sniff
from wallet.acquire.members import BadMember, Member
from wallet.codec import json as strict_json
from wallet.codec.data_url import read_data_url
from wallet.codec.json_slices import elements
from wallet.codec.limits import MAX_INPUT_BYTES
from wallet.codec.links import linked
from wallet.errors import CredentialError
from wallet.formats.assertion import is_assertion
from wallet.model.record import NotReceived, Received
from wallet.model.report import Reason

__all__ = [
    "ARCHIVES",
    "ZIP_MARKS",
    "CarrierKind",
    "bake",
    "base_name",
    "sniff",
    "unwrap",
    "unwrap_archive",
    "unwrap_each",
]

MAX_ARCHIVE_BYTES: Final = 256 * 1024 * 1024
"""An archive as a file: compressed, it has no reason to be larger than what may come out of it."""

MAX_MAILBOX_BYTES: Final = 2 * 1024 * 1024 * 1024
"""A mailbox as a file: read message by message, so that its size costs time alone."""

MAX_ELEMENTS: Final = 10_000
"""Credentials in one JSON list: more than a learner has."""

MAX_NESTING: Final = 3
"""Containers in each other: a saved mail in an archive, with a list of credentials attached."""

_WHITE_SPACE: Final = b" \t\r\n"  # RFC 8259, section 2
_URL: Final = re.compile(rb"https?://[!-~]+", re.IGNORECASE)
_SEALED: Final = re.compile(rb'"cipher_?text"\s*:', re.IGNORECASE)
_NOTHING_IN: Final[Mapping[CarrierKind, str]] = MappingProxyType(
    {
        CarrierKind.HTML: "no credential in the page",
        CarrierKind.PDF: "no credential in the PDF",
        CarrierKind.MAIL: "no credential in the mail",
        CarrierKind.MAILBOX: "no credential in the mail",
    }
)
_COMPRESSED: Final = frozenset({CarrierKind.ZIP, CarrierKind.TAR, CarrierKind.GZIP})

Item = Received | NotReceived
_Way = tuple[CarrierKind, ...]
"""The containers that something was taken out of, outermost first."""


def unwrap(content: bytes, source: str, name: str) -> tuple[Item, ...]:
    """The credentials in `content`: one, or one item for each thing in a document or container.

    `source` is what the user named, `name` a file name to suggest when the carrier is written out again.
    """
    return tuple(unwrap_each(content, source, name))


def unwrap_each(content: bytes, source: str, name: str, *, base: str = "") -> Iterator[Item]:
    """As `unwrap`, one at a time; `base` is the address that a page was answered from."""
    kind = sniff(content)
    if kind in ARCHIVES:
        yield from unwrap_archive(io.BytesIO(content), source, kind)
    else:
        yield from _unwrap(content, source, name, (), base)


def unwrap_archive(stream: BinaryIO, source: str, kind: CarrierKind = CarrierKind.ZIP) -> Iterator[Item]:
    """The credentials in an archive or mailbox, read in place; one bad member does not end it."""
    yield from _archive(stream, source, kind, ())


def bake(picture: bytes, payload: bytes, format: str) -> tuple[CarrierKind, bytes]:
    """`picture`, a PNG or SVG, carrying the credential text `payload` of `format` in place of any other.

    Raises `CredentialError` (`unsupported-format` for what is neither, and as `png.bake` and `svg.bake` do).
    """
    keyword = _keyword_for(payload, format)
    kind = sniff(picture)
    if kind is CarrierKind.PNG:
        from wallet.acquire import png

        return kind, png.bake(picture, keyword, payload)
    if kind is CarrierKind.SVG:
        from wallet.acquire import svg

        return kind, svg.bake(picture, keyword, payload)
    raise CredentialError(Reason.UNSUPPORTED_FORMAT, what="picture")


def _keyword_for(payload: bytes, format: str) -> Keyword:
    """The word of the standard that the credential follows; compact text does not show more than its format."""
    if payload[:1] == b"{":
        document = strict_json.loads_object(payload)
        if is_assertion(document):
            return Keyword.OPEN_BADGES_2
        if "ClrCredential" in linked(document.get("type")):
            return Keyword.CLR_2
    return Keyword.OPEN_BADGES_2 if format == "open_badges_2" else Keyword.OPEN_BADGES_3


def base_name(path: str) -> str:
    """The last part of a path or URL path, in either notation of slashes."""
    return path.replace("\\", "/").rstrip("/").rpartition("/")[2]


def _unwrap(content: bytes, source: str, name: str, way: _Way, base: str = "") -> Iterator[Item]:
    """One thing that fits into memory, by its kind."""
    kind = CarrierKind.UNKNOWN
    try:
        if len(content) > MAX_INPUT_BYTES and sniff(content) is not CarrierKind.MAIL:
            raise CredentialError(Reason.TOO_LARGE, limit=str(MAX_INPUT_BYTES))
        kind = sniff(content)
        if len(way) > MAX_NESTING:
            raise CredentialError(Reason.TOO_DEEP, limit=str(MAX_NESTING))
        if kind in ARCHIVES:
            if _COMPRESSED.intersection(way):
                raise CredentialError(Reason.UNSUPPORTED_FORMAT, what="nested-archive")
            yield from _archive(io.BytesIO(content), source, kind, way)
        elif kind is CarrierKind.JSON:
            yield from _json(content, source, name, way)
        elif kind in {CarrierKind.MAIL, CarrierKind.DATA_URL}:
            yield from _files(_members_in(content, kind), source, (*way, kind))
        else:
            payload = _payload(content, kind)
            if payload is None:
                yield from _document(content, source, name, kind, base)
            else:
                yield Received(source=source, name=name, carrier=kind.word, content=content, payload=payload)
    except CredentialError as error:
        yield _refused(error, source, kind, len(content), sha256=hashlib.sha256(content).hexdigest())


def _payload(content: bytes, kind: CarrierKind) -> bytes | None:
    """The one credential text of a text or a baked picture; None for what has to be looked through."""
    if kind in TEXTS:
        return content.strip()
    if kind is CarrierKind.SVG:
        from wallet.acquire import svg

        return _only(svg.unbake(content))
    if kind is not CarrierKind.PNG:
        return None
    from wallet.acquire import png

    # Baked text comes first; a picture without any may still be that of a QR code.
    texts = png.unbake(content)
    return _only(texts) if texts else None


def _archive(stream: BinaryIO, source: str, kind: CarrierKind, way: _Way) -> Iterator[Item]:
    size = stream.seek(0, 2)
    stream.seek(0)
    try:
        limit = MAX_MAILBOX_BYTES if kind is CarrierKind.MAILBOX else MAX_ARCHIVE_BYTES
        if size > limit:
            raise CredentialError(Reason.TOO_LARGE, limit=str(limit))
        yield from _files(_members_of(stream, kind), source, (*way, kind))
    except CredentialError as error:
        yield _refused(error, source, kind, size)


def _members_of(stream: BinaryIO, kind: CarrierKind) -> Iterator[Member | BadMember]:
    if kind is CarrierKind.MAILBOX:
        from wallet.acquire import mail

        return mail.messages(stream)
    if kind is CarrierKind.ZIP:
        return _listed(stream)
    from wallet.acquire import tarred

    return tarred.members(stream)


def _listed(stream: BinaryIO) -> Iterator[Member | BadMember]:
    """The members of a ZIP archive, held against its manifest where it has one with hashes."""
    from wallet.acquire import manifests, zipped

    manifest = next(zipped.members(stream, manifests.MANIFEST), None)
    hashes = dict(manifests.listed(manifest.content)) if isinstance(manifest, Member) else {}
    for item in zipped.members(stream):
        if (hashes and item.name == manifests.MANIFEST) or item.name in manifests.FOR_PEOPLE:
            continue
        expected = hashes.pop(item.name, "")
        if expected and isinstance(item, Member) and hashlib.sha256(item.content).hexdigest() != expected:
            yield BadMember(name=item.name, reason=Reason.MALFORMED, params={"detail": "manifest hash"})
        else:
            yield item
    for name in hashes:
        yield BadMember(name=name, reason=Reason.MALFORMED, params={"detail": "missing member"})


def _members_in(content: bytes, kind: CarrierKind) -> Iterator[Member | BadMember]:
    if kind is CarrierKind.MAIL:
        from wallet.acquire import mail

        return mail.members(content)
    return iter([Member(name="data", content=_data(content))])


def _data(content: bytes) -> bytes:
    """The content of a `data:` URL, whatever parameters its media type has. Raises `CredentialError`."""
    header, _, data = content.strip().decode(errors="replace").partition(",")
    media_type, *parameters = header[len("data:") :].split(";")
    if "base64" in map(str.lower, parameters):
        return read_data_url(f"data:{media_type};base64,{''.join(data.split())}")[1]
    return read_data_url(f"data:{media_type},{data}")[1]


def _files(members: Iterator[Member | BadMember], source: str, way: _Way) -> Iterator[Item]:
    """What the files in a container hold. Raises `CredentialError` where it holds none."""
    found = False
    for member in members:
        inside = f"{source}/{member.name}" if member.name else source
        if isinstance(member, BadMember):
            found = True
            yield NotReceived(source=inside, reason=str(member.reason), params=member.params)
            continue
        for item in _unwrap(member.content, inside, base_name(member.name), way):
            # Most mails have no badge in them: a mailbox tells of those that do.
            nothing = isinstance(item, NotReceived) and item.reason == Reason.NOT_A_CREDENTIAL
            if way[-1] is CarrierKind.MAILBOX and nothing and item.source == inside:
                continue
            found = True
            yield item
    if not found:
        raise CredentialError(Reason.NOT_A_CREDENTIAL, detail=_NOTHING_IN.get(way[-1], "empty archive"))


def _json(content: bytes, source: str, name: str, way: _Way) -> Iterator[Item]:
    """One credential, a list of them, or another wallet's backup. White space around it is no part of a badge:
    bakers and mailers add it and take it away.
    """
    payload = content.strip(_WHITE_SPACE)
    members = _backup(payload) or (_elements(payload) if payload.startswith(b"[") else None)
    if members is not None:
        yield from _files(members, source, (*way, CarrierKind.JSON))
        return
    if _SEALED.search(payload) and "proof" not in strict_json.loads_object(payload):
        raise CredentialError(Reason.UNSUPPORTED_FORMAT, what="encrypted")
    yield Received(source=source, name=name, carrier=CarrierKind.JSON.word, content=content, payload=payload)


def _backup(payload: bytes) -> Iterator[Member | BadMember] | None:
    """What is in another wallet's backup; None where it is none."""
    if b"UniversalWallet2020" not in payload:
        return None
    from wallet.acquire import backups

    return backups.members(payload) if backups.is_backup(strict_json.loads(payload)) else None


def _elements(payload: bytes) -> Iterator[Member]:
    """The elements of a JSON list, byte for byte; one that is a string is compact text. Raises `CredentialError`."""
    values = strict_json.loads(payload)
    if not isinstance(values, list) or not values:
        raise CredentialError(Reason.NOT_A_CREDENTIAL, detail="not a JSON object")
    if len(values) > MAX_ELEMENTS:
        raise CredentialError(Reason.TOO_LARGE, what="members", limit=str(MAX_ELEMENTS))
    for number, (value, text) in enumerate(zip(values, elements(payload), strict=True), start=1):
        yield Member(name=str(number), content=value.encode() if isinstance(value, str) else text)


def _document(content: bytes, source: str, name: str, kind: CarrierKind, base: str) -> Iterator[Item]:
    """A page, PDF or picture, kept whole for each credential in it."""
    found = False
    for part in _parts_of_document(content, kind, base):
        found = True
        inside = f"{source}#{part.name}" if part.name else source
        if isinstance(part, BadMember):
            yield NotReceived(source=inside, reason=str(part.reason), params=part.params, carrier=kind.word)
            continue
        try:
            for payload in _payloads(part.content):
                yield Received(source=inside, name=name, carrier=kind.word, content=content, payload=payload)
        except CredentialError as error:
            yield NotReceived(source=inside, reason=str(error.code), params=error.params, carrier=kind.word)
    if not found:
        raise CredentialError(Reason.NOT_A_CREDENTIAL, detail=_NOTHING_IN.get(kind, "no credential in the picture"))


def _payloads(part: bytes) -> tuple[bytes, ...]:
    """The credentials in a part of a document: a text, a list, a baked picture. Raises `CredentialError`."""
    kind = sniff(part)
    if kind is CarrierKind.JSON and part.strip().startswith(b"["):
        return tuple(item.content for item in _elements(part.strip(_WHITE_SPACE)))
    payload = _payload(part, kind)
    if payload is None:
        raise CredentialError(Reason.NOT_A_CREDENTIAL)
    return (payload,)


def _parts_of_document(content: bytes, kind: CarrierKind, base: str) -> Iterator[Member | BadMember]:
    # Imported here: pages and PDFs are rare, and reading them takes libraries that take their time to load.
    if kind is CarrierKind.HTML:
        from wallet.acquire import page

        return page.members(content, base)
    if kind is CarrierKind.PDF:
        from wallet.acquire import pdf

        return pdf.members(content)
    if kind in {CarrierKind.IMAGE, CarrierKind.PNG, CarrierKind.VP_QR}:
        from wallet.acquire import qr

        return iter([qr.told(content.strip(), "")]) if kind is CarrierKind.VP_QR else qr.members(content)
    raise CredentialError(Reason.NOT_A_CREDENTIAL)


def _only(texts: tuple[BakedText, ...]) -> bytes:
    """The one credential text of a picture. Open Badges 3.0 allows no second one; choosing would hide it."""
    if not texts:
        raise CredentialError(Reason.NOT_A_CREDENTIAL, detail="no credential in the picture")
    if len(texts) > 1:
        raise CredentialError(Reason.AMBIGUOUS, count=str(len(texts)))
    text = texts[0].text.strip()
    if _URL.fullmatch(text):
        raise CredentialError(Reason.UNSUPPORTED_FORMAT, what="url-only", url=text.decode("ascii"))
    if sniff(text) not in TEXTS:
        raise CredentialError(Reason.NOT_A_CREDENTIAL, detail="no credential in the picture")
    return text


def _refused(error: CredentialError, source: str, kind: CarrierKind, size: int, *, sha256: str = "") -> NotReceived:
    return NotReceived(
        source=source, reason=str(error.code), params=error.params, sha256=sha256, bytes=size, carrier=kind.word
    )
