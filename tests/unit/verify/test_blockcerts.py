"""Blockcerts: what is proven from the file, what rests on the chain, and whose word it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.simulator.issuer import NOW, received, verification
from tests.unit.verify import anchoring
from tests.unit.verify.anchoring import (
    ADDRESS,
    BLOCK_TIME,
    BLOCKSCOUT,
    ESPLORA,
    ETHEREUM,
    ISSUER,
    REVOCATIONS,
    Chain,
    anchored_2017,
    anchored_2019,
    assertion,
    blockscout,
    credential,
    esplora,
    profile,
    tree_over,
)
from tests.unit.verify.badges import Signer, World
from wallet.codec import json
from wallet.model.json import JsonObject, JsonValue
from wallet.model.material import Material, MaterialSource
from wallet.model.report import Check, CheckResult, Outcome, Reason, VerificationReport
from wallet.model.request import Expectation
from wallet.verify import blockcerts

BLOCK: datetime = datetime.fromtimestamp(BLOCK_TIME, UTC)


def report(document: JsonObject, world: World, *, at: datetime = NOW) -> VerificationReport:
    return verification(world, at=at).verify(received(json.dumps(document)))


def check(found: VerificationReport, name: Check) -> CheckResult:
    return next(result for result in found.checks if result.check is name)


def outcome(found: VerificationReport, name: Check) -> tuple[Outcome, Reason | None]:
    result = check(found, name)
    return result.outcome, result.reason


FORMS = {
    "2017": (assertion(), anchored_2017(assertion())),
    "2019 legacy": (credential("1"), anchored_2019(credential("1"), legacy=True)),
    "2019 data integrity": (credential("2"), anchored_2019(credential("2"))),
}


@pytest.mark.parametrize("form", FORMS)
def test_with_its_transaction_it_passes(form: str) -> None:
    unsecured, document = FORMS[form]
    chain = Chain(unsecured)
    found = report(document, chain.world)
    assert (found.outcome, found.reasons) == (Outcome.PASSED, ())
    assert (found.issuer, found.input.format) == (ISSUER, "blockcerts")
    assert found.credential is not None
    params = check(found, Check.PROOF).params
    assert (params["chain"], params["signer"], params["anchored"]) == ("btc:testnet", ADDRESS, "2025-10-09T08:53:20Z")
    assert {item.url for item in check(found, Check.PROOF).relied_on} >= {ESPLORA}
    assert [item.url for item in check(found, Check.CONTROLLER).relied_on] == [ISSUER]


@pytest.mark.parametrize("form", FORMS)
def test_without_its_transaction_nothing_passes_and_nothing_is_asked(form: str) -> None:
    unsecured, document = FORMS[form]
    chain = Chain(unsecured)
    del chain.world.answers[ESPLORA]
    found = report(document, chain.world)
    assert found.outcome is Outcome.INDETERMINATE
    assert outcome(found, Check.PROOF) == (Outcome.INDETERMINATE, Reason.ANCHOR_UNCHECKED)
    assert outcome(found, Check.CONTROLLER) == (Outcome.INDETERMINATE, Reason.NOT_CHECKED)
    assert (found.issuer, found.credential, found.description) == (None, None, None)
    assert chain.world.asked == [ESPLORA]


@pytest.mark.parametrize("form", FORMS)
def test_a_changed_document_fails_before_anything_is_asked(form: str) -> None:
    unsecured, document = FORMS[form]
    chain = Chain(unsecured)
    found = report({**document, "id": "urn:uuid:another"}, chain.world)
    assert outcome(found, Check.PROOF) == (Outcome.FAILED, Reason.SIGNATURE_MISMATCH)
    assert chain.world.asked == []


def test_a_word_that_is_not_covered() -> None:
    document = anchored_2017(assertion())
    found = report({**document, "grade": "A"}, Chain(assertion()).world)
    assert outcome(found, Check.PROOF) == (Outcome.FAILED, Reason.DROPPED_TERMS)


def test_the_proof_block_is_not_covered_and_not_believed() -> None:
    """Its date and its key are anybody's words: they neither help nor harm."""
    document = anchored_2019(credential())
    proof = document["proof"]
    assert isinstance(proof, dict)
    proof |= {"created": "2022-05-05T08:05:14.912828", "verificationMethod": "did:example:somebody#1"}
    found = report(document, Chain(credential()).world)
    assert found.outcome is Outcome.PASSED
    assert found.issuer == ISSUER


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"proofPurpose": "authentication"}, Reason.WRONG_PURPOSE),
        ({"proofPurpose": None}, Reason.WRONG_PURPOSE),
        ({"expires": "2026-01-01T00:00:00Z"}, Reason.PROOF_EXPIRED),
        ({"expires": "some day"}, Reason.PROOF_MALFORMED),
        ({"proofValue": "zzzz"}, Reason.PROOF_MALFORMED),
    ],
)
def test_what_a_proof_block_says_against_itself(changed: JsonObject, reason: Reason) -> None:
    document = anchored_2019(credential())
    proof = document["proof"]
    assert isinstance(proof, dict)
    found = report({**document, "proof": {**proof, **changed}}, Chain(credential()).world)
    assert outcome(found, Check.PROOF) == (Outcome.FAILED, reason)


