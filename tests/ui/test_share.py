"""Sharing through the screens, with a real link host: review, link and code, the employer, and taking it back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.flows.learner import Employer, Learner
from tests.places import SAMPLES
from tests.simulator.issuer import NOW
from tests.ui.stage import Actor, play, unlocked
from tests.unit.share.loopback import Clock, running_host
from wallet.errors import RemoteError
from wallet.model.record import ShareRecord
from wallet.model.report import Outcome
from wallet.share.file import FileTarget
from wallet.share.interface import ShareTarget
from wallet.ui.app import WalletApp
from wallet.ui.present_share import SPANS, Span, expiry, host_of, share_cells, share_state, shared_lines
from wallet.ui.screens.shared import Shared
from wallet.ui.widgets.qr_code import QUIET, QrCode, qr_rows
from wallet.wallet import Wallet

EMPLOYER = "https://employer.example"
PASSING, EXPIRED = "01-data-science.json", "07-first-aid-expired.json"
LINK = f"https://links.example/p/UP0B48bsUiz45fUyFkYCZ0#{'Xy' * 21}Q"
SHARE = ShareRecord(
    id="UP0B48bsUiz45fUyFkYCZ0",
    target="link",
    link=LINK,
    file="",
    credentials=("a", "b"),
    audience=EMPLOYER,
    purpose="",
    note="",
    created_at=NOW,
    expires_at=NOW + timedelta(weeks=4),
    revoke_key="secret",
)


async def to_review(actor: Actor, place: str, key: str = "s") -> None:
    await unlocked(actor)
    await actor.press("a", key)
    await actor.until_at("Share")
    await actor.settled()
    actor.type("#whom", EMPLOYER)
    actor.type("#place", place)
    await actor.press("enter")
    await actor.until_at("Review")


def wallet_with(learner: Learner, *names: str) -> Wallet:
    wallet = learner.wallet()
    list(wallet.add([str(SAMPLES / name) for name in names]))
    return wallet


def test_from_choosing_to_taking_back(learner: Learner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wallet = wallet_with(learner, PASSING, "02-statistics.png")
    with running_host(tmp_path / "host", Clock()) as host:
        app = WalletApp(wallet, language="en")
        copied: list[str] = []
        monkeypatch.setattr(app, "copy_to_clipboard", copied.append)

        async def journey(actor: Actor) -> None:
            await to_review(actor, host)
            assert "Your wallet's own check of it passed." in actor.text()
            assert "so no part" in actor.text()
            assert wallet.shares() == ()
            await actor.press("y")
            await actor.until_at("Shared")
            (share,) = wallet.shares()
            assert share.expires_at == NOW + timedelta(weeks=4)
            shown = actor.app.screen
            assert isinstance(shown, Shared)
            assert shown.query_one(QrCode).display
            assert shown.query_one(QrCode).rows == qr_rows(share.link)
            await actor.press("c")
            assert copied == [share.link]
            assert "clipboard" in actor.text()
            employer = Employer()
            assert employer.verify(share.link).outcome is Outcome.PASSED
            await actor.press("escape")
            await actor.until_at("Library")
            assert "chosen" not in actor.text()
            await actor.press("l")
            await actor.until_says("● works")
            await actor.press("r")
            await actor.until_at("Confirm")
            await actor.press("escape")
            assert wallet.shares()[0].revoked_at is None
            await actor.press("r", "y")
            await actor.until_says("× taken back")
            with pytest.raises(RemoteError) as gone:
                employer.verify(share.link)
            assert gone.value.code == "link-gone"
            await actor.press("r")
            await actor.until_says("taken back already")

        play(app, journey)


def test_what_did_not_pass_is_shared_all_the_same_and_marked(learner: Learner, tmp_path: Path) -> None:
    wallet = wallet_with(learner, PASSING, EXPIRED)
    target = tmp_path / "presentation.json"

    def as_file(place: str) -> ShareTarget:
        return FileTarget(Path(place))

    wallet._target_at = as_file

    async def journey(actor: Actor) -> None:
        await to_review(actor, str(target), key="p")
        assert "それでも共有できますが" in actor.text()
        assert "有効期限切れ" in actor.text()
        assert "y それでも共有する" in actor.text()
        await actor.press("escape")
        await actor.until_at("Share")
        assert not target.exists()
        await actor.press("enter")
        await actor.until_at("Review")
        await actor.press("y")
        await actor.until_at("Shared")
        assert "渡したファイルは取り消せません" in actor.text()
        await actor.press("escape")
        await actor.until_at("Library")
        await actor.press("l")
        await actor.until_says("▪ ファイル")
        await actor.press("r")
        await actor.until_says("渡したファイルは取り消せません")

    play(WalletApp(wallet, language="ja"), journey)
    report = Employer().verify(str(target))
    assert report.outcome is Outcome.FAILED
    assert [nested.outcome for nested in report.nested].count(Outcome.PASSED) == 1


def test_the_form_asks_for_what_is_missing(learner: Learner) -> None:
    wallet = wallet_with(learner, PASSING)

    async def journey(actor: Actor) -> None:
        await unlocked(actor)
        await actor.press("s")
        await actor.until_at("Share")
        await actor.settled()
        await actor.press("enter")
        assert "The address of a link host is needed." in actor.text()
        actor.type("#place", "links.example")
        await actor.press("enter")
        assert "begins with https://" in actor.text()
        await actor.press("shift+tab", "shift+tab", "right")
        assert "until a date" in actor.text()
        await actor.press("tab")
        actor.type("#date", "2020-01-01")
        await actor.press("enter")
        assert "A day that is still to come" in actor.text()
        actor.type("#date", "2027-03-31")
        await actor.press("tab", "right")
        assert "File to write" in actor.text()
        await actor.press("left")
        actor.type("#place", "https://links.example")
        await actor.press("tab", "enter")
        await actor.until_at("Review")
        assert "31 March 2027" in actor.text()
        await actor.press("g")
        assert "2027年3月31日" in actor.text()

    play(WalletApp(wallet, language="en"), journey)
    assert wallet.shares() == ()


def test_a_host_that_cannot_be_reached_is_told_and_nothing_is_recorded(learner: Learner) -> None:
    wallet = wallet_with(learner, PASSING)

    async def journey(actor: Actor) -> None:
        await to_review(actor, "http://127.0.0.1:9")
        await actor.press("y")
        await actor.until_says("Hint:")
        assert actor.place == "Share"

    play(WalletApp(wallet, language="en"), journey)
    assert wallet.shares() == ()


def test_a_code_that_does_not_fit_is_not_cut(learner: Learner) -> None:
    share = replace(
        SHARE, link=LINK.replace("links.example", "a-rather-long-name-of-a-host.students.university.example")
    )
    app = WalletApp(learner.wallet(offline=True), language="en")

    async def journey(actor: Actor) -> None:
        await unlocked(actor)
        app.push_screen(Shared(app.desk, share, fresh=False))
        await actor.until_at("Shared")
        assert not actor.app.screen.query_one(QrCode).display
        assert "The QR code needs a window of" in actor.text()
        await actor.pilot.resize_terminal(120, 40)
        await actor.pilot.pause()
        assert actor.app.screen.query_one(QrCode).display

    play(app, journey)


# --- what it says, without an app ------------------------------------------------------------------------------------


def test_the_code_is_a_code() -> None:
    rows = qr_rows(LINK)
    width = len(rows[0])
    assert {len(row) for row in rows} == {width}
    assert len(rows) == (width + 1) // 2
    assert len(rows) + 2 <= 24, "an ordinary link fits a terminal of 24 lines"
    # The finder pattern: seven dark modules, from the quiet zone on.
    assert rows[QUIET // 2][:QUIET] == " " * QUIET
    assert rows[QUIET // 2][QUIET : QUIET + 7] == "█▀▀▀▀▀█"


@pytest.mark.parametrize(
    ("span", "date", "until"),
    [
        (Span.WEEK, "", NOW + timedelta(weeks=1)),
        (Span.FOUR_WEEKS, "nonsense", NOW + timedelta(weeks=4)),
        (Span.DATE, "2027-3-1", datetime(2027, 3, 1, 23, 59, 59, tzinfo=UTC)),
        (Span.DATE, " 2027/03/01 ", datetime(2027, 3, 1, 23, 59, 59, tzinfo=UTC)),
        (Span.DATE, "2026-11-22", None),
        (Span.DATE, "2027-02-30", None),
        (Span.DATE, "tomorrow", None),
        (Span.DATE, "", None),
    ],
)
def test_how_long_it_lasts(span: Span, date: str, until: datetime | None) -> None:
    assert expiry(span, date, NOW) == until
    assert span in SPANS


def test_the_state_of_a_share() -> None:
    assert share_state(SHARE, NOW) == "works"
    assert share_state(SHARE, NOW + timedelta(weeks=4)) == "ended"
    assert share_state(replace(SHARE, revoked_at=NOW), NOW + timedelta(weeks=9)) == "taken-back"
    assert share_state(replace(SHARE, link="", file="x", expires_at=None), NOW) == "file"
    assert host_of(LINK) == "https://links.example"


def test_a_row_and_the_words_of_a_share() -> None:
    cells = [cell.text for cell in share_cells(SHARE, NOW, ["統計", "語学"], "ja")]
    assert cells == ["● 有効", EMPLOYER, "バッジ2件", "2026-12-21"]
    nobody = replace(SHARE, audience="", expires_at=None)
    assert [cell.text for cell in share_cells(nobody, NOW, ["統計"], "en")] == [
        "● works",
        "nobody named",
        "統計",
        "no end",
    ]
    hostile = replace(SHARE, audience="\x1b[2J", file="\x07", link="")
    assert not any(c in line.text for line in shared_lines(hostile, "en") for c in "\x1b\x07")
