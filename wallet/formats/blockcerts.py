"""Blockcerts 2.0, 2.1 and 3.x: credentials whose hash stands in a Merkle tree that a transaction anchors.

Version 2 is an Open Badges 2.0 assertion with the proof in `signature` (MerkleProof2017); version 3 a verifiable
credential with the proof in `proof` (MerkleProof2019, or the cryptosuite merkle-proof-2019), perhaps among others.
Version 1 knew no Open Badges of today and is told, not read.
"""

from __future__ import annotations

from typing import Final

from wallet.codec import json as strict_json
from wallet.errors import CredentialError
from wallet.formats.assertion import credential_of, is_assertion, verification_of
from wallet.formats.vcdm import as_list, parse_credential, parse_proofs
from wallet.model.credential import DataIntegrityProof, VerifiableCredential
from wallet.model.json import JsonObject, JsonValue
from wallet.model.report import Reason
from wallet.suites.merkle_proof import MERKLE_CRYPTOSUITE, MERKLE_PROOF_2017, MERKLE_PROOF_2019

FORMAT: Final = "blockcerts"
_MARKS: Final = (b"MerkleProof", b"merkle-proof", b"ChainpointSHA256v2")
_VERSION_1: Final = "ChainpointSHA256v2"
_OPEN_BADGES: Final = "https://w3id.org/openbadges/v2"
_DISPLAY: Final = "displayHtml"
_DESCRIPTION: Final[JsonObject] = {"@id": "schema:description"}


class Blockcerts:
    """A JSON document with a Merkle proof."""

    name: Final = FORMAT

    def recognises(self, payload: bytes) -> bool:
        """Whether this is a JSON object with a Merkle proof of Blockcerts where such proofs stand."""
        if payload.lstrip()[:1] != b"{" or not any(mark in payload for mark in _MARKS):
            return False
        try:
            document = strict_json.loads_object(payload)
        except CredentialError:
            # Broken JSON is the business of the format that reads all JSON, and says what is wrong with it.
            return False
        return is_blockcerts(document) or _is_version_1(document)

    def parse(self, payload: bytes) -> VerifiableCredential:
        """Parse a Blockcert. Raises `CredentialError`."""
        return from_document(strict_json.loads_object(payload), payload)


def is_blockcerts(document: JsonObject) -> bool:
    """Whether `document` carries a Merkle proof of Blockcerts 2 or 3."""
    return _signature(document) is not None or any(map(_is_merkle_proof, as_list(document.get("proof"))))


def from_document(document: JsonObject, received: bytes) -> VerifiableCredential:
    """The Blockcert in an already parsed `document`. Raises `CredentialError`."""
    signature = _signature(document)
    proofs: tuple[DataIntegrityProof, ...]
    if signature is not None:
        method = verification_of(document).get("publicKey")
        proof = DataIntegrityProof(
            type=MERKLE_PROOF_2017,
            cryptosuite=MERKLE_PROOF_2017,
            options=signature,
            verification_method=method if isinstance(method, str) else None,
            purpose=None,
        )
        credential, proofs = credential_of(document), (proof,)
    elif _is_version_1(document):
        raise CredentialError(Reason.UNSUPPORTED_FORMAT, format="Blockcerts 1")
    else:
        credential, proofs = parse_credential(document), parse_proofs(document)
    return VerifiableCredential(
        received=received, format=FORMAT, document=document, credential=credential, proofs=proofs
    )


def unsecured_by(document: JsonObject, proof: DataIntegrityProof) -> JsonObject:
    """The document that a Merkle proof of it was made over: without proofs, except those that stand before it.

    Where several proofs stand in a list, the issuer's program hashes those before (Merkle Proof 2019 as the reference
    implementation has it).
    """
    if proof.cryptosuite == MERKLE_PROOF_2017:
        return _in_known_words({name: value for name, value in document.items() if name != "signature"})
    unsecured = {name: value for name, value in document.items() if name != "proof"}
    listed = as_list(document.get("proof"))
    before = listed[: listed.index(proof.options)] if proof.options in listed else []
    return {**unsecured, "proof": before} if before else unsecured


def _in_known_words(document: JsonObject) -> JsonObject:
    """The document with its page for screens under the name that the vocabulary of Open Badges has for it.

    Issuers' tools let version 2 bring a word of its own, `displayHtml`, for what Open Badges calls `description`. A
    word of a badge's own for a known one is refused (`context-unusable`): signed text could be moved from one to the
    other. Here, on the assertion itself and nowhere below, that hides nothing, since nobody reads an assertion's
    description; and under the known word the document says exactly the same, so the hash is the same.
    """
    contexts = as_list(document.get("@context"))
    last = contexts[-1] if contexts else None
    if not isinstance(last, dict) or last.get(_DISPLAY) != _DESCRIPTION or _OPEN_BADGES not in contexts[:-1]:
        return document
    rest = {name: value for name, value in document.items() if name not in {_DISPLAY, "@context"}}
    if _mentions(rest, _DISPLAY):
        return document
    others = {name: value for name, value in last.items() if name != _DISPLAY}
    known: JsonObject = {"@context": [*contexts[:-1], *([others] if others else [])], **rest}
    if _DISPLAY in document:
        known["description"] = [*as_list(rest.get("description")), *as_list(document[_DISPLAY])]
    return known


def _mentions(value: JsonValue, name: str) -> bool:
    """Whether some object in `value` has the member."""
    if isinstance(value, dict):
        return name in value or any(_mentions(item, name) for item in value.values())
    return isinstance(value, list) and any(_mentions(item, name) for item in value)


def _signature(document: JsonObject) -> JsonObject | None:
    """The `signature` of version 2. An assertion in name only is none: the proof has to stand in one."""
    signature = document.get("signature")
    if not isinstance(signature, dict) or MERKLE_PROOF_2017 not in as_list(signature.get("type")):
        return None
    return signature if is_assertion(document) else None


def _is_merkle_proof(value: JsonValue) -> bool:
    if not isinstance(value, dict):
        return False
    return value.get("type") == MERKLE_PROOF_2019 or value.get("cryptosuite") == MERKLE_CRYPTOSUITE


def _is_version_1(document: JsonObject) -> bool:
    receipt = document.get("receipt")
    return isinstance(receipt, dict) and _VERSION_1 in as_list(receipt.get("type"))
