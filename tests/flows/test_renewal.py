"""Refresh services: asked only when the learner says so, and believed only where the answer is the same badge again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Final

import pytest

from scripts.sample_issuer.issuer import EDDSA_JCS, V2, SampleIssuer
from tests.flows.learner import Learner
from tests.simulator.issuer import NOW
from tests.unit.verify.lists import ISSUER, OTHER
from wallet.codec import json
from wallet.codec.time import format_instant
from wallet.model.json import JsonObject, JsonValue
from wallet.model.material import Material, MaterialSource, Unavailable
from wallet.model.record import ImportOutcome, ImportResult
from wallet.model.report import Reason

SERVICE: Final = "https://issuer.example/refresh/7"
DAY: Final = timedelta(days=1)


class Service:
    """What the refresh service answers."""

    def __init__(self, content: bytes | None) -> None:
        self.content = content
        self.asked: list[str] = []

    def get(self, url: str, *, max_bytes: int) -> Material | Unavailable:
        self.asked.append(url)
        if self.content is None:
            return Unavailable(url=url, why="timeout")
        digest = sha256(self.content).hexdigest()
        return Material(
            url=url,
            content=self.content,
            media_type="",
            sha256=digest,
            source=MaterialSource.FETCHED,
            retrieved_at=NOW,
        )


def badge(issuer: SampleIssuer = ISSUER, days: int = 0, **members: JsonValue) -> bytes:
    """An issue of the badge, some days after the first."""
    at = NOW - 100 * DAY + days * DAY
    document: JsonObject = {
        "@context": [V2],
        "id": "urn:uuid:00000000-0000-4000-8000-0000000000aa",
        "type": ["VerifiableCredential"],
        "issuer": issuer.id,
        "validFrom": format_instant(at),
        "credentialSubject": {"id": "did:example:learner"},
        "refreshService": {"id": SERVICE, "type": "1EdTechCredentialRefresh"},
        **members,
    }
    return json.dumps(issuer.secure(document, created=at, suite=EDDSA_JCS))


@pytest.fixture
def learner(tmp_path: Path) -> Iterator[Learner]:
    learner = Learner(tmp_path)
    yield learner
    learner.door.lock_here()


def kept(learner: Learner, content: bytes) -> str:
    file = learner.folder / "badge.json"
    file.write_bytes(content)
    (row,) = learner.wallet().add([str(file)])
    return row.id


def renew(learner: Learner, badge_id: str, service: Service) -> ImportResult | None:
    wallet = learner.wallet()
    wallet._verification = replace(wallet._verification, materials=service, network="on")
    return wallet.renew(badge_id)


def test_a_newer_issue_takes_the_place_of_the_older(learner: Learner) -> None:
    old = kept(learner, badge())
    service = Service(badge(days=10))
    row = renew(learner, old, service)
    assert row is not None
    assert (row.outcome, row.reasons) == (ImportOutcome.UPDATED, ())
    assert service.asked == [SERVICE]
    assert [summary.id for summary in learner.wallet().badges()] == [row.id]
    assert row.id != old


def test_the_same_issue_again_is_a_duplicate(learner: Learner) -> None:
    old = kept(learner, badge())
    row = renew(learner, old, Service(badge()))
    assert row is not None
    assert (row.outcome, row.id) == (ImportOutcome.DUPLICATE, old)


@pytest.mark.parametrize(
    "content",
    [
        badge(OTHER, days=10),
        badge(days=10, id="urn:uuid:00000000-0000-4000-8000-0000000000bb"),
        badge(days=10, credentialSubject={"id": "did:example:somebody"}),
        badge(days=10, validUntil="2026-01-01T00:00:00Z"),
        badge(days=10).replace(b"did:example:learner", b"did:example:lEarner"),
        badge(days=10).replace(b'"proof"', b'"prooof"'),
    ],
    ids=["issuer", "identifier", "subject", "expired", "tampered", "unsigned"],
)
def test_what_is_not_this_badge_verified_again_is_refused(learner: Learner, content: bytes) -> None:
    old = kept(learner, badge())
    row = renew(learner, old, Service(content))
    assert row is not None
    assert (row.outcome, row.reasons, row.id) == (ImportOutcome.REFUSED, (Reason.RENEWAL_MISMATCH,), "")
    assert [summary.id for summary in learner.wallet().badges()] == [old]


@pytest.mark.parametrize("content", [b"<html>portal</html>", b"{}", b""])
def test_what_is_no_badge_is_refused(learner: Learner, content: bytes) -> None:
    row = renew(learner, kept(learner, badge()), Service(content))
    assert row is not None
    assert row.outcome in {ImportOutcome.REFUSED, ImportOutcome.UNSUPPORTED}


def test_nobody_answers(learner: Learner) -> None:
    row = renew(learner, kept(learner, badge()), Service(None))
    assert row is not None
    assert (row.outcome, row.reasons) == (ImportOutcome.REFUSED, (Reason.UNREACHABLE,))
    offline = learner.wallet(offline=True).renew(learner.wallet().badges()[0].id)
    assert offline is not None
    assert offline.reasons == (Reason.OFFLINE,)


@pytest.mark.parametrize(
    "members",
    [
        {"refreshService": None},
        {"refreshService": {"id": SERVICE, "type": "VerifiableCredentialRefreshService2021"}},
        {"refreshService": [{"id": 7, "type": "1EdTechCredentialRefresh"}, "x"]},
    ],
)
def test_nobody_to_ask(learner: Learner, members: dict[str, JsonValue]) -> None:
    service = Service(badge(days=10))
    assert renew(learner, kept(learner, badge(**members)), service) is None  # type: ignore[arg-type]  # members alone
    assert service.asked == []


def test_a_forged_badge_asks_nobody(learner: Learner) -> None:
    service = Service(badge(days=10))
    assert renew(learner, kept(learner, badge().replace(b"urn:uuid:0", b"urn:uuid:1")), service) is None
    assert service.asked == []


def test_a_check_asks_no_refresh_service(learner: Learner) -> None:
    old = kept(learner, badge())
    service = Service(badge(days=10))
    wallet = learner.wallet()
    wallet._verification = replace(wallet._verification, materials=service, network="on")
    list(wallet.check([old], refresh=True))
    assert service.asked == []
