"""A fixed set of implementations of one extension point."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, Protocol, TypeVar


class Named(Protocol):
    """Anything with the name a standard gives it."""

    @property
    def name(self) -> str:
        """The standard's identifier."""
        ...


T_co = TypeVar("T_co", bound=Named, covariant=True)


class Registry(Generic[T_co]):
    """An immutable, ordered set of implementations, looked up by name; refuses two of one name."""

    def __init__(self, *entries: T_co) -> None:
        by_name: dict[str, T_co] = {}
        for entry in entries:
            if entry.name in by_name:
                raise AssertionError(f"registered twice: {entry.name}")
            by_name[entry.name] = entry
        self._by_name = by_name

    def get(self, name: str) -> T_co | None:
        """The implementation called `name`, if this wallet has one."""
        return self._by_name.get(name)

    def names(self) -> tuple[str, ...]:
        """All names, in the order of registration."""
        return tuple(self._by_name)

    def __iter__(self) -> Iterator[T_co]:
        return iter(self._by_name.values())
