"""The order of verification: structure → proof → controller → status → validity → recipient → endorsements.

Open Badges 3.0, "OpenBadgeCredential Verification". Every check is reported, none stops the others, except that
nothing named by a credential is asked for before its proof and controller hold. A crash inside a check is an
`internal-error`, which is indeterminate: a bug must never read as a pass.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Final, NamedTuple, assert_never

from wallet.model.credential import (
    Credential,
    Description,
    Unreadable,
    Verifiable,
    VerifiableCredential,
    VerifiablePresentation,
)
from wallet.model.report import (
    Check,
    CheckResult,
    Finding,
    InputFacts,
    IssuerTrust,
    Outcome,
    Reason,
    TrustFinding,
    VerificationReport,
)
from wallet.model.request import Expectation
from wallet.model.trace import ProofTrace
from wallet.verify.checks.controller import check_controller
from wallet.verify.checks.endorsements import EndorsementsOutcome, check_endorsements
from wallet.verify.checks.proof import ProofOutcome, check_proof
from wallet.verify.checks.recipient import check_presenter, check_recipient, with_weak_hash_named
from wallet.verify.checks.results import findings_of, from_findings, not_applicable, passed
from wallet.verify.checks.schema import check_schema
from wallet.verify.checks.status import check_status
from wallet.verify.checks.validity import check_validity
from wallet.verify.context import ListProof, VerificationContext, VerifyList
from wallet.verify.inside import Room, credentials_inside
from wallet.verify.keys import fingerprint

# What only few badges are, is imported when one comes along: most runs of the command look at one badge.
if TYPE_CHECKING:
    from logging import Logger

    from wallet.verify.blockcerts import Anchored
    from wallet.verify.open_badges_2 import Graph

OPEN_BADGES_2: Final = "open_badges_2"
"""The format that is verified by addresses instead of proofs."""
BLOCKCERTS: Final = "blockcerts"
"""The format whose proofs are anchored instead of signed."""
SEALED: Final = frozenset({"jades", "xades"})
"""The formats whose keys are vouched for by certificates."""
_PROVEN: Final = (Check.PROOF, Check.CONTROLLER)
_NOTHING_TRUSTED = TrustFinding(issuer=IssuerTrust.UNKNOWN)


def verify(context: VerificationContext, facts: InputFacts) -> VerificationReport:
    """Verify the context's subject, a credential or a presentation with everything in it."""
    subject = context.subject
    if isinstance(subject, VerifiableCredential):
        return _verify_whole(subject, context, facts, Room(), depth=0)
    if isinstance(subject, VerifiablePresentation):
        return _verify_presentation(subject, context, facts)
    assert_never(subject)


def refused(facts: InputFacts, at: datetime, network: str, finding: Finding) -> VerificationReport:
    """The report of something that is not readable as a credential."""
    return VerificationReport(input=facts, at=at, network=network, refusal=finding)


def _verify_whole(
    credential: VerifiableCredential, context: VerificationContext, facts: InputFacts, room: Room, *, depth: int
) -> VerificationReport:
    """One credential of any format, with a report on each credential in it."""
    if credential.format == OPEN_BADGES_2:
        return _verify_open_badge(credential, context, facts)
    report = _verify_credential(credential, context, facts)
    try:
        members, findings = credentials_inside(credential, context.tools, depth, room)
    except Exception:  # noqa: BLE001 — as in `_guarded`
        _logger().exception("credentials inside")
        members, findings = [], [Finding(reason=Reason.INTERNAL_ERROR)]
    if findings:
        structure, *others = report.checks
        report = replace(report, checks=(_with_findings(structure, findings), *others))
    nested = tuple(_verify_member(member, context, facts, room, depth=depth + 1) for member in members)
    return replace(report, nested=nested) if nested else report


