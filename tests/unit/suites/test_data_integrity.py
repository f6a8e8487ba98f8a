"""The suites of VC Data Integrity: what they sign holds, and nothing that differs from it in anything does."""

from __future__ import annotations

import base64
from copy import deepcopy
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.suites.samples import CONTEXTS, KINDS, UNSECURED, keys, options, proof_of, signed, suite
from tests.vectors.data_integrity import altered, leaves
from wallet.codec.multibase import decode_base58btc, encode_base58btc
from wallet.errors import CredentialError
from wallet.model.json import JsonObject, JsonValue
from wallet.model.key import KeyType
from wallet.model.report import Finding, Reason
from wallet.registry import SUITES
from wallet.suites.data_integrity import SIGNING
from wallet.suites.interface import ExplainedCryptosuite, SigningSteps

EVERY = pytest.mark.parametrize(("name", "kind"), KINDS)
UNKNOWN: Final = "https://example.org/context"


def judge(name: str, kind: KeyType, proof: JsonObject, document: JsonObject = UNSECURED) -> Finding | None:
    return suite(name).verify(document, proof_of(proof), keys(kind)[1], CONTEXTS)


def reason(found: Finding | None) -> Reason | None:
    return found.reason if found is not None else None


@EVERY
def test_what_is_signed_holds(name: str, kind: KeyType) -> None:
    proof = signed(name, kind)
    assert judge(name, kind, proof) is None
    assert str(proof["proofValue"]).startswith("z")
    assert len(decode_base58btc(str(proof["proofValue"]))) == (96 if kind is KeyType.P384 else 64)


@EVERY
def test_the_steps_lead_to_what_is_signed(name: str, kind: KeyType) -> None:
    proof = signed(name, kind)
    tool = suite(name)
    assert isinstance(tool, ExplainedCryptosuite)
    steps = tool.steps(UNSECURED, proof_of(proof), kind, CONTEXTS)
    assert isinstance(steps, SigningSteps)
    assert steps.hash_name == ("sha384" if kind is KeyType.P384 else "sha256")
    signature = decode_base58btc(str(proof["proofValue"]))
    assert SIGNING[kind].verify(steps.signing_input, signature, keys(kind)[1])
    assert isinstance(tool.steps({**UNSECURED, "validFrom": 2**60}, proof_of(proof), kind, CONTEXTS), Finding)


@EVERY
def test_what_is_signed_is_not_changed(name: str, kind: KeyType) -> None:
    before = deepcopy(UNSECURED)
    key, _ = keys(kind)
    asked = options(name, key.verification_method)
    made = suite(name).create(UNSECURED, asked, key, CONTEXTS)
    assert before == UNSECURED
    assert {member: made[member] for member in asked} == asked


