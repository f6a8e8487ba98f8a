"""`@frozen`: a frozen, slotted dataclass with keyword arguments, put together when it is first used.

    @frozen
    class Issuer:
        id: str
        name: str | None = None

It is what `@dataclass(frozen=True, slots=True, kw_only=True)` makes, and all of `dataclasses` (`replace`, `fields`,
`field`, `asdict`) works with it. The standard decorator writes and compiles six functions for every class when a module
is imported, which takes longer than all else that a short run of the wallet does. Here one of them, the constructor, is
compiled for a class of which many instances are made, and the others are shared.
"""

from __future__ import annotations

from dataclasses import MISSING, FrozenInstanceError, dataclass, field, fields
from typing import TYPE_CHECKING, ClassVar, Final, Protocol, TypeVar, cast, dataclass_transform

if TYPE_CHECKING:
    from dataclasses import Field

T = TypeVar("T")

PATIENCE: Final = 60
"""Instances of a class that are made before its constructor is compiled, which takes about as long as making that many
without."""


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[T]) -> type[T]:
    """The class as a frozen, slotted dataclass whose constructor takes keyword arguments."""
    made = dataclass(init=False, repr=False, eq=False, slots=True, kw_only=True)(cls)
    for name in _SHARED:
        setattr(made, name, vars(_Instance)[name])
    return made


class _Instance:
    """What instances can do: these functions are put into every class that `frozen` makes."""

    if TYPE_CHECKING:
        __dataclass_fields__: ClassVar[dict[str, Field[object]]]

    def __init__(self, **given: object) -> None:
        cls = type(self)
        constructor = _patient_constructor(cls)
        type.__setattr__(cls, "__init__", constructor)
        constructor(self, **given)

    def __repr__(self) -> str:
        shown = ", ".join(f"{item.name}={getattr(self, item.name)!r}" for item in fields(self) if item.repr)
        return f"{type(self).__qualname__}({shown})"

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return all(getattr(self, item.name) == getattr(other, item.name) for item in fields(self))

    def __hash__(self) -> int:
        return hash(tuple(getattr(self, item.name) for item in fields(self)))

    def __setattr__(self, name: str, value: object) -> None:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> None:
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def __getstate__(self) -> list[object]:
        return [getattr(self, item.name) for item in fields(self)]

    def __setstate__(self, state: list[object]) -> None:
        for item, value in zip(fields(self), state, strict=True):
            object.__setattr__(self, item.name, value)


_SHARED: Final = (
    *("__init__", "__repr__", "__eq__", "__hash__", "__setattr__", "__delattr__", "__getstate__", "__setstate__"),
)


class Constructor(Protocol):
    """Takes the fields of some class."""

    def __call__(self, instance: object, /, **given: object) -> None: ...


class _Slot(Protocol):
    """What a class with slots keeps under the name of each: the way past the `__setattr__` that refuses."""

    def __set__(self, instance: object, value: object, /) -> None: ...


def _slots(cls: type[_Instance]) -> dict[str, _Slot]:
    """The slots of all fields; defaults are not in their way, `slots=True` has taken them out of the class."""
    return {item.name: cast("_Slot", getattr(cls, item.name)) for item in fields(cls)}


def _patient_constructor(cls: type[_Instance]) -> Constructor:
    """A constructor that works without being compiled, and has itself replaced where many instances are made."""
    slots, left = _slots(cls), [PATIENCE]
    values = {item.name: item.default for item in fields(cls) if item.default is not MISSING}
    made = {item.name: item.default_factory for item in fields(cls) if item.default_factory is not MISSING}

    def constructor(instance: object, /, **given: object) -> None:
        left[0] -= 1
        every = {**values, **given}
        for name, make in made.items():
            if name not in given:
                every[name] = make()
        if left[0] < 0 or every.keys() != slots.keys():
            # What is given does not fit: the compiled constructor says so as every constructor does.
            compiled = _compiled_constructor(cls)
            type.__setattr__(cls, "__init__", compiled)
            compiled(instance, **given)
            return
        for name, value in every.items():
            slots[name].__set__(instance, value)

    return constructor


def _compiled_constructor(cls: type[_Instance]) -> Constructor:
    """The constructor as `dataclasses` writes it for a class with the same fields."""
    body: dict[str, object] = {"__annotations__": {item.name: item.type for item in fields(cls)}}
    for item in fields(cls):
        if item.default is not MISSING:
            body[item.name] = field(default=item.default)
        elif item.default_factory is not MISSING:
            body[item.name] = field(default_factory=item.default_factory)
    body["__doc__"] = cls.__name__  # without one, `dataclasses` works out a signature for it
    made: type[object] = type(cls.__name__, (), body)
    constructor = vars(dataclass(frozen=True, kw_only=True, repr=False, eq=False)(made))["__init__"]
    return cast("Constructor", constructor)
