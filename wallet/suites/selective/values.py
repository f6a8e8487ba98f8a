"""Proof values of the selective-disclosure suites: three bytes that say what follows, then a CBOR array.

DI ECDSA Cryptosuites 1.0, section 3.5; DI BBS Cryptosuites 1.0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from wallet.codec import cbor
from wallet.codec.multibase import decode_base64url, encode_base64url
from wallet.errors import CredentialError
from wallet.model.json import JsonObject
from wallet.model.report import Reason
from wallet.suites.data_integrity import PROOF_VALUE
from wallet.suites.selective.forms import FORMS, ProofForm

MAX_POINTERS: Final = 1_000
"""Mandatory pointers of one base proof: published credentials have fewer than ten."""

HMAC_KEY_BYTES: Final = 32


DRAFT_FEATURES: Final[Mapping[str, Mapping[bytes, str]]] = MappingProxyType(
    {
        "bbs-2023": {
            b"\xd9\x5d\x04": "anonymous_holder_binding",
            b"\xd9\x5d\x05": "anonymous_holder_binding",
            b"\xd9\x5d\x06": "pseudonym",
            b"\xd9\x5d\x07": "pseudonym",
            b"\xd9\x5d\x08": "pseudonym",
            b"\xd9\x5d\x09": "pseudonym",
        }
    }
)
"""Optional features of DI BBS that are still being designed, by the same bytes: named, and never verified."""


def read_value(proof: JsonObject, suite: str) -> tuple[ProofForm, list[cbor.CborValue]]:
    """The form and the components of a `proofValue`.

    Raises `CredentialError`: `proof-malformed`, or `suite-unsupported` with the optional feature the proof uses.
    """
    value = proof.get(PROOF_VALUE)
    if not isinstance(value, str) or not value.startswith("u"):
        raise CredentialError(Reason.PROOF_MALFORMED, detail="not base64url")
    try:
        content = decode_base64url(value[1:])
    except CredentialError as error:
        raise CredentialError(Reason.PROOF_MALFORMED, **error.params) from error
    header = content[:3]
    feature = DRAFT_FEATURES.get(suite, {}).get(header)
    if feature is not None:
        raise CredentialError(Reason.SUITE_UNSUPPORTED, suite=suite, detail=feature)
    form = FORMS[suite].get(header)
    components = cbor.decode(content[3:]) if form is not None else None
    if form is None or not isinstance(components, list):
        raise CredentialError(Reason.PROOF_MALFORMED, detail="proof value")
    return form, components


def write_value(suite: str, form: ProofForm, components: Sequence[cbor.Encodable]) -> str:
    """A `proofValue` of these components."""
    header = next(header for header, meaning in FORMS[suite].items() if meaning is form)
    return f"u{encode_base64url(header + cbor.encode(components))}"


def octets(value: cbor.CborValue, length: int) -> bytes:
    """A component that is a byte string of exactly `length` bytes. Raises `CredentialError`, as do the others here."""
    if not isinstance(value, bytes) or len(value) != length:
        raise _component()
    return value


def indexes(value: cbor.CborValue, *, ascending: bool = False) -> tuple[int, ...]:
    """A component that is a list of indexes, none twice. Which of them exist is the document's to say."""
    if not isinstance(value, list):
        raise _component()
    found = tuple(item for item in value if isinstance(item, int))
    if len(found) != len(value) or len(set(found)) != len(found) or (ascending and list(found) != sorted(found)):
        raise _component()
    return found


def texts(value: cbor.CborValue) -> tuple[str, ...]:
    """A component that is a list of JSON Pointers."""
    if not isinstance(value, list) or len(value) > MAX_POINTERS:
        raise _component()
    found = tuple(item for item in value if isinstance(item, str))
    if len(found) != len(value):
        raise _component()
    return found


def _component() -> CredentialError:
    return CredentialError(Reason.PROOF_MALFORMED, detail="proof value")
