"""What both selective-disclosure suites promise: any choice of a holder holds, and nothing that is changed does."""

from __future__ import annotations

from copy import deepcopy
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.suites.samples import CONTEXTS, keys, options, proof_of
from tests.unit.suites.selective_samples import (
    BADGE,
    MANDATORY,
    NAMES,
    base,
    components,
    derived,
    party,
    proof_in,
    with_component,
    with_components,
    with_value,
)
from tests.vectors.data_integrity import altered, leaves
from wallet.codec import cbor, jsonld
from wallet.codec.multibase import decode_base64url
from wallet.errors import CredentialError, UsageError
from wallet.formats.vcdm import unsecured
from wallet.model.json import JsonObject, JsonValue
from wallet.model.key import KeyType
from wallet.model.report import Finding, Reason
from wallet.suites.selective.forms import ProofForm, form_of
from wallet.suites.selective.pointers import locate, to_pointer

EVERY = pytest.mark.parametrize("name", NAMES)
SHOWN: Final = ("/credentialSubject/result/1", "/credentialSubject/identifier/0/salt")


def everywhere(value: JsonValue, place: tuple[str | int, ...] = ()) -> list[str]:
    """A pointer to every place of a document below its context."""
    inside = enumerate(value) if isinstance(value, list) else value.items() if isinstance(value, dict) else ()
    below = [pointer for key, member in inside if key != "@context" for pointer in everywhere(member, (*place, key))]
    return [to_pointer(place), *below]


PLACES: Final = everywhere(BADGE)


def reason(found: Finding | None) -> Reason | None:
    return found.reason if found is not None else None


# --- what holds -----------------------------------------------------------------------------------------------------


@EVERY
def test_base_and_derived_proofs_hold_and_say_which_they_are(name: str) -> None:
    for secured, form in ((base(name), ProofForm.BASE), (derived(name, *SHOWN), ProofForm.DERIVED)):
        assert party(name).judge(secured) is None
        assert form_of(proof_in(secured).options) is form


@EVERY
def test_what_is_shown_is_what_was_chosen_and_what_is_mandatory(name: str) -> None:
    shown = unsecured(derived(name, *SHOWN))
    assert shown == {
        "@context": BADGE["@context"],
        "id": BADGE["id"],
        "type": BADGE["type"],
        "issuer": BADGE["issuer"],
        "validFrom": BADGE["validFrom"],
        "credentialSubject": {
            "id": "did:example:learner",
            "type": ["AchievementSubject"],
            "identifier": [{"type": "IdentityObject", "salt": "a"}],
            "achievement": {
                "id": "urn:uuid:6b6dca94-3c38-4b5b-b9b0-4d2f37d8d4ce",
                "type": ["Achievement"],
                "name": "Bridge Building",
            },
            "result": [{"type": "Result", "resultDescription": "urn:uuid:2", "value": "42"}],
        },
    }


@EVERY
@settings(max_examples=60)
@given(st.data())
def test_every_choice_holds_and_shows_no_statement_that_was_not_chosen(name: str, data: st.DataObject) -> None:
    mandatory = data.draw(st.lists(st.sampled_from(PLACES), max_size=4, unique=True))
    pointers = data.draw(st.lists(st.sampled_from(PLACES), max_size=6))
    secured = party(name).issue(BADGE, mandatory)
    assert party(name).judge(secured) is None
    if not mandatory and not pointers:
        return
    before = deepcopy(secured)
    shown = party(name).derive(secured, *pointers)
    assert secured == before
    assert party(name).judge(shown) is None
    for pointer in (*mandatory, *pointers):
        assert texts_at(BADGE, pointer) <= texts_at(shown, "")
    whole, part = (jsonld.to_quads(unsecured(document), CONTEXTS) for document in (secured, shown))
    assert not isinstance(whole, Finding)
    assert not isinstance(part, Finding)
    assert len(part) <= len(whole)
    withheld = texts_at(BADGE, "") - set().union(*(texts_at(BADGE, pointer) for pointer in (*mandatory, *pointers)))
    secrets = withheld & {"Grade", "Hours", "A", "42", "木材", "The bridge, with a cart on it.", "sha256$1", "sha256$2"}
    assert not secrets & texts_at(unsecured(shown), "")


