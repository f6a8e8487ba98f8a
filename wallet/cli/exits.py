"""Exit codes, as the contract has them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from wallet.errors import CredentialError, RemoteError, UsageError, VaultError, WalletError
from wallet.model.record import ImportOutcome, ImportResult
from wallet.model.report import Finding, Outcome, Reason, VerificationReport

DONE: Final = 0
FAILED: Final = 1
USAGE: Final = 2
INDETERMINATE: Final = 3
REFUSED: Final = 4
TROUBLE: Final = 5
REMOTE: Final = 6
INTERRUPTED: Final = 130

WORST_FIRST: Final = (TROUBLE, REMOTE, USAGE, FAILED, REFUSED, INDETERMINATE, DONE)
"""With many inputs the worst counts. One name among many that leads nowhere ranks above every verdict: the script asked
for something that was never looked at."""

_OF_OUTCOME: Final[Mapping[Outcome, int]] = {
    Outcome.PASSED: DONE,
    Outcome.FAILED: FAILED,
    Outcome.INDETERMINATE: INDETERMINATE,
    Outcome.NOT_APPLICABLE: INDETERMINATE,
    Outcome.REFUSED: REFUSED,
}
_OF_ERROR: Final = ((VaultError, TROUBLE), (RemoteError, REMOTE), (CredentialError, REFUSED), (UsageError, USAGE))


def worst(codes: Iterable[int]) -> int:
    """The worst of several exit codes; of none, that nothing could be told."""
    seen = set(codes)
    return next((code for code in WORST_FIRST if code in seen), INDETERMINATE)


def of_error(error: WalletError) -> int:
    """The exit code that an error ends a command with."""
    return next((code for kind, code in _OF_ERROR if isinstance(error, kind)), TROUBLE)


def of_report(report: VerificationReport) -> int:
    """The exit code of one verification. Trust and quality have no part in it."""
    if not report.checks and report.nested:
        return worst(map(of_report, report.nested))
    return _of_refusal(report.refusal) if report.refusal is not None else _OF_OUTCOME[report.outcome]


def of_import(row: ImportResult) -> int:
    """The exit code of one row of an import: whether it was kept, whatever its verdict."""
    if row.outcome in {ImportOutcome.REFUSED, ImportOutcome.UNSUPPORTED}:
        return _of_refusal(Finding(reason=Reason(row.reasons[0]), params=row.params))
    return DONE


def _of_refusal(finding: Finding) -> int:
    """A file that cannot be read is refused; so is an address, unless the other side is the one that failed."""
    remote = finding.reason is Reason.UNREACHABLE and "url" in finding.params
    return REMOTE if remote else REFUSED
