"""Column values to the model's types and back. What is not of the type it was written as means damage."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime

from wallet.codec import json, time
from wallet.errors import CredentialError, VaultDamagedError


def instant_text(at: datetime) -> str:
    """RFC 3339 in UTC with microseconds: as text it sorts as the instants do."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def optional_instant_text(at: datetime | None) -> str | None:
    """The same where there may be none."""
    return None if at is None else instant_text(at)


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


def texts_json(values: Sequence[str]) -> str:
    """A list of texts as one column."""
    return json.dumps(list(values)).decode()


def texts(value: object) -> tuple[str, ...]:
    """The list of texts in a column."""
    if value == "[]":
        return ()
    parsed = _parse(value)
    if not isinstance(parsed, list):
        raise VaultDamagedError(detail="list")
    return tuple(text(item) for item in parsed)


def text_map_json(values: dict[str, str]) -> str:
    """Named texts as one column, in the order of their names so that equal maps are equal text."""
    return json.dumps({name: values[name] for name in sorted(values)}).decode()


def text_map(value: object) -> dict[str, str]:
    """The named texts in a column."""
    parsed = _parse(value)
    if not isinstance(parsed, dict):
        raise VaultDamagedError(detail="object")
    return {name: text(item) for name, item in parsed.items()}


def sha256(content: bytes) -> str:
    """Lower-case hexadecimal SHA-256."""
    return hashlib.sha256(content).hexdigest()


def _parse(value: object) -> object:
    try:
        return json.loads(text(value).encode())
    except CredentialError as error:
        raise VaultDamagedError(detail="JSON") from error
