"""Classes made by `frozen` behave as the standard library's frozen dataclasses do."""

from __future__ import annotations

import copy
from dataclasses import FrozenInstanceError, asdict, dataclass, field, fields, replace

import pytest

from wallet.model.frozen import PATIENCE, frozen


@frozen
class Ours:
    """What the wallet uses."""

    name: str
    size: int = 3
    tags: tuple[str, ...] = ()
    notes: dict[str, str] = field(default_factory=dict)
    secret: str = field(default="s", repr=False)

    @property
    def loud(self) -> str:
        return self.name.upper()


@dataclass(frozen=True, slots=True, kw_only=True)
class Theirs:
    """The measure of it."""

    name: str
    size: int = 3
    tags: tuple[str, ...] = ()
    notes: dict[str, str] = field(default_factory=dict)
    secret: str = field(default="s", repr=False)


@frozen
class Key:
    """One that can be hashed."""

    name: str
    number: int = 0


@frozen
class Nothing:
    """No fields at all."""


def test_values_and_defaults() -> None:
    made = Ours(name="a", size=4)
    assert (made.name, made.size, made.tags, made.notes, made.secret, made.loud) == ("a", 4, (), {}, "s", "A")
    assert made.notes is not Ours(name="a").notes
    assert [item.name for item in fields(Ours)] == [item.name for item in fields(Theirs)]
    assert asdict(made) == asdict(Theirs(name="a", size=4))


def test_it_is_shown_without_what_is_not_to_be_shown() -> None:
    assert repr(Ours(name="a")).replace("Ours", "Theirs") == repr(Theirs(name="a"))
    assert repr(Nothing()) == "Nothing()"


@pytest.mark.parametrize("given", [{}, {"name": "a", "other": 1}, {"nom": "a"}])
def test_a_constructor_takes_the_fields_and_nothing_else(given: dict[str, str]) -> None:
    with pytest.raises(TypeError):
        Ours(**given)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Ours("a")  # type: ignore[call-arg]


def test_nothing_changes() -> None:
    made = Ours(name="a")
    with pytest.raises(FrozenInstanceError, match="cannot assign to field 'name'"):
        made.name = "b"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError, match="cannot delete field 'name'"):
        del made.name
    with pytest.raises(FrozenInstanceError):
        made.other = "b"  # type: ignore[attr-defined]
    assert not hasattr(made, "__dict__")


def test_equal_values_are_equal_and_hash_alike() -> None:
    assert Key(name="a") == Key(name="a") != Key(name="b")
    other: object = ("a", 0)
    assert Key(name="a") != other
    assert hash(Key(name="a")) == hash(Key(name="a"))
    assert len({Key(name="a"), Key(name="a", number=0), Key(name="a", number=1)}) == 2
    with pytest.raises(TypeError):
        hash(Ours(name="a"))


def test_copies_and_other_processes_get_the_same() -> None:
    made = Ours(name="a", tags=("x",), notes={"k": "v"})
    assert replace(made, size=9) == Ours(name="a", size=9, tags=("x",), notes={"k": "v"})
    assert copy.deepcopy(made) == copy.copy(made) == made
    assert copy.copy(Nothing()) == Nothing()


def test_the_compiled_constructor_does_as_the_patient_one() -> None:
    @frozen
    class Many:
        """One of which there are many."""

        name: str
        size: int = 3
        notes: dict[str, str] = field(default_factory=dict)

    made = [Many(name="a", size=number) for number in range(3 * PATIENCE)]
    assert made == [Many(name="a", size=number, notes={}) for number in range(3 * PATIENCE)]
    assert len({id(item.notes) for item in made}) == len(made)
    for given in ({}, {"name": "a", "other": 1}, {"nom": "a"}):
        with pytest.raises(TypeError):
            Many(**given)
    with pytest.raises(TypeError):
        Many("a")  # type: ignore[call-arg]


def test_a_constructor_that_was_misused_at_first_still_works() -> None:
    @frozen
    class Late:
        """Misused at first."""

        name: str

    with pytest.raises(TypeError, match="name"):
        Late()  # type: ignore[call-arg]
    assert Late(name="a").name == "a"
