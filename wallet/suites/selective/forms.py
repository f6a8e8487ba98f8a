"""Which form a proof of a selective-disclosure suite has; told from its first bytes, without what reading it takes."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from wallet.codec.multibase import decode_base64url
from wallet.errors import CredentialError
from wallet.model.json import JsonObject


class ProofForm(StrEnum):
    """A base proof is the issuer's, for the holder to derive from; a derived one is for showing."""

    BASE = "base"
    DERIVED = "derived"


FORMS: Final[Mapping[str, Mapping[bytes, ProofForm]]] = MappingProxyType(
    {
        "ecdsa-sd-2023": {b"\xd9\x5d\x00": ProofForm.BASE, b"\xd9\x5d\x01": ProofForm.DERIVED},
        "bbs-2023": {b"\xd9\x5d\x02": ProofForm.BASE, b"\xd9\x5d\x03": ProofForm.DERIVED},
    }
)
"""The three bytes that proof values begin with."""


def form_of(proof: JsonObject) -> ProofForm | None:
    """Which form a proof of a selective-disclosure suite has, by how its value begins; None for any other proof."""
    suite = proof.get("cryptosuite")
    forms = FORMS.get(suite) if isinstance(suite, str) else None
    value = proof.get("proofValue")
    if forms is None or not isinstance(value, str):
        return None
    try:
        return forms.get(decode_base64url(value[1:5]))
    except CredentialError:
        return None
