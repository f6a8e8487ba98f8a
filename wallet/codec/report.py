"""The report of a verification as the JSON document `wallet.report/1` that programs script against."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from wallet.codec.time import format_instant
from wallet.model.credential import Achievement, Association, Credential, Description, LanguageText
from wallet.model.json import JsonObject, JsonValue
from wallet.model.material import MaterialSource
from wallet.model.report import CheckResult, Endorsement, Finding, InputFacts, Outcome, ReliedOn, VerificationReport
from wallet.model.trace import ProofTrace

SCHEMA: Final = "wallet.report/1"


def report_document(report: VerificationReport) -> JsonObject:
    """The whole report with everything nested in it."""
    return {"schema": SCHEMA, **_body(report)}


def _body(report: VerificationReport) -> JsonObject:
    checks: list[JsonValue] = [_check(result) for result in report.checks]
    if report.refusal is not None:
        checks = [_refusal(report.refusal)]
    body: JsonObject = {
        "input": _input(report.input),
        "at": format_instant(report.at),
        "network": report.network,
        "outcome": report.outcome.value,
        "reasons": [reason.value for reason in report.reasons],
        "credential": _credential(report.credential, report.description, report.issuer),
        "holder": report.holder,
        "checks": checks,
        "trust": {
            "issuer": report.trust.issuer.value,
            "by": list(report.trust.by),
            "as_of": _instant(report.trust.as_of),
            "name": report.trust.name,
            "first_seen": _instant(report.trust.first_seen),
            "warnings": list(report.trust.warnings),
        },
        "endorsements": [_endorsement(item) for item in report.endorsements],
        "quality": None,
        "credentials": [_body(nested) for nested in report.nested],
    }
    if report.trace is not None:
        body["trace"] = [_proof_trace(item) for item in report.trace]
    return body


def _input(facts: InputFacts) -> JsonObject:
    return {
        "source": facts.source,
        "sha256": facts.sha256,
        "bytes": facts.bytes,
        "carrier": facts.carrier,
        "format": facts.format,
    }


def _credential(credential: Credential | None, description: Description | None, issuer: str | None) -> JsonValue:
    """What may be shown as fact. The issuer's id is the one that the proof is bound to, where it is bound."""
    if credential is None:
        return None
    achievements = description.achievements if description is not None else ()
    profiles = description.profiles if description is not None else ()
    claims: JsonObject = {"claims": credential.claims} if credential.claims else {}
    links = description.associations if description is not None else ()
    associations: JsonObject = {"associations": [_association(item) for item in links]} if links else {}
    subjects = [subject.id for subject in credential.subjects]
    return {
        "id": credential.id,
        "name": text_of(credential.name) or (text_of(achievements[0].name) if achievements else None),
        "issuer": {"id": issuer or credential.issuer.id, "name": text_of(credential.issuer.name)},
        "subject": subjects[0],
        "subjects": list(subjects),
        "valid_from": credential.valid_from,
        "valid_until": credential.valid_until,
        "achievement": _achievement(achievements[0]) if achievements else None,
        "achievements": [_achievement(item) for item in achievements],
        **({"profiles": [text_of(profile) for profile in profiles]} if profiles else {}),
        "types": list(credential.types),
        **associations,
        **claims,
    }


def _achievement(item: Achievement) -> JsonObject:
    outcomes = item.learning_outcomes
    return {
        "id": item.id,
        "name": text_of(item.name),
        "description": text_of(item.description),
        "criteria": text_of(item.criteria),
        "type": item.achievement_type,
        **({"learning_outcomes": [text_of(outcome) for outcome in outcomes]} if outcomes else {}),
    }


def _association(item: Association) -> JsonObject:
    return {"source": item.source, "type": item.type, "target": item.target}


def text_of(text: LanguageText | None) -> str | None:
    """The text as written."""
    return text.default if text is not None else None


def _check(result: CheckResult) -> JsonObject:
    document: JsonObject = {
        "check": result.check.value,
        "outcome": result.outcome.value,
        "reason": result.reason.value if result.reason is not None else None,
        "params": _params(result.params),
        "relied_on": [_relied_on(item) for item in result.relied_on],
    }
    if result.also:
        document["also"] = [{"reason": item.reason.value, "params": _params(item.params)} for item in result.also]
    return document


def _proof_trace(item: ProofTrace) -> JsonObject:
    """The steps of one proof. Where it does not hold, all of it is input that nobody vouches for."""
    form = item.signed_form
    document: JsonObject = {
        "suite": item.suite,
        "holds": item.holds,
        "reason": item.reason,
        "params": _params(item.params),
        "verification_method": item.verification_method,
        "key": _params(item.key),
        "terms": _params(item.terms),
        "header": item.header,
        "payload": item.payload,
        "signing_input": item.signing_input,
        "signature": item.signature,
    }
    if form is not None:
        document |= {
            "canonicalization": form.canonicalization,
            "hash": form.hash_name,
            "canonical_options": form.canonical_options,
            "options_hash": form.options_hash,
            "canonical_document": form.canonical_document,
            "document_hash": form.document_hash,
        }
    return document


def _endorsement(item: Endorsement) -> JsonObject:
    """What somebody else says of the credential; `reason` is the one that decided."""
    return {
        "on": item.on,
        "about": item.about,
        "issuer": item.issuer,
        "outcome": item.outcome.value,
        "reason": item.reasons[0].value if item.reasons and item.outcome is not Outcome.PASSED else None,
        "comment": item.comment,
        "trust": item.trust.issuer.value,
    }


def _refusal(finding: Finding) -> JsonObject:
    return {
        "check": "structure",
        "outcome": "failed",
        "reason": finding.reason.value,
        "params": _params(finding.params),
        "relied_on": [],
    }


def _relied_on(item: ReliedOn) -> JsonObject:
    document: JsonObject = {
        "url": item.url,
        "sha256": item.sha256,
        "source": item.source.value,
        "retrieved_at": _instant(item.retrieved_at),
        "valid_until": _instant(item.valid_until),
    }
    if item.source is MaterialSource.STAPLED:
        # Who presents said when it was got; its issuer, when it was signed.
        document["signed_at"] = _instant(item.signed_at)
    return document


def _params(params: Mapping[str, str]) -> JsonObject:
    return dict(params.items())


def _instant(at: datetime | None) -> str | None:
    return None if at is None else format_instant(at)
