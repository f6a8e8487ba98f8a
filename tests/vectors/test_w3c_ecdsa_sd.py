"""The test vectors of W3C's ecdsa-sd-2023: every published intermediate value, and both proofs byte for byte."""

from __future__ import annotations

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
    without_proof,
)
from tests.vectors.evidence import VectorContexts
from wallet.codec import json
from wallet.codec.multibase import decode_base58btc
from wallet.formats.vcdm import parse_proofs
from wallet.model.json import JsonObject, JsonValue
from wallet.model.report import Outcome
from wallet.suites.ecdsa_sd_2023 import EcdsaSd2023
from wallet.suites.selective.derivation import Choice, base_statements, choice_of, configuration_hash
from wallet.suites.selective.statements import hmac_labels, labels_for_verifier, restored
from wallet.suites.selective.values import read_value

FOLDER: Final = "w3c-vc-di-ecdsa/TestVectors"
CASES: Final = {
    "prc": ("prCredMandatory.json", "prCredSelective.json"),
    "employ": ("employMandatory.json", "employSelective.json"),
}
EVERY = pytest.mark.parametrize("case", CASES)
SUITE: Final = EcdsaSd2023()
ORDER_OF_P256: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def value(vectors: Path, name: str) -> JsonValue:
    return json.loads((vectors / FOLDER / name).read_bytes())


def vector(vectors: Path, case: str, name: str) -> JsonObject:
    found = value(vectors, f"ecdsa-sd-2023/{case}/{name}")
    assert isinstance(found, dict)
    return found


def pointers(vectors: Path, case: str, which: int) -> list[str]:
    found = value(vectors, CASES[case][which])
    assert isinstance(found, list)
    return [str(pointer) for pointer in found]


def keys(vectors: Path) -> JsonObject:
    found = value(vectors, "ecdsa-sd-2023/SDKeyMaterial.json")
    assert isinstance(found, dict)
    return found


def secret_of(pair: JsonValue) -> str:
    assert isinstance(pair, dict)
    return str(pair["secretKeyMultibase"])


def choice(vectors: Path, case: str) -> Choice:
    document = without_proof(vector(vectors, case, "addSignedSDBase.json"))
    hmac_key = bytes.fromhex(str(keys(vectors)["hmacKeyString"]))
    grouped = base_statements(document, VectorContexts.read(vectors), hmac_key, hmac_labels)
    return choice_of(document, grouped, pointers(vectors, case, 0), pointers(vectors, case, 1))


def map_entries(found: JsonValue) -> list[JsonValue]:
    """The entries of a map, which the vectors write in two ways."""
    entries = found["value"] if isinstance(found, dict) else found
    assert isinstance(entries, list)
    return entries


# --- intermediate values --------------------------------------------------------------------------------------------


@EVERY
def test_statements_and_labels(vectors: Path, case: str) -> None:
    found = choice(vectors, case)
    lines = [statement.line for statement in found.grouped.statements]
    assert lines == value(vectors, f"ecdsa-sd-2023/{case}/addBaseDocHMACCanon.json")
    published = vector(vectors, case, "addBaseTransform.json")
    for name, chosen in (("mandatory", True), ("nonMandatory", False)):
        wanted: list[JsonValue] = [
            [index, line] for index, line in enumerate(lines) if (index in found.mandatory) is chosen
        ]
        assert map_entries(published[name]) == wanted


@EVERY
def test_groups(vectors: Path, case: str) -> None:
    found = choice(vectors, case)
    published = vector(vectors, case, "derivedGroupIndexes.json")
    others = [index for index in range(len(found.grouped.statements)) if index not in found.mandatory]
    assert {
        "combinedIndexes": [*found.shown],
        "mandatoryIndexes": sorted(found.mandatory),
        "nonMandatoryIndexes": others,
        "selectiveIndexes": sorted(found.selective),
    } == published
    assert vector(vectors, case, "derivedAdjMandatoryIndexes.json") == {
        "adjMandatoryIndexes": [*found.mandatory_indexes]
    }
    adjusted = vector(vectors, case, "derivedAdjSignatures.json")["adjSignatureIndexes"]
    assert [*found.selective_indexes] == adjusted


