"""What was shared: with whom, until when, in what state; and taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from wallet.codec.safe_text import safe_text
from wallet.model.record import ShareRecord
from wallet.ui.base import WalletScreen
from wallet.ui.desk import Desk
from wallet.ui.line import EMPTY, KeyHint, Line
from wallet.ui.messages import Came
from wallet.ui.palette import Tone
from wallet.ui.present_share import share_cells, share_columns, share_lines, share_state
from wallet.ui.screens.dialogs import Confirm
from wallet.ui.screens.shared import Shared
from wallet.ui.widgets.paper import Paper
from wallet.ui.widgets.row_list import RowList
from wallet.ui.worker import Trouble


@dataclass(frozen=True, slots=True)
class Listed:
    """The shares, newest first, and the names of the badges that are still there, by id."""

    shares: tuple[ShareRecord, ...]
    names: dict[str, str]
    now: datetime


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The share was taken back; its content is gone from the host."""

    share: ShareRecord


class Links(WalletScreen[None]):
    """One line for each share."""

    CSS_PATH = "links.tcss"
    PLACE = "links-place"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "back", show=False),
        Binding("r", "revoke", show=False),
        Binding("c", "copy", show=False),
        Binding("v", "show_code", show=False),
        Binding("g", "app.language", show=False),
        Binding("question_mark", "app.help", show=False),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._listed: Listed | None = None

    def compose(self) -> ComposeResult:
        yield from self.bars()
        yield Paper(id="empty")
        yield RowList()
        with VerticalScroll(id="detail", can_focus=False):
            yield Paper(id="words")

    def on_mount(self) -> None:
        """Show the list as soon as it is read."""
        self.query_one(RowList).focus()
        self.relabel()
        self._reload()

    def _reload(self) -> None:
        wallet = self.desk.wallet
        self.begin(
            "links",
            lambda: Listed(wallet.shares(), {badge.id: badge.name for badge in wallet.badges()}, wallet.clock()),
        )

    # --- what is shown ------------------------------------------------------------------------------------------

    def relabel(self) -> None:
        """Every word anew."""
        listed, language = self._listed, self.desk.language
        shares = listed.shares if listed is not None else ()
        self.query_one("#empty", Paper).show(
            [Line(self.say("no-shares"), Tone.STRONG), Line(self.say("no-shares-next"), Tone.MUTED)]
        )
        empty = listed is not None and not shares
        self.query_one("#empty").display = empty
        for name in ("RowList", "#detail"):
            self.query_one(name).display = not empty
        if shares and self.focused is None:
            self.query_one(RowList).focus()
        if listed is not None:
            self.query_one(RowList).show(
                share_columns(language),
                len(shares),
                lambda index: share_cells(shares[index], listed.now, self._names(shares[index]), language),
            )
        self._say_detail()
        self.refresh_bars()

    def _names(self, share: ShareRecord) -> list[str]:
        known = self._listed.names if self._listed is not None else {}
        return [known.get(badge_id) or self.say("badge-removed", id=badge_id) for badge_id in share.credentials]

    def _say_detail(self) -> None:
        share = self._current()
        lines = share_lines(share, self._names(share), self.desk.language) if share is not None else ()
        self.query_one("#words", Paper).show(lines)

    def keys(self) -> tuple[KeyHint, ...]:
        """The keys that apply."""
        share = self._current()
        hints = [KeyHint("Esc", self.say("back"))]
        if share is not None and self._listed is not None and share_state(share, self._listed.now) == "works":
            pairs = (("r", "revoke"), ("c", "copy"), ("v", "show-code"))
            hints += [KeyHint(key, self.say(name)) for key, name in pairs]
        return tuple(hints)

    def _current(self) -> ShareRecord | None:
        cursor = self.query_one(RowList).cursor
        shares = self._listed.shares if self._listed is not None else ()
        return shares[cursor] if cursor < len(shares) else None

    def on_row_list_moved(self) -> None:
        """Show the share under the cursor in full."""
        self._say_detail()
        self.refresh_bars()

    def on_row_list_opened(self) -> None:
        """Its link and code."""
        self.action_show_code()

    def on_came(self, message: Came) -> None:
        """Something is there."""
        news = message.news
        if isinstance(news, Listed):
            self._listed = news
            self.relabel()
        elif isinstance(news, TakenBack):
            self.note(self.say("taken-back"))
            self._reload()
        elif isinstance(news, Trouble):
            self.trouble(news)

    # --- what the keys do ---------------------------------------------------------------------------------------

    @work(exclusive=True, group="dialog")
    async def action_revoke(self) -> None:
        """Take the link under the cursor back, after asking."""
        share = self._current()
        if share is None or self._listed is None:
            return
        state = share_state(share, self._listed.now)
        if state != "works":
            self.app.notify(self.say(f"cannot-take-back-{state}"), severity="warning", markup=False)
            return

        def words() -> tuple[Line, ...]:
            whom = safe_text(share.audience or self.say("nobody-named"), 160)
            return (
                Line(self.say("take-back-really"), Tone.STRONG),
                EMPTY,
                Line(f"{self.say('for-whom')}: {whom}"),
                *(Line(safe_text(name, 80), mark="·") for name in self._names(share)[:6]),
                EMPTY,
                Line(self.say("take-back-means"), Tone.INDETERMINATE),
            )

        if await self.app.push_screen_wait(Confirm(self.desk, words, "take-back-yes")):
            wallet = self.desk.wallet
            self.begin("revoke", lambda: TakenBack(wallet.revoke(share.id)))

    def action_copy(self) -> None:
        """Hand the link to the terminal's clipboard."""
        share = self._current()
        if share is not None and share.link:
            self.app.copy_to_clipboard(share.link)
            self.note(self.say("copied"))

    def action_show_code(self) -> None:
        """The link with its QR code."""
        share = self._current()
        if share is not None:
            self.app.push_screen(Shared(self.desk, share, fresh=False))

    def action_back(self) -> None:
        """Back to the library."""
        self.dismiss(None)
