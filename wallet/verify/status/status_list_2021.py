"""StatusList2021 (W3C Community Group, "Status List 2021"): the Bitstring Status List before it was renamed."""

from __future__ import annotations

from typing import Final

from wallet.model.credential import StatusEntry
from wallet.model.report import Reason
from wallet.verify.context import StatusFinding, VerificationContext, VerifyList
from wallet.verify.status.bits import from_the_left, read_index
from wallet.verify.status.list_credential import ListKind, Place, entry_problem, look_up
from wallet.verify.status.lists import TAKEN_BACK

KIND: Final = ListKind(credential_type="StatusList2021Credential", subject_type="StatusList2021", read=from_the_left)


class StatusList2021:
    """`StatusList2021Entry`: one bit, for `revocation` or `suspension`."""

    name: Final = "StatusList2021Entry"

    def check(
        self, entry: StatusEntry, issuer: str, context: VerificationContext, verify_list: VerifyList
    ) -> StatusFinding:
        """Judge one entry of a credential issued by `issuer`."""
        url, purpose = entry.body.get("statusListCredential"), entry.body.get("statusPurpose")
        index = read_index(entry.body.get("statusListIndex"))
        if not isinstance(url, str):
            return entry_problem(Reason.STATUS_MALFORMED, entry.type, "statusListCredential")
        if index is None:
            return entry_problem(Reason.STATUS_MALFORMED, entry.type, "statusListIndex")
        if not isinstance(purpose, str):
            return entry_problem(Reason.STATUS_MALFORMED, entry.type, "statusPurpose")
        if purpose not in TAKEN_BACK:
            return entry_problem(Reason.STATUS_UNSUPPORTED, entry.type, "statusPurpose", purpose=purpose)
        place = Place(url=url, purpose=purpose, index=index)
        return look_up(KIND, place, issuer, context, verify_list)
