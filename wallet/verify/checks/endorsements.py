"""Endorsements: what others say of the credential, each verified as a credential of its own.

Open Badges 3.0, "OpenBadgeCredential Verification", step 6, and "EndorsementCredential Verification". An endorsement is
somebody else's word: a broken one is shown as broken, counts for nothing, and says nothing against the badge, whose
issuer's signature is whole. So this check never fails a badge: it has passed when every endorsement holds, and else is
`not_applicable` to the outcome, with a finding for each endorsement that does not hold. The endorser is the identifier
that the endorsement's own proof is bound to; the name it gives itself is shown nowhere.

Endorsements of endorsers are verified as well, to the depth `MAX_ENDORSEMENT_DEPTH`, `MAX_ENDORSEMENTS` in all; what is
beyond is said to be unverified.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace

from wallet.codec.limits import MAX_ENDORSEMENT_DEPTH, MAX_ENDORSEMENTS
from wallet.errors import CredentialError
from wallet.model.credential import VerifiableCredential
from wallet.model.frozen import frozen
from wallet.model.report import (
    OUTCOME_OF,
    Check,
    CheckResult,
    Endorsement,
    Finding,
    Outcome,
    Reason,
    ReliedOn,
    VerificationReport,
)
from wallet.verify.checks.results import from_findings, not_applicable, passed
from wallet.verify.context import VerificationContext
from wallet.vocab.endorsements import ENDORSEMENT_TYPE, AttachedEndorsement, attached_endorsements
from wallet.vocab.text import objects, string

VerifyEndorsement = Callable[[VerifiableCredential], VerificationReport]
"""Verifies an endorsement with the same engine as everything else, its own endorsements left out."""


@frozen
class EndorsementsOutcome:
    """The check's result, and each endorsement that was looked at."""

    result: CheckResult
    endorsements: tuple[Endorsement, ...] = ()


@frozen
class _Seen:
    """One endorsement with what stands against it."""

    endorsement: Endorsement
    finding: Finding | None
    relied_on: tuple[ReliedOn, ...] = ()


def check_endorsements(
    credential: VerifiableCredential, context: VerificationContext, verify: VerifyEndorsement, *, proven: bool
) -> EndorsementsOutcome:
    """Verify the endorsements in `credential`, whose own proof holds where `proven`: else they are anybody's."""
    waiting = deque((item, 1) for item in attached_endorsements(credential.document))
    if not waiting:
        return EndorsementsOutcome(result=not_applicable(Check.ENDORSEMENTS, {"stated": "0"}))
    stated = {"stated": str(len(waiting))}
    if not proven:
        finding = Finding(reason=Reason.NOT_CHECKED, params={"by": Check.PROOF})
        return EndorsementsOutcome(result=from_findings(Check.ENDORSEMENTS, [finding], params=stated))
    seen: list[_Seen] = []
    while waiting and len(seen) < MAX_ENDORSEMENTS:
        attached, depth = waiting.popleft()
        parsed = _parse(attached, context)
        if isinstance(parsed, Finding):
            unreadable = Endorsement(on=attached.on, outcome=parsed.outcome, reasons=(parsed.reason,))
            seen.append(_Seen(endorsement=unreadable, finding=parsed))
            continue
        seen.append(_judge(attached, parsed, verify(parsed)))
        if depth < MAX_ENDORSEMENT_DEPTH:
            waiting.extend((item, depth + 1) for item in attached_endorsements(parsed.document))
    stated["stated"] = str(len(seen) + len(waiting))
    return EndorsementsOutcome(
        result=_result(seen, stated, rest=len(waiting)), endorsements=tuple(item.endorsement for item in seen)
    )


def _parse(attached: AttachedEndorsement, context: VerificationContext) -> VerifiableCredential | Finding:
    cause = Reason.NOT_A_CREDENTIAL
    for format_ in context.tools.formats:
        if not format_.recognises(attached.content):
            continue
        try:
            parsed = format_.parse(attached.content)
        except CredentialError as error:
            cause = Reason(error.code)
            break
        if isinstance(parsed, VerifiableCredential) and ENDORSEMENT_TYPE in parsed.credential.types:
            return parsed
        break
    failed = OUTCOME_OF[cause] is Outcome.FAILED
    reason = Reason.ENDORSEMENT_INVALID if failed else Reason.ENDORSEMENT_UNVERIFIED
    return Finding(reason=reason, params={"cause": cause, "on": attached.on})


def _judge(attached: AttachedEndorsement, parsed: VerifiableCredential, report: VerificationReport) -> _Seen:
    outcome, reasons = report.outcome, report.reasons
    about = [subject.id for subject in parsed.credential.subjects]
    if outcome is Outcome.PASSED and not all(item in attached.may_be_about for item in about):
        outcome, reasons = Outcome.INDETERMINATE, (Reason.ENDORSEMENT_MISPLACED, *reasons)
    shown = outcome is Outcome.PASSED
    subject = next(iter(objects(parsed.document.get("credentialSubject"))), {})
    endorsement = Endorsement(
        on=attached.on,
        outcome=outcome,
        issuer=report.issuer,
        reasons=reasons,
        trust=report.trust,
        about=about[0] if shown else None,
        comment=string(subject.get("endorsementComment")) if shown else None,
    )
    relied_on = tuple(item for result in report.checks for item in result.relied_on)
    return _Seen(endorsement=endorsement, finding=_finding(endorsement, about[0]), relied_on=relied_on)


def _finding(endorsement: Endorsement, about: str | None) -> Finding | None:
    if endorsement.outcome is Outcome.PASSED:
        return None
    params = {"endorser": endorsement.issuer or "-", "on": endorsement.on}
    if Reason.ENDORSEMENT_MISPLACED in endorsement.reasons:
        return Finding(reason=Reason.ENDORSEMENT_MISPLACED, params={**params, "about": about or "-"})
    failed = endorsement.outcome is Outcome.FAILED
    reason = Reason.ENDORSEMENT_INVALID if failed else Reason.ENDORSEMENT_UNVERIFIED
    return Finding(reason=reason, params={**params, "cause": endorsement.reasons[0]})


def _result(seen: Sequence[_Seen], stated: dict[str, str], *, rest: int) -> CheckResult:
    findings = [item.finding for item in seen if item.finding is not None]
    if rest:
        params = {"detail": "too many", "limit": str(MAX_ENDORSEMENTS)}
        findings.append(Finding(reason=Reason.ENDORSEMENT_UNVERIFIED, params=params))
    holding = [item.endorsement for item in seen if item.finding is None]
    endorsers = dict.fromkeys(item.issuer for item in holding if item.issuer is not None)
    params = {**stated, "passed": str(len(holding))}
    if endorsers:
        params["endorsers"] = ", ".join(endorsers)
    relied_on = tuple(evidence for item in seen for evidence in item.relied_on)
    if not findings:
        return passed(Check.ENDORSEMENTS, params, relied_on)
    result = not_applicable(Check.ENDORSEMENTS, params)
    return replace(result, relied_on=tuple(dict.fromkeys(relied_on)), also=tuple(findings))
