"""OpenBadgeV2 credentials: the gateway's signature, and the hosted badge in the picture, each with its verdict."""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import Final

import pytest

from tests.simulator.issuer import received, verification
from tests.unit.acquire import pictures
from tests.unit.verify.badges import Signer, World
from tests.unit.verify.test_open_badges_2 import ASSERTION, BADGE, HOST, ISSUER
from wallet.codec import json
from wallet.codec.limits import MAX_INPUT_BYTES
from wallet.model.json import JsonObject, JsonValue
from wallet.model.report import Check, Outcome, Reason, VerificationReport
from wallet.model.request import Expectation
from wallet.registry import TOOLBOX
from wallet.verify.context import no_pictures

GATEWAY: Final = "did:web:gateway.example"
KEY: Final = Signer("a gateway", method=f"{GATEWAY}#signing")
LEARNER: Final = "did:ion:EiDAIoNhjIHnuI_GTJqJfV6OWjsm1wCN71QETor_3w9NcA"
BAKED: Final = pictures.png(pictures.itxt(b"openbadges", json.dumps(ASSERTION)))


def world() -> World:
    document: JsonObject = {
        "@context": ["https://www.w3.org/ns/did/v1"],
        "id": GATEWAY,
        "verificationMethod": [
            {"id": KEY.method, "type": "Multikey", "controller": GATEWAY, "publicKeyMultibase": KEY.multikey}
        ],
        "assertionMethod": [KEY.method],
    }
    return World(
        {
            "https://gateway.example/.well-known/did.json": document,
            f"{HOST}/a/1": ASSERTION,
            f"{HOST}/b/1": BADGE,
            f"{HOST}/i/1": ISSUER,
        }
    )


def text_of(picture: bytes) -> str:
    return base64.b64encode(picture).decode()


def envelope(**subject: JsonValue) -> bytes:
    """A JWT as the gateway issues it."""
    claims: JsonObject = {
        "vc": {
            "@context": ["https://www.w3.org/2018/credentials/v1"],
            "type": ["VerifiableCredential", "OpenBadgeV2"],
            "credentialSubject": {
                "photo": text_of(BAKED),
                "openbadge": json.dumps(BADGE).decode(),
                "email": "hanako@univ.example",
                "verificationURL": f"{HOST}/a/1",
                "issued": "2024-03-31T00:00:00+09:00",
                **subject,
            },
        },
        "jti": "urn:pic:aab1a493730740b5a1a040edd5e7a896",
        "iss": GATEWAY,
        "sub": LEARNER,
        "iat": 1_763_000_000,
        "nbf": 1_763_000_000,
        "exp": 1_800_000_000,
    }
    return KEY.jws(claims, typ="JWT", kid=KEY.method)


def verify(jwt: bytes, at: World | None = None, expectation: Expectation | None = None) -> VerificationReport:
    return verification(at or world()).verify(received(jwt, "badge.jwt", "jwt"), expectation)


def test_both_hold() -> None:
    found = verify(envelope())
    assert (found.outcome, found.reasons) == (Outcome.PASSED, ())
    assert (found.issuer, found.input.format) == (GATEWAY, "jwt_vc")
    (badge,) = found.nested
    assert (badge.outcome, badge.input.format, badge.issuer) == (Outcome.PASSED, "open_badges_2", f"{HOST}/i/1")
    assert badge.credential is not None
    assert badge.credential.name is not None
    assert badge.credential.name.default == "情報リテラシー"


def test_what_the_envelope_says() -> None:
    found = verify(envelope())
    assert found.description is not None
    (achievement,) = found.description.achievements
    assert achievement.name is not None
    assert (achievement.name.default, achievement.name.by_language) == ("情報リテラシー", {"ja": "情報リテラシー"})
    assert [(item.type, item.hash, item.hashed) for item in found.description.identifiers] == [
        ("email", "hanako@univ.example", False)
    ]
    assert found.credential is not None
    assert found.credential.claims["verificationURL"] == f"{HOST}/a/1"
    assert not {"photo", "openbadge"} & found.credential.claims.keys()


def test_a_badge_that_its_host_shows_otherwise_fails_inside() -> None:
    at = world()
    at.answers[f"{HOST}/a/1"] = {**ASSERTION, "issuedOn": "2020-01-01T00:00:00Z"}
    found = verify(envelope(), at)
    assert found.outcome is Outcome.FAILED
    assert [result.outcome for result in found.checks if result.check is Check.PROOF] == [Outcome.PASSED]
    assert found.nested[0].reasons[0] is Reason.HOSTED_DIFFERS


