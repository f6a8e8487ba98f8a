"""Schemas of credentials: kept copies alone, asked for late, failing when broken, named when not held against."""

from __future__ import annotations

from typing import Final

import pytest

from tests.unit.verify.badges import Signer, World, badge, judge, result
from wallet.codec.limits import MAX_SCHEMA_BYTES, MAX_SCHEMAS
from wallet.model.json import JsonObject, JsonValue
from wallet.model.report import Check, Outcome, Reason, VerificationReport

URL: Final = "https://issuer.example/schema.json"
ISSUER: Final = Signer("schema")
FITS: Final[JsonObject] = {"required": ["credentialSubject"], "properties": {"validFrom": {"type": "string"}}}
BROKEN: Final[JsonObject] = {"properties": {"credentialSubject": {"properties": {"id": {"type": "null"}}}}}


def named(kind: JsonValue = "1EdTechJsonSchemaValidator2019", url: JsonValue = URL) -> JsonObject:
    return {"id": url, "type": kind}


def judged(schema: JsonValue | bytes = None, *, named_as: JsonValue = None) -> VerificationReport:
    answers: dict[str, JsonValue | bytes] = {} if schema is None else {URL: schema}
    return judge(ISSUER.secure(badge(ISSUER.did, credentialSchema=named_as or named())), answers)


def unchecked(report: VerificationReport) -> list[str]:
    assert report.outcome is Outcome.PASSED
    also = result(report, Check.STRUCTURE).also
    assert {finding.reason for finding in also} <= {Reason.SCHEMA_UNCHECKED}
    return [finding.params.get("detail", finding.params.get("type", "")) for finding in also]


def test_no_schema_nothing_to_say() -> None:
    report = judge(ISSUER.secure(badge(ISSUER.did)))
    assert result(report, Check.STRUCTURE).params == {}


@pytest.mark.parametrize(
    "kind", ["1EdTechJsonSchemaValidator2019", "JsonSchema", "JsonSchemaValidator2018", "JsonSchemaValidator2020"]
)
def test_built_as_the_schema_says_or_not(kind: str) -> None:
    report = judged(FITS, named_as=named(kind))
    found = result(report, Check.STRUCTURE)
    assert report.outcome is Outcome.PASSED
    assert found.params == {"schemas": "1", "schemas_checked": "1"}
    assert [item.url for item in found.relied_on] == [URL]
    report = judged(BROKEN, named_as=named(kind))
    found = result(report, Check.STRUCTURE)
    assert (report.outcome, found.reason) == (Outcome.FAILED, Reason.SCHEMA_MISMATCH)
    assert found.params["pointer"] == "/credentialSubject/id"


def test_a_schema_out_of_reach_is_named() -> None:
    report = judged()
    assert unchecked(report) == ["not-found"]
    assert report.reasons == (Reason.SCHEMA_UNCHECKED,)
    assert result(report, Check.STRUCTURE).params["schemas_checked"] == "0"


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        (b"<html>", "malformed"),
        (b'{"a":1,"a":2}', "duplicate-key"),
        ({"$ref": "https://other.example/schema"}, "schema-reference"),
        ({"$schema": "https://other.example/draft"}, "meta-schema"),
        ({"$ref": "#"}, "too-complex"),
        (b" " * (MAX_SCHEMA_BYTES + 1), "too-large"),
    ],
)
def test_a_schema_that_is_no_use_is_named(schema: JsonValue | bytes, expected: str) -> None:
    assert unchecked(judged(schema)) == [expected]


@pytest.mark.parametrize("kind", ["ShaclValidator2017", "JsonSchemaCredential", "x"])
def test_a_kind_not_known_here_is_named(kind: str) -> None:
    assert unchecked(judged(BROKEN, named_as=named(kind))) == [kind]


def test_several_schemas_each_count() -> None:
    report = judged(BROKEN, named_as=[named("ShaclValidator2017"), named()])
    found = result(report, Check.STRUCTURE)
    assert found.reason is Reason.SCHEMA_MISMATCH
    assert [finding.reason for finding in found.also] == [Reason.SCHEMA_UNCHECKED]
    many: list[JsonValue] = [named()] * (MAX_SCHEMAS + 1)
    assert unchecked(judged(FITS, named_as=many)) == ["too many"]


def test_nobody_is_asked_until_the_issuer_is_proven() -> None:
    world = World({URL: BROKEN})
    signed = ISSUER.secure(badge(ISSUER.did, credentialSchema=named()))
    report = judge({**signed, "name": "changed"}, world)
    assert result(report, Check.STRUCTURE).also[0].params["detail"] == Check.CONTROLLER
    assert world.asked == []


@pytest.mark.parametrize("entry", [7, "text", {"id": URL}, {"type": "JsonSchema"}, {"id": 7, "type": "JsonSchema"}])
def test_what_is_no_schema_entry_is_named(entry: JsonValue) -> None:
    token = ISSUER.jws(badge(ISSUER.did, credentialSchema=entry), typ="vc+jwt")
    report = judge(token)
    assert report.outcome is Outcome.PASSED
    assert [finding.reason for finding in result(report, Check.STRUCTURE).also] == [Reason.SCHEMA_UNCHECKED]
