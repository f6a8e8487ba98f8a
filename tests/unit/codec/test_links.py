"""Identifiers and web addresses out of JSON members."""

from __future__ import annotations

import pytest

from wallet.codec.links import linked, origin_of
from wallet.model.json import JsonValue


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, []),
        ("a", ["a"]),
        ({"id": "a", "name": "b"}, ["a"]),
        (["a", {"id": "b"}, 7, {"name": "c"}, {"id": 1}, ["d"]], ["a", "b"]),
    ],
)
def test_names_and_written_out_things_have_identifiers(value: JsonValue, expected: list[str]) -> None:
    assert linked(value) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://Univ.Example/a", "univ.example"),
        ("http://univ.example:8080/a", "univ.example:8080"),
        ("https://user:secret@evil.example/", "evil.example"),
        ("ftp://univ.example/", None),
        ("urn:uuid:1", None),
        ("https://", None),
        ("https://[", None),
        ("", None),
    ],
)
def test_the_host_of_a_web_address(url: str, expected: str | None) -> None:
    assert origin_of(url) == expected
