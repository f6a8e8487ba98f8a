"""CBOR of proof values: one way to write each value, and every other way refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallet.codec import cbor
from wallet.errors import CredentialError
from wallet.model.report import Reason

SCALARS = st.integers(0, 2**64 - 1) | st.binary(max_size=300) | st.text(max_size=100)
LEVEL = st.lists(SCALARS, max_size=30) | st.dictionaries(st.integers(0, 2**64 - 1), SCALARS, max_size=30)
VALUES = SCALARS | LEVEL | st.lists(SCALARS | LEVEL, max_size=5)


@given(VALUES)
def test_what_is_written_is_read(value: cbor.CborValue) -> None:
    assert cbor.decode(cbor.encode(value)) == value


@given(VALUES, st.data())
def test_nothing_else_is_read_from_what_is_cut_short_or_longer(value: cbor.CborValue, data: st.DataObject) -> None:
    content = cbor.encode(value)
    assert refused(content + data.draw(st.binary(min_size=1, max_size=3)))
    assert refused(content[: data.draw(st.integers(0, len(content) - 1))])


@given(st.binary(max_size=64))
def test_any_bytes_are_refused_or_are_the_only_way_to_write_a_value(content: bytes) -> None:
    try:
        value = cbor.decode(content)
    except CredentialError:
        assert refused(content)
        return
    again = cbor.encode(value)
    assert cbor.decode(again) == value
    assert len(again) == len(content)  # maps may be in any order; nothing else may differ


def refused(content: bytes) -> str:
    """Why it is not read."""
    with pytest.raises(CredentialError) as caught:
        cbor.decode(content)
    assert caught.value.code == Reason.PROOF_MALFORMED
    return caught.value.params["cause"]


@pytest.mark.parametrize(
    ("content", "value"),
    [
        ("00", 0),
        ("17", 23),
        ("1818", 24),
        ("1903e8", 1000),
        ("1a000f4240", 1000000),
        ("1bffffffffffffffff", 2**64 - 1),
        ("40", b""),
        ("4401020304", bytes([1, 2, 3, 4])),
        ("63e6b0b4", "水"),
        ("83010203", [1, 2, 3]),
        ("a201020304", {1: 2, 3: 4}),
        ("a203040102", {1: 2, 3: 4}),
        ("8180", [[]]),
    ],
)
def test_examples(content: str, value: cbor.CborValue) -> None:
    assert cbor.decode(bytes.fromhex(content)) == value


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "cut short"),
        ("20", "major type 1"),  # -1
        ("3bffffffffffffffff", "major type 1"),
        ("c074323031332d30332d32315432303a30343a30305a", "major type 6"),  # a tagged date
        ("d818456449455446", "major type 6"),
        ("f4", "major type 7"),  # false
        ("f6", "major type 7"),  # null
        ("f93c00", "major type 7"),  # 1.0
        ("fb3ff199999999999a", "major type 7"),
        ("1800", "not the shortest form"),
        ("190017", "not the shortest form"),
        ("1900ff", "not the shortest form"),
        ("1a0000ffff", "not the shortest form"),
        ("1b00000000ffffffff", "not the shortest form"),
        ("580101", "not the shortest form"),
        ("98020102", "not the shortest form"),
        ("1c", "indefinite or reserved length"),
        ("5f42010243030405ff", "indefinite or reserved length"),
        ("7f657374726561646d696e67ff", "indefinite or reserved length"),
        ("9fff", "indefinite or reserved length"),
        ("bf01020304ff", "indefinite or reserved length"),
        ("ff", "indefinite or reserved length"),
        ("a201020103", "a key that occurs twice"),
        ("a1616101", "a key that is no integer"),
        ("a18001", "nested too deeply"),
        ("62c328", "not UTF-8"),
        ("63eda080", "not UTF-8"),  # a surrogate
        ("9bffffffffffffffff", "cut short"),
        ("bbffffffffffffffff", "cut short"),
        ("5bffffffffffffffff00", "cut short"),
        ("818181818180", "nested too deeply"),
        ("0000", "bytes after the end"),
    ],
)
def test_what_is_refused(content: str, why: str) -> None:
    assert refused(bytes.fromhex(content)) == why


def test_too_many_values() -> None:
    many = [0] * (cbor.MAX_ITEMS - 1)
    assert cbor.decode(cbor.encode(many)) == many
    assert refused(cbor.encode([*many, 0])) == "too many values"


def test_an_integer_that_does_not_fit() -> None:
    with pytest.raises(OverflowError):
        cbor.encode(2**64)


def test_keys_are_written_in_order() -> None:
    assert (
        cbor.encode({300: 0, 2: 1, 24: 2})
        == cbor.encode({2: 1, 24: 2, 300: 0})
        == bytes.fromhex("a302011818021901 2c00")
    )
