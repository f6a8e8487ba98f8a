from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.simulator.jose import ALGORITHMS, Signer, b64, digest_of, disclosure
from tests.unit.formats.texts import (
    HOLDER,
    ISSUER,
    PASSED,
    STRANGER,
    V1,
    badge,
    credential,
    failed,
    judge,
    outcome,
    read_credential,
    refused,
    result,
    seconds,
    unclear,
)
from wallet.codec.report import report_document
from wallet.errors import CredentialError
from wallet.formats.sd_jwt import FORBIDDEN
from wallet.formats.sd_jwt_vc import SdJwtCredential
from wallet.model.credential import Defect, JwsProof
from wallet.model.json import JsonObject, JsonValue
from wallet.model.report import Check, Outcome, Reason
from wallet.verify.checks.jws import TIME_CLAIMS

ISSUED = ISSUER.sd_jwt(badge(), {"degree": "BSc", "grade": 5}, decoys=1)


class TestPlainClaims:
    @pytest.mark.parametrize("algorithm", ALGORITHMS)
    def test_every_algorithm(self, algorithm: str) -> None:
        signer = Signer(algorithm, "issuer")
        assert outcome(judge(signer.sd_jwt(badge(iss=signer.did), {"degree": "BSc"}).issued())) == PASSED

    @pytest.mark.parametrize("typ", ["dc+sd-jwt", "vc+sd-jwt", "application/dc+sd-jwt", "DC+SD-JWT"])
    def test_types_of_credentials(self, typ: str) -> None:
        assert outcome(judge(ISSUER.sd_jwt(badge(), typ=typ).show())) == PASSED

    @pytest.mark.parametrize("typ", [None, "vc+jwt", "JWT", "kb+jwt", "example+sd-jwt", "sd-jwt"])
    def test_another_type_of_token_is_no_credential(self, typ: str | None) -> None:
        assert refused(ISSUER.sd_jwt(badge(), typ=typ).show()) == (Reason.NOT_A_CREDENTIAL, "typ")

    def test_only_what_is_disclosed_is_shown(self) -> None:
        report = judge(ISSUED.show("degree"))
        assert outcome(report) == PASSED
        assert report.credential is not None
        assert report.credential.claims == {"degree": "BSc"}
        assert result(report, Check.PROOF).params["disclosed"] == "1"
        assert result(report, Check.PROOF).params["withheld"] == "2"
        shown = report_document(report)["credential"]
        assert isinstance(shown, dict)
        assert shown["claims"] == {"degree": "BSc"}
        assert "grade" not in repr(report)

    def test_without_anything_to_withhold(self) -> None:
        report = judge(ISSUER.sd_jwt(badge(degree="BSc")).show())
        assert outcome(report) == PASSED
        assert {"disclosed": "0", "withheld": "0"}.items() <= result(report, Check.PROOF).params.items()

    def test_registered_claims_become_the_credential(self) -> None:
        found = read_credential(ISSUER.sd_jwt(badge(jti="urn:uuid:1", sub="ann", exp=seconds(2027, 1, 1))).show())
        said = found.credential
        assert (found.format, said.id, said.types, said.issuer.id) == (
            "sd_jwt_vc",
            "urn:uuid:1",
            ("https://issuer.example/badge",),
            ISSUER.did,
        )
        assert (said.valid_from, said.valid_until) == ("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z")
        (subject,) = said.subjects
        assert subject.id == "ann"
        assert subject.confirmation is not None
        assert (said.claims, said.status) == ({}, ())

    @pytest.mark.parametrize(
        ("cnf", "start"),
        [
            ({"jwk": Signer("ES256").jwk}, "did:key:zDn"),
            ({"kid": "did:web:ann.example#key-1"}, "did:web:ann.example"),
            ({"jwk": Signer("RS256").jwk}, None),
            ({"jwk": {"kty": "oct"}}, None),
            ({"kid": "key-1"}, None),
            ({}, None),
            ("text", None),
            (None, None),
        ],
    )
    def test_the_key_it_is_bound_to_stands_for_a_subject_without_name(self, cnf: JsonValue, start: str | None) -> None:
        (subject,) = read_credential(ISSUER.sd_jwt(badge(cnf=cnf)).show()).credential.subjects
        assert subject.id == subject.confirmation
        assert (subject.id or "none").startswith(start or "none")

    def test_the_beginning_is_nbf_before_iat(self) -> None:
        claims = badge(nbf=seconds(2026, 12, 1))
        assert outcome(judge(ISSUER.sd_jwt(claims).show())) == failed(Reason.NOT_YET_VALID)
        assert outcome(judge(ISSUER.sd_jwt(badge(iat=seconds(2026, 12, 1))).show())) == failed(Reason.NOT_YET_VALID)
        assert read_credential(ISSUER.sd_jwt(badge(iat=None)).show()).credential.valid_from is None

    def test_its_end(self) -> None:
        assert outcome(judge(ISSUER.sd_jwt(badge(exp=seconds(2026, 11, 1))).show())) == failed(Reason.EXPIRED)

    def test_the_issuer_in_another_way(self) -> None:
        assert refused(ISSUER.sd_jwt(badge(iss=None)).show()) == (Reason.UNSUPPORTED_FORMAT, "iss")
        assert refused(ISSUER.sd_jwt(badge(iss=1)).show()) == (Reason.MALFORMED, "iss")
        assert outcome(judge(STRANGER.sd_jwt(badge()).show())) == failed(Reason.CONTROLLER_MISMATCH)
        assert outcome(judge(STRANGER.sd_jwt(badge(), kid=None).show())) == failed(Reason.SIGNATURE_MISMATCH)

    def test_an_https_issuer_nobody_can_ask(self) -> None:
        report = judge(ISSUER.sd_jwt(badge(iss="https://issuer.example"), kid="key-1").show())
        assert outcome(report) == unclear(Reason.KEY_UNRESOLVABLE)
        assert report.credential is None

    @pytest.mark.parametrize(
        ("more", "expected"),
        [
            ({"vct": ""}, (Reason.NOT_A_CREDENTIAL, "vct")),
            ({"vct": 1}, (Reason.MALFORMED, "vct")),
            ({"sub": 1}, (Reason.MALFORMED, "sub")),
            ({"jti": 1}, (Reason.MALFORMED, "jti")),
            ({"iat": "today"}, (Reason.MALFORMED, "iat")),
            ({"exp": True}, (Reason.MALFORMED, "exp")),
            ({"status": {}}, (Reason.MALFORMED, "status")),
            ({"status": {"status_list": 1}}, (Reason.MALFORMED, "status")),
            ({"status": "https://a.example"}, (Reason.MALFORMED, "status")),
            ({"@context": []}, (Reason.AMBIGUOUS, "vct")),
            ({"vc": {}}, (Reason.AMBIGUOUS, "vct")),
        ],
    )
    def test_claims_that_make_none(self, more: JsonObject, expected: tuple[str, str]) -> None:
        assert refused(ISSUER.sd_jwt(badge(**more)).show()) == expected

    def test_a_status_is_never_passed_over(self) -> None:
        status: JsonObject = {"status_list": {"idx": 4, "uri": "https://issuer.example/status/1"}}
        found = read_credential(ISSUER.sd_jwt(badge(status=status)).show()).credential
        assert [(entry.type, entry.body) for entry in found.status] == [("TokenStatusList", status["status_list"])]
        report = judge(ISSUER.sd_jwt(badge(status={"other": {"a": 1}})).show())
        assert outcome(report) == unclear(Reason.STATUS_UNSUPPORTED)
        assert judge(ISSUER.sd_jwt(badge(status=status)).show()).outcome is Outcome.INDETERMINATE


