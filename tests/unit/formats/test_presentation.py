"""Presentations with an embedded proof: what is read, whatever the proof is worth."""

from __future__ import annotations

import pytest

from tests.unit.formats.texts import (
    HOLDER,
    ISSUER,
    V1,
    badge,
    credential,
    enveloped,
    judge,
    presentation,
    read,
    refused,
)
from wallet.codec import json
from wallet.formats.presentation import EmbeddedProofPresentation
from wallet.model.credential import VerifiablePresentation
from wallet.model.json import JsonObject, JsonValue
from wallet.model.report import Outcome, Reason

BADGE = ISSUER.jws(credential(), typ="vc+jwt")


def read_presentation(document: JsonObject) -> VerifiablePresentation:
    found = read(json.dumps(document))
    assert isinstance(found, VerifiablePresentation)
    return found


@pytest.mark.parametrize(
    ("holder", "expected"),
    [(HOLDER.did, HOLDER.did), ({"id": HOLDER.did}, HOLDER.did), ({"name": "Ann"}, None), (None, None), (1, None)],
)
def test_the_holder_named_or_described(holder: JsonValue, expected: str | None) -> None:
    assert read_presentation({**presentation(), "holder": holder}).holder == expected


def test_members_of_every_kind_and_in_order() -> None:
    sd_jwt = ISSUER.sd_jwt(badge()).show()
    members = (credential(), enveloped(BADGE), enveloped(sd_jwt, "application/vc+sd-jwt"), BADGE.decode(), 1)
    found = read_presentation(presentation(*members, id="urn:uuid:9"))
    formats = [getattr(member, "format", "unreadable") for member in found.credentials]
    assert formats == ["ldp_vc", "jwt_vc", "sd_jwt_vc", "jwt_vc", "unreadable"]
    assert (found.id, found.format) == ("urn:uuid:9", "presentation")


def test_one_credential_needs_no_list() -> None:
    assert len(read_presentation({**presentation(), "verifiableCredential": enveloped(BADGE)}).credentials) == 1
    assert read_presentation(presentation(verifiableCredential=None)).credentials == ()


def test_without_proof_it_is_nobodys() -> None:
    report = judge(json.dumps(presentation(enveloped(BADGE))))
    assert (report.outcome, report.reasons[0]) == (Outcome.FAILED, Reason.UNSIGNED)
    assert report.nested[0].outcome is Outcome.PASSED


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"@context": ["https://other.example", V1]}, (Reason.NOT_A_CREDENTIAL, "@context")),
        ({"proof": 1}, (Reason.MALFORMED, "proof")),
        ({"verifiableCredential": [1] * 101}, (Reason.TOO_LARGE, "verifiableCredential")),
    ],
)
def test_what_makes_none(more: JsonObject, expected: tuple[str, str]) -> None:
    assert refused(json.dumps({**presentation(), **more})) == expected


@pytest.mark.parametrize(
    "text",
    [
        b"[]",
        b"VerifiablePresentation",
        b'{"a": "VerifiablePresentation"}',
        b'{"type": 1, "a": "VerifiablePresentation"}',
        b'{"VerifiablePresentation"',
    ],
)
def test_only_the_type_tells(text: bytes) -> None:
    assert not EmbeddedProofPresentation().recognises(text)
