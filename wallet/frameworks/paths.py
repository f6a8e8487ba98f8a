"""The paths of the crosswalk: where in a credential a descriptor may stand.

    $.credentialSubject.achievement.alignment{targetType=ext:EQF|ext:EQFLevel}.targetCode

Steps are separated by dots and go into every item of an array. A filter keeps the objects whose member equals one of
the texts (`=`) or contains one of them (`~`). A path begins with a root; which place of the document that is, the
data model says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Final, NamedTuple, TypeAlias

from wallet.errors import UsageError
from wallet.model.json import JsonObject, JsonValue

Location: TypeAlias = tuple[str | int, ...]
"""A place in a document: names of members and positions in arrays, from the outside in."""

_STEP: Final = re.compile(r"(?P<name>[^.{}]+)(?:\{(?P<key>[^=~{}]+)(?P<how>[=~])(?P<texts>[^{}]+)\})?(?:\.|$)")
MAX_FOUND: Final = 200
"""Places that one path may lead to: a transcript with two hundred courses is long."""


class Step(NamedTuple):
    """One step of a path; without a filter `key` is empty."""

    name: str
    key: str = ""
    contains: bool = False
    texts: tuple[str, ...] = ()

    def keeps(self, value: JsonValue) -> bool:
        """Whether the filter lets a value through."""
        if not self.key:
            return True
        if not isinstance(value, dict):
            return False
        member = value.get(self.key)
        held = [item for item in (member if isinstance(member, list) else [member]) if isinstance(item, str)]
        if self.contains:
            return any(text in item for item in held for text in self.texts)
        return any(item in self.texts for item in held)


class Path(NamedTuple):
    """A path as read: its root, and the steps from there."""

    root: str
    steps: tuple[Step, ...]
    text: str


class Found(NamedTuple):
    """A value, where it is, and the object that it is a member of."""

    value: JsonValue
    place: Location
    owner: JsonObject


def read_path(text: str) -> Path:
    """The path that `text` writes. Raises `UsageError` (`framework-unreadable`)."""
    steps: list[Step] = []
    at = 0
    while at < len(text):
        match = _STEP.match(text, at)
        if match is None:
            break
        texts = tuple(match["texts"].split("|")) if match["texts"] else ()
        steps.append(Step(match["name"], match["key"] or "", match["how"] == "~", texts))
        at = match.end()
    if at < len(text) or len(steps) < 2 or text.endswith("."):
        raise UsageError("framework-unreadable", detail=f"path {text}")
    return Path(steps[0].name, tuple(steps[1:]), text)


def follow(path: Path, document: JsonObject, roots: Mapping[str, Location]) -> Iterator[Found]:
    """Everything in `document` that `path` leads to, in its order; nothing for a root that it does not have."""
    start = roots.get(path.root)
    value: JsonValue = document
    for name in start or ():
        value = value.get(name) if isinstance(value, dict) and isinstance(name, str) else None
    if start is None or not isinstance(value, dict):
        return
    yield from islice(_walk(path.steps, Found(value, start, value)), MAX_FOUND)


def _walk(steps: tuple[Step, ...], at: Found) -> Iterator[Found]:
    if not steps:
        yield at
        return
    step, rest = steps[0], steps[1:]
    for owner in _flat(at):
        if isinstance(owner.value, dict) and step.name in owner.value:
            member = Found(owner.value[step.name], (*owner.place, step.name), owner.value)
            for item in _flat(member) if rest or step.key or isinstance(member.value, list) else (member,):
                if item.value is not None and step.keeps(item.value):
                    yield from _walk(rest, item)


def _flat(found: Found) -> Iterator[Found]:
    """The value itself, or the items of an array."""
    if not isinstance(found.value, list):
        yield found
        return
    for number, item in enumerate(found.value):
        yield from _flat(Found(item, (*found.place, number), found.owner))
