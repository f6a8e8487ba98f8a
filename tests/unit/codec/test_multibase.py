"""Multibase, base64url and Multikey: one spelling for each value."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openvc.multibase import decode_multibase, encode_multibase

from wallet.codec.limits import MAX_BASE58_CHARACTERS
from wallet.codec.multibase import (
    KEY_BYTES,
    MULTICODEC,
    decode_base58btc,
    decode_base64url,
    decode_public_key,
    did_key,
    encode_base58btc,
    encode_base64url,
    encode_public_key,
)
from wallet.errors import CredentialError
from wallet.model.key import KeyType, PublicKey

ED25519 = "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"


@given(st.binary(max_size=120))
def test_base58_goes_there_and_back_and_as_another_does_it(content: bytes) -> None:
    text = encode_base58btc(content)
    assert decode_base58btc(text) == content
    if content:
        assert text == encode_multibase(content)
        assert decode_multibase(text) == content


@given(st.binary(max_size=120))
def test_base64url_goes_there_and_back(content: bytes) -> None:
    assert decode_base64url(encode_base64url(content)) == content


@given(st.text(alphabet="zu0OIl1AB-_=+/ é", max_size=12))
def test_what_decodes_was_spelt_canonically(text: str) -> None:
    for decode, encode in ((decode_base58btc, encode_base58btc), (decode_base64url, encode_base64url)):
        try:
            content = decode(text)
        except CredentialError:
            continue
        assert encode(content) == text


@pytest.mark.parametrize("text", ["AA=", "AB", "A", "A+", "A/", "AA AA", "AA\n", "é"])
def test_other_spellings_of_base64url_are_refused(text: str) -> None:
    with pytest.raises(CredentialError) as caught:
        decode_base64url(text)
    assert caught.value.code == "malformed"


@pytest.mark.parametrize("text", ["", "6Mk", "Z6Mk", "z0", "zO", "zI", "zl", "z é", "z" + "1" * MAX_BASE58_CHARACTERS])
def test_other_spellings_of_base58_are_refused(text: str) -> None:
    with pytest.raises(CredentialError) as caught:
        decode_base58btc(text)
    assert caught.value.code == "proof-malformed"


@given(st.sampled_from(sorted(MULTICODEC)), st.data())
def test_a_key_goes_there_and_back(key_type: KeyType, data: st.DataObject) -> None:
    length = KEY_BYTES[key_type]
    key = PublicKey(type=key_type, encoded=data.draw(st.binary(min_size=length, max_size=length)))
    assert decode_public_key(encode_public_key(key)) == key
    assert did_key(key) == f"did:key:{encode_public_key(key)}"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xed",
        b"\xed\x01" + bytes(31),
        b"\xed\x01" + bytes(33),
        b"\xed\x81\x00" + bytes(32),
        b"\x12\x00" + bytes(32),
    ],
)
def test_a_key_of_another_length_or_kind_is_refused(content: bytes) -> None:
    with pytest.raises(CredentialError) as caught:
        decode_public_key(encode_base58btc(content))
    assert caught.value.code == "proof-malformed"


def test_rsa_has_no_multikey() -> None:
    with pytest.raises(CredentialError) as caught:
        encode_public_key(PublicKey(type=KeyType.RSA, encoded=b"der"))
    assert caught.value.code == "suite-unsupported"


def test_the_published_example() -> None:
    # did:key method, "Ed25519".
    assert decode_public_key(ED25519).type is KeyType.ED25519
    assert encode_public_key(decode_public_key(ED25519)) == ED25519