def test_a_proof_that_will_expire_counts() -> None:
    document = anchored_2019(credential())
    proof = document["proof"]
    assert isinstance(proof, dict)
    document["proof"] = {**proof, "expires": "2030-01-01T00:00:00Z"}
    assert report(document, Chain(credential()).world).outcome is Outcome.PASSED


def test_a_page_for_screens() -> None:
    """As issuers' tools make version 2: a word of the badge's own, for what nobody reads."""
    display: JsonValue = {"displayHtml": {"@id": "schema:description"}}
    contexts: list[JsonValue] = ["https://w3id.org/openbadges/v2", "https://w3id.org/blockcerts/v2", display]
    known = assertion(description="<h1>花子</h1>")
    document: JsonObject = {**anchored_2017(known), "@context": contexts, "displayHtml": "<h1>花子</h1>"}
    del document["description"]
    world = Chain(known).world
    assert report(document, world).outcome is Outcome.PASSED
    assert outcome(report({**document, "displayHtml": "<h1>太郎</h1>"}, world), Check.PROOF) == (
        Outcome.FAILED,
        Reason.SIGNATURE_MISMATCH,
    )
    badge = document["badge"]
    assert isinstance(badge, dict)
    hidden = {name: value for name, value in badge.items() if name != "description"}
    moved: JsonObject = {**document, "badge": {**hidden, "displayHtml": badge["description"]}}
    assert outcome(report(moved, world), Check.PROOF) == (Outcome.INDETERMINATE, Reason.CONTEXT_UNUSABLE)


# --- the transaction -----------------------------------------------------------------------------------------------


def with_transaction(answer: JsonValue) -> VerificationReport:
    chain = Chain(assertion())
    chain.world.answers[ESPLORA] = answer
    return report(anchored_2017(assertion()), chain.world)


ROOT = tree_over(assertion())[0].root


@pytest.mark.parametrize(
    ("answer", "detail"),
    [
        ([], "malformed"),
        ({}, "other transaction"),
        (esplora(ROOT, txid="00" * 32), "other transaction"),
        (esplora(ROOT, status={"confirmed": False}), "unconfirmed"),
        (esplora(ROOT, status={"confirmed": True, "block_time": True}), "unconfirmed"),
        (esplora(ROOT, status={"confirmed": True, "block_time": "1"}), "unconfirmed"),
        (esplora(ROOT, status="confirmed"), "unconfirmed"),
        (esplora(ROOT, status={"confirmed": True, "block_time": 10**30}), "signers"),
        (esplora(ROOT, vin=[]), "signers"),
        (esplora(ROOT, vin=[{"prevout": None}]), "signers"),
        (esplora(ROOT, vin=[{"prevout": {"scriptpubkey_address": name}} for name in (ADDRESS, "other")]), "signers"),
    ],
)
def test_an_answer_that_tells_nothing(answer: JsonValue, detail: str) -> None:
    found = with_transaction(answer)
    result = check(found, Check.PROOF)
    assert (result.outcome, result.reason) == (Outcome.INDETERMINATE, Reason.ANCHOR_UNCHECKED)
    assert result.params["detail"] in {detail, "not-a-credential"}
    assert found.outcome is Outcome.INDETERMINATE


