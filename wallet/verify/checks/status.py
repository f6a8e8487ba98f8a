"""Status: whether the issuer has taken the credential back, or suspended it.

Open Badges 3.0, "OpenBadgeCredential Verification", step 5; VCDM 2.0 section 4.10. Every entry is read. A list is
asked for only after the credential's own proof holds: until then its URL is anybody's. No entry means that the issuer
offers no way to take the credential back, which is said and is not a pass.
"""

from __future__ import annotations

from wallet.model.credential import VerifiableCredential
from wallet.model.report import Check, CheckResult, Finding, Reason
from wallet.verify.checks.results import from_findings, not_applicable
from wallet.verify.context import StatusFinding, VerificationContext, VerifyList


def check_status(
    credential: VerifiableCredential, issuer: str | None, context: VerificationContext, verify_list: VerifyList
) -> CheckResult:
    """Judge every status entry; `issuer` is the identifier the proof is bound to, None while there is none."""
    entries = credential.credential.status
    if not entries:
        return not_applicable(Check.STATUS)
    if issuer is None:
        return from_findings(Check.STATUS, [Finding(reason=Reason.NOT_CHECKED, params={"by": Check.CONTROLLER})])
    found: list[StatusFinding] = []
    for entry in entries:
        method = context.tools.statuses.get(entry.type)
        if method is None:
            unsupported = Finding(reason=Reason.STATUS_UNSUPPORTED, params={"type": entry.type})
            found.append(StatusFinding(finding=unsupported))
        else:
            found.append(method.check(entry, issuer, context, verify_list))
    findings = [item.finding for item in found if item.finding is not None]
    relied_on = tuple(evidence for item in found for evidence in item.relied_on)
    notes = {name: text for item in found for name, text in item.notes.items()}
    return from_findings(Check.STATUS, findings, relied_on, notes)
