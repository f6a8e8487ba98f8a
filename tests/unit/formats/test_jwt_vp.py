from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.simulator.jose import SdJwt, Signer, b64, digest_of, disclosure
from tests.unit.formats.texts import (
    CHALLENGE,
    DOMAIN,
    HOLDER,
    ISSUER,
    PASSED,
    PRESENTED,
    STRANGER,
    V1,
    badge,
    credential,
    enveloped,
    failed,
    judge,
    outcome,
    presentation,
    read,
    refused,
    result,
    seconds,
)
from wallet.codec import json
from wallet.errors import CredentialError
from wallet.formats.jwt_vp import JwtPresentation, SdJwtPresentation
from wallet.model.credential import Unreadable, VerifiablePresentation
from wallet.model.json import JsonObject, JsonValue
from wallet.model.report import Check, Outcome, Reason
from wallet.model.request import Expectation

BADGE = ISSUER.jws(credential(), typ="vc+jwt")
ASKED = Expectation(challenge=CHALLENGE, domain=DOMAIN)


def vp_jwt(*members: JsonValue, **more: JsonValue) -> bytes:
    claims: JsonObject = {**presentation(*(members or (enveloped(BADGE),))), "nonce": CHALLENGE, "aud": DOMAIN, **more}
    return HOLDER.jws(claims, typ="vp+jwt")


def vp_1_1(**more: JsonValue) -> JsonObject:
    vp: JsonObject = {"@context": [V1], "type": ["VerifiablePresentation"], "verifiableCredential": [BADGE.decode()]}
    return {"iss": HOLDER.did, "jti": "urn:uuid:9", "nonce": CHALLENGE, "aud": DOMAIN, "vp": vp, **more}


def read_presentation(content: bytes) -> VerifiablePresentation:
    found = read(content)
    assert isinstance(found, VerifiablePresentation)
    return found


