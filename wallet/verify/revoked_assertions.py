"""The RevocationList of Open Badges 2.0 and Blockcerts: a document that lists what its issuer has taken back.

Asked for whole, at the address as it is written: no identifier of a badge is ever added to it, although Blockcerts
verifiers commonly do (`?assertionId=`), and an address that already holds one is not asked.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from wallet.codec.limits import MAX_STATUS_DOCUMENT_BYTES
from wallet.codec.time import format_instant
from wallet.model.report import Finding, Reason, ReliedOn
from wallet.verify.context import VerificationContext
from wallet.verify.hosted_documents import Hosted, fetch, same_address
from wallet.verify.status.privacy import names_the_learner
from wallet.vocab.text import string


def read_revocation_list(
    url: str, names: AbstractSet[str | None], context: VerificationContext
) -> tuple[list[Finding], list[ReliedOn]]:
    """What the list at `url` says of a badge that is called one of `names`; no findings: it does not list it."""
    if names_the_learner(url, context.subject):
        return [Finding(reason=Reason.STATUS_UNREACHABLE, params={"url": url, "detail": "names-learner"})], []
    found = fetch(url, context)
    if isinstance(found, Finding):
        return [Finding(reason=Reason.STATUS_UNREACHABLE, params=found.params)], []
    document = found.document()
    revoked = document.get("revokedAssertions") if isinstance(document, dict) else None
    if not isinstance(revoked, list) or len(found.content) > MAX_STATUS_DOCUMENT_BYTES:
        malformed = Finding(reason=Reason.STATUS_MALFORMED, params={"url": url, "detail": "revokedAssertions"})
        return [malformed], [found.evidence]
    for item in revoked:
        entry = item if isinstance(item, dict) else {"id": item}
        listed = (string(entry.get("id")), string(entry.get("uid")))
        if any(same_address(name, other) for name in names for other in listed):
            reason = string(entry.get("revocationReason"))
            detail = {"detail": reason} if reason else {}
            return [Finding(reason=Reason.REVOKED, params={"url": url, **detail})], [found.evidence]
    return staleness(found, context), [found.evidence]


def staleness(found: Hosted, context: VerificationContext) -> list[Finding]:
    """Whether the evidence is too old to say that nothing was taken back since."""
    at = found.material.retrieved_at
    if at is not None and context.at - at <= context.max_status_age:
        return []
    as_of = "-" if at is None else format_instant(at)
    return [Finding(reason=Reason.STATUS_STALE, params={"url": found.url, "as_of": as_of})]
