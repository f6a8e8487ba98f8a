"""Proof: whether the key that the proof names signed exactly these bytes, for this purpose.

Open Badges 3.0, "OpenBadgeCredential Verification", step 3; VC Data Integrity 1.0 sections 4.3 to 4.5 (verify proof,
proof sets, proof chains). An enveloping JWS is judged in `jws`. Policy for several proofs: every one must hold. A set
with one good and one broken proof fails; a set with one good proof and one in a suite this wallet does not know is
indeterminate.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from wallet.codec import jsonld
from wallet.codec.limits import MAX_PROOFS
from wallet.codec.time import parse_instant
from wallet.model.credential import DataIntegrityProof, JwsProof, Proof, VerifiablePresentation
from wallet.model.json import JsonObject
from wallet.model.report import Check, CheckResult, Finding, Reason, ReliedOn
from wallet.verify.checks.jws import check_jws, disclosure_params
from wallet.verify.checks.results import from_findings
from wallet.verify.context import VerificationContext
from wallet.verify.keys import FoundKey, find_key

CREDENTIAL_PURPOSE: Final = "assertionMethod"
PRESENTATION_PURPOSE: Final = "authentication"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofOutcome:
    """The result, and for each proof that holds the key that made it."""

    result: CheckResult
    keys: tuple[FoundKey, ...]


def check_proof(context: VerificationContext) -> ProofOutcome:
    """Verify every proof of the context's subject."""
    proofs = context.subject.proofs
    if not proofs:
        return ProofOutcome(result=from_findings(Check.PROOF, [Finding(reason=Reason.UNSIGNED)]), keys=())
    if len(proofs) > MAX_PROOFS:
        too_many = Finding(reason=Reason.TOO_COMPLEX, params={"limit": str(MAX_PROOFS)})
        return ProofOutcome(result=from_findings(Check.PROOF, [too_many]), keys=())
    findings: list[Finding] = []
    keys: list[FoundKey] = []
    for proof in proofs:
        found = _check_one(proof, context)
        if isinstance(found, Finding):
            findings.append(found)
        else:
            keys.append(found)
    relied_on = tuple(item for key in keys for item in key.relied_on) + _contexts_used(context, proofs)
    names = ", ".join(proof.algorithm if isinstance(proof, JwsProof) else proof.cryptosuite for proof in proofs)
    params = {"proofs": str(len(proofs)), "suites": names}
    if isinstance(proofs[0], JwsProof):
        params |= disclosure_params(proofs[0].disclosure)
    return ProofOutcome(result=from_findings(Check.PROOF, findings, relied_on, params), keys=tuple(keys))


def purpose_of(context: VerificationContext) -> str:
    """What a proof on the subject has to be made for."""
    presentation = isinstance(context.subject, VerifiablePresentation)
    return PRESENTATION_PURPOSE if presentation else CREDENTIAL_PURPOSE


def _check_one(proof: Proof, context: VerificationContext) -> FoundKey | Finding:
    return check_jws(proof, context) if isinstance(proof, JwsProof) else _check_data_integrity(proof, context)


def _check_data_integrity(proof: DataIntegrityProof, context: VerificationContext) -> FoundKey | Finding:
    suite = context.tools.suites.get(proof.cryptosuite)
    if suite is None:
        return Finding(reason=Reason.SUITE_UNSUPPORTED, params={"suite": proof.cryptosuite or proof.type})
    problem = _options_problem(proof, context)
    if problem is not None:
        return problem
    unsecured = _secured_document(proof, context.subject.document)
    if isinstance(unsecured, Finding):
        return unsecured
    found = find_key(proof.verification_method or "", context)
    if isinstance(found, Finding):
        return found
    if found.public_key.type not in suite.key_types:
        return Finding(reason=Reason.SIGNATURE_MISMATCH, params={"detail": "key type"})
    return suite.verify(unsecured, proof, found.public_key, context.contexts) or found


def _options_problem(proof: DataIntegrityProof, context: VerificationContext) -> Finding | None:
    """What is wrong with the proof's own options, before any mathematics."""
    wanted = purpose_of(context)
    if proof.purpose != wanted:
        return Finding(reason=Reason.WRONG_PURPOSE, params={"purpose": proof.purpose or "-", "expected": wanted})
    if not proof.verification_method:
        return Finding(reason=Reason.PROOF_MALFORMED, params={"detail": "verificationMethod"})
    for name, text in (("created", proof.created), ("expires", proof.expires)):
        if text is not None and parse_instant(text) is None:
            return Finding(reason=Reason.PROOF_MALFORMED, params={"detail": name})
    expires = parse_instant(proof.expires) if proof.expires else None
    if expires is not None and expires <= context.at:
        return Finding(reason=Reason.PROOF_EXPIRED, params={"expires": proof.expires or ""})
    return None


def _secured_document(proof: DataIntegrityProof, document: JsonObject) -> JsonObject | Finding:
    """The document the proof is made over: without proofs, except those of a chain that it names."""
    unsecured = {name: value for name, value in document.items() if name != "proof"}
    previous = proof.options.get("previousProof")
    if previous is None:
        return unsecured
    wanted = previous if isinstance(previous, list) else [previous]
    listed = document.get("proof")
    proofs = [item for item in (listed if isinstance(listed, list) else [listed]) if isinstance(item, dict)]
    matching = [item for item in proofs if item.get("id") in wanted]
    if not wanted or len(matching) != len(wanted) or proof.options in matching:
        return Finding(reason=Reason.PROOF_MALFORMED, params={"detail": "previousProof"})
    return {**unsecured, "proof": [*matching]}


def _contexts_used(context: VerificationContext, proofs: Sequence[Proof]) -> tuple[ReliedOn, ...]:
    if all(isinstance(proof, JwsProof) for proof in proofs):
        return ()
    found = (context.contexts.get(url) for url in dict.fromkeys(jsonld.context_urls(context.subject.document)))
    return tuple(
        ReliedOn(url=item.url, sha256=item.sha256, source=item.source, retrieved_at=item.retrieved_at)
        for item in found
        if item is not None
    )
