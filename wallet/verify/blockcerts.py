"""Blockcerts: hash and path proven here, the anchor on an explorer's word, the signer by the issuer's own document.

Blockcerts 2.0 and 3.x, "Verification process". Three links, each its own question:

1. the credential is a leaf of the Merkle tree that the proof names (`wallet.suites.merkle_proof`): proven from the
   bytes alone;
2. the root of that tree stands in the transaction that the proof names (`wallet.verify.anchors`): `anchor-unchecked`,
   cannot tell, while no evidence of the transaction is at hand. Anybody can make a tree; without this link the first
   one says nothing about anybody;
3. the address that signed the transaction is one that the issuer published for that time (`issuer_profile`).

Nothing is asked for before the link above it holds. Of a proof block only hashes and anchors count: its dates and the
key it names are covered by nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from wallet.codec import jsonld
from wallet.codec.limits import MAX_PROOFS
from wallet.codec.links import linked
from wallet.codec.time import format_instant, parse_instant
from wallet.errors import CredentialError
from wallet.formats.blockcerts import unsecured_by
from wallet.model.credential import DataIntegrityProof, JwsProof, Proof, VerifiableCredential
from wallet.model.frozen import frozen
from wallet.model.json import JsonObject
from wallet.model.material import Contexts
from wallet.model.report import Check, CheckResult, Finding, Outcome, Reason, ReliedOn
from wallet.suites.merkle_proof import MERKLE_NAMES, MERKLE_PROOF_2017, MerkleProof, path_problem, read_merkle_proof
from wallet.verify.anchors import find_transaction
from wallet.verify.checks.controller import check_controller
from wallet.verify.checks.proof import CREDENTIAL_PURPOSE, ProofOutcome, check_proof
from wallet.verify.checks.results import findings_of, from_findings
from wallet.verify.context import VerificationContext
from wallet.verify.issuer_profile import Signed, Vouched, vouches
from wallet.verify.revoked_assertions import read_revocation_list
from wallet.vocab.text import objects


@frozen
class Anchored:
    """Proof and controller of a Blockcert, and what the issuer's revocation list says (None: it has none).

    `issuer` is the identifier whose document vouches for the signer; None unless both checks passed.
    """

    proof: CheckResult
    controller: CheckResult
    issuer: str | None = None
    revoked: CheckResult | None = None


@frozen
class _Judged:
    """One Merkle proof: why it does not hold, or the tree as it is anchored, with the evidence."""

    findings: tuple[Finding, ...]
    signed: Signed | None = None
    relied_on: tuple[ReliedOn, ...] = ()
    contexts: Contexts | None = None


def check_anchored(credential: VerifiableCredential, context: VerificationContext) -> Anchored:
    """Judge every proof of the Blockcert: the Merkle proofs here, others as on any credential."""
    if len(credential.proofs) > MAX_PROOFS:
        too_many = Finding(reason=Reason.TOO_COMPLEX, params={"limit": str(MAX_PROOFS)})
        return Anchored(proof=from_findings(Check.PROOF, [too_many]), controller=_waiting(Check.PROOF))
    merkle = [proof for proof in credential.proofs if _is_merkle(proof)]
    judged = [_judge(proof, credential.document, context) for proof in merkle if isinstance(proof, DataIntegrityProof)]
    others = _other_proofs(credential, context)
    proof = _proof_result(credential, judged, others, context)
    signed = [item.signed for item in judged if item.signed is not None]
    if proof.outcome is not Outcome.PASSED:
        return Anchored(proof=proof, controller=_waiting(Check.PROOF), revoked=_unread(credential, Check.PROOF))
    vouched = vouches(credential.credential.issuer.id, signed, context)
    controller = _controller_result(vouched, others)
    if controller.outcome is not Outcome.PASSED:
        return Anchored(proof=proof, controller=controller, revoked=_unread(credential, Check.CONTROLLER))
    revoked = _revocations(credential, vouched, context)
    return Anchored(proof=proof, controller=controller, issuer=vouched.issuer, revoked=revoked)


def _is_merkle(proof: Proof) -> bool:
    return isinstance(proof, DataIntegrityProof) and proof.cryptosuite in MERKLE_NAMES


def _waiting(by: Check) -> CheckResult:
    return from_findings(Check.CONTROLLER, [Finding(reason=Reason.NOT_CHECKED, params={"by": by})])


# --- proof ---------------------------------------------------------------------------------------------------------


def _judge(proof: DataIntegrityProof, document: JsonObject, context: VerificationContext) -> _Judged:
    problem = _options_problem(proof, context)
    if problem is not None:
        return _Judged(findings=(problem,))
    try:
        merkle = read_merkle_proof(proof.cryptosuite, proof.options)
    except CredentialError as error:
        return _Judged(findings=(Finding(reason=Reason(error.code), params=error.params),))
    unsecured = unsecured_by(document, proof)
    contexts, problem = _under_either_copy(unsecured, merkle, context.contexts)
    if problem is not None:
        return _Judged(findings=(problem,), contexts=contexts)
    anchor = merkle.anchors[0]
    transaction, relied_on, url = find_transaction(anchor, context)
    if isinstance(transaction, Finding):
        return _Judged(findings=(transaction,), relied_on=relied_on, contexts=contexts)
    findings: list[Finding] = []
    if merkle.root not in transaction.carries:
        findings.append(Finding(reason=Reason.SIGNATURE_MISMATCH, params={"detail": "anchor", "url": url}))
    if transaction.at > context.at:
        findings.append(Finding(reason=Reason.NOT_YET_VALID, params={"date": format_instant(transaction.at)}))
    signed = Signed(proof=proof, anchor=anchor, transaction=transaction)
    return _Judged(findings=tuple(findings), signed=signed, relied_on=relied_on, contexts=contexts)


def _options_problem(proof: DataIntegrityProof, context: VerificationContext) -> Finding | None:
    """What a proof block says against itself. It is believed in nothing that would speak for it."""
    if proof.cryptosuite == MERKLE_PROOF_2017:
        return None
    if proof.purpose != CREDENTIAL_PURPOSE:
        params = {"purpose": proof.purpose or "-", "expected": CREDENTIAL_PURPOSE}
        return Finding(reason=Reason.WRONG_PURPOSE, params=params)
    expires = parse_instant(proof.expires) if proof.expires is not None else None
    if proof.expires is not None and expires is None:
        return Finding(reason=Reason.PROOF_MALFORMED, params={"detail": "expires"})
    if expires is not None and expires <= context.at:
        return Finding(reason=Reason.PROOF_EXPIRED, params={"expires": proof.expires or ""})
    return None


def _under_either_copy(
    unsecured: JsonObject, merkle: MerkleProof, contexts: Contexts
) -> tuple[Contexts, Finding | None]:
    """The copies of contexts that the hash holds with; the newer ones and why not, where it holds with none."""
    problem = path_problem(unsecured, merkle, contexts)
    older = contexts.older
    if problem is not None and older is not None and path_problem(unsecured, merkle, older) is None:
        return older, None
    return contexts, problem


def _other_proofs(
    credential: VerifiableCredential, context: VerificationContext
) -> tuple[ProofOutcome, VerificationContext] | None:
    """The proofs that are signatures, judged as on any credential."""
    proofs = tuple(proof for proof in credential.proofs if not _is_merkle(proof))
    if not proofs:
        return None
    own = replace(context, subject=replace(credential, proofs=proofs))
    return check_proof(own), own


def _proof_result(
    credential: VerifiableCredential,
    judged: Sequence[_Judged],
    others: tuple[ProofOutcome, VerificationContext] | None,
    context: VerificationContext,
) -> CheckResult:
    findings = [finding for item in judged for finding in item.findings]
    relied_on = [item for one in judged for item in one.relied_on]
    if others is not None:
        findings += findings_of(others[0].result)
        relied_on += others[0].result.relied_on
    used = next((item.contexts for item in judged if item.contexts is not None), context.contexts)
    relied_on += _contexts_used(credential.document, used)
    names = [proof.algorithm if isinstance(proof, JwsProof) else proof.cryptosuite for proof in credential.proofs]
    params = {"proofs": str(len(names)), "suites": ", ".join(names)}
    for item in judged:
        if item.signed is not None:
            anchor, transaction = item.signed.anchor, item.signed.transaction
            params |= {"chain": anchor.place, "transaction": anchor.transaction, "signer": transaction.signer}
            params["anchored"] = format_instant(transaction.at)
    return from_findings(Check.PROOF, findings, tuple(relied_on), params)


def _contexts_used(document: JsonObject, contexts: Contexts) -> list[ReliedOn]:
    found = (contexts.get(url) for url in jsonld.context_urls(document))
    return [
        ReliedOn(url=item.url, sha256=item.sha256, source=item.source, retrieved_at=item.retrieved_at)
        for item in found
        if item is not None
    ]


# --- controller and status -----------------------------------------------------------------------------------------


def _controller_result(vouched: Vouched, others: tuple[ProofOutcome, VerificationContext] | None) -> CheckResult:
    findings, relied_on = list(vouched.findings), list(vouched.relied_on)
    if others is not None:
        outcome, own = others
        result, _ = check_controller(own, outcome)
        findings += findings_of(result)
        relied_on += result.relied_on
    return from_findings(Check.CONTROLLER, findings, tuple(relied_on), {"controller": vouched.issuer})


def _revocations(
    credential: VerifiableCredential, vouched: Vouched, context: VerificationContext
) -> CheckResult | None:
    """The revocation lists that the credential and the issuer's profile name; several count all."""
    urls = _lists(credential, vouched.profile or {})
    if not urls:
        return None
    findings: list[Finding] = []
    relied_on: list[ReliedOn] = []
    for url in urls:
        found, evidence = read_revocation_list(url, {credential.credential.id}, context)
        findings += found
        relied_on += evidence
    return from_findings(Check.STATUS, findings, tuple(relied_on))


def _unread(credential: VerifiableCredential, by: Check) -> CheckResult | None:
    """A revocation list is named, and was not asked for because of what another check found."""
    if not _lists(credential, {}):
        return None
    return from_findings(Check.STATUS, [Finding(reason=Reason.NOT_CHECKED, params={"by": by})])


def _lists(credential: VerifiableCredential, profile: JsonObject) -> dict[str, None]:
    badge = next(iter(objects(credential.document.get("badge"))), {})
    stated = [*objects(badge.get("issuer")), *objects(credential.document.get("issuer")), profile]
    return dict.fromkeys(url for item in stated for url in linked(item.get("revocationList")))
