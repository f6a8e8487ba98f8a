"""CLR 2.0: the record's own proof decides the record, each credential in it gets a verdict of its own."""

from __future__ import annotations

from typing import Final

import pytest

from tests.simulator.issuer import CONTEXTS, received, verification
from tests.unit.verify import anchoring
from tests.unit.verify.badges import Signer, World, badge
from wallet.codec import json
from wallet.codec.limits import MAX_CREDENTIALS, MAX_NESTED_CREDENTIALS
from wallet.codec.report import report_document
from wallet.explanation import report_lines
from wallet.model.credential import Association
from wallet.model.json import JsonObject, JsonValue
from wallet.model.report import Check, Outcome, Reason, VerificationReport
from wallet.model.request import Expectation
from wallet.registry import SUITES
from wallet.verify import verifier

SCHOOL: Final = Signer("a registrar")
TEACHER: Final = Signer("a department")
LEARNER: Final = "did:key:z6MkhXS1NhXgGPdfSkqLLYJCxBMn9jirHTszBgo7oLQGaUm1"
CLR_CONTEXTS: Final[list[JsonValue]] = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]


def signed_badge(**more: JsonValue) -> JsonObject:
    return TEACHER.secure(badge(TEACHER.did, **more))


def record(*held: JsonValue, **subject: JsonValue) -> JsonObject:
    """An unsigned record of a registrar."""
    achievement: JsonObject = {
        "id": "urn:uuid:programme",
        "type": ["Achievement"],
        "name": "Programme",
        "description": "All of it.",
        "criteria": {"narrative": "Everything passed."},
    }
    return {
        "@context": CLR_CONTEXTS,
        "id": "urn:uuid:record",
        "type": ["VerifiableCredential", "ClrCredential"],
        "issuer": {"id": SCHOOL.did, "type": ["Profile"], "name": "Registrar"},
        "name": "Transcript",
        "validFrom": "2026-02-01T00:00:00Z",
        "credentialSubject": {
            "id": LEARNER,
            "type": ["ClrSubject"],
            "achievement": [achievement],
            "association": [
                {
                    "type": ["Association"],
                    "associationType": "isChildOf",
                    "sourceId": "urn:uuid:achievement",
                    "targetId": "urn:uuid:programme",
                }
            ],
            "verifiableCredential": [*held],
            **subject,
        },
    }


def verify(document: JsonObject, expectation: Expectation | None = None) -> VerificationReport:
    return verification(World()).verify(received(json.dumps(document)), expectation)


def own(found: VerificationReport) -> dict[Check, tuple[Outcome, Reason | None]]:
    return {result.check: (result.outcome, result.reason) for result in found.checks}


def enveloped(jwt: bytes) -> JsonObject:
    return {
        "@context": "https://www.w3.org/ns/credentials/v2",
        "type": "EnvelopedVerifiableCredential",
        "id": f"data:application/vc+jwt,{jwt.decode()}",
    }


def jwt_badge() -> bytes:
    return TEACHER.jws(badge(TEACHER.did), typ="vc+jwt", kid=TEACHER.verification_method)


def test_every_way_to_hold_a_credential() -> None:
    blockcert = anchoring.anchored_2019(anchoring.credential())
    found = verify(SCHOOL.secure(record(signed_badge(), jwt_badge().decode(), enveloped(jwt_badge()), blockcert)))
    assert [report.input.format for report in found.nested] == ["ldp_vc", "jwt_vc", "jwt_vc", "blockcerts"]
    assert [report.outcome for report in found.nested] == [*([Outcome.PASSED] * 3), Outcome.INDETERMINATE]
    assert own(found)[Check.PROOF] == (Outcome.PASSED, None)
    assert (found.issuer, found.nested[0].issuer) == (SCHOOL.did, TEACHER.did)
    assert (found.outcome, found.reasons[0]) == (Outcome.INDETERMINATE, Reason.ANCHOR_UNCHECKED)


def test_a_record_of_good_ones_passes() -> None:
    found = verify(SCHOOL.secure(record(signed_badge(), jwt_badge().decode())))
    assert (found.outcome, found.reasons, len(found.nested)) == (Outcome.PASSED, (), 2)


@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022"])
def test_a_record_whose_meaning_is_signed(suite: str) -> None:
    """Proofs over RDF cover the credentials inside as part of the record."""
    signing = SUITES.get(suite)
    assert signing is not None
    options: JsonObject = {
        "type": "DataIntegrityProof",
        "cryptosuite": suite,
        "created": "2026-02-01T00:00:00Z",
        "verificationMethod": SCHOOL.verification_method,
        "proofPurpose": "assertionMethod",
    }
    inner = badge(TEACHER.did)
    method: JsonObject = {**options, "verificationMethod": TEACHER.verification_method}
    held = {**inner, "proof": signing.create(inner, method, TEACHER, CONTEXTS)}
    unsigned = record(held)
    found = verify({**unsigned, "proof": signing.create(unsigned, options, SCHOOL, CONTEXTS)})
    assert (found.outcome, found.nested[0].outcome) == (Outcome.PASSED, Outcome.PASSED)


