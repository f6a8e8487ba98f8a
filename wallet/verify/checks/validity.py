"""Validity: whether the instant of the judgement is inside the period that the credential states.

VCDM 2.0 section 4.9 (`validFrom`, `validUntil`), VCDM 1.1 (`issuanceDate`, `expirationDate`), and the `nbf` and `exp`
claims of a JWT. A date without a time zone names no instant: cannot tell.
"""

from __future__ import annotations

from wallet.codec.time import format_instant, instant_from_seconds, parse_instant
from wallet.model.credential import JwsProof, VerifiableCredential
from wallet.model.report import Check, CheckResult, Finding, Reason
from wallet.verify.checks.jws import TIME_CLAIMS
from wallet.verify.checks.results import from_findings
from wallet.verify.context import VerificationContext


def check_validity(credential: VerifiableCredential, context: VerificationContext) -> CheckResult:
    """Judge every date that the credential or its JWT states."""
    findings = _dates(credential, context)
    for proof in credential.proofs:
        if isinstance(proof, JwsProof):
            findings += [*_claims(proof, context), *_withholdable(proof)]
    # An end that has come outweighs a start that has not: it is final.
    findings.sort(key=lambda finding: finding.reason is not Reason.EXPIRED)
    stated = {"valid_from": credential.credential.valid_from, "valid_until": credential.credential.valid_until}
    return from_findings(
        Check.VALIDITY, findings, params={name: text for name, text in stated.items() if text is not None}
    )


def _withholdable(proof: JwsProof) -> list[Finding]:
    """Dates that a holder could have left out must not decide for the holder (SD-JWT VC, "Registered JWT Claims")."""
    names = proof.disclosure.forbidden if proof.disclosure is not None else ()
    stated = ", ".join(name for name in names if name in TIME_CLAIMS)
    params = {"detail": "must stand in clear", "member": stated}
    return [Finding(reason=Reason.DISCLOSURE_INVALID, params=params)] if stated else []


def _dates(credential: VerifiableCredential, context: VerificationContext) -> list[Finding]:
    findings: list[Finding] = []
    for text, reason in (
        (credential.credential.valid_from, Reason.NOT_YET_VALID),
        (credential.credential.valid_until, Reason.EXPIRED),
    ):
        if text is None:
            continue
        at = parse_instant(text)
        if at is None:
            findings.append(Finding(reason=Reason.DATE_UNREADABLE, params={"date": text[:64]}))
        elif (at <= context.at) if reason is Reason.EXPIRED else (at > context.at):
            findings.append(Finding(reason=reason, params={"date": text}))
    return findings


def _claims(proof: JwsProof, context: VerificationContext) -> list[Finding]:
    findings: list[Finding] = []
    for seconds, reason in ((proof.not_before, Reason.NOT_YET_VALID), (proof.expires, Reason.EXPIRED)):
        if seconds is None:
            continue
        at = instant_from_seconds(seconds)
        if at is None:
            findings.append(Finding(reason=Reason.DATE_UNREADABLE, params={"date": str(seconds)}))
        elif (at <= context.at) if reason is Reason.EXPIRED else (at > context.at):
            findings.append(Finding(reason=reason, params={"date": format_instant(at)}))
    return findings
