"""Merkle proofs: what is read out of a proof block, and what leads from a credential to a root."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.verify import anchoring
from tests.unit.verify.anchoring import TRANSACTION, Tree, assertion, credential, encoded
from wallet.codec import cbor
from wallet.codec.multibase import encode_base58btc
from wallet.errors import CredentialError
from wallet.model.json import JsonObject, JsonValue
from wallet.model.report import Reason
from wallet.suites.merkle_proof import (
    MAX_ANCHORS,
    MAX_PATH,
    MERKLE_CRYPTOSUITE,
    MERKLE_PROOF_2017,
    Anchor,
    MerkleProof,
    Step,
    path_problem,
    read_merkle_proof,
)

HASH = "ab" * 32


def read_2017(**changed: JsonValue) -> MerkleProof:
    return read_merkle_proof(MERKLE_PROOF_2017, {**anchoring.signature_2017(assertion()), **changed})


def read_2019(value: object) -> MerkleProof:
    options: JsonObject = {"proofValue": encode_base58btc(encoded(value))}
    return read_merkle_proof(MERKLE_CRYPTOSUITE, options)


def inner(text: str = HASH) -> bytes:
    return cbor.encode(bytes.fromhex(text))


def value_2019(
    *, anchors: object = None, path: object = None, target: object = None, root: object = None
) -> list[object]:
    btc = [[[0, 0], [1, 3], [2, inner(TRANSACTION)]]]
    return [
        [0, inner() if root is None else root],
        [1, inner() if target is None else target],
        [2, btc if anchors is None else anchors],
        [3, [] if path is None else path],
    ]


@given(st.integers(1, 20), st.data())
def test_every_leaf_leads_to_the_root_and_nothing_else_does(size: int, data: st.DataObject) -> None:
    leaves = tuple(sha256(bytes([number])).digest() for number in range(size))
    tree = Tree(leaves)
    index = data.draw(st.integers(0, size - 1))
    path = tuple(Step(beside, before=side == "left") for side, beside in tree.path(index))
    proof = MerkleProof(target=leaves[index], path=path, root=tree.root, anchors=())
    assert proof.leads_to_root
    other = data.draw(st.binary(min_size=32, max_size=32).filter(lambda found: found != leaves[index]))
    assert not MerkleProof(target=other, path=path, root=tree.root, anchors=()).leads_to_root


@pytest.mark.parametrize("document", [assertion(), credential("1"), credential("2")])
def test_the_document_and_its_path(document: JsonObject) -> None:
    proof = read_merkle_proof(MERKLE_CRYPTOSUITE, {"proofValue": anchoring.proof_value(document)})
    assert path_problem(document, proof, anchoring.CONTEXTS) is None
    changed = path_problem({**document, "id": "urn:uuid:other"}, proof, anchoring.CONTEXTS)
    assert changed is not None
    assert changed.reason is Reason.SIGNATURE_MISMATCH


def test_a_path_that_leads_elsewhere() -> None:
    document = assertion()
    proof = read_merkle_proof(MERKLE_PROOF_2017, {**anchoring.signature_2017(document), "merkleRoot": HASH})
    found = path_problem(document, proof, anchoring.CONTEXTS)
    assert found is not None
    assert (found.reason, found.params) == (Reason.SIGNATURE_MISMATCH, {"detail": "merkle path"})


def test_a_term_that_nothing_defines_is_named_before_anything_is_hashed() -> None:
    proof = read_2017()
    found = path_problem({**assertion(), "grade": "A"}, proof, anchoring.CONTEXTS)
    assert found is not None
    assert (found.reason, found.params["term"]) == (Reason.DROPPED_TERMS, "grade")


def test_another_name_for_a_known_term_is_not_taken() -> None:
    """`displayHtml` as another name of `description` would let signed text move from one to the other."""
    inline: JsonObject = {"displayHtml": {"@id": "schema:description"}}
    contexts: list[JsonValue] = ["https://w3id.org/openbadges/v2", "https://w3id.org/blockcerts/v2", inline]
    found = path_problem({**assertion(), "@context": contexts, "displayHtml": "<p>"}, read_2017(), anchoring.CONTEXTS)
    assert found is not None
    assert found.reason is Reason.CONTEXT_UNUSABLE


def test_both_ways_to_write_a_proof_say_the_same() -> None:
    document = assertion()
    old = read_2017()
    for text in (False, True):
        value = anchoring.proof_value(document, text=text)
        assert read_merkle_proof("MerkleProof2019", {"proofValue": value}) == old
    assert old.anchors == (Anchor(chain="btc", network="testnet", transaction=TRANSACTION),)
    assert old.anchors[0].place == "btc:testnet"


def test_a_tree_of_one() -> None:
    document = credential()
    options: JsonObject = {"proofValue": anchoring.proof_value(document, others=0)}
    proof = read_merkle_proof(MERKLE_CRYPTOSUITE, options)
    assert (proof.path, proof.target) == ((), proof.root)
    assert path_problem(document, proof, anchoring.CONTEXTS) is None
    without = [pair for pair in value_2019() if isinstance(pair, list) and pair[0] != 3]
    assert read_2019(without).path == ()
    assert read_2017(proof=None).path == ()


@pytest.mark.parametrize(
    ("anchor", "place"),
    [
        ({"sourceId": TRANSACTION, "type": "BTCOpReturn", "chain": "bitcoinMainnet"}, "btc:mainnet"),
        ({"sourceId": TRANSACTION, "type": "BTCOpReturn"}, "btc:mainnet"),
        ({"sourceId": f"0x{TRANSACTION}", "type": "ETHData", "chain": "ethereumSepolia"}, "eth:sepolia"),
        ({"sourceId": TRANSACTION, "type": "ETHData"}, "eth:mainnet"),
        ({"sourceId": "none", "type": "MockChain", "chain": "mockchain"}, "mocknet"),
        ({"sourceId": TRANSACTION, "type": "Doge", "chain": "dogecoin"}, "dogecoin:-"),
        ({"sourceId": TRANSACTION, "type": "Doge"}, "Doge:-"),
        ({"sourceId": TRANSACTION, "type": ["x"]}, "['x']:-"),
    ],
)
def test_chains_by_name(anchor: JsonObject, place: str) -> None:
    assert read_2017(anchors=[anchor]).anchors[0].place == place


@pytest.mark.parametrize(
    ("chain", "network", "place"),
    [
        (0, 1, "btc:mainnet"),
        (1, 11155111, "eth:sepolia"),
        (2, 137, "mtc:mainnet"),
        (3, 84532, "base:sepolia"),
        (0, 9, "btc:9"),
        (17, 4, "17:4"),
        (-1, -1, "mocknet"),
    ],
)
def test_chains_by_number(chain: int, network: int, place: str) -> None:
    anchors = [[[0, chain], [1, network], [2, inner(TRANSACTION)]]]
    assert read_2019(value_2019(anchors=anchors)).anchors[0].place == place


@pytest.mark.parametrize(
    ("changed", "detail"),
    [
        ({"targetHash": None}, "targetHash"),
        ({"targetHash": "xyz"}, "targetHash"),
        ({"merkleRoot": HASH + "00"}, "merkleRoot"),
        ({"proof": "none"}, "merkle path"),
        ({"proof": ["left"]}, "merkle path"),
        ({"proof": [{"left": HASH, "right": HASH}]}, "merkle path"),
        ({"proof": [{"up": HASH}]}, "merkle path"),
        ({"proof": [{"left": HASH}] * (MAX_PATH + 1)}, "merkle path"),
        ({"anchors": []}, "anchors"),
        ({"anchors": None}, "anchors"),
        ({"anchors": ["x"]}, "anchors"),
        ({"anchors": [{"sourceId": TRANSACTION, "type": "BTCOpReturn"}] * (MAX_ANCHORS + 1)}, "anchors"),
        ({"anchors": [{"sourceId": "../../etc", "type": "BTCOpReturn"}]}, "anchors"),
        ({"anchors": [{"type": "BTCOpReturn"}]}, "anchors"),
    ],
)
def test_a_broken_proof_of_2017(changed: JsonObject, detail: str) -> None:
    with pytest.raises(CredentialError) as caught:
        read_2017(**changed)
    assert (caught.value.code, caught.value.params["detail"]) == (Reason.PROOF_MALFORMED, detail)


@pytest.mark.parametrize(
    ("value", "detail"),
    [
        ("text", "anchors"),
        ([1], "CBOR"),
        ([[0, inner(), 1]], "CBOR"),
        ([[b"0", inner()]], "CBOR"),
        ([[0, inner()], [0, inner()]], "CBOR"),
        (value_2019(target=b"\x01"), "targetHash"),
        (value_2019(target="text"), "targetHash"),
        (value_2019(root=cbor.encode(b"short")), "merkleRoot"),
        (value_2019(path=7), "merkle path"),
        (value_2019(path=[[2, inner()]]), "merkle path"),
        (value_2019(path=[7]), "CBOR"),
        (value_2019(anchors=[]), "anchors"),
        (value_2019(anchors=3), "anchors"),
        (value_2019(anchors=[[[0, "btc"], [1, 1], [2, inner(TRANSACTION)]]]), "anchors"),
        (value_2019(anchors=[[[0, 0], [2, inner(TRANSACTION)]]]), "anchors"),
        (value_2019(anchors=[[[0, 0], [1, 1]]]), "anchors"),
        (value_2019(anchors=[[[0, 0], [1, 1], [2, inner("00")]]]), "anchors"),
    ],
)
def test_a_broken_proof_of_2019(value: object, detail: str) -> None:
    with pytest.raises(CredentialError) as caught:
        read_2019(value)
    assert (caught.value.code, caught.value.params["detail"]) == (Reason.PROOF_MALFORMED, detail)


@pytest.mark.parametrize("value", [None, 5, "", "z", "m" + HASH, "z0OIl", "z" + "1" * 5000])
def test_a_proof_value_that_is_none(value: JsonValue) -> None:
    with pytest.raises(CredentialError) as caught:
        read_merkle_proof(MERKLE_CRYPTOSUITE, {"proofValue": value})
    assert caught.value.code == Reason.PROOF_MALFORMED


@given(st.binary(max_size=200))
def test_whatever_stands_in_a_proof_value(content: bytes) -> None:
    code = None
    try:
        read_merkle_proof(MERKLE_CRYPTOSUITE, {"proofValue": encode_base58btc(content)})
    except CredentialError as error:
        code = error.code
    assert code in {None, Reason.PROOF_MALFORMED}
