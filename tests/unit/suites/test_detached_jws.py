"""Legacy suites with a detached JWS: badges that the software of the time signed hold, and no bent one does.

The samples in `tests/vectors/legacy` were signed with jsonld-signatures 5.2 and @transmute/json-web-signature 0.7.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.simulator.jose import Signer, b64
from tests.unit.suites.samples import CONTEXTS, keys, proof_of, suite
from tests.vectors.data_integrity import altered, leaves, proofs_of, without_proof
from wallet.codec import json, jsonld
from wallet.codec.jwk import public_key_from_jwk
from wallet.codec.multibase import decode_base64url, decode_public_key, encode_base64url
from wallet.errors import CredentialError
from wallet.model.json import JsonObject, JsonValue
from wallet.model.key import KeyType, PublicKey
from wallet.model.report import Finding, Reason
from wallet.suites.detached_jws import ALGORITHMS, SECURITY_CONTEXT
from wallet.suites.interface import ExplainedCryptosuite, SigningSteps

FOLDER: Final = Path(__file__).parents[2] / "vectors" / "legacy"
FILES: Final = tuple(sorted(path.name for path in FOLDER.glob("*.json")))
EVERY = pytest.mark.parametrize("file", FILES)


def read(file: str) -> tuple[JsonObject, JsonObject, PublicKey]:
    """The document without its proof, the proof, and the key that its DID spells out."""
    document = json.loads_object((FOLDER / file).read_bytes())
    (proof,) = proofs_of(document)
    identifier = str(proof["verificationMethod"]).partition("#")[0]
    encoded = identifier.rpartition(":")[2]
    if identifier.startswith("did:key:"):
        return without_proof(document), proof, decode_public_key(encoded)
    return without_proof(document), proof, public_key_from_jwk(json.loads_object(decode_base64url(encoded)))


def judge(file: str, proof: JsonObject | None = None, document: JsonObject | None = None) -> Finding | None:
    own_document, own_proof, key = read(file)
    return suite(str(own_proof["type"])).verify(document or own_document, proof_of(proof or own_proof), key, CONTEXTS)


def reason(found: Finding | None) -> Reason | None:
    return found.reason if found is not None else None


def test_every_suite_has_its_sample() -> None:
    assert {str(read(file)[1]["type"]) for file in FILES} == set(ALGORITHMS)


@EVERY
def test_what_the_software_of_the_time_signed_holds(file: str) -> None:
    assert judge(file) is None
    assert suite(str(read(file)[1]["type"])).legacy


@EVERY
def test_the_steps_lead_to_what_is_signed(file: str) -> None:
    document, proof, key = read(file)
    tool = suite(str(proof["type"]))
    assert isinstance(tool, ExplainedCryptosuite)
    steps = tool.steps(document, proof_of(proof), key.type, CONTEXTS)
    assert isinstance(steps, SigningSteps)
    signature = decode_base64url(str(proof["jws"]).rpartition(".")[2])
    algorithms = [item for item in ALGORITHMS[tool.name] if item.key_type is key.type]
    assert any(item.verify(steps.signing_input, signature, key) for item in algorithms)
    assert isinstance(tool.steps(document, proof_of({**proof, "jws": "."}), key.type, CONTEXTS), Finding)


@EVERY
def test_no_value_can_be_altered(file: str) -> None:
    document, proof, _ = read(file)
    assert [path for path in leaves(document) if judge(file, document=altered(document, path)) is None] == []
    assert [path for path in leaves(proof) if judge(file, altered(proof, path)) is None] == []


@EVERY
def test_no_option_can_be_left_out_or_added(file: str) -> None:
    _, proof, _ = read(file)
    for member in proof:
        rest: JsonObject = {name: value for name, value in proof.items() if name != member}
        assert judge(file, rest) is not None, member
    for member in ("domain", "challenge", "nonce", "expires", "creator", "grade", "proofValue", "signatureValue"):
        assert judge(file, {**proof, member: "x"}) is not None, member


@EVERY
@given(data=st.data())
def test_no_bit_of_a_signature_can_be_flipped(file: str, data: st.DataObject) -> None:
    _, proof, _ = read(file)
    header, _, encoded = str(proof["jws"]).split(".")
    signature = bytearray(decode_base64url(encoded))
    bit = data.draw(st.integers(0, len(signature) * 8 - 1))
    signature[bit // 8] ^= 1 << bit % 8
    found = judge(file, {**proof, "jws": f"{header}..{encode_base64url(bytes(signature))}"})
    assert reason(found) is Reason.SIGNATURE_MISMATCH


@EVERY
def test_the_jws_is_detached_and_in_one_spelling(file: str) -> None:
    _, proof, _ = read(file)
    header, _, signature = str(proof["jws"]).split(".")
    bent: list[JsonValue] = [
        f"{header}.e30.{signature}",
        f"{header}.{signature}",
        f"{header}..",
        f"..{signature}",
        f" {proof['jws']}",
        f"{proof['jws']}=",
        f"{header}..{signature}.",
        f"{header}..é",
        "",
        None,
        [proof["jws"]],
    ]
    for text in bent:
        assert reason(judge(file, {**proof, "jws": text})) is Reason.PROOF_MALFORMED, text


def signed_under(header: JsonObject, signer: Signer, name: str = "JsonWebSignature2020") -> Finding | None:
    """The verdict on a proof whose signature holds, under a header of choice; two hashes are made by the sample."""
    document, proof, _ = read("json-web-signature-2020-p256.json")
    encoded = b64(header)
    payload = payload_of(document, {**proof, "type": name})
    jws = f"{encoded}..{b64(signer.sign(encoded.encode() + b'.' + payload))}"
    own: JsonObject = {**proof, "type": name, "jws": jws}
    return suite(name).verify(document, proof_of(own), public_key_from_jwk(signer.jwk), CONTEXTS)


def payload_of(document: JsonObject, proof: JsonObject) -> bytes:
    """The hashes that are signed, from the statements written out here by hand."""
    security, proof_type = "https://w3id.org/security#", "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    date = "http://www.w3.org/2001/XMLSchema#dateTime"
    lines = [
        f'_:c14n0 <http://purl.org/dc/terms/created> "{proof["created"]}"^^<{date}> .\n',
        f"_:c14n0 <{proof_type}> <{security}{proof['type']}> .\n",
        f"_:c14n0 <{security}proofPurpose> <{security}assertionMethod> .\n",
        f"_:c14n0 <{security}verificationMethod> <{proof['verificationMethod']}> .\n",
    ]
    text = jsonld.canonicalize(document, CONTEXTS)
    assert isinstance(text, str)
    return sha256("".join(lines).encode()).digest() + sha256(text.encode()).digest()


GOOD: Final[JsonObject] = {"alg": "ES256", "b64": False, "crit": ["b64"]}


def test_the_options_mean_what_the_security_vocabulary_says() -> None:
    assert signed_under(GOOD, Signer("ES256")) is None


@pytest.mark.parametrize(
    "header",
    [
        {"alg": "ES256"},
        {"alg": "ES256", "b64": True, "crit": ["b64"]},
        {"alg": "ES256", "b64": 0, "crit": ["b64"]},
        {"alg": "ES256", "b64": False},
        {"alg": "ES256", "b64": False, "crit": []},
        {"alg": "ES256", "b64": False, "crit": "b64"},
        {"alg": "ES256", "b64": False, "crit": ["b64", "exp"]},
        {**GOOD, "kid": "did:example:other#key"},
        {**GOOD, "jwk": {}},
        {**GOOD, "alg": "none"},
        {**GOOD, "alg": "HS256"},
        {**GOOD, "alg": "ES512"},
        {**GOOD, "alg": ["ES256"]},
        {**GOOD, "alg": None},
        {"b64": False, "crit": ["b64"]},
    ],
)
def test_a_header_says_these_three_things_and_nothing_else(header: JsonObject) -> None:
    assert reason(signed_under(header, Signer("ES256"))) is Reason.PROOF_MALFORMED


@pytest.mark.parametrize("algorithm", ["EdDSA", "ES384", "ES256K", "PS256"])
def test_an_algorithm_is_for_keys_of_its_own_kind(algorithm: str) -> None:
    """The signature is good under the key's own algorithm; the header names another one of the suite."""
    assert reason(signed_under({**GOOD, "alg": algorithm}, Signer("ES256"))) is Reason.SIGNATURE_MISMATCH


