"""Issuers with a DID: the key that the proof names, the address that comes from it, and the address that signed."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Final

import pytest

from tests.simulator.issuer import NOW, received, verification
from tests.unit.verify import anchoring
from tests.unit.verify.anchoring import BLOCK_TIME, ESPLORA, Chain, credential, esplora, tree_over
from wallet.codec import json
from wallet.codec.multibase import did_key, encode_public_key
from wallet.model.json import JsonObject, JsonValue
from wallet.model.key import KeyType, PublicKey
from wallet.model.report import Check, CheckResult, Outcome, Reason
from wallet.suites.merkle_proof import Anchor
from wallet.verify.issuer_profile import bitcoin_address

# The public key of the private key 1, whose addresses everybody knows.
KEY: Final = PublicKey(
    type=KeyType.SECP256K1,
    encoded=bytes.fromhex("0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"),
)
MAINNET: Final = "1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMH"
TESTNET: Final = "mrCDrCybB6J1vRfbwM5hemdJz73FwDBC8r"
DID: Final = "did:web:school.example"
DOCUMENT: Final = "https://school.example/.well-known/did.json"
METHOD: Final = f"{DID}#key-1"


def anchor(chain: str = "btc", network: str = "testnet") -> Anchor:
    return Anchor(chain=chain, network=network, transaction="00" * 32)


def test_addresses() -> None:
    assert bitcoin_address(KEY, anchor(network="mainnet")) == MAINNET
    assert bitcoin_address(KEY, anchor()) == TESTNET


@pytest.mark.parametrize(
    ("key", "where"),
    [
        (KEY, anchor("eth", "mainnet")),
        (KEY, anchor(network="regtest")),
        (PublicKey(type=KeyType.ED25519, encoded=bytes(32)), anchor()),
    ],
)
def test_no_address_here(key: PublicKey, where: Anchor) -> None:
    assert bitcoin_address(key, where) is None


def test_without_the_hash_there_is_no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object, **__: object) -> None:
        raise ValueError("unsupported hash type")

    monkeypatch.setattr(hashlib, "new", missing)
    assert bitcoin_address(KEY, anchor()) is None


def did_document(**method: JsonValue) -> JsonObject:
    listed: JsonObject = {
        "id": METHOD,
        "type": "Multikey",
        "controller": DID,
        "publicKeyMultibase": encode_public_key(KEY),
        **method,
    }
    return {
        "@context": ["https://www.w3.org/ns/did/v1"],
        "id": DID,
        "verificationMethod": [listed],
        "assertionMethod": [METHOD],
    }


def controller(document: JsonObject | None, *, signer: str = TESTNET, method: str = METHOD) -> CheckResult:
    unsecured = credential(issuer=DID)
    chain = Chain(unsecured)
    chain.world.answers[ESPLORA] = esplora(tree_over(unsecured)[0].root, address=signer)
    if document is not None:
        chain.world.answers[DOCUMENT] = document
    proof = anchoring.proof_2019(anchoring.proof_value(unsecured), verificationMethod=method)
    found = verification(chain.world, at=NOW).verify(received(json.dumps({**unsecured, "proof": proof})))
    result = next(item for item in found.checks if item.check is Check.CONTROLLER)
    assert (found.issuer == DID) == (result.outcome is Outcome.PASSED)
    return result


def test_a_did_whose_key_has_the_address_that_signed() -> None:
    result = controller(did_document())
    assert (result.outcome, [item.url for item in result.relied_on]) == (Outcome.PASSED, [DOCUMENT])


def test_a_did_that_says_everything_itself() -> None:
    did = did_key(KEY)
    unsecured = credential(issuer=did)
    chain = Chain(unsecured)
    chain.world.answers[ESPLORA] = esplora(tree_over(unsecured)[0].root, address=TESTNET)
    method = f"{did}#{encode_public_key(KEY)}"
    proof = anchoring.proof_2019(anchoring.proof_value(unsecured), verificationMethod=method)
    found = verification(chain.world).verify(received(json.dumps({**unsecured, "proof": proof})))
    assert (found.outcome, found.issuer, chain.world.asked) == (Outcome.PASSED, did, [ESPLORA])


BEFORE: Final = datetime.fromtimestamp(BLOCK_TIME - 60, UTC).isoformat()
AFTER: Final = datetime.fromtimestamp(BLOCK_TIME + 60, UTC).isoformat()


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (None, (Outcome.INDETERMINATE, Reason.KEY_UNRESOLVABLE)),
        ({**did_document(), "assertionMethod": []}, (Outcome.FAILED, Reason.WRONG_PURPOSE)),
        ({**did_document(), "verificationMethod": []}, (Outcome.FAILED, Reason.CONTROLLER_MISMATCH)),
        (did_document(controller="did:web:other.example"), (Outcome.FAILED, Reason.CONTROLLER_MISMATCH)),
        (did_document(revoked=BEFORE), (Outcome.FAILED, Reason.KEY_REVOKED)),
        (did_document(expires=BEFORE), (Outcome.FAILED, Reason.KEY_REVOKED)),
        (did_document(revoked=AFTER), (Outcome.PASSED, None)),
        ({**did_document(), "deactivated": True}, (Outcome.FAILED, Reason.KEY_REVOKED)),
    ],
)
def test_what_the_document_says_of_the_key(
    document: JsonObject | None, expected: tuple[Outcome, Reason | None]
) -> None:
    result = controller(document)
    assert (result.outcome, result.reason) == expected


def test_another_signer_or_no_method() -> None:
    result = controller(did_document(), signer="mOther")
    assert (result.outcome, result.reason) == (Outcome.FAILED, Reason.CONTROLLER_MISMATCH)
    assert result.params["expected"] == TESTNET
    assert controller(did_document(), method="").reason is Reason.CONTROLLER_MISMATCH
