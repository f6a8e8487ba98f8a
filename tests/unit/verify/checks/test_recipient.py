"""Whom a credential is about, and by whom and for whom it is presented."""

from __future__ import annotations

from hashlib import new as new_hash

import pytest

from tests.simulator.jose import Signer
from tests.unit.formats.texts import (
    HOLDER,
    ISSUER,
    PASSED,
    STRANGER,
    badge,
    credential,
    enveloped,
    failed,
    judge,
    outcome,
    presentation,
    result,
    unclear,
)
from wallet.model.json import JsonObject, JsonValue
from wallet.model.report import Check, Outcome, Reason
from wallet.model.request import Expectation


def hashed(value: str, *, salt: str = "", algorithm: str = "sha256", **more: JsonValue) -> JsonObject:
    """An Open Badges IdentityObject."""
    digest = new_hash(algorithm, (value + salt).encode(), usedforsecurity=False).hexdigest()
    identity: JsonObject = {
        "type": "IdentityObject",
        "identityHash": f"{algorithm}${digest}",
        "identityType": "emailAddress",
        "hashed": True,
        "salt": salt or None,
        **more,
    }
    return {name: item for name, item in identity.items() if item is not None}


def text(identity: JsonObject | None = None, subject: str | None = HOLDER.did) -> bytes:
    about: JsonObject = {"type": ["AchievementSubject"], "achievement": {"id": "urn:a", "type": ["Achievement"]}}
    about |= {"id": subject} if subject is not None else {}
    about |= {"identifier": [identity]} if identity is not None else {}
    return ISSUER.jws(credential(credentialSubject=about), typ="vc+jwt")


class TestRecipients:
    def test_not_asked(self) -> None:
        assert result(judge(text()), Check.RECIPIENT).outcome is Outcome.NOT_APPLICABLE

    def test_by_identifier(self) -> None:
        assert outcome(judge(text(), Expectation(recipients=("did:a:b", HOLDER.did)))) == PASSED
        assert outcome(judge(text(), Expectation(recipients=(STRANGER.did,)))) == failed(Reason.RECIPIENT_MISMATCH)

    @pytest.mark.parametrize("spelling", ["ann@example.org", "Ann@Example.ORG"])
    @pytest.mark.parametrize(
        "identity",
        [hashed("ann@example.org"), hashed("ann@example.org", salt="s"), hashed("ann@example.org", algorithm="md5")],
    )
    def test_by_hashed_address(self, identity: JsonObject, spelling: str) -> None:
        assert outcome(judge(text(identity, None), Expectation(recipients=(spelling,)))) == PASSED

    @pytest.mark.parametrize(
        "identity",
        [
            hashed("bob@example.org"),
            hashed("ann@example.org", salt="s") | {"salt": "t"},
            hashed("ann@example.org", algorithm="sha1"),
            hashed("ann@example.org") | {"identityHash": "ann@example.org"},
            hashed("ann@example.org") | {"hashed": False},
        ],
    )
    def test_of_somebody_else(self, identity: JsonObject) -> None:
        report = judge(text(identity, None), Expectation(recipients=("ann@example.org",)))
        assert outcome(report) == failed(Reason.RECIPIENT_MISMATCH)

    def test_by_plain_address(self) -> None:
        identity = hashed("x") | {"identityHash": "ann@example.org", "hashed": False}
        assert outcome(judge(text(identity, None), Expectation(recipients=("ann@example.org",)))) == PASSED

    def test_of_nobody(self) -> None:
        asked = Expectation(recipients=("ann@example.org",))
        assert outcome(judge(text(None, None), asked)) == unclear(Reason.RECIPIENT_UNKNOWN)
        unnamed = ISSUER.sd_jwt(badge(cnf=None)).show()
        assert outcome(judge(unnamed, asked)) == unclear(Reason.RECIPIENT_UNKNOWN)

    def test_inside_a_presentation(self) -> None:
        shown = HOLDER.jws(presentation(enveloped(text())), typ="vp+jwt")
        assert outcome(judge(shown, Expectation(recipients=(HOLDER.did,)))) == PASSED
        assert outcome(judge(shown, Expectation(recipients=(STRANGER.did,)))) == failed(Reason.RECIPIENT_MISMATCH)


class TestPresenters:
    def test_two_spellings_of_one_key(self) -> None:
        key = judge(ISSUER.sd_jwt(badge()).show()).credential
        assert key is not None
        did_key = key.subjects[0].confirmation
        assert did_key is not None
        shown = HOLDER.jws(presentation(enveloped(text(subject=did_key))), typ="vp+jwt")
        assert outcome(judge(shown, Expectation(require_binding=True))) == PASSED

    @pytest.mark.parametrize("subject", ["did:key:z6Mk", "did:jwk:e30", "did:web:ann.example", Signer("ES256").did])
    def test_another_key(self, subject: str) -> None:
        shown = HOLDER.jws(presentation(enveloped(text(subject=subject))), typ="vp+jwt")
        assert outcome(judge(shown)) == failed(Reason.HOLDER_MISMATCH)

    def test_a_holder_nobody_can_ask_is_not_called_a_stranger(self) -> None:
        shown = HOLDER.jws(
            presentation(enveloped(text(subject="did:web:ann.example")), holder="did:web:ann.example"),
            typ="vp+jwt",
            kid="did:web:ann.example#key-1",
        )
        report = judge(shown)
        assert (report.outcome, report.reasons[0]) == (Outcome.INDETERMINATE, Reason.KEY_UNRESOLVABLE)
        assert result(report, Check.RECIPIENT).reason is Reason.NOT_CHECKED

    def test_a_credential_about_nobody_binds_nobody(self) -> None:
        shown = HOLDER.jws(presentation(enveloped(text(subject=None)), 1), typ="vp+jwt")
        asked = Expectation(require_binding=True)
        assert result(judge(shown), Check.RECIPIENT).outcome is Outcome.PASSED
        assert result(judge(shown, asked), Check.RECIPIENT).reason is Reason.HOLDER_UNBOUND
