"""CBOR (RFC 8949), the part that proof values of selective-disclosure suites and Merkle proofs are written in.

Unsigned integers, byte strings, text strings, arrays, and maps with unsigned integers as keys, all of definite length.
Everything else (tags, floats, null, indefinite lengths; negative numbers but where they are asked for) is refused, and
so is a second way to write the same value: a length in more bytes than it needs, a key that occurs twice, bytes after
the end.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

from wallet.errors import CredentialError
from wallet.model.report import Reason

CborValue: TypeAlias = "int | bytes | str | list[CborValue] | dict[int, CborValue]"
"""A decoded value."""

Encodable: TypeAlias = "int | bytes | str | Sequence[Encodable] | Mapping[int, Encodable]"
"""What can be encoded."""

MAX_DEPTH: Final = 4
"""Arrays and maps inside each other: the proof values nest two deep."""

MAX_ITEMS: Final = 200_000
"""Values in one text, as many as one JSON document may hold."""

_UNSIGNED: Final = 0
_NEGATIVE: Final = 1
_BYTES: Final = 2
_TEXT: Final = 3
_ARRAY: Final = 4
_MAP: Final = 5

_LARGEST_IMMEDIATE: Final = 23
_WIDTHS: Final = {24: 1, 25: 2, 26: 4, 27: 8}
_LEAST: Final = {24: 24, 25: 1 << 8, 26: 1 << 16, 27: 1 << 32}
"""The least argument that needs so many bytes."""


def decode(content: bytes, *, depth: int = MAX_DEPTH, negative: bool = False) -> CborValue:
    """The value that `content` holds, and nothing but it. Raises `CredentialError` (`proof-malformed`).

    `negative` allows integers below zero, which Merkle proofs name test chains by.
    """
    reader = _Reader(content, negative=negative)
    value = reader.value(depth)
    if not reader.at_end:
        raise _malformed("bytes after the end")
    return value


def encode(value: Encodable) -> bytes:
    """`value` in the deterministic encoding (RFC 8949, section 4.2.1). Integers are from 0 to 2^64 - 1."""
    if isinstance(value, int):
        return _head(_UNSIGNED, value)
    if isinstance(value, bytes):
        return _head(_BYTES, len(value)) + value
    if isinstance(value, str):
        text = value.encode()
        return _head(_TEXT, len(text)) + text
    if isinstance(value, Mapping):
        # Unsigned keys in shortest form: the order of the numbers is the order of their bytes.
        members = (encode(key) + encode(value[key]) for key in sorted(value))
        return _head(_MAP, len(value)) + b"".join(members)
    return _head(_ARRAY, len(value)) + b"".join(map(encode, value))


def _head(major: int, argument: int) -> bytes:
    """The first bytes of an item: its major type and the shortest form of its argument (section 3)."""
    if argument <= _LARGEST_IMMEDIATE:
        return bytes([major << 5 | argument])
    for info, width in _WIDTHS.items():
        if argument < 1 << 8 * width:
            return bytes([major << 5 | info]) + argument.to_bytes(width)
    raise OverflowError("no CBOR integer is that large")


def _malformed(detail: str) -> CredentialError:
    return CredentialError(Reason.PROOF_MALFORMED, detail="CBOR", cause=detail)


class _Reader:
    """A place in the bytes, and how many values were read."""

    def __init__(self, content: bytes, *, negative: bool) -> None:
        self._content = content
        self._negative = negative
        self._at = 0
        self._items = 0

    @property
    def at_end(self) -> bool:
        """Whether every byte was read."""
        return self._at == len(self._content)

    def value(self, depth: int) -> CborValue:
        """The item that begins here; `depth` is how many levels of arrays and maps are still allowed."""
        self._items += 1
        if self._items > MAX_ITEMS:
            raise _malformed("too many values")
        major, argument = self._read_head()
        if major == _UNSIGNED:
            return argument
        if major == _NEGATIVE and self._negative:
            return -1 - argument
        if major == _BYTES:
            return self._take(argument)
        if major == _TEXT:
            return self._text(argument)
        if major not in {_ARRAY, _MAP}:
            raise _malformed(f"major type {major}")
        if depth == 0:
            raise _malformed("nested too deeply")
        if major == _ARRAY:
            self._require(argument)
            return [self.value(depth - 1) for _ in range(argument)]
        self._require(2 * argument)
        return self._map(argument, depth - 1)

    def _map(self, count: int, depth: int) -> dict[int, CborValue]:
        members: dict[int, CborValue] = {}
        for _ in range(count):
            key = self.value(0)
            if not isinstance(key, int):
                raise _malformed("a key that is no integer")
            if key in members:
                raise _malformed("a key that occurs twice")
            members[key] = self.value(depth)
        return members

    def _text(self, length: int) -> str:
        try:
            return self._take(length).decode()
        except UnicodeDecodeError as error:
            raise _malformed("not UTF-8") from error

    def _read_head(self) -> tuple[int, int]:
        if self._at >= len(self._content):
            raise _malformed("cut short")
        first = self._content[self._at]
        self._at += 1
        major, info = first >> 5, first & 0x1F
        if info <= _LARGEST_IMMEDIATE:
            return major, info
        width = _WIDTHS.get(info)
        if width is None:
            raise _malformed("indefinite or reserved length")
        argument = int.from_bytes(self._take(width))
        if argument < _LEAST[info]:
            raise _malformed("not the shortest form")
        return major, argument

    def _take(self, count: int) -> bytes:
        self._require(count)
        taken = self._content[self._at : self._at + count]
        self._at += count
        return taken

    def _require(self, count: int) -> None:
        """Every item is at least one byte: nothing is set aside for what cannot be there."""
        if count > len(self._content) - self._at:
            raise _malformed("cut short")
