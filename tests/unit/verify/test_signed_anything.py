"""Whatever an issuer signs gets a verdict: a good signature over odd values must not crash what comes after it.

The fuzz targets cannot get here, since they have no key: past the proof only a signer can go.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.simulator.issuer import NOW, received, verification
from tests.simulator.jose import Signer
from tests.unit.codec.values import json_values
from tests.unit.formats.texts import HOLDER, ISSUER, badge, credential
from wallet.codec import jcs, json
from wallet.codec.multibase import encode_base58btc
from wallet.codec.report import report_document
from wallet.errors import CredentialError
from wallet.explanation import report_lines
from wallet.model.json import JsonObject, JsonValue
from wallet.model.material import Material, MaterialSource, Unavailable
from wallet.model.report import Outcome, Reason, VerificationReport
from wallet.model.request import Expectation
from wallet.registry import STATUSES

URL: Final = "https://issuer.example/status/1"
SIGNER: Final = Signer("EdDSA", "signs anything")
MEMBERS: Final = (
    "@context",
    "id",
    "type",
    "issuer",
    "name",
    "description",
    "credentialSubject",
    "validFrom",
    "validUntil",
    "issuanceDate",
    "expirationDate",
    "credentialStatus",
    "credentialSchema",
    "refreshService",
    "evidence",
    "endorsement",
    "endorsementJwt",
    "termsOfUse",
    "relatedResource",
    "iss",
    "sub",
    "jti",
    "aud",
    "iat",
    "nbf",
    "exp",
    "cnf",
    "vct",
    "status",
    "vc",
    "badge",
    "recipient",
)
STATUS_MEMBERS: Final = (
    "id",
    "statusPurpose",
    "statusListIndex",
    "statusListCredential",
    "statusSize",
    "statusMessage",
    "revocationListIndex",
    "revocationListCredential",
)
EXPECTED: Final = Expectation(recipients=("a@b.example", HOLDER.did), challenge="c", domain="d")


@dataclass(frozen=True, slots=True)
class Everywhere:
    """The same bytes at every address."""

    content: bytes

    def get(self, url: str, *, max_bytes: int) -> Material | Unavailable:
        if len(self.content) > max_bytes:
            return Unavailable(url=url, why="too-large")
        return Material(
            url=url,
            content=self.content,
            media_type="application/vc",
            sha256=sha256(self.content).hexdigest(),
            source=MaterialSource.MATERIALS,
            retrieved_at=NOW,
        )


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def judge(content: bytes, served: bytes = b"{}") -> VerificationReport:
    """A verdict, without a crash on the way to it or to its page and document."""
    tracing = replace(verification(Everywhere(served)), traced=True)
    report = tracing.verify(received(content), EXPECTED)
    assert Reason.INTERNAL_ERROR not in report.reasons
    assert not [proof for proof in report.trace or () if proof.reason == Reason.INTERNAL_ERROR]
    json.dumps(report_document(report))
    assert list(report_lines(report, "ja"))
    return report


def signed(document: JsonObject) -> bytes:
    """An eddsa-jcs-2022 proof over anything."""
    proof: JsonObject = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-jcs-2022",
        "created": "2026-05-01T00:00:00Z",
        "verificationMethod": SIGNER.kid,
        "proofPurpose": "assertionMethod",
    }
    if "@context" in document:
        proof["@context"] = document["@context"]
    message = b"".join(sha256(jcs.canonicalize(part)).digest() for part in (proof, document))
    return json.dumps({**document, "proof": {**proof, "proofValue": encode_base58btc(SIGNER.sign(message))}})


anything = settings(max_examples=100, suppress_health_check=list(HealthCheck))


@anything
@given(st.sampled_from(MEMBERS), json_values())
def test_any_value_of_any_member_of_a_token(name: str, value: JsonValue) -> None:
    judge(ISSUER.jws({**credential(), name: value}, typ="vc+jwt"))
    judge(ISSUER.jws({"iss": ISSUER.did, "vc": credential(), name: value}, typ="JWT"))


@anything
@given(st.sampled_from(MEMBERS), json_values())
def test_any_value_of_any_claim_of_an_sd_jwt(name: str, value: JsonValue) -> None:
    try:
        token = ISSUER.sd_jwt({**badge(), name: value}, {"degree": value})
    except CredentialError:
        return
    judge(token.issued())
    judge(token.show())
    judge(HOLDER.bind(token.issued(), nonce=value, aud=value, iat=value))


@anything
@given(st.sampled_from(MEMBERS), json_values())
def test_any_value_of_any_member_of_a_signed_document(name: str, value: JsonValue) -> None:
    try:
        content = signed({**credential(issuer=SIGNER.did), name: value})
    except CredentialError:
        return
    judge(content)


@anything
@given(st.sampled_from(STATUSES.names()), st.sampled_from(STATUS_MEMBERS), json_values(), st.binary(max_size=40))
def test_any_status_entry(kind: str, name: str, value: JsonValue, served: bytes) -> None:
    entry: JsonObject = {
        "id": f"{URL}#1",
        "type": kind,
        "statusPurpose": "revocation",
        "statusListIndex": "1",
        "statusListCredential": URL,
        "revocationListIndex": "1",
        "revocationListCredential": URL,
        name: value,
    }
    report = judge(signed(credential(issuer=SIGNER.did, credentialStatus=entry)), served)
    assert report.outcome is not Outcome.PASSED


@anything
@given(st.sampled_from(STATUSES.names()), st.sampled_from([*STATUS_MEMBERS, "encodedList", "type"]), json_values())
def test_any_status_list(kind: str, name: str, value: JsonValue) -> None:
    entry: JsonObject = {
        "id": f"{URL}#1",
        "type": kind,
        "statusPurpose": "revocation",
        "statusListIndex": "1",
        "statusListCredential": URL,
        "revocationListIndex": "1",
        "revocationListCredential": URL,
    }
    list_type = kind.removesuffix("Entry") + "Credential"
    status_list = credential(
        id=URL,
        issuer=SIGNER.did,
        type=["VerifiableCredential", list_type],
        credentialSubject={
            "id": f"{URL}#list",
            "type": kind.removesuffix("Entry"),
            "encodedList": "uH4sIAAAA",
            name: value,
        },
    )
    badge_with_status = credential(issuer=SIGNER.did, credentialStatus=entry)
    for served in (signed(status_list), SIGNER.jws(status_list, typ="vc+jwt"), json.dumps(value)):
        assert judge(signed(badge_with_status), served).outcome is not Outcome.PASSED


@anything
@given(json_values(), json_values())
def test_any_subject_and_issuer(subject: JsonValue, profile: JsonValue) -> None:
    issuer: JsonObject = {"id": SIGNER.did, "type": ["Profile"], "name": profile, "endorsement": subject}
    inner: JsonObject = {"achievement": subject, "identifier": profile, "id": profile}
    judge(signed(credential(issuer=issuer, credentialSubject=inner)))
    judge(signed(credential(issuer=SIGNER.did, credentialSubject=[inner, subject])))
