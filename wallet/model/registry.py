"""A fixed set of implementations of one extension point."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Generic, Protocol, TypeVar


class Named(Protocol):
    """Anything with the name a standard gives it."""

    @property
    def name(self) -> str:
        """The standard's identifier."""
        ...


T_co = TypeVar("T_co", bound=Named, covariant=True)


class Later(Generic[T_co]):
    """An implementation under its name, made when it is first asked for: a run imports only what it uses."""

    def __init__(self, name: str, make: Callable[[str], T_co]) -> None:
        """`make` gets the name, and has to make something that is called so."""
        self.name = name
        self._make = make
        self._made: T_co | None = None

    def made(self) -> T_co:
        """The implementation, always the same one."""
        if self._made is None:
            made = self._make(self.name)
            if made.name != self.name:
                raise AssertionError(f"registered as {self.name}, but called {made.name}")
            self._made = made
        return self._made


class Registry(Generic[T_co]):
    """An immutable, ordered set of implementations, looked up by name; refuses two of one name."""

    def __init__(self, *entries: T_co | Later[T_co]) -> None:
        by_name: dict[str, T_co | Later[T_co]] = {}
        for entry in entries:
            if entry.name in by_name:
                raise AssertionError(f"registered twice: {entry.name}")
            by_name[entry.name] = entry
        self._by_name = by_name

    def get(self, name: str) -> T_co | None:
        """The implementation called `name`, if this wallet has one."""
        entry = self._by_name.get(name)
        return entry.made() if isinstance(entry, Later) else entry

    def names(self) -> tuple[str, ...]:
        """All names, in the order of registration."""
        return tuple(self._by_name)

    def __iter__(self) -> Iterator[T_co]:
        for entry in self._by_name.values():
            yield entry.made() if isinstance(entry, Later) else entry