class TestDisclosures:
    @pytest.mark.parametrize(
        ("hidden", "more"),
        [({}, ("degree", "PhD")), ({"degree": "BSc"}, ("degree", "PhD")), ({"iss": "did:web:other.example"}, None)],
    )
    def test_one_that_does_not_fit_fails_the_whole(self, hidden: JsonObject, more: tuple[str, str] | None) -> None:
        text = ISSUER.sd_jwt(badge(), hidden).issued()
        if more is not None:
            text += disclosure(*more).encode() + b"~"
        report = judge(text)
        assert (report.outcome, report.reasons[0]) == (Outcome.FAILED, Reason.DISCLOSURE_INVALID)
        assert report.credential is None
        assert "PhD" not in repr(report)
        (proof,) = read_credential(text).proofs
        assert isinstance(proof, JwsProof)
        assert proof.disclosure is not None
        assert isinstance(proof.disclosure.defect, Defect)

    def test_what_is_wrong_with_the_signature_comes_first(self) -> None:
        text = STRANGER.sd_jwt(badge(), {"iss": 1}, kid=ISSUER.kid).issued()
        assert judge(text).reasons[0] is Reason.SIGNATURE_MISMATCH

    def test_a_weak_hash(self) -> None:
        report = judge(ISSUER.sd_jwt(badge(_sd_alg="md5")).show())
        assert (report.outcome, report.reasons[0]) == (Outcome.FAILED, Reason.DISCLOSURE_INVALID)
        assert result(report, Check.PROOF).params["detail"] == "hash"

    def test_too_deep_a_disclosure_cannot_be_judged(self) -> None:
        text = ISSUER.sd_jwt(badge(), {"a": 1}).jws.encode() + b"~" + b64(b"[" * 70 + b"]" * 70).encode() + b"~"
        report = judge(text)
        assert (report.outcome, report.reasons[0]) == (Outcome.INDETERMINATE, Reason.TOO_DEEP)

    @pytest.mark.parametrize("name", sorted(FORBIDDEN - TIME_CLAIMS - {"iss", "vct", "issuer", "@context", "status"}))
    def test_what_must_stand_in_clear(self, name: str) -> None:
        value: JsonValue = {"id": "urn:a", "type": "JsonSchema"}
        claims = {key: member for key, member in badge().items() if key != name}
        report = judge(ISSUER.sd_jwt(claims, {name: value}).issued())
        assert report.outcome is Outcome.FAILED
        assert report.reasons[0] is Reason.DISCLOSURE_INVALID
        assert result(report, Check.PROOF).params["member"] == name

    @pytest.mark.parametrize("name", ["iss", "vct"])
    def test_issuer_and_type_must_stand_in_clear(self, name: str) -> None:
        claims = {key: member for key, member in badge().items() if key != name}
        report = judge(ISSUER.sd_jwt(claims, {name: badge()[name]}).issued())
        assert (report.outcome, report.reasons[0]) == (Outcome.FAILED, Reason.DISCLOSURE_INVALID)
        assert report.credential is None

    def test_a_status_must_stand_in_clear(self) -> None:
        status: JsonObject = {"status_list": {"idx": 4, "uri": "https://issuer.example/status/1"}}
        report = judge(ISSUER.sd_jwt(badge(), {"status": status}).issued())
        assert (report.outcome, report.reasons[0]) == (Outcome.FAILED, Reason.DISCLOSURE_INVALID)

    def test_an_end_that_was_disclosed_counts_and_should_not_have_been(self) -> None:
        past = ISSUER.sd_jwt(badge(), {"exp": seconds(2026, 1, 2)})
        assert outcome(judge(past.issued())) == failed(Reason.EXPIRED, Reason.DISCLOSURE_INVALID)
        future = ISSUER.sd_jwt(badge(), {"exp": seconds(2027, 1, 2)})
        assert outcome(judge(future.issued())) == failed(Reason.DISCLOSURE_INVALID)
        assert result(judge(past.show()), Check.PROOF).params["withheld"] == "1"

    def test_the_time_of_issuing_may_be_disclosed(self) -> None:
        assert outcome(judge(ISSUER.sd_jwt(badge(iat=None), {"iat": seconds(2026, 1, 2)}).issued())) == PASSED