@EVERY
@given(data=st.data())
def test_no_bit_of_a_signature_can_be_flipped(name: str, kind: KeyType, data: st.DataObject) -> None:
    proof = signed(name, kind)
    signature = bytearray(decode_base58btc(str(proof["proofValue"])))
    bit = data.draw(st.integers(0, len(signature) * 8 - 1))
    signature[bit // 8] ^= 1 << bit % 8
    changed: JsonObject = {**proof, "proofValue": encode_base58btc(bytes(signature))}
    assert reason(judge(name, kind, changed)) is Reason.SIGNATURE_MISMATCH


@EVERY
def test_no_value_of_the_document_can_be_altered(name: str, kind: KeyType) -> None:
    proof = signed(name, kind)
    paths = leaves(UNSECURED)
    assert [path for path in paths if judge(name, kind, proof, altered(UNSECURED, path)) is None] == []


@EVERY
def test_no_option_can_be_altered(name: str, kind: KeyType) -> None:
    proof = signed(name, kind)
    assert [path for path in leaves(proof) if judge(name, kind, altered(proof, path)) is None] == []


@EVERY
@pytest.mark.parametrize(
    "member", ["proofValue", "created", "verificationMethod", "proofPurpose", "type", "cryptosuite"]
)
def test_no_option_can_be_left_out(name: str, kind: KeyType, member: str) -> None:
    proof = signed(name, kind)
    if member in proof:
        rest: JsonObject = {key: value for key, value in proof.items() if key != member}
        assert judge(name, kind, rest) is not None


@EVERY
@pytest.mark.parametrize("member", ["domain", "challenge", "nonce", "grade", "jws"])
def test_no_option_can_be_added(name: str, kind: KeyType, member: str) -> None:
    assert judge(name, kind, {**signed(name, kind), member: "x"}) is not None


@EVERY
def test_the_value_is_a_signature_of_one_length_in_one_spelling(name: str, kind: KeyType) -> None:
    proof = signed(name, kind)
    text = str(proof["proofValue"])
    signature = decode_base58btc(text)
    other_spellings: list[JsonValue] = [
        text[1:],
        text.upper(),
        f"{text} ",
        f"z1{text[1:]}",
        "m" + base64.b64encode(signature).decode().rstrip("="),
        "u" + base64.urlsafe_b64encode(signature).decode().rstrip("="),
        f"f{signature.hex()}",
        encode_base58btc(signature + b"\0"),
        encode_base58btc(signature[:-1]),
        "z",
        "",
        None,
        [text],
        7,
    ]
    for value in other_spellings:
        found = judge(name, kind, {**proof, "proofValue": value})
        assert reason(found) is Reason.PROOF_MALFORMED, value


@EVERY
def test_a_key_of_another_kind_made_nothing(name: str, kind: KeyType) -> None:
    tool = suite(name)
    for other in (KeyType.ED25519, KeyType.P256, KeyType.P384):
        _, public = keys(other)
        if other is not kind:
            assert reason(tool.verify(UNSECURED, proof_of(signed(name, kind)), public, CONTEXTS)) is (
                Reason.SIGNATURE_MISMATCH if other not in tool.key_types else Reason.PROOF_MALFORMED
            )


@EVERY
def test_a_suite_signs_with_its_own_kinds_of_key_only(name: str, kind: KeyType) -> None:
    del kind
    tool = suite(name)
    for other in (KeyType.ED25519, KeyType.P256, KeyType.P384):
        if other not in tool.key_types:
            key, _ = keys(other)
            with pytest.raises(CredentialError) as raised:
                tool.create(UNSECURED, options(name, key.verification_method), key, CONTEXTS)
            assert raised.value.code == Reason.SUITE_UNSUPPORTED


@EVERY
def test_a_proof_passes_under_its_own_name_only(name: str, kind: KeyType) -> None:
    """Neither as another suite's, nor with a suite's name where a type belongs, nor the other way round."""
    proof = signed(name, kind)
    renamed: list[JsonObject] = [
        {**proof, "type": "DataIntegrityProof", "cryptosuite": f"{name}x"},
        {**proof, "type": name, "cryptosuite": name},
        {**proof, "type": ["DataIntegrityProof"], "cryptosuite": name},
        {**{key: value for key, value in proof.items() if key != "cryptosuite"}, "type": "DataIntegrityProof"},
    ]
    for changed in renamed:
        assert reason(judge(name, kind, changed)) is Reason.PROOF_MALFORMED
    for other in SUITES:
        if other.name != name and kind in other.key_types:
            verdict = other.verify(UNSECURED, proof_of(proof), keys(kind)[1], CONTEXTS)
            assert reason(verdict) is Reason.PROOF_MALFORMED


@EVERY
def test_the_contexts_of_a_proof_are_the_beginning_of_the_documents(name: str, kind: KeyType) -> None:
    proof = signed(name, kind)
    contexts = UNSECURED["@context"]
    assert isinstance(contexts, list)
    for brought in (contexts[1:], contexts[::-1], UNKNOWN, [*contexts, UNKNOWN]):
        found = judge(name, kind, {**proof, "@context": brought})
        assert reason(found) is Reason.PROOF_MALFORMED, brought


@EVERY
def test_an_unknown_context_is_no_forgery(name: str, kind: KeyType) -> None:
    """Not with a signature either that holds byte for byte: what its terms mean is not known."""
    contexts = UNSECURED["@context"]
    assert isinstance(contexts, list)
    document: JsonObject = {**UNSECURED, "@context": [*contexts, UNKNOWN]}
    key, public = keys(kind)
    with pytest.raises(CredentialError) as raised:
        suite(name).create(document, options(name, key.verification_method), key, CONTEXTS)
    assert raised.value.code == Reason.CONTEXT_UNKNOWN
    found = suite(name).verify(document, proof_of(signed(name, kind)), public, CONTEXTS)
    assert reason(found) in (Reason.CONTEXT_UNKNOWN, Reason.PROOF_MALFORMED, Reason.SIGNATURE_MISMATCH)


RDFC = pytest.mark.parametrize(("name", "kind"), [item for item in KINDS if "jcs" not in item[0]])
JCS = pytest.mark.parametrize(("name", "kind"), [item for item in KINDS if "jcs" in item[0]])


@RDFC
def test_a_term_without_a_meaning_is_neither_signed_nor_passed_over(name: str, kind: KeyType) -> None:
    document: JsonObject = {**UNSECURED, "grade": "A"}
    key, _ = keys(kind)
    with pytest.raises(CredentialError) as raised:
        suite(name).create(document, options(name, key.verification_method), key, CONTEXTS)
    assert raised.value.code == Reason.DROPPED_TERMS
    assert reason(judge(name, kind, signed(name, kind), document)) is Reason.DROPPED_TERMS


@RDFC
def test_the_spelling_is_not_signed(name: str, kind: KeyType) -> None:
    reordered = dict(reversed(UNSECURED.items()))
    assert judge(name, kind, signed(name, kind), reordered) is None
    assert judge(name, kind, signed(name, kind), {**UNSECURED, "evidence": None}) is None


@JCS
def test_order_is_not_signed_and_every_member_is(name: str, kind: KeyType) -> None:
    assert judge(name, kind, signed(name, kind), dict(reversed(UNSECURED.items()))) is None
    assert reason(judge(name, kind, signed(name, kind), {**UNSECURED, "evidence": None})) is Reason.SIGNATURE_MISMATCH


@JCS
def test_a_proof_of_json_brings_the_contexts_it_was_made_under(name: str, kind: KeyType) -> None:
    """They stand in the proof and may be the beginning of the document's: the rest was added on the way."""
    proof = signed(name, kind)
    assert proof["@context"] == UNSECURED["@context"]
    contexts = UNSECURED["@context"]
    assert isinstance(contexts, list)
    added: JsonObject = {**UNSECURED, "@context": [*contexts, "https://w3id.org/security/data-integrity/v2"]}
    assert judge(name, kind, proof, added) is None
    assert reason(judge(name, kind, proof, {**UNSECURED, "@context": [*contexts, UNKNOWN]})) is Reason.CONTEXT_UNKNOWN


@JCS
def test_json_without_contexts_means_nothing_but_by_whole_iris(name: str, kind: KeyType) -> None:
    key, _ = keys(kind)
    asked = options(name, key.verification_method)
    document: JsonObject = {"@id": "urn:x", "https://example.org/#name": "plain"}
    made = suite(name).create(document, asked, key, CONTEXTS)
    assert "@context" not in made
    assert judge(name, kind, made, document) is None
    with pytest.raises(CredentialError) as raised:
        suite(name).create({"id": "urn:x", "name": "plain"}, asked, key, CONTEXTS)
    assert raised.value.code == Reason.DROPPED_TERMS


@JCS
def test_an_inline_context_must_pass_safe_mode(name: str, kind: KeyType) -> None:
    contexts = UNSECURED["@context"]
    assert isinstance(contexts, list)
    key, _ = keys(kind)
    good: JsonObject = {**UNSECURED, "@context": [*contexts, {"grade": "https://example.org/#grade"}], "grade": "A"}
    made = suite(name).create(good, options(name, key.verification_method), key, CONTEXTS)
    assert judge(name, kind, made, good) is None
    bad: JsonObject = {**UNSECURED, "@context": [*contexts, {"name": "https://example.org/#grade"}]}
    with pytest.raises(CredentialError) as raised:
        suite(name).create(bad, options(name, key.verification_method), key, CONTEXTS)
    assert raised.value.code == Reason.CONTEXT_UNUSABLE


@JCS
def test_a_number_without_one_spelling_cannot_be_signed(name: str, kind: KeyType) -> None:
    key, _ = keys(kind)
    document: JsonObject = {**UNSECURED, "count": 2**60}
    with pytest.raises(CredentialError):
        suite(name).create(document, options(name, key.verification_method), key, CONTEXTS)
    assert judge(name, kind, signed(name, kind), document) is not None