def texts_at(document: JsonObject, pointer: str) -> set[str]:
    """Every text at and below a place."""
    found: JsonValue = document
    for step in locate(document, pointer):
        found = found[step]  # type: ignore[index]  # a place of this document
    values = (at(found, path) for path in leaves(found))
    return {value for value in values if isinstance(value, str)}


def at(value: object, path: tuple[str | int, ...]) -> object:
    for step in path:
        value = value[step]  # type: ignore[index]  # as above
    return value


@EVERY
def test_the_claims_to_choose_from(name: str) -> None:
    tool = party(name).suite
    claims = tool.claims(BADGE, proof_in(base(name)), CONTEXTS)
    assert {claim.pointer for claim in claims if claim.mandatory} == {
        "/issuer/name",
        "/validFrom",
        "/credentialSubject/achievement/name",
    }
    assert [claim.pointer for claim in claims][:3] == ["/name", "/issuer/name", "/validFrom"]
    assert "/credentialSubject/achievement/tag/2" in {claim.pointer for claim in claims}
    everything = party(name).derive(base(name), *(claim.pointer for claim in claims))
    assert unsecured(everything) == BADGE


@EVERY
def test_the_same_random_numbers_give_the_same_bytes(name: str) -> None:
    assert party(name).issue(seed=b"1") == party(name).issue(seed=b"1")
    assert party(name).issue(seed=b"1") != party(name).issue(seed=b"2")
    assert party(name).derive(base(name), seed=b"1") == party(name).derive(base(name), seed=b"1")


@EVERY
def test_what_is_signed_without_a_choice_shows_issuer_dates_and_status(name: str) -> None:
    tool, key = party(name).suite, party(name).key
    document: JsonObject = {**BADGE, "credentialSchema": {"id": "https://example.org/s", "type": "JsonSchema"}}
    proof = tool.create(document, options(name, key.verification_method), key, CONTEXTS)
    least = tool.derive(document, proof_of(proof), (), CONTEXTS)
    assert party(name).judge(least) is None
    members = {"@context", "id", "type", "issuer", "validFrom", "validUntil", "credentialSchema", "proof"}
    assert least.keys() == members


# --- what does not hold ---------------------------------------------------------------------------------------------


@EVERY
@pytest.mark.parametrize("form", ProofForm)
def test_no_value_can_be_altered(name: str, form: ProofForm) -> None:
    secured = base(name) if form is ProofForm.BASE else derived(name, *SHOWN)
    paths = leaves(secured)
    assert len(paths) > 20
    assert [path for path in paths if party(name).judge(altered(secured, path)) is None] == []


@EVERY
@pytest.mark.parametrize("form", ProofForm)
@pytest.mark.parametrize(
    "member", ["type", "cryptosuite", "created", "verificationMethod", "proofPurpose", "proofValue"]
)
def test_no_proof_option_can_be_left_out_or_changed(name: str, form: ProofForm, member: str) -> None:
    secured = base(name) if form is ProofForm.BASE else derived(name, *SHOWN)
    proof = proof_in(secured).options
    without: JsonObject = {key: value for key, value in proof.items() if key != member}
    assert party(name).judge({**secured, "proof": without}) is not None
    other = {**proof, member: "authentication" if member == "proofPurpose" else f"{proof[member]}0"}
    assert party(name).judge({**secured, "proof": other}) is not None


@EVERY
def test_an_option_cannot_be_added(name: str) -> None:
    secured = derived(name, *SHOWN)
    for extra in ({"expires": "2040-01-01T00:00:00Z"}, {"challenge": "c"}, {"id": "urn:x"}, {"nonce": "1"}, {"x": 1}):
        proof: JsonObject = {**proof_in(secured).options, **extra}
        assert party(name).judge({**secured, "proof": proof}) is not None


