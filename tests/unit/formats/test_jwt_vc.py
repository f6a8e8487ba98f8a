from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.simulator.jose import ALGORITHMS, Signer, b64
from tests.unit.formats.texts import (
    HOLDER,
    ISSUER,
    PASSED,
    STRANGER,
    V1,
    credential,
    failed,
    judge,
    outcome,
    read_credential,
    refused,
    result,
    seconds,
)
from wallet.codec import json
from wallet.errors import CredentialError
from wallet.formats.jwt_vc import JwtCredential
from wallet.model.credential import JwsProof
from wallet.model.json import JsonObject, JsonValue
from wallet.model.report import Check, Outcome, Reason


def claims_1_1(**more: JsonValue) -> JsonObject:
    """VC-JWT 1.1: issuer without id, subject and dates in the registered claims."""
    vc: JsonObject = {
        "@context": [V1],
        "type": ["VerifiableCredential"],
        "issuer": {"name": "Example University"},
        "credentialSubject": {"name": "Ann"},
    }
    return {
        "iss": ISSUER.did,
        "sub": HOLDER.did,
        "jti": "urn:uuid:1",
        "nbf": seconds(2026, 1, 1),
        "exp": seconds(2027, 1, 1),
        "vc": vc,
        **more,
    }


def vc_with(**members: JsonValue) -> JsonObject:
    vc = claims_1_1()["vc"]
    assert isinstance(vc, dict)
    return claims_1_1(vc={**vc, **members})


class TestVersion2:
    @pytest.mark.parametrize("algorithm", ALGORITHMS)
    def test_every_algorithm(self, algorithm: str) -> None:
        signer = Signer(algorithm, "issuer")
        text = signer.jws(credential(issuer=signer.did), typ="vc+jwt", cty="vc")
        report = judge(text)
        assert outcome(report) == PASSED
        assert report.credential is not None
        assert (report.input.format, report.credential.issuer.id) == ("jwt_vc", signer.did)

    @pytest.mark.parametrize(
        "typ", ["vc+jwt", "VC+JWT", "application/vc+jwt", "vc+ld+jwt", "vc-ld+jwt", "JWT", "jwt", None]
    )
    def test_types_of_credentials(self, typ: str | None) -> None:
        assert outcome(judge(ISSUER.jws(credential(), typ=typ))) == PASSED

    @pytest.mark.parametrize("typ", ["vp+jwt", "kb+jwt", "at+jwt", "dc+sd-jwt", "vc+sd-jwt", "JOSE", "", "vc"])
    def test_another_type_of_token_is_no_credential(self, typ: str) -> None:
        assert refused(ISSUER.jws(credential(), typ=typ)) == (
            Reason.NOT_A_CREDENTIAL,
            "type" if typ == "vp+jwt" else "typ",
        )

    @pytest.mark.parametrize("typ", [1, True, ["vc+jwt"], {}])
    def test_a_type_that_is_no_text(self, typ: JsonValue) -> None:
        assert refused(ISSUER.jws(credential(), typ=typ)) == (Reason.MALFORMED, "typ")

    def test_claims_that_repeat_the_credential(self) -> None:
        claims = {**credential(), "iss": ISSUER.did, "sub": HOLDER.did, "jti": credential()["id"]}
        assert outcome(judge(ISSUER.jws(claims, typ="vc+jwt"))) == PASSED

    @pytest.mark.parametrize("name", ["iss", "sub", "jti"])
    def test_claims_that_contradict_it(self, name: str) -> None:
        report = judge(ISSUER.jws({**credential(), name: "did:web:other.example"}, typ="vc+jwt"))
        assert outcome(report) == failed(Reason.PROOF_MALFORMED)
        assert result(report, Check.PROOF).params["detail"] == name
        assert report.credential is None

    @pytest.mark.parametrize("name", ["iss", "sub", "jti"])
    @pytest.mark.parametrize("value", [None, 1, [ISSUER.did]])
    def test_claims_that_are_no_text(self, name: str, value: JsonValue) -> None:
        assert refused(ISSUER.jws({**credential(), name: value}, typ="vc+jwt")) == (Reason.MALFORMED, name)

    def test_claims_that_say_what_the_credential_leaves_open(self) -> None:
        about: JsonObject = {"type": ["AchievementSubject"], "achievement": {"id": "urn:a", "type": ["Achievement"]}}
        claims = credential(id=None, credentialSubject=about)
        assert outcome(judge(ISSUER.jws({**claims, "jti": "urn:b", "sub": HOLDER.did}, typ="vc+jwt"))) == PASSED

    def test_a_relative_key_id_belongs_to_the_issuer(self) -> None:
        for kid in ("#0", "0"):
            assert outcome(judge(ISSUER.jws(credential(), typ="vc+jwt", kid=kid))) == PASSED
        assert outcome(judge(STRANGER.jws(credential(), typ="vc+jwt", kid="#0"))) == failed(Reason.SIGNATURE_MISMATCH)

    def test_without_key_id_the_keys_of_the_issuer_count(self) -> None:
        assert outcome(judge(ISSUER.jws(credential(), kid=None))) == PASSED
        assert outcome(judge(STRANGER.jws(credential(), kid=None))) == failed(Reason.SIGNATURE_MISMATCH)

    @pytest.mark.parametrize(("name", "value"), [("alg", None), ("alg", 1), ("kid", 1), ("kid", ["a"])])
    def test_header_parameters_of_another_kind(self, name: str, value: JsonValue) -> None:
        header: dict[str, JsonValue] = {"typ": "vc+jwt", name: value}
        assert refused(ISSUER.jws(credential(), **header)) == (Reason.MALFORMED, name)

    @pytest.mark.parametrize("value", ["soon", True, None, [1], "1e400"])
    @pytest.mark.parametrize("name", ["exp", "nbf"])
    def test_times_of_another_kind(self, name: str, value: JsonValue) -> None:
        assert refused(ISSUER.jws({**credential(), name: value}, typ="vc+jwt")) == (Reason.MALFORMED, name)

    def test_the_signature_ends_before_the_credential(self) -> None:
        claims = {**credential(validUntil="2030-01-01T00:00:00Z"), "exp": seconds(2026, 11, 1)}
        assert outcome(judge(ISSUER.jws(claims, typ="vc+jwt"))) == failed(Reason.EXPIRED)

    def test_a_time_that_is_no_date_cannot_be_judged(self) -> None:
        report = judge(ISSUER.jws({**credential(), "exp": 1e30}, typ="vc+jwt"))
        assert Reason.DATE_UNREADABLE in report.reasons

    def test_the_key_it_is_bound_to(self) -> None:
        ed25519: JsonObject = {"cnf": {"jwk": HOLDER.jwk}}
        (subject,) = read_credential(ISSUER.jws({**credential(), **ed25519})).credential.subjects
        assert subject.confirmation is not None
        assert subject.confirmation.startswith("did:key:z6Mk")
        people: list[JsonValue] = [{"id": "urn:a"}, {"id": "urn:b"}]
        found = read_credential(ISSUER.jws({**credential(credentialSubject=people), **ed25519})).credential
        assert [item.confirmation for item in found.subjects] == [None, None]


