"""Proof: whether the key that the proof names signed exactly these bytes, for this purpose.

Open Badges 3.0, "OpenBadgeCredential Verification", step 3; VC Data Integrity 1.0 sections 4.3 to 4.5 (verify proof,
proof sets, proof chains). An enveloping JWS is judged in `jws`. Policy for several proofs: every one must hold. A set
with one good and one broken proof fails; a set with one good proof and one in a suite this wallet does not know is
indeterminate. Of several proofs the parameters `proof-1`, `proof-2` ... give the suite, the verification method and the
result of each; `legacy` names the suites that are read for old documents only.

A context that was published twice with different content under one URL counts in either copy: the newer is tried first,
and the one that the proof holds with is the one relied on.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from wallet.codec import jsonld
from wallet.codec.limits import MAX_PROOFS
from wallet.codec.time import parse_instant
from wallet.model.credential import DataIntegrityProof, JwsProof, Proof, VerifiablePresentation
from wallet.model.frozen import frozen
from wallet.model.json import JsonObject
from wallet.model.material import Contexts
from wallet.model.report import Check, CheckResult, Finding, Reason, ReliedOn
from wallet.suites.interface import Cryptosuite
from wallet.suites.selective.forms import ProofForm, form_of
from wallet.verify.checks.jws import check_jws, disclosure_params
from wallet.verify.checks.results import from_findings
from wallet.verify.context import VerificationContext
from wallet.verify.keys import FoundKey, find_key

CREDENTIAL_PURPOSE: Final = "assertionMethod"
PRESENTATION_PURPOSE: Final = "authentication"

_OF_THE_COPY: Final = frozenset({Reason.SIGNATURE_MISMATCH, Reason.DROPPED_TERMS, Reason.CONTEXT_UNUSABLE})
"""Findings that another copy of a context can turn."""


@frozen
class ProofOutcome:
    """The result, and for each proof that holds the key that made it."""

    result: CheckResult
    keys: tuple[FoundKey, ...]


@frozen
class Judged:
    """One proof, the key that made it or why it does not hold, and the contexts it was judged under."""

    proof: Proof
    found: FoundKey | Finding
    contexts: Contexts | None = None

    @property
    def line(self) -> str:
        """The proof in one line: suite, verification method, result."""
        result = self.found.reason if isinstance(self.found, Finding) else "passed"
        return f"{_name(self.proof)} {self.proof.verification_method or '-'}: {result}"


class Ready(NamedTuple):
    """What the mathematics of a Data Integrity proof needs."""

    suite: Cryptosuite
    unsecured: JsonObject
    key: FoundKey


def check_proof(context: VerificationContext) -> ProofOutcome:
    """Verify every proof of the context's subject."""
    proofs = context.subject.proofs
    if not proofs:
        return ProofOutcome(result=from_findings(Check.PROOF, [Finding(reason=Reason.UNSIGNED)]), keys=())
    if len(proofs) > MAX_PROOFS:
        too_many = Finding(reason=Reason.TOO_COMPLEX, params={"limit": str(MAX_PROOFS)})
        return ProofOutcome(result=from_findings(Check.PROOF, [too_many]), keys=())
    judged = judge_proofs(context)
    findings = [item.found for item in judged if isinstance(item.found, Finding)]
    keys = tuple(item.found for item in judged if isinstance(item.found, FoundKey))
    relied_on = tuple(item for key in keys for item in key.relied_on) + _contexts_used(context, judged)
    result = from_findings(Check.PROOF, findings, relied_on, _params(judged, context))
    return ProofOutcome(result=result, keys=keys)


def judge_proofs(context: VerificationContext) -> list[Judged]:
    """Each proof of the context's subject by itself, in their order, within the limit of how many are looked at."""
    return [_check_one(proof, context) for proof in context.subject.proofs[:MAX_PROOFS]]


def purpose_of(context: VerificationContext) -> str:
    """What a proof on the subject has to be made for."""
    presentation = isinstance(context.subject, VerifiablePresentation)
    return PRESENTATION_PURPOSE if presentation else CREDENTIAL_PURPOSE


