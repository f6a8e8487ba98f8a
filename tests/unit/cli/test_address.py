"""The learner's own addresses: a badge whose recipient is a hash is found to be theirs; no other fails for it."""

from __future__ import annotations

from typing import Final

import pytest

from scripts.sample_issuer.badge import LEARNER as RECIPIENT
from tests.unit.cli.conftest import Said, Wallet
from tests.unit.cli.test_library import badge_id
from wallet.model.json import JsonObject

NOBODY: Final = "nobody@elsewhere.example"


@pytest.fixture
def hashed(learner: Wallet) -> str:
    """A sample whose recipient is a salted hash."""
    return badge_id(learner("list", "--json"))


def recipient(said: Said) -> JsonObject:
    checks = said.document["checks"]
    assert isinstance(checks, list)
    (found,) = [item for item in checks if isinstance(item, dict) and item["check"] == "recipient"]
    return found


def test_addresses_are_kept_and_taken_away(changing_learner: Wallet) -> None:
    changing_learner("address", "add", " a@u.example", "b@u.example", "a@u.example")
    assert changing_learner("address", "list", "--json").document["addresses"] == ["a@u.example", "b@u.example"]
    assert changing_learner("address", "remove", "a@u.example").out == "b@u.example\n"
    changing_learner("address", "remove", "b@u.example")
    assert changing_learner("address", "list").out == ""


@pytest.mark.parametrize("action", ["add", "remove"])
def test_an_action_needs_an_address(learner: Wallet, action: str) -> None:
    assert learner("address", action).code == 2


def test_a_badge_about_one_of_them_is_told_so_and_no_other_fails(changing_learner: Wallet, hashed: str) -> None:
    assert recipient(changing_learner("show", hashed, "--json"))["outcome"] == "not_applicable"
    changing_learner("address", "add", NOBODY)
    assert recipient(changing_learner("show", hashed, "--json"))["outcome"] == "not_applicable"
    changing_learner("address", "add", RECIPIENT)
    found = recipient(changing_learner("show", hashed, "--json"))
    assert (found["outcome"], found["params"]) == ("passed", {"mine": RECIPIENT})
    assert f"It is about you: {RECIPIENT}" in changing_learner("show", hashed).out
    assert RECIPIENT in changing_learner("show", hashed, "--lang", "ja").out
    changing_learner("address", "remove", NOBODY, RECIPIENT)
