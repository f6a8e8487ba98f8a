"""Key bindings, judged on whole SD-JWTs (RFC 9901, section 7.3)."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import pytest

from tests.simulator.issuer import NOW
from tests.simulator.jose import ALGORITHMS, Signer, b64, digest_of
from tests.unit.formats.texts import (
    CHALLENGE,
    DOMAIN,
    HOLDER,
    ISSUER,
    PASSED,
    PRESENTED,
    STRANGER,
    badge,
    credential,
    failed,
    judge,
    outcome,
    presentation,
    result,
    unclear,
)
from wallet.codec import json
from wallet.model.json import JsonObject, JsonValue
from wallet.model.material import Material, MaterialSource, Unavailable
from wallet.model.report import Check, Outcome, Reason
from wallet.model.request import Expectation
from wallet.verify.checks.jws import CLOCK_SKEW
from wallet.verify.checks.key_binding import MAX_KEY_BINDING_AGE

ISSUED: Final = ISSUER.sd_jwt(badge(), {"degree": "BSc", "grade": 5})
SHOWN: Final = ISSUED.show("degree")
ANSWER: Final[JsonObject] = {"nonce": CHALLENGE, "aud": DOMAIN, "iat": PRESENTED}
ASKED: Final = Expectation(challenge=CHALLENGE, domain=DOMAIN, require_binding=True)


def bound(shown: bytes = SHOWN, by: Signer = HOLDER, **changes: JsonValue) -> bytes:
    return by.bind(shown, **{**ANSWER, **changes})


def problem(content: bytes) -> str:
    """What is wrong with the key binding, whether or not anybody asks for one."""
    expected = failed(Reason.KEY_BINDING_INVALID)
    asked, unasked = judge(content, ASKED), judge(content)
    assert (asked.outcome, outcome(unasked)) == (Outcome.FAILED, expected)
    assert asked.reasons[0] is Reason.KEY_BINDING_INVALID
    return result(unasked, Check.RECIPIENT).params["detail"]


class TestHolds:
    @pytest.mark.parametrize("asked", [ASKED, None, Expectation(challenge=CHALLENGE), Expectation(domain=DOMAIN)])
    def test_for_the_one_who_asked(self, asked: Expectation | None) -> None:
        report = judge(bound(), asked)
        assert outcome(report) == PASSED
        assert result(report, Check.RECIPIENT).outcome is Outcome.PASSED
        assert result(report, Check.RECIPIENT).params == {"challenge": CHALLENGE, "domain": DOMAIN}

    @pytest.mark.parametrize("algorithm", ALGORITHMS)
    def test_with_every_algorithm(self, algorithm: str) -> None:
        holder = Signer(algorithm, "holder")
        shown = ISSUER.sd_jwt(badge(cnf={"jwk": holder.jwk}), {"degree": "BSc"}).issued()
        assert outcome(judge(bound(shown, holder), ASKED)) == PASSED

    def test_with_the_hash_of_the_credential(self) -> None:
        shown = ISSUER.sd_jwt(badge(_sd_alg="sha-512")).show()
        good = bound(shown, sd_hash=digest_of(shown.decode(), "sha512"))
        assert outcome(judge(good, ASKED)) == PASSED
        assert problem(bound(shown)) == "sd_hash"

    def test_over_a_credential_of_the_data_model(self) -> None:
        shown = ISSUER.sd_jwt({**credential(), "cnf": {"jwk": HOLDER.jwk}}, typ="vc+sd-jwt").show()
        assert outcome(judge(bound(shown), ASKED)) == PASSED
        assert problem(bound(shown, STRANGER)) == "signature"

    def test_inside_a_presentation_with_its_own_answer(self) -> None:
        member = bound().decode()
        claims: JsonObject = {**presentation(member), "nonce": "n-2", "aud": "https://other.example"}
        asked = Expectation(challenge="n-2", domain="https://other.example", require_binding=True)
        assert outcome(judge(HOLDER.jws(claims, typ="vp+jwt"), asked)) == PASSED
        bad: JsonObject = {**claims, "verifiableCredential": [bound(by=STRANGER).decode()]}
        assert outcome(judge(HOLDER.jws(bad, typ="vp+jwt"), asked)) == failed(Reason.KEY_BINDING_INVALID)


class TestAsked:
    def test_stripped(self) -> None:
        assert outcome(judge(SHOWN)) == PASSED
        assert outcome(judge(SHOWN, Expectation(require_binding=True))) == failed(Reason.HOLDER_UNBOUND)
        report = judge(SHOWN, ASKED)
        assert outcome(report) == failed(Reason.HOLDER_UNBOUND, Reason.CHALLENGE_MISMATCH, Reason.DOMAIN_MISMATCH)

    def test_another_challenge_or_audience(self) -> None:
        assert outcome(judge(bound(nonce="n-2"), ASKED)) == failed(Reason.CHALLENGE_MISMATCH)
        report = judge(bound(aud="https://other.example"), ASKED)
        assert outcome(report) == failed(Reason.DOMAIN_MISMATCH)
        assert result(report, Check.RECIPIENT).params["expected"] == DOMAIN

    def test_a_credential_without_any_answer(self) -> None:
        text = ISSUER.jws(credential(), typ="vc+jwt")
        assert outcome(judge(text, Expectation(challenge="c"))) == failed(Reason.CHALLENGE_MISMATCH)
        assert outcome(judge(text, Expectation(domain="d"))) == failed(Reason.DOMAIN_MISMATCH)

    def test_the_recipient_by_the_key_it_is_bound_to(self) -> None:
        (_, did_key) = result(judge(SHOWN), Check.PROOF), judge(SHOWN).credential
        assert did_key is not None
        holder = did_key.subjects[0].confirmation
        assert holder is not None
        assert outcome(judge(SHOWN, Expectation(recipients=(holder,)))) == PASSED
        assert outcome(judge(SHOWN, Expectation(recipients=(STRANGER.did,)))) == failed(Reason.RECIPIENT_MISMATCH)


class TestFails:
    def test_by_another_key(self) -> None:
        assert problem(bound(by=STRANGER)) == "signature"
        assert problem(bound()[:-86] + b"A" * 86) == "signature"

    def test_over_other_disclosures(self) -> None:
        tail = bound()[len(SHOWN) :]
        assert problem(ISSUED.issued() + tail) == "sd_hash"
        assert problem(ISSUED.show() + tail) == "sd_hash"
        assert problem(bound(sd_hash=None)) == "sd_hash"
        assert problem(bound(sd_hash=1)) == "sd_hash"

    def test_of_another_credential_of_the_same_holder(self) -> None:
        other = ISSUER.sd_jwt(badge(vct="urn:other"), {"degree": "BSc"}).issued()
        assert problem(other + bound()[len(SHOWN) :]) == "sd_hash"

    @pytest.mark.parametrize(
        "changes",
        [
            {"nonce": None},
            {"aud": None},
            {"iat": None},
            {"nonce": 1},
            {"aud": [DOMAIN]},
            {"iat": "now"},
            {"iat": True},
            {"exp": "never"},
            {"nbf": []},
            {"header": {"alg": "EdDSA"}},
            {"header": {"alg": "EdDSA", "typ": "JWT"}},
            {"header": {"alg": "EdDSA", "typ": 1}},
            {"header": {"typ": "kb+jwt"}},
            {"header": {"alg": 1, "typ": "kb+jwt"}},
        ],
    )
    def test_of_another_shape(self, changes: JsonObject) -> None:
        assert problem(HOLDER.bind(SHOWN, **{**ANSWER, **changes})) == "key binding"

    @pytest.mark.parametrize("tail", [b"x", b"a.b.c", b"..", b"e30.e30.e30=", b"e30..", b"W10.e30.AA", b"e30.W10.AA"])
    def test_that_is_no_jwt(self, tail: bytes) -> None:
        assert problem(SHOWN + tail) == "key binding"

    @pytest.mark.parametrize(
        "header",
        [
            {"alg": "none", "typ": "kb+jwt"},
            {"alg": "HS256", "typ": "kb+jwt"},
            {"alg": "ES256", "typ": "kb+jwt"},
            {"alg": "EdDSA", "typ": "kb+jwt", "crit": ["exp"]},
            {"alg": "EdDSA", "typ": "kb+jwt", "b64": False},
            {"alg": "EdDSA", "typ": "kb+jwt", "jwk": STRANGER.jwk},
        ],
    )
    def test_with_a_header_that_proves_nothing(self, header: JsonObject) -> None:
        assert problem(bound(by=STRANGER if "jwk" in header else HOLDER, header=header)) == "signature"

    def test_an_algorithm_not_known_here_cannot_be_judged(self) -> None:
        report = judge(bound(header={"alg": "ES256K1", "typ": "kb+jwt"}), ASKED)
        assert outcome(report) == unclear(Reason.SUITE_UNSUPPORTED)

    def test_after_its_time(self) -> None:
        made = NOW - MAX_KEY_BINDING_AGE
        assert outcome(judge(bound(iat=made.timestamp()), ASKED)) == PASSED
        assert problem(bound(iat=(made - timedelta(seconds=1)).timestamp())) == "too old"
        assert problem(bound(iat=0)) == "too old"
        assert problem(bound(exp=PRESENTED)) == "ended"
        assert problem(bound(exp=1e30)) == "ended"
        assert outcome(judge(bound(exp=PRESENTED + 3600, nbf=PRESENTED), ASKED)) == PASSED

    def test_before_its_time(self) -> None:
        ahead = (NOW + CLOCK_SKEW).timestamp()
        assert outcome(judge(bound(iat=ahead), ASKED)) == PASSED
        assert problem(bound(iat=ahead + 1)) == "in the future"
        assert problem(bound(iat=1e30)) == "in the future"
        assert problem(bound(nbf=ahead + 1)) == "in the future"
        assert problem(bound(nbf=1e30)) == "in the future"


class TestWhoseKey:
    @pytest.mark.parametrize("cnf", [None, {}, "text", {"jwe": "x"}, {"jku": "https://a.example"}, {"kid": 1}])
    def test_no_key_in_the_credential(self, cnf: JsonValue) -> None:
        assert problem(bound(ISSUER.sd_jwt(badge(cnf=cnf)).show())) == "no key"

    def test_a_key_in_the_credential_that_is_none(self) -> None:
        for jwk in ({**HOLDER.jwk, "x": "AA"}, {**HOLDER.jwk, "use": "enc"}, {**HOLDER.jwk, "d": "AA"}):
            report = judge(bound(ISSUER.sd_jwt(badge(cnf={"jwk": jwk})).show()), ASKED)
            assert (report.outcome, report.reasons[0]) == (Outcome.FAILED, Reason.PROOF_MALFORMED)

    def test_a_key_for_another_algorithm(self) -> None:
        shown = ISSUER.sd_jwt(badge(cnf={"jwk": {**HOLDER.jwk, "alg": "ES256"}})).show()
        assert problem(bound(shown)) == "signature"
        same = ISSUER.sd_jwt(badge(cnf={"jwk": {**HOLDER.jwk, "alg": "Ed25519"}})).show()
        assert outcome(judge(bound(same), ASKED)) == PASSED

    def test_named_by_its_did_url(self) -> None:
        shown = ISSUER.sd_jwt(badge(cnf={"kid": HOLDER.kid})).show()
        assert outcome(judge(bound(shown), ASKED)) == PASSED
        assert problem(bound(shown, STRANGER)) == "signature"

    def test_named_by_a_url_that_is_no_did(self) -> None:
        key = judge(ISSUER.sd_jwt(badge()).show()).credential
        assert key is not None
        multikey = str(key.subjects[0].confirmation).removeprefix("did:key:")
        shown = ISSUER.sd_jwt(badge(cnf={"kid": f"https://ann.example#{multikey}"})).show()
        assert problem(bound(shown)) == "key purpose"

    def test_named_by_a_did_nobody_can_ask(self) -> None:
        shown = ISSUER.sd_jwt(badge(cnf={"kid": "did:web:ann.example#key-1"})).show()
        assert outcome(judge(bound(shown), ASKED)) == unclear(Reason.KEY_UNRESOLVABLE)

    @pytest.mark.parametrize(
        ("purpose", "method", "document", "holds"),
        [
            ("authentication", {}, {}, True),
            ("authentication", {"revoked": "2027-01-01T00:00:00Z"}, {}, True),
            ("assertionMethod", {}, {}, False),
            ("authentication", {"revoked": "2026-01-01T00:00:00Z"}, {}, False),
            ("authentication", {"expires": "2026-01-01T00:00:00Z"}, {}, False),
            ("authentication", {"expires": "soon"}, {}, False),
            ("authentication", {}, {"deactivated": True}, False),
        ],
    )
    def test_the_document_of_the_did_lets_it_speak(
        self, purpose: str, method: JsonObject, document: JsonObject, holds: bool
    ) -> None:
        did = "did:web:ann.example"
        listed: JsonObject = {
            "id": f"{did}#key-1",
            "type": "JsonWebKey",
            "controller": did,
            "publicKeyJwk": HOLDER.jwk,
            **method,
        }
        web = _Web(json.dumps({"id": did, "verificationMethod": [listed], purpose: [f"{did}#key-1"], **document}))
        shown = ISSUER.sd_jwt(badge(cnf={"kid": f"{did}#key-1"})).show()
        report = judge(bound(shown), ASKED, materials=web)
        assert outcome(report) == (PASSED if holds else failed(Reason.KEY_BINDING_INVALID))


class _Web:
    """Serves one DID document."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def get(self, url: str, *, max_bytes: int) -> Material | Unavailable:
        del max_bytes
        return Material(
            url=url,
            content=self._content,
            sha256=digest_of(b64(self._content)),
            source=MaterialSource.FETCHED,
            retrieved_at=NOW,
            media_type="application/did+json",
        )