@pytest.mark.parametrize(
    "answer",
    [
        esplora(bytes(32)),
        esplora(ROOT, vout=[]),
        esplora(ROOT, vout=[{"scriptpubkey": "6a20" + ROOT.hex() + "00"}]),
        esplora(ROOT, vout=[{"scriptpubkey": 5}]),
    ],
)
def test_a_transaction_with_another_root(answer: JsonValue) -> None:
    found = with_transaction(answer)
    result = check(found, Check.PROOF)
    assert (result.outcome, result.reason) == (Outcome.FAILED, Reason.SIGNATURE_MISMATCH)
    assert result.params["detail"] == "anchor"


def test_a_block_of_the_future_of_the_judgement() -> None:
    chain = Chain(assertion())
    before = BLOCK - timedelta(hours=1)
    chain.world.retrieved_at = before
    found = report(anchored_2017(assertion()), chain.world, at=before)
    assert outcome(found, Check.PROOF) == (Outcome.FAILED, Reason.NOT_YET_VALID)


@pytest.mark.parametrize("chain_name", ["mocknet", "dogecoin"])
def test_chains_that_nobody_can_be_asked_about(chain_name: str) -> None:
    anchor: JsonObject = {"sourceId": anchoring.TRANSACTION, "type": "x", "chain": chain_name}
    if chain_name == "mocknet":
        document = anchored_2019(credential(), chain="mocknet")
        unsecured = credential()
    else:
        document, unsecured = anchored_2017(assertion(), anchor=anchor), assertion()
    world = Chain(unsecured).world
    found = report(document, world)
    result = check(found, Check.PROOF)
    assert (result.outcome, result.reason) == (Outcome.INDETERMINATE, Reason.ANCHOR_UNCHECKED)
    assert result.params["detail"] == ("test chain" if chain_name == "mocknet" else "chain")
    assert world.asked == []


def test_what_a_presenter_staples_is_no_explorer() -> None:
    chain = Chain(assertion())
    chain.world.source = MaterialSource.STAPLED
    found = report(anchored_2017(assertion()), chain.world)
    assert check(found, Check.PROOF).params["detail"] == "stapled"
    assert found.outcome is Outcome.INDETERMINATE


# --- Ethereum ------------------------------------------------------------------------------------------------------


def on_ethereum(answer: JsonValue = None, key: str = ETHEREUM.lower()) -> VerificationReport:
    chain = Chain(credential())
    if answer is not None:
        chain.world.answers[BLOCKSCOUT] = answer
    chain.world.answers[ISSUER] = profile(id=f"ecdsa-koblitz-pubkey:{key}")
    return report(anchored_2019(credential(), chain="eth:sepolia"), chain.world)


def test_ethereum() -> None:
    found = on_ethereum()
    assert found.outcome is Outcome.PASSED
    assert check(found, Check.PROOF).params["chain"] == "eth:sepolia"
    assert on_ethereum(key="0x" + "00" * 20).reasons[0] is Reason.CONTROLLER_MISMATCH


ETHEREUM_ROOT = tree_over(credential())[0].root


@pytest.mark.parametrize(
    ("changed", "detail"),
    [
        ({"hash": None}, "other transaction"),
        ({"hash": "0x" + "00" * 32}, "other transaction"),
        ({"status": "error"}, "unconfirmed"),
        ({"status": None}, "unconfirmed"),
        ({"timestamp": None}, "unconfirmed"),
        ({"from": None}, "signers"),
    ],
)
def test_an_answer_about_ethereum_that_tells_nothing(changed: JsonObject, detail: str) -> None:
    result = check(on_ethereum(blockscout(ETHEREUM_ROOT, **changed)), Check.PROOF)
    assert (result.outcome, result.params["detail"]) == (Outcome.INDETERMINATE, detail)


