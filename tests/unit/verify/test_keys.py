"""Whose key it is: bound keys, unbound ones, and those that turn out to be published after all."""

from __future__ import annotations

from typing import Final

import pytest

from tests.unit.verify.badges import Signer, World, badge, judge, result
from wallet.model.json import JsonObject, JsonValue
from wallet.model.report import Check, Outcome, Reason, VerificationReport

ISSUER: Final = "https://issuer.example/issuers/1"
METADATA: Final = "https://issuer.example/.well-known/jwt-vc-issuer/issuers/1"
KEY, OTHER = Signer("keys"), Signer("keys other")
IN_FRAGMENT: Final = Signer("keys", f"{ISSUER}#{KEY.multikey}")


def multikey(method_id: str, controller: str, signer: Signer = KEY) -> JsonObject:
    return {"id": method_id, "type": "Multikey", "controller": controller, "publicKeyMultibase": signer.multikey}


def vc_jwt(issuer: str = ISSUER, by: Signer = KEY, **header: JsonValue) -> bytes:
    return by.jws(badge(issuer), typ="vc+jwt", **header)


def verdict(report: VerificationReport) -> tuple[Outcome, Reason | None]:
    decisive = next((item for item in report.checks if item.outcome is not Outcome.PASSED and item.reason), None)
    return report.outcome, decisive.reason if decisive else None


PASSED: Final = (Outcome.PASSED, None)
UNBOUND: Final = (Outcome.INDETERMINATE, Reason.ISSUER_KEY_UNBOUND)
NOT_THEIRS: Final = (Outcome.FAILED, Reason.CONTROLLER_MISMATCH)


class TestKeyInTheFragment:
    signed = IN_FRAGMENT.secure(badge(ISSUER))

    def test_is_unbound_while_the_issuer_publishes_nothing(self) -> None:
        report = judge(self.signed)
        assert verdict(report) == UNBOUND
        assert report.issuer is None
        assert report.issuer_keys == ()

    def test_is_bound_when_the_issuers_document_lists_it(self) -> None:
        profile: JsonObject = {"id": ISSUER, "assertionMethod": [multikey(f"{ISSUER}#{KEY.multikey}", ISSUER)]}
        report = judge(self.signed, {ISSUER: profile})
        assert verdict(report) == PASSED
        assert report.issuer == ISSUER
        assert [item.url for item in result(report, Check.CONTROLLER).relied_on] == [ISSUER]

    def test_is_not_the_issuers_when_that_lists_another(self) -> None:
        profile: JsonObject = {"id": ISSUER, "assertionMethod": [multikey(f"{ISSUER}#1", ISSUER, OTHER)]}
        assert verdict(judge(self.signed, {ISSUER: profile})) == NOT_THEIRS

    def test_a_key_listed_for_something_else_may_not_sign(self) -> None:
        profile: JsonObject = {"id": ISSUER, "verificationMethod": [multikey(f"{ISSUER}#{KEY.multikey}", ISSUER)]}
        assert verdict(judge(self.signed, {ISSUER: profile})) == (Outcome.FAILED, Reason.WRONG_PURPOSE)

    def test_a_forgery_makes_no_request(self) -> None:
        world = World()
        report = judge({**self.signed, "name": "changed"}, world)
        assert verdict(report) == (Outcome.FAILED, Reason.SIGNATURE_MISMATCH)
        assert world.asked == []

    def test_an_issuer_that_is_no_address_is_not_asked(self) -> None:
        world = World()
        assert verdict(judge(IN_FRAGMENT.secure(badge("urn:uuid:somebody")), world)) == UNBOUND
        assert world.asked == []