class TestVersion2:
    def test_holds_with_everything_in_it(self) -> None:
        report = judge(vp_jwt(), ASKED)
        assert outcome(report) == PASSED
        assert (report.holder, report.input.format) == (HOLDER.did, "presentation")
        assert [outcome(nested) for nested in report.nested] == [PASSED]
        assert result(report, Check.RECIPIENT).params == {"challenge": CHALLENGE, "domain": DOMAIN}

    @pytest.mark.parametrize("typ", ["vp+jwt", "application/vp+jwt", "vp+ld+jwt", "JWT", None])
    def test_types_of_presentations(self, typ: str | None) -> None:
        assert outcome(judge(HOLDER.jws(presentation(enveloped(BADGE)), typ=typ))) == PASSED

    @pytest.mark.parametrize("typ", ["vc+jwt", "dc+sd-jwt", "kb+jwt"])
    def test_another_type_of_token_is_no_presentation(self, typ: str) -> None:
        code, _ = refused(HOLDER.jws(presentation(enveloped(BADGE)), typ=typ))
        assert code == Reason.NOT_A_CREDENTIAL

    def test_a_credential_is_no_presentation(self) -> None:
        assert refused(ISSUER.jws(credential(), typ="vp+jwt")) == (Reason.NOT_A_CREDENTIAL, "type")

    @pytest.mark.parametrize(
        ("asked", "reason"),
        [
            (Expectation(challenge="other"), Reason.CHALLENGE_MISMATCH),
            (Expectation(domain="https://other.example"), Reason.DOMAIN_MISMATCH),
        ],
    )
    def test_an_answer_to_another_question(self, asked: Expectation, reason: Reason) -> None:
        assert outcome(judge(vp_jwt(), asked)) == failed(reason)

    def test_no_answer_at_all(self) -> None:
        text = HOLDER.jws(presentation(enveloped(BADGE)), typ="vp+jwt")
        assert outcome(judge(text, ASKED)) == failed(Reason.CHALLENGE_MISMATCH, Reason.DOMAIN_MISMATCH)

    def test_one_of_several_audiences(self) -> None:
        assert outcome(judge(vp_jwt(aud=["https://other.example", DOMAIN]), ASKED)) == PASSED

    @pytest.mark.parametrize(("name", "value"), [("nonce", 1), ("nonce", ["n"]), ("aud", 1), ("aud", [1]), ("aud", {})])
    def test_answers_of_another_kind(self, name: str, value: JsonValue) -> None:
        assert refused(vp_jwt(**{name: value})) == (Reason.MALFORMED, name)

    def test_somebody_else_signed(self) -> None:
        claims = presentation(enveloped(BADGE))
        assert outcome(judge(STRANGER.jws(claims, typ="vp+jwt"))) == failed(Reason.CONTROLLER_MISMATCH)
        report = judge(STRANGER.jws(claims, typ="vp+jwt", kid=HOLDER.kid))
        assert report.outcome is Outcome.FAILED
        assert report.reasons[0] is Reason.SIGNATURE_MISMATCH

    def test_somebody_elses_credential(self) -> None:
        other = ISSUER.jws(credential(credentialSubject={"id": STRANGER.did}), typ="vc+jwt")
        assert outcome(judge(vp_jwt(enveloped(other)))) == failed(Reason.HOLDER_MISMATCH)

    def test_the_holder_may_be_spelled_as_another_kind_of_identifier(self) -> None:
        did_key = read_presentation(vp_jwt(enveloped(ISSUER.jws({**credential(), "cnf": {"jwk": HOLDER.jwk}}))))
        (member,) = did_key.credentials
        assert not isinstance(member, Unreadable)
        other_spelling = member.credential.subjects[0].confirmation
        text = ISSUER.jws(credential(credentialSubject={"id": other_spelling}), typ="vc+jwt")
        asked = Expectation(require_binding=True)
        assert outcome(judge(vp_jwt(enveloped(text)), asked)) == PASSED

    def test_a_credential_bound_to_nobody(self) -> None:
        text = ISSUER.jws(credential(credentialSubject={"id": "urn:uuid:ann"}), typ="vc+jwt")
        asked = Expectation(require_binding=True)
        assert outcome(judge(vp_jwt(enveloped(text)))) == PASSED
        assert outcome(judge(vp_jwt(enveloped(text)), asked)) == failed(Reason.HOLDER_UNBOUND)

    def test_the_key_a_credential_names_beside_its_subject(self) -> None:
        text = ISSUER.sd_jwt(badge(sub="student-42")).show()
        asked = Expectation(require_binding=True)
        assert outcome(judge(vp_jwt(enveloped(text, "application/dc+sd-jwt")), asked)) == PASSED
        stolen = STRANGER.jws(presentation(enveloped(text, "application/dc+sd-jwt"), holder=STRANGER.did), typ="vp+jwt")
        assert outcome(judge(stolen)) == failed(Reason.HOLDER_MISMATCH)

    @pytest.mark.parametrize(
        ("more", "reason"),
        [
            ({"exp": seconds(2026, 11, 23, 14)}, Reason.PROOF_EXPIRED),
            ({"nbf": seconds(2026, 11, 24)}, Reason.NOT_YET_VALID),
        ],
    )
    def test_its_own_time_is_that_of_its_signature(self, more: JsonObject, reason: Reason) -> None:
        report = judge(vp_jwt(**more))
        assert (report.outcome, report.reasons[0]) == (Outcome.FAILED, reason)

    def test_its_own_time_in_bounds_and_out_of_range(self) -> None:
        assert outcome(judge(vp_jwt(exp=seconds(2027, 1, 1), nbf=PRESENTED))) == PASSED
        assert result(judge(vp_jwt(exp=seconds(2027, 1, 1))), Check.RECIPIENT).params["expires"].startswith("2027")
        report = judge(vp_jwt(exp=1e30))
        assert (report.outcome, report.reasons[0]) == (Outcome.INDETERMINATE, Reason.DATE_UNREADABLE)

    def test_holder_and_issuer_claim_agree(self) -> None:
        assert outcome(judge(vp_jwt(iss=HOLDER.did))) == PASSED
        other = judge(vp_jwt(iss=STRANGER.did))
        assert outcome(other) == failed(Reason.PROOF_MALFORMED)
        assert result(other, Check.PROOF).params["detail"] == "iss"
        claims = presentation(enveloped(BADGE), holder={"id": HOLDER.did, "name": "Ann"})
        assert outcome(judge(HOLDER.jws({**claims, "iss": HOLDER.did}))) == PASSED

    def test_without_holder_the_key_is_all_there_is(self) -> None:
        nobody = presentation(enveloped(BADGE), holder=None)
        report = judge(HOLDER.jws(nobody, typ="vp+jwt"))
        assert (outcome(report), report.holder) == (PASSED, HOLDER.did)
        assert outcome(judge(HOLDER.jws({**nobody, "iss": HOLDER.did}, typ="vp+jwt", kid=None))) == PASSED
        assert judge(HOLDER.jws(nobody, typ="vp+jwt", kid="#0")).outcome is Outcome.INDETERMINATE

    def test_empty(self) -> None:
        empty = {**presentation(), "verifiableCredential": []}
        assert outcome(judge(HOLDER.jws(empty, typ="vp+jwt"))) == failed(Reason.EMPTY_PRESENTATION)


