"""What a value amounts to, descriptor by descriptor."""

from __future__ import annotations

from typing import Final

import pytest

from tests.unit.frameworks.made import NETHERLANDS, against, edubadges_ob2, elm, ob3, row
from wallet.frameworks.values import hours_of
from wallet.model.json import JsonObject, JsonValue
from wallet.model.quality import Finding, State

EU: Final = "eu-2022-annex1"
NZ: Final = "nz-nzqcf-2022"


def finding(document: JsonObject, descriptor: str, framework: str = EU) -> Finding:
    return row(against(document, framework), descriptor).finding


def told(found: Finding) -> tuple[State, str | None]:
    return found.state, found.statement.why if found.statement is not None else None


@pytest.mark.parametrize(
    ("code", "state", "why"),
    [
        ("JP", State.NATIVE, None),
        ("JPN", State.NATIVE, None),
        ("http://publications.europa.eu/resource/authority/country/JPN", State.NATIVE, None),
        ("XX", State.INVALID, "no-such-country"),
        ("ZZZ", State.INVALID, "no-such-country"),
        ("http://publications.europa.eu/resource/authority/country/XXX", State.INVALID, "no-such-country"),
        ("jp", State.WEAK, "country-spelling"),
        ("Japan", State.WEAK, "country-name"),
    ],
)
def test_countries(code: str, state: State, why: str | None) -> None:
    assert told(finding(ob3(issuer={"address": {"addressCountryCode": code}}), "issuer_country")) == (state, why)


@pytest.mark.parametrize(
    ("volume", "state", "why"),
    [
        ("PT60H", State.NATIVE, None),
        ("PT90M", State.NATIVE, None),
        ("PT0H", State.INVALID, "no-amount"),
        ("P60M", State.INVALID, "months-for-minutes"),
        ("P3M", State.WEAK, "calendar-time"),
        ("P2W", State.WEAK, "calendar-time"),
        ("-PT60H", State.INVALID, "no-duration"),
        ("P", State.INVALID, "no-duration"),
        ("PT99999H", State.INVALID, "no-amount"),
        ("60 hours", State.NATIVE, None),
        ("60", State.WEAK, "no-unit"),
        (-5, State.INVALID, "no-amount"),
        (0, State.INVALID, "no-amount"),
        (True, State.INVALID, "no-amount"),
    ],
)
def test_workloads(volume: JsonValue, state: State, why: str | None) -> None:
    badge = elm()
    subject = badge["credentialSubject"]
    assert isinstance(subject, dict)
    subject["hasClaim"] = {"specifiedBy": {"volumeOfLearning": volume}}
    assert told(finding(badge, "workload")) == (state, why)


@pytest.mark.parametrize(
    ("subject", "state", "why"),
    [
        ({"id": "did:key:z6Mk"}, State.NATIVE, None),
        ({"id": "urn:uuid:1111"}, State.WEAK, "opaque-identifier"),
        ({"identifier": [{"identityHash": f"sha256${'0' * 64}"}]}, State.NATIVE, None),
        ({}, State.ABSENT, None),
    ],
)
def test_learners(subject: JsonObject, state: State, why: str | None) -> None:
    badge = ob3()
    badge["credentialSubject"] = {**subject, "achievement": {"name": "Keeping Bees"}}
    assert told(finding(badge, "learner_identity")) == (state, why)


def test_a_name_alone_identifies_nobody() -> None:
    badge = elm()
    badge["credentialSubject"] = {"fullName": {"en": ["Ada Example"]}, "hasClaim": {"title": {"en": ["Bees"]}}}
    assert told(finding(badge, "learner_identity")) == (State.WEAK, "name-only")


@pytest.mark.parametrize(
    ("kind", "code", "state", "why"),
    [
        ("ext:EQF", "5", State.NATIVE, None),
        ("ext:EQFLevel", "EQF 8", State.NATIVE, None),
        ("ext:EQF", "9", State.INVALID, "no-such-level"),
        ("ext:EQF", "high", State.INVALID, "no-such-level"),
        ("ext:AQF", "10", State.NATIVE, None),
        ("ext:HKQF", "8", State.INVALID, "no-such-level"),
    ],
)
def test_levels(kind: str, code: str, state: State, why: str | None) -> None:
    badge = ob3({"alignment": [{"targetType": kind, "targetCode": code, "targetName": code, "targetUrl": "https://x"}]})
    assert told(finding(badge, "level")) == (state, why)


def test_credits_want_a_unit() -> None:
    assert told(finding(ob3({"creditsAvailable": 3}), "credits", NZ)) == (State.WEAK, "no-unit")
    assert told(finding(ob3({"ECTS": 3}), "credits", NZ)) == (State.EXTENSION, None)
    assert told(finding(elm(), "credits", NZ)) == (State.NATIVE, None)
    assert told(finding(ob3({"ECTS": -3}), "credits", NZ)) == (State.INVALID, "no-amount")


def test_attendance_assesses_nothing() -> None:
    for said in ("attendance-only", "level of attendance"):
        assert told(finding(ob3({"assessmentType": said}), "assessment_type")) == (State.WEAK, "attendance-only")


def test_a_term_that_only_its_author_knows_says_little() -> None:
    assert told(finding(ob3({"assessmentType": "urn:epass:a:1"}), "assessment_type")) == (State.WEAK, "opaque-term")


def test_dates_and_languages() -> None:
    assert finding(ob3(validFrom="last spring"), "issue_date").state is State.INVALID
    assert told(finding(edubadges_ob2(), "language", "au-nmf-2021")) == (State.WEAK, "no-such-region")
    assert told(finding(ob3({"inLanguage": "ja-JP"}), "language", "au-nmf-2021")) == (State.NATIVE, None)
    assert finding(ob3({"inLanguage": "Japanese language"}), "language", "au-nmf-2021").state is State.INVALID


def test_what_does_not_apply_is_not_asked_where_the_framework_lets_it_be() -> None:
    level: JsonObject = {"targetType": "ext:EQF", "targetCode": "not applicable"}
    found = against(ob3({"alignment": [level], "ECTS": 3}, NETHERLANDS), EU)
    assert row(found, "level").finding.state is State.NOT_APPLICABLE
    assert found.required == 10
    assert row(against(ob3(), NZ), "stackability").finding.state is State.NOT_APPLICABLE


IDENTITY_ONLY: Final = (
    "Identity of the awarding body verified",
    "mandate of the signing organisation",
    "発行機関の実在確認済み",
    "電子署名とブロックチェーンによる証明",
    "eSeal of a qualified trust service",
)


@pytest.mark.parametrize("said", IDENTITY_ONLY)
def test_evidence_of_identity_is_never_quality(said: str) -> None:
    badge = elm(complete=False)
    badge["evidence"] = [{"evidenceStatement": said, "type": ["Mandate"]}]
    subject = badge["credentialSubject"]
    assert isinstance(subject, dict)
    assert finding(badge, "quality_assurance").state is State.ABSENT
    subject["hasClaim"] = {"specifiedBy": {"accreditation": [{"title": {"en": [said]}}]}}
    assert told(finding(badge, "quality_assurance")) == (State.WEAK, "identity-evidence")
    hinted = ob3({"criteria": {"narrative": f"質保証: {said}" if "署名" in said else f"{said}."}})
    assert not finding(hinted, "quality_assurance").met


def test_hours_are_hours_and_nothing_else_is_turned_into_them() -> None:
    assert hours_of("PT1H30M") == 1.5
    assert hours_of("45時間（1単位相当）") == 45
    for other in ("P3W", "3 ECTS", "2単位", 60, None):
        assert hours_of(other) is None
