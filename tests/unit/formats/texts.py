"""Claims that the tests of JOSE formats sign, and the verdict on what comes out."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from tests.simulator.issuer import NOW, Nothing, received, verification
from tests.simulator.jose import Signer
from wallet.errors import CredentialError
from wallet.model.credential import VerifiableCredential, VerifiablePresentation
from wallet.model.json import JsonObject, JsonValue
from wallet.model.material import Materials
from wallet.model.report import Check, CheckResult, Outcome, Reason, VerificationReport
from wallet.model.request import Expectation

V1: Final = "https://www.w3.org/2018/credentials/v1"
V2: Final = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
ISSUER: Final = Signer("ES256", "issuer")
HOLDER: Final = Signer("EdDSA", "holder")
STRANGER: Final = Signer("EdDSA", "stranger")
CHALLENGE: Final = "n-1"
DOMAIN: Final = "https://employer.example"
NOBODY: Final = Nothing()


def seconds(year: int, month: int, day: int, hour: int = 0) -> int:
    """A date as NumericDate."""
    return int(datetime(year, month, day, hour, tzinfo=UTC).timestamp())


PRESENTED: Final = int(NOW.timestamp()) - 60


def credential(**members: JsonValue) -> JsonObject:
    """A VCDM 2.0 Open Badge by ISSUER about HOLDER; members of None are left out."""
    document: JsonObject = {
        "@context": [V2, OPEN_BADGES],
        "id": "urn:uuid:6f0b2b1e-7f1c-4a57-9c53-2f8a2d6c0001",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": ISSUER.did, "type": ["Profile"], "name": "Example University"},
        "validFrom": "2026-01-10T00:00:00Z",
        "name": "Data Literacy",
        "credentialSubject": {
            "id": HOLDER.did,
            "type": ["AchievementSubject"],
            "achievement": {"id": "urn:uuid:2", "type": ["Achievement"], "name": "Data Literacy"},
        },
        **members,
    }
    return {name: value for name, value in document.items() if value is not None}


def presentation(*members: JsonValue, **more: JsonValue) -> JsonObject:
    """A VCDM 2.0 presentation of `members` by HOLDER; members of None are left out."""
    document: JsonObject = {
        "@context": [V2],
        "type": ["VerifiablePresentation"],
        "holder": HOLDER.did,
        "verifiableCredential": list(members),
        **more,
    }
    return {name: value for name, value in document.items() if value is not None}


def enveloped(content: bytes, media_type: str = "application/vc+jwt", **more: str) -> JsonObject:
    """An EnvelopedVerifiableCredential around `content`."""
    url = f"data:{media_type},{content.decode()}"
    return {"@context": V2, "type": "EnvelopedVerifiableCredential", "id": url, **more}


def badge(**more: JsonValue) -> JsonObject:
    """The claims of an SD-JWT VC by ISSUER, bound to the key of HOLDER; claims of None are left out."""
    claims: JsonObject = {
        "iss": ISSUER.did,
        "vct": "https://issuer.example/badge",
        "iat": 1767225600,
        "cnf": {"jwk": HOLDER.jwk},
        **more,
    }
    return {name: value for name, value in claims.items() if value is not None}


def judge(
    content: bytes, expectation: Expectation | None = None, *, at: datetime = NOW, materials: Materials = NOBODY
) -> VerificationReport:
    """The report on `content`, with nothing from outside unless `materials` has it."""
    report = verification(materials, at=at).verify(received(content, "badge.jwt", "jwt"), expectation)
    assert Reason.INTERNAL_ERROR not in report.reasons
    return report


def read(content: bytes) -> VerifiableCredential | VerifiablePresentation:
    """What is in `content`, not verified."""
    return verification(NOBODY).parse(content)


def read_credential(content: bytes) -> VerifiableCredential:
    """The credential in `content`, not verified."""
    found = read(content)
    assert isinstance(found, VerifiableCredential)
    return found


def refused(content: bytes) -> tuple[str, str | None]:
    """Why `content` cannot be read: the reason, and the member or detail."""
    try:
        read(content)
    except CredentialError as error:
        return error.code, error.params.get("member") or error.params.get("detail")
    raise AssertionError("it was read")


def outcome(report: VerificationReport) -> tuple[Outcome, tuple[Reason, ...]]:
    """The verdict and its reasons, without the checks that others kept from running."""
    return report.outcome, tuple(reason for reason in report.reasons if reason is not Reason.NOT_CHECKED)


def result(report: VerificationReport, check: Check) -> CheckResult:
    """One check of the report."""
    (found,) = [item for item in report.checks if item.check is check]
    return found


PASSED: Final = (Outcome.PASSED, ())


def failed(*reasons: Reason) -> tuple[Outcome, tuple[Reason, ...]]:
    """The verdict that `outcome` gives for these reasons."""
    return Outcome.FAILED, reasons


def unclear(*reasons: Reason) -> tuple[Outcome, tuple[Reason, ...]]:
    """The verdict that cannot tell, for these reasons."""
    return Outcome.INDETERMINATE, reasons
