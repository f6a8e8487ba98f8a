"""What `wallet quality` says to people: one badge in full, several side by side, everything gathered."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Final

from rich.cells import set_cell_size

from wallet.codec.safe_text import safe_text
from wallet.frameworks.assess import Frameworks
from wallet.frameworks.profile import Framework
from wallet.model.json import JsonObject, JsonValue
from wallet.model.quality import (
    ElementFinding,
    Finding,
    FrameworkFinding,
    QualityReport,
    Standing,
    State,
    Statement,
)
from wallet.text.quality import (
    GLYPHS,
    finding_text,
    quality_word,
    request_text,
    standing_text,
    summary_text,
)
from wallet.text.words import word

EVERY: Final = "all"
_INDENT: Final = "  "
_VALUE_CELLS: Final = 100
_NAME_CELLS: Final = 30
_CELL: Final = 24
Row = tuple[str, str, QualityReport]
"""A badge with what it states: its id, its name, the report."""


def quality_lines(badge: Row, by: Frameworks, first: str, language: str) -> Iterator[str]:
    """One badge: the framework `first` in full (`all`: every one), the others in a line each."""
    badge_id, name, report = badge
    yield f"{word('quality', language)} {safe_text(name)} [{safe_text(badge_id)}]"
    names = report.registered_by if report.standing is Standing.REGISTERED else report.endorsers
    said = standing_text(report.standing, tuple(map(safe_text, names)), language)
    yield f"{_INDENT}{quality_word('standing', language)}: {said}"
    if report.model is None:
        yield f"{_INDENT}{quality_word('no-model', language)}"
    yield from _coverage_lines(report, language)
    frameworks = {item.id: item for item in by.frameworks}
    full = [item for item in report.frameworks if first in (EVERY, item.id)]
    for found in full:
        yield from _framework_lines(name, found, frameworks[found.id], by, language)
    others = [item for item in report.frameworks if item not in full and item.elements]
    if others:
        yield f"{_INDENT}{quality_word('others', language)}"
    for found in others:
        mark = f" [{quality_word('provisional', language)}]" if found.provisional else ""
        yield f"{_INDENT * 2}{summary_text(found.id, found.met, found.required, language)}{mark}"


def _coverage_lines(report: QualityReport, language: str) -> Iterator[str]:
    if report.coverage in ("partly", "none"):
        yield f"{_INDENT}{quality_word(f'coverage-{report.coverage}', language)}"
    elif report.coverage != "all":
        yield f"{_INDENT}{quality_word('coverage-unusable', language).format(why=report.coverage)}"


def _framework_lines(
    name: str, found: FrameworkFinding, framework: Framework, by: Frameworks, language: str
) -> Iterator[str]:
    mark = f" [{quality_word('provisional', language)}]" if found.provisional else ""
    yield f"{_INDENT}{summary_text(found.id, found.met, found.required, language)}{mark}"
    yield f"{_INDENT * 2}{safe_text(framework.title[language])} ({quality_word('version', language)} {found.version})"
    if found.provisional:
        yield f"{_INDENT * 2}{quality_word('provisional-table', language)}"
    for element in found.elements:
        yield from _element_lines(element, title_of(framework, element, by, language), language)
    for test, rule in zip(found.tests, framework.tests, strict=True):
        met = quality_word("test-met" if test.met else "test-open", language)
        yield f"{_INDENT * 2}{'●' if test.met else '○'} {safe_text(rule.rule[language])}: {met}"
    missing = tuple(
        title_of(framework, element, by, language)
        for element in found.elements
        if element.required and not element.finding.met
    )
    if missing:
        yield f"{_INDENT * 2}{quality_word('missing', language)} {', '.join(missing)}"
        yield f"{_INDENT * 2}{quality_word('request', language)}"
        request = request_text(safe_text(name), safe_text(framework.title[language]), missing, language)
        yield from (f"{_INDENT * 3}{line}" for line in request.splitlines())


def _element_lines(element: ElementFinding, title: str, language: str) -> Iterator[str]:
    finding, statement = element.finding, element.finding.statement
    level = "" if element.level == "mandatory" else f" ({quality_word('optional', language)})"
    mark = f" [{quality_word('provisional', language)}]" if element.provisional else ""
    yield f"{_INDENT * 2}{GLYPHS[finding.state]} {title}{level}{mark}: {finding_text(finding, language)}"
    if statement is not None and finding.state is not State.ABSENT:
        yield f"{_INDENT * 4}{_value_text(statement)}  ← {safe_text(statement.path, _VALUE_CELLS)}"
    for other in finding.also:
        if other.state in (State.INVALID, State.WEAK):
            text = finding_text(Finding(descriptor=finding.descriptor, state=other.state, statement=other), language)
            yield f"{_INDENT * 4}{GLYPHS[other.state]} {_value_text(other)}: {text}"


def _value_text(statement: Statement) -> str:
    return safe_text(_plain(statement.value), _VALUE_CELLS)


def _plain(value: JsonValue) -> str:
    return value if isinstance(value, str) else str(value)


def title_of(framework: Framework, element: ElementFinding, by: Frameworks, language: str) -> str:
    """What the framework calls a descriptor, else what the crosswalk calls it."""
    own = next(row.title for row in framework.elements if row.id == element.element)
    return safe_text(own.get(language) or by.crosswalk.descriptors[element.finding.descriptor].title[language])


def comparison_lines(
    badges: Sequence[tuple[str, QualityReport]], by: Frameworks, first: str, language: str
) -> Iterator[str]:
    """Badges side by side: a row for each descriptor of the framework `first`, a column for each badge."""
    frameworks = [item for item in by.frameworks if first in (EVERY, item.id) and item.elements]
    yield _line("", [name for name, _ in badges])
    for framework in frameworks:
        found = [next(item for item in report.frameworks if item.id == framework.id) for _, report in badges]
        yield _line(framework.id, [f"{item.met}/{item.required}" for item in found])
        for number, element in enumerate(found[0].elements):
            cells = [_cell(item.elements[number].finding, language) for item in found]
            yield _line(title_of(framework, element, by, language), cells)


def _cell(finding: Finding, language: str) -> str:
    """The value where there is one that counts; else in a word why not."""
    if finding.statement is not None and finding.met:
        return f"{GLYPHS[finding.state]} {safe_text(_plain(finding.statement.value), _CELL - 2)}"
    return f"{GLYPHS[finding.state]} {finding_text(finding, language).rpartition(' · ')[2]}"


def _line(head: str, cells: Sequence[str]) -> str:
    parts = [set_cell_size(head, _NAME_CELLS), *(set_cell_size(safe_text(cell, _CELL), _CELL) for cell in cells)]
    return "  ".join(parts).rstrip()


# --- gathered over many ------------------------------------------------------------------------------------------


def totals(rows: Sequence[Row]) -> dict[str, dict[str, float]]:
    """The sums of workload and of credits, each unit for itself: nothing is converted."""
    sums: dict[str, dict[str, float]] = {}
    for descriptor in ("workload", "credits"):
        by_unit = sums.setdefault(descriptor, {})
        for _, _, report in rows:
            fact = report.fact(descriptor)
            statement = fact.statement if fact is not None and fact.met else None
            if statement is not None and statement.amount is not None:
                by_unit[statement.unit] = by_unit.get(statement.unit, 0) + statement.amount
    return sums


def gathered_document(rows: Sequence[Row]) -> JsonObject:
    """Levels, skills, hours and credits of all badges, as JSON."""
    sums: JsonObject = {
        name: [{"unit": unit, "amount": amount} for unit, amount in sorted(by_unit.items())]
        for name, by_unit in totals(rows).items()
    }
    badges: list[JsonValue] = [
        {"id": badge_id, "name": name, **{item.descriptor: _fact(item) for item in report.facts}}
        for badge_id, name, report in rows
    ]
    return {"schema": "wallet.learning/1", "badges": badges, "totals": sums}


def _fact(finding: Finding) -> JsonValue:
    return [
        {
            "state": item.state.value,
            "value": item.value,
            "amount": item.amount,
            "unit": item.unit,
            "path": item.path,
            "proved": item.proved,
        }
        for item in finding.statements
    ]


def gathered_rows(rows: Sequence[Row]) -> Iterator[str]:
    """The same as comma-separated values (RFC 4180), a line for each statement."""
    yield _csv("id", "name", "descriptor", "state", "value", "amount", "unit", "proved", "path")
    for badge_id, name, report in rows:
        for finding in report.facts:
            for item in finding.statements:
                amount = "" if item.amount is None else f"{item.amount:g}"
                proved = "yes" if item.proved else "no"
                value = safe_text(_plain(item.value))
                shown = (finding.descriptor, item.state.value, value, amount, item.unit, proved, item.path)
                yield _csv(badge_id, safe_text(name), *shown)


def _csv(*cells: str) -> str:
    """One line. A cell that a spreadsheet would take for a formula is quoted away from it."""
    harmless = [f"'{cell}" if cell[:1] in ("=", "+", "-", "@") else cell for cell in cells]
    out = io.StringIO()
    csv.writer(out).writerow(harmless)
    return out.getvalue()


def gathered_lines(rows: Sequence[Row], language: str) -> Iterator[str]:
    """The same for people."""
    for badge_id, name, report in rows:
        yield f"{badge_id}  {safe_text(name)}"
        for finding in report.facts[1:]:
            if finding.statement is not None:
                said = ", ".join(map(_value_text, finding.statements))
                yield f"{_INDENT}{GLYPHS[finding.state]} {finding.descriptor}: {said}"
    yield quality_word("sum-by-unit", language)
    for name, by_unit in totals(rows).items():
        said = " · ".join(f"{amount:g} {unit or '?'}" for unit, amount in sorted(by_unit.items()))
        yield f"{_INDENT}{name}: {said or '-'}"