class TestKeyAtAnAddress:
    url = "https://issuer.example/keys/1"

    def secured(self, url: str = url, issuer: str = ISSUER) -> JsonObject:
        return Signer(KEY.phrase, url).secure(badge(issuer))

    def test_a_key_on_the_issuers_origin_is_bound(self) -> None:
        report = judge(self.secured(), {self.url: KEY.jwk()})
        assert verdict(report) == PASSED
        assert report.issuer == ISSUER

    def test_so_is_one_of_a_set(self) -> None:
        url = "https://issuer.example/keys#1"
        answers: dict[str, JsonValue | bytes] = {"https://issuer.example/keys": {"keys": [KEY.jwk(kid="1")]}}
        assert verdict(judge(self.secured(url), answers)) == PASSED
        answers = {"https://issuer.example/keys": {"keys": [KEY.jwk(kid="2")]}}
        assert verdict(judge(self.secured(url), answers))[0] is Outcome.FAILED
        answers = {"https://issuer.example/keys": {"keys": [KEY.jwk(kid="1", use="enc")]}}
        assert verdict(judge(self.secured(url), answers)) == (Outcome.FAILED, Reason.PROOF_MALFORMED)

    @pytest.mark.parametrize(
        "url",
        ["https://other.example/keys/1", "https://issuer.example:8443/keys/1", "https://issuer.example/go?to=x"],
    )
    def test_anywhere_else_is_not_even_asked(self, url: str) -> None:
        world = World({url: KEY.jwk()})
        assert verdict(judge(self.secured(url), world)) == UNBOUND
        assert world.asked == []

    @pytest.mark.parametrize("issuer", ["did:web:issuer.example", "urn:uuid:somebody"])
    def test_an_issuer_that_is_no_address_has_no_key_at_one(self, issuer: str) -> None:
        world = World({self.url: KEY.jwk()})
        assert verdict(judge(self.secured(issuer=issuer), world)) == (Outcome.INDETERMINATE, Reason.KEY_UNRESOLVABLE)
        assert world.asked == []

    def test_nothing_there(self) -> None:
        assert verdict(judge(self.secured())) == (Outcome.INDETERMINATE, Reason.KEY_UNRESOLVABLE)

    def test_a_document_of_the_issuer(self) -> None:
        own = f"{ISSUER}#key-1"
        profile: JsonObject = {"id": ISSUER, "assertionMethod": [multikey(own, ISSUER)]}
        assert verdict(judge(self.secured(own), {ISSUER: profile})) == PASSED

    def test_a_neighbour_on_the_same_origin_speaks_for_itself(self) -> None:
        neighbour = "https://issuer.example/issuers/2"
        profile: JsonObject = {"id": neighbour, "assertionMethod": [multikey(f"{neighbour}#1", neighbour)]}
        assert verdict(judge(self.secured(f"{neighbour}#1"), {neighbour: profile})) == UNBOUND

    def test_a_neighbour_cannot_name_another_as_controller(self) -> None:
        neighbour = "https://issuer.example/issuers/2"
        profile: JsonObject = {"id": neighbour, "assertionMethod": [multikey(f"{neighbour}#1", ISSUER)]}
        own: JsonObject = {"id": ISSUER, "assertionMethod": [multikey(f"{ISSUER}#1", ISSUER, OTHER)]}
        answers: dict[str, JsonValue | bytes] = {neighbour: profile, ISSUER: own}
        assert verdict(judge(self.secured(f"{neighbour}#1"), answers)) == NOT_THEIRS

    def test_a_method_on_its_own_needs_its_controllers_word(self) -> None:
        alone = multikey(self.url, ISSUER)
        for listed, expected in (
            ([self.url], PASSED),
            ([multikey(self.url, ISSUER)], PASSED),
            ([multikey(f"{ISSUER}#1", ISSUER, OTHER)], NOT_THEIRS),
            ([], (Outcome.INDETERMINATE, Reason.KEY_UNRESOLVABLE)),
        ):
            profile: JsonObject = {"id": ISSUER, "assertionMethod": [*listed], "verificationMethod": []}
            report = judge(self.secured(), {self.url: alone, ISSUER: profile})
            assert verdict(report)[0] is expected[0], listed

    def test_a_method_listed_by_reference_shows_both_documents(self) -> None:
        profile: JsonObject = {
            "id": ISSUER,
            "assertionMethod": [self.url],
            "verificationMethod": [multikey(f"{ISSUER}#1", ISSUER, OTHER)],
        }
        report = judge(self.secured(), {self.url: multikey(self.url, ISSUER), ISSUER: profile})
        assert [item.url for item in result(report, Check.CONTROLLER).relied_on] == [ISSUER, self.url]


