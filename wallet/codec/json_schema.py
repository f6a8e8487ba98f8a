"""JSON Schema (draft 6 to 2020-12) in bounded time, with no reference that leads out of the schema.

The validator is the library `jsonschema_rs`; around it stand the bounds, since the schema is somebody else's program:

- size, number of patterns and the size of each compiled one (patterns run in linear time, without look-around);
- `$ref` only within the schema; no schema inside that has an `$id` of its own; no unknown meta-schema;
- work: the pairs of a schema and a value that validation can come to, each counted as often as it can be come to. A
  schema whose references lead back to the same value without end has no such number.

    problem = schema_problem(schema, document, "https://json-schema.org/draft/2019-09/schema")
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Final, NoReturn

import jsonschema_rs

from wallet.codec.limits import MAX_SCHEMA_DEPTH, MAX_SCHEMA_PAIRS, MAX_SCHEMA_PATTERNS, MAX_SCHEMA_WORK
from wallet.errors import CredentialError
from wallet.model.json import JsonObject, JsonValue
from wallet.model.report import Reason

_DRAFTS: Final[Mapping[str, type[jsonschema_rs.Validator]]] = {
    "http://json-schema.org/draft-06/schema": jsonschema_rs.Draft6Validator,
    "http://json-schema.org/draft-07/schema": jsonschema_rs.Draft7Validator,
    "https://json-schema.org/draft/2019-09/schema": jsonschema_rs.Draft201909Validator,
    "https://json-schema.org/draft/2020-12/schema": jsonschema_rs.Draft202012Validator,
}
_PATTERN_BYTES: Final = 128 * 1024
"""One compiled pattern: those of the published Open Badges schemas take a tenth."""
_REFERENCES: Final = ("$ref", "$dynamicRef", "$recursiveRef")
_LISTS: Final = ("allOf", "anyOf", "oneOf")
_SAME_VALUE: Final = ("not", "if", "then", "else")
_EACH_MEMBER: Final = ("additionalProperties", "unevaluatedProperties", "propertyNames")
_EACH_ITEM: Final = ("items", "additionalItems", "unevaluatedItems", "contains")
_NAMED: Final = ("properties", "patternProperties", "dependentSchemas", "dependencies", "$defs", "definitions")
_DATA: Final = frozenset({"const", "enum", "default", "examples"})
_CHARACTERS_PER_STEP: Final = 64


class SchemaDefect(StrEnum):
    """Why a schema cannot be used here."""

    META_SCHEMA = "meta-schema"
    REFERENCE = "schema-reference"
    TOO_COMPLEX = "too-complex"
    MALFORMED = "malformed"


def schema_problem(schema: JsonValue, instance: JsonValue, default_draft: str) -> str | SchemaDefect | None:
    """Where `instance` breaks `schema`, as a JSON Pointer; why that cannot be said; or None when it conforms.

    `default_draft` is the meta-schema that counts where the schema names none.
    """
    if not isinstance(schema, dict):
        return SchemaDefect.MALFORMED
    named = schema.get("$schema", default_draft)
    validator = _DRAFTS.get(named.removesuffix("#")) if isinstance(named, str) else None
    if validator is None:
        return SchemaDefect.META_SCHEMA
    try:
        _Work(schema).bound(instance)
        compiled = _compiled(validator, schema)
    except CredentialError as error:
        return SchemaDefect(error.params["detail"])
    try:
        compiled.validate(instance)
    except jsonschema_rs.ValidationError as error:
        return _pointer(error)
    return None


def _compiled(validator: type[jsonschema_rs.Validator], schema: JsonObject) -> jsonschema_rs.Validator:
    options = jsonschema_rs.RegexOptions(size_limit=_PATTERN_BYTES)
    try:
        return validator(schema, offline=True, pattern_options=options, validate_formats=False)
    except (jsonschema_rs.ReferencingError, ValueError, TypeError) as error:
        raise CredentialError(Reason.MALFORMED, detail=SchemaDefect.MALFORMED) from error


def _pointer(error: jsonschema_rs.ValidationError) -> str:
    """RFC 6901."""
    steps = (str(step).replace("~", "~0").replace("/", "~1") for step in error.instance_path)
    return "".join(f"/{step}" for step in steps) or "/"


class _Work:
    """Counts what validating a value against a schema can cost at most."""

    def __init__(self, schema: JsonObject) -> None:
        self._root = schema
        self._anchors: dict[str, JsonValue] = {}
        self._patterns = 0
        self._known: dict[tuple[int, int], int] = {}
        self._waiting: set[tuple[int, int]] = set()
        own = schema.get("$id")
        self._id = own.removesuffix("#") if isinstance(own, str) else ""
        self._survey(schema, at_root=True)

    def bound(self, instance: JsonValue) -> None:
        """Raise `CredentialError` when it is more than `MAX_SCHEMA_WORK`."""
        self._cost(self._root, instance, 0)

    def _survey(self, schema: JsonValue, *, at_root: bool = False) -> None:
        """Note the anchors; refuse what would need another base address, and too many patterns."""
        if isinstance(schema, list):
            for item in schema:
                self._survey(item)
        if not isinstance(schema, dict):
            return
        for name in ("$anchor", "$dynamicAnchor", "$id"):
            value = schema.get(name)
            if name == "$id" and isinstance(value, str) and not value.startswith("#") and not at_root:
                _refuse(SchemaDefect.REFERENCE)
            elif isinstance(value, str):
                self._anchors[value.removeprefix("#")] = schema
        patterns = schema.get("patternProperties")
        self._patterns += isinstance(schema.get("pattern"), str) + (len(patterns) if isinstance(patterns, dict) else 0)
        if self._patterns > MAX_SCHEMA_PATTERNS:
            _refuse(SchemaDefect.TOO_COMPLEX)
        for name, member in schema.items():
            if name in _NAMED and isinstance(member, dict):
                for part in member.values():
                    self._survey(part)
            elif name not in _DATA:
                self._survey(member)

    def _cost(self, schema: JsonValue, value: JsonValue, depth: int) -> int:
        if not isinstance(schema, dict):
            return 1
        pair = (id(schema), id(value))
        known = self._known.get(pair)
        if known is not None:
            return known
        if pair in self._waiting or depth > MAX_SCHEMA_DEPTH or len(self._known) > MAX_SCHEMA_PAIRS:
            _refuse(SchemaDefect.TOO_COMPLEX)
        self._waiting.add(pair)
        again = 2 if "unevaluatedProperties" in schema or "unevaluatedItems" in schema else 1
        cost = 1 + _size(schema, value)
        cost += again * sum(self._cost(part, value, depth + 1) for part in self._in_place(schema, value))
        cost += again * sum(self._cost(part, child, depth + 1) for part, child in self._descending(schema, value))
        if cost > MAX_SCHEMA_WORK:
            _refuse(SchemaDefect.TOO_COMPLEX)
        self._waiting.discard(pair)
        self._known[pair] = cost
        return cost

    def _in_place(self, schema: JsonObject, value: JsonValue) -> Iterator[JsonValue]:
        """The schemas that look at the same value."""
        for name in _REFERENCES:
            reference = schema.get(name)
            if isinstance(reference, str):
                yield self._target(reference)
        for name in _LISTS:
            listed = schema.get(name)
            yield from listed if isinstance(listed, list) else []
        for name in _SAME_VALUE:
            if name in schema:
                yield schema[name]
        if isinstance(value, dict):
            for name in ("dependentSchemas", "dependencies"):
                parts = schema.get(name)
                yield from parts.values() if isinstance(parts, dict) else []

    def _descending(self, schema: JsonObject, value: JsonValue) -> Iterator[tuple[JsonValue, JsonValue]]:
        """The schemas that look at the parts of the value, with those parts."""
        if isinstance(value, dict):
            properties, patterns = schema.get("properties"), schema.get("patternProperties")
            named = properties if isinstance(properties, dict) else {}
            yield from ((named[name], member) for name, member in value.items() if name in named)
            every = [*patterns.values()] if isinstance(patterns, dict) else []
            every += [schema[name] for name in _EACH_MEMBER if name in schema]
            yield from ((part, member) for part in every for member in value.values())
        if isinstance(value, list):
            for part in (schema[name] for name in _EACH_ITEM if isinstance(schema.get(name), dict)):
                yield from ((part, item) for item in value)
            for parts in (schema.get("prefixItems"), schema.get("items")):
                if isinstance(parts, list):
                    yield from zip(parts, value, strict=False)

    def _target(self, reference: str) -> JsonValue:
        base, _, fragment = reference.partition("#")
        if base not in ("", self._id):
            _refuse(SchemaDefect.REFERENCE)
        if not fragment.startswith("/"):
            return self._anchors.get(fragment, self._root) if fragment else self._root
        found: JsonValue = self._root
        for step in fragment[1:].split("/"):
            name = step.replace("~1", "/").replace("~0", "~")
            if isinstance(found, dict) and name in found:
                found = found[name]
            elif isinstance(found, list) and name.isdecimal() and int(name) < len(found):
                found = found[int(name)]
            else:
                # Percent-encoded or missing: either way not a reference this count can follow.
                _refuse(SchemaDefect.REFERENCE)
        return found


def _size(schema: JsonObject, value: JsonValue) -> int:
    """Work within one schema that grows with the value or with the schema's own data."""
    work = 0
    for name in ("enum", "required", "properties"):
        data = schema.get(name)
        work += len(data) if isinstance(data, list | dict) else 0
    if isinstance(value, str) and "pattern" in schema:
        work += len(value) // _CHARACTERS_PER_STEP
    if isinstance(value, dict) and isinstance(schema.get("patternProperties"), dict):
        work += len(value)
    if isinstance(value, list) and schema.get("uniqueItems") is True:
        work += len(value)
    return work


def _refuse(defect: SchemaDefect) -> NoReturn:
    raise CredentialError(Reason.TOO_COMPLEX, detail=defect)
