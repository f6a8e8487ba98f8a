"""Recipient: whether it is about, and presented by, the one whom the verifier expects.

Open Badges 3.0, "OpenBadgeCredential Verification", step 7 (recipient; hashed identifiers); VC Data Integrity 1.0
section 4.5 (challenge and domain); VCDM 2.0 section 4.13 (holder). What the verifier did not ask for is not applicable,
with one exception: a presentation whose credentials are about somebody else's DID never passes as the holder's own.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from hashlib import new as new_hash
from typing import Final

from wallet.model.credential import (
    DataIntegrityProof,
    Description,
    IdentityObject,
    VerifiableCredential,
    VerifiablePresentation,
)
from wallet.model.report import Check, CheckResult, Finding, Reason
from wallet.verify.checks.results import from_findings, not_applicable
from wallet.verify.context import VerificationContext

_HASHES: Final = frozenset({"md5", "sha256"})
"""The two functions Open Badges has ever allowed for identity hashes."""


def check_recipient(
    credential: VerifiableCredential, description: Description | None, context: VerificationContext
) -> CheckResult:
    """For a credential on its own: whether one of the expected recipients is its subject."""
    expected = context.expectation.recipients
    findings: list[Finding] = []
    if context.expectation.require_binding:
        findings.append(Finding(reason=Reason.HOLDER_UNBOUND))
    if expected:
        findings += _recipient_findings(credential, description, expected)
    elif not context.expectation.require_binding:
        return not_applicable(Check.RECIPIENT)
    return from_findings(Check.RECIPIENT, findings)


def check_presenter(
    presentation: VerifiablePresentation, holder: str | None, context: VerificationContext
) -> CheckResult:
    """For a presentation: challenge, domain, and whether the holder is the subject of what is presented."""
    findings = [*_asked(presentation, context), *_subjects(presentation, holder, context)]
    params = {name: value for name, value in _stated(presentation).items() if value}
    return from_findings(Check.RECIPIENT, findings, params=params)


def _asked(presentation: VerifiablePresentation, context: VerificationContext) -> Iterable[Finding]:
    stated = _stated(presentation)
    expectation = context.expectation
    if expectation.challenge is not None and stated["challenge"] != expectation.challenge:
        params = {"challenge": stated["challenge"] or "-", "expected": expectation.challenge}
        yield Finding(reason=Reason.CHALLENGE_MISMATCH, params=params)
    if expectation.domain is not None and expectation.domain not in _domains(presentation):
        yield Finding(
            reason=Reason.DOMAIN_MISMATCH, params={"domain": stated["domain"] or "-", "expected": expectation.domain}
        )


def _subjects(
    presentation: VerifiablePresentation, holder: str | None, context: VerificationContext
) -> Iterable[Finding]:
    for credential in presentation.credentials:
        if not isinstance(credential, VerifiableCredential):
            continue
        for subject in credential.credential.subjects:
            if subject.id is not None and subject.id.startswith("did:") and subject.id != holder:
                yield Finding(reason=Reason.HOLDER_MISMATCH, params={"holder": holder or "-", "subject": subject.id})
            elif context.expectation.require_binding and (subject.id is None or subject.id != holder):
                yield Finding(reason=Reason.HOLDER_UNBOUND, params={"holder": holder or "-"})


def _stated(presentation: VerifiablePresentation) -> dict[str, str]:
    proofs = [proof for proof in presentation.proofs if isinstance(proof, DataIntegrityProof)]
    challenges = [proof.challenge for proof in proofs if proof.challenge is not None]
    return {
        "challenge": challenges[0] if len(set(challenges)) == 1 else "",
        "domain": ", ".join(_domains(presentation)),
        "expires": next((proof.expires for proof in proofs if proof.expires), ""),
    }


def _domains(presentation: VerifiablePresentation) -> tuple[str, ...]:
    """The domains that every proof states."""
    stated = [set(proof.domain) for proof in presentation.proofs if isinstance(proof, DataIntegrityProof)]
    return tuple(sorted(set.intersection(*stated))) if stated else ()


def _recipient_findings(
    credential: VerifiableCredential, description: Description | None, expected: tuple[str, ...]
) -> list[Finding]:
    ids = [subject.id for subject in credential.credential.subjects if subject.id is not None]
    identifiers = description.identifiers if description is not None else ()
    if not ids and not identifiers:
        return [Finding(reason=Reason.RECIPIENT_UNKNOWN)]
    if any(wanted in ids or any(_matches(wanted, item) for item in identifiers) for wanted in expected):
        return []
    return [Finding(reason=Reason.RECIPIENT_MISMATCH, params={"expected": ", ".join(expected)})]


def _matches(wanted: str, identity: IdentityObject) -> bool:
    """Compare with an IdentityObject: plain, or `algorithm$hex` over the value followed by the salt."""
    if not identity.hashed:
        return wanted == identity.hash
    algorithm, _, digest = identity.hash.partition("$")
    if algorithm not in _HASHES:
        return False
    for spelling in dict.fromkeys((wanted, wanted.lower())):
        computed = new_hash(algorithm, (spelling + (identity.salt or "")).encode(), usedforsecurity=False).hexdigest()
        if hmac.compare_digest(computed, digest.lower()):
            return True
    return False