@EVERY
def test_a_context_of_the_proof_is_the_beginning_of_the_documents(name: str) -> None:
    secured = derived(name, *SHOWN)
    own = secured["@context"]
    assert isinstance(own, list)
    for brought, holds in ((own, True), (own[:1], True), (own[1:], False), ("urn:x", False)):
        proof: JsonObject = {**proof_in(secured).options, "@context": brought}
        assert (party(name).judge({**secured, "proof": proof}) is None) is holds


@EVERY
def test_what_is_mandatory_cannot_be_left_out(name: str) -> None:
    secured = derived(name, *SHOWN)
    for member in ("issuer", "validFrom"):
        without: JsonObject = {key: value for key, value in secured.items() if key != member}
        assert reason(party(name).judge(without)) is not None


@EVERY
def test_what_is_mandatory_cannot_be_made_a_choice(name: str) -> None:
    """A statement taken out of the mandatory ones, its index out of the list: the issuer signed them together."""
    secured = derived(name, *SHOWN)
    _, found = components(secured)
    place = 4 if name == "ecdsa-sd-2023" else 2
    mandatory = found[place]
    assert isinstance(mandatory, list)
    for index in range(len(mandatory)):
        fewer = [*mandatory[:index], *mandatory[index + 1 :]]
        assert reason(party(name).judge(with_component(secured, place, fewer))) is Reason.SIGNATURE_MISMATCH
    assert party(name).judge(with_component(secured, place, [])) is not None
    pointers = with_component(base(name), 4, list(MANDATORY[:-1]))
    assert reason(party(name).judge(pointers)) is Reason.SIGNATURE_MISMATCH


@EVERY
def test_a_choice_cannot_be_passed_off_as_mandatory(name: str) -> None:
    secured = derived(name, *SHOWN)
    place = 4 if name == "ecdsa-sd-2023" else 2
    _, found = components(secured)
    mandatory = found[place]
    assert isinstance(mandatory, list)
    first_free = min(set(range(50)) - {index for index in mandatory if isinstance(index, int)})
    assert party(name).judge(with_component(secured, place, [*mandatory, first_free])) is not None


@EVERY
@pytest.mark.parametrize("bad", [[0, 0], [10_000], [2**63], [2**64 - 1], ["0"], [b"\0"], [[0]], {0: 0}, 0, b"\0", "0"])
def test_indexes_that_are_none(name: str, bad: list[int]) -> None:
    secured = derived(name, *SHOWN)
    place = 4 if name == "ecdsa-sd-2023" else 2
    assert reason(party(name).judge(with_component(secured, place, bad))) is Reason.PROOF_MALFORMED


@EVERY
def test_negative_indexes_cannot_be_written(name: str) -> None:
    header, _ = components(derived(name))
    for content in (b"\x85\x40\x40\x40\x40\x81\x20", b"\x85\x40\xa0\x81\x20\x80\x40"):
        assert reason(party(name).judge(with_value(derived(name), header + content))) is Reason.PROOF_MALFORMED


@EVERY
def test_a_statement_that_nobody_signed_cannot_be_added(name: str) -> None:
    secured = derived(name, *SHOWN)
    extras: tuple[JsonObject, ...] = (
        {"name": "橋をかける"},  # true, and withheld
        {"description": "something else"},
        {"validUntil": "2036-01-01T00:00:00Z"},
        {"evidence": {"id": "urn:uuid:3", "type": "Evidence"}},
        {"termsOfUse": {"type": "Anything"}},
        {"undefinedTerm": 1},
    )
    for extra in extras:
        assert party(name).judge({**secured, **extra}) is not None


