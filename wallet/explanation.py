"""A report as lines for people: verdict, checks in words with what they relied on, trust and quality apart."""

from __future__ import annotations

from collections.abc import Iterator

from wallet.codec.report import text_of
from wallet.codec.safe_text import safe_text
from wallet.model.report import CheckResult, Outcome, VerificationReport
from wallet.text.reasons import reason_text
from wallet.text.words import GLYPHS, date_text, word

_INDENT = "  "


def report_lines(report: VerificationReport, language: str) -> Iterator[str]:
    """The page for one report and everything nested in it."""
    source = safe_text(report.input.source)
    yield f"{GLYPHS[report.outcome]} {word(report.outcome, language)}: {_name(report)} [{source}]"
    credential = report.credential
    if credential is not None:
        issuer = text_of(credential.issuer.name) or ""
        identifier = safe_text(report.issuer or credential.issuer.id)
        yield f"{_INDENT}{word('issuer', language)}: {safe_text(issuer)} ({identifier})"
    if report.holder is not None:
        yield f"{_INDENT}{word('holder', language)}: {safe_text(report.holder)}"
    yield f"{_INDENT}{word('verification', language)}"
    if report.refusal is not None:
        text = reason_text(report.refusal.reason, language)
        yield f"{_INDENT * 2}{text.title}: {text.meaning}"
        yield f"{_INDENT * 2}{word('hint', language)}: {text.next_step}"
    for result in report.checks:
        yield from _check_lines(result, language)
    if not report.nested and report.refusal is None:
        yield f"{_INDENT}{word('trust', language)} {_trust(report, language)}"
        yield f"{_INDENT}{word('quality', language)} {word('not-judged', language)}"
    for nested in report.nested:
        yield ""
        yield from report_lines(nested, language)


def _name(report: VerificationReport) -> str:
    credential = report.credential
    if credential is None:
        return safe_text(report.input.format or report.input.carrier or "-")
    achievements = report.description.achievements if report.description is not None else ()
    name = text_of(credential.name) or (text_of(achievements[0].name) if achievements else None)
    return safe_text(name or credential.id or "-")


def _check_lines(result: CheckResult, language: str) -> Iterator[str]:
    line = f"{_INDENT * 2}{GLYPHS[result.outcome]} {word(result.check, language)}: {word(result.outcome, language)}"
    if result.reason is None:
        yield line
    else:
        text = reason_text(result.reason, language)
        yield f"{line} — {text.title}"
        yield f"{_INDENT * 4}{text.meaning}"
        if result.params:
            shown = ", ".join(f"{name}={safe_text(value, 80)}" for name, value in result.params.items())
            yield f"{_INDENT * 4}{shown}"
        yield f"{_INDENT * 4}{word('hint', language)} ({text.who}): {text.next_step}"
    for item in result.relied_on:
        if item.retrieved_at is not None and result.outcome is not Outcome.NOT_APPLICABLE:
            dated = f"{word('as-of', language)} {date_text(item.retrieved_at, language)}"
            yield f"{_INDENT * 4}{dated} ← {safe_text(item.url, 70)} ({word(item.source, language)})"


def _trust(report: VerificationReport, language: str) -> str:
    by = ", ".join(safe_text(name) for name in report.trust.by)
    return word(report.trust.issuer, language) + (f" ({by})" if by else "")