class TestVersion11:
    def test_claims_are_merged_into_the_credential(self) -> None:
        report = judge(ISSUER.jws(claims_1_1(), typ="JWT"))
        assert outcome(report) == PASSED
        found = report.credential
        assert found is not None
        assert (found.issuer.id, found.id) == (ISSUER.did, "urn:uuid:1")
        assert found.issuer.name is not None
        assert (found.subjects[0].id, found.subjects[0].name) == (HOLDER.did, "Ann")
        assert (found.valid_from, found.valid_until) == ("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z")

    def test_members_may_repeat_the_claims(self) -> None:
        claims = vc_with(id="urn:uuid:1", issuer=ISSUER.did, credentialSubject={"id": HOLDER.did})
        assert outcome(judge(ISSUER.jws(claims))) == PASSED
        assert outcome(judge(ISSUER.jws(vc_with(credentialSubject=[{"name": "Ann"}])))) == PASSED

    @pytest.mark.parametrize(
        ("members", "name"),
        [
            ({"issuer": "did:web:other.example"}, "iss"),
            ({"issuer": {"id": "did:web:other.example"}}, "iss"),
            ({"id": "urn:uuid:2"}, "jti"),
            ({"credentialSubject": {"id": "did:web:other.example"}}, "sub"),
            ({"credentialSubject": [{"id": "did:a:b"}, {"id": "did:a:c"}]}, "sub"),
            ({"credentialSubject": [{"id": "did:web:other.example"}]}, "sub"),
        ],
    )
    def test_members_that_contradict_the_claims(self, members: JsonObject, name: str) -> None:
        report = judge(ISSUER.jws(vc_with(**members)))
        assert report.outcome is Outcome.FAILED
        assert report.credential is None
        proof = result(judge(ISSUER.jws(vc_with(**members), kid=ISSUER.kid)), Check.PROOF)
        assert (proof.reason, proof.params["detail"]) == (Reason.PROOF_MALFORMED, name)

    def test_several_contradictions(self) -> None:
        members: JsonObject = {"issuer": ISSUER.did, "id": "urn:uuid:2", "credentialSubject": {"id": "did:a:b"}}
        report = judge(ISSUER.jws(vc_with(**members)))
        assert outcome(report) == failed(Reason.PROOF_MALFORMED)
        assert result(report, Check.PROOF).params["detail"] == "sub"

    @pytest.mark.parametrize("name", ["iss", "sub", "jti"])
    @pytest.mark.parametrize("value", [None, 1, ["did:a:b"], {}])
    def test_claims_that_are_no_text(self, name: str, value: JsonValue) -> None:
        assert refused(ISSUER.jws(claims_1_1(**{name: value}))) == (Reason.MALFORMED, name)

    def test_a_subject_among_several(self) -> None:
        claims = vc_with(credentialSubject=[{"id": "did:a:b"}, {"id": HOLDER.did}])
        found = read_credential(ISSUER.jws(claims)).credential
        assert [subject.id for subject in found.subjects] == ["did:a:b", HOLDER.did]

    def test_a_subject_that_is_only_an_identifier(self) -> None:
        found = read_credential(ISSUER.jws(vc_with(credentialSubject=HOLDER.did))).credential
        assert [subject.id for subject in found.subjects] == [HOLDER.did]
        other = ISSUER.jws(vc_with(credentialSubject="did:web:other.example"))
        assert refused(other) == (Reason.NOT_A_CREDENTIAL, "credentialSubject")

    def test_the_credential_may_say_it_all(self) -> None:
        vc = vc_with(issuer=ISSUER.did, issuanceDate="2026-01-01T00:00:00Z", credentialSubject={"id": "urn:a"})["vc"]
        found = read_credential(ISSUER.jws({"vc": vc}))
        assert (found.credential.id, found.credential.issuer.id) == (None, ISSUER.did)
        assert found.credential.valid_from == "2026-01-01T00:00:00Z"

    def test_both_dates_count_where_both_are_stated(self) -> None:
        late = vc_with(expirationDate="2030-01-01T00:00:00Z")
        assert outcome(judge(ISSUER.jws({**late, "exp": seconds(2026, 2, 1)}))) == failed(Reason.EXPIRED)
        early = vc_with(expirationDate="2026-02-01T00:00:00Z")
        assert outcome(judge(ISSUER.jws(early))) == failed(Reason.EXPIRED)

    @pytest.mark.parametrize("name", ["nbf", "exp"])
    def test_a_time_that_is_no_date(self, name: str) -> None:
        assert refused(ISSUER.jws(claims_1_1(**{name: 1e30}))) == (Reason.MALFORMED, name)

    @pytest.mark.parametrize("value", [None, "text", [], 1])
    def test_a_vc_claim_that_is_no_object(self, value: JsonValue) -> None:
        assert refused(ISSUER.jws(claims_1_1(vc=value))) == (Reason.NOT_A_CREDENTIAL, "vc")

    @pytest.mark.parametrize("more", [credential(), {"credentialSubject": {}}, {"vp": {}}])
    def test_two_credentials_in_one(self, more: JsonObject) -> None:
        claims = {**claims_1_1(), **more}
        with pytest.raises(CredentialError) as caught:
            JwtCredential().parse(ISSUER.jws(claims))
        assert caught.value.code == Reason.AMBIGUOUS


