"""JSON Schema: right answers, and an end to every schema that has none by itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallet.codec.json_schema import SchemaDefect, schema_problem
from wallet.codec.limits import MAX_SCHEMA_DEPTH, MAX_SCHEMA_PATTERNS
from wallet.model.json import JsonObject, JsonValue

DRAFT = "https://json-schema.org/draft/2020-12/schema"
DRAFT_2019 = "https://json-schema.org/draft/2019-09/schema"
DRAFT_7 = "http://json-schema.org/draft-07/schema#"


def problem(schema: JsonValue, instance: JsonValue) -> str | SchemaDefect | None:
    return schema_problem(schema, instance, DRAFT)


@pytest.mark.parametrize(
    ("schema", "instance", "expected"),
    [
        ({}, 1, None),
        ({"type": "integer"}, 1, None),
        ({"type": "integer"}, "1", "/"),
        ({"required": ["a"]}, {}, "/"),
        ({"properties": {"a/b": {"items": {"type": "string"}}}}, {"a/b": ["x", 1]}, "/a~1b/1"),
        ({"$defs": {"a~b": {"type": "null"}}, "$ref": "#/$defs/a~0b"}, None, None),
        ({"$defs": {"a": {"$anchor": "here", "type": "null"}}, "$ref": "#here"}, 1, "/"),
        (
            {"$id": "https://s.example/1", "$defs": {"a": {"type": "null"}}, "$ref": "https://s.example/1#/$defs/a"},
            1,
            "/",
        ),
        ({"allOf": [{"type": "object"}, {"minProperties": 1}], "$ref": "#/allOf/0"}, {}, "/"),
        ({"if": {"type": "object"}, "then": {"required": ["a"]}, "else": False}, {"a": 1}, None),
        ({"dependentSchemas": {"a": {"required": ["b"]}}}, {"a": 1}, "/"),
        ({"patternProperties": {"^a": {"type": "string"}}, "additionalProperties": False}, {"ab": "x"}, None),
        ({"patternProperties": {"^a": {"type": "string"}}, "additionalProperties": False}, {"b": "x"}, "/"),
        ({"prefixItems": [{"type": "string"}], "items": False, "uniqueItems": True}, ["x"], None),
        ({"properties": {"a": True}, "unevaluatedProperties": False}, {"a": 1}, None),
        ({"pattern": "^a+$"}, "aaa", None),
        ({"enum": ["a", 1]}, 1, None),
        ({"format": "date-time"}, "not a date", None),
        ({"const": {"$id": "https://x.example", "$ref": "https://x.example"}}, {}, "/"),
    ],
)
def test_conforms_or_not(schema: JsonObject, instance: JsonValue, expected: str | None) -> None:
    assert problem(schema, instance) == expected


def test_the_draft_is_the_schemas_own_or_the_one_given() -> None:
    listed: JsonObject = {"items": [{"type": "string"}]}
    assert schema_problem(listed, [1], DRAFT_2019) == "/0"
    assert schema_problem({**listed, "$schema": DRAFT_7}, [1], DRAFT) == "/0"
    assert schema_problem(listed, [1], DRAFT) == SchemaDefect.MALFORMED
    dependent: JsonObject = {"$schema": DRAFT_7, "dependencies": {"a": {"required": ["b"]}, "c": ["d"]}}
    assert schema_problem(dependent, {"a": 1}, DRAFT) == "/"
    assert schema_problem({"$schema": DRAFT_7, "definitions": {"x": {"$id": "#x"}}, "$ref": "#x"}, 1, DRAFT) is None


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        (True, SchemaDefect.MALFORMED),
        ([], SchemaDefect.MALFORMED),
        ({"type": "wat"}, SchemaDefect.MALFORMED),
        ({"pattern": "("}, SchemaDefect.MALFORMED),
        ({"pattern": "(?=a)"}, SchemaDefect.MALFORMED),
        ({"pattern": "(\\w{1000}){1000}"}, SchemaDefect.MALFORMED),
        ({"$schema": "https://evil.example/schema"}, SchemaDefect.META_SCHEMA),
        ({"$schema": 7}, SchemaDefect.META_SCHEMA),
        ({"$ref": "https://evil.example/schema"}, SchemaDefect.REFERENCE),
        ({"$ref": "other.json"}, SchemaDefect.REFERENCE),
        ({"$ref": "file:///etc/passwd"}, SchemaDefect.REFERENCE),
        ({"$ref": "#/$defs/missing"}, SchemaDefect.REFERENCE),
        ({"$ref": "#/allOf/7", "allOf": [{}]}, SchemaDefect.REFERENCE),
        ({"$ref": "#/allOf/x", "allOf": [{}]}, SchemaDefect.REFERENCE),
        ({"$defs": {"a": {"$id": "https://other.example/a"}}}, SchemaDefect.REFERENCE),
        ({"$ref": "#nowhere", "$defs": {"a": {"$ref": "https://evil.example"}}}, SchemaDefect.TOO_COMPLEX),
        ({"$ref": "#"}, SchemaDefect.TOO_COMPLEX),
        (
            {"$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"anyOf": [{"$ref": "#/$defs/a"}]}}, "$ref": "#/$defs/a"},
            SchemaDefect.TOO_COMPLEX,
        ),
    ],
)
def test_a_schema_that_cannot_be_used(schema: JsonValue, expected: SchemaDefect) -> None:
    assert problem(schema, {}) == expected


def test_a_reference_that_nothing_comes_to_is_found_by_the_library() -> None:
    assert problem({"properties": {"a": {"$ref": "https://evil.example"}}}, {}) == SchemaDefect.MALFORMED


def doubling(count: int) -> JsonObject:
    twice: dict[str, JsonValue] = {
        f"a{number}": {"allOf": [{"$ref": f"#/$defs/a{number + 1}"}] * 2} for number in range(count)
    }
    return {"$defs": {**twice, f"a{count}": {"type": "object"}}, "$ref": "#/$defs/a0"}


def test_references_that_double_at_every_step() -> None:
    assert problem(doubling(60), {}) == SchemaDefect.TOO_COMPLEX
    assert problem(doubling(5), {}) is None


def test_recursion_that_doubles_at_every_level_of_the_value() -> None:
    twice: JsonObject = {"properties": {"a": {"allOf": [{"$ref": "#"}, {"$ref": "#"}]}}}
    deep: JsonObject = {}
    for _ in range(40):
        deep = {"a": deep}
    assert problem(twice, deep) == SchemaDefect.TOO_COMPLEX
    assert problem(twice, {"a": {"a": {}}}) is None
    unevaluated: JsonObject = {"properties": {"a": {"$ref": "#"}}, "unevaluatedProperties": {"$ref": "#"}}
    assert problem(unevaluated, deep) == SchemaDefect.TOO_COMPLEX


def test_a_long_chain_of_references() -> None:
    chain: dict[str, JsonValue] = {
        f"a{number}": {"$ref": f"#/$defs/a{number + 1}"} for number in range(MAX_SCHEMA_DEPTH + 1)
    }
    schema: JsonObject = {"$defs": {**chain, f"a{MAX_SCHEMA_DEPTH + 1}": {}}, "$ref": "#/$defs/a0"}
    assert problem(schema, 1) == SchemaDefect.TOO_COMPLEX


def test_a_chain_that_is_just_short_enough() -> None:
    length = MAX_SCHEMA_DEPTH - 2
    chain: dict[str, JsonValue] = {f"a{number}": {"$ref": f"#/$defs/a{number + 1}"} for number in range(length)}
    assert problem({"$defs": {**chain, f"a{length}": {}}, "$ref": "#/$defs/a0"}, 1) is None


def test_more_patterns_than_anybody_needs() -> None:
    many: dict[str, JsonValue] = {f"^{number}$": {} for number in range(MAX_SCHEMA_PATTERNS + 1)}
    assert problem({"patternProperties": many}, {}) == SchemaDefect.TOO_COMPLEX


def test_more_pairs_than_are_counted() -> None:
    each: JsonObject = {"items": {"allOf": [{"minLength": number} for number in range(300)]}}
    assert problem(each, [f"text {number}" for number in range(1000)]) == SchemaDefect.TOO_COMPLEX


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
    max_leaves=12,
)
_KEYWORDS = st.sampled_from(
    ["type", "properties", "items", "allOf", "anyOf", "not", "$ref", "$id", "$defs", "pattern", "enum", "required"]
)


@given(
    schema=st.dictionaries(_KEYWORDS, _VALUES | st.dictionaries(_KEYWORDS, _VALUES, max_size=3), max_size=5),
    instance=_VALUES,
)
def test_every_schema_comes_to_an_answer(schema: JsonObject, instance: JsonValue) -> None:
    found = problem(schema, instance)
    assert found is None or isinstance(found, str)
