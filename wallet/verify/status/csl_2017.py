"""Credential Status List 2017 (W3C Community Group draft): statements about credentials by their identifiers.

The draft has a plain list of statements, later examples put them into a `verifiableCredential` member; each names the
credential in its `claim` (later `credentialSubject`) and says `currentStatus`. The statements are signed in a way that
never became a standard, so they are believed for the address they are at.
"""

from __future__ import annotations

from typing import Final

from wallet.model.credential import StatusEntry
from wallet.model.json import JsonValue
from wallet.model.report import Finding, Reason
from wallet.verify.context import StatusFinding, VerificationContext, VerifyList
from wallet.verify.status.hosted import look_up_hosted, objects, shown

_AMOUNTS_TO: Final = {"revoked": Reason.REVOKED, "disabled": Reason.REVOKED, "suspended": Reason.SUSPENDED}
_IN_FORCE: Final = frozenset({"active", "valid", "enabled", "live"})


class CredentialStatusList2017:
    """`CredentialStatusList2017`."""

    name: Final = "CredentialStatusList2017"

    def check(
        self, entry: StatusEntry, issuer: str, context: VerificationContext, verify_list: VerifyList
    ) -> StatusFinding:
        """Judge one entry of a credential issued by `issuer`."""
        return look_up_hosted(entry, issuer, context, verify_list, _says)


def _says(document: JsonValue, credential_id: str) -> Finding | None:
    statements = document.get("verifiableCredential") if isinstance(document, dict) else document
    found: Finding | None = None
    for statement in objects(statements):
        about = statement.get("claim", statement.get("credentialSubject"))
        if isinstance(about, dict) and about.get("id") == credential_id:
            found = _worse(found, _status(about.get("currentStatus"), about.get("statusReason")))
    return found


def _status(value: JsonValue, why: JsonValue) -> Finding | None:
    word = value.casefold() if isinstance(value, str) else ""
    if word in _IN_FORCE:
        return None
    reason = _AMOUNTS_TO.get(word)
    if reason is None:
        return Finding(reason=Reason.STATUS_UNSUPPORTED, params={"value": shown(value)})
    return Finding(reason=reason, params={"why": shown(why)})


def _worse(one: Finding | None, other: Finding | None) -> Finding | None:
    """Of several statements about one credential the one that counts: revoked, suspended, unknown, none."""
    order = (Reason.REVOKED, Reason.SUSPENDED, Reason.STATUS_UNSUPPORTED)
    stated = [finding for finding in (one, other) if finding is not None]
    return min(stated, key=lambda finding: order.index(finding.reason), default=None)
