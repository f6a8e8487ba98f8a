"""The crosswalk: which descriptors there are, where each data model carries them, and which values they take."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TypeVar

from wallet.frameworks.paths import Path, read_path
from wallet.frameworks.reading import Fields, read_document, unreadable
from wallet.model.frozen import frozen
from wallet.model.quality import State

T = TypeVar("T")

MODELS: Final = ("ob2", "ob3", "clr2", "elm3")
"""Open Badges 2.0, Open Badges 3.0, Comprehensive Learner Record 2.0, European Learning Model 3."""
_STATES: Final = {"native": State.NATIVE, "extension": State.EXTENSION}


@frozen
class FieldPath:
    """One place where a descriptor may stand; `source` says in whose specification or profile."""

    path: Path
    state: State
    source: str | None


@frozen
class Descriptor:
    """One idea that frameworks ask for: its name, the kind of its values, the labels it has in texts, its places."""

    id: str
    title: Mapping[str, str]
    type: str
    vocabulary: str | None
    labels: tuple[str, ...]
    paths: Mapping[str, tuple[FieldPath, ...]]


@frozen
class ValueList:
    """The values of a descriptor: IRIs below `base` with their labels, other labels, and those that say little."""

    base: str
    terms: Mapping[str, str]
    labels: tuple[str, ...]
    weak: frozenset[str]


@frozen
class Crosswalk:
    """Everything the engine reads a credential by."""

    descriptors: Mapping[str, Descriptor]
    texts: Mapping[str, tuple[Path, ...]]
    lists: Mapping[str, ValueList]
    levels: Mapping[str, tuple[float, float]]
    level_base: str
    units: frozenset[str]
    countries: frozenset[str]


def read_crosswalk(descriptors: bytes, vocabularies: bytes, countries: bytes) -> Crosswalk:
    """The crosswalk in its three data files. Raises `UsageError` (`framework-unreadable`)."""
    fields = read_document(descriptors, "wallet.descriptors/1")
    sources = fields.table("sources")
    found = {item.id: item for item in fields.objects("descriptors", lambda row: _descriptor(row, sources))}
    texts = _by_model(fields.inner("texts"), lambda owner, name: tuple(map(read_path, owner.texts(name))))
    values = read_document(vocabularies, "wallet.vocabularies/1")
    lists, levels, units = (values.inner(name) for name in ("vocabularies", "levels", "credit_hours"))
    places = read_document(countries, "wallet.countries/1")
    return Crosswalk(
        descriptors=found,
        texts=texts,
        lists={name: _value_list(lists.inner(name)) for name in lists.names()},
        levels={name: _range(levels, name) for name in levels.names()},
        level_base=values.text("level_base"),
        units=frozenset(units.names()),
        countries=frozenset((*places.texts("alpha2"), *places.texts("alpha3"), *places.texts("other"))),
    )


def _descriptor(row: Fields, sources: Mapping[str, str]) -> Descriptor:
    title = row.inner("title")

    def field_paths(owner: Fields, model: str) -> tuple[FieldPath, ...]:
        return owner.objects(model, lambda item: _field_path(item, sources))

    descriptor = Descriptor(
        id=row.text("id"),
        title={language: title.text(language) for language in ("en", "ja")},
        type=row.text("type"),
        vocabulary=row.optional("vocabulary"),
        labels=row.texts("labels"),
        paths=_by_model(row.inner("paths"), field_paths),
    )
    row.ignore("role", "constraint", "note")
    row.done()
    return descriptor


def _field_path(row: Fields, sources: Mapping[str, str]) -> FieldPath:
    source = row.optional("source")
    if source is not None and source not in sources:
        raise unreadable(f"{row.place}/source", f"{source} is not among the sources")
    field_path = FieldPath(
        path=read_path(row.text("path")), state=_STATES[row.one_of("strength", tuple(_STATES))], source=source
    )
    row.ignore("basis", "note")
    row.done()
    return field_path


def _by_model(fields: Fields, read: Callable[[Fields, str], T]) -> dict[str, T]:
    """What each data model has; one may say that it has what another has."""
    found: dict[str, T] = {}
    for model in MODELS:
        same = fields.value(model)
        found[model] = found[same] if isinstance(same, str) and same in found else read(fields, model)
    return found


def _value_list(fields: Fields) -> ValueList:
    return ValueList(
        base=fields.text("base"),
        terms=fields.table("terms"),
        labels=fields.texts("labels"),
        weak=frozenset(fields.texts("weak")),
    )


def _range(fields: Fields, name: str) -> tuple[float, float]:
    value = fields.value(name)
    match value:
        case [int() | float() as low, int() | float() as high]:
            return low, high
        case _:
            raise unreadable(f"{fields.place}/{name}", "two numbers")
