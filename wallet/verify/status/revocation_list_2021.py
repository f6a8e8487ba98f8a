"""RevocationList2021: the name that Status List 2021 had in its first drafts, which Microsoft Entra still issues.

Bits count from the right there. Entra's own entries lead to an identity hub, by a DID URL that is answered by POST
with the badge's own list number: not a document that can be fetched whole and kept, so it is said to be unsupported.
"""

from __future__ import annotations

from typing import Final

from wallet.model.credential import StatusEntry
from wallet.model.report import Reason
from wallet.verify.context import StatusFinding, VerificationContext, VerifyList
from wallet.verify.status.bits import from_the_right, read_index
from wallet.verify.status.list_credential import ListKind, Place, entry_problem, look_up
from wallet.verify.status.lists import REVOCATION

KIND: Final = ListKind(
    credential_type="RevocationList2021Credential",
    subject_type="RevocationList2021",
    read=from_the_right,
    states_purpose=False,
)


class RevocationList2021:
    """`RevocationList2021Status`, where its list has a web address."""

    name: Final = "RevocationList2021Status"

    def check(
        self, entry: StatusEntry, issuer: str, context: VerificationContext, verify_list: VerifyList
    ) -> StatusFinding:
        """Judge one entry of a credential issued by `issuer`."""
        url, index = entry.body.get("statusListCredential"), read_index(entry.body.get("statusListIndex"))
        if isinstance(url, str) and url.startswith("did:"):
            return entry_problem(Reason.STATUS_UNSUPPORTED, entry.type, "identity hub")
        if not isinstance(url, str):
            return entry_problem(Reason.STATUS_MALFORMED, entry.type, "statusListCredential")
        if index is None:
            return entry_problem(Reason.STATUS_MALFORMED, entry.type, "statusListIndex")
        place = Place(url=url, purpose=REVOCATION, index=index)
        return look_up(KIND, place, issuer, context, verify_list)