@pytest.mark.parametrize("data", [None, "0x", "0x" + "00" * 32])
def test_another_input(data: JsonValue) -> None:
    found = on_ethereum(blockscout(ETHEREUM_ROOT, raw_input=data))
    assert outcome(found, Check.PROOF) == (Outcome.FAILED, Reason.SIGNATURE_MISMATCH)


# --- whose word it is ----------------------------------------------------------------------------------------------


def with_profile(answer: JsonValue) -> VerificationReport:
    chain = Chain(assertion())
    chain.world.answers[ISSUER] = answer
    return report(anchored_2017(assertion()), chain.world)


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        ({"id": "ecdsa-koblitz-pubkey:mOther"}, Reason.CONTROLLER_MISMATCH),
        ({"created": "2025-10-10T00:00:00Z"}, Reason.CONTROLLER_MISMATCH),
        ({"revoked": "2025-10-08T00:00:00+00:00"}, Reason.KEY_REVOKED),
        ({"expires": "2025-10-09T08:53:20Z"}, Reason.KEY_REVOKED),
    ],
)
def test_a_key_that_did_not_count_at_the_time(key: JsonObject, reason: Reason) -> None:
    found = with_profile(profile(**key))
    assert outcome(found, Check.CONTROLLER) == (Outcome.FAILED, reason)
    assert (found.outcome, found.issuer, found.credential) == (Outcome.FAILED, None, None)


@pytest.mark.parametrize(
    "key",
    [
        {"revoked": "2025-10-10T00:00:00Z"},
        {"expires": "2026-01-01T00:00:00-0900"},
        {"created": None},
        {"created": "2025-10-09T08:53:20Z"},
    ],
)
def test_a_key_that_ended_later_still_counts(key: JsonObject) -> None:
    assert with_profile(profile(**key)).outcome is Outcome.PASSED


@pytest.mark.parametrize("written", ["yesterday", "2020", 5, "2020-01-01T00:00:00"])
def test_a_key_with_a_date_that_is_none(written: JsonValue) -> None:
    found = with_profile(profile(created=written))
    assert outcome(found, Check.CONTROLLER) == (Outcome.INDETERMINATE, Reason.DATE_UNREADABLE)


def test_a_key_listed_twice_counts_when_one_entry_does() -> None:
    old: JsonObject = {"id": f"ecdsa-koblitz-pubkey:{ADDRESS}", "revoked": "2021-01-01T00:00:00Z"}
    new: JsonObject = {"id": f"ecdsa-koblitz-pubkey:{ADDRESS}", "created": "2025-01-01T00:00:00Z"}
    assert with_profile({**profile(), "publicKey": [old, new]}).outcome is Outcome.PASSED
    assert with_profile({**profile(), "publicKey": [old]}).outcome is Outcome.FAILED


@pytest.mark.parametrize(
    "keys",
    [
        {"publicKey": f"ecdsa-koblitz-pubkey:{ADDRESS}"},
        {"publicKey": None, "publicKeys": [{"publicKey": f"ecdsa-koblitz-pubkey:{ADDRESS}"}]},
        {"publicKey": [{"type": "nothing"}, {"id": ADDRESS}]},
    ],
)
def test_how_keys_are_listed(keys: JsonObject) -> None:
    assert with_profile({**profile(), **keys}).outcome is Outcome.PASSED


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({**profile(), "id": "https://other.example/p"}, (Outcome.FAILED, Reason.HOSTED_DIFFERS)),
        (b"<html>", (Outcome.INDETERMINATE, Reason.UNREACHABLE)),
        ({"id": ISSUER}, (Outcome.FAILED, Reason.CONTROLLER_MISMATCH)),
    ],
)
def test_a_profile_that_is_none(answer: JsonValue, expected: tuple[Outcome, Reason]) -> None:
    assert outcome(with_profile(answer), Check.CONTROLLER) == expected


