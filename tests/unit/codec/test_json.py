"""Strict JSON: what is read, what is not, and that nothing but the wallet's own error comes out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.codec.values import json_values
from wallet.codec import json
from wallet.codec.limits import MAX_DEPTH, MAX_INPUT_BYTES, MAX_JSON_NODES, MAX_NUMBER_CHARACTERS
from wallet.errors import CredentialError
from wallet.model.json import JsonValue


def refusal(content: bytes) -> CredentialError:
    with pytest.raises(CredentialError) as caught:
        json.loads(content)
    return caught.value


@given(json_values())
def test_what_is_written_is_read_again(value: JsonValue) -> None:
    assert json.loads(json.dumps(value)) == value
    assert json.loads(json.dumps_readable(value)) == value


@given(st.binary(max_size=200))
def test_any_bytes_are_a_value_or_a_reason(content: bytes) -> None:
    code = "read"
    try:
        json.loads(content)
    except CredentialError as error:
        code = error.code
    assert code in {"read", "malformed", "duplicate-key", "too-deep", "too-large", "too-complex"}


@settings(max_examples=300)
@given(st.text(alphabet='{}[]",:\\u0aeE+-.19 ntf\n', max_size=40))
def test_anything_that_looks_like_json_is_a_value_or_a_reason(text: str) -> None:
    try:
        value = json.loads(text.encode())
    except CredentialError:
        return
    assert json.loads(json.dumps(value)) == value


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b'{"a":1,}',
        b"[1,]",
        b"'a'",
        b"01",
        b"1.",
        b".5",
        b"+1",
        b"nul",
        b'"\t"',
        b'"\\x41"',
        b'"\\u12"',
        b"{}{}",
        b"// c\n1",
        b"NaN",
        b"-Infinity",
        b"1e400",
        b'"\\ud800"',
        b'{"\\udc00":1}',
        b'[["\\ud83d"]]',
        b"\xef\xbb\xbf{}",
        b'"\xff"',
        b'"\xed\xa0\x80"',
        '{"a":1}'.encode("utf-16"),
    ],
)
def test_what_other_readers_tolerate_is_malformed(content: bytes) -> None:
    assert refusal(content).code == "malformed"


@pytest.mark.parametrize("content", [b'{"a":1,"a":2}', b'[{"b":{"a":1,"\\u0061":1}}]'])
def test_a_name_that_stands_twice_is_named(content: bytes) -> None:
    assert (refusal(content).code, refusal(content).params["key"]) == ("duplicate-key", "a")


def test_a_long_name_that_stands_twice_is_named_in_part() -> None:
    name = "n" * 5000
    assert len(refusal(f'{{"{name}":1,"{name}":2}}'.encode()).params["key"]) == 40


def test_depth_is_bounded_before_the_parser_sees_it() -> None:
    assert json.loads(b"[" * MAX_DEPTH + b"]" * MAX_DEPTH)
    for content in (b"[" * (MAX_DEPTH + 1), b'{"a":' * (MAX_DEPTH + 1), b"[" * 5_000_000):
        assert refusal(content).code == "too-deep"


def test_were_depth_not_bounded_it_would_still_be_no_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json, "MAX_DEPTH", 1_000_000)
    found = refusal(b"[" * 100_000 + b"]" * 100_000)
    assert (found.code, found.params) == ("malformed", {"detail": "not JSON"})


def test_brackets_in_text_are_text() -> None:
    text = "[{" * 500 + '\\"' + "[" * 500
    assert json.loads(f'["{text}"]'.encode()) == [text.replace('\\"', '"')]


def test_the_number_of_values_is_bounded() -> None:
    assert refusal(b"[" + b"1," * MAX_JSON_NODES + b"1]").code == "too-complex"


def test_the_size_is_bounded() -> None:
    assert refusal(b" " * (MAX_INPUT_BYTES + 1)).code == "too-large"
    with pytest.raises(CredentialError) as caught:
        json.loads_object(b'{"a": 1}', max_bytes=7)
    assert caught.value.params == {"bytes": "8", "limit": "7"}


@pytest.mark.parametrize("number", ["9" * (MAX_NUMBER_CHARACTERS + 1), "0." + "3" * MAX_NUMBER_CHARACTERS])
def test_the_digits_of_a_number_are_bounded(number: str) -> None:
    assert refusal(number.encode()).code == "too-large"


def test_a_number_within_the_bound_is_exact() -> None:
    assert json.loads(b"9" * MAX_NUMBER_CHARACTERS) == int("9" * MAX_NUMBER_CHARACTERS)
    assert json.loads(b"-0.5e-3") == -0.0005


@pytest.mark.parametrize("content", [b"[]", b'"a"', b"null"])
def test_an_object_is_wanted_where_an_object_is_wanted(content: bytes) -> None:
    with pytest.raises(CredentialError) as caught:
        json.loads_object(content)
    assert caught.value.code == "not-a-credential"


def test_the_place_of_a_mistake_is_told() -> None:
    assert refusal(b'{\n  "a": ?}').params["detail"] == "line 2, column 8"


def test_surrogate_pairs_are_characters() -> None:
    assert json.loads(b'"\\ud83d\\ude00"') == "\U0001f600"
