"""Identifiers and web addresses as JSON documents write them."""

from __future__ import annotations

from urllib.parse import urlsplit

from wallet.model.json import JsonValue


def linked(value: JsonValue) -> list[str]:
    """The identifiers in a member that holds one or several of them, as text or as objects that have one."""
    items = value if isinstance(value, list) else [value]
    ids = [item if isinstance(item, str) else item.get("id") if isinstance(item, dict) else None for item in items]
    return [item for item in ids if isinstance(item, str)]


def origin_of(url: str) -> str | None:
    """The host of a web address, lower case, with its port where one is named; None for what is no web address."""
    try:
        parts = urlsplit(url)
        return parts.netloc.rpartition("@")[2].lower() or None if parts.scheme in ("http", "https") else None
    except ValueError:
        return None
