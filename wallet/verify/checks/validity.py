"""Validity: whether the instant of the judgement is inside the period that the credential states.

VCDM 2.0 section 4.9 (`validFrom`, `validUntil`), VCDM 1.1 (`issuanceDate`, `expirationDate`), and the `nbf` and `exp`
claims of a JWT: every one that is stated counts, whatever the version of the data model. A date without a time zone, a
leap second and a year beyond 9999 name no instant on which implementations agree: cannot tell. `awardedDate` says when
something was achieved and bounds nothing.

A clock that shows an earlier time than this wallet has seen before may make an expired credential look valid: then
what is in force cannot be told either.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from wallet.codec.time import format_instant, instant_from_seconds, parse_instant
from wallet.model.credential import JwsProof, VerifiableCredential
from wallet.model.json import JsonValue
from wallet.model.report import Check, CheckResult, Finding, Reason
from wallet.verify.checks.jws import TIME_CLAIMS
from wallet.verify.checks.results import from_findings, not_applicable
from wallet.verify.context import VerificationContext

CLOCK_TOLERANCE: Final = timedelta(minutes=5)
"""How far a clock may go back without being told: computers correct theirs by seconds, all the time."""

_MEMBERS: Final = (
    ("validFrom", Reason.NOT_YET_VALID),
    ("issuanceDate", Reason.NOT_YET_VALID),
    ("validUntil", Reason.EXPIRED),
    ("expirationDate", Reason.EXPIRED),
)
_SHOWN_CHARACTERS: Final = 64


def check_validity(credential: VerifiableCredential, context: VerificationContext) -> CheckResult:
    """Judge every date that the credential or its JWT states."""
    findings = _dates(credential, context)
    for proof in credential.proofs:
        if isinstance(proof, JwsProof):
            findings += [*_claims(proof, context), *_withholdable(proof)]
    findings += _clock(context)
    # An end that has come outweighs a start that has not: it is final.
    findings.sort(key=lambda finding: finding.reason is not Reason.EXPIRED)
    params = _told(credential)
    if not findings and not _states_a_period(credential):
        return not_applicable(Check.VALIDITY, params)
    return from_findings(Check.VALIDITY, findings, params=params)


def _told(credential: VerifiableCredential) -> dict[str, str]:
    """What is stated, for people: the period, the day of the award, and a refresh service, which is not asked here."""
    stated = {
        "valid_from": credential.credential.valid_from,
        "valid_until": credential.credential.valid_until,
        "awarded": _text(credential.document.get("awardedDate")),
        "refresh_service": _refresh_service(credential.document.get("refreshService")),
    }
    return {name: text for name, text in stated.items() if text is not None}


def _refresh_service(value: JsonValue) -> str | None:
    """The types of the services that would give a newer version of the credential (VCDM 2.0, section 5.4)."""
    items = value if isinstance(value, list) else [value]
    types = [_text(item.get("type")) or "-" for item in items if isinstance(item, dict)]
    return ", ".join(types) or None


def _text(value: JsonValue) -> str | None:
    return value[:_SHOWN_CHARACTERS] if isinstance(value, str) and value else None


def _states_a_period(credential: VerifiableCredential) -> bool:
    proofs = [proof for proof in credential.proofs if isinstance(proof, JwsProof)]
    claims = [seconds for proof in proofs for seconds in (proof.not_before, proof.expires)]
    return any(True for _ in _stated(credential)) or any(seconds is not None for seconds in claims)


def _clock(context: VerificationContext) -> list[Finding]:
    latest = context.latest_time
    if latest is None or context.at >= latest - CLOCK_TOLERANCE:
        return []
    params = {"since": format_instant(latest), "now": format_instant(context.at)}
    return [Finding(reason=Reason.CLOCK_SET_BACK, params=params)]


def _withholdable(proof: JwsProof) -> list[Finding]:
    """Dates that a holder could have left out must not decide for the holder (SD-JWT VC, "Registered JWT Claims")."""
    names = proof.disclosure.forbidden if proof.disclosure is not None else ()
    stated = ", ".join(name for name in names if name in TIME_CLAIMS)
    params = {"detail": "must stand in clear", "member": stated}
    return [Finding(reason=Reason.DISCLOSURE_INVALID, params=params)] if stated else []


def _dates(credential: VerifiableCredential, context: VerificationContext) -> list[Finding]:
    findings: list[Finding] = []
    for value, reason in _stated(credential):
        at = parse_instant(value) if isinstance(value, str) else None
        if at is None:
            findings.append(Finding(reason=Reason.DATE_UNREADABLE, params={"date": _text(value) or "-"}))
        elif (at <= context.at) if reason is Reason.EXPIRED else (at > context.at):
            findings.append(Finding(reason=reason, params={"date": format_instant(at)}))
    return findings


def _stated(credential: VerifiableCredential) -> Iterator[tuple[JsonValue, Reason]]:
    """Every date that bounds the credential, each once: as its data model has it, and as any other version would."""
    seen: set[tuple[str, Reason]] = set()
    parsed: list[tuple[JsonValue, Reason]] = [
        (credential.credential.valid_from, Reason.NOT_YET_VALID),
        (credential.credential.valid_until, Reason.EXPIRED),
    ]
    for value, reason in (*parsed, *((credential.document.get(name), reason) for name, reason in _MEMBERS)):
        key = (repr(value), reason)
        if value is not None and key not in seen:
            seen.add(key)
            yield value, reason


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
