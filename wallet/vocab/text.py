"""Reading JSON members leniently: what is not of the expected shape is not there."""

from __future__ import annotations

from wallet.model.credential import LanguageText
from wallet.model.json import JsonObject, JsonValue


def string(value: JsonValue) -> str | None:
    """The value when it is text."""
    return value if isinstance(value, str) else None


def texts(value: JsonValue) -> tuple[str, ...]:
    """The texts in a value that may be one text or a list."""
    items = value if isinstance(value, list) else [value]
    return tuple(item for item in items if isinstance(item, str))


def objects(value: JsonValue) -> tuple[JsonObject, ...]:
    """The objects in a value that may be one object or a list."""
    items = value if isinstance(value, list) else [value]
    return tuple(item for item in items if isinstance(item, dict))


def language_text(value: JsonValue) -> LanguageText | None:
    """Text that may be a plain string, a language map, or JSON-LD value objects (VCDM 2.0, section 11.1)."""
    if isinstance(value, str):
        return LanguageText(default=value)
    by_language: dict[str, str] = {}
    for item in objects(value):
        text, language = item.get("@value"), item.get("@language")
        if isinstance(text, str):
            by_language[language if isinstance(language, str) else ""] = text
        else:
            by_language.update({key: member for key, member in item.items() if isinstance(member, str)})
    if not by_language:
        return None
    return LanguageText(default=next(iter(by_language.values())), by_language=by_language)
