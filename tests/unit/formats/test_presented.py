"""SD-JWT and JWT badges in a presentation that this wallet signs: enveloped, and read again whole."""

from __future__ import annotations

from typing import Final

import pytest

from tests.simulator.issuer import CONTEXTS, NOW
from tests.unit.formats.texts import (
    CHALLENGE,
    DOMAIN,
    HOLDER,
    ISSUER,
    PASSED,
    badge,
    credential,
    failed,
    judge,
    outcome,
    read_credential,
)
from wallet.codec import json
from wallet.codec.jwk import public_key_from_jwk
from wallet.codec.multibase import did_key
from wallet.model.key import KeyType
from wallet.model.report import Reason
from wallet.model.request import Expectation, PresentationRequest
from wallet.present.presentation import build_presentation
from wallet.registry import SUITES

ASKED: Final = Expectation(challenge=CHALLENGE, domain=DOMAIN, require_binding=True)


class HolderKey:
    """The holder of the tests as a signer of presentations."""

    type: Final = KeyType.ED25519

    def __init__(self) -> None:
        did = did_key(public_key_from_jwk(HOLDER.jwk))
        self.verification_method = f"{did}#{did.removeprefix('did:key:')}"

    def sign(self, message: bytes) -> bytes:
        return HOLDER.sign(message)


def present(*texts: bytes) -> bytes:
    suite = SUITES.get("eddsa-rdfc-2022")
    assert suite is not None
    signed = build_presentation(
        [read_credential(text) for text in texts],
        PresentationRequest(challenge=CHALLENGE, audience=DOMAIN),
        presentation_id="urn:uuid:9",
        created=NOW,
        key=HolderKey(),
        suite=suite,
        contexts=CONTEXTS,
    )
    return signed.content


@pytest.mark.parametrize(
    ("text", "media_type"),
    [
        (ISSUER.jws(credential(), typ="vc+jwt"), "application/vc+jwt"),
        (ISSUER.sd_jwt(badge(), {"degree": "BSc"}).issued(), "application/dc+sd-jwt"),
        (ISSUER.sd_jwt(credential(), typ="vc+sd-jwt").show(), "application/vc+sd-jwt"),
    ],
)
def test_enveloped_and_read_again(text: bytes, media_type: str) -> None:
    content = present(text)
    members = json.loads_object(content)["verifiableCredential"]
    assert isinstance(members, list)
    assert isinstance(members[0], dict)
    assert members[0]["id"] == f"data:{media_type},{text.decode()}"
    report = judge(content, ASKED)
    assert outcome(report) == PASSED
    assert [outcome(nested) for nested in report.nested] == [PASSED]


def test_an_envelope_that_was_opened_and_filled_again() -> None:
    issued = ISSUER.sd_jwt(badge(), {"degree": "BSc", "grade": 5})
    content = present(issued.issued())
    changed = content.replace(issued.disclosures["grade"].encode() + b"~", b"")
    assert changed != content
    assert outcome(judge(changed, ASKED)) == failed(Reason.SIGNATURE_MISMATCH)
