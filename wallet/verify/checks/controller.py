"""Controller: whether the key speaks for the one the document names.

Open Badges 3.0, "OpenBadgeCredential Verification", step 4; VC Data Integrity 1.0, "Verification Method Binding" and
"Verification Relationship Validation". The identifier's own document must list the key for the purpose, the key must
name that identifier as its controller, and it must not be revoked.
"""

from __future__ import annotations

from typing import Final

from wallet.codec.time import parse_instant
from wallet.model.credential import VerifiablePresentation
from wallet.model.key import ControllerDocument, VerificationMethod
from wallet.model.report import Check, CheckResult, Finding, Reason
from wallet.verify.checks.proof import ProofOutcome, purpose_of
from wallet.verify.checks.results import from_findings
from wallet.verify.context import VerificationContext
from wallet.verify.keys import FoundKey

_NAMES_NOBODY: Final = "urn:uuid:"


def check_controller(context: VerificationContext, proof: ProofOutcome) -> tuple[CheckResult, str | None]:
    """The result, and the identifier that the proofs are bound to (None unless the check passed)."""
    if not proof.keys:
        finding = Finding(reason=Reason.NOT_CHECKED, params={"by": Check.PROOF})
        return from_findings(Check.CONTROLLER, [finding]), None
    claimed = _claimed(context)
    findings = [found for key in proof.keys if (found := _problem(key, claimed, context)) is not None]
    relied_on = tuple(item for key in proof.keys for item in key.relied_on)
    bound = None if findings else _bound_to(proof.keys[0], claimed)
    params = {} if bound is None else {"controller": bound}
    if bound is not None and claimed is not None and bound != claimed:
        params["stated"] = claimed
    return from_findings(Check.CONTROLLER, findings, relied_on, params), bound


def _claimed(context: VerificationContext) -> str | None:
    subject = context.subject
    return subject.holder if isinstance(subject, VerifiablePresentation) else subject.credential.issuer.id


def _bound_to(key: FoundKey, claimed: str | None) -> str | None:
    return key.document.id if key.document is not None else claimed


def _problem(key: FoundKey, claimed: str | None, context: VerificationContext) -> Finding | None:
    if key.method is None or key.document is None:
        return Finding(reason=Reason.ISSUER_KEY_UNBOUND, params={"issuer": claimed or "-"})
    return _document_problem(key.document, key.method, context) or _claim_problem(key.document, claimed)


def _document_problem(
    document: ControllerDocument, method: VerificationMethod, context: VerificationContext
) -> Finding | None:
    """What the document itself says against the key."""
    purpose = purpose_of(context)
    if document.deactivated:
        return Finding(reason=Reason.KEY_REVOKED, params={"key": method.id, "detail": "deactivated"})
    if method.controller != document.id:
        params = {"key": method.id, "controller": method.controller or "-", "expected": document.id}
        return Finding(reason=Reason.CONTROLLER_MISMATCH, params=params)
    if method.id not in document.relationships.get(purpose, frozenset()):
        return Finding(reason=Reason.WRONG_PURPOSE, params={"key": method.id, "expected": purpose})
    for text in (method.revoked, method.expires):
        if text is not None and _has_come(text, context):
            return Finding(reason=Reason.KEY_REVOKED, params={"key": method.id, "since": text})
    return None


def _has_come(text: str, context: VerificationContext) -> bool:
    """A date that cannot be read is taken as past: the key was marked, and that is all that is known."""
    at = parse_instant(text)
    return at is None or at <= context.at


def _claim_problem(document: ControllerDocument, claimed: str | None) -> Finding | None:
    """Whether the document's identifier is the one that the credential or presentation claims."""
    if claimed is None or claimed == document.id:
        return None
    if claimed.startswith(_NAMES_NOBODY):
        # A urn:uuid has no owner and no document: the key is the only identity there is, and it is what gets reported.
        return None
    if claimed.startswith("did:"):
        params = {"controller": document.id, "expected": claimed}
        return Finding(reason=Reason.CONTROLLER_MISMATCH, params=params)
    return Finding(reason=Reason.ISSUER_KEY_UNBOUND, params={"issuer": claimed, "controller": document.id})
