"""European Digital Credentials in the words of the data model, from JSON and from the older XML."""

from __future__ import annotations

import pytest

from tests.unit.verify.seals import edc
from tests.unit.verify.seals.elm import ISSUER, credential
from wallet.codec.xml import read_xml
from wallet.errors import CredentialError
from wallet.formats.edc_xml import document_of
from wallet.formats.elm import language_map
from wallet.formats.vcdm import parse_credential
from wallet.model.json import JsonObject, JsonValue


def name_of(**more: JsonValue) -> str | None:
    found = parse_credential(credential(**more)).name
    return None if found is None else found.default


def test_the_title_is_the_name_unless_there_is_one() -> None:
    assert name_of() == "Reading Data"
    assert name_of(name="Named") == "Named"
    assert name_of(displayParameter=[]) is None
    assert name_of(displayParameter={"title": "plain"}) == "plain"
    assert name_of(displayParameter={"title": {"en": ["several", "texts"], "de": 1}}) == "several"


@pytest.mark.parametrize("member", ["legalName", "prefLabel", "altLabel"])
def test_the_issuer_is_called_by_the_first_name_it_has(member: str) -> None:
    issuer: JsonObject = {"id": "urn:epass:org:1", member: {"en": "One"}}
    found = parse_credential(credential(issuer=issuer)).issuer.name
    assert found is not None
    assert found.default == "One"
    named = parse_credential(credential(issuer={**ISSUER, "name": "Named"})).issuer.name
    assert named is not None
    assert named.default == "Named"


@pytest.mark.parametrize(
    ("person", "name"),
    [
        ({"fullName": {"en": "Aoi Sato"}}, "Aoi Sato"),
        ({"givenName": {"en": "Aoi"}, "familyName": {"en": "Sato"}}, "Aoi Sato"),
        ({"familyName": {"en": "Sato"}}, "Sato"),
        ({"id": "urn:x"}, None),
        ({"name": "Named", "fullName": {"en": "Aoi Sato"}}, "Named"),
    ],
)
def test_the_subject_is_called_by_its_names(person: JsonObject, name: str | None) -> None:
    assert parse_credential(credential(credentialSubject=person)).subjects[0].name == name
    assert parse_credential(credential(credentialSubject=[person, person])).subjects[1].name == name


def test_other_credentials_stay_as_they_are() -> None:
    assert parse_credential(credential(type=["VerifiableCredential"])).name is None


@pytest.mark.parametrize("value", [None, 1, [], {}, {"en": 1}, {"en": []}])
def test_what_is_no_text(value: JsonValue) -> None:
    assert language_map(value) is None


def read(document: str) -> JsonObject:
    return document_of(read_xml(document.encode()))


def test_xml_says_the_same() -> None:
    document = read(edc.credential())
    assert document["id"] == "urn:credential:1"
    assert document["issuanceDate"] == "2026-01-10T09:00:00+01:00"
    assert document["validFrom"] == "2026-01-10T00:00:00+01:00"
    assert document["credentialProfiles"] == {"prefLabel": {"en": "Generic"}}
    assert document["issuer"] == {
        "id": "urn:epass:org:1",
        "type": "Organisation",
        "legalName": {"en": "Example University"},
        "vatIdentifier": {"notation": "1234567T", "spatial": {"notation": "IE"}},
    }
    assert "2001" not in repr(document)


@pytest.mark.parametrize(
    ("before", "after", "member", "expected"),
    [
        ("cred:issued>", "cred:issuanceDate>", "issuanceDate", "2026-01-10T09:00:00+01:00"),
        ("cred:validFrom>", "cred:validUntil>", "expirationDate", "2026-01-10T00:00:00+01:00"),
        ("cred:validFrom>", "cred:expirationDate>", "expirationDate", "2026-01-10T00:00:00+01:00"),
        ("<targetName>", "<targetName/><other>", "credentialProfiles", None),
    ],
)
def test_dates_and_kinds_by_their_other_names(before: str, after: str, member: str, expected: str | None) -> None:
    text = edc.credential().replace(before, after)
    text = text.replace("</targetName></type>", "</other></type>") if "other" in after else text
    assert read(text).get(member) == expected


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("<fullName>", "<fullName/><other>", "Aoi Sato"),
        ('<credentialSubject id="urn:epass:person:1">', "<credentialSubject>", "Aoi Sato"),
    ],
)
def test_a_subject_by_its_parts(before: str, after: str, told: str) -> None:
    text = edc.credential().replace(before, after)
    text = text.replace("</fullName>", "</other>") if "other" in after else text
    assert parse_credential(read(text)).subjects[0].name == told


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<cred:issuer idref="urn:epass:org:1"/>', ""),
        ("credentialSubject", "other"),
    ],
)
def test_without_issuer_or_subject_it_is_none(before: str, after: str) -> None:
    with pytest.raises(CredentialError, match="not-a-credential"):
        read(edc.credential().replace(before, after))


def claims(document: JsonObject) -> list[JsonValue]:
    subject = document["credentialSubject"]
    assert isinstance(subject, dict)
    found = subject["hasClaim"]
    assert isinstance(found, list)
    return found


def test_claims_of_every_kind_and_outcomes_of_every_writing() -> None:
    more = (
        "<assessments><assessment><title><text>Exam</text></title>"
        "<specifiedBy><learningOutcome><prefLabel>Plain</prefLabel></learningOutcome>"
        "<description><text lang='en'>How</text></description><other/></specifiedBy></assessment></assessments>"
        "<entitlements><entitlement idref='urn:epass:act:1'/></entitlements>"
    )
    found = claims(read(edc.credential(subject=more)))
    assert found[2] == {
        "type": "LearningAssessment",
        "title": {"und": "Exam"},
        "description": {"en": "How"},
        "specifiedBy": {"learningOutcome": [{"title": {"und": "Plain"}}]},
    }
    assert found[3] == {
        "type": "LearningEntitlement",
        "id": "urn:epass:act:1",
        "title": {"en": "Info day"},
        "description": {"en": "One day."},
    }


def test_an_outcome_without_a_name_is_not_there() -> None:
    document = read(edc.credential().replace("<name>", "<other>").replace("</name>", "</other>"))
    first = claims(document)[0]
    assert isinstance(first, dict)
    assert "specifiedBy" not in first


def test_two_elements_with_one_id_are_neither() -> None:
    twice = edc.credential(more='<agent id="urn:epass:org:1"><legalName><text>Other</text></legalName></agent>')
    issuer = read(twice)["issuer"]
    assert issuer == {"id": "urn:epass:org:1", "type": "Organisation"}


def test_an_issuer_that_is_written_out() -> None:
    text = edc.credential().replace(
        '<cred:issuer idref="urn:epass:org:1"/>',
        "<cred:issuer><legalName>Plain</legalName><legalIdentifier>1</legalIdentifier><registration/>"
        "<eidasIdentifier>VATIE-1</eidasIdentifier></cred:issuer>",
    )
    assert read(text)["issuer"] == {
        "id": "urn:epass:org",
        "type": "Organisation",
        "legalName": {"und": "Plain"},
        "legalIdentifier": {"notation": "1"},
        "eIDASIdentifier": {"notation": "VATIE-1"},
    }