def _params(judged: Sequence[Judged], context: VerificationContext) -> dict[str, str]:
    names = [_name(item.proof) for item in judged]
    suites = (context.tools.suites.get(name) for name in dict.fromkeys(names))
    legacy = [suite.name for suite in suites if suite is not None and suite.legacy]
    params = {"proofs": str(len(judged)), "suites": ", ".join(names)}
    if legacy:
        params["legacy"] = ", ".join(legacy)
    forms = [form_of(item.proof.options) for item in judged if isinstance(item.proof, DataIntegrityProof)]
    form = ProofForm.BASE if ProofForm.BASE in forms else next(filter(None, forms), None)
    if form is not None:
        params["form"] = form
    if len(judged) > 1:
        params |= {f"proof-{number}": item.line for number, item in enumerate(judged, start=1)}
    if isinstance(judged[0].proof, JwsProof):
        params |= disclosure_params(judged[0].proof.disclosure)
    return params


def _name(proof: Proof) -> str:
    return proof.algorithm if isinstance(proof, JwsProof) else proof.cryptosuite


def _check_one(proof: Proof, context: VerificationContext) -> Judged:
    if isinstance(proof, JwsProof):
        return Judged(proof=proof, found=check_jws(proof, context))
    ready = prepare(proof, context)
    if isinstance(ready, Finding):
        return Judged(proof=proof, found=ready, contexts=context.contexts)
    found = ready.suite.verify(ready.unsecured, proof, ready.key.public_key, context.contexts)
    older = _older_copies(found, ready.unsecured, context.contexts)
    if older is not None and ready.suite.verify(ready.unsecured, proof, ready.key.public_key, older) is None:
        return Judged(proof=proof, found=ready.key, contexts=older)
    return Judged(proof=proof, found=found or ready.key, contexts=context.contexts)


def prepare(proof: DataIntegrityProof, context: VerificationContext) -> Ready | Finding:
    """Everything that comes before the mathematics."""
    suite = context.tools.suites.get(proof.cryptosuite)
    if suite is None:
        return Finding(reason=Reason.SUITE_UNSUPPORTED, params={"suite": proof.cryptosuite or proof.type})
    unsecured = _options_problem(proof, context) or _secured_document(proof, context.subject.document)
    if isinstance(unsecured, Finding):
        return unsecured
    key = find_key(proof.verification_method or "", context)
    if isinstance(key, Finding):
        return key
    if key.public_key.type not in suite.key_types:
        return Finding(reason=Reason.SIGNATURE_MISMATCH, params={"detail": "key type"})
    return Ready(suite, unsecured, key)


def _older_copies(found: Finding | None, document: JsonObject, contexts: Contexts) -> Contexts | None:
    """The older copies of contexts, when the document names one that has such and the proof may depend on it."""
    older = contexts.older
    if found is None or found.reason not in _OF_THE_COPY or older is None:
        return None
    for url in jsonld.context_urls(document):
        newer, other = contexts.get(url), older.get(url)
        if newer is not None and other is not None and newer.sha256 != other.sha256:
            return older
    return None


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
    if context.presented and form_of(proof.options) is ProofForm.BASE:
        # The specifications give a verifier nothing to verify a base proof with, and it carries the key that hides
        # what is withheld. To fail it would call a true badge false; to pass it would call the leak good.
        return Finding(reason=Reason.BASE_PROOF, params={"suite": proof.cryptosuite})
    return None


def _secured_document(proof: DataIntegrityProof, document: JsonObject) -> JsonObject | Finding:
    """The document the proof is made over: without proofs, except those of a chain that it names."""
    unsecured = {name: value for name, value in document.items() if name != "proof"}
    previous = proof.options.get("previousProof")
    if previous is None:
        return unsecured
    wanted = [item for item in (previous if isinstance(previous, list) else [previous]) if isinstance(item, str)]
    listed = document.get("proof")
    proofs = [item for item in (listed if isinstance(listed, list) else [listed]) if isinstance(item, dict)]
    matching = [item for item in proofs if item.get("id") in wanted]
    if not wanted or previous not in (wanted, wanted[0]) or len(matching) != len(wanted) or proof.options in matching:
        return Finding(reason=Reason.PROOF_MALFORMED, params={"detail": "previousProof"})
    return {**unsecured, "proof": [*matching]}


def _contexts_used(context: VerificationContext, judged: Sequence[Judged]) -> tuple[ReliedOn, ...]:
    """The copies of contexts that gave the terms their meaning: those that proofs hold with, where any does."""
    holding = [item.contexts for item in judged if isinstance(item.found, FoundKey)]
    used = [contexts for contexts in holding or [item.contexts for item in judged] if contexts is not None]
    if not used:
        return ()
    urls = jsonld.context_urls(context.subject.document)
    found = (contexts.get(url) for contexts in used for url in urls)
    return tuple(
        ReliedOn(url=item.url, sha256=item.sha256, source=item.source, retrieved_at=item.retrieved_at)
        for item in found
        if item is not None
    )
