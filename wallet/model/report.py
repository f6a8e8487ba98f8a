"""What verification found: outcomes, the closed list of reasons, and the report.

Two rules live here. The outcome of a report is the worst of its applicable checks, and a report without an applicable
check is indeterminate. Each reason has one outcome, so no caller can soften it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from wallet.model.credential import Credential, Description
from wallet.model.frozen import frozen
from wallet.model.material import MaterialSource
from wallet.model.trace import ProofTrace


class Outcome(StrEnum):
    """What one check, or a whole verification, amounts to."""

    PASSED = "passed"
    FAILED = "failed"
    INDETERMINATE = "indeterminate"
    NOT_APPLICABLE = "not_applicable"
    REFUSED = "refused"


class Check(StrEnum):
    """The checks, in the order of the Open Badges 3.0 verification text."""

    STRUCTURE = "structure"
    PROOF = "proof"
    CONTROLLER = "controller"
    STATUS = "status"
    VALIDITY = "validity"
    RECIPIENT = "recipient"
    ENDORSEMENTS = "endorsements"


class Reason(StrEnum):
    """Why a check did not pass. Scripts rely on these words; titles and next steps are in `wallet.text`."""

    UNSIGNED = "unsigned"
    SIGNATURE_MISMATCH = "signature-mismatch"
    PROOF_MALFORMED = "proof-malformed"
    DISCLOSURE_INVALID = "disclosure-invalid"
    DROPPED_TERMS = "dropped-terms"
    CONTEXT_UNKNOWN = "context-unknown"
    CONTEXT_UNUSABLE = "context-unusable"
    CONTROLLER_MISMATCH = "controller-mismatch"
    WRONG_PURPOSE = "wrong-purpose"
    PROOF_EXPIRED = "proof-expired"
    BASE_PROOF = "base-proof"
    SUITE_UNSUPPORTED = "suite-unsupported"
    KEY_UNRESOLVABLE = "key-unresolvable"
    KEY_REVOKED = "key-revoked"
    ISSUER_KEY_UNBOUND = "issuer-key-unbound"
    ROOT_UNKNOWN = "root-unknown"
    CERTIFICATE_OUT_OF_PERIOD = "certificate-out-of-period"
    CERTIFICATE_UNSUITABLE = "certificate-unsuitable"
    EXPIRED = "expired"
    NOT_YET_VALID = "not-yet-valid"
    REVOKED = "revoked"
    SUSPENDED = "suspended"
    STATUS_UNREACHABLE = "status-unreachable"
    STATUS_UNSUPPORTED = "status-unsupported"
    STATUS_STALE = "status-stale"
    STATUS_UNTRUSTED = "status-untrusted"
    STATUS_MALFORMED = "status-malformed"
    STATUS_UNSIGNED = "status-unsigned"
    STATUS_WRONG_PURPOSE = "status-wrong-purpose"
    STATUS_OUT_OF_RANGE = "status-out-of-range"
    STATUS_REVERSED = "status-reversed"
    RECIPIENT_MISMATCH = "recipient-mismatch"
    RECIPIENT_UNKNOWN = "recipient-unknown"
    HOLDER_MISMATCH = "holder-mismatch"
    HOLDER_UNBOUND = "holder-unbound"
    KEY_BINDING_INVALID = "key-binding-invalid"
    CHALLENGE_MISMATCH = "challenge-mismatch"
    DOMAIN_MISMATCH = "domain-mismatch"
    EMPTY_PRESENTATION = "empty-presentation"
    HOSTED_DIFFERS = "hosted-differs"
    HOSTED_UNCONFIRMED = "hosted-unconfirmed"
    ANCHOR_UNCHECKED = "anchor-unchecked"
    SCHEMA_MISMATCH = "schema-mismatch"
    SCHEMA_UNCHECKED = "schema-unchecked"
    ENDORSEMENT_INVALID = "endorsement-invalid"
    ENDORSEMENT_UNVERIFIED = "endorsement-unverified"
    ENDORSEMENT_MISPLACED = "endorsement-misplaced"
    DATE_UNREADABLE = "date-unreadable"
    NOT_CHECKED = "not-checked"
    TOO_LARGE = "too-large"
    TOO_DEEP = "too-deep"
    TOO_COMPLEX = "too-complex"
    DUPLICATE_KEY = "duplicate-key"
    MALFORMED = "malformed"
    NOT_A_CREDENTIAL = "not-a-credential"
    UNSUPPORTED_FORMAT = "unsupported-format"
    AMBIGUOUS = "ambiguous"
    OFFLINE = "offline"
    UNREACHABLE = "unreachable"
    RENEWAL_MISMATCH = "renewal-mismatch"
    NOT_TRUSTED = "not-trusted"
    CLOCK_SET_BACK = "clock-set-back"
    INTERNAL_ERROR = "internal-error"


_FAILING: Final = frozenset(
    {
        Reason.UNSIGNED,
        Reason.SIGNATURE_MISMATCH,
        Reason.PROOF_MALFORMED,
        Reason.DISCLOSURE_INVALID,
        Reason.DROPPED_TERMS,
        Reason.CONTROLLER_MISMATCH,
        Reason.WRONG_PURPOSE,
        Reason.PROOF_EXPIRED,
        Reason.KEY_REVOKED,
        Reason.CERTIFICATE_UNSUITABLE,
        Reason.EXPIRED,
        Reason.NOT_YET_VALID,
        Reason.REVOKED,
        Reason.SUSPENDED,
        Reason.RECIPIENT_MISMATCH,
        Reason.HOLDER_MISMATCH,
        Reason.HOLDER_UNBOUND,
        Reason.KEY_BINDING_INVALID,
        Reason.CHALLENGE_MISMATCH,
        Reason.DOMAIN_MISMATCH,
        Reason.EMPTY_PRESENTATION,
        Reason.HOSTED_DIFFERS,
        Reason.SCHEMA_MISMATCH,
        Reason.ENDORSEMENT_INVALID,
        Reason.DUPLICATE_KEY,
        Reason.MALFORMED,
        Reason.NOT_A_CREDENTIAL,
        Reason.NOT_TRUSTED,
    }
)

OUTCOME_OF: Final[Mapping[Reason, Outcome]] = MappingProxyType(
    {reason: Outcome.FAILED if reason in _FAILING else Outcome.INDETERMINATE for reason in Reason}
)


@frozen
class ReliedOn:
    """Evidence from outside that a check used: what, from where, as of when (UTC)."""

    url: str
    sha256: str
    source: MaterialSource
    retrieved_at: datetime | None
    valid_until: datetime | None = None
    refresh_after: datetime | None = None
    """Until when its publisher asks not to be asked again, where it says so."""
    signed_at: datetime | None = None
    """When its issuer signed it, where a proof says so: what counts of it where its presenter supplied it."""


@frozen
class Finding:
    """One reason for not passing, with what fills its sentence (a term, a date, a URL)."""

    reason: Reason
    params: Mapping[str, str] = field(default_factory=dict)

    @property
    def outcome(self) -> Outcome:
        """Failed or indeterminate: a property of the reason."""
        return OUTCOME_OF[self.reason]


@frozen
class CheckResult:
    """What one check found. `also` holds further findings of the same check that did not decide it."""

    check: Check
    outcome: Outcome
    reason: Reason | None = None
    params: Mapping[str, str] = field(default_factory=dict)
    relied_on: tuple[ReliedOn, ...] = ()
    also: tuple[Finding, ...] = ()


class IssuerTrust(StrEnum):
    """Whether it is known who issued the credential. Never part of the outcome."""

    KNOWN = "known"
    SELF_ASSERTED = "self-asserted"
    UNKNOWN = "unknown"


@frozen
class TrustFinding:
    """How the issuer is known: `by` names the sources, `as_of` when the newest of them spoke.

    `name` is what the first of them calls the issuer, `first_seen` when this vault first saw a key of it, `warnings`
    are words for what to look at.
    """

    issuer: IssuerTrust
    by: tuple[str, ...] = ()
    as_of: datetime | None = None
    name: str | None = None
    first_seen: datetime | None = None
    warnings: tuple[str, ...] = ()


@frozen
class InputFacts:
    """What was verified, before anything is believed of it."""

    source: str
    sha256: str
    bytes: int
    carrier: str
    format: str | None


@frozen
class Endorsement:
    """An endorsement in a credential, verified like a credential of its own. Never part of the outcome.

    `on` is the part that it hangs on, `issuer` the identifier its proof is bound to (None while there is none, whatever
    name it gives itself), `trust` what is known of that one. `about` and `comment` are its own words, there only when
    it passed. `reasons` begin with the one that decided.
    """

    on: str
    outcome: Outcome
    issuer: str | None = None
    reasons: tuple[Reason, ...] = ()
    trust: TrustFinding = field(default_factory=lambda: TrustFinding(issuer=IssuerTrust.UNKNOWN))
    about: str | None = None
    comment: str | None = None


@frozen
class VerificationReport:
    """The answer to "is it authentic and in force?", with every check and what it relied on.

    `refusal` is set when the bytes could not be read as a credential; then there are no checks.
    `credential` is what may be shown as fact: None unless the proof check passed.
    `description` is what a vocabulary reads out of it, under the same rule.
    `issuer` is the identifier the proof is bound to, which may differ from what the credential writes; `issuer_keys`
    are the fingerprints of the keys that proved it.
    `nested` holds one report per credential of a presentation, `endorsements` what others say of this credential.
    """

    input: InputFacts
    at: datetime
    network: str
    checks: tuple[CheckResult, ...] = ()
    refusal: Finding | None = None
    credential: Credential | None = None
    description: Description | None = None
    issuer: str | None = None
    issuer_keys: tuple[str, ...] = ()
    holder: str | None = None
    trust: TrustFinding = field(default_factory=lambda: TrustFinding(issuer=IssuerTrust.UNKNOWN))
    nested: tuple[VerificationReport, ...] = ()
    endorsements: tuple[Endorsement, ...] = ()
    trace: tuple[ProofTrace, ...] | None = None
    """The steps of each proof, where they were asked for."""

    @property
    def is_credential(self) -> bool:
        """Whether it is about a credential, which has an issuer to know and a learning to describe.

        A presentation and what could not be read have neither.
        """
        return any(result.check is Check.VALIDITY for result in self.checks)

    @property
    def outcome(self) -> Outcome:
        """The worst of the applicable checks and nested reports; nothing applicable is indeterminate."""
        if self.refusal is not None:
            return Outcome.REFUSED
        seen = {result.outcome for result in self.checks}
        for report in self.nested:
            seen.add(Outcome.FAILED if report.outcome is Outcome.REFUSED else report.outcome)
        for outcome in (Outcome.FAILED, Outcome.INDETERMINATE, Outcome.PASSED):
            if outcome in seen:
                return outcome
        return Outcome.INDETERMINATE

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The reasons of every check that did not pass, the deciding one first, none twice."""
        if self.refusal is not None:
            return (self.refusal.reason,)
        found: list[Reason] = []
        for wanted in (Outcome.FAILED, Outcome.INDETERMINATE):
            for result in self.checks:
                if result.reason is not None and result.outcome is wanted:
                    found.append(result.reason)
            for report in self.nested:
                outcome = Outcome.FAILED if report.outcome is Outcome.REFUSED else report.outcome
                if outcome is wanted:
                    found.extend(report.reasons)
        for result in self.checks:
            found.extend(finding.reason for finding in result.also)
        return tuple(dict.fromkeys(found))