def test_each_suite_takes_the_algorithms_of_its_report_only() -> None:
    assert reason(signed_under({**GOOD, "alg": "RS256"}, Signer("RS256"))) is Reason.PROOF_MALFORMED
    assert reason(signed_under({**GOOD, "alg": "ES256"}, Signer("ES256"), "Ed25519Signature2018")) is (
        Reason.SIGNATURE_MISMATCH
    )
    for algorithm in ("RS256", "PS256"):
        assert signed_under({**GOOD, "alg": algorithm}, Signer(algorithm), "RsaSignature2018") is None


def test_rs256_and_ps256_do_not_pass_for_each_other() -> None:
    crossed = signed_under({**GOOD, "alg": "PS256"}, Signer("RS256"), "RsaSignature2018")
    assert reason(crossed) is Reason.SIGNATURE_MISMATCH


def test_the_documents_own_contexts_are_the_bundled_ones() -> None:
    """The context of the options is no context for documents."""
    document, _, _ = read("ed25519-signature-2018.json")
    contexts = document["@context"]
    assert isinstance(contexts, list)
    found = judge("ed25519-signature-2018.json", document={**document, "@context": [*contexts, SECURITY_CONTEXT]})
    assert reason(found) is Reason.CONTEXT_UNKNOWN


@pytest.mark.parametrize("name", ALGORITHMS)
def test_nothing_new_is_signed(name: str) -> None:
    key, _ = keys(KeyType.ED25519)
    with pytest.raises(CredentialError) as raised:
        suite(name).create({}, {}, key, CONTEXTS)
    assert (raised.value.code, raised.value.params) == (Reason.SUITE_UNSUPPORTED, {"suite": name})
