"""An EnvelopedVerifiableCredential or EnvelopedVerifiablePresentation on its own (VCDM 2.0, section 4.13).

What comes out is what the envelope holds, under the name of its own format; the object around it says nothing.
"""

from __future__ import annotations

from typing import Final

from wallet.codec import json as strict_json
from wallet.errors import CredentialError
from wallet.formats.jose import VP_JWT, VP_SD_JWT
from wallet.formats.vcdm import ENVELOPED_PRESENTATION_TYPE, ENVELOPED_TYPE, require_base_context, types_of
from wallet.model.credential import Verifiable
from wallet.model.json import JsonObject
from wallet.model.report import Reason

_BOTH: Final = frozenset({ENVELOPED_TYPE, ENVELOPED_PRESENTATION_TYPE})


class EnvelopedDocument:
    """A JSON object whose only content is a `data:` URL of something secured."""

    name: Final = "enveloped"

    def recognises(self, payload: bytes) -> bool:
        """Whether this is a JSON object whose type says so."""
        if payload.lstrip()[:1] != b"{" or b"Enveloped" not in payload:
            return False
        try:
            return bool(_BOTH.intersection(types_of(strict_json.loads_object(payload))))
        except CredentialError:
            return False

    def parse(self, payload: bytes) -> Verifiable:
        """Parse what is in the envelope. Raises `CredentialError`."""
        from wallet.formats.members import enveloped_credential  # every format there is, where an envelope is at hand

        document = strict_json.loads_object(payload)
        types = types_of(document)
        require_base_context(document)
        if frozenset(types) >= _BOTH:
            raise CredentialError(Reason.AMBIGUOUS, member="type")
        return enveloped_credential(document) if ENVELOPED_TYPE in types else _presentation(document)


def _presentation(document: JsonObject) -> Verifiable:
    from wallet.formats.jwt_vp import JwtPresentation, SdJwtPresentation
    from wallet.formats.members import open_envelope

    media_type, content = open_envelope(document)
    kind = media_type.removeprefix("application/")
    if kind not in VP_JWT | VP_SD_JWT or kind == media_type:
        raise CredentialError(Reason.UNSUPPORTED_FORMAT, format=media_type)
    return (JwtPresentation() if kind in VP_JWT else SdJwtPresentation()).parse(content)