class TestVersion11:
    def test_claims_are_merged_into_the_presentation(self) -> None:
        report = judge(HOLDER.jws(vp_1_1(), typ="JWT"), ASKED)
        assert (outcome(report), report.holder) == (PASSED, HOLDER.did)
        assert read_presentation(HOLDER.jws(vp_1_1())).id == "urn:uuid:9"

    @pytest.mark.parametrize(
        ("more", "expected"),
        [
            ({"vp": 1}, (Reason.NOT_A_CREDENTIAL, "vp")),
            ({"vc": {}}, (Reason.AMBIGUOUS, "vp")),
            ({"verifiableCredential": []}, (Reason.AMBIGUOUS, "vp")),
            ({"iss": 1}, (Reason.MALFORMED, "iss")),
            (
                {"vp": {"type": ["VerifiablePresentation"], "@context": ["urn:x"]}},
                (Reason.NOT_A_CREDENTIAL, "@context"),
            ),
            ({"vp": {"type": ["Other"], "@context": [V1]}}, (Reason.NOT_A_CREDENTIAL, "type")),
        ],
    )
    def test_claims_that_make_none(self, more: JsonObject, expected: tuple[str, str]) -> None:
        assert refused(HOLDER.jws(vp_1_1(**more))) == expected

    @pytest.mark.parametrize(("member", "claim"), [("id", "jti"), ("holder", "iss")])
    def test_claims_that_contradict_it(self, member: str, claim: str) -> None:
        claims = vp_1_1(vp={**presentation(enveloped(BADGE)), "holder": HOLDER.did, member: "did:a:b"})
        report = judge(HOLDER.jws(claims))
        assert report.outcome is Outcome.FAILED
        assert result(report, Check.PROOF).params["detail"] == claim

    def test_a_jwt_of_another_kind_is_left_to_others(self) -> None:
        assert not JwtPresentation().recognises(HOLDER.jws({"type": 1}))
        assert not JwtPresentation().recognises(HOLDER.jws(credential()))
        assert not JwtPresentation().recognises(HOLDER.jws(b"text"))
        assert not JwtPresentation().recognises(HOLDER.jws(vp_1_1(), typ="vc+jwt"))
        assert not JwtPresentation().recognises(b"{}")
        both = presentation(enveloped(BADGE), type=["VerifiablePresentation", "VerifiableCredential"])
        assert not JwtPresentation().recognises(HOLDER.jws(both))


