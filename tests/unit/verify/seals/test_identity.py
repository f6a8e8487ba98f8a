"""Whose seal it is: the organisation in the certificate against the issuer in the credential."""

from __future__ import annotations

from typing import Final

import pytest

from tests.unit.verify.badges import result
from tests.unit.verify.seals.elm import ISSUER, country, credential, issuing, judge, number, seal
from wallet.model.json import JsonObject, JsonValue
from wallet.model.report import Check, Outcome, Reason
from wallet.suites.x509 import read_certificate
from wallet.verify.seals.identity import judge_identity

NAME: Final[JsonObject] = {"legalName": {"en": "Example University"}}
IRELAND: Final[JsonObject] = {"location": {"address": {"countryCode": country("IRL")}}}


def judged(issuer: JsonValue, identifier: str | None = "VATIE-1234567T", *, where: str | None = "IE") -> str | Reason:
    leaf = read_certificate(issuing().seal("Example University", identifier, where).der)
    found = judge_identity(leaf, issuer)
    return found if isinstance(found, str) else found.reason


@pytest.mark.parametrize(
    ("issuer", "member"),
    [
        ({"eIDASIdentifier": number("VATIE-1234567T")}, "eIDASIdentifier"),
        ({"eIDASIdentifier": number(" vatie-1234567t ")}, "eIDASIdentifier"),
        ({"eIDASIdentifier": [number("other"), number("VATIE-1234567T")]}, "eIDASIdentifier"),
        ({"vatIdentifier": number("1234567T", "IRL")}, "vatIdentifier"),
        ({"vatIdentifier": number("IE1234567T", "IRL")}, "vatIdentifier"),
        ({"vatIdentifier": number("IE-1234567T", "IRL")}, "vatIdentifier"),
        ({"taxIdentifier": number("1234567T", "IRL")}, "taxIdentifier"),
        ({"identifier": [{"notation": "x"}, {"notation": "VATIE-1234567T"}]}, "identifier"),
        ({"legalIdentifier": number("VATIE-1234567T")}, "legalIdentifier"),
        (NAME, "legalName"),
        ({"prefLabel": {"ga": "x", "en": ["ＥＸＡＭＰＬＥ  University"]}}, "legalName"),
        ({"name": "Example University"}, "legalName"),
        ({**NAME, **IRELAND}, "legalName"),
        ({**NAME, "registration": number("0000", "BEL"), "identifier": {"notation": "Res1818"}}, "legalName"),
    ],
)
def test_an_issuer_that_is_the_one_in_the_certificate(issuer: JsonObject, member: str) -> None:
    assert judged(issuer) == member


@pytest.mark.parametrize(
    "issuer",
    [
        {**NAME, "eIDASIdentifier": number("VATIE-7654321X")},
        {**NAME, "eIDASIdentifier": number("LEIXG-1")},
        {**NAME, "vatIdentifier": number("7654321X", "IRL")},
        {**NAME, "vatIdentifier": number("VATIE-7654321X")},
    ],
)
def test_an_issuer_with_another_number_is_another_one(issuer: JsonObject) -> None:
    assert judged(issuer) is Reason.CONTROLLER_MISMATCH


@pytest.mark.parametrize(
    "issuer",
    [
        {},
        None,
        "urn:epass:org:1",
        {"legalName": {"en": "Another University"}},
        {"legalName": {"en": 1}},
        {**NAME, "location": {"address": {"countryCode": country("DEU")}}},
        {"legalName": "Univ. of Example", "vatIdentifier": number("1234567T", "DEU")},
        {"vatIdentifier": number("1234567T")},
        {"vatIdentifier": {"notation": 1}},
        {"vatIdentifier": {"notation": "1234567T", "spatial": {"id": 1, "notation": "ZZZ"}}},
        {"identifier": {"notation": "VATIE-7654321X"}},
    ],
)
def test_when_nothing_agrees_nobody_can_tell(issuer: JsonValue) -> None:
    assert judged(issuer) is Reason.ISSUER_KEY_UNBOUND


def test_numbers_of_greece_and_of_registers() -> None:
    assert judged({"vatIdentifier": number("094259216", "GRC")}, "VATEL-094259216", where="GR") == "vatIdentifier"
    assert judged({"vatIdentifier": number("EL094259216", "GRC")}, "VATEL-094259216", where="GR") == "vatIdentifier"
    assert judged({"registration": number("HRB 1", "DEU")}, "NTRDE-HRB1", where="DE") == "registration"
    assert judged({"vatIdentifier": {"notation": "1", "spatial": {"notation": "IE"}}}, "VATIE-1") == "vatIdentifier"


def test_a_certificate_without_an_identifier_goes_by_its_name() -> None:
    assert judged(ISSUER, None) == "legalName"
    assert judged({**NAME, "location": {"address": {"countryCode": country("XXX")}}}, None) == "legalName"
    assert judged({**NAME, **IRELAND}, None, where=None) == "legalName"


def test_a_mismatch_fails_and_nothing_is_shown() -> None:
    report = judge(seal(credential(issuer={**ISSUER, "eIDASIdentifier": number("VATIE-7654321X")})))
    found = result(report, Check.CONTROLLER)
    assert (report.outcome, found.reason) == (Outcome.FAILED, Reason.CONTROLLER_MISMATCH)
    assert (found.params["controller"], found.params["expected"]) == ("VATIE-1234567T", "VATIE-7654321X")
    assert report.credential is None
    assert report.issuer is None


def test_a_person_seals_for_nobody_else() -> None:
    person = issuing().seal(None, None, "IE")
    report = judge(seal(credential(), person))
    assert report.reasons == (Reason.ISSUER_KEY_UNBOUND,)
    found = result(report, Check.CONTROLLER)
    assert found.params["controller"] == "CN=Seal,C=IE"
    assert found.params["organisation"] == "-"


def test_an_awarding_body_of_another_name_is_no_matter_of_the_seal() -> None:
    claim: JsonObject = {"type": "LearningAchievement", "awardedBy": {"awardingBody": {"legalName": {"en": "Other"}}}}
    document = credential(credentialSubject={"id": "urn:x", "hasClaim": claim})
    assert judge(seal(document)).outcome is Outcome.PASSED