def _verify_credential(
    credential: VerifiableCredential, context: VerificationContext, facts: InputFacts, *, endorsements: bool = True
) -> VerificationReport:
    """One credential. An endorsement is one too; those that it carries itself are for its caller to look at."""
    proof, controller, issuer, keys, revoked = _secured(credential, context)
    shown = proof.outcome is Outcome.PASSED and controller.outcome is not Outcome.FAILED
    description = next(filter(None, (word.describe(credential.document) for word in context.tools.vocabularies)), None)
    endorsed = EndorsementsOutcome(result=not_applicable(Check.ENDORSEMENTS))
    if endorsements:
        endorsed = _endorsements(credential, context, proof)
    status = _guarded(Check.STATUS, lambda: check_status(credential, issuer, context, _list_verifier(context)))
    recipient = _guarded(Check.RECIPIENT, lambda: check_recipient(credential, description, context))
    checks = (
        _guarded(Check.STRUCTURE, lambda: check_schema(credential, context, bound=issuer is not None)),
        proof,
        controller,
        status if revoked is None else _both(status, revoked),
        _guarded(Check.VALIDITY, lambda: check_validity(credential, context)),
        recipient if description is None else with_weak_hash_named(recipient, description),
        endorsed.result,
    )
    return VerificationReport(
        input=facts,
        at=context.at,
        network=context.network,
        checks=checks,
        endorsements=endorsed.endorsements,
        trace=_trace(context),
        credential=_shown(credential.credential, description) if shown else None,
        description=description if shown else None,
        issuer=issuer,
        issuer_keys=keys,
        trust=context.trust.judge(issuer, keys) if issuer is not None else _NOTHING_TRUSTED,
    )


class _Secured(NamedTuple):
    """What secures a credential, and to whom that binds it: as signatures do, or an anchored tree."""

    proof: CheckResult
    controller: CheckResult
    issuer: str | None
    keys: tuple[str, ...] = ()
    revoked: CheckResult | None = None


def _secured(credential: VerifiableCredential, context: VerificationContext) -> _Secured:
    if credential.format == BLOCKCERTS:
        found = _anchored(credential, context)
        return _Secured(found.proof, found.controller, found.issuer, revoked=found.revoked)
    proof, controller, issuer = _proof_and_controller(context)
    keys = tuple(dict.fromkeys(fingerprint(key.public_key) for key in proof.keys)) if issuer is not None else ()
    return _Secured(proof.result, controller, issuer, keys)


def _anchored(credential: VerifiableCredential, context: VerificationContext) -> Anchored:
    from wallet.verify.blockcerts import Anchored, check_anchored

    try:
        return check_anchored(credential, context)
    except Exception:  # noqa: BLE001 — as in `_guarded`
        _logger().exception("blockcerts")
        crashed = [from_findings(check, [Finding(reason=Reason.INTERNAL_ERROR)]) for check in _PROVEN]
        return Anchored(proof=crashed[0], controller=crashed[1])


def _shown(credential: Credential, description: Description | None) -> Credential:
    """The credential with the plain claims that its vocabulary reads, where it has no better words."""
    if description is None or not description.claims:
        return credential
    return replace(credential, claims={**credential.claims, **description.claims})


def _both(one: CheckResult, other: CheckResult) -> CheckResult:
    """Two ways to take a credential back: either counts."""
    if one.outcome is Outcome.NOT_APPLICABLE:
        return other
    findings = [*findings_of(one), *findings_of(other)]
    return from_findings(one.check, findings, (*one.relied_on, *other.relied_on), {**one.params, **other.params})


def _with_findings(result: CheckResult, findings: Sequence[Finding]) -> CheckResult:
    return from_findings(result.check, [*findings_of(result), *findings], result.relied_on, result.params)


