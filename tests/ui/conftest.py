"""Wallets for the screens: one that is filled once and looked at by many, and fresh ones for what changes something."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.flows.learner import Learner
from tests.places import ROOT
from tests.simulator.issuer import NOW
from wallet.model.record import ShareRecord


@pytest.fixture(autouse=True)
def _terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal with all colours, whatever the tests are run from."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")


@pytest.fixture
def learner(tmp_path: Path) -> Learner:
    """Somebody with an empty vault."""
    return Learner(tmp_path)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Learner]:
    """Somebody with every sample, checked, and three shares: one that works, one taken back, one that has ended.

    For looking only: nothing of it may be changed.
    """
    learner = Learner(tmp_path_factory.mktemp("filled"))
    wallet, before = learner.wallet(), Path.cwd()
    os.chdir(ROOT)  # so that rows name their source by the same path everywhere
    try:
        list(wallet.add(["samples"]))
    finally:
        os.chdir(before)
    list(wallet.check(refresh=True))
    vault, ids = learner.door.open(), [badge.id for badge in wallet.badges()]
    for number, days in enumerate((28, 28, -1)):
        share_id = f"UP0B48bsUiz45fUyFkYCZ{number}"
        link = f"https://links.example/p/{share_id}#{'Xy' * 21}Q"
        vault.save_share(
            ShareRecord(
                id=share_id,
                target="link",
                link=link,
                file="",
                credentials=tuple(ids[: number + 1]),
                audience="https://employer.example",
                purpose="インターンシップ",
                note="",
                created_at=NOW,
                expires_at=NOW + timedelta(days=days),
                revoke_key="secret",
            )
        )
    vault.mark_revoked("UP0B48bsUiz45fUyFkYCZ1", NOW)
    yield learner
    learner.door.lock_here()
