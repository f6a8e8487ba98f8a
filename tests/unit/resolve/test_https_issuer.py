"""https issuers: where their keys may stand, and what counts as theirs."""

from __future__ import annotations

import pytest

from tests.simulator.issuer import NOW
from tests.unit.verify.badges import Signer, World
from wallet.model.json import JsonObject, JsonValue
from wallet.model.key import ControllerDocument
from wallet.model.material import MaterialSource
from wallet.model.report import Finding, Reason
from wallet.resolve.https_issuer import HttpsIssuer, published_key, same_origin

KEY, OTHER = Signer("https"), Signer("https other")
ISSUER = "https://issuer.example/issuers/1"
METADATA = "https://issuer.example/.well-known/jwt-vc-issuer/issuers/1"
KEYS = "https://keys.example/set"


def resolve(answers: dict[str, JsonValue | bytes], issuer: str = ISSUER) -> ControllerDocument | Finding:
    return HttpsIssuer().resolve(issuer, World(answers), NOW)


def detail(found: ControllerDocument | Finding) -> str:
    assert isinstance(found, Finding)
    assert found.reason is Reason.KEY_UNRESOLVABLE
    return found.params["detail"]


def methods(found: ControllerDocument | Finding) -> set[str]:
    assert isinstance(found, ControllerDocument), found
    assert found.relationships == {"assertionMethod": frozenset(found.methods)}
    return set(found.methods)


def test_metadata_with_a_key_set() -> None:
    keys: JsonObject = {"keys": [KEY.jwk(kid="a"), KEY.jwk(kid="#b"), KEY.jwk(kid="urn:key:c"), KEY.jwk(), 7]}
    found = resolve({METADATA: {"issuer": ISSUER, "jwks": keys}})
    assert methods(found) == {f"{ISSUER}#a", f"{ISSUER}#b", "urn:key:c", f"{ISSUER}#3"}
    assert isinstance(found, ControllerDocument)
    assert {item.controller for item in found.methods.values()} == {ISSUER}


def test_metadata_that_points_to_a_key_set() -> None:
    found = resolve({METADATA: {"issuer": ISSUER, "jwks_uri": KEYS}, KEYS: {"keys": [KEY.jwk(kid="a")]}})
    assert methods(found) == {f"{ISSUER}#a"}
    assert isinstance(found, ControllerDocument)
    assert found.relied_on is not None
    assert [found.relied_on.url, *(item.url for item in found.supporting)] == [METADATA, KEYS]


def test_what_is_no_key_for_signatures_is_not_used() -> None:
    private = KEY.jwk(kid="p", d="AA")
    found = resolve({METADATA: {"issuer": ISSUER, "jwks": {"keys": [KEY.jwk(kid="e", use="enc"), private]}}})
    assert isinstance(found, ControllerDocument)
    assert found.methods == {}
    assert found.unusable == {f"{ISSUER}#e": Reason.PROOF_MALFORMED, f"{ISSUER}#p": Reason.PROOF_MALFORMED}


@pytest.mark.parametrize(
    ("metadata", "expected"),
    [
        ({"issuer": "https://issuer.example", "jwks": {"keys": []}}, "id"),
        ({"issuer": ISSUER}, "no keys"),
        ({"issuer": ISSUER, "jwks": {"keys": []}, "jwks_uri": KEYS}, "no keys"),
        ({"issuer": ISSUER, "jwks_uri": "http://keys.example/set"}, "no keys"),
        ({"issuer": ISSUER, "jwks_uri": KEYS}, "not-found"),
    ],
)
def test_metadata_that_does_not_do(metadata: JsonObject, expected: str) -> None:
    assert detail(resolve({METADATA: metadata})) == expected


def test_a_profile_that_lists_keys() -> None:
    profile: JsonObject = {
        "id": ISSUER,
        "type": "Profile",
        "assertionMethod": [
            {"id": f"{ISSUER}#1", "type": "Multikey", "controller": ISSUER, "publicKeyMultibase": KEY.multikey}
        ],
    }
    found = resolve({ISSUER: profile})
    assert isinstance(found, ControllerDocument)
    assert found.relationships["assertionMethod"] == {f"{ISSUER}#1"}


def test_a_profile_with_a_key_set() -> None:
    assert methods(resolve({ISSUER: {"id": ISSUER, "jwks": {"keys": [KEY.jwk(kid="a")]}}})) == {f"{ISSUER}#a"}
    assert detail(resolve({ISSUER: {"id": ISSUER, "name": "Example"}})) == "no keys"
    assert detail(resolve({ISSUER: {"id": "https://issuer.example/issuers/2"}})) == "id"
    assert detail(resolve({ISSUER: b"<html>"})) == "malformed"
    assert detail(resolve({})) == "not-found"


@pytest.mark.parametrize(
    "issuer",
    [
        "https://issuer.example/?x=1",
        "https://issuer.example/#x",
        "https://u@issuer.example/",
        "https://",
        "https://a:b/",
    ],
)
def test_addresses_that_name_no_issuer(issuer: str) -> None:
    world = World()
    assert detail(HttpsIssuer().resolve(issuer, world, NOW)) == "host"
    assert world.asked == []


def test_stapled_documents_count_for_nothing() -> None:
    answers: dict[str, JsonValue | bytes] = {ISSUER: {"id": ISSUER, "jwks": {"keys": [KEY.jwk(kid="a")]}}}
    world = World(answers, source=MaterialSource.STAPLED)
    assert detail(HttpsIssuer().resolve(ISSUER, world, NOW)) == "stapled"


def test_origins() -> None:
    assert same_origin("https://a.example/x", "https://a.example:443/y")
    assert same_origin("https://A.example/x", "https://a.example")
    for other in ("https://b.example/", "https://a.example:8443/", "http://a.example/", "https://x@a.example/", ""):
        assert not same_origin("https://a.example/x", other)


class TestPublishedKey:
    url = "https://issuer.example/keys#1"

    def read(self, document: JsonValue | bytes, url: str = url) -> ControllerDocument | Finding:
        return published_key(url, ISSUER, World({"https://issuer.example/keys": document}))

    def test_one_key_is_called_by_its_address(self) -> None:
        assert methods(self.read(KEY.jwk(kid="whatever"))) == {self.url}

    def test_a_key_set_names_its_keys(self) -> None:
        assert methods(self.read({"keys": [KEY.jwk(kid="1"), OTHER.jwk(kid="2")]})) == {
            self.url,
            "https://issuer.example/keys#2",
        }

    def test_a_document_is_its_own_masters(self) -> None:
        found = self.read({"id": "https://issuer.example/keys", "assertionMethod": ["#1"]})
        assert isinstance(found, ControllerDocument)
        assert found.id == "https://issuer.example/keys"

    def test_a_method_on_its_own_names_its_controller(self) -> None:
        alone: JsonObject = {"id": self.url, "controller": ISSUER, "publicKeyMultibase": KEY.multikey}
        found = self.read(alone)
        assert isinstance(found, ControllerDocument)
        assert found.id == ISSUER
        assert set(found.methods) == {self.url}
        assert not any(found.relationships.values())

    @pytest.mark.parametrize("document", [{}, {"id": "https://other.example/"}, b"[", []])
    def test_anything_else_is_no_key(self, document: JsonValue | bytes) -> None:
        assert isinstance(self.read(document), Finding)
