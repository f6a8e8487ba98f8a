"""What samples of several profiles state: the sixteen European elements, and the baseline of published badges."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest

from tests.unit.frameworks.made import FILES, NETHERLANDS, against, edubadges_ob2, edubadges_ob3, elm, ob3, row
from wallet.model.json import JsonObject
from wallet.model.quality import State

EU: Final = "eu-2022-annex1"
AU: Final = "au-nmf-2021"


def with_prerequisites() -> JsonObject:
    """The pilot profile with the four elements that it has a standard place or only a text for."""
    badge = edubadges_ob3()
    subject = badge["credentialSubject"]
    assert isinstance(subject, dict)
    achievement = subject["achievement"]
    assert isinstance(achievement, dict)
    subject["result"] = [{"type": ["Result"], "value": "8.5"}]
    subject["achievement"] = {
        **achievement,
        "learningOutcome": "Keeps two hives healthy",
        "related": [{"type": ["Related"], "id": "https://issuer.example/achievements/honey"}],
        "criteria": {"id": "https://issuer.example/bees", "narrative": "- Prerequisites: two years of gardening"},
    }
    return badge


@pytest.mark.parametrize("made", [elm, with_prerequisites, edubadges_ob2])
def test_all_sixteen_elements_are_found(made: Callable[[], JsonObject]) -> None:
    found = against(made(), EU)
    assert len(found.elements) == 16
    assert {item.finding.descriptor for item in found.elements if item.finding.state is State.ABSENT} == set()
    assert (found.met, found.required, found.complete) == (11, 11, True)


def spec_example() -> JsonObject:
    """After the complete example of the Open Badges 3.0 specification: a catalogue entry where outcomes would be."""
    entry: JsonObject = {
        "type": ["Alignment"],
        "targetCode": "degree",
        "targetName": "University Degree",
        "targetFramework": "University Program and Course Catalog",
        "targetUrl": "https://issuer.example/catalog/degree",
    }
    endorsement: JsonObject = {"type": ["VerifiableCredential", "EndorsementCredential"], "issuer": {"id": ISSUER_2}}
    return ob3(
        {
            "creditsAvailable": 36,
            "alignment": [{**entry, "targetType": "CFItem"}, {**entry, "targetType": "CTDL"}],
            "endorsement": [endorsement],
        },
        NETHERLANDS,
        awardedDate="2026-03-20T03:00:00Z",
    )


ISSUER_2: Final = "did:web:endorser.example"


def velocert_edc() -> JsonObject:
    """As the sample of the Commission, with evidence of who the awarding body is, and no language."""
    badge = elm(complete=False)
    badge["evidence"] = [{"type": ["Mandate"], "evidenceStatement": "The identity of the awarding body was verified."}]
    subject = badge["credentialSubject"]
    assert isinstance(subject, dict)
    claims = subject["hasClaim"]
    assert isinstance(claims, list)
    claim = claims[0]
    assert isinstance(claim, dict)
    specified = claim["specifiedBy"]
    assert isinstance(specified, dict)
    del specified["language"]
    return badge


def moodle() -> JsonObject:
    badge = edubadges_ob2()
    kept = {"type", "id", "name", "description"}
    whole = badge["badge"]
    assert isinstance(whole, dict)
    badge["badge"] = {
        **{name: value for name, value in whole.items() if name in kept},
        "@language": "en",
        "criteria": {"narrative": "Keep two hives."},
        "issuer": {"id": "https://issuer.example/", "type": "Profile", "name": "Institute of Examples"},
    }
    return badge


def velocert_ob3() -> JsonObject:
    alignment: JsonObject = {
        "type": ["Alignment"],
        "targetName": "beekeeping",
        "targetUrl": "http://data.europa.eu/esco/skill/1",
    }
    return ob3(
        {"creditsAvailable": 2, "achievementType": "MicroCredential", "inLanguage": "en", "alignment": alignment}
    )


NOT_IN_THE_MINIMUM: Final = frozenset(
    {
        *("issuer_country", "learning_outcomes", "workload", "level"),
        *("assessment_type", "participation_form", "quality_assurance"),
    }
)


@pytest.mark.parametrize(
    ("made", "eu", "au", "strict", "missing"),
    [
        pytest.param(lambda: elm(complete=False), 10, 10, 10, {"quality_assurance"}, id="annex-1"),
        pytest.param(velocert_edc, 10, 9, 10, {"quality_assurance"}, id="velocert-edc"),
        pytest.param(edubadges_ob3, 10, 9, 10, {"learning_outcomes"}, id="surf-full"),
        pytest.param(lambda: edubadges_ob3(full=False), 10, 9, 10, {"learning_outcomes"}, id="surf-minimal"),
        pytest.param(spec_example, 8, 8, 5, {"level", "assessment_type", "participation_form"}, id="ob3-complete"),
        pytest.param(velocert_ob3, 5, 6, 4, NOT_IN_THE_MINIMUM - {"workload"}, id="velocert-ob3"),
        pytest.param(ob3, 4, 4, 4, NOT_IN_THE_MINIMUM, id="ob3-minimal"),
        pytest.param(moodle, 4, 5, 4, NOT_IN_THE_MINIMUM, id="moodle"),
    ],
)
def test_the_baseline_of_published_badges(
    made: Callable[[], JsonObject], eu: int, au: int, strict: int, missing: set[str]
) -> None:
    """What a plain reader of paths finds in each kind, and how much of that is strong enough to count."""
    found = against(made(), EU)
    assert found.required == 11
    read = [item for item in found.elements if item.required and item.finding.state in (*STATED, State.WEAK)]
    assert len(read) == eu
    assert found.met == strict
    assert {item.finding.descriptor for item in found.elements if item.required} - {
        item.finding.descriptor for item in read
    } == missing
    australian = against(made(), AU)
    assert sum(item.required and item.finding.state in (*STATED, State.WEAK) for item in australian.elements) == au


STATED: Final = (State.NATIVE, State.EXTENSION)


def test_a_catalogue_entry_is_no_outcome_and_an_unverified_endorsement_no_assurance() -> None:
    found = against(spec_example(), EU)
    for descriptor, why in (
        ("learning_outcomes", "catalogue-alignment"),
        ("quality_assurance", "endorsement-unverified"),
        ("workload", "no-unit"),
    ):
        finding = row(found, descriptor).finding
        assert finding.statement is not None
        assert (finding.state, finding.statement.why) == (State.WEAK, why)


def test_sixty_months_are_flagged_beside_sixty_hours() -> None:
    finding = row(against(elm(), EU), "workload").finding
    assert finding.statement is not None
    assert (finding.state, finding.statement.value, finding.statement.amount) == (State.NATIVE, "PT60H", 60)
    flagged = [(item.state, item.value, item.why) for item in finding.also if item.state is State.INVALID]
    assert flagged == [(State.INVALID, "P60M", "months-for-minutes")]


def test_the_awarding_body_counts_before_the_one_who_sealed_it() -> None:
    finding = row(against(elm(), EU), "awarding_body").finding
    assert finding.statement is not None
    assert finding.statement.value == "Institute of Examples"


def test_every_framework_reads_every_sample() -> None:
    for made in (elm, edubadges_ob2, edubadges_ob3, spec_example, moodle, ob3):
        for framework in FILES.newest:
            found = against(made(), framework.id)
            assert 0 <= found.met <= found.required <= len(found.elements)
