"""Credentials made for these tests, in the shapes that issuers of several profiles write, and how they are judged."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from wallet.frameworks.assess import assess
from wallet.materials.bundled import BundledContexts
from wallet.model.credential import (
    Credential,
    DataIntegrityProof,
    Issuer,
    JwsProof,
    Proof,
    Subject,
    VerifiableCredential,
)
from wallet.model.json import JsonObject, JsonValue
from wallet.model.quality import ElementFinding, FrameworkFinding, QualityReport
from wallet.model.report import (
    Check,
    CheckResult,
    Endorsement,
    InputFacts,
    IssuerTrust,
    Outcome,
    TrustFinding,
    VerificationReport,
)
from wallet.storage.framework_files import FrameworkFiles

FILES: Final = FrameworkFiles(Path("/nonexistent/frameworks"))
CONTEXTS: Final = BundledContexts()
ISSUER: Final = "did:web:issuer.example"
HOLDER: Final = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"
OB3_CONTEXTS: Final[list[JsonValue]] = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]
JWS: Final = JwsProof(
    algorithm="ES256", header={}, signing_input=b"", signature=b"", verification_method=f"{ISSUER}#key"
)
RDF: Final = DataIntegrityProof(
    type="DataIntegrityProof",
    cryptosuite="eddsa-rdfc-2022",
    options={},
    verification_method=f"{ISSUER}#key",
    purpose="assertionMethod",
)


def credential(document: JsonObject, *proofs: Proof, issuer: str = ISSUER) -> VerifiableCredential:
    """The document as a format would have parsed it."""
    view = Credential(
        id=None,
        types=("VerifiableCredential",),
        name=None,
        issuer=Issuer(id=issuer),
        subjects=(Subject(id=HOLDER),),
        valid_from=None,
        valid_until=None,
    )
    return VerifiableCredential(received=b"", format="jwt_vc", document=document, credential=view, proofs=proofs)


def verified(
    proof: Outcome = Outcome.PASSED,
    *,
    issuer: str | None = ISSUER,
    trust: IssuerTrust = IssuerTrust.UNKNOWN,
    endorsements: Sequence[Endorsement] = (),
) -> VerificationReport:
    """A report on it."""
    return VerificationReport(
        input=InputFacts(source="-", sha256="", bytes=0, carrier="json", format="jwt_vc"),
        at=datetime(2026, 11, 23, tzinfo=UTC),
        network="off",
        checks=(
            CheckResult(check=Check.PROOF, outcome=proof),
            CheckResult(check=Check.CONTROLLER, outcome=proof),
            CheckResult(check=Check.VALIDITY, outcome=Outcome.PASSED),
        ),
        issuer=issuer if proof is Outcome.PASSED else None,
        trust=TrustFinding(issuer=trust),
        endorsements=tuple(endorsements),
    )


def judged(document: JsonObject, *names: str, report: VerificationReport | None = None) -> QualityReport:
    """What a document states, signed as a JWT, against the frameworks of those names, or all."""
    by = FILES.by(*map(FILES.get, names))
    return assess(credential(document, JWS), report or verified(), by, CONTEXTS)


def against(document: JsonObject, name: str, report: VerificationReport | None = None) -> FrameworkFinding:
    """The same for one framework."""
    return judged(document, name, report=report).frameworks[0]


def row(found: FrameworkFinding, descriptor: str) -> ElementFinding:
    """One descriptor of it."""
    return next(item for item in found.elements if item.finding.descriptor == descriptor)


def ob3(achievement: JsonObject | None = None, issuer: JsonObject | None = None, **more: JsonValue) -> JsonObject:
    """An Open Badge 3.0 with what every one has, and what is given besides."""
    return {
        "@context": [*OB3_CONTEXTS],
        "id": "urn:uuid:11111111-1111-5111-8111-111111111111",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": ISSUER, "type": ["Profile"], "name": "Institute of Examples", **(issuer or {})},
        "validFrom": "2026-03-20T03:00:00Z",
        "name": "Keeping Bees",
        "credentialSubject": {
            "id": HOLDER,
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "https://issuer.example/achievements/bees",
                "type": ["Achievement"],
                "name": "Keeping Bees",
                "description": "Two hives through a summer.",
                "criteria": {"narrative": "Keep two hives through a summer."},
                **(achievement or {}),
            },
        },
        **more,
    }


NETHERLANDS: Final[JsonObject] = {"address": {"type": ["Address"], "addressCountryCode": "NL"}}


def edubadges_ob3(*, full: bool = True) -> JsonObject:
    """The pilot profile for micro-credentials over Open Badges 3.0: no place for outcomes or entry requirements."""
    more: JsonObject = {
        "inLanguage": "en-NL",
        "ECTS": 2.5,
        "participationType": "blended",
        "assessmentType": "application of a skill",
        "supervisionType": "supervised with no identity verification",
        "identityChecked": False,
        "alignment": [
            {"type": ["Alignment"], "targetType": "ext:EQF", "targetCode": "5", "targetName": "EQF 5"},
            {
                "type": ["Alignment"],
                "targetType": "ext:QualityAssurance",
                "targetName": "Accreditation Organisation",
                "targetUrl": "https://quality.example/bees",
            },
        ],
    }
    if full:
        more |= {"tag": ["bees"], "educationProgrammeIdentifier": "12345", "timeInvestment": 70}
    return ob3({**more, "type": ["Achievement", "EducredentialAchievement"]}, NETHERLANDS)


def elm(*, complete: bool = True) -> JsonObject:
    """A European digital credential after the sample of Annex I, with an accreditation where `complete`."""
    label: JsonObject = {
        "prefLabel": {"en": ["practical assessment"]},
        "id": "http://data.europa.eu/snb/assessment/6a4db9f11d",
    }
    country: JsonObject = {"id": "http://publications.europa.eu/resource/authority/country/ESP"}
    body: JsonObject = {
        "id": "urn:epass:org:1",
        "legalName": {"en": ["Institute of Examples"]},
        "location": [{"address": [{"countryCode": country}]}],
    }
    specification: JsonObject = {
        "id": "urn:epass:qualification:1",
        "type": "Qualification",
        "title": {"en": ["Keeping Bees"]},
        "learningOutcome": [{"title": {"en": ["Keeps two hives healthy through a summer"]}}],
        "volumeOfLearning": "PT60H",
        "creditPoint": [{"framework": {"id": "http://data.europa.eu/snb/education-credit/6fcec5c5af"}, "point": "2"}],
        "eqfLevel": {"id": "http://data.europa.eu/snb/eqf/5"},
        "mode": [{"prefLabel": {"en": ["Online"]}, "id": "http://data.europa.eu/snb/learning-assessment/920fbb3cbe"}],
        "entryRequirement": {"noteLiteral": {"en": ["None but patience"]}},
        "isPartialQualification": True,
        "language": [{"id": "http://publications.europa.eu/resource/authority/language/ENG"}],
    }
    claim: JsonObject = {
        "type": "LearningAchievement",
        "title": {"en": ["Keeping Bees"]},
        "description": {"en": ["Two hives through a summer"]},
        "awardedBy": {"awardingBody": [body]},
        "specifiedBy": specification,
        "provenBy": [
            {
                "title": {"en": ["Inspection"]},
                "grade": {"noteLiteral": {"en": ["8.5"]}},
                "idVerification": {"prefLabel": {"en": ["Supervised online with ID verification"]}},
                "specifiedBy": {"dcType": [label]},
            }
        ],
        "influencedBy": [{"specifiedBy": {"volumeOfLearning": "P60M"}}],
    }
    if complete:
        claim["specifiedBy"] = {
            **specification,
            "accreditation": [{"type": "Accreditation", "title": {"en": ["Programme quality assurance"]}}],
        }
        claim["additionalNote"] = [{"noteLiteral": {"en": ["Hives are lent"]}}]
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiableCredential", "EuropeanDigitalCredential"],
        "issuer": {"id": ISSUER, "legalName": {"en": ["Another Office"]}},
        "validFrom": "2026-03-20T03:00:00+01:00",
        "credentialSubject": {
            "id": "urn:epass:person:1",
            "fullName": {"en": ["Ada Example"]},
            "nationalID": {"notation": "12345"},
            "hasClaim": [claim],
        },
    }


def edubadges_ob2() -> JsonObject:
    """An expanded assertion of Open Badges 2.0 with the extensions that the same issuer adds."""
    extension = "https://api.issuer.example/extensions/{}/context.json"

    def extended(kind: str, /, **members: JsonValue) -> JsonObject:
        return {"@context": extension.format(kind), "type": ["Extension", f"extensions:{kind}"], **members}

    return {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Assertion",
        "id": "https://issuer.example/assertions/1",
        "recipient": {"type": "email", "hashed": True, "salt": "s", "identity": f"sha256${'0' * 64}"},
        "issuedOn": "2026-03-20T03:00:00+00:00",
        "verification": {"type": "hosted"},
        "badge": {
            "type": "BadgeClass",
            "id": "https://issuer.example/badges/1",
            "name": "Keeping Bees",
            "description": "Two hives through a summer.",
            "criteria": {
                "id": "https://issuer.example/badges/1/criteria",
                "narrative": "Keep two hives.\nPrerequisites: none of the stings may worry you",
            },
            "extensions:LearningOutcomeExtension": extended("LearningOutcomeExtension", LearningOutcome="Keeps bees"),
            "extensions:ECTSExtension": extended("ECTSExtension", ECTS=2.5),
            "extensions:EQFExtension": extended("EQFExtension", EQF=5),
            "extensions:LanguageExtension": extended("LanguageExtension", Language="en-EN"),
            "extensions:QualityAssuranceExtension": extended("QualityAssuranceExtension", name="Accreditation office"),
            "participation": "online",
            "assessmentType": "testing",
            "assessmentSupervised": True,
            "assessmentIdVerified": False,
            "grade_achieved": "8",
            "stackable": True,
            "issuer": {
                "type": "Profile",
                "id": "https://issuer.example/",
                "name": "Institute of Examples",
                "extensions:InstitutionCountryExtension": extended(
                    "InstitutionCountryExtension", InstitutionCountry="NL"
                ),
            },
        },
    }
