"""`check` and `verify` with an age for status lists, a clock to accept, and newer issues to ask for."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from tests.places import ROOT, SAMPLES
from tests.unit.cli.conftest import Wallet
from wallet.materials.directory import INDEX

BADGE: Final = SAMPLES / "06-project-management-in-force.json"
PUBLISHED: Final = ROOT / "scripts" / "sample_issuer" / "published"
LATER: Final = "2026-12-13T13:00:00Z"  # twenty days after the lists were got


def reasons(wallet: Wallet, *arguments: str | Path) -> object:
    return wallet("verify", BADGE, "--materials", PUBLISHED, "--at", LATER, "--json", *arguments).document["reasons"]


def test_the_age_of_status_lists_can_be_set(wallet: Wallet) -> None:
    assert reasons(wallet) == []
    assert reasons(wallet, "--max-age", "20") == []
    assert reasons(wallet, "--max-age", "19") == ["status-stale"]


def test_the_age_can_be_set_for_good(wallet: Wallet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WALLET_MAX_STATUS_AGE", "7")
    assert reasons(wallet) == ["status-stale"]
    assert reasons(wallet, "--max-age", "30") == []
    monkeypatch.setenv("WALLET_MAX_STATUS_AGE", "")
    assert reasons(wallet) == []


@pytest.mark.parametrize("text", ["soon", "-1", "1.5", "999999", "７"])
def test_an_age_that_is_no_number_of_days(wallet: Wallet, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("WALLET_MAX_STATUS_AGE", text)
    said = wallet("verify", BADGE, "--offline")
    assert said.code == 5
    assert "WALLET_MAX_STATUS_AGE" in said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize("text", ["-1", "soon", "100000"])
def test_the_option_takes_whole_days(wallet: Wallet, text: str) -> None:
    assert wallet("verify", BADGE, "--max-age", text).code == 2


def test_check_takes_an_age_too(changing_learner: Wallet) -> None:
    rows = changing_learner("list", "--json").documents
    badge = next(str(row["id"]) for row in rows if row["name"] == "Project Management in Practice")
    changing_learner("check", badge, "--refresh", "--materials", PUBLISHED)
    assert changing_learner("check", badge, "--json", "--at", LATER).document["reasons"] == []
    old = changing_learner("check", badge, "--json", "--at", LATER, "--max-age", "3")
    assert (old.code, old.document["reasons"]) == (3, ["status-stale"])


def test_what_is_saved_is_what_was_relied_on(changing_learner: Wallet, tmp_path: Path) -> None:
    changing_learner("check", "--refresh", "--materials", PUBLISHED)
    changing_learner("check", "--save-materials", tmp_path / "saved")
    assert (tmp_path / "saved" / INDEX).is_file()
    said = changing_learner("verify", BADGE, "--materials", tmp_path / "saved", "--json")
    assert (said.code, said.document["outcome"]) == (0, "passed")


def test_a_clock_can_be_accepted(changing_learner: Wallet) -> None:
    assert changing_learner("check", "--accept-clock").code in {0, 1, 3}


def test_asking_for_a_newer_issue_where_nobody_offers_one(changing_learner: Wallet) -> None:
    documents = changing_learner("check", "--renew", "--materials", PUBLISHED, "--json").documents
    assert documents
    assert all("renewal" not in document for document in documents)
