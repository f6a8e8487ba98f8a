"""RevocationList2020 (W3C Community Group, "Revocation List 2020"): one bit per credential, for revocation only.

Its text does not say which end of a byte comes first. The first implementation counts from the right, others from the
left, and a list does not say who made it: both are read, and where they differ nothing can be told.
"""

from __future__ import annotations

from typing import Final

from wallet.model.credential import StatusEntry
from wallet.model.report import Finding, Reason
from wallet.verify.context import StatusFinding, VerificationContext, VerifyList
from wallet.verify.status.bits import from_the_left, from_the_right, read_index
from wallet.verify.status.list_credential import ListKind, Place, entry_problem, look_up
from wallet.verify.status.lists import REVOCATION

_FROM_THE_LEFT: Final = ListKind(
    credential_type="RevocationList2020Credential",
    subject_type="RevocationList2020",
    read=from_the_left,
    states_purpose=False,
)
_FROM_THE_RIGHT: Final = ListKind(
    credential_type="RevocationList2020Credential",
    subject_type="RevocationList2020",
    read=from_the_right,
    states_purpose=False,
)


class RevocationList2020:
    """`RevocationList2020Status`."""

    name: Final = "RevocationList2020Status"

    def check(
        self, entry: StatusEntry, issuer: str, context: VerificationContext, verify_list: VerifyList
    ) -> StatusFinding:
        """Judge one entry of a credential issued by `issuer`."""
        url, index = entry.body.get("revocationListCredential"), read_index(entry.body.get("revocationListIndex"))
        if not isinstance(url, str):
            return entry_problem(Reason.STATUS_MALFORMED, entry.type, "revocationListCredential")
        if index is None:
            return entry_problem(Reason.STATUS_MALFORMED, entry.type, "revocationListIndex")
        place = Place(url=url, purpose=REVOCATION, index=index)
        left = look_up(_FROM_THE_LEFT, place, issuer, context, verify_list)
        right = look_up(_FROM_THE_RIGHT, place, issuer, context, verify_list)
        if _reason(left) is _reason(right):
            return left
        finding = Finding(reason=Reason.STATUS_MALFORMED, params={"url": url, "detail": "bit order"})
        return StatusFinding(finding=finding, relied_on=left.relied_on, notes=left.notes)


def _reason(found: StatusFinding) -> Reason | None:
    return found.finding.reason if found.finding is not None else None
