"""Strict JWS headers and the keys that may speak, judged on whole credentials."""

from __future__ import annotations

from typing import Final

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from hypothesis import given
from hypothesis import strategies as st

from tests.simulator.jose import ALGORITHMS, Signer, b64
from tests.unit.codec.test_jose_keys import certificate
from tests.unit.formats.texts import (
    HOLDER,
    ISSUER,
    PASSED,
    STRANGER,
    credential,
    failed,
    judge,
    outcome,
    read_credential,
    result,
    unclear,
)
from wallet.codec.multibase import decode_base64url
from wallet.model.json import JsonObject, JsonValue
from wallet.model.report import Check, Outcome, Reason

GOOD: Final = ISSUER.jws(credential(), typ="vc+jwt")


def with_header(header: JsonObject, by: Signer = ISSUER) -> bytes:
    """A credential of `by` under exactly this header, signed over it."""
    signing_input = f"{b64(header)}.{b64(credential(issuer=by.did))}".encode()
    return signing_input + b"." + b64(by.sign(signing_input)).encode()


class TestHeaders:
    @pytest.mark.parametrize("name", ["none", "None", "NONE", "nOnE"])
    @pytest.mark.parametrize("signed", [True, False])
    def test_none_in_any_spelling_is_no_signature(self, name: str, signed: bool) -> None:
        text = with_header({"alg": name, "kid": ISSUER.kid})
        assert outcome(judge(text if signed else text.rpartition(b".")[0] + b".")) == failed(Reason.UNSIGNED)

    @pytest.mark.parametrize("name", ["HS256", "HS384", "HS512", "hs256"])
    def test_a_shared_secret_proves_nothing(self, name: str) -> None:
        report = judge(with_header({"alg": name, "kid": ISSUER.kid}))
        assert outcome(report) == failed(Reason.PROOF_MALFORMED)

    @pytest.mark.parametrize("name", ["ES256 ", "es256", "RS1", "ES256K1", "dir", "ML-DSA-44", "", "EdDSA\0"])
    def test_an_algorithm_not_known_here_cannot_be_judged(self, name: str) -> None:
        report = judge(with_header({"alg": name, "kid": ISSUER.kid}))
        assert outcome(report) == unclear(Reason.SUITE_UNSUPPORTED)
        assert report.credential is None

    @pytest.mark.parametrize(
        "more",
        [
            {"crit": ["exp"], "exp": 1},
            {"crit": ["b64"], "b64": True},
            {"crit": []},
            {"crit": None},
            {"crit": "exp"},
            {"b64": False},
            {"b64": True},
        ],
    )
    def test_what_has_to_be_understood_is_not(self, more: JsonObject) -> None:
        report = judge(with_header({"alg": "ES256", "kid": ISSUER.kid, **more}))
        assert outcome(report) == failed(Reason.PROOF_MALFORMED)

    def test_what_may_be_ignored_is(self) -> None:
        more: JsonObject = {
            "cty": "vc",
            "iss": "x",
            "x5t": "AA",
            "jku": "https://a.example",
            "x5u": "https://a.example",
        }
        assert outcome(judge(with_header({"alg": "ES256", "kid": ISSUER.kid, **more}))) == PASSED