class TestSdJwt:
    @staticmethod
    def text(**header: JsonValue) -> SdJwt:
        item = disclosure("description", "for the job")
        claims: JsonObject = {
            **presentation(enveloped(BADGE)),
            "nonce": CHALLENGE,
            "aud": DOMAIN,
            "_sd": [digest_of(item)],
        }
        jws = HOLDER.jws(claims, **{"typ": "vp+sd-jwt", **header})
        return SdJwt(jws=jws.decode(), disclosures={"description": item})

    def test_holds_with_everything_in_it(self) -> None:
        report = judge(self.text().issued(), ASKED)
        assert outcome(report) == PASSED
        assert result(report, Check.PROOF).params["disclosed"] == "1"
        assert [outcome(nested) for nested in report.nested] == [PASSED]

    def test_a_disclosure_that_does_not_fit(self) -> None:
        report = judge(self.text().issued() + disclosure("more", 1).encode() + b"~")
        assert (report.outcome, report.reasons[0]) == (Outcome.FAILED, Reason.DISCLOSURE_INVALID)

    def test_a_key_binding_has_to_hold_here_too(self) -> None:
        shown = self.text().issued()
        bound = HOLDER.bind(shown, nonce=CHALLENGE, aud=DOMAIN, iat=PRESENTED)
        assert outcome(judge(bound)) == failed(Reason.KEY_BINDING_INVALID)  # no `cnf` says whose key counts

    def test_only_the_header_tells(self) -> None:
        assert not SdJwtPresentation().recognises(self.text(typ="vc+sd-jwt").issued())
        assert not SdJwtPresentation().recognises(self.text(typ=None).issued())
        assert not SdJwtPresentation().recognises(self.text(typ=1).issued())
        assert not SdJwtPresentation().recognises(BADGE)
        with pytest.raises(CredentialError):
            SdJwtPresentation().parse(self.text(typ="vc+sd-jwt").issued())


class TestMembers:
    @pytest.mark.parametrize(
        ("member", "reason"),
        [
            (1, Reason.NOT_A_CREDENTIAL),
            (None, Reason.NOT_A_CREDENTIAL),
            ([], Reason.NOT_A_CREDENTIAL),
            ("text", Reason.MALFORMED),
            ({}, Reason.NOT_A_CREDENTIAL),
            ({"@context": "https://w3id.org/openbadges/v2"}, Reason.UNSUPPORTED_FORMAT),
            ({"type": 1}, Reason.MALFORMED),
            (presentation(), Reason.NOT_A_CREDENTIAL),
            ({"type": "EnvelopedVerifiableCredential"}, Reason.MALFORMED),
            ({"type": "EnvelopedVerifiableCredential", "id": "https://a.example"}, Reason.MALFORMED),
            (enveloped(BADGE, "application/vc+cose"), Reason.UNSUPPORTED_FORMAT),
            (enveloped(BADGE, "application/vp+jwt"), Reason.UNSUPPORTED_FORMAT),
            (enveloped(BADGE, "text/plain"), Reason.UNSUPPORTED_FORMAT),
            (enveloped(BADGE, "application/vc+sd-jwt"), Reason.MALFORMED),
            (enveloped(STRANGER.jws(credential(), kid=ISSUER.kid)), Reason.SIGNATURE_MISMATCH),
            (enveloped(HOLDER.jws(presentation(), typ="vp+jwt")), Reason.NOT_A_CREDENTIAL),
            (enveloped(ISSUER.sd_jwt(badge()).show()), Reason.MALFORMED),
        ],
    )
    def test_what_is_no_good_credential_fails_the_whole(self, member: JsonValue, reason: Reason) -> None:
        report = judge(HOLDER.jws(presentation(enveloped(BADGE), member), typ="vp+jwt"))
        assert report.outcome is Outcome.FAILED
        assert outcome(report.nested[0]) == PASSED
        assert report.nested[1].outcome in {Outcome.REFUSED, Outcome.FAILED}
        assert report.nested[1].reasons[0] is reason

    def test_every_way_to_carry_one(self) -> None:
        sd_jwt, old = ISSUER.sd_jwt(badge()).show(), ISSUER.sd_jwt(credential(), typ="vc+sd-jwt").show()
        base64 = {**enveloped(b""), "id": f"data:application/vc+jwt;base64,{_standard_base64(BADGE)}"}
        report = judge(
            vp_jwt(
                enveloped(BADGE),
                enveloped(sd_jwt, "application/dc+sd-jwt"),
                enveloped(old, "application/vc+sd-jwt"),
                base64,
                BADGE.decode(),
                sd_jwt.decode(),
            )
        )
        assert outcome(report) == PASSED
        formats = [nested.input.format for nested in report.nested]
        assert formats == ["jwt_vc", "sd_jwt_vc", "sd_jwt_vc", "jwt_vc", "jwt_vc", "sd_jwt_vc"]

    def test_what_stands_beside_an_envelope_says_nothing(self) -> None:
        report = judge(vp_jwt(enveloped(BADGE, name="Doctor of Everything")))
        assert outcome(report) == PASSED
        assert "Doctor" not in repr(report)

    def test_too_many(self) -> None:
        assert refused(vp_jwt(*[1] * 101)) == (Reason.TOO_LARGE, "verifiableCredential")


