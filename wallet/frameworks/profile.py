"""One version of one framework, as its data file (`wallet.framework/1`) says it.

    {"schema": "wallet.framework/1", "id": "eu-2022-annex1", "version": "2026-11-23", "provisional": false,
     "title": {"en": ..., "ja": ...}, "publisher": ..., "kind": ..., "sources": {KEY: where it was read},
     "elements": [{"id": "EU-M6", "descriptor": "learning_outcomes", "level": "mandatory", "when": "always",
                   "provisional": false, "provenance": "confirmed", "sources": [KEY]}], ...}

`when`: `always`; `if-applicable` (it is wanted unless the credential says that it does not apply); `if-any` (wanted
only of a credential that has something to say there). A corrected table is a new file with a later `version`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping
from typing import Final

from wallet.errors import UsageError
from wallet.frameworks.reading import Fields, read_document, unreadable
from wallet.model.frozen import frozen

SCHEMA: Final = "wallet.framework/1"
_ID: Final = re.compile(r"[a-z0-9][a-z0-9.-]{1,60}", re.ASCII)
_VERSION: Final = re.compile(r"\d{4}-\d\d-\d\d(?:\.\d{1,3})?", re.ASCII)
_FOR_PEOPLE: Final = (
    *("date", "dates", "languages", "definition", "principles", "scope_note", "status_note", "note", "trap"),
    "exclusivity",
)


@frozen
class Element:
    """One row: which descriptor the framework asks for, how strictly, and on what basis the row stands here."""

    id: str
    descriptor: str
    mandatory: bool
    when: str
    provisional: bool
    provenance: str
    sources: tuple[str, ...]
    title: Mapping[str, str]
    constraint: str | None


@frozen
class DefinitionTest:
    """A sentence of a definition, and the descriptors that it needs; `min_hours` of work where it names a least."""

    id: str
    rule: Mapping[str, str]
    needs: tuple[str, ...]
    soft: bool
    min_hours: float | None


@frozen
class AwardRule:
    """What a stackable award takes: so many credits of a unit, so many in one field, a share of them at its level."""

    id: str
    title: Mapping[str, str]
    unit: str
    credits: float
    category_credits: float
    level_share: float
    exclusive: bool


@frozen
class Framework:
    """A framework as read; `sha256` is that of the file."""

    id: str
    version: str
    sha256: str
    provisional: bool
    title: Mapping[str, str]
    publisher: str
    kind: str
    sources: Mapping[str, str]
    elements: tuple[Element, ...]
    tests: tuple[DefinitionTest, ...]
    awards: tuple[AwardRule, ...]
    notes: Mapping[str, str]


def read_framework(content: bytes, descriptors: Collection[str]) -> Framework:
    """The framework in a data file. Raises `UsageError` (`framework-unreadable`) with the place of what is wrong.

    `descriptors` are the ids that rows may ask for.
    """
    fields = read_document(content, SCHEMA)
    framework = Framework(
        id=_matching(fields, "id", _ID, "lower-case letters, digits, dots and hyphens"),
        version=_matching(fields, "version", _VERSION, "a date such as 2026-11-23"),
        sha256=hashlib.sha256(content).hexdigest(),
        provisional=fields.flag("provisional"),
        title=_bilingual(fields.inner("title")),
        publisher=fields.text("publisher"),
        kind=fields.text("kind"),
        sources=fields.table("sources"),
        elements=fields.objects("elements", lambda row: _element(row, descriptors)),
        tests=fields.objects("tests", lambda row: _test(row, descriptors)),
        awards=fields.objects("stacking", _award),
        notes={name: fields.text(name) for name in ("definition", "status_note", "scope_note") if fields.has(name)},
    )
    fields.ignore(*_FOR_PEOPLE)
    fields.done()
    _refuse_twice(framework)
    for number, element in enumerate(framework.elements):
        for source in element.sources:
            if source not in framework.sources:
                raise unreadable(f"/elements/{number}/sources", f"{source} is not among the sources")
    if not (framework.elements or framework.awards):
        raise unreadable("/elements", "missing")
    return framework


def _refuse_twice(framework: Framework) -> None:
    for what in (
        [element.id for element in framework.elements],
        [element.descriptor for element in framework.elements],
        [test.id for test in framework.tests],
        [award.id for award in framework.awards],
    ):
        twice = [name for name in what if what.count(name) > 1]
        if twice:
            raise unreadable("/elements", f"{twice[0]} twice")


def _element(row: Fields, descriptors: Collection[str]) -> Element:
    element = Element(
        id=row.text("id"),
        descriptor=_known(row.text("descriptor"), row, descriptors),
        mandatory=row.one_of("level", ("mandatory", "optional")) == "mandatory",
        when=row.one_of("when", ("always", "if-applicable", "if-any")) if row.has("when") else "always",
        provisional=row.flag("provisional", default=False),
        provenance=row.text("provenance"),
        sources=row.texts("sources"),
        title=row.table("title"),
        constraint=row.optional("constraint"),
    )
    row.done()
    return element


def _test(row: Fields, descriptors: Collection[str]) -> DefinitionTest:
    needs = row.texts("needs")
    if not needs:
        raise unreadable(f"{row.place}/needs", "missing")
    test = DefinitionTest(
        id=row.text("id"),
        rule=_bilingual(row.inner("rule")),
        needs=tuple(_known(name, row, descriptors) for name in needs),
        soft=row.flag("soft", default=False),
        min_hours=row.number("min_hours") if row.has("min_hours") else None,
    )
    row.done()
    return test


def _award(row: Fields) -> AwardRule:
    award = AwardRule(
        id=row.text("id"),
        title=_bilingual(row.inner("title")),
        unit=row.text("unit"),
        credits=row.number("credits"),
        category_credits=row.number("category_credits") if row.has("category_credits") else 0,
        level_share=row.number("level_share") if row.has("level_share") else 0,
        exclusive=row.flag("exclusive", default=True),
    )
    row.done()
    return award


def _known(name: str, row: Fields, descriptors: Collection[str]) -> str:
    if name not in descriptors:
        raise unreadable(f"{row.place}/descriptor", f"no descriptor {name}")
    return name


def _bilingual(fields: Fields) -> Mapping[str, str]:
    title = {name: fields.text(name) for name in ("en", "ja")}
    fields.done()
    return title


def _matching(fields: Fields, name: str, pattern: re.Pattern[str], wanted: str) -> str:
    value = fields.text(name)
    if pattern.fullmatch(value) is None:
        raise unreadable(f"/{name}", wanted)
    return value


def chosen(frameworks: Collection[Framework], name: str) -> Framework:
    """The framework called `name` (its newest version), or exactly `ID@VERSION`.

    Raises `UsageError` (`framework-unknown`).
    """
    wanted, _, version = name.partition("@")
    found = [item for item in frameworks if item.id == wanted and version in ("", item.version)]
    if not found:
        known = ", ".join(sorted({item.id for item in frameworks}))
        raise UsageError("framework-unknown", value=name, known=known)
    return max(found, key=lambda item: _version_key(item.version))


def newest(frameworks: Collection[Framework]) -> tuple[Framework, ...]:
    """The newest version of each framework, by id."""
    ids = sorted({item.id for item in frameworks})
    return tuple(chosen(frameworks, name) for name in ids)


def _version_key(version: str) -> tuple[str, int]:
    date, _, number = version.partition(".")
    return date, int(number or 0)
