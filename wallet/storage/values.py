"""Column values to the model's types and back. What is not of the type it was written as means damage."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import TypeAlias

from wallet.codec import json, time
from wallet.errors import CredentialError, VaultDamagedError

Column: TypeAlias = "str | int | bytes | None"
Storable: TypeAlias = "Column | datetime | tuple[str, ...] | dict[str, str]"


def columns(*values: Storable) -> tuple[Column, ...]:
    """The model's values as columns: instants as text, lists and maps of texts as JSON."""
    return tuple(map(_column, values))


def instant_text(at: datetime) -> str:
    """RFC 3339 in UTC with microseconds: as text it sorts as the instants do."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def instant(value: object) -> datetime:
    """The instant in a column."""
    parsed = time.parse_instant(text(value))
    if parsed is None:
        raise VaultDamagedError(detail="instant")
    return parsed


def optional_instant(value: object) -> datetime | None:
    """The instant in a column that may be NULL."""
    return None if value is None else instant(value)


def text(value: object) -> str:
    """The text in a column."""
    if not isinstance(value, str):
        raise VaultDamagedError(detail="text")
    return value


def optional_text(value: object) -> str | None:
    """The text in a column that may be NULL."""
    return None if value is None else text(value)


def integer(value: object) -> int:
    """The integer in a column."""
    if not isinstance(value, int):
        raise VaultDamagedError(detail="integer")
    return value


def blob(value: object) -> bytes:
    """The bytes in a column."""
    if not isinstance(value, bytes):
        raise VaultDamagedError(detail="blob")
    return value


def texts(value: object) -> tuple[str, ...]:
    """The list of texts in a column."""
    if value == "[]":
        return ()
    parsed = _parse(value)
    if not isinstance(parsed, list):
        raise VaultDamagedError(detail="list")
    return tuple(text(item) for item in parsed)


def text_map(value: object) -> dict[str, str]:
    """The named texts in a column."""
    parsed = _parse(value)
    if not isinstance(parsed, dict):
        raise VaultDamagedError(detail="object")
    return {name: text(item) for name, item in parsed.items()}


def sha256(content: bytes) -> str:
    """Lower-case hexadecimal SHA-256."""
    return hashlib.sha256(content).hexdigest()


def _column(value: Storable) -> Column:
    if isinstance(value, str):
        return _utf8(value)
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, tuple):
        return json.dumps([_utf8(item) for item in value]).decode()
    if isinstance(value, dict):
        # In the order of their names, so that equal maps are equal text.
        return json.dumps({_utf8(name): _utf8(value[name]) for name in sorted(value)}).decode()
    return value


def _utf8(value: str) -> str:
    """File names and arguments that are not UTF-8 arrive with lone surrogates, which no UTF-8 column can hold."""
    return value.encode("utf-8", "backslashreplace").decode()


def _parse(value: object) -> object:
    try:
        return json.loads(text(value).encode())
    except CredentialError as error:
        raise VaultDamagedError(detail="JSON") from error