class TestOnTheirOwn:
    def test_a_credential(self) -> None:
        report = judge(json.dumps(enveloped(BADGE)))
        assert (outcome(report), report.input.format) == (PASSED, "jwt_vc")
        report = judge(json.dumps(enveloped(ISSUER.sd_jwt(badge()).show(), "application/vc+sd-jwt")))
        assert (outcome(report), report.input.format) == (PASSED, "sd_jwt_vc")

    def test_a_presentation(self) -> None:
        for text, media_type in ((vp_jwt(), "vp+jwt"), (TestSdJwt.text().issued(), "vp+sd-jwt")):
            envelope: JsonObject = {
                **enveloped(text, f"application/{media_type}"),
                "type": ["EnvelopedVerifiablePresentation"],
            }
            assert outcome(judge(json.dumps(envelope), ASKED)) == PASSED

    @pytest.mark.parametrize(
        ("more", "code"),
        [
            ({"@context": None}, Reason.NOT_A_CREDENTIAL),
            ({"type": "EnvelopedVerifiablePresentation"}, Reason.UNSUPPORTED_FORMAT),
            ({"type": ["EnvelopedVerifiableCredential", "EnvelopedVerifiablePresentation"]}, Reason.AMBIGUOUS),
            ({"id": None}, Reason.MALFORMED),
            ({"id": "data:application/vc+cose,AA"}, Reason.UNSUPPORTED_FORMAT),
        ],
    )
    def test_anything_else_is_refused(self, more: JsonObject, code: str) -> None:
        assert refused(json.dumps({**enveloped(BADGE), **more}))[0] == code

    @pytest.mark.parametrize("text", [b'{"type":"Enveloped"', b'{"type":1,"a":"Enveloped"}', b"Enveloped"])
    def test_what_only_looks_like_one(self, text: bytes) -> None:
        with pytest.raises(CredentialError):
            read(text)


def _standard_base64(content: bytes) -> str:
    import base64

    return base64.b64encode(content).decode()


@given(
    changes=st.dictionaries(
        st.sampled_from(["iss", "jti", "nonce", "aud", "exp", "vp", "holder", "type", "@context", "id"]),
        st.none() | st.text(max_size=3) | st.integers(0, 9) | st.just([]) | st.just({}) | st.just({"id": 1}),
        max_size=4,
    ),
    old=st.booleans(),
)
def test_no_claims_make_anything_but_a_credential_error(changes: JsonObject, old: bool) -> None:
    claims = {**(vp_1_1() if old else presentation(1)), **changes}
    text = f"{b64({'alg': 'EdDSA'})}.{b64(claims)}.AA".encode()
    assert JwtPresentation().recognises(text) in {True, False}
    with suppress(CredentialError):
        assert JwtPresentation().parse(text).proofs


def test_the_signer_of_tests_is_not_the_holder() -> None:
    assert len({Signer("EdDSA", name).did for name in ("holder", "stranger")}) == 2
