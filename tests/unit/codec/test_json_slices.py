from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallet.codec.json_slices import elements, member

PARSE = json.JSONDecoder().decode
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (b"[]", ()),
        (b" [ ] ", ()),
        (b"[1]", (b"1",)),
        (b'[ {"a": [1, 2]} ,\n"x,]" ]', (b'{"a": [1, 2]}', b'"x,]"')),
        (b'["\\"", 1.50, "\\\\"]', (b'"\\""', b"1.50", b'"\\\\"')),
        ('["学", {"修": "}"}]'.encode(), ('"学"'.encode(), '{"修": "}"}'.encode())),
    ],
)
def test_elements_are_cut_out_as_they_stand(text: bytes, parts: tuple[bytes, ...]) -> None:
    assert elements(text) == parts


@pytest.mark.parametrize(
    ("text", "name", "part"),
    [
        (b'{"a" : [1,\n 2] , "b": {"a": 3}}', "a", b"[1,\n 2]"),
        (b'{"b": {"a": 3}, "a": "x:y"}', "a", b'"x:y"'),
        (b'{"\\u0061": 1}', "a", b"1"),
        (b'{"b": {"a": 3}}', "a", None),
        (b"{}", "a", None),
        (b"[]", "a", None),
    ],
)
def test_a_member_is_cut_out_as_it_stands(text: bytes, name: str, part: bytes | None) -> None:
    assert member(text, name) == part


@given(st.lists(VALUES, max_size=6), st.sampled_from([None, 1]), st.booleans())
def test_what_is_cut_out_reads_as_what_was_put_in(values: list[object], indent: int | None, ascii_only: bool) -> None:
    text = json.dumps(values, indent=indent, ensure_ascii=ascii_only).encode("utf-8", errors="surrogatepass")
    assert [PARSE(part.decode()) for part in elements(text)] == values


@given(st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=5), VALUES, max_size=6))
def test_every_member_is_found(values: dict[str, object]) -> None:
    text = json.dumps(values).encode()
    for name, value in values.items():
        part = member(text, name)
        assert part is not None
        assert PARSE(part.decode()) == value


@pytest.mark.parametrize(
    "text", [b'"' * 2_000_000, b'"\\' * 1_000_000, b"[" * 1_000_000, b"[" + b"," * 1_000_000 + b"]"]
)
def test_hostile_text_takes_linear_time(text: bytes) -> None:
    started = time.process_time()
    elements(text)
    assert time.process_time() - started < 5
