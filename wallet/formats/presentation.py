"""Verifiable presentations with an embedded proof (VCDM 2.0, section 4.13), holding credentials of any format."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from wallet.codec import json as strict_json
from wallet.errors import CredentialError
from wallet.formats.vcdm import PRESENTATION_TYPE, parse_proofs, require_base_context, types_of
from wallet.model.credential import Proof, VerifiablePresentation
from wallet.model.json import JsonObject, JsonValue
from wallet.model.report import Reason

FORMAT: Final = "presentation"


class EmbeddedProofPresentation:
    """A JSON presentation."""

    name: Final = FORMAT

    def recognises(self, payload: bytes) -> bool:
        """Whether this is a JSON object whose type says presentation."""
        if payload.lstrip()[:1] != b"{" or PRESENTATION_TYPE.encode() not in payload:
            return False
        try:
            return PRESENTATION_TYPE in types_of(strict_json.loads_object(payload))
        except CredentialError:
            return False

    def parse(self, payload: bytes) -> VerifiablePresentation:
        """Parse a presentation; a part that is no credential becomes `Unreadable`. Raises `CredentialError`."""
        document = strict_json.loads_object(payload)
        return read_presentation(document, payload, lambda _holder: parse_proofs(document))


def read_presentation(
    document: JsonObject, received: bytes, proofs: Callable[[str | None], tuple[Proof, ...]]
) -> VerifiablePresentation:
    """The presentation in `document`, with the `proofs` of its holder. Raises `CredentialError`."""
    from wallet.formats.members import read_members  # every format there is, where a presentation is at hand

    if PRESENTATION_TYPE not in types_of(document):
        raise CredentialError(Reason.NOT_A_CREDENTIAL, member="type")
    require_base_context(document)
    holder = holder_of(document)
    return VerifiablePresentation(
        received=received,
        format=FORMAT,
        document=document,
        id=_text(document.get("id")),
        holder=holder,
        credentials=read_members(document),
        proofs=proofs(holder),
    )


def holder_of(document: JsonObject) -> str | None:
    """The identifier of the holder, named or described."""
    value = document.get("holder")
    return _text(value.get("id")) if isinstance(value, dict) else _text(value)


def _text(value: JsonValue) -> str | None:
    return value if isinstance(value, str) else None
