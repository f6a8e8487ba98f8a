"""A badge's page: three questions apart, and what its keys do."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.flows.learner import Learner
from tests.places import SAMPLES
from tests.simulator.issuer import NOW
from tests.ui.stage import Actor, play, unlocked
from wallet.errors import VaultDamagedError
from wallet.model.credential import LanguageText
from wallet.model.record import HistoryEntry
from wallet.model.report import IssuerTrust, Outcome, VerificationReport
from wallet.text.screens import screen_text
from wallet.text.words import GLYPHS, word
from wallet.ui.app import WalletApp
from wallet.ui.present_badge import (
    action_text,
    history_lines,
    name_lines,
    proven_issuer,
    quality_lines,
    says_lines,
    says_title,
    trust_lines,
    verification_lines,
)
from wallet.ui.screens.badge import BadgePage, tags_in
from wallet.ui.widgets.paper import Paper
from wallet.wallet import Badge

ONE = "01-data-science.json"
HOSTILE_TEXT = "fine\x1b]52;c;ZXZpbA==\x07\u202egnp.exe"


def papers(actor: Actor) -> dict[str, str]:
    return {str(paper.id): paper.text for paper in actor.app.screen.query(Paper)}


async def on_page(actor: Actor) -> None:
    await unlocked(actor)
    await actor.press("enter")
    await actor.until_at("BadgePage")
    await actor.settled()


def badge_of(learner: Learner, name: str) -> Badge:
    (row,) = learner.wallet(offline=True).add([str(SAMPLES / name)])
    return learner.wallet(offline=True).badge(row.id)


def test_the_keys_of_the_page(learner: Learner, tmp_path: Path) -> None:
    badge = badge_of(learner, ONE)
    app = WalletApp(learner.wallet(offline=True), language="en")

    async def journey(actor: Actor) -> None:
        await on_page(actor)
        page = papers(actor)
        assert page["verification"].startswith("✓ passed")
        assert page["trust"].startswith("○ unknown")
        assert page["quality"].startswith("○ not judged yet")
        await actor.press("k")
        await actor.until_at("Confirm")
        assert "Verification does not change by it." in actor.text()
        await actor.press("enter")
        assert actor.place == "Confirm", "a careless Enter decides nothing"
        await actor.press("y")
        await actor.until_says("The issuer is known from now on.")
        assert papers(actor)["trust"].startswith("◆ known")
        assert papers(actor)["verification"] == page["verification"]
        await actor.press("k", "y")
        await actor.until(lambda: papers(actor)["trust"].startswith("○ unknown"), "forgotten")
        await actor.press("t")
        await actor.until_at("Ask")
        actor.type("LineInput", "#就活 career, career")
        await actor.press("enter")
        await actor.until(lambda: "#就活 #career" in papers(actor)["head"], "tagged")
        await actor.press("c")
        await actor.until_says("Checked again with what the vault holds.")
        await actor.press("e")
        await actor.until_at("Ask")
        actor.type("LineInput", str(tmp_path / "out"))
        await actor.press("enter")
        await actor.until_says("Written: ")
        await actor.press("x")
        await actor.until_at("Confirm")
        await actor.press("escape")
        assert learner.wallet().badges()
        await actor.press("x", "y")
        await actor.until_at("Library")
        await actor.until_says("No badges yet.")

    play(app, journey)
    assert learner.wallet().badges() == ()
    assert [path.read_bytes() for path in (tmp_path / "out").iterdir()] == [(SAMPLES / ONE).read_bytes()]
    assert badge.report.outcome is Outcome.PASSED


def test_an_issuer_that_is_not_established_cannot_be_known(learner: Learner) -> None:
    badge = badge_of(learner, "14-presenting.svg")
    assert proven_issuer(badge.report) is None
    app = WalletApp(learner.wallet(offline=True), language="en")

    async def journey(actor: Actor) -> None:
        await on_page(actor)
        await actor.press("k")
        await actor.until_says("This issuer cannot be marked as known")
        assert actor.place == "BadgePage"

    play(app, journey)
    assert learner.wallet().trusted() == ()


def test_asking_for_news_brings_the_verdict_up_to_date(learner: Learner) -> None:
    badge_of(learner, "08-lab-safety-revoked.json")
    app = WalletApp(learner.wallet(), language="ja")

    async def journey(actor: Actor) -> None:
        await on_page(actor)
        assert papers(actor)["verification"].startswith("? 判定できません")
        await actor.press("u")
        await actor.until(lambda: papers(actor)["verification"].startswith("✗ 検証に失敗しました"), "revoked")
        assert "失効" in papers(actor)["verification"]
        assert "時点" in papers(actor)["verification"]
        assert learner.web.asked

    play(app, journey)


def test_opening_a_page_asks_nobody(learner: Learner) -> None:
    badge_of(learner, "08-lab-safety-revoked.json")
    app = WalletApp(learner.wallet(), language="ja")

    async def journey(actor: Actor) -> None:
        await on_page(actor)
        await actor.press("c")
        await actor.until_says("再検証しました")

    play(app, journey)
    assert learner.web.asked == []


def test_a_badge_that_cannot_be_read_back_is_never_left_at_checking(
    learner: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    badge_of(learner, ONE)
    wallet = learner.wallet(offline=True)

    def damaged(badge_id: str) -> Badge:
        raise VaultDamagedError("badge-damaged", id=badge_id)

    monkeypatch.setattr(wallet, "badge", damaged)

    async def journey(actor: Actor) -> None:
        await on_page(actor)
        assert papers(actor)["verification"].startswith("? cannot tell")
        assert "does not read back" in papers(actor)["verification"]

    play(WalletApp(wallet, language="en"), journey)


def test_every_word_follows_the_language(learner: Learner) -> None:
    badge_of(learner, ONE)
    app = WalletApp(learner.wallet(offline=True), language="en")

    async def journey(actor: Actor) -> None:
        await on_page(actor)
        english = papers(actor)
        await actor.press("g")
        japanese = papers(actor)
        await actor.press("g")
        assert papers(actor) == english
        for name in ("verification", "trust", "quality", "says", "history"):
            assert japanese[name] != english[name]
        assert isinstance(actor.app.screen, BadgePage)

    play(app, journey)


# --- what it says, without an app ------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_words_are_fact_only_where_proven(learner: Learner, language: str) -> None:
    proven, unproven = badge_of(learner, ONE), badge_of(learner, "14-presenting.svg")
    assert proven.report.credential is not None
    assert unproven.report.credential is None
    own = word("not-proven", language)
    assert own not in "".join(line.text for line in (*says_lines(proven, language), *name_lines(proven, language)))
    assert says_lines(unproven, language)[0].text == own
    assert own in [line.text for line in name_lines(unproven, language)]
    assert says_title(proven, language) != says_title(unproven, language)


def test_every_check_has_glyph_word_reason_and_next_step(learner: Learner) -> None:
    report = badge_of(learner, "07-first-aid-expired.json").report
    lines = verification_lines(report, "en")
    text = "\n".join(f"{line.mark} {line.text}" for line in lines)
    assert text.startswith("✗ failed — Expired")
    for result in report.checks:
        if result.outcome is not Outcome.NOT_APPLICABLE:
            assert f"{GLYPHS[result.outcome]} {word(result.check, 'en')}: {word(result.outcome, 'en')}" in text
    assert "Next (issuer): " in text
    assert "31 March 2026" in text
    assert "not applicable: " in text


def test_trust_says_who_and_since_when(learner: Learner) -> None:
    badge = badge_of(learner, ONE)
    issuer = proven_issuer(badge.report)
    assert issuer is not None
    learner.wallet().trust(issuer, "見本大学", "me")
    report = learner.wallet(offline=True).badge(badge.record.summary.id).report
    assert report.trust.issuer is IssuerTrust.KNOWN
    text = "\n".join(line.text for line in trust_lines(report, "ja"))
    assert "確認済み" in text
    assert "あなた" in text
    assert "2026年11月23日" in text


def test_a_refused_report_says_why(learner: Learner) -> None:
    (report,) = learner.wallet(offline=True).verify([str(SAMPLES / ".." / "LICENSE")])
    assert isinstance(report, VerificationReport)
    assert "Not a badge" in "\n".join(line.text for line in verification_lines(report, "en"))


def test_foreign_text_is_harmless_on_the_page(learner: Learner) -> None:
    badge = badge_of(learner, ONE)
    summary = replace(badge.record.summary, name=HOSTILE_TEXT, issuer_name=HOSTILE_TEXT, tags=(HOSTILE_TEXT,))
    assert badge.report.description is not None
    achievement = replace(badge.report.description.achievements[0], criteria=LanguageText(default=HOSTILE_TEXT))
    report = replace(badge.report, description=replace(badge.report.description, achievements=(achievement,)))
    hostile = replace(badge, record=replace(badge.record, summary=summary), report=report)
    entry = HistoryEntry(at=NOW, action=HOSTILE_TEXT, subject=summary.id)
    lines = (
        *name_lines(hostile, "en"),
        *says_lines(hostile, "en"),
        *history_lines(hostile, [entry], "en"),
        *quality_lines("en"),
    )
    assert not any(character in line.text for line in lines for character in "\x1b\x07\u202e")


def test_the_history_tells_what_happened() -> None:
    shared = HistoryEntry(at=NOW, action="shared", subject="x", details={"audience": "", "badges": "a b"})
    changed = HistoryEntry(at=NOW, action="verdict-changed", subject="a", details={"before": "passed", "now": "failed"})
    assert action_text(shared, "en") == "shared with nobody named"
    assert action_text(changed, "ja") == "検証結果の変化: 検証できました → 検証に失敗しました"
    assert action_text(replace(shared, action="imported"), "en") == screen_text("did-imported", "en")


@pytest.mark.parametrize(
    ("typed", "tags"),
    [("", ()), ("a b", ("a", "b")), ("#就活、英語　a,a", ("就活", "英語", "a")), ("# ,", ())],
)
def test_tags_as_typed(typed: str, tags: tuple[str, ...]) -> None:
    assert tags_in(typed) == tags
