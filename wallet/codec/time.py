"""Instants: RFC 3339 text to aware UTC datetimes and back. Text without a time zone names no instant."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

_INSTANT: Final = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d{1,18}))?(?:[Zz]|[+-]\d\d:\d\d)", re.ASCII
)
_MICROSECOND_DIGITS: Final = 6


def parse_instant(text: str) -> datetime | None:
    """The UTC instant that `text` names (RFC 3339, XML Schema dateTimeStamp), or None when it names none.

    Leap seconds, 24:00:00 and years beyond 9999 name none: implementations disagree on them.
    """
    match = _INSTANT.fullmatch(text)
    if match is None:
        return None
    normal = text.upper()
    if match[7] is not None and len(match[7]) > _MICROSECOND_DIGITS:
        normal = normal.replace(match[7], match[7][:_MICROSECOND_DIGITS], 1)
    try:
        return datetime.fromisoformat(normal).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def format_instant(at: datetime) -> str:
    """RFC 3339 in UTC, whole seconds, `Z`."""
    # Not strftime: where a year has three digits, some platforms write three.
    return at.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def instant_from_seconds(seconds: float) -> datetime | None:
    """The UTC instant of a NumericDate (RFC 7519, section 2), or None where it is out of range."""
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None
