"""Credentials secured by an embedded `proof` (VC Data Integrity 1.0, and the linked-data suites before it)."""

from __future__ import annotations

from typing import Final

from wallet.codec import json as strict_json
from wallet.errors import CredentialError
from wallet.formats.vcdm import as_list, parse_credential, parse_proofs
from wallet.model.credential import VerifiableCredential
from wallet.model.json import JsonObject
from wallet.model.report import Reason

_OPEN_BADGES_2_CONTEXTS: Final = ("https://w3id.org/openbadges/", "https://openbadgespec.org/")


class EmbeddedProofCredential:
    """A JSON credential, with or without proof: one without is read, and fails verification as unsigned."""

    name: Final = "ldp_vc"

    def recognises(self, payload: bytes) -> bool:
        """Whether this is a JSON object."""
        return payload.lstrip()[:1] == b"{"

    def parse(self, payload: bytes) -> VerifiableCredential:
        """Parse a JSON credential. Raises `CredentialError`."""
        return from_document(strict_json.loads_object(payload), payload)


def from_document(document: JsonObject, received: bytes) -> VerifiableCredential:
    """The credential in an already parsed `document`. Raises `CredentialError`."""
    for context in as_list(document.get("@context")):
        if isinstance(context, str) and context.startswith(_OPEN_BADGES_2_CONTEXTS):
            raise CredentialError(Reason.UNSUPPORTED_FORMAT, format="open_badges_2")
    return VerifiableCredential(
        received=received,
        format=EmbeddedProofCredential.name,
        document=document,
        credential=parse_credential(document),
        proofs=parse_proofs(document),
    )