@EVERY
def test_another_document_does_not_fit_the_proof(name: str) -> None:
    one, other = derived(name, *SHOWN), derived(name, "/evidence")
    assert party(name).judge({**one, "proof": other["proof"]}) is not None
    assert party(name).judge({**other, "proof": one["proof"]}) is not None
    assert party(name).judge({**base(name), "proof": one["proof"]}) is not None
    assert party(name).judge({**one, "proof": base(name)["proof"]}) is not None
    again = party(name).derive(party(name).issue(seed=b"another"), *SHOWN)
    assert unsecured(again) == unsecured(one)
    if name == "ecdsa-sd-2023":  # its labels come from another key, so even the same words are other statements
        _, (_, _, signatures, *_) = components(again)
        assert party(name).judge(with_component(one, 2, signatures)) is not None


@EVERY
def test_labels_cannot_be_permuted_merged_left_out_or_added(name: str) -> None:
    secured = derived(name, "/credentialSubject/identifier")
    place = 3 if name == "ecdsa-sd-2023" else 1
    _, found = components(secured)
    labels = found[place]
    assert isinstance(labels, dict)
    assert len(labels) >= 2
    numbers, values = list(labels), list(labels.values())
    rotated = dict(zip(numbers, values[1:] + values[:1], strict=True))
    merged = dict.fromkeys(numbers, values[0])
    fewer = dict(zip(numbers[1:], values[1:], strict=True))
    spare = bytes(32) if name == "ecdsa-sd-2023" else 99
    more = {**labels, len(numbers): spare}
    shifted = {number + 1: value for number, value in labels.items()}
    renamed = {**labels, 0: spare}
    assert reason(party(name).judge(with_component(secured, place, rotated))) is Reason.SIGNATURE_MISMATCH
    assert reason(party(name).judge(with_component(secured, place, renamed))) is Reason.SIGNATURE_MISMATCH
    others: tuple[cbor.Encodable, ...] = (merged, fewer, more, shifted, {}, [], {0: "b0"}, {0: [0]})
    for bad in others:
        assert reason(party(name).judge(with_component(secured, place, bad))) is Reason.PROOF_MALFORMED


@EVERY
def test_one_node_cannot_be_taken_apart_under_its_own_label(name: str) -> None:
    """Two objects under the label of one would say of two people what the issuer said of one."""
    secured = derived(name, "/credentialSubject/identifier/0")
    place = 3 if name == "ecdsa-sd-2023" else 1
    subject = deepcopy(secured["credentialSubject"])
    assert isinstance(subject, dict)
    assert isinstance(subject["identifier"], list)
    (one,) = subject["identifier"]
    assert isinstance(one, dict)
    subject["identifier"] = [
        {"type": "IdentityObject", "salt": one["salt"]},
        {key: value for key, value in one.items() if key != "salt"},
    ]
    _, found = components(secured)
    labels = found[place]
    assert isinstance(labels, dict)
    (label,) = labels.values()
    apart = with_component({**secured, "credentialSubject": subject}, place, {0: label, 1: label})
    assert reason(party(name).judge(apart)) is Reason.PROOF_MALFORMED


@EVERY
def test_a_proof_value_that_is_none(name: str) -> None:
    secured = derived(name, *SHOWN)
    header, found = components(secured)
    proof = proof_in(secured).options
    for value in (None, 1, "", "u", "z", f"z{proof['proofValue']}", "u!!", f"{proof['proofValue']}=", "uAAAA"):
        assert reason(party(name).judge({**secured, "proof": {**proof, "proofValue": value}})) is Reason.PROOF_MALFORMED
    for content in (header, header + b"\x80", header + b"\x00", b"\xd9\x5d\x0a\x80", b"\xd9\x5e" + header[2:]):
        assert reason(party(name).judge(with_value(secured, content))) is Reason.PROOF_MALFORMED
    for changed in (found[:-1], [*found, 0], [found[1], found[0], *found[2:]]):
        assert reason(party(name).judge(with_components(secured, changed))) is Reason.PROOF_MALFORMED


