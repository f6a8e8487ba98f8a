"""From nothing to a library: language, vault, recovery key, samples; then the lock, by hand and by itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.flows.learner import Learner
from tests.places import SAMPLES
from tests.simulator.issuer import NOW
from tests.ui.stage import PASSPHRASE, Actor, play, unlocked
from wallet.compose import compose
from wallet.config import Config
from wallet.errors import VaultLockedError
from wallet.model.secret import Secret
from wallet.storage import keyring_port
from wallet.text.screens import screen_text
from wallet.text.words import word
from wallet.ui.app import WalletApp
from wallet.ui.screens.recovery import Recovery


class MemoryKeyring:
    """A keyring that lives as long as the test."""

    def __init__(self) -> None:
        self.entries: dict[str, Secret] = {}

    def get(self, entry: str) -> Secret | None:
        return self.entries.get(entry)

    def set(self, entry: str, secret: Secret) -> None:
        self.entries[entry] = secret

    def delete(self, entry: str) -> None:
        self.entries.pop(entry, None)


def fresh_app(tmp_path: Path, language: str, *, samples: Path | None = SAMPLES, keyring: bool = False) -> WalletApp:
    wallet = compose(Config(vault=tmp_path / "vault", keyring=keyring, offline=True, at=NOW))
    return WalletApp(wallet, language=language, samples=samples)


async def make_vault(actor: Actor, first: str, second: str) -> None:
    await actor.until_at("Welcome")
    await actor.press("enter")
    await actor.until_at("MakeVault")
    actor.type("#first", first)
    actor.type("#second", second)
    await actor.press("enter")


async def type_key_back(actor: Actor) -> str:
    """Type the groups asked for; the recovery key."""
    await actor.until_at("Recovery")
    screen = actor.app.screen
    assert isinstance(screen, Recovery)
    key = next(word for word in actor.text().split() if word.count("-") == 5)
    await actor.press("enter")
    assert key not in actor.text()
    for number, group in enumerate(screen.asked):
        actor.type(f"#answer-{number}", key.split("-")[group - 1].lower())
    await actor.press("enter")
    await actor.until_at("Offer")
    return key


@pytest.mark.parametrize(("language", "size"), [("en", (80, 24)), ("ja", (120, 40))])
def test_from_the_first_run_to_the_lock(tmp_path: Path, language: str, size: tuple[int, int]) -> None:
    app = fresh_app(tmp_path, language)
    other = "ja" if language == "en" else "en"

    async def journey(actor: Actor) -> None:
        await make_vault(actor, PASSPHRASE, PASSPHRASE)
        await type_key_back(actor)
        await actor.press("enter")
        await actor.until_at("ImportBadges")
        await actor.settled()
        await actor.press("escape")
        await actor.until_at("Library")
        await actor.settled()
        assert actor.rows.row_count == len(list(SAMPLES.iterdir()))
        await actor.press("enter")
        await actor.until_at("BadgePage")
        await actor.settled()
        assert str(actor.widget("#trust").border_title) == word("trust", language)
        await actor.press("f2")
        assert str(actor.widget("#trust").border_title) == word("trust", other)
        await actor.press("escape")
        assert screen_text("library", other) in actor.heading
        name = app.desk.wallet.badges()[0].name
        await actor.press("ctrl+l")
        await actor.until_at("Unlock")
        assert not app.desk.wallet.door.is_open()
        assert name not in actor.text()
        assert [type(screen).__name__ for screen in app.screen_stack[1:]] == ["Unlock"]
        with pytest.raises(VaultLockedError):
            app.desk.wallet.badges()
        await unlocked(actor)
        assert actor.rows.row_count == len(list(SAMPLES.iterdir()))
        await actor.press("q")

    play(app, journey, size)


def test_the_chosen_language_is_remembered(tmp_path: Path) -> None:
    async def choose_japanese(actor: Actor) -> None:
        await actor.until_at("Welcome")
        assert "A wallet for your digital badges" in actor.text()
        await actor.press("right")
        assert "デジタルバッジのウォレット" in actor.text()
        await make_vault(actor, PASSPHRASE, PASSPHRASE)
        await type_key_back(actor)
        await actor.press("escape")
        await actor.until_at("Library")
        await actor.settled()

    play(fresh_app(tmp_path, "en"), choose_japanese)

    async def come_back(actor: Actor) -> None:
        await unlocked(actor)
        assert "バッジはまだありません" in actor.text()

    play(fresh_app(tmp_path, "en"), come_back)

    async def ask_for_english(actor: Actor) -> None:
        await unlocked(actor)
        assert "No badges yet." in actor.text()

    wallet = compose(Config(vault=tmp_path / "vault", keyring=False, offline=True, at=NOW))
    play(WalletApp(wallet, language="en", language_asked=True), ask_for_english)


def test_no_keyring_and_no_passphrase_is_said_plainly(tmp_path: Path) -> None:
    async def journey(actor: Actor) -> None:
        await make_vault(actor, "", "")
        assert "no keyring" in actor.text()
        assert "A passphrase is needed." in actor.text()
        actor.type("#first", "short")
        await actor.pilot.pause()
        assert "5 characters: short" in actor.text()
        actor.type("#first", PASSPHRASE)
        await actor.pilot.pause()
        assert "characters: good" in actor.text()
        actor.type("#second", "something else")
        await actor.press("enter")
        assert "The two differ." in actor.text()
        assert actor.place == "MakeVault"

    app = fresh_app(tmp_path, "en")
    play(app, journey)
    assert not app.desk.wallet.door.exists()


def test_the_recovery_key_is_asked_back_and_opens_the_vault(tmp_path: Path) -> None:
    async def journey(actor: Actor) -> None:
        await make_vault(actor, PASSPHRASE, PASSPHRASE)
        await actor.until_at("Recovery")
        await actor.press("enter")
        for number in range(2):
            actor.type(f"#answer-{number}", "WRONG")
        await actor.press("enter")
        assert actor.place == "Recovery"
        assert "not what was shown" in actor.text()
        await actor.press("escape")
        key = await type_key_back(actor)
        await actor.press("n")
        await actor.until_at("Library")
        await actor.press("ctrl+l")
        await actor.until_at("Unlock")
        actor.type("#answer", "not it")
        await actor.press("enter")
        await actor.until_says("does not open the vault")
        actor.type("#answer", key)
        await actor.press("enter")
        await actor.until_at("Library")

    play(fresh_app(tmp_path, "en"), journey)


def test_without_samples_it_is_said_what_to_do(tmp_path: Path) -> None:
    async def journey(actor: Actor) -> None:
        await make_vault(actor, PASSPHRASE, PASSPHRASE)
        await type_key_back(actor)
        assert "No sample badges came with this installation" in actor.text()
        await actor.press("enter")
        await actor.until_at("Library")
        await actor.settled()
        assert "No badges yet." in actor.text()
        assert "sample" not in actor.text()

    play(fresh_app(tmp_path, "en", samples=None), journey)


def test_a_keyring_opens_without_a_passphrase_until_the_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ring = MemoryKeyring()
    monkeypatch.setattr(keyring_port, "system_keyring", lambda: ring)

    async def first(actor: Actor) -> None:
        await make_vault(actor, "", "")
        await type_key_back(actor)
        await actor.press("escape")
        await actor.until_at("Library")

    play(fresh_app(tmp_path, "en", keyring=True), first)

    async def second(actor: Actor) -> None:
        await actor.until_at("Library")
        await actor.press("ctrl+l")
        await actor.until_at("Unlock")
        assert "keyring" in actor.text()
        await actor.press("enter")
        await actor.until_at("Library")

    play(fresh_app(tmp_path, "en", keyring=True), second)


def test_the_lock_takes_the_keyring_along_and_unlocking_gives_it_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ring = MemoryKeyring()
    monkeypatch.setattr(keyring_port, "system_keyring", lambda: ring)

    async def first(actor: Actor) -> None:
        await make_vault(actor, PASSPHRASE, PASSPHRASE)
        await type_key_back(actor)
        await actor.press("escape")
        await actor.until_at("Library")

    play(fresh_app(tmp_path, "en", keyring=True), first)
    assert len(ring.entries) == 1

    async def second(actor: Actor) -> None:
        await actor.until_at("Library")
        await actor.press("ctrl+l")
        await actor.until_at("Unlock")
        assert ring.entries == {}
        await unlocked(actor)
        await actor.until(lambda: len(ring.entries) == 1, "back in the keyring")

    play(fresh_app(tmp_path, "en", keyring=True), second)


def test_leaving_before_there_is_a_vault_makes_none(tmp_path: Path) -> None:
    app = fresh_app(tmp_path, "ja")

    async def journey(actor: Actor) -> None:
        await actor.until_at("Welcome")
        await actor.press("enter")
        await actor.until_at("MakeVault")
        await actor.press("escape")
        await actor.until_at("Welcome")
        await actor.press("escape")

    play(app, journey)
    assert not (tmp_path / "vault").exists()


def test_without_a_key_pressed_the_vault_is_locked(learner: Learner) -> None:
    app = WalletApp(learner.wallet(offline=True), language="en", idle_seconds=0.3)
    assert learner.door.is_open()

    async def journey(actor: Actor) -> None:
        await actor.until_says("The vault is locked, its key forgotten.")
        assert not learner.door.is_open()

    play(app, journey)


def test_a_key_begins_the_idle_time_anew(learner: Learner, monkeypatch: pytest.MonkeyPatch) -> None:
    app = WalletApp(learner.wallet(offline=True), language="en")
    resets: list[str] = []

    async def journey(actor: Actor) -> None:
        await actor.until_at("Library")
        assert app._idle is not None
        monkeypatch.setattr(app._idle, "reset", lambda: resets.append("again"))
        await actor.press("down")

    play(app, journey)
    assert resets


def test_idle_time_does_not_cut_off_what_is_running(learner: Learner) -> None:
    app = WalletApp(learner.wallet(offline=True), language="en", idle_seconds=0.05)
    app.desk.running.add("an import")

    async def journey(actor: Actor) -> None:
        await actor.until_at("Library")
        for _ in range(20):
            await actor.pilot.pause(0.02)
        assert actor.place == "Library"
        app.desk.running.clear()
        await actor.until(lambda: actor.place == "Unlock", "locked by itself")

    play(app, journey)
