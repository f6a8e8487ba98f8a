"""Building and signing a verifiable presentation (VCDM 2.0 section 4.13, VC Data Integrity 1.0 section 4.2).

How each badge goes in is said in `wallet.present.members`. Nothing that was not chosen goes in.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from wallet.codec import json as strict_json
from wallet.codec.time import format_instant
from wallet.errors import UsageError
from wallet.model.credential import VerifiableCredential
from wallet.model.frozen import frozen
from wallet.model.json import JsonObject
from wallet.model.key import SigningKey
from wallet.model.material import Contexts
from wallet.model.request import PresentationRequest
from wallet.present.members import CONTEXT, member_of
from wallet.suites.interface import Cryptosuite

ED25519_2020_CONTEXT: Final = "https://w3id.org/security/suites/ed25519-2020/v1"
MEDIA_TYPE: Final = "application/vp"
AUTHENTICATION: Final = "authentication"
PROOF_PURPOSES: Final = (AUTHENTICATION, "assertionMethod")


@frozen
class SignedPresentation:
    """A finished presentation: exactly the bytes that leave, and who signed."""

    content: bytes
    holder: str
    suite: str
    media_type: str = MEDIA_TYPE


def build_presentation(
    credentials: Sequence[VerifiableCredential],
    request: PresentationRequest,
    *,
    presentation_id: str,
    created: datetime,
    key: SigningKey,
    suite: Cryptosuite,
    contexts: Contexts,
) -> SignedPresentation:
    """Bundle `credentials` and sign for `request`.

    `presentation_id` is a fresh URN, so that two presentations of the same badges differ. Raises `UsageError` for an
    empty choice, `CredentialError` when a credential cannot be covered by the signature without losing something.
    """
    if key.type not in suite.key_types:
        raise UsageError("key-type", suite=suite.name)
    holder = holder_of(key)
    unsecured = unsecured_presentation(credentials, request, presentation_id=presentation_id, holder=holder)
    if suite.name == "Ed25519Signature2020":
        unsecured["@context"] = [CONTEXT, ED25519_2020_CONTEXT]
    proof = suite.create(unsecured, _options(request, created, key, suite), key, contexts)
    content = strict_json.dumps_readable({**unsecured, "proof": proof})
    return SignedPresentation(content=content, holder=holder, suite=suite.name)


def unsecured_presentation(
    credentials: Sequence[VerifiableCredential], request: PresentationRequest, *, presentation_id: str, holder: str
) -> JsonObject:
    """The presentation before it is secured. Raises `UsageError` for an empty choice."""
    if not credentials:
        raise UsageError("nothing-chosen")
    unsecured: JsonObject = {
        "@context": [CONTEXT],
        "id": presentation_id,
        "type": ["VerifiablePresentation"],
        "holder": holder,
        "verifiableCredential": [member_of(credential) for credential in credentials],
    }
    if request.purpose:
        unsecured["description"] = request.purpose
    return unsecured


def holder_of(key: SigningKey) -> str:
    """The DID that a key signs for."""
    return key.verification_method.partition("#")[0]


def _options(request: PresentationRequest, created: datetime, key: SigningKey, suite: Cryptosuite) -> JsonObject:
    """The proof options. Audience and challenge are what keeps a presentation from being replayed elsewhere."""
    data_integrity = not suite.name.endswith("2020")
    options: JsonObject = {"type": "DataIntegrityProof"} if data_integrity else {"type": suite.name}
    if data_integrity:
        options["cryptosuite"] = suite.name
    options["created"] = format_instant(created)
    if request.expires is not None:
        options["expires"] = format_instant(request.expires)
    options["verificationMethod"] = key.verification_method
    options["proofPurpose"] = request.proof_purpose
    if request.audience:
        options["domain"] = request.audience
    if request.challenge:
        options["challenge"] = request.challenge
    return options