def test_a_record_as_jwt() -> None:
    jwt = SCHOOL.jws(record(signed_badge()), typ="vc+jwt", kid=SCHOOL.verification_method)
    found = verification(World()).verify(received(jwt, carrier="jwt"))
    assert (found.outcome, found.input.format, len(found.nested)) == (Outcome.PASSED, "jwt_vc", 1)


def test_a_changed_one_inside_makes_the_whole_fail_but_not_the_record() -> None:
    broken = {**signed_badge(), "name": "Something else"}
    found = verify(SCHOOL.secure(record(signed_badge(), broken)))
    assert found.outcome is Outcome.FAILED
    assert {outcome for outcome, _ in own(found).values()} == {Outcome.PASSED, Outcome.NOT_APPLICABLE}
    assert [report.outcome for report in found.nested] == [Outcome.PASSED, Outcome.FAILED]
    assert found.nested[1].credential is None


def test_a_changed_record_fails_and_what_it_holds_does_not() -> None:
    document = {**SCHOOL.secure(record(signed_badge())), "name": "Another"}
    found = verify(document)
    assert own(found)[Check.PROOF] == (Outcome.FAILED, Reason.SIGNATURE_MISMATCH)
    assert (found.credential, found.description) == (None, None)
    assert found.nested[0].outcome is Outcome.PASSED


@pytest.mark.parametrize("held", [5, None, {}, "not.a.jwt", {"type": "EnvelopedVerifiableCredential"}])
def test_something_inside_that_is_no_credential(held: JsonValue) -> None:
    found = verify(SCHOOL.secure(record(signed_badge(), held)))
    assert found.outcome is Outcome.FAILED
    assert [report.outcome for report in found.nested] == [Outcome.PASSED, Outcome.REFUSED]


def test_an_empty_record_stands_for_itself() -> None:
    found = verify(SCHOOL.secure(record()))
    assert (found.outcome, found.nested) == (Outcome.PASSED, ())


def test_what_the_record_says() -> None:
    identity: JsonObject = {
        "type": "IdentityObject",
        "identityHash": "hanako@univ.example",
        "identityType": "emailAddress",
        "hashed": False,
    }
    found = verify(SCHOOL.secure(record(signed_badge(), identifier=[identity])))
    assert found.description is not None
    assert found.description.vocabulary == "clr_2"
    assert [item.id for item in found.description.achievements] == ["urn:uuid:programme"]
    assert found.description.associations == (
        Association(source="urn:uuid:achievement", target="urn:uuid:programme", type="isChildOf"),
    )
    assert [item.hash for item in found.description.identifiers] == ["hanako@univ.example"]


@pytest.mark.parametrize("association", [5, [], {"sourceId": "a"}, {"targetId": "b"}, {"sourceId": 1, "targetId": 2}])
def test_an_association_that_links_nothing(association: JsonValue) -> None:
    found = verify(SCHOOL.secure(record(association=association)))
    assert found.description is not None
    assert found.description.associations == ()


def test_an_association_without_a_type() -> None:
    found = verify(SCHOOL.secure(record(association={"sourceId": "urn:a", "targetId": "urn:b"})))
    assert found.description is not None
    assert [item.type for item in found.description.associations] == ["-"]


def test_the_expectation_holds_inside_too() -> None:
    other = signed_badge(credentialSubject={"id": "did:example:taro", "type": ["AchievementSubject"]})
    found = verify(SCHOOL.secure(record(signed_badge(), other)), Expectation(recipients=(LEARNER,)))
    assert [report.outcome for report in found.nested] == [Outcome.PASSED, Outcome.FAILED]
    assert own(found)[Check.RECIPIENT] == (Outcome.PASSED, None)


# --- bounds --------------------------------------------------------------------------------------------------------


def test_a_record_in_a_record() -> None:
    inner = TEACHER.secure(record(signed_badge()))
    inner["credentialSubject"] = record(signed_badge())["credentialSubject"]
    found = verify(SCHOOL.secure(record(inner)))
    assert found.outcome is Outcome.FAILED  # the inner one names the registrar and is signed by the department
    assert found.nested[0].nested[0].outcome is Outcome.PASSED


def test_records_too_deep() -> None:
    document = signed_badge()
    for _ in range(4):
        document = SCHOOL.secure(record(document))
    found = verify(document)
    assert found.outcome is Outcome.INDETERMINATE
    deepest = found.nested[0].nested[0].nested[0]
    assert own(deepest)[Check.STRUCTURE] == (Outcome.INDETERMINATE, Reason.TOO_DEEP)
    assert deepest.nested == ()


