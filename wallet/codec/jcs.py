"""JSON Canonicalization Scheme (RFC 8785): one byte string for each JSON value.

Numbers follow ECMAScript, member names sort by UTF-16 code units. Values that other implementations would change
(integers that no double holds, lone surrogates) are refused, not rounded. What is canonical is its own canonical form.
"""

from __future__ import annotations

import json as _json
import math
from typing import Final

from wallet.codec.limits import MAX_SAFE_INTEGER
from wallet.errors import CredentialError
from wallet.model.json import JsonObject, JsonValue
from wallet.model.report import Reason

_PLAIN_BELOW_EXPONENT: Final = 21
_PLAIN_ABOVE_EXPONENT: Final = -6
_EXPONENT_FROM: Final = 10**_PLAIN_BELOW_EXPONENT
_PLAIN_FROM: Final = 1e-4
"""Smaller numbers get an exponent in Python."""
_PLAIN: Final = _json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def canonicalize(value: JsonValue) -> bytes:
    """The canonical UTF-8 form. Raises `CredentialError` (`malformed`) for a value that has none."""
    try:
        if _is_plain(value):
            return _PLAIN.encode(value).encode()
        parts: list[str] = []
        _write(value, parts)
        return "".join(parts).encode()
    except UnicodeEncodeError as error:
        raise CredentialError(Reason.MALFORMED, detail="lone surrogate") from error


def _is_plain(value: JsonValue) -> bool:
    """Whether the standard library writes the value as RFC 8785 does.

    It sorts names by code points, which is the same for ASCII, and writes a float with Python's digits, which are those
    of ECMAScript where both need neither an exponent nor a whole number.
    """
    level = [value]
    while level:
        inner: list[JsonValue] = []
        for item in level:
            if isinstance(item, str):
                continue
            if isinstance(item, dict):
                if not "".join(item).isascii():
                    return False
                inner += item.values()
            elif isinstance(item, list):
                inner += item
            elif isinstance(item, float):
                if not _PLAIN_FROM <= abs(item) <= MAX_SAFE_INTEGER or item.is_integer():
                    return False
            elif item is not None and abs(item) > MAX_SAFE_INTEGER:
                return False
        level = inner
    return True


def _write(value: JsonValue, parts: list[str]) -> None:
    if value is None:
        parts.append("null")
    elif isinstance(value, bool):
        parts.append("true" if value else "false")
    elif isinstance(value, str):
        parts.append(_string(value))
    elif isinstance(value, int):
        parts.append(_integer(value))
    elif isinstance(value, float):
        parts.append(_number(value))
    elif isinstance(value, list):
        _write_list(value, parts)
    else:
        _write_object(value, parts)


def _write_list(items: list[JsonValue], parts: list[str]) -> None:
    parts.append("[")
    for position, item in enumerate(items):
        if position:
            parts.append(",")
        _write(item, parts)
    parts.append("]")


def _write_object(members: JsonObject, parts: list[str]) -> None:
    parts.append("{")
    for position, name in enumerate(sorted(members, key=_utf16)):
        if position:
            parts.append(",")
        parts.append(_string(name))
        parts.append(":")
        _write(members[name], parts)
    parts.append("}")


def _utf16(name: str) -> bytes:
    """Sort key: RFC 8785 section 3.2.3 orders by UTF-16 code units, which differs from code points above U+FFFF."""
    return name.encode("utf-16-be", "surrogatepass")


def _string(text: str) -> str:
    """The standard library escapes exactly what RFC 8785 section 3.2.2.2 asks for."""
    return _PLAIN.encode(text)


def _integer(value: int) -> str:
    """An integer that every implementation keeps. Beyond 2^53 those are the ones that a double spells the same way."""
    text = str(value)
    if abs(value) > MAX_SAFE_INTEGER and (abs(value) >= _EXPONENT_FROM or _number(float(value)) != text):
        raise CredentialError(Reason.MALFORMED, detail="integer beyond 2^53")
    return text


def _number(value: float) -> str:
    """ECMAScript Number::toString (ECMA-262 section 6.1.6.1.20), from Python's shortest digits."""
    if not math.isfinite(value):
        raise CredentialError(Reason.MALFORMED, detail="number out of range")
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    mantissa, _, exponent_text = f"{abs(value)!r}".partition("e")
    whole, _, fraction = mantissa.partition(".")
    fraction = "" if fraction == "0" else fraction
    digits = (whole + fraction).lstrip("0")
    point = len(whole) + int(exponent_text or 0) - (len(whole + fraction) - len(digits))
    digits = digits.rstrip("0")
    return sign + _place(digits, point)


def _place(digits: str, point: int) -> str:
    """`digits` with the decimal point after the first `point` of them, plain or with an exponent."""
    count = len(digits)
    if count <= point <= _PLAIN_BELOW_EXPONENT:
        return digits + "0" * (point - count)
    if 0 < point <= _PLAIN_BELOW_EXPONENT:
        return f"{digits[:point]}.{digits[point:]}"
    if _PLAIN_ABOVE_EXPONENT < point <= 0:
        return "0." + "0" * -point + digits
    exponent = point - 1
    mantissa = digits[0] + (f".{digits[1:]}" if count > 1 else "")
    return f"{mantissa}e{'+' if exponent > 0 else '-'}{abs(exponent)}"
