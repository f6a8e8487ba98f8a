"""Verification, trust and quality never answer for one another: every state of the three, in every rendering."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product
from typing import Final

import pytest

from tests.unit.frameworks.made import (
    CONTEXTS,
    FILES,
    ISSUER,
    JWS,
    RDF,
    credential,
    edubadges_ob2,
    edubadges_ob3,
    elm,
    judged,
    ob3,
    row,
    verified,
)
from wallet.cli.quality_pages import comparison_lines, gathered_document, gathered_lines, gathered_rows, quality_lines
from wallet.codec.report import report_document
from wallet.explanation import report_lines
from wallet.frameworks.assess import assess
from wallet.frameworks.quality_document import quality_document
from wallet.frameworks.recognised import read_recognised
from wallet.model.credential import Proof
from wallet.model.json import JsonObject
from wallet.model.quality import QualityReport, Standing
from wallet.model.report import Endorsement, IssuerTrust, Outcome
from wallet.verification import Assessed

EU: Final = "eu-2022-annex1"
PROOFS: Final = (Outcome.PASSED, Outcome.FAILED, Outcome.INDETERMINATE)
MERGED: Final = re.compile(
    r"\bvalid\b|\bgenuine\b|quality confirmed|confirmed quality|質を確認|有効です"
    r"|✓.*(?:stated|記載)|(?:stated|記載).*✓"
)
BADGES: Final = (elm, edubadges_ob3, edubadges_ob2, ob3)


def states(report: QualityReport) -> list[tuple[str, str, str, int, int]]:
    """All that is said of completeness, and nothing of proof."""
    return [
        (framework.id, item.finding.descriptor, item.finding.state, framework.met, framework.required)
        for framework in report.frameworks
        for item in framework.elements
    ]


def renderings(report: QualityReport, language: str) -> str:
    by = FILES.by()
    rows = [("id", "Keeping Bees", report)]
    lines = [
        *quality_lines(("id", "Keeping Bees", report), by, "all", language),
        *comparison_lines([("one", report), ("other", report)], by, EU, language),
        *gathered_lines(rows, language),
        *gathered_rows(rows),
        str(quality_document(report, "id")),
        str(gathered_document(rows)),
    ]
    return "\n".join(lines)


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("made", BADGES)
def test_no_rendering_holds_a_merged_verdict(made: object, language: str) -> None:
    assert callable(made)
    document = made()
    by = FILES.by()
    plain = states(assess(credential(document), verified(), by, CONTEXTS))
    for proof, trust, signed in product(PROOFS, IssuerTrust, (JWS, RDF, None)):
        report = verified(proof, trust=trust)
        subject = credential(document, *([] if signed is None else [signed]))
        found = assess(subject, report, by, CONTEXTS)
        assert states(found) == plain
        text = renderings(found, language)
        assert MERGED.search(text) is None
        assert not set(text) & set("✓✗")
        assessed = Assessed(report=report, quality=found)
        page = [*report_lines(report, language, assessed)]
        (quality,) = [line for line in page if line.strip().startswith(("Quality", "質"))]
        (trusted,) = [line for line in page if line.strip().startswith(("Trust", "信頼"))]
        assert quality != trusted
        assert not set(quality) & set("✓✗")
        assert report_document(report)["outcome"] == report.outcome.value


def test_removing_the_signature_changes_the_label_alone() -> None:
    for made in BADGES:
        document, by = made(), FILES.by()
        signed = assess(credential(document, JWS), verified(), by, CONTEXTS)
        bare = assess(credential(document), verified(Outcome.FAILED), by, CONTEXTS)
        assert states(signed) == states(bare)
        assert signed.standing == bare.standing
        pairs = zip(signed.frameworks, bare.frameworks, strict=True)
        for before, after in pairs:
            for one, other in zip(before.elements, after.elements, strict=True):
                if one.finding.statement is not None and other.finding.statement is not None:
                    assert one.finding.statement.proved
                    assert not other.finding.statement.proved
                    same = replace(other.finding.statement, covered=True, proved=True)
                    assert same == one.finding.statement


def test_proved_takes_both_a_proof_that_holds_and_one_that_covers() -> None:
    document = edubadges_ob3()
    proofs: tuple[Proof, ...] = (JWS, RDF)
    for proof, covering in product(PROOFS, proofs):
        found = assess(credential(document, covering), verified(proof), FILES.by(FILES.get(EU)), CONTEXTS).frameworks[0]
        title, assessment = (row(found, name).finding.statement for name in ("title", "assessment_type"))
        assert title is not None
        assert assessment is not None
        assert title.covered
        assert assessment.covered is (covering is JWS)
        assert title.proved is (proof is Outcome.PASSED)
        assert assessment.proved is (proof is Outcome.PASSED and covering is JWS)


def test_what_is_read_from_another_address_is_not_covered() -> None:
    document = edubadges_ob2()
    badge, address = document["badge"], "https://issuer.example/badges/1"
    assert isinstance(badge, dict)
    linked: JsonObject = {**document, "badge": address}
    found = assess(
        credential(linked, JWS), verified(), FILES.by(FILES.get(EU)), CONTEXTS, {address: badge}.get
    ).frameworks[0]
    title, date = (row(found, name).finding.statement for name in ("title", "issue_date"))
    assert title is not None
    assert date is not None
    assert (title.covered, title.path) == (False, "/badge/name")
    assert date.proved
    assert found.met == 11


def endorsement(issuer: str | None, outcome: Outcome = Outcome.PASSED) -> Endorsement:
    return Endorsement(on="achievement", outcome=outcome, issuer=issuer)


OTHER: Final = "did:web:endorser.example"


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        ([], Standing.NONE),
        ([endorsement(OTHER)], Standing.ENDORSED),
        ([endorsement(OTHER, Outcome.FAILED)], Standing.NONE),
        ([endorsement(OTHER, Outcome.INDETERMINATE)], Standing.NONE),
        ([endorsement(ISSUER)], Standing.NONE),
        ([endorsement(f"{ISSUER}#key")], Standing.NONE),
        ([endorsement(None)], Standing.NONE),
        ([endorsement(ISSUER), endorsement(OTHER)], Standing.ENDORSED),
    ],
)
def test_an_endorsement_counts_when_it_holds_and_is_somebody_elses(made: list[Endorsement], expected: Standing) -> None:
    document = ob3({"endorsement": [{"type": ["VerifiableCredential", "EndorsementCredential"]}]})
    found = judged(document, EU, report=verified(endorsements=made))
    assert found.standing is expected
    assert row(found.frameworks[0], "quality_assurance").finding.met is (expected is Standing.ENDORSED)


def test_an_endorsement_of_a_badge_whose_own_proof_fails_is_of_nothing() -> None:
    found = judged(ob3(), EU, report=verified(Outcome.FAILED, endorsements=[endorsement(OTHER)]))
    assert (found.standing, found.endorsers) == (Standing.NONE, ())


def test_what_the_issuer_says_of_itself_is_its_own_word() -> None:
    assert judged(edubadges_ob3(), EU).standing is Standing.SELF_DECLARED
    assert judged(ob3({"criteria": {"narrative": "質保証: 教務委員会"}}), EU).standing is Standing.NONE


def test_a_list_of_recognised_programmes_counts_for_a_bound_issuer_alone() -> None:
    content = b"""{"schema": "wallet.recognised/1", "name": "List", "dated": "2026-04-01", "entries":
        [{"issuer": "did:web:issuer.example", "achievement": "https://issuer.example/achievements/bees"}]}"""
    by = replace(FILES.by(), recognised=(read_recognised(content),))
    bound = assess(credential(ob3(), JWS), verified(), by, CONTEXTS)
    assert (bound.standing, bound.registered_by) == (Standing.REGISTERED, ("List",))
    other = assess(credential(ob3({"id": "https://issuer.example/other"}), JWS), verified(), by, CONTEXTS)
    assert other.standing is Standing.NONE
    for report in (verified(Outcome.FAILED), verified(issuer="did:web:somebody.example"), verified(issuer=None)):
        assert assess(credential(ob3(), JWS), report, by, CONTEXTS).standing is Standing.NONE
