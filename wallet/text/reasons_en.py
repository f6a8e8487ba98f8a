"""Every reason in English: title, meaning, next step, and who can take it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from wallet.model.report import Reason

ENGLISH: Final[Mapping[Reason, tuple[str, str, str, str]]] = MappingProxyType(
    {
        Reason.UNSIGNED: (
            "Not signed",
            "Nothing shows who made this badge or that it is unchanged.",
            "ask the issuer for a signed copy",
            "issuer",
        ),
        Reason.SIGNATURE_MISMATCH: (
            "The signature does not match",
            "The content is not what the named key signed: it was changed, or the signature belongs to something else.",
            "get the badge again from its issuer",
            "issuer",
        ),
        Reason.PROOF_MALFORMED: (
            "The proof is malformed",
            "The proof breaks the rules of its own standard, so it cannot be relied on.",
            "report this to the issuer",
            "issuer",
        ),
        Reason.DROPPED_TERMS: (
            "Some content is not covered by the signature",
            "The badge holds terms that its definitions do not know; the signature would not protect them.",
            "ask the issuer to define the terms or to leave them out",
            "issuer",
        ),
        Reason.CONTEXT_UNKNOWN: (
            "Unknown definitions",
            "The badge uses definitions (a context) that this wallet does not know and never loads while verifying.",
            "update the wallet, or ask the issuer to use published contexts",
            "issuer",
        ),
        Reason.CONTEXT_UNUSABLE: (
            "Unusable definitions",
            "The definitions (context) of the badge are broken or change known terms.",
            "report this to the issuer",
            "issuer",
        ),
        Reason.CONTROLLER_MISMATCH: (
            "The key does not belong to the issuer",
            "The key that signed is not one that the named issuer controls.",
            "do not rely on this badge; ask the named issuer",
            "issuer",
        ),
        Reason.WRONG_PURPOSE: (
            "Signed for another purpose",
            "The key or the signature is meant for something else than this use.",
            "report this to the issuer",
            "issuer",
        ),
        Reason.PROOF_EXPIRED: (
            "The signature has expired",
            "The signature itself states an end, and that end has come.",
            "ask for a new presentation or a newly signed badge",
            "holder",
        ),
        Reason.SUITE_UNSUPPORTED: (
            "Kind of signature not supported",
            "This wallet does not know this kind of signature and cannot judge it.",
            "update the wallet, or check with another verifier",
            "verifier",
        ),
        Reason.KEY_UNRESOLVABLE: (
            "The issuer's key could not be obtained",
            "Without the published key the signature cannot be checked.",
            "try again online, or use kept verification materials",
            "verifier",
        ),
        Reason.KEY_REVOKED: (
            "The key has been withdrawn",
            "The issuer no longer vouches for the key that signed.",
            "ask the issuer for a newly signed badge",
            "issuer",
        ),
        Reason.ISSUER_KEY_UNBOUND: (
            "Issuer not confirmed",
            "The signature is good, but only the badge itself says that the key is the issuer's.",
            "ask the issuer to publish its key",
            "issuer",
        ),
        Reason.EXPIRED: (
            "Expired",
            "The period that the issuer set has ended.",
            "ask the issuer for a renewal, or share it marked as expired",
            "issuer",
        ),
        Reason.NOT_YET_VALID: (
            "Not yet in force",
            "The period that the issuer set has not begun.",
            "wait for the start date, or ask the issuer",
            "issuer",
        ),
        Reason.REVOKED: (
            "Revoked",
            "The issuer has taken this badge back.",
            "ask the issuer why",
            "issuer",
        ),
        Reason.SUSPENDED: (
            "Suspended",
            "The issuer has suspended this badge for the time being.",
            "ask the issuer until when",
            "issuer",
        ),
        Reason.STATUS_UNREACHABLE: (
            "Status list not reached",
            "Whether the badge is revoked cannot be told: the issuer's list could not be obtained.",
            "try again online, or ask the issuer",
            "verifier",
        ),
        Reason.STATUS_UNSUPPORTED: (
            "Kind of status not supported",
            "The badge states its status in a way that this wallet does not know.",
            "ask the issuer, or check with another verifier",
            "verifier",
        ),
        Reason.STATUS_STALE: (
            "Status list too old to rely on",
            "What is known of the status is too old to say that the badge is in force now.",
            "refresh the status online",
            "verifier",
        ),
        Reason.STATUS_UNTRUSTED: (
            "Status list not trustworthy",
            "The status list is not signed by the issuer of the badge, so it cannot clear it.",
            "report this to the issuer",
            "issuer",
        ),
        Reason.STATUS_MALFORMED: (
            "Status list unreadable",
            "The status entry or its list breaks the rules of its standard.",
            "report this to the issuer",
            "issuer",
        ),
        Reason.RECIPIENT_MISMATCH: (
            "About somebody else",
            "None of the expected recipients is the one this badge was issued to.",
            "check which address or identifier the badge was issued to",
            "verifier",
        ),
        Reason.RECIPIENT_UNKNOWN: (
            "Recipient not stated",
            "The badge does not say whom it was issued to in a form that can be compared.",
            "ask the issuer",
            "issuer",
        ),
        Reason.HOLDER_MISMATCH: (
            "Presented by somebody else",
            "The one who presents is not the one that the badge names as its subject.",
            "ask the presenter how they are related",
            "holder",
        ),
        Reason.HOLDER_UNBOUND: (
            "Presenter not shown to be the recipient",
            "A binding to the presenter was asked for, and there is none that can be checked.",
            "ask for a signed presentation by the recipient",
            "holder",
        ),
        Reason.CHALLENGE_MISMATCH: (
            "Made for another request",
            "The presentation does not answer the challenge that was set; it may be a copy of an older one.",
            "ask for a new presentation",
            "holder",
        ),
        Reason.DOMAIN_MISMATCH: (
            "Made for another verifier",
            "The presentation names another audience than the one expected.",
            "ask for a presentation made for you",
            "holder",
        ),
        Reason.EMPTY_PRESENTATION: (
            "Nothing is presented",
            "The presentation holds no credential.",
            "ask for a presentation with the badges in it",
            "holder",
        ),
        Reason.HOSTED_DIFFERS: (
            "The hosted copy differs",
            "What the issuer hosts today is not what this copy says.",
            "rely on the hosted copy, and ask the issuer",
            "issuer",
        ),
        Reason.SCHEMA_MISMATCH: (
            "Does not follow its own schema",
            "The badge names a schema and does not fit it.",
            "report this to the issuer",
            "issuer",
        ),
        Reason.DATE_UNREADABLE: (
            "A date cannot be read",
            "A date is not written as the standard asks, so it names no instant.",
            "ask the issuer to correct the date",
            "issuer",
        ),
        Reason.NOT_CHECKED: (
            "Not checked",
            "An earlier check did not hold, so nothing that the badge names was looked up.",
            "see the check that did not hold",
            "verifier",
        ),
        Reason.TOO_LARGE: (
            "Too large",
            "It is larger than anything a badge needs, and was not read further.",
            "get the badge in another form",
            "issuer",
        ),
        Reason.TOO_DEEP: (
            "Nested too deeply",
            "It is nested deeper than any badge, and was not read further.",
            "report this to the issuer",
            "issuer",
        ),
        Reason.TOO_COMPLEX: (
            "Too complex to check",
            "Checking would take more work than the limit allows.",
            "report this to the issuer",
            "issuer",
        ),
        Reason.DUPLICATE_KEY: (
            "The same name twice",
            "A member name stands twice, so two programs could read two different badges.",
            "do not rely on it; get the badge again from its issuer",
            "issuer",
        ),
        Reason.MALFORMED: (
            "Cannot be read",
            "The content is damaged or not well-formed.",
            "get the file again",
            "holder",
        ),
        Reason.NOT_A_CREDENTIAL: (
            "Not a badge",
            "The file can be read, but there is no badge or other credential in it.",
            "choose the badge file; a picture must be the baked one from the issuer",
            "holder",
        ),
        Reason.UNSUPPORTED_FORMAT: (
            "Format not supported yet",
            "It looks like a credential of a kind that this wallet cannot read yet.",
            "keep the file, and update the wallet",
            "holder",
        ),
        Reason.AMBIGUOUS: (
            "More than one reading",
            "It can be read in more than one way, and none is chosen silently.",
            "ask the issuer for a file with one badge",
            "issuer",
        ),
        Reason.OFFLINE: (
            "Not looked up offline",
            "This needs the network, and the network was switched off.",
            "try again online",
            "verifier",
        ),
        Reason.UNREACHABLE: (
            "Could not be reached",
            "The address did not answer, or not with a badge.",
            "try again later, or get the file in another way",
            "verifier",
        ),
        Reason.NOT_TRUSTED: (
            "Issuer not known",
            "The verifier asked for known issuers only, and this one is not known.",
            "add the issuer if you know it",
            "verifier",
        ),
        Reason.CLOCK_SET_BACK: (
            "The clock looks wrong",
            "The clock of this machine is earlier than a time already seen.",
            "correct the clock and check again",
            "verifier",
        ),
        Reason.INTERNAL_ERROR: (
            "A defect of this program",
            "A check ended unexpectedly, so nothing can be said.",
            "report this defect",
            "verifier",
        ),
    }
)
