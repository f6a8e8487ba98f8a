"""Controller: whether the key speaks for the one the document names.

VC Data Integrity 1.0, "Verification Method Binding" and "Verification Relationship Validation"; CID 1.0, section 3.3.
Both ways: the identifier's own document lists the key for the purpose, and the key names that identifier as its
controller. `alsoKnownAs` in a document is a claim of its writer and makes no two identifiers one.

The time that counts for a key is the instant of verification. CID 1.0, section 2.2, asks verifiers not to accept
proofs by a key at or after its `revoked` or `expires`. What the proof says of its own date (`created`, `iat`) cannot
save it: whoever took a key can write any date. So a revoked or expired key fails every badge it ever signed, also those
from before, unless the identifier's method keeps a history and the badge is judged as of then (did:webvh with `--at`).
A key that a did:webvh has dropped, and every key of a deactivated DID, count as revoked. A key revoked only after the
instant that is judged for still counts.
"""

from __future__ import annotations

from typing import Final

from wallet.codec.time import parse_instant
from wallet.model.key import ControllerDocument, VerificationMethod
from wallet.model.report import Check, CheckResult, Finding, Outcome, Reason
from wallet.verify.checks.proof import ProofOutcome, purpose_of
from wallet.verify.checks.results import from_findings
from wallet.verify.context import VerificationContext
from wallet.verify.keys import FoundKey, bind, claimed_identifier

_NAMES_NOBODY: Final = "urn:uuid:"


def check_controller(context: VerificationContext, proof: ProofOutcome) -> tuple[CheckResult, str | None]:
    """The result, and the identifier that the proofs are bound to (None unless the check passed)."""
    if not proof.keys:
        finding = Finding(reason=Reason.NOT_CHECKED, params={"by": Check.PROOF})
        return from_findings(Check.CONTROLLER, [finding]), None
    claimed = claimed_identifier(context)
    holds = proof.result.outcome is Outcome.PASSED
    keys = [_bound_key(key, claimed, context) if holds else key for key in proof.keys]
    findings = [found for key in keys if (found := _problem(key, claimed, context)) is not None]
    found_keys = [key for key in keys if isinstance(key, FoundKey)]
    relied_on = tuple(item for key in found_keys for item in key.relied_on)
    bound = None if findings else _bound_to(found_keys[0], claimed)
    params = {} if bound is None else {"controller": bound}
    if bound is not None and claimed is not None and bound != claimed:
        params["stated"] = claimed
    return from_findings(Check.CONTROLLER, findings, relied_on, params), bound


def _bound_key(key: FoundKey, claimed: str | None, context: VerificationContext) -> FoundKey | Finding:
    """The key with the document that vouches for it, now that its signature holds; as it is, where there is none."""
    return key if key.document is not None else bind(key, claimed, context) or key


def _bound_to(key: FoundKey, claimed: str | None) -> str | None:
    return key.document.id if key.document is not None else claimed


def _problem(key: FoundKey | Finding, claimed: str | None, context: VerificationContext) -> Finding | None:
    if isinstance(key, Finding):
        return key
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
