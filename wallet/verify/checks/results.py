"""Turning findings into check results: the worst finding decides, the others are reported beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wallet.model.report import Check, CheckResult, Finding, Outcome, ReliedOn


def passed(check: Check, params: Mapping[str, str] | None = None, relied_on: tuple[ReliedOn, ...] = ()) -> CheckResult:
    """The check holds."""
    return CheckResult(check=check, outcome=Outcome.PASSED, params=params or {}, relied_on=_distinct(relied_on))


def not_applicable(check: Check, params: Mapping[str, str] | None = None) -> CheckResult:
    """There is nothing to check, or nobody asked."""
    return CheckResult(check=check, outcome=Outcome.NOT_APPLICABLE, params=params or {})


def from_findings(
    check: Check,
    findings: Sequence[Finding],
    relied_on: tuple[ReliedOn, ...] = (),
    params: Mapping[str, str] | None = None,
) -> CheckResult:
    """Passed without findings; else the first failing one decides, or the first indeterminate one."""
    if not findings:
        return passed(check, params, relied_on)
    failing = [finding for finding in findings if finding.outcome is Outcome.FAILED]
    deciding = (failing or findings)[0]
    return CheckResult(
        check=check,
        outcome=deciding.outcome,
        reason=deciding.reason,
        params={**(params or {}), **deciding.params},
        relied_on=_distinct(relied_on),
        also=tuple(finding for finding in findings if finding is not deciding),
    )


def findings_of(result: CheckResult) -> list[Finding]:
    """What a result was made of, the deciding finding first."""
    deciding = [] if result.reason is None else [Finding(reason=result.reason, params=result.params)]
    return [*deciding, *result.also]


def _distinct(relied_on: tuple[ReliedOn, ...]) -> tuple[ReliedOn, ...]:
    return tuple(dict.fromkeys(relied_on))
