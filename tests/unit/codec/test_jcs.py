"""RFC 8785 against a second implementation, its own examples, and what it must refuse."""

from __future__ import annotations

import struct

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openvc.proof import _jcs as second

from tests.unit.codec.values import TEXT, json_values
from wallet.codec import jcs, json
from wallet.errors import CredentialError
from wallet.model.json import JsonValue


@given(json_values())
@settings(max_examples=400)
def test_a_second_implementation_writes_the_same(value: JsonValue) -> None:
    assert jcs.canonicalize(value) == second.canonicalize(value)


@given(json_values())
def test_what_is_canonical_is_its_own_canonical_form(value: JsonValue) -> None:
    canonical = jcs.canonicalize(value)
    assert jcs.canonicalize(json.loads(canonical)) == canonical


@given(st.dictionaries(TEXT, st.integers(0, 9)), st.randoms(use_true_random=False))
def test_the_order_of_members_does_not_matter(members: dict[str, int], random: st.random_module) -> None:  # type: ignore[valid-type]
    names = list(members)
    random.shuffle(names)  # type: ignore[attr-defined]
    assert jcs.canonicalize({name: members[name] for name in names}) == jcs.canonicalize({**members})


@settings(max_examples=1000)
@given(st.floats(allow_nan=False, allow_infinity=False))
@example(2.5e20)
@example(9007199254740992.0)
@example(1e21)
@example(1e-7)
def test_a_number_is_spelt_as_ecmascript_does_and_keeps_its_value(number: float) -> None:
    text = jcs.canonicalize(number)
    assert text == second.canonicalize(number)
    assert float(text) == number


@pytest.mark.parametrize(
    ("bits", "text"),
    [
        # RFC 8785, appendix B.
        ("0000000000000000", "0"),
        ("8000000000000000", "0"),
        ("0000000000000001", "5e-324"),
        ("8000000000000001", "-5e-324"),
        ("7fefffffffffffff", "1.7976931348623157e+308"),
        ("4340000000000000", "9007199254740992"),
        ("4430000000000000", "295147905179352830000"),
        ("44b52d02c7e14af5", "9.999999999999997e+22"),
        ("44b52d02c7e14af6", "1e+23"),
        ("444b1ae4d6e2ef4e", "999999999999999700000"),
        ("444b1ae4d6e2ef50", "1e+21"),
        ("3eb0c6f7a0b5ed8c", "9.999999999999997e-7"),
        ("3eb0c6f7a0b5ed8d", "0.000001"),
        ("41b3de4355555553", "333333333.3333332"),
        ("becbf647612f3696", "-0.0000033333333333333333"),
        ("43143ff3c1cb0959", "1424953923781206.2"),
    ],
)
def test_the_numbers_of_the_specification(bits: str, text: str) -> None:
    (number,) = struct.unpack(">d", bytes.fromhex(bits))
    assert jcs.canonicalize(number) == text.encode()


def test_names_sort_by_utf_16_code_units() -> None:
    # RFC 8785, section 3.2.3.
    members: dict[str, JsonValue] = {
        "\u20ac": "Euro Sign",
        "\r": "Carriage Return",
        "\ufb33": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "\U0001f600": "Emoji: Grinning Face",
        "\u0080": "Control",
        "\u00f6": "Latin Small Letter O With Diaeresis",
    }
    ordered = json.loads_object(jcs.canonicalize(members))
    assert list(ordered) == ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]


@pytest.mark.parametrize("value", [2**53 + 1, -(2**53) - 1, 10**21, 10**400])
def test_an_integer_that_others_would_round_is_refused(value: int) -> None:
    with pytest.raises(CredentialError) as caught:
        jcs.canonicalize({"a": [value]})
    assert caught.value.params == {"detail": "integer beyond 2^53"}


@pytest.mark.parametrize("value", [2**53, -(2**53), 10**20, 250_000_000_000_000_000_000])
def test_an_integer_that_a_double_spells_the_same_is_kept(value: int) -> None:
    assert jcs.canonicalize(value) == str(value).encode() == jcs.canonicalize(float(value))


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_is_refused(value: float) -> None:
    with pytest.raises(CredentialError):
        jcs.canonicalize([value])


@pytest.mark.parametrize("value", ["\ud800", {"\udfff": 1}, ["a", {"é": "\udc00"}]])
def test_half_a_character_is_refused(value: JsonValue) -> None:
    with pytest.raises(CredentialError) as caught:
        jcs.canonicalize(value)
    assert caught.value.params == {"detail": "lone surrogate"}
