"""Identifiers that are keys, documents that name keys, and key sets."""

from __future__ import annotations

import pytest

from tests.simulator.issuer import NOW
from tests.unit.verify.badges import Signer, World
from wallet.codec import json as strict_json
from wallet.codec.limits import MAX_DID_DOCUMENT_BYTES, MAX_VERIFICATION_METHODS
from wallet.codec.multibase import encode_base58btc, encode_base64url
from wallet.model.json import JsonObject, JsonValue
from wallet.model.key import ControllerDocument
from wallet.model.material import MaterialSource
from wallet.model.report import Finding, Reason
from wallet.resolve.did_jwk import DidJwk
from wallet.resolve.did_key import DidKey
from wallet.resolve.did_web import DidWeb

KEY = Signer("documents")
DID = "did:web:issuer.example"
URL = "https://issuer.example/.well-known/did.json"


def web(document: JsonValue | bytes, source: MaterialSource = MaterialSource.MATERIALS) -> ControllerDocument | Finding:
    return DidWeb().resolve(DID, World({URL: document}, source=source), NOW)


def method(**more: JsonValue) -> JsonObject:
    return {"id": "#1", "type": "Multikey", "controller": DID, "publicKeyMultibase": KEY.multikey, **more}


def read(document: JsonObject) -> ControllerDocument:
    found = web({"id": DID, **document})
    assert isinstance(found, ControllerDocument)
    return found


def test_did_key_is_its_own_document() -> None:
    found = DidKey().resolve(KEY.did, World(), NOW)
    assert isinstance(found, ControllerDocument)
    assert found.relationships["assertionMethod"] == {KEY.verification_method}
    assert found.methods[KEY.verification_method].public_key == KEY.key.public
    broken = DidKey().resolve("did:key:zzz", World(), NOW)
    assert isinstance(broken, Finding)
    assert broken.reason is Reason.PROOF_MALFORMED


def test_did_jwk_is_its_own_document() -> None:
    did = "did:jwk:" + encode_base64url(strict_json.dumps(KEY.jwk()))
    found = DidJwk().resolve(did, World(), NOW)
    assert isinstance(found, ControllerDocument)
    assert found.methods[f"{did}#0"].public_key == KEY.key.public
    for spelling in ("did:jwk:x", "did:jwk:" + encode_base64url(b'{"kty":"OKP"}')):
        assert isinstance(DidJwk().resolve(spelling, World(), NOW), Finding)


@pytest.mark.parametrize("did", ["did:web:localhost", "did:web:10.0.0.1", "did:web:issuer.example:a%2Fb", "did:web:"])
def test_did_web_asks_public_hosts_alone(did: str) -> None:
    world = World()
    found = DidWeb().resolve(did, world, NOW)
    assert isinstance(found, Finding)
    assert found.params["detail"] == "host"
    assert world.asked == []


def test_did_web_takes_the_path_apart() -> None:
    world = World()
    DidWeb().resolve("did:web:issuer.example%3A8443:a:b", world, NOW)
    assert world.asked == ["https://issuer.example:8443/a/b/did.json"]


@pytest.mark.parametrize("document", [b"<html>", [], {"id": "did:web:other.example"}, {}])
def test_a_document_that_is_not_of_the_identifier(document: JsonValue | bytes) -> None:
    assert isinstance(web(document), Finding)


def test_a_stapled_document_counts_for_nothing() -> None:
    found = web({"id": DID, "verificationMethod": [method()]}, source=MaterialSource.STAPLED)
    assert isinstance(found, Finding)
    assert found.params["detail"] == "stapled"


def test_methods_are_listed_referred_to_or_embedded() -> None:
    found = read(
        {
            "verificationMethod": [method(), "ignored", 7, {"type": "no id"}],
            "assertionMethod": ["#1", method(id=f"{DID}#2")],
            "authentication": [f"{DID}#1"],
            "deactivated": False,
        }
    )
    assert set(found.methods) == {f"{DID}#1", f"{DID}#2"}
    assert found.relationships["assertionMethod"] == {f"{DID}#1", f"{DID}#2"}
    assert found.relationships["authentication"] == {f"{DID}#1"}


def test_keys_in_every_published_form() -> None:
    old = {"type": "Ed25519VerificationKey2018", "publicKeyBase58": encode_base58btc(KEY.key.public.encoded)[1:]}
    plain: JsonObject = {"id": "#1", "controller": DID}
    for form in ({"publicKeyJwk": KEY.jwk()}, {"publicKeyMultibase": KEY.multikey}, old):
        found = read({"verificationMethod": [{**plain, **form}]})
        assert found.methods[f"{DID}#1"].public_key.encoded == KEY.key.public.encoded


def test_a_key_of_an_unknown_kind_is_kept_by_name() -> None:
    found = read({"verificationMethod": [{"id": "#1", "type": "X", "publicKeyHex": "00"}], "deactivated": True})
    assert found.methods == {}
    assert found.unusable == {f"{DID}#1": Reason.SUITE_UNSUPPORTED}
    assert found.deactivated


def test_dates_are_kept_as_written_and_controllers_as_far_as_they_are_text() -> None:
    found = read({"verificationMethod": [method(revoked="2026-01-01T00:00:00Z", expires=7, controller=[DID])]})
    kept = found.methods[f"{DID}#1"]
    assert (kept.revoked, kept.expires, kept.controller) == ("2026-01-01T00:00:00Z", "7", "")


def test_more_methods_than_anybody_needs_are_not_read() -> None:
    many: list[JsonValue] = [method(id=f"#{number}") for number in range(MAX_VERIFICATION_METHODS + 1)]
    assert len(read({"verificationMethod": many}).methods) == MAX_VERIFICATION_METHODS


def test_a_document_has_a_size() -> None:
    found = web(b" " * (MAX_DID_DOCUMENT_BYTES + 1))
    assert isinstance(found, Finding)
    assert found.params["detail"] == "too-large"
