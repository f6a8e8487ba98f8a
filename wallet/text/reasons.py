"""What each reason code means to people: a title, what it means, what to do next, and who can do it.

text = reason_text(Reason.STATUS_STALE, "en", {"as_of": "2026-10-12T09:00:00Z"})
text.title, text.meaning, text.next_step, text.who
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from wallet.model.frozen import frozen
from wallet.model.report import Reason
from wallet.text.entries import ReasonWords
from wallet.text.facts import told
from wallet.text.language import Language


class Who(StrEnum):
    """Who can do something about it."""

    ISSUER = "issuer"
    HOLDER = "holder"
    VERIFIER = "verifier"
    NOBODY = "nobody"


@frozen
class ReasonText:
    """One reason in words: a noun phrase, then whole sentences; `who` can do what `next_step` says, as a word."""

    title: str
    meaning: str
    next_step: str
    who: str


_WHO_WORDS: Final[Mapping[Who, tuple[str, str]]] = {
    Who.ISSUER: ("issuer", "発行者"),
    Who.HOLDER: ("holder", "保有者"),
    Who.VERIFIER: ("verifier", "検証者"),
    Who.NOBODY: ("nobody", "誰にもできません"),
}


def _words(language: str) -> Mapping[Reason, ReasonWords]:
    """All reasons in one language: a run speaks only one, and loads only that."""
    if language == Language.JA:
        from wallet.text.reasons_ja import REASONS as JAPANESE

        return JAPANESE
    from wallet.text.reasons_en import REASONS as ENGLISH

    return ENGLISH


def reason_text(reason: Reason, language: str, params: Mapping[str, str] | None = None) -> ReasonText:
    """The words for `reason`. With the sanitised `params` of a finding, the meaning tells these facts as well.

    A fact is told only when everything its sentence needs is there, so a code never depends on its parameters.
    """
    words = _words(language)[reason]
    return ReasonText(
        title=words.title,
        meaning=told(words.meaning, words.facts, _with_cause(params or {}, language), language),
        next_step=words.next_step,
        who=who_word(WHO[reason], language),
    )


def _with_cause(params: Mapping[str, str], language: str) -> Mapping[str, str]:
    """`cause` is the code of another reason, which is told by its title."""
    cause = params.get("cause")
    if cause is None or cause not in Reason.__members__.values():
        return params
    return {**params, "cause": _words(language)[Reason(cause)].title}


def who_word(who: Who, language: str) -> str:
    """What somebody who can do something is called."""
    return _WHO_WORDS[who][language == Language.JA]


def facts(reason: Reason, language: str) -> tuple[str, ...]:
    """The sentences, with blanks, that a finding's parameters can fill."""
    return _words(language)[reason].facts


WHO: Final[Mapping[Reason, Who]] = {
    Reason.UNSIGNED: Who.ISSUER,
    Reason.SIGNATURE_MISMATCH: Who.HOLDER,
    Reason.PROOF_MALFORMED: Who.ISSUER,
    Reason.DISCLOSURE_INVALID: Who.HOLDER,
    Reason.DROPPED_TERMS: Who.ISSUER,
    Reason.CONTEXT_UNKNOWN: Who.ISSUER,
    Reason.CONTEXT_UNUSABLE: Who.ISSUER,
    Reason.CONTROLLER_MISMATCH: Who.ISSUER,
    Reason.WRONG_PURPOSE: Who.ISSUER,
    Reason.PROOF_EXPIRED: Who.ISSUER,
    Reason.BASE_PROOF: Who.HOLDER,
    Reason.SUITE_UNSUPPORTED: Who.ISSUER,
    Reason.KEY_UNRESOLVABLE: Who.VERIFIER,
    Reason.KEY_REVOKED: Who.ISSUER,
    Reason.ISSUER_KEY_UNBOUND: Who.ISSUER,
    Reason.ROOT_UNKNOWN: Who.VERIFIER,
    Reason.CERTIFICATE_OUT_OF_PERIOD: Who.ISSUER,
    Reason.CERTIFICATE_UNSUITABLE: Who.ISSUER,
    Reason.EXPIRED: Who.ISSUER,
    Reason.NOT_YET_VALID: Who.NOBODY,
    Reason.REVOKED: Who.ISSUER,
    Reason.SUSPENDED: Who.ISSUER,
    Reason.STATUS_UNREACHABLE: Who.VERIFIER,
    Reason.STATUS_UNSUPPORTED: Who.ISSUER,
    Reason.STATUS_STALE: Who.VERIFIER,
    Reason.STATUS_UNTRUSTED: Who.ISSUER,
    Reason.STATUS_MALFORMED: Who.ISSUER,
    Reason.STATUS_UNSIGNED: Who.ISSUER,
    Reason.STATUS_WRONG_PURPOSE: Who.ISSUER,
    Reason.STATUS_OUT_OF_RANGE: Who.ISSUER,
    Reason.STATUS_REVERSED: Who.ISSUER,
    Reason.RECIPIENT_MISMATCH: Who.VERIFIER,
    Reason.RECIPIENT_UNKNOWN: Who.ISSUER,
    Reason.HOLDER_MISMATCH: Who.HOLDER,
    Reason.HOLDER_UNBOUND: Who.HOLDER,
    Reason.KEY_BINDING_INVALID: Who.HOLDER,
    Reason.CHALLENGE_MISMATCH: Who.HOLDER,
    Reason.DOMAIN_MISMATCH: Who.HOLDER,
    Reason.EMPTY_PRESENTATION: Who.HOLDER,
    Reason.HOSTED_DIFFERS: Who.ISSUER,
    Reason.HOSTED_UNCONFIRMED: Who.VERIFIER,
    Reason.ANCHOR_UNCHECKED: Who.VERIFIER,
    Reason.SCHEMA_MISMATCH: Who.ISSUER,
    Reason.SCHEMA_UNCHECKED: Who.VERIFIER,
    Reason.ENDORSEMENT_INVALID: Who.ISSUER,
    Reason.ENDORSEMENT_UNVERIFIED: Who.VERIFIER,
    Reason.ENDORSEMENT_MISPLACED: Who.ISSUER,
    Reason.DATE_UNREADABLE: Who.ISSUER,
    Reason.NOT_CHECKED: Who.VERIFIER,
    Reason.TOO_LARGE: Who.ISSUER,
    Reason.TOO_DEEP: Who.ISSUER,
    Reason.TOO_COMPLEX: Who.ISSUER,
    Reason.DUPLICATE_KEY: Who.ISSUER,
    Reason.MALFORMED: Who.HOLDER,
    Reason.NOT_A_CREDENTIAL: Who.HOLDER,
    Reason.UNSUPPORTED_FORMAT: Who.HOLDER,
    Reason.AMBIGUOUS: Who.ISSUER,
    Reason.OFFLINE: Who.VERIFIER,
    Reason.UNREACHABLE: Who.VERIFIER,
    Reason.RENEWAL_MISMATCH: Who.ISSUER,
    Reason.NOT_TRUSTED: Who.VERIFIER,
    Reason.CLOCK_SET_BACK: Who.VERIFIER,
    Reason.INTERNAL_ERROR: Who.VERIFIER,
}
