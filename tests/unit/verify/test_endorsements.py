"""Endorsements: each verified by itself, shown as what it is, and never part of the badge's outcome."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pytest

from tests.simulator.issuer import NOW, received, verification
from tests.unit.verify.badges import BASE, Signer, World, badge, judge, result
from wallet.codec import json as strict_json
from wallet.codec.limits import MAX_ENDORSEMENTS
from wallet.codec.report import report_document
from wallet.explanation import report_lines
from wallet.model.json import JsonObject, JsonValue
from wallet.model.record import TrustedIssuer
from wallet.model.report import Check, Endorsement, IssuerTrust, Outcome, Reason, VerificationReport
from wallet.model.request import Expectation
from wallet.verify.trust.pinned import PinnedIssuers

ISSUER, ENDORSER, THIRD = Signer("endorsed"), Signer("endorser"), Signer("endorser of endorsers")
NAME: Final = "Ministry of Education"


def endorsement(about: str | None = "urn:uuid:badge", by: Signer = ENDORSER, **more: JsonValue) -> JsonObject:
    subject: JsonObject = {"type": ["EndorsementSubject"], "endorsementComment": "Accredited"}
    return {
        "@context": [*BASE],
        "id": "urn:uuid:endorsement",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "issuer": {"id": by.did, "type": ["Profile"], "name": NAME},
        "validFrom": "2026-01-10T00:00:00Z",
        "credentialSubject": {**subject, "id": about} if about else subject,
        **more,
    }


def signed(about: str | None = "urn:uuid:badge", by: Signer = ENDORSER, **more: JsonValue) -> JsonObject:
    return by.secure(endorsement(about, by, **more))


def with_endorsements(*items: JsonValue, **more: JsonValue) -> VerificationReport:
    return judge(ISSUER.secure(badge(ISSUER.did, endorsement=[*items], **more)))


def only(report: VerificationReport) -> Endorsement:
    assert len(report.endorsements) == 1
    return report.endorsements[0]


def also(report: VerificationReport) -> list[Reason]:
    return [finding.reason for finding in result(report, Check.ENDORSEMENTS).also]


def everything_shown(report: VerificationReport) -> str:
    pages = ["\n".join(report_lines(report, language)) for language in ("en", "ja")]
    return "\n".join([strict_json.dumps(report_document(report)).decode(), *pages])


def test_none_is_not_applicable() -> None:
    report = judge(ISSUER.secure(badge(ISSUER.did)))
    assert result(report, Check.ENDORSEMENTS).outcome is Outcome.NOT_APPLICABLE
    assert report.endorsements == ()
    assert report_document(report)["endorsements"] == []


def test_one_that_holds() -> None:
    report = with_endorsements(signed())
    found = result(report, Check.ENDORSEMENTS)
    assert report.outcome is Outcome.PASSED
    assert found.outcome is Outcome.PASSED
    assert found.params == {"stated": "1", "passed": "1", "endorsers": ENDORSER.did}
    assert only(report) == Endorsement(
        on="credential",
        outcome=Outcome.PASSED,
        issuer=ENDORSER.did,
        about="urn:uuid:badge",
        comment="Accredited",
    )
    assert report_document(report)["endorsements"] == [
        {
            "on": "credential",
            "about": "urn:uuid:badge",
            "issuer": ENDORSER.did,
            "outcome": "passed",
            "reason": None,
            "comment": "Accredited",
            "trust": "unknown",
        }
    ]


def test_a_broken_one_is_shown_as_broken_and_the_badge_stays_as_it_is() -> None:
    report = with_endorsements({**signed(), "name": "changed"}, signed())
    found = result(report, Check.ENDORSEMENTS)
    assert report.outcome is Outcome.PASSED
    assert found.outcome is Outcome.NOT_APPLICABLE
    assert found.params == {"stated": "2", "passed": "1", "endorsers": ENDORSER.did}
    assert also(report) == [Reason.ENDORSEMENT_INVALID]
    assert found.also[0].params == {"endorser": "-", "on": "credential", "cause": Reason.SIGNATURE_MISMATCH}
    broken = report.endorsements[0]
    assert (broken.outcome, broken.issuer, broken.comment, broken.about) == (Outcome.FAILED, None, None, None)
    assert report.reasons == (Reason.ENDORSEMENT_INVALID,)


@pytest.mark.parametrize("holds", [True, False])
def test_the_name_that_an_endorser_gives_itself_is_shown_nowhere(holds: bool) -> None:
    one = signed() if holds else {**signed(), "name": "changed"}
    assert NAME not in everything_shown(with_endorsements(one))


def test_one_that_cannot_be_judged() -> None:
    one = Signer(ENDORSER.phrase, "did:web:ministry.example#1").secure(endorsement())
    report = with_endorsements(one)
    assert report.outcome is Outcome.PASSED
    assert also(report) == [Reason.ENDORSEMENT_UNVERIFIED]
    assert only(report).outcome is Outcome.INDETERMINATE
    assert only(report).issuer is None


def test_one_by_somebody_else_than_it_says() -> None:
    one = THIRD.secure(endorsement())
    report = with_endorsements(one)
    assert also(report) == [Reason.ENDORSEMENT_INVALID]
    assert only(report).reasons[0] is Reason.CONTROLLER_MISMATCH


def test_one_that_is_over() -> None:
    report = with_endorsements(signed(validUntil="2026-02-01T00:00:00Z"))
    assert also(report) == [Reason.ENDORSEMENT_INVALID]
    assert only(report).reasons[0] is Reason.EXPIRED
    assert result(report, Check.ENDORSEMENTS).also[0].params["endorser"] == ENDORSER.did


@pytest.mark.parametrize("about", ["urn:uuid:badge", "urn:uuid:achievement", ISSUER.did])
def test_on_the_credential_it_may_be_about_what_is_in_it(about: str) -> None:
    assert only(with_endorsements(signed(about))).outcome is Outcome.PASSED


@pytest.mark.parametrize("about", ["urn:uuid:other", None])
def test_about_something_else_it_says_nothing_here(about: str | None) -> None:
    report = with_endorsements(signed(about))
    assert report.outcome is Outcome.PASSED
    assert also(report) == [Reason.ENDORSEMENT_MISPLACED]
    found = only(report)
    assert (found.outcome, found.issuer, found.comment) == (Outcome.INDETERMINATE, ENDORSER.did, None)
    assert "Accredited" not in everything_shown(report)


def test_on_a_part_it_has_to_be_about_that_part() -> None:
    document = badge(ISSUER.did)
    subject, issuer = document["credentialSubject"], document["issuer"]
    assert isinstance(subject, dict)
    assert isinstance(issuer, dict)
    achievement = subject["achievement"]
    assert isinstance(achievement, dict)
    achievement["endorsement"] = [signed("urn:uuid:achievement"), signed()]
    achievement["creator"] = {
        "id": "urn:uuid:creator",
        "type": ["Profile"],
        "endorsement": [signed("urn:uuid:creator")],
    }
    subject["source"] = {"id": "urn:uuid:source", "type": ["Profile"], "endorsement": [signed("urn:uuid:badge")]}
    issuer["endorsement"] = [signed(ISSUER.did)]
    report = judge(ISSUER.secure(document))
    assert report.outcome is Outcome.PASSED, report.reasons
    assert [(item.on, item.outcome.value) for item in report.endorsements] == [
        ("achievement", "passed"),
        ("achievement", "indeterminate"),
        ("profile", "passed"),
        ("profile", "passed"),
        ("profile", "indeterminate"),
    ]
    assert also(report) == [Reason.ENDORSEMENT_MISPLACED] * 2
    assert report.description is not None
    assert report.description.endorsements == 5


def test_an_issuer_written_as_an_address_alone_can_be_endorsed() -> None:
    report = judge(ISSUER.secure({**badge(ISSUER.did, endorsement=[signed(ISSUER.did)]), "issuer": ISSUER.did}))
    assert only(report).outcome is Outcome.PASSED


def test_as_a_jws() -> None:
    token = ENDORSER.jws(endorsement(), typ="vc+jwt", kid=ENDORSER.verification_method).decode()
    report = judge(ISSUER.secure(badge(ISSUER.did, endorsementJwt=[token, token[:-2] + "AA"])))
    assert [item.outcome.value for item in report.endorsements] == ["passed", "failed"]


@pytest.mark.parametrize("item", ["no token", 7, {"type": "EndorsementCredential"}, badge(ISSUER.did), {}, [1]])
def test_what_is_no_endorsement_does_not_hold(item: JsonValue) -> None:
    report = judge(ISSUER.secure(badge(ISSUER.did, endorsementJwt=[item])))
    assert report.outcome is Outcome.PASSED
    assert also(report) == [Reason.ENDORSEMENT_INVALID]
    assert only(report).outcome is Outcome.FAILED
    assert result(report, Check.ENDORSEMENTS).params["passed"] == "0"


def test_a_form_that_is_not_known_here_is_not_broken() -> None:
    claims: JsonObject = {"vct": "https://issuer.example/x"}
    token = (ENDORSER.jws(claims, typ="dc+sd-jwt") + b"~").decode()
    report = judge(ISSUER.secure(badge(ISSUER.did, endorsementJwt=token)))
    assert also(report) == [Reason.ENDORSEMENT_UNVERIFIED]
    assert only(report).outcome is Outcome.INDETERMINATE


def test_endorsers_are_endorsed() -> None:
    profile: JsonObject = {
        "id": ENDORSER.did,
        "type": ["Profile"],
        "endorsement": [signed(ENDORSER.did, THIRD)],
    }
    report = with_endorsements(signed(issuer=profile))
    assert [(item.on, item.issuer) for item in report.endorsements] == [
        ("credential", ENDORSER.did),
        ("profile", THIRD.did),
    ]
    assert result(report, Check.ENDORSEMENTS).params["stated"] == "2"
    assert result(report, Check.ENDORSEMENTS).outcome is Outcome.PASSED


def test_not_for_ever() -> None:
    innermost: JsonObject = {"id": THIRD.did, "type": ["Profile"], "endorsement": [signed(THIRD.did)]}
    inner: JsonObject = {
        "id": ENDORSER.did,
        "type": ["Profile"],
        "endorsement": [signed(ENDORSER.did, THIRD, issuer=innermost)],
    }
    report = with_endorsements(signed(issuer=inner))
    assert len(report.endorsements) == 2


def test_not_without_end() -> None:
    report = with_endorsements(*[signed()] * (MAX_ENDORSEMENTS + 1))
    assert len(report.endorsements) == MAX_ENDORSEMENTS
    found = result(report, Check.ENDORSEMENTS)
    assert found.params["stated"] == str(MAX_ENDORSEMENTS + 1)
    assert found.params["passed"] == str(MAX_ENDORSEMENTS)
    assert also(report) == [Reason.ENDORSEMENT_UNVERIFIED]
    assert found.outcome is Outcome.NOT_APPLICABLE


def test_in_a_forged_badge_nobody_is_asked() -> None:
    one = Signer(ENDORSER.phrase, "did:web:ministry.example#1").secure(endorsement())
    world = World()
    report = judge({**ISSUER.secure(badge(ISSUER.did, endorsement=[one])), "name": "changed"}, world)
    assert result(report, Check.ENDORSEMENTS).reason is Reason.NOT_CHECKED
    assert report.endorsements == ()
    assert world.asked == []


def test_what_the_verifier_expects_of_the_badge_is_not_asked_of_endorsements() -> None:

    content = strict_json.dumps(ISSUER.secure(badge(ISSUER.did, endorsement=[signed()])))
    subject = "did:key:z6MkhXS1NhXgGPdfSkqLLYJCxBMn9jirHTszBgo7oLQGaUm1"
    report = verification(World()).verify(received(content), Expectation(recipients=(subject,)))
    assert report.outcome is Outcome.PASSED
    assert only(report).outcome is Outcome.PASSED


def test_whether_the_endorser_is_known() -> None:

    known = PinnedIssuers([TrustedIssuer(id=ENDORSER.did, name="文部科学省", by="me", since=NOW)])
    content = strict_json.dumps(ISSUER.secure(badge(ISSUER.did, endorsement=[signed()])))
    report = replace(verification(World()), trust=known).verify(received(content))
    assert only(report).trust.issuer is IssuerTrust.KNOWN
    assert report.trust.issuer is IssuerTrust.UNKNOWN


def test_people_are_told() -> None:
    told = everything_shown(with_endorsements({**signed(), "name": "changed"}))
    assert "Not every endorsement in it holds" in told
    assert "Reason: Signature does not match." in told
    assert "理由: 署名の不一致。" in told
    assert f"Endorsed by {ENDORSER.did}."[:40] in everything_shown(with_endorsements(signed()))
