"""A newer issue of the same credential takes the place of the older one, which is kept; a forgery takes nobody's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from scripts.sample_issuer.issuer import EDDSA_JCS, V2, SampleIssuer
from scripts.sample_issuer.keys import Ed25519Key
from tests.flows.learner import Learner
from tests.simulator.issuer import NOW
from wallet.codec import json
from wallet.model.json import JsonObject
from wallet.model.record import ImportOutcome, ImportResult

HONEST: Final = SampleIssuer.of_key(Ed25519Key("honest"), name="見本大学")
OTHER: Final = SampleIssuer.of_key(Ed25519Key("other"), name="見本大学")


@pytest.fixture
def learner(tmp_path: Path) -> Iterator[Learner]:
    learner = Learner(tmp_path)
    yield learner
    learner.door.lock_here()


def issued(
    valid_from: str,
    *,
    issuer: SampleIssuer = HONEST,
    claimed: SampleIssuer | None = None,
    credential_id: str = "https://u.example/b/%E8%A8%BC",
) -> JsonObject:
    """A credential of `issuer`, which may claim to be of another."""
    document: JsonObject = {
        "@context": [V2],
        "id": credential_id,
        "type": ["VerifiableCredential"],
        "name": f"issue of {valid_from[:4]}",
        "issuer": (claimed or issuer).id,
        "validFrom": valid_from,
        "credentialSubject": {"id": "urn:uuid:6f0b2b1e-7f1c-4a57-9c53-2f8a2d6c0001"},
    }
    return issuer.secure(document, created=NOW, suite=EDDSA_JCS)


def add(learner: Learner, credential: JsonObject, **options: set[str]) -> ImportResult:
    (row,) = learner.wallet().add([json.dumps(credential).decode()], **options)
    return row


FIRST: Final = issued("2024-04-01T00:00:00Z")
SECOND: Final = issued("2025-04-01T09:00:00+09:00", credential_id="https://u.example/b/証")


def test_a_newer_issue_takes_the_place_and_the_tags(learner: Learner) -> None:
    first = add(learner, FIRST)
    learner.wallet().tag(first.id, ["仕事"])
    second = add(learner, SECOND)
    assert second.outcome is ImportOutcome.UPDATED
    (listed,) = learner.wallet().badges()
    assert (listed.id, listed.name, listed.tags) == (second.id, "issue of 2025", ("仕事",))
    assert learner.wallet().badges("2024") == ()
    record = learner.wallet().badge(second.id).record
    assert record.earlier == (first.id,)
    assert learner.wallet().badge(first.id).record.payload == json.dumps(FIRST)
    actions = [entry.action for entry in learner.door.open().history()]
    assert actions[-2:] == ["imported", "updated"]


def test_an_older_issue_that_comes_later_is_kept_behind_the_newer(learner: Learner) -> None:
    second = add(learner, SECOND)
    first = add(learner, FIRST)
    assert (first.outcome, first.id) == (ImportOutcome.DUPLICATE, second.id)
    (listed,) = learner.wallet().badges()
    assert listed.id == second.id
    assert len(learner.wallet().badge(second.id).record.earlier) == 1


def test_a_third_issue_replaces_both(learner: Learner) -> None:
    first, second = add(learner, FIRST), add(learner, SECOND)
    third = add(learner, issued("2026-04-01T00:00:00Z"))
    assert learner.wallet().badge(third.id).record.earlier == (second.id, first.id)
    assert len(learner.wallet().badges()) == 1


def test_every_issue_is_exported_and_removed_together(learner: Learner, tmp_path: Path) -> None:
    add(learner, FIRST)
    second = add(learner, SECOND)
    written = learner.wallet().export([], tmp_path / "out")
    assert {path.read_bytes() for path in written} == {json.dumps(FIRST), json.dumps(SECOND)}
    learner.wallet().remove(second.id)
    assert learner.wallet().badges() == ()
    assert learner.door.open().holds(json.dumps(FIRST)) is None
    assert learner.door.open().problems() == ()


@pytest.mark.parametrize(
    "credential",
    [
        issued("2026-01-01T00:00:00Z", issuer=OTHER),
        issued("2026-01-01T00:00:00Z", issuer=OTHER, claimed=HONEST),
        {**issued("2026-01-01T00:00:00Z"), "name": "altered"},
        issued("2026-01-01T00:00:00Z", credential_id="https://u.example/b/2"),
        issued("2024-04-01T09:00:00+09:00"),
        issued("2026-01-01"),
    ],
)
def test_another_credential_or_a_forgery_takes_nobodys_place(learner: Learner, credential: JsonObject) -> None:
    first = add(learner, FIRST)
    other = add(learner, credential)
    assert other.outcome is ImportOutcome.IMPORTED
    assert {badge.id for badge in learner.wallet().badges()} == {first.id, other.id}


def test_a_rehearsal_tells_what_would_be_updated(learner: Learner) -> None:
    first = add(learner, FIRST)
    row = add(learner, SECOND, rehearsed=set())
    assert (row.outcome, row.id) == (ImportOutcome.UPDATED, first.id)
    (listed,) = learner.wallet().badges()
    assert listed.id == first.id
