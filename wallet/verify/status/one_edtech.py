"""1EdTech Credential Revocation List (Open Badges 3.0; "1EdTech Revocation List Status Method" 1.0).

A JSON document at the entry's `id` names its issuer and lists the credentials taken back by their identifiers. It is
not signed.
"""

from __future__ import annotations

from typing import Final

from wallet.errors import CredentialError
from wallet.model.credential import StatusEntry
from wallet.model.json import JsonValue
from wallet.model.report import Finding, Reason
from wallet.verify.context import StatusFinding, VerificationContext, VerifyList
from wallet.verify.status.hosted import look_up_hosted, objects, shown

_MEMBERS: Final = ("revokedCredential", "revokedCredentials")
"""The name in the specification's context, and the plural that its implementations write."""


class OneEdTechRevocationList:
    """`1EdTechRevocationList`."""

    name: Final = "1EdTechRevocationList"

    def check(
        self, entry: StatusEntry, issuer: str, context: VerificationContext, verify_list: VerifyList
    ) -> StatusFinding:
        """Judge one entry of a credential issued by `issuer`."""
        return look_up_hosted(entry, issuer, context, verify_list, _says)


def _says(document: JsonValue, credential_id: str) -> Finding | None:
    found = [document[name] for name in _MEMBERS if name in document] if isinstance(document, dict) else []
    if len(found) != 1:
        raise CredentialError(Reason.MALFORMED, detail="revokedCredential")
    revoked = found[0] if isinstance(found[0], list) else [found[0]]
    if credential_id in revoked:
        return Finding(reason=Reason.REVOKED)
    for item in objects([entry for entry in revoked if not isinstance(entry, str)]):
        if item.get("id") == credential_id and item.get("revoked", True) is not False:
            return Finding(reason=Reason.REVOKED, params={"why": shown(item.get("revocationReason"))})
    return None
