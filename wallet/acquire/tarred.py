"""The members of a tar archive, plain or compressed with gzip, one at a time and bounded. Nothing is written to disk.

Read forwards only and by hand, header by header (POSIX.1-2024, pax, "ustar Interchange Format"; names as GNU and pax
extensions write them): what a header claims is checked before anything of that size is read. Refused member by member:
names that would leave a folder, links, devices, files larger than a badge may be. Refused whole: too many members, too
much altogether, a broken chain of headers.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from wallet.acquire.kinds import GZIP_MARK
from wallet.acquire.members import BadMember, Member, leaves_folder
from wallet.acquire.zipped import MAX_INFLATED_BYTES, MAX_MEMBERS
from wallet.codec.limits import MAX_INPUT_BYTES
from wallet.errors import CredentialError
from wallet.model.report import Reason

BLOCK: Final = 512

MAX_NAME_BYTES: Final = 64 * 1024
"""An extended header: a name of 4,096 bytes, the longest that Linux takes, and a dozen other fields."""

_PIECE: Final = 64 * 1024
_FILES: Final = frozenset({b"0", b"\0", b"7"})
_FOLDER: Final = b"5"
_GNU_NAME: Final = b"L"
_GNU_LINK_NAME: Final = b"K"
_PAX: Final = b"x"
_PAX_GLOBAL: Final = b"g"
_LINKS: Final = frozenset({b"1", b"2"})
_END: Final = bytes(BLOCK)
_READING_ERRORS: Final = (gzip.BadGzipFile, zlib.error, EOFError)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Header:
    """One header block: what follows it, under which name, how long."""

    name: str
    size: int
    kind: bytes


def members(stream: BinaryIO) -> Iterator[Member | BadMember]:
    """The files of the archive in its own order; folders are left out.

    Raises `CredentialError` for the archive as a whole: `malformed`, `too-large`, and `unsupported-format` for gzip of
    something that is no tar archive.
    """
    mark = stream.read(len(GZIP_MARK))
    stream.seek(0)
    packed = mark == GZIP_MARK
    reader = _Reader(gzip.GzipFile(fileobj=stream) if packed else stream)
    try:
        yield from _members(reader, packed=packed)
    except _READING_ERRORS as error:
        raise CredentialError(Reason.MALFORMED, detail="compressed archive") from error


def _members(reader: _Reader, *, packed: bool) -> Iterator[Member | BadMember]:
    long_name, count, first = "", 0, True
    while True:
        block = reader.block()
        if not block or block == _END:
            reader.finish()
            return
        header = _header(block)
        if header is None:
            if first and packed:
                raise CredentialError(Reason.UNSUPPORTED_FORMAT, what="compression")
            raise CredentialError(Reason.MALFORMED, detail="tar header")
        first = False
        count += 1
        if count > 2 * MAX_MEMBERS:  # a long name is a header of its own
            raise CredentialError(Reason.TOO_LARGE, what="members", limit=str(MAX_MEMBERS))
        if header.kind in {_GNU_NAME, _PAX}:
            text = reader.small(header.size)
            long_name = _pax_path(text) or long_name if header.kind == _PAX else _text(text.rstrip(b"\0"))
            continue
        if header.kind in {_GNU_LINK_NAME, _PAX_GLOBAL}:
            reader.skip(header.size)
            continue
        member = _member(reader, header, long_name or header.name)
        long_name = ""
        if member is not None:
            yield member


def _member(reader: _Reader, header: _Header, name: str) -> Member | BadMember | None:
    """Take one member out, or say why not; None for a folder. Leaves the reader at the next header."""
    if header.kind == _FOLDER or (header.kind in _FILES and name.endswith("/")):
        reader.skip(header.size)
        return None
    what = None if header.kind in _FILES else "symbolic-link" if header.kind in _LINKS else "special-file"
    bad: BadMember | None = None
    if leaves_folder(name):
        bad = BadMember(name=name, reason=Reason.MALFORMED, params={"what": "member-name"})
    elif what is not None:
        bad = BadMember(name=name, reason=Reason.UNSUPPORTED_FORMAT, params={"what": what})
    elif header.size > MAX_INPUT_BYTES:
        bad = BadMember(name=name, reason=Reason.TOO_LARGE, params={"limit": str(MAX_INPUT_BYTES)})
    if bad is None:
        return Member(name=name, content=reader.content(header.size))
    # A link has a size in some archives and never content.
    reader.skip(0 if header.kind in _LINKS else header.size)
    return bad


class _Reader:
    """Reads forwards and counts: no more comes out of the archive than `MAX_INFLATED_BYTES`."""

    def __init__(self, stream: BinaryIO | gzip.GzipFile) -> None:
        self._stream = stream
        self._left = MAX_INFLATED_BYTES

    def block(self) -> bytes:
        """The next header block; empty at the end."""
        return self._take(BLOCK, may_end=True)

    def content(self, size: int) -> bytes:
        """The content of a member, and past its padding."""
        taken = self._take(size)
        self._take(-size % BLOCK)
        return taken

    def small(self, size: int) -> bytes:
        """The content of an extended header. Raises `CredentialError` (`too-large`) before reading a large one."""
        if size > MAX_NAME_BYTES:
            raise CredentialError(Reason.TOO_LARGE, detail="tar header", limit=str(MAX_NAME_BYTES))
        return self.content(size)

    def skip(self, size: int) -> None:
        """Past the content of a member."""
        left = size + -size % BLOCK
        while left > 0:
            left -= len(self._take(min(left, _PIECE)))

    def finish(self) -> None:
        """Past whatever follows the end: only there compression says whether all of it was whole."""
        while self._take(min(_PIECE, self._left), may_end=True):
            pass

    def _take(self, size: int, *, may_end: bool = False) -> bytes:
        if size > self._left:
            raise CredentialError(Reason.TOO_LARGE, limit=str(MAX_INFLATED_BYTES))
        pieces: list[bytes] = []
        missing = size
        while missing:
            piece = self._stream.read(min(missing, _PIECE))
            if not piece:
                break
            pieces.append(piece)
            missing -= len(piece)
        taken = b"".join(pieces)
        if missing and not (may_end and (not taken or size > BLOCK)):
            raise CredentialError(Reason.MALFORMED, detail="truncated")
        self._left -= len(taken)
        return taken


def _header(block: bytes) -> _Header | None:
    """The header in a block; None where its checksum or a number does not hold."""
    expected, size = _number(block[148:156]), _number(block[124:136])
    if expected != sum(block) - sum(block[148:156]) + 8 * 0x20 or size is None:
        return None
    name = block[:100].partition(b"\0")[0]
    prefix = block[345:500].partition(b"\0")[0] if block[257:263] == b"ustar\0" else b""
    return _Header(name=_text(prefix + b"/" + name if prefix else name), size=size, kind=block[156:157])


def _number(field: bytes) -> int | None:
    """An octal number, with spaces or zeros around it; GNU's base-256 form is for sizes that no badge has."""
    digits = field.strip(b" \0")
    return int(digits, 8) if digits and not digits.strip(b"01234567") else 0 if not digits else None


def _pax_path(text: bytes) -> str:
    """The `path` of a pax extended header: records of "length keyword=value" (pax, "pax Extended Header")."""
    path = ""
    while text:
        digits, space, _ = text.partition(b" ")
        if not space or not digits.isdigit() or len(digits) > 5 or not len(digits) < int(digits) <= len(text):
            raise CredentialError(Reason.MALFORMED, detail="tar header")
        record, text = text[len(digits) + 1 : int(digits)], text[int(digits) :]
        keyword, _, value = record.rstrip(b"\n").partition(b"=")
        if keyword == b"size":  # overrules the header: nothing of that size would be taken
            raise CredentialError(Reason.TOO_LARGE, limit=str(MAX_INPUT_BYTES))
        if keyword == b"path":
            path = _text(value)
    return path


def _text(name: bytes) -> str:
    """A name as UTF-8, or as the Japanese code page if it reads so."""
    for encoding in ("utf-8", "cp932"):
        try:
            return name.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name.decode("latin-1")
