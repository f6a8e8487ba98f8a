"""Blockcerts: which documents are some, and what they say."""

from __future__ import annotations

import pytest

from tests.simulator.issuer import Nothing, verification
from tests.unit.verify import anchoring
from tests.unit.verify.anchoring import ADDRESS, ISSUER, anchored_2017, anchored_2019, assertion, credential
from wallet.codec import json
from wallet.errors import CredentialError
from wallet.formats.blockcerts import Blockcerts, unsecured_by
from wallet.model.credential import DataIntegrityProof, VerifiableCredential
from wallet.model.json import JsonObject, JsonValue
from wallet.model.report import Reason

FORMAT = Blockcerts()


def parsed(document: JsonObject) -> VerifiableCredential:
    payload = json.dumps(document)
    found = verification(Nothing()).parse(payload)
    assert isinstance(found, VerifiableCredential)
    assert found.received == payload
    return found


@pytest.mark.parametrize(
    "document",
    [
        anchored_2017(assertion()),
        anchored_2019(credential("1"), legacy=True),
        anchored_2019(credential("2")),
        credential(proof=[{"type": "Ed25519Signature2020"}, anchoring.proof_2019("z1")]),
    ],
)
def test_documents_with_a_merkle_proof(document: JsonObject) -> None:
    assert FORMAT.recognises(json.dumps(document))
    assert parsed(document).format == "blockcerts"


@pytest.mark.parametrize(
    "document",
    [
        assertion(),
        {**credential(), "name": "MerkleProof2019"},
        credential(proof={"type": ["MerkleProof2019"]}),
        {**credential(), "proof": "merkle-proof-2019"},
        {**credential(), "signature": {"type": "MerkleProof2017"}},
        {**assertion(), "signature": "MerkleProof2017"},
        assertion(signature={"type": ["Extension"], "name": "MerkleProof2017"}),
        {**assertion(), "receipt": {"type": "other"}, "name": "ChainpointSHA256v2"},
    ],
)
def test_documents_without(document: JsonObject) -> None:
    assert not FORMAT.recognises(json.dumps(document))


@pytest.mark.parametrize("payload", [b"", b"MerkleProof2017", b'{"MerkleProof2017":', b'["MerkleProof2017"]'])
def test_what_is_no_json_object(payload: bytes) -> None:
    assert not FORMAT.recognises(payload)


def test_version_1_is_told() -> None:
    document: JsonObject = {
        "type": "CertificateDocument",
        "receipt": {"type": ["ChainpointSHA256v2"], "merkleRoot": "00"},
    }
    with pytest.raises(CredentialError) as caught:
        parsed(document)
    assert (caught.value.code, caught.value.params) == (Reason.UNSUPPORTED_FORMAT, {"format": "Blockcerts 1"})


def test_what_version_2_says() -> None:
    found = parsed(anchored_2017(assertion(expires="2030-01-01T00:00:00Z")))
    assert found.credential.issuer.id == ISSUER
    assert found.credential.name is not None
    assert (found.credential.name.default, found.credential.valid_until) == ("データリテラシー", "2030-01-01T00:00:00Z")
    (proof,) = found.proofs
    assert isinstance(proof, DataIntegrityProof)
    assert (proof.cryptosuite, proof.verification_method) == ("MerkleProof2017", f"ecdsa-koblitz-pubkey:{ADDRESS}")


def test_version_2_without_a_key_in_it() -> None:
    (proof,) = parsed(anchored_2017(assertion(verification={"type": "MerkleProofVerification2017"}))).proofs
    assert isinstance(proof, DataIntegrityProof)
    assert proof.verification_method is None


def test_what_version_3_says() -> None:
    found = parsed(anchored_2019(credential("1"), legacy=True))
    assert found.credential.types == ("VerifiableCredential", "BlockcertsCredential")
    (proof,) = found.proofs
    assert isinstance(proof, DataIntegrityProof)
    assert proof.cryptosuite == "MerkleProof2019"


def test_a_proof_is_over_those_that_stand_before_it() -> None:
    first: JsonObject = {"type": "Ed25519Signature2020", "proofValue": "z1"}
    merkle = anchoring.proof_2019("z2")
    last: JsonObject = {"type": "Ed25519Signature2020", "proofValue": "z3"}
    proofs: list[JsonValue] = [first, merkle, last]
    document = {**credential(), "proof": proofs}
    found = next(item for item in parsed(document).proofs if isinstance(item, DataIntegrityProof) and item.purpose)
    assert unsecured_by(document, found) == {**credential(), "proof": [first]}
    alone = credential(proof=[merkle])
    assert unsecured_by(alone, found) == credential()
    assert unsecured_by(credential(), found) == credential()


WITH_DISPLAY: list[JsonValue] = [
    "https://w3id.org/openbadges/v2",
    "https://w3id.org/blockcerts/v2",
    {"displayHtml": {"@id": "schema:description"}},
]


def secured_by_2017(document: JsonObject) -> JsonObject:
    proof = DataIntegrityProof(
        type="MerkleProof2017", cryptosuite="MerkleProof2017", options={}, verification_method=None, purpose=None
    )
    return unsecured_by({**document, "signature": {}}, proof)


def test_what_is_shown_on_screens_has_its_known_name() -> None:
    document = {**assertion(), "@context": WITH_DISPLAY, "displayHtml": "<h1>花子</h1>"}
    known = secured_by_2017(document)
    assert known == {**assertion(), "description": ["<h1>花子</h1>"]}
    both = secured_by_2017({**document, "description": "More."})
    assert both["description"] == ["More.", "<h1>花子</h1>"]
    unused = secured_by_2017({**assertion(), "@context": WITH_DISPLAY})
    assert unused == assertion()


def test_other_words_of_a_badge_stay() -> None:
    inline: JsonObject = {"displayHtml": {"@id": "schema:description"}, "serial": "https://issuer.example/#serial"}
    document = {**assertion(serial="7"), "@context": [*WITH_DISPLAY[:2], inline], "displayHtml": "x"}
    assert secured_by_2017(document)["@context"] == [*WITH_DISPLAY[:2], {"serial": inline["serial"]}]


@pytest.mark.parametrize(
    "changed",
    [
        {"@context": [*WITH_DISPLAY[:2], {"displayHtml": {"@id": "schema:name"}}]},
        {"@context": [WITH_DISPLAY[2], *WITH_DISPLAY[:2]]},
        {"@context": WITH_DISPLAY[1:]},
        {"@context": None},
        {"badge": {"displayHtml": "hidden"}},
        {"evidence": [[{"displayHtml": "hidden"}]]},
    ],
)
def test_where_another_name_could_hide_something_nothing_is_renamed(changed: JsonObject) -> None:
    document = {**assertion(), "@context": WITH_DISPLAY, "displayHtml": "x", **changed}
    assert secured_by_2017(document) == document


def test_the_signature_of_version_2_is_left_out() -> None:
    document = anchored_2017(assertion())
    (proof,) = parsed(document).proofs
    assert isinstance(proof, DataIntegrityProof)
    assert unsecured_by(document, proof) == assertion()
