"""The library: finding, filtering, choosing, acting; quick with ten thousand badges; safe with hostile names."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest
from rich.cells import cell_len

from tests.flows.learner import Learner
from tests.places import ROOT, SAMPLES
from tests.simulator.issuer import NOW
from tests.ui.stage import Actor, play, unlocked
from wallet.model.record import BadgeSummary
from wallet.ui.app import WalletApp
from wallet.ui.line import Cell
from wallet.ui.palette import Tone
from wallet.ui.picture import Picture
from wallet.ui.present_list import Order, arranged, badge_cells, counts, day
from wallet.ui.screens.library import Library
from wallet.ui.widgets.picture_box import PictureBox

HOSTILE: Final = sorted((ROOT / "tests" / "hostile" / "inputs").glob("I*"))
FOREIGN: Final = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
CONTROL: Final = "I12"
"""The control among the hostile names: emoji, Arabic and kanji, which must be drawn aligned like any other."""

SUMMARY: Final = BadgeSummary(
    id="a2b3c4d5e6",
    name="統計の基礎",
    issuer_id="did:example:1",
    issuer_name="見本大学",
    subject="",
    valid_from="2026-04-01T00:00:00Z",
    valid_until="2027-03-31T14:59:59Z",
    format="ldp_vc",
    carrier="json",
    outcome="passed",
    reasons=(),
    trust="unknown",
    checked_at=NOW,
    added_at=NOW,
)


def names(actor: Actor) -> list[str]:
    screen = actor.app.screen
    assert isinstance(screen, Library)
    return [badge.name for badge in screen._rows]


def test_find_as_you_type_filter_and_choose(filled: Learner) -> None:
    app = WalletApp(filled.wallet(offline=True), language="en")

    async def journey(actor: Actor) -> None:
        await unlocked(actor)
        everything = names(actor)
        await actor.press("slash", "s", "a", "f", "e")
        await actor.until(lambda: names(actor) == ["Laboratory Safety"], "found")
        await actor.press("enter")
        assert "Laboratory Safety" in actor.text()
        await actor.press("escape")
        await actor.until(lambda: names(actor) == everything, "all again")
        await actor.press("slash", *"nowhere")
        await actor.until_says("No badge matches.")
        await actor.press("escape")
        await actor.until(lambda: names(actor) == everything, "all again")
        await actor.press("f", "f")
        assert "[✗ failed 3]" in actor.text()
        assert len(names(actor)) == 3
        await actor.press("a")
        assert "● chosen 3" in actor.text()
        await actor.press("a", "space")
        assert "● chosen 1" in actor.text()
        await actor.press("escape", "escape")
        assert "chosen" not in actor.text()
        assert names(actor) == everything
        await actor.press("o")
        assert names(actor) == sorted(everything, key=str.casefold)
        assert "sorted by name" in actor.text()

    play(app, journey)


def test_the_preview_follows_the_cursor(filled: Learner) -> None:
    app = WalletApp(filled.wallet(offline=True), language="ja")

    async def journey(actor: Actor) -> None:
        await unlocked(actor)
        await actor.press("end", "up")
        box = actor.app.screen.query_one(PictureBox)
        await actor.until(lambda: isinstance(box.picture, Picture), "picture")
        assert "▀▀▀▀" in actor.text()
        await actor.press("up")
        await actor.until(lambda: not isinstance(box.picture, Picture), "no picture")
        assert "SVG画像" in actor.text()

    play(app, journey, (120, 40))


def test_ten_thousand_badges_cost_what_twenty_do(learner: Learner) -> None:
    drawn: list[int] = []
    many = tuple(replace(SUMMARY, id=f"b{index}", name=f"badge {index}") for index in range(10_000))

    def row(index: int) -> tuple[Cell, ...]:
        drawn.append(index)
        return badge_cells(many[index], chosen=False, language="en")

    async def journey(actor: Actor) -> None:
        await unlocked(actor)
        screen = actor.app.screen
        assert isinstance(screen, Library)
        screen._badges = many
        screen._arrange()
        await actor.pilot.pause()
        actor.rows.show(actor.rows._columns, len(many), row)
        await actor.press("end")
        assert "badge 9999" in actor.text()
        assert "badge 9000" not in actor.text()
        await actor.press("home", "pagedown")
        assert "badge 17" in actor.text()
        assert len(drawn) < 500

    play(WalletApp(learner.wallet(offline=True), language="en"), journey)


def test_the_library_exports_and_checks_what_is_chosen(learner: Learner, tmp_path: Path) -> None:
    wallet = learner.wallet(offline=True)
    list(wallet.add([str(SAMPLES / "01-data-science.json"), str(SAMPLES / "02-statistics.png")]))
    app = WalletApp(wallet, language="en")

    async def journey(actor: Actor) -> None:
        await unlocked(actor)
        await actor.press("a", "e")
        await actor.until_at("Ask")
        actor.type("LineInput", str(tmp_path / "out"))
        await actor.press("enter")
        await actor.until_says("Written: 2 into")
        await actor.press("c")
        await actor.until_says("Checked again: 2")

    play(app, journey)
    written = {path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert written == {(SAMPLES / name).read_bytes() for name in ("01-data-science.json", "02-statistics.png")}


def test_hostile_names_stay_in_their_cells(learner: Learner) -> None:
    wallet = learner.wallet(offline=True)
    kept = [row for row in wallet.add([str(path) for path in HOSTILE]) if row.id]
    assert len(kept) > 3
    assert any(CONTROL in row.source for row in kept)
    app = WalletApp(wallet, language="en")

    async def journey(actor: Actor) -> None:
        await unlocked(actor)
        lines = actor.lines()
        assert not any(FOREIGN.search(line) for line in lines)
        assert {cell_len(line) for line in lines} == {80}
        rows = lines[5 : 5 + actor.rows.row_count]
        verdicts = [row[4:17] for row in rows]
        assert {verdict.strip()[0] for verdict in verdicts} <= set("✓✗?")
        assert all(cell_len(row[:19]) == 19 for row in rows), "nothing of a badge before its name's column"
        for _ in kept:
            await actor.press("enter")
            await actor.until_at("BadgePage")
            await actor.settled()
            page = actor.lines()
            assert not any(FOREIGN.search(line) for line in page)
            assert {cell_len(line) for line in page} == {80}
            # A name has as many lines as it needs, and the panel of the verdict is the first with a frame.
            frame = next(line for line in page if "╭─ Verification" in line)
            assert frame.startswith(" ╭─ Verification: is it authentic and in force? ─")
            await actor.press("escape", "down")
            await actor.until_at("Library")

    play(app, journey)


def test_no_color_is_obeyed(filled: Learner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = WalletApp(filled.wallet(offline=True), language="en")

    async def journey(actor: Actor) -> None:
        await unlocked(actor)
        await actor.press("end", "up", "enter")
        await actor.until_at("BadgePage")
        await actor.settled()
        assert "no pictures" in actor.text()
        strips = actor.app.screen._compositor.render_strips()
        coloured = {s.style.color or s.style.bgcolor for strip in strips for s in strip if s.style is not None}
        assert {colour for colour in coloured if colour is not None and not colour.is_default} == set()

    play(app, journey)


# --- what it says, without an app ------------------------------------------------------------------------------------


def test_cells_of_a_badge() -> None:
    cells = badge_cells(SUMMARY, chosen=True, language="ja")
    assert [cell.text for cell in cells] == ["●", "✓ 検証できました", "統計の基礎", "見本大学", "2027-03-31"]
    assert cells[1].tone is Tone.PASSED


@pytest.mark.parametrize(
    ("stated", "shown"), [(None, "no end"), ("2027-03-31T14:59:59Z", "2027-03-31"), ("next spring", "next spri…")]
)
def test_the_last_day(stated: str | None, shown: str) -> None:
    assert day(stated, "en") == shown


def test_sorting_and_filtering() -> None:
    badges = tuple(
        replace(SUMMARY, id=name, name=name, issuer_name=issuer, valid_until=until, outcome=outcome)
        for name, issuer, until, outcome in (
            ("b", "Z", None, "passed"),
            ("A", "y", "2027-01-01T00:00:00Z", "failed"),
            ("c", "Y", "2026-01-01T00:00:00Z", "passed"),
        )
    )
    ids = {order: [badge.id for badge in arranged(badges, "", order)] for order in Order}
    assert ids == {
        Order.NEWEST: ["b", "A", "c"],
        Order.NAME: ["A", "b", "c"],
        Order.ISSUER: ["A", "c", "b"],
        Order.UNTIL: ["c", "A", "b"],
    }
    assert [badge.id for badge in arranged(badges, "passed", Order.NAME)] == ["b", "c"]


def test_the_counts_fit_eighty_cells() -> None:
    many = [replace(SUMMARY, outcome=outcome) for outcome in ("passed", "failed", "indeterminate") for _ in range(4000)]
    short = counts(many, "", "ja", glyphs=True)
    assert sum(cell_len(cell.text) for cell in short) <= 78
    assert [cell.text.strip("[ ]") for cell in short] == ["すべて 12000", "✓ 4000", "✗ 4000", "? 4000"]