def test_a_profile_that_cannot_be_had() -> None:
    chain = Chain(assertion())
    del chain.world.answers[ISSUER]
    found = report(anchored_2017(assertion()), chain.world)
    assert outcome(found, Check.CONTROLLER) == (Outcome.INDETERMINATE, Reason.UNREACHABLE)
    assert outcome(found, Check.STATUS) == (Outcome.INDETERMINATE, Reason.NOT_CHECKED)
    assert REVOCATIONS not in chain.world.asked


# --- taken back ----------------------------------------------------------------------------------------------------


def with_list(revoked: JsonValue, document: JsonObject | None = None) -> VerificationReport:
    chain = Chain(document or assertion())
    chain.world.answers[REVOCATIONS] = {"revokedAssertions": revoked}
    return report(anchored_2017(document or assertion()), chain.world)


def test_a_revoked_one() -> None:
    found = with_list([{"id": assertion()["id"], "revocationReason": "Issued in error."}])
    result = check(found, Check.STATUS)
    assert (result.outcome, result.reason, result.params["detail"]) == (
        Outcome.FAILED,
        Reason.REVOKED,
        "Issued in error.",
    )


@pytest.mark.parametrize("revoked", [[], [{"id": "urn:uuid:other"}], ["urn:uuid:other"], [{"id": ["x"]}], [7]])
def test_one_that_is_not_listed(revoked: JsonValue) -> None:
    assert with_list(revoked).outcome is Outcome.PASSED


def test_a_list_by_name_and_one_that_is_none() -> None:
    assert with_list([assertion()["id"]]).reasons == (Reason.REVOKED,)
    assert with_list("none").reasons == (Reason.STATUS_MALFORMED,)


def test_the_address_is_asked_as_it_is_written() -> None:
    chain = Chain(assertion())
    report(anchored_2017(assertion()), chain.world)
    assert chain.world.asked == [ESPLORA, ISSUER, REVOCATIONS]


def test_an_address_that_names_the_badge_is_not_asked() -> None:
    badge = assertion()["badge"]
    assert isinstance(badge, dict)
    issuer: JsonValue = {"id": ISSUER, "revocationList": f"{REVOCATIONS}?assertionId={assertion()['id']}"}
    document = assertion(badge={**badge, "issuer": issuer})
    chain = Chain(document)
    found = report(anchored_2017(document), chain.world)
    assert (found.outcome, check(found, Check.STATUS).params["detail"]) == (Outcome.INDETERMINATE, "names-learner")
    assert chain.world.asked == [ESPLORA, ISSUER]


def test_the_profile_may_name_a_list_too() -> None:
    chain = Chain(credential())
    chain.world.answers[ISSUER] = {**profile(), "revocationList": REVOCATIONS}
    chain.world.answers[REVOCATIONS] = {"revokedAssertions": [{"id": credential()["id"]}]}
    found = report(anchored_2019(credential()), chain.world)
    assert outcome(found, Check.STATUS) == (Outcome.FAILED, Reason.REVOKED)


def test_an_old_list_says_nothing_of_today() -> None:
    chain = Chain(assertion())
    chain.world.retrieved_at = NOW - timedelta(days=400)
    found = report(anchored_2017(assertion()), chain.world)
    assert found.reasons == (Reason.STATUS_STALE,)


def test_a_status_entry_beside_the_list() -> None:
    entry: JsonObject = {"id": "https://issuer.example/s#1", "type": "Unheard"}
    contexts: list[JsonValue] = ["https://www.w3.org/ns/credentials/v2", "https://w3id.org/blockcerts/v3.2"]
    more: JsonObject = {"Unheard": "https://issuer.example/terms#Unheard"}
    document: JsonObject = {**credential(credentialStatus=entry), "@context": [*contexts, more]}
    chain = Chain(document)
    chain.world.answers[ISSUER] = {**profile(), "revocationList": REVOCATIONS}
    found = report(anchored_2019(document), chain.world)
    result = check(found, Check.STATUS)
    assert (result.outcome, result.reason) == (Outcome.INDETERMINATE, Reason.STATUS_UNSUPPORTED)
    assert REVOCATIONS in [item.url for item in result.relied_on]


# --- the rest of it ------------------------------------------------------------------------------------------------


