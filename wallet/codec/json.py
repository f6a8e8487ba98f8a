"""Strict, bounded JSON: the only place that turns bytes into JSON values.

Stricter than RFC 8259 where leniency would let two programs read one document differently: UTF-8 only, no byte order
mark, no duplicate member names, no NaN or Infinity, no lone surrogates (I-JSON, RFC 7493).
"""

from __future__ import annotations

import json as _json
import math
import re
from typing import Final, NoReturn, cast

from wallet.codec.limits import MAX_DEPTH, MAX_INPUT_BYTES, MAX_JSON_NODES, MAX_NUMBER_CHARACTERS
from wallet.errors import CredentialError
from wallet.model.json import JsonObject, JsonValue
from wallet.model.report import Reason

_STRING: Final = re.compile(rb'"(?:[^"\\]+|\\.)*+"?', re.DOTALL)
"""Possessive, and an unterminated string matches too: linear on any input."""
_NOT_STRUCTURE: Final = bytes(set(range(256)) - set(b"[]{},"))
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_SHOWN_CHARACTERS: Final = 40


def loads(content: bytes, *, max_bytes: int = MAX_INPUT_BYTES) -> JsonValue:
    """Parse UTF-8 JSON. Raises `CredentialError` with `too-large`, `too-deep`, `duplicate-key` or `malformed`."""
    if len(content) > max_bytes:
        raise CredentialError(Reason.TOO_LARGE, bytes=str(len(content)), limit=str(max_bytes))
    _bound_nesting(content)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CredentialError(Reason.MALFORMED, detail="not UTF-8") from error
    try:
        value = cast("JsonValue", _DECODER.decode(text))
    except (ValueError, RecursionError) as error:
        raise CredentialError(Reason.MALFORMED, detail=_where(error)) from error
    if "\\u" in text and _has_surrogate(value):
        raise CredentialError(Reason.MALFORMED, detail="lone surrogate")
    return value


def loads_object(content: bytes, *, max_bytes: int = MAX_INPUT_BYTES) -> JsonObject:
    """Parse UTF-8 JSON that must be an object; raises like `loads`, or `not-a-credential`."""
    value = loads(content, max_bytes=max_bytes)
    if not isinstance(value, dict):
        raise CredentialError(Reason.NOT_A_CREDENTIAL, detail="not a JSON object")
    return value


def dumps(value: JsonValue) -> bytes:
    """Compact UTF-8 JSON in the members' own order: for the wallet's own documents, never for what is signed."""
    return _json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def dumps_readable(value: JsonValue) -> bytes:
    """Indented UTF-8 JSON with a final newline, for files that people open."""
    return _json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False).encode() + b"\n"


def _bound_nesting(content: bytes) -> None:
    """Refuse depth and size before the recursive parser sees them: brackets and commas outside strings are counted.

    With those in strings counted too there can only be more, and that few are quickly known to be few enough.
    """
    opened = content.count(b"[") + content.count(b"{")
    if opened <= MAX_DEPTH and opened + content.count(b",") <= MAX_JSON_NODES:
        return
    depth = nodes = 0
    for mark in _STRING.sub(b"", content).translate(None, _NOT_STRUCTURE):
        if mark in b"[{":
            depth += 1
            nodes += 1
            if depth > MAX_DEPTH:
                raise CredentialError(Reason.TOO_DEEP, limit=str(MAX_DEPTH))
        elif mark in b"]}":
            depth -= 1
        else:
            nodes += 1
        if nodes > MAX_JSON_NODES:
            raise CredentialError(Reason.TOO_COMPLEX, limit=str(MAX_JSON_NODES))


def _object(pairs: list[tuple[str, JsonValue]]) -> JsonObject:
    members = dict(pairs)
    if len(members) < len(pairs):
        seen: set[str] = set()
        for name, _ in pairs:
            if name in seen:
                raise CredentialError(Reason.DUPLICATE_KEY, key=name[:_SHOWN_CHARACTERS])
            seen.add(name)
    return members


def _integer(digits: str) -> int:
    if len(digits) > MAX_NUMBER_CHARACTERS:
        raise CredentialError(Reason.TOO_LARGE, detail="number", limit=str(MAX_NUMBER_CHARACTERS))
    return int(digits)


def _float(digits: str) -> float:
    if len(digits) > MAX_NUMBER_CHARACTERS:
        raise CredentialError(Reason.TOO_LARGE, detail="number", limit=str(MAX_NUMBER_CHARACTERS))
    value = float(digits)
    if not math.isfinite(value):
        raise CredentialError(Reason.MALFORMED, detail="number out of range")
    return value


def _constant(name: str) -> NoReturn:
    raise CredentialError(Reason.MALFORMED, detail=name)


def _has_surrogate(value: JsonValue) -> bool:
    if isinstance(value, str):
        return _SURROGATE.search(value) is not None
    if isinstance(value, list):
        return any(map(_has_surrogate, value))
    if isinstance(value, dict):
        return any(_has_surrogate(name) or _has_surrogate(member) for name, member in value.items())
    return False


def _where(error: BaseException) -> str:
    if isinstance(error, _json.JSONDecodeError):
        return f"line {error.lineno}, column {error.colno}"
    return "not JSON"


_DECODER: Final = _json.JSONDecoder(
    object_pairs_hook=_object, parse_int=_integer, parse_float=_float, parse_constant=_constant
)
