"""The two rules of a report: the worst check decides, and nothing to check is no pass."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallet.model.registry import Registry
from wallet.model.report import (
    OUTCOME_OF,
    Check,
    CheckResult,
    Finding,
    InputFacts,
    Outcome,
    Reason,
    VerificationReport,
)

FACTS: Final = InputFacts(source="s", sha256="0", bytes=0, carrier="json", format=None)
AT: Final = datetime(2026, 11, 23, tzinfo=UTC)
WORST_FIRST: Final = (Outcome.FAILED, Outcome.INDETERMINATE, Outcome.PASSED)


def result(outcome: Outcome, reason: Reason | None = None, *also: Reason) -> CheckResult:
    findings = tuple(Finding(reason=item) for item in also)
    return CheckResult(check=Check.PROOF, outcome=outcome, reason=reason, also=findings)


def report(*checks: CheckResult, nested: tuple[VerificationReport, ...] = ()) -> VerificationReport:
    return VerificationReport(input=FACTS, at=AT, network="off", checks=checks, nested=nested)


def refusal() -> VerificationReport:
    return VerificationReport(input=FACTS, at=AT, network="off", refusal=Finding(reason=Reason.MALFORMED))


OUTCOMES: Final = st.sampled_from([Outcome.PASSED, Outcome.FAILED, Outcome.INDETERMINATE, Outcome.NOT_APPLICABLE])


@given(st.lists(OUTCOMES), st.lists(st.lists(OUTCOMES), max_size=3))
def test_the_worst_of_everything_decides(own: list[Outcome], nested: list[list[Outcome]]) -> None:
    inner = tuple(report(*map(result, outcomes)) for outcomes in nested)
    seen = {*own, *(item.outcome for item in inner)} - {Outcome.NOT_APPLICABLE}
    wanted = next((outcome for outcome in WORST_FIRST if outcome in seen), Outcome.INDETERMINATE)
    assert report(*map(result, own), nested=inner).outcome is wanted


@pytest.mark.parametrize("checks", [(), (result(Outcome.NOT_APPLICABLE),)])
def test_nothing_to_check_is_no_pass(checks: tuple[CheckResult, ...]) -> None:
    assert report(*checks).outcome is Outcome.INDETERMINATE


def test_what_cannot_be_read_fails_the_bundle_it_is_in() -> None:
    bundle = report(result(Outcome.PASSED), nested=(report(result(Outcome.PASSED)), refusal()))
    assert (bundle.outcome, bundle.reasons) == (Outcome.FAILED, (Reason.MALFORMED,))
    assert (refusal().outcome, refusal().reasons) == (Outcome.REFUSED, (Reason.MALFORMED,))


def test_the_deciding_reason_comes_first_and_none_twice() -> None:
    doubtful = result(Outcome.INDETERMINATE, Reason.STATUS_STALE)
    failing = result(Outcome.FAILED, Reason.EXPIRED, Reason.DATE_UNREADABLE, Reason.EXPIRED)
    inner = report(result(Outcome.FAILED, Reason.REVOKED))
    assert report(doubtful, failing, nested=(inner,)).reasons == (
        Reason.EXPIRED,
        Reason.REVOKED,
        Reason.STATUS_STALE,
        Reason.DATE_UNREADABLE,
    )


@pytest.mark.parametrize("reason", Reason)
def test_no_reason_is_good_news(reason: Reason) -> None:
    assert OUTCOME_OF[reason] in {Outcome.FAILED, Outcome.INDETERMINATE}
    assert Finding(reason=reason).outcome is OUTCOME_OF[reason]


class Named:
    """Anything with a name."""

    def __init__(self, name: str) -> None:
        self.name = name


def test_a_registry_keeps_its_order_and_refuses_two_of_one_name() -> None:
    first, second = Named("b"), Named("a")
    registry = Registry(first, second)
    assert (registry.names(), list(registry)) == (("b", "a"), [first, second])
    assert (registry.get("a"), registry.get("c")) == (second, None)
    with pytest.raises(AssertionError, match="registered twice: a"):
        Registry(second, Named("a"))