class TestDataModel:
    """Credentials of the W3C data model secured by SD-JWT (VC-JOSE-COSE, section 3.2)."""

    @pytest.mark.parametrize("typ", ["vc+sd-jwt", "application/vc+sd-jwt", "vc-ld+sd-jwt", "dc+sd-jwt", None])
    def test_holds(self, typ: str | None) -> None:
        report = judge(ISSUER.sd_jwt(credential(), typ=typ).show())
        assert outcome(report) == PASSED
        assert report.description is not None
        assert report.description.achievements[0].name is not None
        assert report.credential is not None
        assert report.credential.claims == {}

    @pytest.mark.parametrize("typ", ["vc+jwt", "vp+sd-jwt", "JWT"])
    def test_another_type_of_token_is_no_credential(self, typ: str) -> None:
        code, _ = refused(ISSUER.sd_jwt(credential(), typ=typ).show())
        assert code == Reason.NOT_A_CREDENTIAL

    def test_parts_of_the_subject_may_be_withheld(self) -> None:
        name = disclosure("name", "Ann")
        subject: JsonObject = {"id": HOLDER.did, "type": ["AchievementSubject"], "_sd": [digest_of(name)]}
        jws = ISSUER.jws(credential(credentialSubject=subject), typ="vc+sd-jwt")
        shown, withheld = judge(jws + b"~" + name.encode() + b"~"), judge(jws + b"~")
        assert (outcome(shown), outcome(withheld)) == (PASSED, PASSED)
        assert shown.credential is not None
        assert withheld.credential is not None
        assert (shown.credential.subjects[0].name, withheld.credential.subjects[0].name) == ("Ann", None)

    def test_its_type_may_be_disclosed_but_not_its_dates(self) -> None:
        claims = credential(type=None, validUntil=None)
        text = ISSUER.sd_jwt(claims, {"type": ["VerifiableCredential"]}, typ="vc+sd-jwt")
        assert outcome(judge(text.issued())) == PASSED
        assert refused(text.show()) == (Reason.NOT_A_CREDENTIAL, "type")
        late = ISSUER.sd_jwt(credential(), {"validUntil": "2026-02-01T00:00:00Z"}, typ="vc+sd-jwt")
        assert outcome(judge(late.issued())) == failed(Reason.EXPIRED, Reason.DISCLOSURE_INVALID)

    def test_the_older_data_model_too(self) -> None:
        older: JsonObject = {"@context": [V1], "validFrom": None, "issuanceDate": "2026-01-01T00:00:00Z"}
        claims = credential(**older)
        assert outcome(judge(ISSUER.sd_jwt(claims, typ="vc+sd-jwt").show())) == PASSED


