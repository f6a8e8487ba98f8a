"""Bitstring Status List (W3C Bitstring Status List 1.0, section 3.2, "Validate Algorithm").

The list is believed only when its own proof and controller hold; `lists` has the rules that all lists share. A list
shorter than the 131,072 entries of section 6.1 is read and said to be short: that is a matter of privacy, not a doubt
about the bit. A value under the purposes `message` and `refresh` informs and decides nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from wallet.model.credential import StatusEntry
from wallet.model.json import JsonObject, JsonValue
from wallet.model.report import Reason
from wallet.verify.context import StatusFinding, VerificationContext, VerifyList
from wallet.verify.status.bits import BITS, from_the_left, read_index
from wallet.verify.status.list_credential import ListKind, Place, entry_problem, look_up
from wallet.verify.status.lists import TAKEN_BACK

KIND: Final = ListKind(
    credential_type="BitstringStatusListCredential", subject_type="BitstringStatusList", read=from_the_left
)
MAX_STATUS_SIZE: Final = BITS
"""Bits of one entry: 256 messages; the examples of the standard have two bits."""

_MESSAGE: Final = "message"
_REFRESH: Final = "refresh"
_MESSAGE_CHARACTERS: Final = 200


class BitstringStatusList:
    """`BitstringStatusListEntry`."""

    name: Final = "BitstringStatusListEntry"

    def check(
        self, entry: StatusEntry, issuer: str, context: VerificationContext, verify_list: VerifyList
    ) -> StatusFinding:
        """Judge one entry of a credential issued by `issuer`."""
        url, purpose = entry.body.get("statusListCredential"), entry.body.get("statusPurpose")
        index, size = read_index(entry.body.get("statusListIndex")), entry.body.get("statusSize", 1)
        if not isinstance(url, str):
            return entry_problem(Reason.STATUS_MALFORMED, entry.type, "statusListCredential")
        if index is None:
            return entry_problem(Reason.STATUS_MALFORMED, entry.type, "statusListIndex")
        if isinstance(size, bool) or not isinstance(size, int) or not 1 <= size <= MAX_STATUS_SIZE:
            return entry_problem(Reason.STATUS_MALFORMED, entry.type, "statusSize")
        if not isinstance(purpose, str):
            return entry_problem(Reason.STATUS_MALFORMED, entry.type, "statusPurpose")
        if purpose not in {*TAKEN_BACK, _MESSAGE, _REFRESH}:
            return entry_problem(Reason.STATUS_UNSUPPORTED, entry.type, "statusPurpose", purpose=purpose)
        place = Place(url=url, purpose=purpose, index=index, size=size, tell=_Teller(entry.body, purpose, url).tell)
        return look_up(KIND, place, issuer, context, verify_list)


class _Teller:
    """What a value says besides "taken back" (section 2.1: `statusMessage`, `statusPurpose` of `refresh`)."""

    def __init__(self, entry: JsonObject, purpose: str, url: str) -> None:
        self._entry = entry
        self._purpose = purpose
        self._url = url

    def tell(self, value: int, subject: JsonObject) -> Mapping[str, str]:
        if self._purpose == _REFRESH and value:
            return {_REFRESH: self._url}
        if self._purpose != _MESSAGE:
            return {}
        # Drafts before 2024 had the messages in the list, under another name.
        text = _message(self._entry.get("statusMessage"), value) or _message(subject.get("statusMessages"), value)
        return {_MESSAGE: text or hex(value)}


def _message(messages: JsonValue, value: int) -> str | None:
    for item in messages if isinstance(messages, list) else []:
        if isinstance(item, dict) and _status_value(item.get("status")) == value:
            text = item.get("message")
            return text[:_MESSAGE_CHARACTERS] if isinstance(text, str) and text else None
    return None


def _status_value(value: JsonValue) -> int | None:
    """`status` is hexadecimal text with its `0x`."""
    if not isinstance(value, str) or not value.lower().startswith("0x") or len(value) > 2 + MAX_STATUS_SIZE:
        return None
    try:
        return int(value, 16)
    except ValueError:
        return None
