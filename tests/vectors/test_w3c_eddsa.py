"""The test vectors of W3C's Data Integrity EdDSA Cryptosuites: signed ones verify, and not one alteration does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

import pytest

from tests.vectors.data_integrity import (
    VectorKey,
    altered,
    leaves,
    options_of,
    proof_check,
    proof_passes,
    proofs_of,
    read_vector,
    without_proof,
)
from tests.vectors.evidence import VectorContexts
from wallet.model.json import JsonObject
from wallet.model.report import Outcome, Reason
from wallet.registry import SUITES

FOLDER: Final = "w3c-vc-di-eddsa/TestVectors"
SINGLE: Final = (
    "Ed25519Signature2020/signedEdSig.json",
    "eddsa-jcs-2022/signedJCS.json",
    "eddsa-rdfc-2022/signedDataInt.json",
    "eddsa-rdfc-2022/employ/signedDataInt.json",
)
SEVERAL: Final = (
    "proof-set-chain/signedProofSet1.json",
    "proof-set-chain/signedProofSet2.json",
    "proof-set-chain/signedProofChain1.json",
    "proof-set-chain/signedProofChain2.json",
)
UNFINISHED: Final = ("proof-set-chain/proofChainTempDoc2.json",)
"""A chain whose second proof is not there yet: what it stands on is not in the document."""


def vector(vectors: Path, name: str) -> JsonObject:
    return read_vector(vectors, f"{FOLDER}/{name}")


@pytest.mark.parametrize("name", [*SINGLE, *SEVERAL])
def test_a_signed_vector_holds(vectors: Path, at: datetime, name: str) -> None:
    result = proof_check(vectors, vector(vectors, name), at)
    assert (result.outcome, result.reason) == (Outcome.PASSED, None)


@pytest.mark.parametrize("name", SINGLE)
def test_signing_again_gives_the_published_bytes(vectors: Path, name: str) -> None:
    document = vector(vectors, name)
    (proof,) = proofs_of(document)
    suite = SUITES.get(str(proof.get("cryptosuite", proof["type"])))
    assert suite is not None
    pair = vector(vectors, "keyPair.json")
    key = VectorKey.from_multibase(str(pair["privateKeyMultibase"]), str(proof["verificationMethod"]))
    made = suite.create(without_proof(document), options_of(proof), key, VectorContexts.read(vectors))
    assert made == proof


@pytest.mark.parametrize("name", UNFINISHED)
def test_an_unfinished_chain_does_not_hold(vectors: Path, at: datetime, name: str) -> None:
    assert proof_check(vectors, vector(vectors, name), at).outcome is Outcome.FAILED


# --- every alteration of a document with one proof ---------------------------------------------------------------


@pytest.mark.parametrize("name", SINGLE)
def test_no_value_can_be_altered(vectors: Path, at: datetime, name: str) -> None:
    document = vector(vectors, name)
    paths = leaves(document)
    assert len(paths) > 10
    passed = [path for path in paths if proof_passes(vectors, altered(document, path), at)]
    assert passed == []


@pytest.mark.parametrize("name", SINGLE)
def test_nothing_can_be_added_or_taken_away(vectors: Path, at: datetime, name: str) -> None:
    document = vector(vectors, name)
    subject = document["credentialSubject"]
    assert isinstance(subject, dict)
    more = {**document, "credentialSubject": {**subject, "grade": "A"}}
    assert not proof_passes(vectors, more, at)
    member = next(key for key in subject if key != "id")
    less: JsonObject = {key: value for key, value in subject.items() if key != member}
    assert not proof_passes(vectors, {**document, "credentialSubject": less}, at)


@pytest.mark.parametrize("name", SINGLE)
@pytest.mark.parametrize("member", ["created", "proofValue", "verificationMethod", "proofPurpose", "type"])
def test_no_proof_option_can_be_left_out(vectors: Path, at: datetime, name: str, member: str) -> None:
    document = vector(vectors, name)
    proof = document["proof"]
    assert isinstance(proof, dict)
    rest: JsonObject = {key: value for key, value in proof.items() if key != member}
    assert not proof_passes(vectors, {**document, "proof": rest}, at)


# --- sets and chains -------------------------------------------------------------------------------------------


def swap(proofs: list[JsonObject]) -> list[JsonObject]:
    """Each proof with the value of the next one."""
    values = [proof["proofValue"] for proof in proofs]
    return [{**proof, "proofValue": value} for proof, value in zip(proofs, values[1:] + values[:1], strict=True)]


def redate_first(proofs: list[JsonObject]) -> list[JsonObject]:
    return [{**proofs[0], "created": "2023-02-26T22:16:39Z"}, *proofs[1:]]


def redate_last(proofs: list[JsonObject]) -> list[JsonObject]:
    return [*proofs[:-1], {**proofs[-1], "created": "2023-02-26T22:16:39Z"}]


ONE_IS_BROKEN: Final[tuple[Callable[[list[JsonObject]], list[JsonObject]], ...]] = (swap, redate_first, redate_last)


@pytest.mark.parametrize("name", SEVERAL[1:])
@pytest.mark.parametrize("breaking", ONE_IS_BROKEN)
def test_one_broken_proof_of_several_fails_them_all(
    vectors: Path, at: datetime, name: str, breaking: Callable[[list[JsonObject]], list[JsonObject]]
) -> None:
    document = vector(vectors, name)
    proofs = proofs_of(document)
    assert len(proofs) > 1
    changed: JsonObject = {**document, "proof": [*breaking(proofs)]}
    assert proof_check(vectors, changed, at).outcome is Outcome.FAILED


@pytest.mark.parametrize("name", ["proof-set-chain/signedProofChain1.json", "proof-set-chain/signedProofChain2.json"])
def test_a_chain_needs_the_proof_it_stands_on(vectors: Path, at: datetime, name: str) -> None:
    document = vector(vectors, name)
    last = proofs_of(document)[-1]
    result = proof_check(vectors, {**document, "proof": last}, at)
    assert (result.outcome, result.reason) == (Outcome.FAILED, Reason.PROOF_MALFORMED)


def test_a_set_of_one_known_and_one_unknown_suite_cannot_tell(vectors: Path, at: datetime) -> None:
    document = vector(vectors, SEVERAL[1])
    first, *others = proofs_of(document)
    changed: JsonObject = {**document, "proof": [{**first, "cryptosuite": "eddsa-rdfc-2099"}, *others]}
    result = proof_check(vectors, changed, at)
    assert (result.outcome, result.reason) == (Outcome.INDETERMINATE, Reason.SUITE_UNSUPPORTED)