class TestJws:
    def test_metadata_has_the_key(self) -> None:
        keys: JsonObject = {"issuer": ISSUER, "jwks": {"keys": [OTHER.jwk(kid="a"), KEY.jwk(kid="b")]}}
        assert verdict(judge(vc_jwt(kid="b"), {METADATA: keys})) == PASSED
        assert verdict(judge(vc_jwt(), {METADATA: keys})) == PASSED
        assert verdict(judge(vc_jwt(kid="a"), {METADATA: keys})) == (Outcome.FAILED, Reason.SIGNATURE_MISMATCH)
        assert verdict(judge(vc_jwt(kid="c"), {METADATA: keys})) == NOT_THEIRS

    def test_a_key_at_an_address_of_the_issuer(self) -> None:
        url = "https://issuer.example/keys/1"
        assert verdict(judge(vc_jwt(kid=url), {url: KEY.jwk()})) == PASSED
        assert verdict(judge(vc_jwt(kid="https://other.example/1"), {"https://other.example/1": KEY.jwk()})) == UNBOUND
        assert verdict(judge(vc_jwt(kid=url))) == (Outcome.INDETERMINATE, Reason.KEY_UNRESOLVABLE)

    def test_nothing_published(self) -> None:
        assert verdict(judge(vc_jwt())) == (Outcome.INDETERMINATE, Reason.KEY_UNRESOLVABLE)
        assert verdict(judge(vc_jwt("urn:uuid:x"))) == (Outcome.INDETERMINATE, Reason.KEY_UNRESOLVABLE)

    def test_a_key_in_the_header_is_unbound_until_it_is_found_published(self) -> None:
        token = vc_jwt(jwk=KEY.jwk())
        assert verdict(judge(token)) == UNBOUND
        assert verdict(judge(token, {METADATA: {"issuer": ISSUER, "jwks": {"keys": [KEY.jwk()]}}})) == PASSED
        assert verdict(judge(token, {METADATA: {"issuer": ISSUER, "jwks": {"keys": [OTHER.jwk()]}}})) == NOT_THEIRS

    def test_a_key_in_the_header_that_its_own_address_confirms(self) -> None:
        url = "https://issuer.example/keys/1"
        token = vc_jwt(jwk=KEY.jwk(), kid=url)
        assert verdict(judge(token, {url: KEY.jwk()})) == PASSED
        assert verdict(judge(token, {url: OTHER.jwk()})) == NOT_THEIRS
        assert verdict(judge(token, {url: multikey(url, ISSUER)})) == UNBOUND
        elsewhere = vc_jwt(jwk=KEY.jwk(), kid="https://other.example/1")
        assert verdict(judge(elsewhere, {"https://other.example/1": KEY.jwk()})) == UNBOUND

    def test_a_broken_key_in_the_header(self) -> None:
        assert verdict(judge(vc_jwt(jwk={"kty": "OKP"}))) == (Outcome.INDETERMINATE, Reason.SUITE_UNSUPPORTED)

    def test_a_key_in_the_header_never_replaces_a_did_document(self) -> None:
        token = OTHER.jws(badge(KEY.did), typ="vc+jwt", jwk=OTHER.jwk())
        assert verdict(judge(token)) == (Outcome.FAILED, Reason.SIGNATURE_MISMATCH)

    def test_a_did_that_signs_for_an_address_is_not_that_address(self) -> None:
        assert verdict(judge(vc_jwt(kid=KEY.verification_method))) == UNBOUND
        assert verdict(judge(vc_jwt(kid=KEY.did))) == UNBOUND

    def test_a_key_in_the_fragment_of_kid(self) -> None:
        token = vc_jwt(kid=f"{ISSUER}#{KEY.multikey}")
        assert verdict(judge(token)) == UNBOUND
        profile: JsonObject = {"id": ISSUER, "assertionMethod": [multikey(f"{ISSUER}#{KEY.multikey}", ISSUER)]}
        assert verdict(judge(token, {ISSUER: profile})) == PASSED

    def test_the_issuers_did_names_its_keys(self) -> None:
        assert verdict(judge(KEY.jws(badge(KEY.did), typ="vc+jwt"))) == PASSED
        assert verdict(judge(KEY.jws(badge(KEY.did), typ="vc+jwt", kid=KEY.did))) == PASSED
        assert verdict(judge(KEY.jws(badge(KEY.did), typ="vc+jwt", kid=f"{KEY.did}#x"))) == NOT_THEIRS

    def test_a_did_without_document(self) -> None:
        token = KEY.jws(badge("did:web:issuer.example"), typ="vc+jwt")
        assert verdict(judge(token)) == (Outcome.INDETERMINATE, Reason.KEY_UNRESOLVABLE)
        token = KEY.jws(badge("did:unknown:x"), typ="vc+jwt")
        assert verdict(judge(token)) == (Outcome.INDETERMINATE, Reason.KEY_UNRESOLVABLE)


def test_an_sd_jwt_of_an_https_issuer() -> None:
    claims: JsonObject = {"iss": ISSUER, "vct": "https://issuer.example/badge", "nbf": 1_700_000_000}
    token = KEY.jws(claims, typ="dc+sd-jwt", kid="k") + b"~"
    assert verdict(judge(token, {METADATA: {"issuer": ISSUER, "jwks": {"keys": [KEY.jwk(kid="k")]}}})) == PASSED
    assert verdict(judge(token)) == (Outcome.INDETERMINATE, Reason.KEY_UNRESOLVABLE)


def test_a_bare_did_means_its_one_key() -> None:
    assert verdict(judge(Signer(KEY.phrase, KEY.did).secure(badge(KEY.did)))) == PASSED
    did = "did:web:issuer.example"
    two: list[JsonValue] = [multikey(f"{did}#1", did), multikey(f"{did}#2", did, OTHER)]
    world: dict[str, JsonValue | bytes] = {
        "https://issuer.example/.well-known/did.json": {"id": did, "assertionMethod": two}
    }
    assert verdict(judge(Signer(KEY.phrase, did).secure(badge(did)), world)) == NOT_THEIRS


def test_a_did_whose_document_is_out_of_reach() -> None:
    signer = Signer(KEY.phrase, "did:web:issuer.example#1")
    assert verdict(judge(signer.secure(badge("did:web:issuer.example")))) == (
        Outcome.INDETERMINATE,
        Reason.KEY_UNRESOLVABLE,
    )


def test_keys_have_fingerprints() -> None:
    report = judge(KEY.secure(badge(KEY.did)))
    assert len(report.issuer_keys) == 1
    assert report.issuer_keys[0].startswith("Ed25519:")
