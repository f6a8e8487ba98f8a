from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallet.errors import CredentialError, UsageError
from wallet.share.link_crypto import (
    LINK_ID,
    MAX_SEALED_BYTES,
    LinkAddress,
    bucket,
    checked_host,
    is_link,
    make_link,
    new_link_id,
    new_secret,
    open_sealed,
    parse_link,
    seal,
)

KEY = bytes(range(32))
ID = "0123456789abcdefghijkl"
KEY_TEXT = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"


@given(st.binary(max_size=20_000))
def test_what_is_sealed_opens(plaintext: bytes) -> None:
    assert open_sealed(seal(plaintext, KEY, ID), KEY, ID) == plaintext


def test_fixed_vector() -> None:
    """Computed with WebCrypto: the page must be able to open what is sealed here."""
    sealed = seal(b"presentation", KEY, ID)
    assert len(sealed) == 1 + 4096 + 16
    assert sealed[:17].hex() == "0122abceafe6cbd57f7e27c59cce11e1a1"
    assert sealed[-16:].hex() == "8bfce5bd9115e2ed266f42b42a02c447"


@pytest.mark.parametrize("position", [0, 1, 2, 2000, -17, -1])
def test_an_altered_byte_does_not_open(position: int) -> None:
    sealed = bytearray(seal(b"presentation", KEY, ID))
    sealed[position] ^= 1
    with pytest.raises(CredentialError) as caught:
        open_sealed(bytes(sealed), KEY, ID)
    assert caught.value.code == ("unsupported-format" if position == 0 else "malformed")


@pytest.mark.parametrize("length", [0, 1, 16, 17, 100])
def test_a_truncated_share_does_not_open(length: int) -> None:
    with pytest.raises(CredentialError):
        open_sealed(seal(b"presentation", KEY, ID)[:length], KEY, ID)


def test_a_wrong_key_or_id_does_not_open() -> None:
    sealed = seal(b"presentation", KEY, ID)
    for key, link_id in ((bytes(32), ID), (KEY, ID[::-1])):
        with pytest.raises(CredentialError) as caught:
            open_sealed(sealed, key, link_id)
        assert caught.value.code == "malformed"


def test_too_much_is_refused_on_both_sides() -> None:
    with pytest.raises(UsageError) as refused:
        seal(bytes(MAX_SEALED_BYTES), KEY, ID)
    assert refused.value.code == "share-too-large"
    with pytest.raises(CredentialError) as caught:
        open_sealed(bytes(MAX_SEALED_BYTES + 1), KEY, ID)
    assert caught.value.code == "too-large"


@given(st.integers(min_value=0, max_value=MAX_SEALED_BYTES))
def test_a_bucket_holds_its_content_and_wastes_little(length: int) -> None:
    size = bucket(length)
    assert size >= length
    assert size == 4096 or size <= length * 1.12
    assert bucket(size) == size


def test_few_sizes_are_told_apart() -> None:
    assert len({bucket(length) for length in range(0, MAX_SEALED_BYTES, 64)}) <= 257


def test_ids_are_unguessable() -> None:
    """L01 of the threat list: unique, long enough, every character as likely as any other."""
    ids = [new_link_id() for _ in range(10_000)]
    assert len(set(ids)) == len(ids)
    assert all(LINK_ID.fullmatch(link_id) for link_id in ids)
    counts = Counter("".join(ids))
    expected = 22 * len(ids) / 62
    chi_squared = sum((count - expected) ** 2 / expected for count in counts.values())
    # 61 degrees of freedom: chance exceeds 140 once in ten million runs.
    assert len(counts) == 62
    assert chi_squared < 140


def test_secrets_differ() -> None:
    assert len({new_secret() for _ in range(100)}) == 100


@pytest.mark.parametrize(
    "host", ["https://links.example", "https://links.example:8443/shared", "http://127.0.0.1:8000", "http://[::1]:80"]
)
def test_a_link_is_taken_apart_as_it_was_made(host: str) -> None:
    address = LinkAddress(host=host, id=ID, key=KEY)
    link = make_link(address)
    assert link == f"{host}/p/{ID}#{KEY_TEXT}"
    assert parse_link(f" {link}\n") == address
    assert is_link(link)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "badge.json",
        f"https://links.example/p/{ID}",
        f"https://links.example/p/{ID}#short",
        f"https://links.example/p/{ID}#{KEY_TEXT[:-1]}9",
        f"https://links.example/p/{ID}#{KEY_TEXT}=",
        f"https://links.example/p/{ID}x#{KEY_TEXT}",
        f"https://links.example/p/{ID}/#{KEY_TEXT}",
        f"https://links.example/q/{ID}#{KEY_TEXT}",
        f"https://links.example/{ID}#{KEY_TEXT}",
        f"https://links.example/p/{ID}?a=b#{KEY_TEXT}",
        f"https://user@links.example/p/{ID}#{KEY_TEXT}",
        f"ftp://links.example/p/{ID}#{KEY_TEXT}",
        f"https:///p/{ID}#{KEY_TEXT}",
        f"https://[::1/p/{ID}#{KEY_TEXT}",
        f"javascript:alert(1)//links.example/p/{ID}#{KEY_TEXT}",
    ],
)
def test_anything_else_is_no_link(text: str) -> None:
    assert not is_link(text)
    with pytest.raises(UsageError) as caught:
        parse_link(text)
    assert caught.value.code == "link-malformed"


def test_plain_http_is_for_this_machine_only() -> None:
    link = f"http://links.example/p/{ID}#{KEY_TEXT}"
    assert is_link(link)
    with pytest.raises(UsageError) as caught:
        parse_link(link)
    assert caught.value.code == "link-insecure"
    assert checked_host("http://localhost:8000/") == "http://localhost:8000"


def test_secrets_stay_out_of_reprs() -> None:
    assert "\\x01" not in repr(LinkAddress(host="https://links.example", id=ID, key=KEY))