def test_more_than_one_record_may_hold() -> None:
    found = verify(SCHOOL.secure(record(*[{}] * (MAX_CREDENTIALS + 1))))
    assert own(found)[Check.STRUCTURE] == (Outcome.INDETERMINATE, Reason.TOO_LARGE)
    assert found.nested == ()


def test_more_than_all_may_hold_together() -> None:
    half = MAX_NESTED_CREDENTIALS // 2
    one = SCHOOL.secure(record(*[{}] * half))
    found = verify(SCHOOL.secure(record(one, one)))
    counts = [len(report.nested) for report in found.nested]
    assert sum(counts) + len(counts) == MAX_NESTED_CREDENTIALS
    assert own(found.nested[1])[Check.STRUCTURE] == (Outcome.INDETERMINATE, Reason.TOO_COMPLEX)


def test_a_record_in_a_presentation() -> None:
    holder = Signer("a learner")
    presentation: JsonObject = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "holder": holder.did,
        "verifiableCredential": [SCHOOL.secure(record(signed_badge(), id=holder.did))],
    }
    found = verify(holder.secure(presentation, proofPurpose="authentication", challenge="c"))
    assert (found.outcome, found.reasons) == (Outcome.PASSED, ())
    assert found.nested[0].nested[0].issuer == TEACHER.did


def test_a_crash_while_looking_inside_is_no_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(verifier, "credentials_inside", crash)
    found = verify(SCHOOL.secure(record(signed_badge())))
    assert own(found)[Check.STRUCTURE] == (Outcome.INDETERMINATE, Reason.INTERNAL_ERROR)


# --- as people and programs see it ---------------------------------------------------------------------------------


def test_trust_and_quality_are_said_of_the_record_and_of_each_inside() -> None:
    found = verify(SCHOOL.secure(record(signed_badge(), jwt_badge().decode())))
    lines = list(report_lines(found, "en"))
    assert sum(line.lstrip().startswith("Trust: is the issuer known?") for line in lines) == 3
    assert sum(line.lstrip().startswith("Quality:") for line in lines) == 3
    assert "    - urn:uuid:achievement · below: Programme" in lines
    assert any("達成事項どうしの関係" in line for line in report_lines(found, "ja"))


def test_many_associations_are_shown_in_part() -> None:
    links: list[JsonValue] = [{"sourceId": f"urn:{number}", "targetId": "urn:t"} for number in range(50)]
    lines = list(report_lines(verify(SCHOOL.secure(record(association=links))), "en"))
    assert sum("urn:t" in line for line in lines) == 40
    assert "    - …" in lines


def test_the_report_for_programs() -> None:
    found = report_document(verify(SCHOOL.secure(record(signed_badge()))))
    credential, held = found["credential"], found["credentials"]
    assert isinstance(credential, dict)
    assert isinstance(held, list)
    assert credential["associations"] == [
        {"source": "urn:uuid:achievement", "type": "isChildOf", "target": "urn:uuid:programme"}
    ]
    assert credential["types"] == ["VerifiableCredential", "ClrCredential"]
    assert isinstance(held[0], dict)
    assert isinstance(held[0]["trust"], dict)


# --- other kinds of credentials ------------------------------------------------------------------------------------


def test_an_endorsement_by_itself() -> None:
    endorsement: JsonObject = {
        "@context": [CLR_CONTEXTS[0], CLR_CONTEXTS[2]],
        "id": "urn:uuid:endorsement",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "issuer": {"id": TEACHER.did, "type": ["Profile"]},
        "name": "Endorsement",
        "validFrom": "2026-01-10T00:00:00Z",
        "credentialSubject": {
            "id": "urn:uuid:achievement",
            "type": ["EndorsementSubject"],
            "endorsementComment": "Well made.",
        },
    }
    found = verify(TEACHER.secure(endorsement))
    assert found.outcome is Outcome.PASSED
    assert found.credential is not None
    assert found.credential.claims == {"endorsementComment": "Well made."}
    assert any("Well made." in line for line in report_lines(found, "en"))


def test_a_skill_by_itself() -> None:
    found = verify(TEACHER.secure(badge(TEACHER.did, type=["VerifiableCredential", "AchievementCredential"])))
    assert found.description is not None
    assert [item.name and item.name.default for item in found.description.achievements] == ["Data Literacy"]


def test_a_credential_of_another_kind() -> None:
    document: JsonObject = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiableCredential", "LibraryCard"],
        "issuer": TEACHER.did,
        "credentialSubject": {"id": LEARNER, "card": {"number": 7, "valid": True}},
    }
    found = verify(TEACHER.secure(document))
    assert found.outcome is Outcome.PASSED
    assert found.credential is not None
    assert found.credential.claims == {"card.number": 7, "card.valid": True}
    assert next(report_lines(found, "en")).startswith("✓ passed: LibraryCard")
    changed = verify({**TEACHER.secure(document), "name": "x"})
    assert changed.credential is None