@EVERY
def test_what_is_shown(vectors: Path, case: str) -> None:
    found = choice(vectors, case)
    assert found.document == vector(vectors, case, "derivedUnsignedReveal.json")
    labels = labels_for_verifier(found.quads, found.grouped.labels)
    wanted = map_entries(vector(vectors, case, "verifyDerivedProofValue.json")["labelMap"])
    assert [[f"c14n{number}", labels[number].removeprefix("_:")] for number in sorted(labels)] == wanted
    read = restored(found.document, VectorContexts.read(vectors), labels)
    assert isinstance(read, tuple)
    assert [*read] == value(vectors, f"ecdsa-sd-2023/{case}/verifyNQuads.json")


@EVERY
def test_hashes(vectors: Path, case: str) -> None:
    secured = vector(vectors, case, "addSignedSDBase.json")
    (proof,) = proofs_of(secured)
    found = configuration_hash(without_proof(secured), proof, VectorContexts.read(vectors))
    assert found.hex() == vector(vectors, case, "addHashData.json")["proofHash"]


@EVERY
def test_proof_values(vectors: Path, case: str) -> None:
    (base,) = proofs_of(vector(vectors, case, "addSignedSDBase.json"))
    _, (signature, _, _, signatures, mandatory) = read_value(base, SUITE.name)
    published = vector(vectors, case, "addRawBaseSignatureInfo.json")
    assert isinstance(signature, bytes)
    assert isinstance(signatures, list)
    assert signature.hex() == published["baseSignature"]
    assert [item.hex() for item in signatures if isinstance(item, bytes)] == published["signatures"]
    assert mandatory == published["mandatoryPointers"] == pointers(vectors, case, 0)


# --- whole proofs ---------------------------------------------------------------------------------------------------


@EVERY
def test_signing_again_gives_the_published_bytes(vectors: Path, case: str) -> None:
    secured = vector(vectors, case, "addSignedSDBase.json")
    (proof,) = proofs_of(secured)
    material = keys(vectors)
    own = int.from_bytes(decode_base58btc(secret_of(material["proofKeyPair"]))[2:])
    drawn = iter([bytes.fromhex(str(material["hmacKeyString"])), (own - 1).to_bytes(48)])
    assert 0 < own < ORDER_OF_P256
    key = VectorKey.from_multibase(secret_of(material["baseKeyPair"]), str(proof["verificationMethod"]))
    made = SUITE.create_base(
        without_proof(secured),
        options_of(proof),
        key,
        VectorContexts.read(vectors),
        pointers(vectors, case, 0),
        random_bytes=lambda _count: next(drawn),
    )
    assert made == proof


@EVERY
def test_deriving_again_gives_the_published_bytes(vectors: Path, case: str) -> None:
    secured = vector(vectors, case, "addSignedSDBase.json")
    made = SUITE.derive(
        without_proof(secured), parse_proofs(secured)[0], pointers(vectors, case, 1), VectorContexts.read(vectors)
    )
    assert made == vector(vectors, case, "derivedRevealDocument.json")


@EVERY
@pytest.mark.parametrize(
    ("name", "form"), [("addSignedSDBase.json", "base"), ("derivedRevealDocument.json", "derived")]
)
def test_a_vector_holds_and_says_its_form(vectors: Path, at: datetime, case: str, name: str, form: str) -> None:
    result = proof_check(vectors, vector(vectors, case, name), at)
    assert (result.outcome, result.reason) == (Outcome.PASSED, None)
    assert (result.params["suites"], result.params["form"]) == ("ecdsa-sd-2023", form)


@EVERY
@pytest.mark.parametrize("name", ["addSignedSDBase.json", "derivedRevealDocument.json"])
def test_no_value_can_be_altered(vectors: Path, at: datetime, case: str, name: str) -> None:
    document = vector(vectors, case, name)
    paths = leaves(document)
    assert len(paths) > 10
    assert [path for path in paths if proof_passes(vectors, altered(document, path), at)] == []


@EVERY
@pytest.mark.parametrize("name", ["addSignedSDBase.json", "derivedRevealDocument.json"])
@pytest.mark.parametrize(
    "member", ["created", "proofValue", "verificationMethod", "proofPurpose", "type", "cryptosuite"]
)
def test_no_proof_option_can_be_left_out(vectors: Path, at: datetime, case: str, name: str, member: str) -> None:
    document = vector(vectors, case, name)
    (proof,) = proofs_of(document)
    rest: JsonObject = {key: item for key, item in proof.items() if key != member}
    assert not proof_passes(vectors, {**document, "proof": rest}, at)
