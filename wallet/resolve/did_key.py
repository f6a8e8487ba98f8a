"""did:key: the identifier is the key (W3C CCG did:key 0.9)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from wallet.codec.multibase import decode_public_key
from wallet.errors import CredentialError
from wallet.model.key import ControllerDocument, VerificationMethod
from wallet.model.material import Materials
from wallet.model.report import Finding, Reason
from wallet.resolve.document import single_key_document

PREFIX: Final = "did:key:"


class DidKey:
    """Needs no material: the answer is in the question."""

    name: Final = "did:key"

    def resolve(self, identifier: str, materials: Materials, at: datetime) -> ControllerDocument | Finding:
        """The document with the one key; its method id repeats the key after `#`."""
        del materials, at
        encoded = identifier.removeprefix(PREFIX)
        try:
            key = decode_public_key(encoded)
        except CredentialError as error:
            return Finding(reason=Reason(error.code), params=error.params)
        return single_key_document(
            VerificationMethod(id=f"{identifier}#{encoded}", controller=identifier, public_key=key)
        )
