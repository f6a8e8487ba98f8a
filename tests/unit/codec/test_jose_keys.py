"""Keys as JOSE headers and documents carry them: JWK and certificates."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from typing import Final

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from tests.simulator.jose import ALGORITHMS, Signer, b64
from wallet.codec.jwk import ed25519_jwk, public_key_from_jwk
from wallet.codec.limits import MAX_RSA_BITS
from wallet.codec.x5c import public_key_from_x5c
from wallet.errors import CredentialError
from wallet.model.json import JsonObject, JsonValue
from wallet.model.report import Reason

OKP: Final = Signer("EdDSA").jwk
EC: Final = Signer("ES256").jwk
RSA: Final = Signer("RS256").jwk


def refusal(jwk: JsonObject) -> str:
    with pytest.raises(CredentialError) as caught:
        public_key_from_jwk(jwk)
    return caught.value.code


def certificate(key: ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey | ed448.Ed448PrivateKey) -> str:
    """A self-signed certificate over `key` as `x5c` carries it: base64 with padding."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Example University")])
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2027, 1, 1, tzinfo=UTC))
    )
    signed = builder.sign(key, SHA256() if isinstance(key, ec.EllipticCurvePrivateKey) else None)
    text = signed.public_bytes(Encoding.PEM).decode()
    return "".join(text.splitlines()[1:-1])


class TestJwk:
    @pytest.mark.parametrize("algorithm", ALGORITHMS)
    def test_every_kind_of_key(self, algorithm: str) -> None:
        key = public_key_from_jwk(Signer(algorithm).jwk)
        assert key.encoded
        assert key.algorithm is None

    def test_an_ed25519_key_comes_back(self) -> None:
        assert ed25519_jwk(public_key_from_jwk(OKP)) == OKP

    def test_a_stated_algorithm_is_kept(self) -> None:
        assert public_key_from_jwk({**EC, "alg": "ES256", "use": "sig", "key_ops": ["verify"]}).algorithm == "ES256"

    @pytest.mark.parametrize(
        "more",
        [
            {"use": "enc"},
            {"use": None},
            {"use": ["sig"]},
            {"key_ops": ["deriveKey"]},
            {"key_ops": []},
            {"key_ops": "verify"},
            {"key_ops": None},
            {"alg": 1},
            {"d": "AA"},
            {"k": "AA"},
        ],
    )
    def test_a_key_for_something_else_or_with_its_private_half(self, more: JsonObject) -> None:
        assert refusal({**EC, **more}) == Reason.PROOF_MALFORMED

    @pytest.mark.parametrize(
        "jwk",
        [
            {**EC, "x": b64(b"\0" * 32)},
            {**EC, "x": b64(b"\1" * 31)},
            {**EC, "y": b64(b"\0" + b"\1" * 32)},
            {**EC, "y": None},
            {**OKP, "x": b64(b"\1" * 31)},
            {**RSA, "e": b64(b"\2")},
            {**RSA, "e": b64(b"\1" * 300)},
            {**RSA, "n": b64(b"\xff" * (MAX_RSA_BITS // 8 + 1))},
        ],
    )
    def test_numbers_that_are_no_key(self, jwk: JsonObject) -> None:
        assert refusal(jwk) == Reason.PROOF_MALFORMED

    @pytest.mark.parametrize(
        "jwk", [{}, {"kty": "oct"}, {"kty": "AKP"}, {**OKP, "crv": "X25519"}, {**EC, "crv": "P-224"}, {**EC, "crv": 1}]
    )
    def test_kinds_that_are_not_known(self, jwk: JsonObject) -> None:
        assert refusal(jwk) == Reason.SUITE_UNSUPPORTED

    def test_base64url_is_canonical_here_too(self) -> None:
        assert refusal({**OKP, "x": f"{OKP['x']}="}) == Reason.MALFORMED

    @given(
        jwk=st.dictionaries(
            st.sampled_from(["kty", "crv", "x", "y", "n", "e", "use", "key_ops", "alg"]),
            st.sampled_from(["OKP", "EC", "RSA", "P-256", "Ed25519", "AQAB", "AA", "", "sig"])
            | st.binary(max_size=34).map(b64)
            | st.none()
            | st.integers(0, 9),
        )
    )
    def test_nothing_makes_anything_but_a_credential_error(self, jwk: JsonObject) -> None:
        with suppress(CredentialError):
            assert public_key_from_jwk(jwk).encoded


class TestCertificates:
    def test_the_key_of_the_first_one(self) -> None:
        signer = Signer("ES256")
        assert isinstance(signer.key, ec.EllipticCurvePrivateKey)
        other = certificate(ed25519.Ed25519PrivateKey.generate())
        assert public_key_from_x5c([certificate(signer.key), other]) == public_key_from_jwk(signer.jwk)

    @pytest.mark.parametrize("value", [None, [], {}, "text", [1], [None], ["!"], ["AAAA"], ["AA"]])
    def test_no_certificate(self, value: JsonValue) -> None:
        with pytest.raises(CredentialError) as caught:
            public_key_from_x5c(value)
        assert caught.value.code == Reason.PROOF_MALFORMED

    def test_a_kind_of_key_that_is_not_known(self) -> None:
        with pytest.raises(CredentialError) as caught:
            public_key_from_x5c([certificate(ed448.Ed448PrivateKey.generate())])
        assert caught.value.code == Reason.SUITE_UNSUPPORTED

    @given(content=st.binary(max_size=60))
    def test_nothing_makes_anything_but_a_credential_error(self, content: bytes) -> None:
        with pytest.raises(CredentialError):
            public_key_from_x5c([b64(content)])
