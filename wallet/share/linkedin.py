"""The address by which LinkedIn offers to add a badge to a profile. Nothing is sent: the learner opens it, or does not.

LinkedIn, "Add to Profile": `name`, `organizationName`, `issueYear`, `issueMonth`, `expirationYear`, `expirationMonth`,
`certUrl`, `certId`. Every value is percent-encoded, so that a link with `#` and `&` in it arrives whole.
"""

from __future__ import annotations

import hashlib
from typing import Final
from urllib.parse import quote

from wallet.codec.time import parse_instant
from wallet.errors import UsageError
from wallet.share.interface import Enclosed, Parcel, Receipt, ShareTarget

ADDRESS: Final = "https://www.linkedin.com/profile/add?startTask=CERTIFICATION_NAME"
_ID_CHARACTERS: Final = 22


class LinkedInTarget:
    """Makes the address of one badge; with `inner` it leads to a share that is made for it."""

    name = "linkedin"

    def __init__(self, inner: ShareTarget | None) -> None:
        self._inner = inner

    def send(self, parcel: Parcel) -> Receipt:
        """Raises `UsageError` (`one-badge-only`), and what the target within raises."""
        if len(parcel.enclosed) != 1:
            raise UsageError("one-badge-only", target=self.name)
        if self._inner is None:
            receipt = Receipt(target=self.name, id=hashlib.sha256(parcel.content).hexdigest()[:_ID_CHARACTERS])
        else:
            receipt = self._inner.send(parcel)
        return Receipt(
            target=self.name,
            id=receipt.id,
            link=receipt.link,
            file=add_to_profile(parcel.enclosed[0], receipt.link),
            revoke_key=receipt.revoke_key,
        )

    def revoke(self, link: str, revoke_key: str) -> None:
        """Take back the link that a profile leads to; the profile itself is the learner's to change."""
        if self._inner is None:
            raise UsageError("cannot-revoke", target=self.name)
        self._inner.revoke(link, revoke_key)


def add_to_profile(badge: Enclosed, url: str = "") -> str:
    """The address for `badge`, which is checked at `url`."""
    issued, expires = parse_instant(badge.issued), parse_instant(badge.expires)
    fields = {"name": badge.name, "organizationName": badge.issuer}
    if issued is not None:
        fields |= {"issueYear": str(issued.year), "issueMonth": str(issued.month)}
    if expires is not None:
        fields |= {"expirationYear": str(expires.year), "expirationMonth": str(expires.month)}
    fields |= {"certUrl": url, "certId": badge.id}
    return ADDRESS + "".join(f"&{name}={quote(value, safe='')}" for name, value in fields.items() if value)
