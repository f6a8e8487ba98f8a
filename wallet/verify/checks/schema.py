"""Structure: whether the credential is built as the schema that it names asks.

Open Badges 3.0, "OpenBadgeCredential Verification", step 1; 1EdTech JSON Schema Credential; VC JSON Schema. What every
credential must have (VCDM 2.0) was looked at while it was read; here is `credentialSchema`.

A schema that the credential breaks is `schema-mismatch`, which fails: the specification's word is that such a
credential does not conform. A schema that cannot be had, or is of a kind this wallet does not know, leaves the check
passed and is said by name, as `schema-unchecked`. That is no pass on the unknown: the question of this check, whether
the credential has the parts that its data model asks for, was answered from the credential itself; and neither its
authenticity nor its being in force hangs on the issuer's own description of its data, which comes from the same hand
and can only ask for more. Badges outlive the addresses of their schemas.

A schema is asked for only when the credential's key speaks for its issuer: until then the address is anybody's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from wallet.codec import json as strict_json
from wallet.codec.limits import MAX_SCHEMA_BYTES, MAX_SCHEMAS
from wallet.errors import CredentialError
from wallet.model.credential import VerifiableCredential
from wallet.model.json import JsonObject, JsonValue
from wallet.model.material import Material
from wallet.model.report import Check, CheckResult, Finding, Reason, ReliedOn
from wallet.verify.checks.results import from_findings, passed
from wallet.verify.context import VerificationContext

_DRAFT_2019: Final = "https://json-schema.org/draft/2019-09/schema"
_DRAFT_2020: Final = "https://json-schema.org/draft/2020-12/schema"
_DEFAULT_DRAFTS: Final[Mapping[str, str]] = {
    "1EdTechJsonSchemaValidator2019": _DRAFT_2019,
    "JsonSchema": _DRAFT_2020,
    "JsonSchemaValidator2018": "http://json-schema.org/draft-07/schema",
    "JsonSchemaValidator2020": _DRAFT_2020,
}
"""The kinds of schema known here, with the draft that counts where the schema itself names none."""


def check_schema(credential: VerifiableCredential, context: VerificationContext, *, bound: bool) -> CheckResult:
    """Hold the credential against its schemas; `bound` says whether its key speaks for its issuer."""
    value = credential.document.get("credentialSchema")
    schemas = value if isinstance(value, list) else [] if value is None else [value]
    if not schemas:
        return passed(Check.STRUCTURE)
    findings: list[Finding] = []
    relied_on: list[ReliedOn] = []
    for schema in schemas[:MAX_SCHEMAS]:
        finding, evidence = _hold_against(schema, credential.document, context, bound=bound)
        findings += [finding] if finding is not None else []
        relied_on += [evidence] if evidence is not None else []
    if len(schemas) > MAX_SCHEMAS:
        findings.append(_unchecked("", "too many"))
    return _result(findings, tuple(relied_on), len(schemas))


def _hold_against(
    schema: JsonValue, document: JsonObject, context: VerificationContext, *, bound: bool
) -> tuple[Finding | None, ReliedOn | None]:
    kind, url = (schema.get("type"), schema.get("id")) if isinstance(schema, dict) else (None, None)
    draft = _DEFAULT_DRAFTS.get(kind) if isinstance(kind, str) else None
    if not isinstance(url, str) or draft is None:
        params = {"url": str(url or "-"), "type": str(kind or "-")}
        return Finding(reason=Reason.SCHEMA_UNCHECKED, params=params), None
    if not bound:
        return _unchecked(url, Check.CONTROLLER), None
    material = context.materials.get(url, max_bytes=MAX_SCHEMA_BYTES)
    if not isinstance(material, Material):
        return _unchecked(url, material.why), None
    evidence = ReliedOn(url=url, sha256=material.sha256, source=material.source, retrieved_at=material.retrieved_at)
    return _finding(url, material, document, draft), evidence


def _finding(url: str, material: Material, document: JsonObject, draft: str) -> Finding | None:
    # Imported here: loading the validator takes longer than verifying a badge, and most badges name no schema.
    from wallet.codec.json_schema import SchemaDefect, schema_problem

    try:
        problem = schema_problem(strict_json.loads(material.content, max_bytes=MAX_SCHEMA_BYTES), document, draft)
    except CredentialError as error:
        return _unchecked(url, error.code)
    if isinstance(problem, SchemaDefect):
        return _unchecked(url, problem)
    return None if problem is None else Finding(reason=Reason.SCHEMA_MISMATCH, params={"url": url, "pointer": problem})


def _unchecked(url: str, detail: str) -> Finding:
    return Finding(reason=Reason.SCHEMA_UNCHECKED, params={"url": url or "-", "detail": detail})


def _result(findings: list[Finding], relied_on: tuple[ReliedOn, ...], stated: int) -> CheckResult:
    broken = [finding for finding in findings if finding.reason is Reason.SCHEMA_MISMATCH]
    unchecked = tuple(finding for finding in findings if finding.reason is not Reason.SCHEMA_MISMATCH)
    params = {"schemas": str(stated), "schemas_checked": str(stated - len(unchecked))}
    result = from_findings(Check.STRUCTURE, broken, relied_on, params)
    return CheckResult(
        check=result.check,
        outcome=result.outcome,
        reason=result.reason,
        params=result.params,
        relied_on=result.relied_on,
        also=(*result.also, *unchecked),
    )
