"""Saved mail: the attachments of a message (eml), of every message of a mailbox (mbox), and links to share pages.

Attachments are files in themselves. Of the text only addresses of known share pages are told; nothing is fetched, and
neither remote pictures nor headers are looked at. Standard library only (RFC 5322, RFC 2045, RFC 4155).
"""

from __future__ import annotations

import binascii
import email
import email.policy
import re
from collections.abc import Iterator
from typing import BinaryIO, Final, Literal, Protocol

from wallet.acquire import share_pages
from wallet.acquire.kinds import MAX_MESSAGE_BYTES, MBOX_MARK, CarrierKind, sniff
from wallet.acquire.members import BadMember, Member
from wallet.codec.limits import MAX_INPUT_BYTES
from wallet.errors import CredentialError
from wallet.model.report import Reason

MAX_PARTS: Final = 200
"""Parts of one message, nested ones included: newsletters have a dozen."""

MAX_BOUNDARIES: Final = 2_000
"""Lines that may separate parts, counted before the message is parsed."""

MAX_FIELD_BYTES: Final = 4 * 1024
"""One header field that says what a part is, unfolded: the standard library takes quadratic time to read it."""

MAX_MESSAGES: Final = 20_000
"""Messages of one mailbox: ten years of a folder kept for certificates."""

MAX_LINKS: Final = 50
"""Addresses told of one message."""

_FIELD: Final = re.compile(rb"^content-[a-z-]++:[^\n]*+(?:\n[ \t][^\n]*+)*+", re.IGNORECASE | re.MULTILINE)
_URL: Final = re.compile(r"https?://[^\s<>\"'()\\]{1,2000}", re.IGNORECASE)
_READING_ERRORS: Final = (
    binascii.Error,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    RecursionError,
)
"""What the standard library lets out on damaged messages."""


class _Part(Protocol):
    """As much as is used here of `email.message.Message`."""

    def walk(self) -> Iterator[_Part]: ...
    def is_multipart(self) -> bool: ...
    def get_filename(self) -> str | None: ...
    def get_payload(self, i: None = None, *, decode: Literal[True]) -> object: ...
    def get_content_maintype(self) -> str: ...
    def get_content_subtype(self) -> str: ...
    def get_content_disposition(self) -> str | None: ...


def members(message: bytes) -> Iterator[Member | BadMember]:
    """The attachments of a message, and the share pages it links to.

    Raises `CredentialError`: `too-large`, `too-complex`, `malformed`.
    """
    if len(message) > MAX_MESSAGE_BYTES:
        raise CredentialError(Reason.TOO_LARGE, limit=str(MAX_MESSAGE_BYTES))
    if message.count(b"\n--") > MAX_BOUNDARIES:
        raise CredentialError(Reason.TOO_COMPLEX, limit=str(MAX_BOUNDARIES))
    if any(len(field[0]) > MAX_FIELD_BYTES for field in _FIELD.finditer(message)):
        raise CredentialError(Reason.TOO_COMPLEX, limit=str(MAX_FIELD_BYTES))
    try:
        parts = _leaves(email.message_from_bytes(message, policy=email.policy.default))
    except _READING_ERRORS as error:
        raise CredentialError(Reason.MALFORMED, detail="mail") from error
    links: dict[str, None] = {}
    for number, part in enumerate(parts, start=1):
        name, content = _decoded(part, number)
        if content is None:
            yield BadMember(name=name, reason=Reason.MALFORMED, params={"detail": "mail"})
        elif _is_text(part, content):
            links.update(dict.fromkeys(_URL.findall(content.decode(errors="replace"))))
        elif len(content) > MAX_INPUT_BYTES:
            yield BadMember(name=name, reason=Reason.TOO_LARGE, params={"limit": str(MAX_INPUT_BYTES)})
        else:
            yield Member(name=name, content=content)
    yield from share_pages.told(list(links)[: 20 * MAX_LINKS], limit=MAX_LINKS)


def messages(stream: BinaryIO) -> Iterator[Member | BadMember]:
    """The messages of a mailbox, named by their number. A too long one is told and left out.

    Raises `CredentialError` (`too-large`) for too many.
    """
    number = size = 0
    lines: list[bytes] = []
    blank = True
    for line in _lines(stream):
        if blank and line.startswith(MBOX_MARK):
            if number:
                yield _message(number, lines, size)
            number, size, lines = number + 1, 0, []
            if number > MAX_MESSAGES:
                raise CredentialError(Reason.TOO_LARGE, what="members", limit=str(MAX_MESSAGES))
            continue
        size += len(line)
        if size <= MAX_MESSAGE_BYTES:
            lines.append(line[1:] if line.startswith(b">From ") else line)
        else:
            lines = []
        blank = line in {b"\n", b"\r\n"}
    if number:
        yield _message(number, lines, size)


def _message(number: int, lines: list[bytes], size: int) -> Member | BadMember:
    name = f"{number}.eml"
    if size > MAX_MESSAGE_BYTES:
        return BadMember(name=name, reason=Reason.TOO_LARGE, params={"limit": str(MAX_MESSAGE_BYTES)})
    return Member(name=name, content=b"".join(lines))


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """Lines, and of a line without end pieces that fit into memory."""
    while line := stream.readline(MAX_INPUT_BYTES):
        yield line


def _leaves(message: _Part) -> list[_Part]:
    """The parts that hold no others, forwarded messages opened."""
    leaves: list[_Part] = []
    for number, part in enumerate(message.walk()):
        if number > MAX_PARTS:
            raise CredentialError(Reason.TOO_COMPLEX, limit=str(MAX_PARTS))
        if not part.is_multipart():
            leaves.append(part)
    return leaves


def _decoded(part: _Part, number: int) -> tuple[str, bytes | None]:
    """The name of a part and its bytes; None where it cannot be decoded."""
    try:
        name = part.get_filename() or ""
    except _READING_ERRORS:
        name = ""
    shown = name.replace("\\", "/").rpartition("/")[2] or f"part-{number}"
    try:
        content = part.get_payload(decode=True)
    except _READING_ERRORS:
        content = None
    return shown, content if isinstance(content, bytes) else None


def _is_text(part: _Part, content: bytes) -> bool:
    """Whether a part is what the writer wrote: text that is no file and no credential."""
    if part.get_content_maintype() != "text" or part.get_content_subtype() not in {"plain", "html"}:
        return False
    try:
        attached = part.get_content_disposition() == "attachment" or bool(part.get_filename())
    except _READING_ERRORS:
        attached = True
    return not attached and sniff(content) in {CarrierKind.UNKNOWN, CarrierKind.HTML}
