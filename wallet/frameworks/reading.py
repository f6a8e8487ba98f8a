"""Reading the data files strictly: what is missing, misspelt or of another kind is named with its place."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from wallet.codec import json as strict_json
from wallet.errors import CredentialError, UsageError
from wallet.model.json import JsonObject, JsonValue

T = TypeVar("T")


def read_document(content: bytes, schema: str) -> Fields:
    """The members of a data file. Raises `UsageError` (`framework-unreadable`)."""
    try:
        value = strict_json.loads(content)
    except CredentialError as error:
        raise UsageError("framework-unreadable", detail=error.params.get("detail", error.code)) from error
    fields = Fields(value, "")
    if fields.text("schema") != schema:
        raise UsageError("framework-unreadable", detail=f"/schema: {schema}")
    return fields


class Fields:
    """The members of one object, each asked for once by name and kind; `done` refuses what nobody asked for."""

    def __init__(self, value: JsonValue, place: str) -> None:
        self.place = place
        self._seen: set[str] = set()
        if not isinstance(value, dict):
            raise unreadable(place or "/", "object")
        self._value: JsonObject = value

    def has(self, name: str) -> bool:
        """Whether there is such a member."""
        return name in self._value

    def value(self, name: str) -> JsonValue:
        """A member that must be there, of any kind."""
        self._seen.add(name)
        if name not in self._value:
            raise unreadable(f"{self.place}/{name}", "missing")
        return self._value[name]

    def text(self, name: str) -> str:
        """A text that is not empty."""
        value = self.value(name)
        if not isinstance(value, str) or not value.strip():
            raise unreadable(f"{self.place}/{name}", "text")
        return value

    def optional(self, name: str) -> str | None:
        """A text, or None where there is no such member."""
        return self.text(name) if name in self._value else None

    def flag(self, name: str, *, default: bool | None = None) -> bool:
        """True or false."""
        value = default if name not in self._value and default is not None else self.value(name)
        if not isinstance(value, bool):
            raise unreadable(f"{self.place}/{name}", "true or false")
        return value

    def number(self, name: str) -> float:
        """A number that is not negative."""
        value = self.value(name)
        if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
            raise unreadable(f"{self.place}/{name}", "number")
        return value

    def one_of(self, name: str, words: tuple[str, ...]) -> str:
        """One of several words."""
        value = self.text(name)
        if value not in words:
            raise unreadable(f"{self.place}/{name}", "|".join(words))
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts; none where there is no such member."""
        return tuple(
            self._text_item(value, f"{self.place}/{name}/{number}") for number, value in enumerate(self._list(name))
        )

    def table(self, name: str) -> dict[str, str]:
        """An object whose members are texts; empty where there is no such member."""
        if name not in self._value:
            return {}
        fields = Fields(self.value(name), f"{self.place}/{name}")
        return {key: fields.text(key) for key in fields.names()}

    def objects(self, name: str, read: Callable[[Fields], T]) -> tuple[T, ...]:
        """A list of objects, each read by `read`; none where there is no such member."""
        return tuple(
            read(Fields(value, f"{self.place}/{name}/{number}")) for number, value in enumerate(self._list(name))
        )

    def inner(self, name: str) -> Fields:
        """An object."""
        return Fields(self.value(name), f"{self.place}/{name}")

    def names(self) -> tuple[str, ...]:
        """The names of all members, which count as asked for."""
        self._seen.update(self._value)
        return tuple(self._value)

    def ignore(self, *names: str) -> None:
        """Members that are for people who read the file."""
        self._seen.update(names)

    def done(self) -> None:
        """Raises for a member that nobody asked for: it is misspelt, or from a newer version of the format."""
        left = sorted(set(self._value) - self._seen)
        if left:
            raise unreadable(f"{self.place}/{left[0]}", "unknown member")

    def _list(self, name: str) -> list[JsonValue]:
        value = self.value(name) if name in self._value else []
        if not isinstance(value, list):
            raise unreadable(f"{self.place}/{name}", "list")
        return value

    def _text_item(self, value: JsonValue, place: str) -> str:
        if not isinstance(value, str) or not value.strip():
            raise unreadable(place, "text")
        return value


def unreadable(place: str, wanted: str) -> UsageError:
    """What is wrong with a data file, and where in it."""
    return UsageError("framework-unreadable", detail=f"{place}: {wanted}")
