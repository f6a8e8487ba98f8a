from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.simulator.jose import Signer, b64
from wallet.codec import json
from wallet.codec.data_url import read_data_url
from wallet.codec.jose import looks_compact, split_compact, unverified_header
from wallet.codec.limits import MAX_INPUT_BYTES, MAX_JOSE_HEADER_BYTES
from wallet.errors import CredentialError
from wallet.model.report import Reason

HEADER = b64({"alg": "EdDSA"})


def refusal(content: bytes) -> str:
    with pytest.raises(CredentialError) as caught:
        split_compact(content)
    return caught.value.code


def test_takes_a_compact_jws_apart() -> None:
    signer = Signer()
    text = signer.jws({"iss": "i"}, typ="vc+jwt", kid=None)
    jws = split_compact(b" " + text + b"\n")
    assert jws.unverified_header == {"alg": "EdDSA", "typ": "vc+jwt"} == unverified_header(text)
    assert json.loads(jws.unverified_payload) == {"iss": "i"}
    assert (jws.signing_input, len(jws.signature)) == (text.rpartition(b".")[0], 64)


def test_payload_and_signature_may_be_empty() -> None:
    jws = split_compact(HEADER.encode() + b"..")
    assert (jws.unverified_payload, jws.signature) == (b"", b"")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a.b",
        "a.b.c.d",
        f"{HEADER}=.e30.e30",
        f"{HEADER}.e30=.e30",
        f"{HEADER}.e3 0.e30",
        f"{HEADER}.e+/0.e30",
        f"{HEADER}.e30.e31",  # spare bits set
        f"{HEADER}.e3.A",
        f"{HEADER}.e30.A",
        b64([1]) + ".e30.e30",
        b64("text") + ".e30.e30",
        b64(b"{") + ".e30.e30",
        b64(b"\xff{}") + ".e30.e30",
        b64(b'\xef\xbb\xbf{"alg":"EdDSA"}') + ".e30.e30",
        "é.e30.e30",
    ],
)
def test_anything_else_is_malformed(text: str) -> None:
    assert refusal(text.encode()) == Reason.MALFORMED


def test_a_member_twice_in_the_header() -> None:
    assert refusal(b64(b'{"alg":"none","alg":"EdDSA"}').encode() + b".e30.e30") == Reason.DUPLICATE_KEY


def test_sizes_are_bounded_before_anything_is_decoded() -> None:
    assert refusal(b"A" * (MAX_JOSE_HEADER_BYTES + 1) + b".e30.e30") == Reason.TOO_LARGE
    assert refusal(HEADER.encode() + b"." + b"A" * MAX_INPUT_BYTES + b".e30") == Reason.TOO_LARGE
    with pytest.raises(CredentialError) as caught:
        unverified_header(b"A" * (MAX_JOSE_HEADER_BYTES + 1) + b"..")
    assert caught.value.code == Reason.TOO_LARGE


@given(content=st.binary(max_size=80), text=st.text("e30.A-_=~ \n", max_size=24))
def test_nothing_makes_anything_but_a_credential_error(content: bytes, text: str) -> None:
    for given_bytes in (content, text.encode(), HEADER.encode() + b"." + text.encode(), b64(content).encode() + b".."):
        with suppress(CredentialError):
            jws = split_compact(given_bytes)
            assert looks_compact(given_bytes)
            assert isinstance(jws.unverified_header, dict)


class TestDataUrls:
    @pytest.mark.parametrize(
        ("url", "expected"),
        [
            ("data:application/vc+jwt,a.b.c", ("application/vc+jwt", b"a.b.c")),
            ("data:Application/VC+JWT,a.b.c", ("application/vc+jwt", b"a.b.c")),
            ("data:application/vc+sd-jwt,a.b.c%7Ed%7e", ("application/vc+sd-jwt", b"a.b.c~d~")),
            ("data:application/vc+jwt;base64,YS5iLmM=", ("application/vc+jwt", b"a.b.c")),
            ("data:application/vc+jwt,", ("application/vc+jwt", b"")),
        ],
    )
    def test_media_type_and_content(self, url: str, expected: tuple[str, bytes]) -> None:
        assert read_data_url(url) == expected

    @pytest.mark.parametrize(
        "url",
        [
            "",
            "data:",
            "data:,a",
            "https://issuer.example/vc",
            "DATA:application/vc+jwt,a",
            "data:application/vc+jwt",
            "data:application/vc+jwt;charset=utf-8,a",
            "data:application/vc+jwt;base64,YS5iLmM",
            "data:application/vc+jwt;base64,a.b.c",
            "data:application/vc+jwt;base64;base64,YS5iLmM=",
            "data:application/vc+jwté,a",
            f"data:{'a' * 201},a",
        ],
    )
    def test_anything_else_is_malformed(self, url: str) -> None:
        with pytest.raises(CredentialError) as caught:
            read_data_url(url)
        assert caught.value.code == Reason.MALFORMED

    @given(text=st.text(max_size=40))
    def test_nothing_makes_anything_but_a_credential_error(self, text: str) -> None:
        for url in (text, f"data:a/b,{text}", f"data:a/b;base64,{text}"):
            with suppress(CredentialError):
                assert isinstance(read_data_url(url)[1], bytes)
