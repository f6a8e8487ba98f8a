"""The test vectors of W3C's Data Integrity ECDSA Cryptosuites, ecdsa-rdfc-2019 and ecdsa-jcs-2019, on both curves."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Final

import pytest
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

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
from wallet.codec import jsonld
from wallet.codec.multibase import decode_base58btc, encode_base58btc
from wallet.model.json import JsonObject
from wallet.model.report import Outcome, Reason
from wallet.registry import SUITES
from wallet.suites.data_integrity import SIGNING, configuration_of, rdf_canonicalizer, signed_bytes

FOLDER: Final = "w3c-vc-di-ecdsa/TestVectors"
RDFC: Final = (
    "ecdsa-rdfc-2019-p256/signedECDSAP256.json",
    "ecdsa-rdfc-2019-p256/employ/signedECDSAP256.json",
    "ecdsa-rdfc-2019-p384/signedECDSAP384.json",
    "ecdsa-rdfc-2019-p384/employ/signedECDSAP384.json",
)
JCS: Final = ("ecdsa-jcs-2019-p256/signedJCSECDSAP256.json", "ecdsa-jcs-2019-p384/signedJCSECDSAP384.json")
SIGNED: Final = (*RDFC, *JCS)


def vector(vectors: Path, name: str) -> JsonObject:
    return read_vector(vectors, f"{FOLDER}/{name}")


def key_for(vectors: Path, name: str) -> VectorKey:
    curve = "p384" if "p384" in name else "p256"
    (proof,) = proofs_of(vector(vectors, name))
    secret = str(vector(vectors, f"{curve}KeyPair.json")["secretKeyMultibase"])
    return VectorKey.from_multibase(secret, str(proof["verificationMethod"]))


@pytest.mark.parametrize("name", SIGNED)
def test_a_signed_vector_holds(vectors: Path, at: datetime, name: str) -> None:
    result = proof_check(vectors, vector(vectors, name), at)
    assert (result.outcome, result.reason) == (Outcome.PASSED, None)


@pytest.mark.parametrize("name", SIGNED)
def test_signing_again_gives_the_published_bytes(vectors: Path, name: str) -> None:
    document = vector(vectors, name)
    (proof,) = proofs_of(document)
    suite = SUITES.get(str(proof["cryptosuite"]))
    assert suite is not None
    contexts = VectorContexts.read(vectors)
    assert suite.create(without_proof(document), options_of(proof), key_for(vectors, name), contexts) == proof


@pytest.mark.parametrize("name", RDFC)
def test_the_steps_between_are_the_published_ones(vectors: Path, name: str) -> None:
    document = vector(vectors, name)
    (proof,) = proofs_of(document)
    folder = (vectors / FOLDER / name).parent
    hash_name = SIGNING[key_for(vectors, name).type].hash_name
    contexts = VectorContexts.read(vectors)
    text = jsonld.canonicalize(without_proof(document), contexts, hash_name=hash_name)
    assert text == next(folder.glob("canonDoc*.txt")).read_text(encoding="utf-8")
    configuration = configuration_of(proof, document["@context"])
    message = signed_bytes(without_proof(document), configuration, rdf_canonicalizer(contexts), hash_name)
    assert isinstance(message, bytes)
    assert message.hex() == next(folder.glob("combinedHash*.txt")).read_text(encoding="utf-8").strip()


def test_p384_names_unnamed_nodes_by_sha384(vectors: Path) -> None:
    """The employment credential has two that SHA-256 would call the other way round."""
    document = without_proof(vector(vectors, "ecdsa-rdfc-2019-p384/employ/signedECDSAP384.json"))
    contexts = VectorContexts.read(vectors)
    short, long = (jsonld.canonicalize(document, contexts, hash_name=name) for name in ("sha256", "sha384"))
    assert short != long


@pytest.mark.parametrize("name", SIGNED)
def test_no_value_can_be_altered(vectors: Path, at: datetime, name: str) -> None:
    document = vector(vectors, name)
    paths = leaves(document)
    assert len(paths) > 10
    assert [path for path in paths if proof_passes(vectors, altered(document, path), at)] == []


@pytest.mark.parametrize("name", SIGNED)
@pytest.mark.parametrize(
    "member", ["created", "cryptosuite", "proofValue", "verificationMethod", "proofPurpose", "type"]
)
def test_no_proof_option_can_be_left_out(vectors: Path, at: datetime, name: str, member: str) -> None:
    document = vector(vectors, name)
    (proof,) = proofs_of(document)
    rest: JsonObject = {key: value for key, value in proof.items() if key != member}
    assert not proof_passes(vectors, {**document, "proof": rest}, at)


@pytest.mark.parametrize("name", SIGNED)
def test_a_signature_of_another_width_is_malformed(vectors: Path, at: datetime, name: str) -> None:
    document = vector(vectors, name)
    (proof,) = proofs_of(document)
    signature = decode_base58btc(str(proof["proofValue"]))
    half = len(signature) // 2
    for content in (
        b"\0" + signature[:half] + b"\0" + signature[half:],
        signature + b"\0",
        signature[1:],
        der(signature),
        b"",
    ):
        changed: JsonObject = {**document, "proof": {**proof, "proofValue": encode_base58btc(content)}}
        result = proof_check(vectors, changed, at)
        assert (result.outcome, result.reason) == (Outcome.FAILED, Reason.PROOF_MALFORMED)


def der(signature: bytes) -> bytes:
    """The same numbers as ASN.1 (X9.62), which the suites do not allow."""
    half = len(signature) // 2
    return encode_dss_signature(int.from_bytes(signature[:half]), int.from_bytes(signature[half:]))