@EVERY
def test_a_base_proof_cannot_be_relabelled_as_derived(name: str) -> None:
    header, _ = components(base(name))
    other, _ = components(derived(name))
    for secured, wrong in ((base(name), other), (derived(name), header)):
        swapped = with_value(secured, wrong + _tail(secured))
        assert reason(party(name).judge(swapped)) is Reason.PROOF_MALFORMED


def _tail(secured: JsonObject) -> bytes:
    """The proof value behind its header."""
    return decode_base64url(str(proof_in(secured).options["proofValue"])[1:])[3:]


@EVERY
@pytest.mark.parametrize("pointers", [["/nothing"], ["issuer"], ["/issuer/id/x"], [1], "issuer", ["/evidence/00"]])
def test_mandatory_pointers_that_fit_nowhere(name: str, pointers: list[str]) -> None:
    assert reason(party(name).judge(with_component(base(name), 4, pointers))) is Reason.PROOF_MALFORMED


@EVERY
def test_another_key_made_nothing(name: str) -> None:
    other = keys(KeyType.ED25519)[1]
    proof = proof_in(derived(name))
    assert reason(party(name).suite.verify(unsecured(derived(name)), proof, other, CONTEXTS)) is (
        Reason.SIGNATURE_MISMATCH
    )


@EVERY
def test_an_unknown_context_is_its_own_reason(name: str) -> None:
    for secured in (base(name), derived(name)):
        changed: JsonObject = {**secured, "@context": ["https://www.w3.org/ns/credentials/v2", "https://example.org/c"]}
        assert reason(party(name).judge(changed)) is Reason.CONTEXT_UNKNOWN


# --- what cannot be made --------------------------------------------------------------------------------------------


@EVERY
def test_nothing_is_derived_from_what_is_no_base_proof(name: str) -> None:
    for call in (party(name).derive, lambda secured: party(name).suite.claims(secured, proof_in(secured), CONTEXTS)):
        with pytest.raises(CredentialError) as caught:
            call(derived(name))
        assert caught.value.code == Reason.PROOF_MALFORMED
    chained = base(name)
    chained = {**chained, "proof": {**proof_in(chained).options, "previousProof": "urn:x"}}
    with pytest.raises(CredentialError) as caught:
        party(name).derive(chained)
    assert caught.value.code == Reason.TOO_COMPLEX


@EVERY
@pytest.mark.parametrize("pointer", ["/nothing", "name", "/credentialSubject/result/2", "/credentialSubject/result/-1"])
def test_a_choice_that_names_nothing(name: str, pointer: str) -> None:
    with pytest.raises(UsageError) as caught:
        party(name).derive(base(name), pointer)
    assert (caught.value.code, caught.value.params) == ("no-such-claim", {"pointer": pointer})


@EVERY
def test_nothing_chosen_where_nothing_is_mandatory(name: str) -> None:
    with pytest.raises(UsageError) as caught:
        party(name).derive(party(name).issue(mandatory=()))
    assert caught.value.code == "nothing-disclosed"


@EVERY
def test_what_cannot_be_signed(name: str) -> None:
    unsignable: tuple[tuple[JsonObject, Reason], ...] = (
        ({**BADGE, "undefinedTerm": 1}, Reason.DROPPED_TERMS),
        ({**BADGE, "@context": ["https://www.w3.org/ns/credentials/v2", "urn:x"]}, Reason.CONTEXT_UNKNOWN),
    )
    for document, code in unsignable:
        with pytest.raises(CredentialError) as caught:
            party(name).issue(document)
        assert caught.value.code == code
    with pytest.raises(CredentialError) as caught:
        party(name).issue(mandatory=("/nothing",))
    assert caught.value.code == Reason.PROOF_MALFORMED
    wrong = keys(KeyType.ED25519)[0]
    with pytest.raises(CredentialError) as caught:
        party(name).suite.create(BADGE, options(name, wrong.verification_method), wrong, CONTEXTS)
    assert caught.value.code == Reason.SUITE_UNSUPPORTED
