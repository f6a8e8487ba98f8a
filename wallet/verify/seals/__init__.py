"""Electronic seals: credentials whose signature is vouched for by certificates (eIDAS), not by an issuer's identifier.

The checks are the same as everywhere. `proof` asks whether the key in the seal's certificate signed exactly this;
`controller` whether the certificate may sign, leads to an authority in a trust list that the user keeps, is in force,
is not known to be revoked, and is the issuer's own.
"""

from __future__ import annotations

from typing import Final

from wallet.model.credential import JwsProof, Verifiable
from wallet.model.report import Check, CheckResult, Finding, Reason, ReliedOn
from wallet.verify.checks.proof import ProofOutcome
from wallet.verify.checks.results import from_findings
from wallet.verify.context import VerificationContext
from wallet.verify.keys import FoundKey
from wallet.verify.seals.chain import judge_certificates
from wallet.verify.seals.identity import judge_identity
from wallet.verify.seals.jades import judge_jws
from wallet.verify.seals.seal import Seal, shown_certificate
from wallet.verify.seals.xades import judge_xml

_XML: Final = "xades"


def check_seals(context: VerificationContext) -> tuple[ProofOutcome, CheckResult, str | None]:
    """Proof and controller of a sealed credential, and the identifier that it is bound to, where both hold.

    Of several seals every one must hold and be the issuer's.
    """
    subject = context.subject
    seals = _seals(subject, context)
    findings = [item for item in seals if isinstance(item, Finding)]
    holding = [item for item in seals if isinstance(item, Seal)]
    params = {"proofs": str(len(seals)), "suites": ", ".join(item.algorithm for item in holding)}
    if holding and any(seal.timestamped for seal in holding):
        params["timestamp"] = "not-checked"
    proof = from_findings(Check.PROOF, findings, params={name: text for name, text in params.items() if text})
    outcome = ProofOutcome(result=proof, keys=tuple(FoundKey(public_key=seal.key) for seal in holding))
    if not holding or findings:
        waiting = Finding(reason=Reason.NOT_CHECKED, params={"by": Check.PROOF})
        return outcome, from_findings(Check.CONTROLLER, [waiting]), None
    controller, bound = _controller(holding, subject, context)
    return outcome, controller, bound


def _seals(subject: Verifiable, context: VerificationContext) -> list[Seal | Finding]:
    if subject.format == _XML:
        return [judge_xml(subject, context)]
    return [judge_jws(proof, context) for proof in subject.proofs if isinstance(proof, JwsProof)]


def _controller(seals: list[Seal], subject: Verifiable, context: VerificationContext) -> tuple[CheckResult, str | None]:
    findings: list[Finding] = []
    params: dict[str, str] = {}
    evidence: list[ReliedOn] = []
    for seal in seals:
        judged = judge_certificates(seal, context)
        evidence += judged.relied_on
        identity = judge_identity(seal.leaf, subject.document.get("issuer"))
        findings += [*judged.findings, *([identity] if isinstance(identity, Finding) else [])]
        params |= {**shown_certificate(seal), **judged.notes}
        if not isinstance(identity, Finding):
            params["matched"] = identity
    result = from_findings(Check.CONTROLLER, findings, tuple(evidence), params)
    return result, None if findings else params["controller"]
