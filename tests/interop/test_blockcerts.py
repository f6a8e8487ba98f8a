"""Blockcerts as jsonld.js, cborg and base58-universal see them: the libraries that Blockcerts' own verifiers use."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.interop.node import run_script
from tests.unit.verify import anchoring
from tests.unit.verify.anchoring import TRANSACTION, assertion, credential
from wallet.codec import json
from wallet.formats.blockcerts import unsecured_by
from wallet.model.credential import DataIntegrityProof
from wallet.model.json import JsonObject
from wallet.suites.merkle_proof import MERKLE_CRYPTOSUITE, local_hash, read_merkle_proof

pytestmark = pytest.mark.interop

RICH = assertion(
    expires="2030-01-01T00:00:00Z",
    evidence={"type": "Evidence", "narrative": 'A portfolio.\nTwo "parts".'},
)


def ask(unsecured: JsonObject, proof_value: str, folder: Path) -> JsonObject:
    file = folder / "blockcert.json"
    file.write_bytes(json.dumps({"unsecured": unsecured, "proofValue": proof_value}))
    return run_script("blockcerts.mjs", str(file))


@pytest.mark.parametrize("unsecured", [assertion(), RICH, credential("1"), credential("2")])
def test_the_same_hash_and_the_same_proof(unsecured: JsonObject, tmp_path: Path) -> None:
    value = anchoring.proof_value(unsecured)
    theirs = ask(unsecured, value, tmp_path)
    ours = read_merkle_proof(MERKLE_CRYPTOSUITE, {"proofValue": value})
    assert (theirs["hash"], theirs["unmapped"]) == (ours.target.hex(), [])
    assert theirs["proof"] == [
        [0, ours.root.hex()],
        [1, ours.target.hex()],
        [2, [[[0, 0], [1, 3], [2, TRANSACTION]]]],
        [3, [[0 if step.before else 1, step.beside.hex()] for step in ours.path]],
    ]


def test_a_word_of_the_badges_own_has_the_same_hash(tmp_path: Path) -> None:
    display: JsonObject = {"displayHtml": {"@id": "schema:description"}}
    contexts = assertion()["@context"]
    assert isinstance(contexts, list)
    document: JsonObject = {**assertion(), "@context": [*contexts, display], "displayHtml": "<h1>花子</h1>"}
    proof = DataIntegrityProof(
        type="MerkleProof2017", cryptosuite="MerkleProof2017", options={}, verification_method=None, purpose=None
    )
    ours = local_hash(unsecured_by(document, proof), anchoring.CONTEXTS)
    assert isinstance(ours, bytes)
    assert ask(document, anchoring.proof_value(assertion()), tmp_path)["hash"] == ours.hex()


def test_what_they_find_unmapped_is_refused_here(tmp_path: Path) -> None:
    unsecured = {**assertion(), "grade": "A"}
    assert ask(unsecured, anchoring.proof_value(assertion()), tmp_path)["unmapped"] == ["grade"]
    assert not isinstance(local_hash(unsecured, anchoring.CONTEXTS), bytes)