def test_a_host_that_is_gone() -> None:
    at = world()
    del at.answers[f"{HOST}/a/1"]
    found = verify(envelope(), at)
    assert (found.outcome, found.nested[0].outcome) == (Outcome.INDETERMINATE, Outcome.INDETERMINATE)


def test_a_forged_envelope_around_a_good_badge() -> None:
    header, claims, signature = envelope().split(b".")
    other = envelope(email="taro@univ.example").split(b".")[1]
    found = verify(b".".join([header, other, signature]))
    assert claims != other
    assert found.reasons == (Reason.SIGNATURE_MISMATCH, Reason.NOT_CHECKED)
    assert (found.credential, found.nested[0].outcome) == (None, Outcome.PASSED)


def test_the_recipient_is_asked_of_both() -> None:
    found = verify(envelope(), expectation=Expectation(recipients=("hanako@univ.example",)))
    assert found.outcome is Outcome.PASSED
    wrong = verify(envelope(email="taro@univ.example"), expectation=Expectation(recipients=("hanako@univ.example",)))
    assert wrong.reasons[0] is Reason.RECIPIENT_MISMATCH


@pytest.mark.parametrize(
    "photo",
    [
        text_of(BAKED).rstrip("="),
        "data:image/png;base64," + text_of(BAKED),
        text_of(BAKED).replace("+", "-").replace("/", "_"),
    ],
)
def test_ways_to_write_the_picture(photo: str) -> None:
    assert [report.outcome for report in verify(envelope(photo=photo)).nested] == [Outcome.PASSED]


@pytest.mark.parametrize("photo", [None, text_of(pictures.png())])
def test_a_picture_without_a_badge_leaves_the_envelope_alone(photo: JsonValue) -> None:
    found = verify(envelope(photo=photo))
    assert (found.outcome, found.nested) == (Outcome.PASSED, ())


@pytest.mark.parametrize(
    ("photo", "reason"),
    [
        (5, Reason.MALFORMED),
        ("日本", Reason.MALFORMED),
        ("a", Reason.MALFORMED),
        (text_of(b"GIF89a"), Reason.MALFORMED),
        (text_of(BAKED[:-20]), Reason.MALFORMED),
        (text_of(pictures.png(*[pictures.itxt(b"openbadges", b"{}")] * 2)), Reason.AMBIGUOUS),
        (text_of(pictures.png(pictures.itxt(b"openbadges", b"https://x.example/a"))), Reason.NOT_A_CREDENTIAL),
        (text_of(pictures.png(pictures.itxt(b"openbadges", b"{"))), Reason.MALFORMED),
    ],
)
def test_a_picture_that_cannot_be_read(photo: JsonValue, reason: Reason) -> None:
    found = verify(envelope(photo=photo))
    assert [(report.outcome, report.reasons) for report in found.nested] == [(Outcome.REFUSED, (reason,))]
    assert found.outcome is Outcome.FAILED


def test_a_presentation_in_the_picture_is_no_badge() -> None:
    presentation = json.dumps(
        {"@context": ["https://www.w3.org/ns/credentials/v2"], "type": ["VerifiablePresentation"]}
    )
    found = verify(envelope(photo=text_of(pictures.png(pictures.itxt(b"openbadges", presentation)))))
    assert found.nested[0].reasons == (Reason.NOT_A_CREDENTIAL,)


def test_a_picture_beyond_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wallet.vocab.open_badge_envelope._MAX_CHARACTERS", 10)
    found = verify(envelope())
    assert found.nested[0].refusal is not None
    assert found.nested[0].refusal.params["limit"] == str(MAX_INPUT_BYTES)


def test_an_envelope_in_an_envelope_ends_somewhere() -> None:
    jwt = envelope()
    for _ in range(4):
        jwt = envelope(photo=text_of(pictures.png(pictures.itxt(b"openbadges", jwt))))
    found = verify(jwt)
    deepest = found.nested[0].nested[0].nested[0]
    assert (found.outcome, deepest.reasons[0], deepest.nested) == (Outcome.INDETERMINATE, Reason.TOO_DEEP, ())


@pytest.mark.parametrize("openbadge", [None, 5, "{", "[]", "\ud800"])
def test_a_badge_class_that_is_none(openbadge: JsonValue) -> None:
    jwt = envelope(openbadge=openbadge) if openbadge != "\ud800" else envelope(openbadge="\\ud800")
    found = verify(jwt)
    assert found.description is not None
    assert found.description.achievements == ()


def test_tools_that_look_into_no_pictures() -> None:
    run = replace(verification(world()), tools=replace(TOOLBOX, unbake=no_pictures))
    assert run.verify(received(envelope(), "badge.jwt", "jwt")).nested == ()