class TestText:
    def test_is_told_from_a_jwt(self) -> None:
        assert SdJwtCredential().recognises(ISSUED.issued())
        assert not SdJwtCredential().recognises(ISSUED.jws.encode())

    @pytest.mark.parametrize("payload", [b"", b"text", b"[]", b"\xff"])
    def test_a_payload_that_is_no_object(self, payload: bytes) -> None:
        code, _ = refused(ISSUER.jws(payload, typ="dc+sd-jwt") + b"~")
        assert code in {Reason.MALFORMED, Reason.NOT_A_CREDENTIAL}

    def test_white_space_around_it_is_no_part_of_it(self) -> None:
        assert outcome(judge(b"\n " + ISSUED.issued() + b"\r\n")) == PASSED

    def test_without_its_tilde_it_is_no_sd_jwt(self) -> None:
        assert refused(ISSUED.jws.encode()) == (Reason.NOT_A_CREDENTIAL, "typ")
        untyped = ISSUER.sd_jwt(credential(), {"description": "x"}, typ=None)
        assert outcome(judge(untyped.issued())) == PASSED
        assert refused(untyped.jws.encode()) == (Reason.MALFORMED, "_sd")


@given(
    changes=st.dictionaries(
        st.sampled_from(["iss", "vct", "cnf", "status", "iat", "_sd", "_sd_alg", "...", "@context", "type", "sub"]),
        st.none()
        | st.text(max_size=3)
        | st.integers(0, 9)
        | st.just([])
        | st.just({"jwk": {}})
        | st.just({"kid": 1})
        | st.just([{"...": "x"}]),
        max_size=5,
    ),
    tail=st.text("~.Aa", max_size=8),
)
def test_no_claims_make_anything_but_a_credential_error(changes: JsonObject, tail: str) -> None:
    for claims in (badge(), credential()):
        payload = b64({**claims, **changes})
        text = f"{b64({'alg': 'EdDSA', 'typ': 'dc+sd-jwt'})}.{payload}.AA~{tail}".encode()
        with suppress(CredentialError):
            assert SdJwtCredential().parse(text).proofs