def _verify_open_badge(
    credential: VerifiableCredential, context: VerificationContext, facts: InputFacts
) -> VerificationReport:
    """Open Badges before 3.0: the same order, with proof, controller and status resting on the issuer's addresses."""
    graph = _graph(credential, context)
    proof, controller, status = graph.results()
    seen = replace(credential, credential=graph.credential())
    description = graph.description()
    recipient = _guarded(Check.RECIPIENT, lambda: check_recipient(seen, description, context))
    issuer = graph.issuer_id() if {proof.outcome, controller.outcome} == {Outcome.PASSED} else None
    shown = proof.outcome is Outcome.PASSED and controller.outcome is not Outcome.FAILED
    stated = {"stated": str(description.endorsements)}
    return VerificationReport(
        input=facts,
        at=context.at,
        network=context.network,
        checks=(
            passed(Check.STRUCTURE),
            proof,
            controller,
            status,
            _guarded(Check.VALIDITY, lambda: check_validity(seen, context)),
            with_weak_hash_named(recipient, description),
            not_applicable(Check.ENDORSEMENTS, stated if description.endorsements else None),
        ),
        credential=seen.credential if shown else None,
        trace=() if context.traced else None,
        description=description if shown else None,
        issuer=issuer,
        trust=context.trust.judge(issuer) if issuer is not None else _NOTHING_TRUSTED,
    )


def _graph(credential: VerifiableCredential, context: VerificationContext) -> Graph:
    from wallet.verify.open_badges_2 import Graph, read_graph

    try:
        return read_graph(credential, context)
    except Exception:  # noqa: BLE001 — as in `_guarded`: a bug must never read as a pass
        _logger().exception("open badge")
        return Graph(assertion=credential.document, proof=[Finding(reason=Reason.INTERNAL_ERROR)], has_status=False)


def _verify_presentation(
    presentation: VerifiablePresentation, context: VerificationContext, facts: InputFacts
) -> VerificationReport:
    proof, controller, holder = _proof_and_controller(context)
    structure = passed(Check.STRUCTURE)
    if not presentation.credentials:
        structure = from_findings(Check.STRUCTURE, [Finding(reason=Reason.EMPTY_PRESENTATION)])
    room = Room()
    checks = (
        structure,
        proof.result,
        controller,
        _guarded(Check.RECIPIENT, lambda: check_presenter(presentation, holder, context)),
    )
    return VerificationReport(
        input=facts,
        at=context.at,
        network=context.network,
        checks=checks,
        holder=holder,
        trace=_trace(context),
        nested=tuple(_presented(member, context, facts, room) for member in presentation.credentials),
    )


def _presented(
    member: VerifiableCredential | Unreadable, context: VerificationContext, facts: InputFacts, room: Room
) -> VerificationReport:
    """One credential of a presentation: somebody handed it over to be judged."""
    return _verify_member(member, replace(context, presented=True), facts, room, depth=0)


def _verify_member(
    member: VerifiableCredential | Unreadable,
    context: VerificationContext,
    facts: InputFacts,
    room: Room,
    *,
    depth: int,
) -> VerificationReport:
    """One credential inside something gets everything that one on its own gets, under no expectation of its own."""
    own_facts = _own_facts(member, facts)
    if not isinstance(member, VerifiableCredential):
        return refused(
            own_facts, context.at, context.network, Finding(reason=Reason(member.reason), params=member.params)
        )
    recipients = Expectation(recipients=context.expectation.recipients)
    own = replace(context, subject=member, expectation=recipients)
    return _verify_whole(member, own, own_facts, room, depth=depth)


def _endorsements(
    credential: VerifiableCredential, context: VerificationContext, proof: CheckResult
) -> EndorsementsOutcome:
    """What others say of the credential, by the same code as everything else."""

    def verify_endorsement(endorsement: VerifiableCredential) -> VerificationReport:
        own = replace(context, subject=endorsement, expectation=Expectation())
        return _verify_credential(endorsement, own, _own_facts(endorsement, facts), endorsements=False)

    facts = InputFacts(source="", sha256="", bytes=0, carrier="json", format=None)
    outcome: list[EndorsementsOutcome] = []

    def run() -> CheckResult:
        proven = proof.outcome is Outcome.PASSED
        outcome.append(check_endorsements(credential, context, verify_endorsement, proven=proven))
        return outcome[0].result

    result = _guarded(Check.ENDORSEMENTS, run)
    return outcome[0] if outcome else EndorsementsOutcome(result=result)


