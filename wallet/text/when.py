"""Dates for people, always in UTC, and said so where a time is shown."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from wallet.text.language import Language

_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def format_date(instant: datetime, language: str) -> str:
    """The day in UTC: `12 October 2026`, `2026年10月12日`."""
    at = instant.astimezone(UTC)
    if language == Language.JA:
        return f"{at.year}年{at.month}月{at.day}日"
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year}"


def format_time(instant: datetime, language: str) -> str:
    """The day and the time to the minute: `12 October 2026 09:05 UTC`, `2026年10月12日 09:05（UTC）`."""
    clock = instant.astimezone(UTC).strftime("%H:%M")
    day = format_date(instant, language)
    return f"{day} {clock}（UTC）" if language == Language.JA else f"{day} {clock} UTC"


def format_stated(text: str, language: str) -> str:
    """A date as a document states it (RFC 3339), for people; the text itself where it names no instant."""
    try:
        instant = datetime.fromisoformat(text)
        return format_date(instant, language) if instant.tzinfo is not None else text
    except (ValueError, OverflowError):
        return text