class TestSignatures:
    @pytest.mark.parametrize("algorithm", ALGORITHMS)
    def test_a_key_of_another_kind(self, algorithm: str) -> None:
        other = "RS256" if algorithm not in {"RS256", "PS256"} else "ES256"
        signer = Signer(other, "issuer")
        report = judge(with_header({"alg": algorithm, "kid": signer.kid}, signer))
        assert outcome(report) == failed(Reason.SIGNATURE_MISMATCH)

    @pytest.mark.parametrize(("curve", "named"), [("ES384", "ES256"), ("ES256K", "ES256"), ("ES256", "ES512")])
    def test_a_curve_of_another_algorithm(self, curve: str, named: str) -> None:
        signer = Signer(curve, "issuer")
        report = judge(with_header({"alg": named, "kid": signer.kid}, signer))
        assert outcome(report) == failed(Reason.SIGNATURE_MISMATCH)

    @pytest.mark.parametrize(("made", "named"), [("RS256", "PS256"), ("PS256", "RS256")])
    def test_the_other_rsa_padding(self, made: str, named: str) -> None:
        signer = Signer(made, "issuer")
        report = judge(with_header({"alg": named, "kid": signer.kid}, signer))
        assert outcome(report) == failed(Reason.SIGNATURE_MISMATCH)

    def test_a_short_rsa_key(self) -> None:
        signer = Signer("RS256", key=rsa.generate_private_key(65537, 1024))
        assert outcome(judge(with_header({"alg": "RS256", "kid": signer.kid}, signer))) == failed(
            Reason.SIGNATURE_MISMATCH
        )

    @pytest.mark.parametrize("algorithm", ["ES256", "ES384", "ES512", "ES256K"])
    def test_ecdsa_only_as_r_and_s_at_full_width(self, algorithm: str) -> None:
        signer = Signer(algorithm, "issuer")
        text = with_header({"alg": algorithm, "kid": signer.kid}, signer)
        assert outcome(judge(text)) == PASSED
        signing_input, _, encoded = text.rpartition(b".")
        raw = decode_base64url(encoded.decode())
        r, s = int.from_bytes(raw[: len(raw) // 2]), int.from_bytes(raw[len(raw) // 2 :])
        for signature in (encode_dss_signature(r, s), bytes(len(raw)), b"\0" + raw, raw + b"\0", raw[:-1], b""):
            report = judge(signing_input + b"." + b64(signature).encode())
            assert outcome(report) == failed(Reason.SIGNATURE_MISMATCH)

    @given(place=st.integers(0, len(GOOD) - 1), character=st.sampled_from("ABab01-_.~ ="))
    def test_one_character_changed_and_it_never_passes(self, place: int, character: str) -> None:
        changed = GOOD[:place] + character.encode() + GOOD[place + 1 :]
        if changed != GOOD:
            assert judge(changed).outcome is not Outcome.PASSED


class TestKeys:
    @pytest.mark.parametrize(
        ("stated", "used", "holds"),
        [
            ("EdDSA", "EdDSA", True),
            ("EdDSA", "Ed25519", True),
            ("Ed25519", "EdDSA", True),
            ("ES256", "EdDSA", False),
            ("none", "EdDSA", False),
            ("RS256", "PS256", False),
            ("PS256", "PS256", True),
        ],
    )
    def test_the_algorithm_its_publisher_states(self, stated: str, used: str, holds: bool) -> None:
        signer = Signer(used, "issuer")
        did = f"did:jwk:{b64({**signer.jwk, 'alg': stated})}"
        report = judge(signer.jws(credential(issuer=did), typ="vc+jwt", kid=f"{did}#0"))
        assert outcome(report) == (PASSED if holds else failed(Reason.SIGNATURE_MISMATCH))

    @pytest.mark.parametrize("more", [{"use": "enc"}, {"key_ops": ["sign"]}, {"key_ops": []}])
    def test_a_key_that_is_not_for_signatures(self, more: JsonObject) -> None:
        did = f"did:jwk:{b64({**ISSUER.jwk, **more})}"
        report = judge(ISSUER.jws(credential(issuer=did), typ="vc+jwt", kid=f"{did}#0"))
        assert outcome(report) == failed(Reason.PROOF_MALFORMED)

    def test_a_header_key_never_replaces_the_issuers(self) -> None:
        signer = Signer("ES256", "stranger")
        assert isinstance(signer.key, ec.EllipticCurvePrivateKey)
        brought: tuple[JsonObject, ...] = ({"jwk": signer.jwk}, {"x5c": [certificate(signer.key)]})
        for more in brought:
            header: dict[str, JsonValue] = {"typ": "vc+jwt", "kid": None, **more}
            assert outcome(judge(signer.jws(credential(), **header))) == failed(Reason.SIGNATURE_MISMATCH)
            named: dict[str, JsonValue] = {**header, "kid": ISSUER.kid}
            assert outcome(judge(signer.jws(credential(), **named))) == failed(Reason.SIGNATURE_MISMATCH)

    def test_a_header_key_stands_for_nobody_where_the_issuer_cannot_be_asked(self) -> None:
        signer = Signer("ES256", "stranger")
        assert isinstance(signer.key, ec.EllipticCurvePrivateKey)
        brought: tuple[JsonObject, ...] = ({"jwk": signer.jwk}, {"x5c": [certificate(signer.key)]})
        for more in brought:
            for issuer, reason in (
                ("https://university.example", Reason.ISSUER_KEY_UNBOUND),
                ("did:web:university.example", Reason.KEY_UNRESOLVABLE),
            ):
                header: dict[str, JsonValue] = {"typ": "vc+jwt", "kid": None, **more}
                report = judge(signer.jws(credential(issuer=issuer), **header))
                assert outcome(report) == unclear(reason)
                wrong = HOLDER.jws(credential(issuer=issuer), **{**header, "alg": "ES256"})
                assert judge(wrong).outcome is not Outcome.PASSED

    @pytest.mark.parametrize("value", [[], ["AAAA"], "text", [1], None])
    def test_a_certificate_that_is_none(self, value: JsonValue) -> None:
        signing_input = f"{b64({'alg': 'ES256', 'x5c': value})}.{b64(credential(issuer='https://a.example'))}".encode()
        report = judge(signing_input + b"." + b64(ISSUER.sign(signing_input)).encode())
        assert outcome(report) == failed(Reason.PROOF_MALFORMED)

    @pytest.mark.parametrize("name", ["jku", "x5u"])
    def test_an_address_in_the_header_is_no_key(self, name: str) -> None:
        header: dict[str, JsonValue] = {"typ": "vc+jwt", "kid": None, name: "https://a.example/keys"}
        report = judge(ISSUER.jws(credential(issuer="https://a.example"), **header))
        assert outcome(report) == unclear(Reason.KEY_UNRESOLVABLE)

    def test_a_key_of_somebody_else(self) -> None:
        report = judge(STRANGER.jws(credential(), typ="vc+jwt"))
        assert outcome(report) == failed(Reason.CONTROLLER_MISMATCH)
        assert result(report, Check.PROOF).outcome is Outcome.PASSED
        assert report.credential is None


def test_a_jwt_has_no_disclosures_to_tell_of() -> None:
    params = result(judge(GOOD), Check.PROOF).params
    assert params["suites"] == "ES256"
    assert "disclosed" not in params
    assert read_credential(GOOD).proofs
