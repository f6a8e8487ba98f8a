"""Building a presentation: what goes in, what the options become, and what cannot be built."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from scripts.sample_issuer.keys import Ed25519Key
from tests.simulator.issuer import CONTEXTS, NOW, Nothing, SimulatedWeb, item, received, samples, verification
from wallet.codec import json
from wallet.codec.multibase import did_key, encode_public_key
from wallet.errors import CredentialError, UsageError
from wallet.model.credential import VerifiableCredential
from wallet.model.json import JsonObject
from wallet.model.key import KeyType
from wallet.model.report import Outcome, Reason
from wallet.model.request import Expectation, PresentationRequest
from wallet.present.presentation import build_presentation
from wallet.registry import SUITES

GOOD = "01-data-science.json"
ID = "urn:uuid:3f0c8a52-4f0f-4f0e-9a55-1d3b7a0c1e77"
ED25519 = Ed25519Key("the learner of the presentation tests")


@dataclass(frozen=True, slots=True)
class Key:
    """A learner's key."""

    type: KeyType = KeyType.ED25519
    verification_method: str = f"{did_key(ED25519.public)}#{encode_public_key(ED25519.public)}"

    def sign(self, message: bytes) -> bytes:
        return ED25519.sign(message)


def credential(name: str = GOOD) -> VerifiableCredential:
    parsed = verification(Nothing()).parse(item(name).payload)
    assert isinstance(parsed, VerifiableCredential)
    return parsed


def build(*credentials: VerifiableCredential, suite: str = "eddsa-rdfc-2022", **asked: object) -> JsonObject:
    found = SUITES.get(suite)
    assert found is not None
    made = build_presentation(
        credentials,
        PresentationRequest(**asked),  # type: ignore[arg-type]  # each test gives what it asks
        presentation_id=ID,
        created=NOW,
        key=Key(),
        suite=found,
        contexts=CONTEXTS,
    )
    assert (made.holder, made.suite) == (did_key(ED25519.public), suite)
    return json.loads_object(made.content)


def proof(document: JsonObject) -> JsonObject:
    value = document["proof"]
    assert isinstance(value, dict)
    return value


def test_what_was_not_asked_is_not_signed() -> None:
    document = build(credential())
    assert proof(document).keys() == {
        "type",
        "cryptosuite",
        "created",
        "verificationMethod",
        "proofPurpose",
        "proofValue",
    }
    assert "description" not in document


def test_what_was_asked_is_signed() -> None:
    document = build(
        credential(),
        audience="https://employer.example",
        purpose="応募",
        challenge="c-1",
        expires=datetime(2026, 12, 24, tzinfo=UTC),
    )
    made = proof(document)
    assert (made["domain"], made["challenge"]) == ("https://employer.example", "c-1")
    assert (made["expires"], made["proofPurpose"]) == ("2026-12-24T00:00:00Z", "authentication")
    assert document["description"] == "応募"


@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "eddsa-jcs-2022", "Ed25519Signature2020"])
def test_each_suite_makes_what_verifies(suite: str) -> None:
    document = build(credential(), suite=suite, challenge="c")
    made = proof(document)
    assert made.get("cryptosuite", made["type"]) == suite
    report = verification(SimulatedWeb()).verify(received(json.dumps(document)), Expectation(challenge="c"))
    proof_check, controller = report.checks[1:3]
    assert (proof_check.outcome, controller.outcome) == (Outcome.PASSED, Outcome.PASSED)


def test_a_token_travels_as_it_was_received() -> None:
    name = next(name for name in samples() if name.endswith(".jwt"))
    members = build(credential(name))["verifiableCredential"]
    assert isinstance(members, list)
    (member,) = members
    assert isinstance(member, dict)
    assert member["type"] == "EnvelopedVerifiableCredential"
    assert member["id"] == f"data:application/vc+jwt,{samples()[name].strip().decode()}"


def test_nothing_chosen_is_no_presentation() -> None:
    with pytest.raises(UsageError) as caught:
        build()
    assert caught.value.code == "nothing-chosen"


def test_a_key_signs_with_the_suites_for_it() -> None:
    with pytest.raises(UsageError) as caught:
        build(credential(), suite="ecdsa-jcs-2019")
    assert (caught.value.code, caught.value.params["suite"]) == ("key-type", "ecdsa-jcs-2019")


def test_a_badge_that_would_lose_something_is_not_signed() -> None:
    document = {**json.loads_object(samples()[GOOD]), "notATerm": True}
    lossy = verification(Nothing()).parse(json.dumps(document))
    assert isinstance(lossy, VerifiableCredential)
    with pytest.raises(CredentialError) as caught:
        build(lossy)
    assert (caught.value.code, caught.value.params["term"]) == (Reason.DROPPED_TERMS, "notATerm")
