"""Every screen as it was last agreed on, in both languages, at both sizes; and Japanese screens without English."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from tests.flows.learner import Learner
from tests.places import ROOT, SAMPLES
from tests.simulator.issuer import NOW
from tests.ui.stage import PASSPHRASE, SIZES, Actor, compare, play, unlocked
from wallet.compose import compose
from wallet.config import Config
from wallet.text.screens import SCREEN_WORDS
from wallet.text.words import WORDS
from wallet.ui.app import WalletApp

BOTH: Final = pytest.mark.parametrize("language", ["ja", "en"])
SIZED: Final = pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
LONG_ENOUGH: Final = 12
"""Shorter English words may be part of a badge's own text."""


def app_for(learner: Learner, language: str) -> WalletApp:
    return WalletApp(learner.wallet(offline=True), language=language, samples=SAMPLES)


def no_english(text: str) -> None:
    """No phrase of the English catalogue is on a Japanese screen."""
    phrases = {en for en, ja in (*SCREEN_WORDS.values(), *WORDS.values()) if len(en) >= LONG_ENOUGH and en != ja}
    assert [phrase for phrase in phrases if phrase in text] == []


def look(actor: Actor, name: str, language: str) -> None:
    compare(actor, name, language)
    if language == "ja":
        no_english(actor.text())


@BOTH
@SIZED
def test_before_the_vault(tmp_path: Path, language: str, size: tuple[int, int]) -> None:
    wallet = compose(Config(vault=tmp_path / "vault", keyring=False, offline=True, at=NOW))

    async def journey(actor: Actor) -> None:
        await actor.until_at("Welcome")
        look(actor, "welcome", language)
        await actor.press("enter")
        await actor.until_at("MakeVault")
        actor.type("#first", "short one")
        await actor.pilot.pause()
        look(actor, "make-vault", language)

    play(WalletApp(wallet, language=language, samples=SAMPLES), journey, size)


@BOTH
@SIZED
def test_locked_and_empty(learner: Learner, language: str, size: tuple[int, int]) -> None:
    learner.door.lock_here()

    async def journey(actor: Actor) -> None:
        await unlocked(actor)
        look(actor, "library-empty", language)
        await actor.press("i")
        await actor.until_at("ImportBadges")
        look(actor, "import", language)
        await actor.press("escape", "ctrl+l")
        await actor.until_at("Unlock")
        look(actor, "unlock", language)
        actor.type("#answer", "wrong")
        await actor.press("enter")
        await actor.settled()
        look(actor, "unlock-wrong", language)

    play(app_for(learner, language), journey, size)


@BOTH
@SIZED
def test_the_library_and_its_badges(filled: Learner, language: str, size: tuple[int, int]) -> None:
    async def journey(actor: Actor) -> None:
        await unlocked(actor)
        await actor.press("space", "space", "end", "up")
        await actor.settled()
        look(actor, "library", language)
        await actor.press("enter")
        await actor.until_at("BadgePage")
        await actor.settled()
        look(actor, "badge-passed", language)
        await actor.press("escape")
        await actor.until_at("Library")
        await actor.press("escape", "f", "f")
        await actor.settled()
        look(actor, "library-failed", language)
        await actor.press("home", "down", "enter")
        await actor.until_at("BadgePage")
        await actor.settled()
        look(actor, "badge-failed", language)
        await actor.press("x")
        await actor.until_at("Confirm")
        look(actor, "remove", language)

    play(app_for(filled, language), journey, size)


@BOTH
@SIZED
def test_sharing(filled: Learner, language: str, size: tuple[int, int]) -> None:
    async def journey(actor: Actor) -> None:
        await unlocked(actor)
        await actor.press("down", "space", "down", "down", "down", "down", "down", "space", "s")
        await actor.until_at("Share")
        await actor.settled()
        actor.type("#whom", "https://employer.example")
        await actor.pilot.pause()
        look(actor, "share", language)
        await actor.press("enter")
        await actor.until_at("Review")
        look(actor, "review", language)

    play(app_for(filled, language), journey, size)


@BOTH
@SIZED
def test_links_and_help(filled: Learner, language: str, size: tuple[int, int]) -> None:
    async def journey(actor: Actor) -> None:
        await unlocked(actor)
        await actor.press("l")
        await actor.until_at("Links")
        await actor.settled()
        await actor.press("down", "down")
        look(actor, "links", language)
        await actor.press("v")
        await actor.until_at("Shared")
        await actor.press("c")
        look(actor, "shared", language)
        await actor.press("escape", "r")
        await actor.until_at("Confirm")
        look(actor, "take-back", language)
        await actor.press("escape", "f1")
        await actor.until_at("Help")
        look(actor, "help", language)

    play(app_for(filled, language), journey, size)


@BOTH
@SIZED
def test_import_rows(learner: Learner, language: str, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)

    async def journey(actor: Actor) -> None:
        await unlocked(actor)
        await actor.press("i")
        await actor.until_at("ImportBadges")
        actor.type("PasteInput", "samples/01-data-science.json samples/01-data-science.json LICENSE nowhere.json")
        await actor.press("enter")
        await actor.settled()
        await actor.press("end", "up")
        look(actor, "import-rows", language)

    play(app_for(learner, language), journey, size)


def test_a_phrase_of_the_other_language_would_be_seen() -> None:
    with pytest.raises(AssertionError):
        no_english(f"▌ {WORDS['not-proven'][0]}")


def test_the_passphrase_of_the_stage_is_the_learners(learner: Learner) -> None:
    assert (learner.folder / "passphrase").read_text(encoding="utf-8") == PASSPHRASE