class TestOtherTokens:
    def test_a_presentation_is_no_credential(self) -> None:
        claims = credential(type=["VerifiablePresentation"])
        assert refused(ISSUER.jws(claims, typ="vc+jwt")) == (Reason.NOT_A_CREDENTIAL, "type")

    @pytest.mark.parametrize("claims", [{}, {"iss": "https://a.example", "scope": "x"}, {"vct": "urn:x"}])
    def test_any_other_token(self, claims: JsonObject) -> None:
        assert refused(ISSUER.jws(claims))[0] == Reason.NOT_A_CREDENTIAL

    @pytest.mark.parametrize("payload", [b"", b"text", b"[]", b'{"a":1,"a":2}', b"\xff"])
    def test_a_payload_that_is_no_object(self, payload: bytes) -> None:
        code, _ = refused(ISSUER.jws(payload, typ="vc+jwt"))
        assert code in {Reason.MALFORMED, Reason.NOT_A_CREDENTIAL, Reason.DUPLICATE_KEY}

    def test_json_serialised_with_an_unprotected_header(self) -> None:
        protected, payload, signature = ISSUER.jws(credential()).decode().split(".")
        parts: JsonObject = {"payload": payload, "header": {"alg": "none"}, "signature": signature}
        texts: list[JsonObject] = [parts, {"payload": payload, "signatures": [parts]}]
        for text in texts:
            with pytest.raises(CredentialError):
                read_credential(json.dumps(text))
        sealed = read_credential(json.dumps({**parts, "protected": protected}))
        (proof,) = sealed.proofs
        assert isinstance(proof, JwsProof)
        assert proof.defect is not None
        assert proof.defect.reason == Reason.PROOF_MALFORMED


small_json = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.floats() | st.text(max_size=4) | st.just("did:a:b"),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["id", "type", "a"]), inner, max_size=2)
    ),
    max_leaves=4,
)


@given(
    changes=st.dictionaries(
        st.sampled_from(["iss", "sub", "jti", "nbf", "exp", "vc", "issuer", "credentialSubject", "type", "id", "cnf"]),
        small_json,
        max_size=4,
    ),
    old=st.booleans(),
)
def test_no_claims_make_anything_but_a_credential_error(changes: JsonObject, old: bool) -> None:
    claims = {**(claims_1_1() if old else credential()), **changes}
    try:
        payload = b64(json.dumps(claims))
    except ValueError:  # NaN and its like, which JSON has not
        return
    with suppress(CredentialError):
        assert JwtCredential().parse(f"{b64({'alg': 'EdDSA'})}.{payload}.AA".encode()).proofs
