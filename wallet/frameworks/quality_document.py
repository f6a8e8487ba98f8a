"""The report on quality as the JSON document `wallet.quality/1` that programs script against."""

from __future__ import annotations

from typing import Final

from wallet.model.json import JsonObject
from wallet.model.quality import ElementFinding, FrameworkFinding, QualityReport, Statement

SCHEMA: Final = "wallet.quality/1"


def quality_document(report: QualityReport, badge_id: str | None) -> JsonObject:
    """The whole report. `id` is the badge's in the vault, or the name of the file."""
    return {"schema": SCHEMA, "id": badge_id, **quality_member(report)}


def quality_member(report: QualityReport) -> JsonObject:
    """The report as a part of another document."""
    return {
        "standing": report.standing.value,
        "endorsers": list(report.endorsers),
        "registered_by": list(report.registered_by),
        "model": report.model,
        "coverage": report.coverage,
        "frameworks": [_framework(item) for item in report.frameworks],
    }


def _framework(found: FrameworkFinding) -> JsonObject:
    return {
        "id": found.id,
        "version": found.version,
        "sha256": found.sha256,
        "provisional": found.provisional,
        "required": found.required,
        "met": found.met,
        "descriptors": [_element(item) for item in found.elements],
        "tests": [{"id": test.id, "met": test.met, "soft": test.soft} for test in found.tests],
    }


def _element(item: ElementFinding) -> JsonObject:
    statement = item.finding.statement
    return {
        "id": item.finding.descriptor,
        "element": item.element,
        "level": item.level,
        "provisional": item.provisional,
        "state": item.finding.state.value,
        "value": None if statement is None else statement.value,
        "path": None if statement is None else statement.path,
        "covered": statement is not None and statement.covered,
        "proved": statement is not None and statement.proved,
        "why": None if statement is None else statement.why,
        "source": None if statement is None else statement.source,
        "also": [_statement(other) for other in item.finding.also],
    }


def _statement(item: Statement) -> JsonObject:
    return {
        "state": item.state.value,
        "value": item.value,
        "path": item.path,
        "covered": item.covered,
        "proved": item.proved,
        "why": item.why,
    }
