"""Status documents that nobody signs: believed for the address that the signed credential itself names.

Whoever answers at that address over https is whom the issuer appointed, as with a did:web document. A copy that the
presenter brought along has no such witness: it can take a credential back, and cannot clear it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from wallet.codec import json as strict_json
from wallet.codec.limits import MAX_STATUS_DOCUMENT_BYTES
from wallet.errors import CredentialError
from wallet.model.credential import StatusEntry, VerifiableCredential
from wallet.model.json import JsonObject, JsonValue
from wallet.model.material import Material
from wallet.model.report import Finding, Reason
from wallet.verify.context import StatusFinding, VerificationContext, VerifyList
from wallet.verify.status.lists import Look, Reading, judge, problem

_SHOWN_CHARACTERS: Final = 80


def look_up_hosted(
    entry: StatusEntry,
    issuer: str,
    context: VerificationContext,
    verify_list: VerifyList,
    says: Callable[[JsonValue, str], Finding | None],
) -> StatusFinding:
    """Judge an entry whose `id` is the address of a document about credentials by their identifiers.

    `says` reads the document: a finding, or None where it says nothing against the credential. It raises
    `CredentialError` for a document that is not what it should be.
    """
    url, subject = entry.body.get("id"), context.subject
    credential_id = subject.credential.id if isinstance(subject, VerifiableCredential) else None
    if not isinstance(url, str) or credential_id is None:
        return problem(Reason.STATUS_MALFORMED, type=entry.type, detail="id")

    def read(material: Material, _verify: VerifyList) -> Reading | Finding:
        try:
            document = strict_json.loads(material.content, max_bytes=MAX_STATUS_DOCUMENT_BYTES)
            finding = says(document, credential_id)
        except CredentialError as error:
            return Finding(reason=Reason.STATUS_MALFORMED, params={"url": url, "detail": error.code})
        if finding is not None:
            finding = Finding(reason=finding.reason, params={"url": url, **finding.params})
        return Reading(issuer=_issuer_of(document) or issuer, finding=finding, notes={"hosted_list": url})

    return judge(Look(url=url, issuer=issuer, context=context, verify_list=verify_list), read)


def _issuer_of(document: JsonValue) -> str | None:
    """Whom the document itself names, where it does."""
    issuer = document.get("issuer") if isinstance(document, dict) else None
    if isinstance(issuer, dict):
        issuer = issuer.get("id")
    return issuer if isinstance(issuer, str) and issuer else None


def objects(value: JsonValue) -> list[JsonObject]:
    """The objects in a list. Raises `CredentialError` for anything else."""
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise CredentialError(Reason.MALFORMED, detail="list")
    return [item for item in value if isinstance(item, dict)]


def shown(value: JsonValue) -> str:
    """A text of the document, short enough to be told."""
    return value[:_SHOWN_CHARACTERS] if isinstance(value, str) else "-"
