"""JSON Canonicalization Scheme (RFC 8785): one byte string for each JSON value.

Numbers follow ECMAScript, member names sort by UTF-16 code units. Values that other implementations would change
(integers beyond 2^53 - 1, lone surrogates) are refused, not rounded.
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


def canonicalize(value: JsonValue) -> bytes:
    """The canonical UTF-8 form. Raises `CredentialError` (`malformed`) for a value that has none."""
    parts: list[str] = []
    _write(value, parts)
    try:
        return "".join(parts).encode()
    except UnicodeEncodeError as error:
        raise CredentialError(Reason.MALFORMED, detail="lone surrogate") from error


def _write(value: JsonValue, parts: list[str]) -> None:
    if value is None:
        parts.append("null")
    elif isinstance(value, bool):
        parts.append("true" if value else "false")
    elif isinstance(value, str):
        parts.append(_string(value))
    elif isinstance(value, int):
        if abs(value) > MAX_SAFE_INTEGER:
            raise CredentialError(Reason.MALFORMED, detail="integer beyond 2^53")
        parts.append(str(value))
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
    return _json.dumps(text, ensure_ascii=False)


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