def _own_facts(member: VerifiableCredential | Unreadable, facts: InputFacts) -> InputFacts:
    return replace(
        facts,
        sha256=sha256(member.received).hexdigest(),
        bytes=len(member.received),
        format=member.format if isinstance(member, VerifiableCredential) else None,
    )


def _proof_and_controller(context: VerificationContext) -> tuple[ProofOutcome, CheckResult, str | None]:
    if context.subject.format in SEALED:
        return _sealed(context)
    outcome: list[ProofOutcome] = []
    bound: list[str | None] = []

    def run_proof() -> CheckResult:
        outcome.append(check_proof(context))
        return outcome[0].result

    def run_controller() -> CheckResult:
        result, identifier = check_controller(context, outcome[0])
        bound.append(identifier)
        return result

    result = _guarded(Check.PROOF, run_proof)
    if not outcome:
        outcome.append(ProofOutcome(result=result, keys=()))
    controller = _guarded(Check.CONTROLLER, run_controller)
    holds = result.outcome is Outcome.PASSED and controller.outcome is Outcome.PASSED
    return outcome[0], controller, bound[0] if bound and holds else None


def _sealed(context: VerificationContext) -> tuple[ProofOutcome, CheckResult, str | None]:
    from wallet.verify.seals import check_seals

    try:
        return check_seals(context)
    except Exception:  # noqa: BLE001 — as in `_guarded`
        _logger().exception("seals")
        proof, controller = (from_findings(check, [Finding(reason=Reason.INTERNAL_ERROR)]) for check in _PROVEN)
        return ProofOutcome(result=proof, keys=()), controller, None


def _list_verifier(context: VerificationContext) -> VerifyList:
    """Proof and controller of a status list, by the same code as everything else."""

    def verify_list(status_list: VerifiableCredential) -> ListProof:
        own: Verifiable = status_list
        proof, controller, _ = _proof_and_controller(replace(context, subject=own))
        relied_on = (*proof.result.relied_on, *controller.relied_on)
        for result in (proof.result, controller):
            if result.outcome is not Outcome.PASSED:
                problem = Finding(reason=result.reason or Reason.INTERNAL_ERROR, params=result.params)
                return ListProof(problem=problem, relied_on=relied_on)
        return ListProof(problem=None, relied_on=relied_on)

    return verify_list


def _trace(context: VerificationContext) -> tuple[ProofTrace, ...] | None:
    """The steps of each proof, where they are asked for. They decide nothing, and neither does a crash on the way."""
    if not context.traced:
        return None
    if context.subject.format in SEALED:
        return ()
    if isinstance(context.subject, VerifiableCredential) and context.subject.format == BLOCKCERTS:
        return ()
    from wallet.verify.trace import trace_proofs  # only few runs need it

    try:
        return trace_proofs(context)
    except Exception:  # noqa: BLE001 — as in `_guarded`
        _logger().exception("trace")
        return (ProofTrace(suite="-", holds=False, reason=Reason.INTERNAL_ERROR),)


def _guarded(check: Check, run: Callable[[], CheckResult]) -> CheckResult:
    try:
        return run()
    except Exception:  # noqa: BLE001 — the one place: see the module docstring
        _logger().exception("check %s", check)
        return CheckResult(check=check, outcome=Outcome.INDETERMINATE, reason=Reason.INTERNAL_ERROR)


def _logger() -> Logger:
    """For a crash that is being dealt with. Where nobody listens to the log, nothing is printed."""
    import logging  # a crash is rare, and this takes as long to import as some badges to verify

    logger = logging.getLogger(__name__)
    if not logger.hasHandlers():
        logger.addHandler(logging.NullHandler())
    return logger
