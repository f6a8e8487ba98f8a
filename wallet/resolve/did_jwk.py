"""did:jwk: the identifier is a JSON Web Key in base64url (did:jwk method specification)."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Final

from wallet.codec import json as strict_json
from wallet.codec.jwk import public_key_from_jwk
from wallet.codec.multibase import decode_base64url
from wallet.errors import CredentialError
from wallet.model.key import ControllerDocument, PublicKey, VerificationMethod
from wallet.model.material import Materials
from wallet.model.report import Finding, Reason
from wallet.resolve.document import single_key_document

PREFIX: Final = "did:jwk:"
_KEPT_KEYS: Final = 256
"""Keys kept read: of one issuer's thousand badges, the same key is asked for a thousand times."""


class DidJwk:
    """Needs no material."""

    name: Final = "did:jwk"

    def resolve(self, identifier: str, materials: Materials, at: datetime) -> ControllerDocument | Finding:
        """The document with the one key, whose method id is always `#0`."""
        del materials, at
        try:
            key = _key_in(identifier)
        except CredentialError as error:
            detail = {"detail": error.code, **error.params}
            return Finding(reason=Reason.PROOF_MALFORMED, params=detail)
        return single_key_document(VerificationMethod(id=f"{identifier}#0", controller=identifier, public_key=key))


@lru_cache(maxsize=_KEPT_KEYS)
def _key_in(identifier: str) -> PublicKey:
    """Raises `CredentialError`."""
    return public_key_from_jwk(strict_json.loads_object(decode_base64url(identifier.removeprefix(PREFIX))))
