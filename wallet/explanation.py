"""A report as lines for people: the verdict, every check in words with what it relied on, trust and quality apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from wallet.codec.json import dumps
from wallet.codec.report import text_of
from wallet.codec.safe_text import safe_text
from wallet.model.credential import Description
from wallet.model.json import JsonObject
from wallet.model.material import MaterialSource
from wallet.model.quality import QualityReport
from wallet.model.report import CheckResult, Finding, Outcome, ReliedOn, VerificationReport
from wallet.text.checks import check_label, check_text
from wallet.text.reasons import reason_text
from wallet.text.words import GLYPHS, date_text, word

if TYPE_CHECKING:
    from wallet.verification import Assessed

_INDENT: Final = "  "
_PARAM_CELLS: Final = 100
_URL_CELLS: Final = 90
_MAX_CLAIMS: Final = 40


def report_lines(report: VerificationReport, language: str, assessed: Assessed | None = None) -> Iterator[str]:
    """The page for one report and everything nested in it; `assessed` is what it states of the learning."""
    source = safe_text(report.input.source)
    yield f"{GLYPHS[report.outcome]} {word(report.outcome, language)}: {_name(report)} [{source}]"
    credential = report.credential
    if credential is not None:
        issuer = text_of(credential.issuer.name) or ""
        identifier = safe_text(report.issuer or credential.issuer.id)
        yield f"{_INDENT}{word('issuer', language)}: {safe_text(issuer)} ({identifier})"
        yield from _claim_lines(credential.claims, language)
        yield from _association_lines(report.description, language)
    if report.holder is not None:
        yield f"{_INDENT}{word('holder', language)}: {safe_text(report.holder)}"
    yield f"{_INDENT}{word('verification', language)}"
    if report.refusal is not None:
        yield from _finding_lines(report.refusal, language)
    for result in report.checks:
        yield from check_lines(result, language)
    if report.is_credential:
        yield f"{_INDENT}{word('trust', language)} {trust_text(report, language)}"
        yield f"{_INDENT}{word('quality', language)} {quality_text(assessed, language)}"
    for nested, inner in zip_longest(report.nested, assessed.nested if assessed is not None else ()):
        yield ""
        yield from report_lines(nested, language, inner)


def quality_text(assessed: Assessed | None, language: str) -> str:
    """How fully the learning is described, in a line; that nobody looked, where nobody did."""
    return word("not-judged", language) if assessed is None else quality_summary(assessed.quality, language)


def quality_summary(quality: QualityReport | None, language: str) -> str:
    """`eu-2022-annex1: 8 of 11 required stated`, for each framework that it was held against."""
    from wallet.text.quality import provisional_text, summary_text  # only few runs need it

    found = quality.frameworks if quality is not None else ()
    said = [summary_text(item.id, item.met, item.required, language) for item in found]
    marks = [provisional_text(language) if item.provisional else "" for item in found]
    return " · ".join(map("".join, zip(said, marks, strict=True))) or word("not-judged", language)


def _claim_lines(claims: JsonObject, language: str) -> Iterator[str]:
    """The plain claims of a credential that has no data model to show it by."""
    if claims:
        yield f"{_INDENT}{word('claims', language)}"
    for name, value in list(claims.items())[:_MAX_CLAIMS]:
        text = value if isinstance(value, str) else dumps(value).decode()
        yield f"{_INDENT * 2}- {safe_text(name, _PARAM_CELLS)}: {safe_text(text, _PARAM_CELLS)}"
    if len(claims) > _MAX_CLAIMS:
        yield f"{_INDENT * 2}- …"


def _association_lines(description: Description | None, language: str) -> Iterator[str]:
    """How the achievements of a learner record belong together: by their names where the record gives them."""
    associations = () if description is None else description.associations
    names = {} if description is None else {item.id: text_of(item.name) for item in description.achievements}
    if associations:
        yield f"{_INDENT}{word('associations', language)}"
    for item in associations[:_MAX_CLAIMS]:
        ends = [safe_text(names.get(end) or end, _PARAM_CELLS) for end in (item.source, item.target)]
        yield f"{_INDENT * 2}- {ends[0]} · {word(safe_text(item.type, _PARAM_CELLS), language)}: {ends[1]}"
    if len(associations) > _MAX_CLAIMS:
        yield f"{_INDENT * 2}- …"


def check_lines(result: CheckResult, language: str) -> Iterator[str]:
    """One check: its outcome as glyph and word, what that means here, what to do, and the evidence with its date."""
    name, outcome = word(check_label(result.check, result.params), language), word(result.outcome, language)
    line = f"{_INDENT * 2}{GLYPHS[result.outcome]} {name}: {outcome}"
    if result.reason is None:
        meaning = check_text(result.check, result.outcome, language, _safe(result.params))
        yield f"{line} — {meaning}"
    else:
        yield line
        yield from _finding_lines(Finding(reason=result.reason, params=result.params), language)
    for finding in result.also:
        yield from _finding_lines(finding, language)
    if result.outcome is not Outcome.NOT_APPLICABLE:
        for item in result.relied_on:
            if item.retrieved_at is not None or item.source is MaterialSource.STAPLED:
                yield f"{_INDENT * 4}{evidence_text(item, language)}"


def evidence_text(item: ReliedOn, language: str) -> str:
    """What a check relied on: as of when, from where, and by whose hands it came."""
    dated = f"{word('as-of', language)} {date_text(item.retrieved_at, language)}"
    if item.source is MaterialSource.STAPLED:
        # When it was got is the presenter's word; what its issuer signed is not.
        dated = word("presenters-word", language)
        if item.signed_at is not None:
            dated = f"{word('signed-by-issuer', language)} {date_text(item.signed_at, language)}"
    return f"{dated} ← {safe_text(item.url, _URL_CELLS)} ({word(item.source, language)})"


def trust_text(report: VerificationReport, language: str) -> str:
    """Whether it is known who issued it, and on whose word."""
    by = ", ".join(word(safe_text(name), language) for name in report.trust.by)
    since = f", {date_text(report.trust.as_of, language)}" if report.trust.as_of is not None else ""
    warnings = "".join(f" · {word(warning, language)}" for warning in report.trust.warnings)
    return word(report.trust.issuer, language) + (f" ({by}{since})" if by else "") + warnings


def _finding_lines(finding: Finding, language: str) -> Iterator[str]:
    text = reason_text(finding.reason, language, _safe(finding.params))
    yield f"{_INDENT * 4}{text.title}: {text.meaning}"
    yield f"{_INDENT * 4}{word('hint', language)} ({text.who}): {text.next_step}"


def _safe(params: Mapping[str, str]) -> dict[str, str]:
    return {name: safe_text(value, _PARAM_CELLS) for name, value in params.items()}


def _name(report: VerificationReport) -> str:
    """The badge's name where it is proven; what kind of thing it is where not."""
    credential = report.credential
    if credential is None:
        return safe_text(report.input.format or report.input.carrier or "-")
    achievements = report.description.achievements if report.description is not None else ()
    name = text_of(credential.name) or (text_of(achievements[0].name) if achievements else None)
    own_types = [kind for kind in credential.types if kind != "VerifiableCredential"]
    return safe_text(name or next(iter(own_types), None) or credential.id or "-")