def test_an_expired_one() -> None:
    document = assertion(expires="2026-01-01T00:00:00Z")
    found = report(anchored_2017(document), Chain(document).world)
    assert found.reasons == (Reason.EXPIRED,)


def test_the_recipient() -> None:
    run = verification(Chain(assertion()).world)
    item = received(json.dumps(anchored_2017(assertion())))
    right = run.verify(item, Expectation(recipients=("hanako@univ.example",)))
    wrong = run.verify(item, Expectation(recipients=("taro@univ.example",)))
    assert (right.outcome, wrong.reasons) == (Outcome.PASSED, (Reason.RECIPIENT_MISMATCH,))


def test_what_it_says() -> None:
    found = report(anchored_2017(assertion()), Chain(assertion()).world)
    assert found.description is not None
    (achievement,) = found.description.achievements
    assert achievement.name is not None
    assert achievement.name.default == "データリテラシー"
    third = report(anchored_2019(credential()), Chain(credential()).world)
    assert third.credential is not None
    assert third.credential.claims == {"claim": "Data Literacy"}


def two_proofs(*, broken: bool = False) -> tuple[JsonObject, World]:
    """A credential with a signature and an anchored tree, both of one issuer who has a DID."""
    signer = Signer("a school")
    document = credential(issuer=signer.did)
    signed = signer.secure(document)["proof"]
    assert isinstance(signed, dict)
    if broken:
        signed = {**signed, "created": "2026-02-02T00:00:00Z"}
    merkle = anchoring.proof_2019(anchoring.proof_value(document), verificationMethod=signer.verification_method)
    return {**document, "proof": [merkle, signed]}, Chain(document).world


def test_a_signature_beside_the_tree_has_to_hold_too() -> None:
    document, world = two_proofs(broken=True)
    found = report(document, world)
    assert outcome(found, Check.PROOF) == (Outcome.FAILED, Reason.SIGNATURE_MISMATCH)


def test_a_key_without_a_chain_address_does_not_vouch() -> None:
    """The DID's key signs on Ed25519, which no chain address comes from: whose the transaction is stays open."""
    document, world = two_proofs()
    found = report(document, world)
    assert outcome(found, Check.PROOF) == (Outcome.PASSED, None)
    assert check(found, Check.PROOF).params["suites"] == "merkle-proof-2019, eddsa-jcs-2022"
    result = check(found, Check.CONTROLLER)
    assert (result.outcome, result.reason, result.params["detail"]) == (
        Outcome.INDETERMINATE,
        Reason.KEY_UNRESOLVABLE,
        "chain address",
    )


def test_too_many_proofs() -> None:
    document: JsonObject = {**credential(), "proof": [*[anchoring.proof_2019("z1")] * 17]}
    found = report(document, Chain(credential()).world)
    assert outcome(found, Check.PROOF) == (Outcome.INDETERMINATE, Reason.TOO_COMPLEX)


class Copies:
    """Contexts of which the newer copies are unknown, and the older ones those of the wallet."""

    older = anchoring.CONTEXTS

    def get(self, url: str) -> Material | None:
        return None


def test_the_older_copies_of_contexts_count_as_well() -> None:
    run = replace(verification(Chain(credential()).world), contexts=Copies())
    found = run.verify(received(json.dumps(anchored_2019(credential()))))
    assert found.outcome is Outcome.PASSED
    changed = {**anchored_2019(credential()), "id": "urn:uuid:another"}
    assert run.verify(received(json.dumps(changed))).reasons[0] is Reason.CONTEXT_UNKNOWN


def test_a_crash_is_no_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(blockcerts, "find_transaction", crash)
    found = report(anchored_2017(assertion()), Chain(assertion()).world)
    assert outcome(found, Check.PROOF) == (Outcome.INDETERMINATE, Reason.INTERNAL_ERROR)
    assert found.outcome is Outcome.INDETERMINATE


def test_traced_it_shows_no_steps_of_signatures() -> None:
    run = replace(verification(Chain(assertion()).world), traced=True)
    assert run.verify(received(json.dumps(anchored_2017(assertion())))).trace == ()
