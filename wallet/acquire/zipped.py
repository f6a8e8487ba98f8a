"""The members of a ZIP archive, one at a time and bounded. Nothing is ever written to disk.

What is refused, member by member: names that would leave a folder, symbolic links, encryption, and compression that
inflates without bound. What is refused whole: too many members, and directories larger than so many members need,
noticed before the directory is read (APPNOTE 6.3.10, section 4.3.16).
"""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, Final

from wallet.acquire.members import BadMember, Member, leaves_folder
from wallet.codec.limits import MAX_INPUT_BYTES
from wallet.errors import CredentialError
from wallet.model.report import Reason

MAX_MEMBERS: Final = 1_000
"""Members of one archive: a learner's whole collection; the house rule R8 for hostile archives."""

MAX_DIRECTORY_BYTES: Final = MAX_MEMBERS * 1_024
"""The central directory: 46 bytes and a name for each member; a kilobyte leaves room for long names and extras."""

MAX_INFLATED_BYTES: Final = 256 * 1024 * 1024
"""All members together: a thousand baked pictures of the usual 100 to 250 KiB."""

_TAIL_BYTES: Final = 22 + 0xFFFF  # the end record and the longest comment (section 4.3.16)
_ZIP64_LOCATOR_BYTES: Final = 20
_ENCRYPTED: Final = 0x1  # general purpose bit 0 (section 4.4.4)
_UTF8_NAME: Final = 0x800  # general purpose bit 11
_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_READING_ERRORS: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
    OverflowError,
)
"""What zipfile lets out on damaged or hostile archives."""


def members(stream: BinaryIO, only: str = "") -> Iterator[Member | BadMember]:
    """The files of the archive, sorted by name; folders are left out. With `only`, the file of that name alone.

    Raises `CredentialError` for the archive as a whole: `malformed`, `too-large`.
    """
    try:
        _bound_directory(stream)
        archive = zipfile.ZipFile(stream)
    except _READING_ERRORS as error:
        raise CredentialError(Reason.MALFORMED, detail="ZIP directory") from error
    with archive:
        entries = archive.infolist()
        if len(entries) > MAX_MEMBERS:
            raise CredentialError(Reason.TOO_LARGE, what="members", limit=str(MAX_MEMBERS))
        left = MAX_INFLATED_BYTES
        for entry in sorted(entries, key=lambda entry: entry.filename):
            if entry.filename.endswith("/") or (only and entry.filename != only):  # is_dir() fails without a name
                continue
            member = _member(archive, entry, left)
            left -= len(member.content) if isinstance(member, Member) else 0
            yield member


def _bound_directory(stream: BinaryIO) -> None:
    """Refuse a directory that is too large, by the end record that zipfile is about to follow."""
    size = stream.seek(0, 2)
    start = max(0, size - _TAIL_BYTES - _ZIP64_LOCATOR_BYTES)
    stream.seek(start)
    tail = stream.read(_TAIL_BYTES + _ZIP64_LOCATOR_BYTES)
    stream.seek(0)
    # zipfile's own order: a record without comment at the very end, else the last mark in reach.
    at = len(tail) - 22 if tail[-22:-18] == b"PK\5\6" and tail.endswith(b"\0\0") else tail.rfind(b"PK\5\6")
    if at < 0 or len(tail) - at < 22:
        raise CredentialError(Reason.MALFORMED, detail="ZIP directory")
    count, directory_bytes = struct.unpack_from("<HI", tail, at + 10)
    # ZIP64 exists for more than 65,535 members or 4 GiB; its record would overrule this one.
    zip64 = tail[max(0, at - _ZIP64_LOCATOR_BYTES) : at].startswith(b"PK\6\7")
    if zip64 or count > MAX_MEMBERS or directory_bytes > MAX_DIRECTORY_BYTES:
        raise CredentialError(Reason.TOO_LARGE, what="members", limit=str(MAX_MEMBERS))


def _member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> Member | BadMember:
    """Take one member out, or say why not; `left` is what all members may still inflate to."""
    name = _name_of(entry)
    if leaves_folder(name):
        return BadMember(name=name, reason=Reason.MALFORMED, params={"what": "member-name"})
    what = _unsupported(entry)
    if what is not None:
        return BadMember(name=name, reason=Reason.UNSUPPORTED_FORMAT, params={"what": what})
    limit = min(MAX_INPUT_BYTES, left)
    try:
        with archive.open(entry) as file:
            content = file.read(limit + 1)
    except _READING_ERRORS:
        return BadMember(name=name, reason=Reason.MALFORMED, params={"detail": "ZIP member"})
    if len(content) > limit:
        return BadMember(name=name, reason=Reason.TOO_LARGE, params={"limit": str(limit)})
    return Member(name=name, content=content)


def _unsupported(entry: zipfile.ZipInfo) -> str | None:
    """What about a member this wallet does not take, or None."""
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "symbolic-link"
    if entry.flag_bits & _ENCRYPTED:
        return "encrypted"
    return None if entry.compress_type in _METHODS else "compression"


def _name_of(entry: zipfile.ZipInfo) -> str:
    """The member's name; where the archive does not say UTF-8, as UTF-8 or the Japanese code page if it reads so.

    zipfile reads such names as code page 437, which maps every byte, so the bytes come back unchanged.
    """
    if entry.flag_bits & _UTF8_NAME:
        return entry.filename
    try:
        raw = entry.filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.filename
    for encoding in ("utf-8", "cp932"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename
