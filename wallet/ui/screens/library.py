"""The library: every badge in a line, and the keys that act on them.

The screens behind the keys are loaded when they are wanted: the list is what everybody waits for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, VerticalScroll
from textual.widgets import Input

from wallet.model.record import BadgeSummary
from wallet.ui.base import Tell, WalletScreen
from wallet.ui.desk import Desk
from wallet.ui.line import Cell, KeyHint, Line
from wallet.ui.messages import Came
from wallet.ui.palette import Tone
from wallet.ui.picture import NoPicture, Picture
from wallet.ui.pictures import caption, shown
from wallet.ui.present_list import FILTERS, Order, arranged, badge_cells, columns, counts, empty_lines, preview_lines
from wallet.ui.typed import in_home
from wallet.ui.widgets.line_input import LineInput
from wallet.ui.widgets.paper import Paper
from wallet.ui.widgets.picture_box import PictureBox
from wallet.ui.widgets.row_list import RowList
from wallet.ui.widgets.tally import Tally
from wallet.ui.worker import Done, Trouble, attempt

WIDE: Final = 110
"""Cells from which a preview has room beside the list."""
_PREVIEW_CELLS: Final = (34, 13)
_PREVIEW_DELAY: Final = 0.08
"""Seconds the cursor rests before a picture is decoded: running through the list decodes none."""
_SAID_EVERY: Final = 25


@dataclass(frozen=True, slots=True)
class Listed:
    """The badges that match `search`."""

    search: str
    badges: tuple[BadgeSummary, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """The picture of a badge."""

    badge_id: str
    picture: Picture | NoPicture


@dataclass(frozen=True, slots=True)
class Checked:
    """So many badges were checked; `last` when all are."""

    count: int
    last: bool


@dataclass(frozen=True, slots=True)
class Exported:
    """So many originals were written."""

    count: int
    folder: str


class Library(WalletScreen[None]):
    """The list, with a search, a filter by verdict, badges chosen, and a preview where there is room."""

    CSS_PATH = "library.tcss"
    PLACE = "library"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("i", "import", show=False),
        Binding("m", "samples", show=False),
        Binding("space", "choose", show=False),
        Binding("a", "choose_all", show=False),
        Binding("s", "share(False)", show=False),
        Binding("p", "share(True)", show=False),
        Binding("l", "links", show=False),
        Binding("e", "export", show=False),
        Binding("c", "check_all", show=False),
        Binding("f", "filter", show=False),
        Binding("o", "order", show=False),
        Binding("slash", "find", show=False),
        Binding("escape", "show_all", show=False),
        Binding("g", "app.language", show=False),
        Binding("question_mark", "app.help", show=False),
        Binding("q", "app.leave", show=False),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._badges: tuple[BadgeSummary, ...] = ()
        self._rows: tuple[BadgeSummary, ...] = ()
        self._chosen: set[str] = set()
        self._filter = ""
        self._order = Order.NEWEST
        self._loaded = False
        self._checking = 0

    def compose(self) -> ComposeResult:
        yield from self.bars()
        yield Tally(id="counts")
        yield LineInput(id="find")
        with Horizontal(id="body"):
            yield RowList(id="list")
            with VerticalScroll(id="preview", can_focus=False):
                yield PictureBox(id="picture")
                yield Paper(id="about")
        with Container(id="empty"):
            yield Paper(id="what-next")

    def on_mount(self) -> None:
        """Show the list as soon as it is read."""
        self.query_one(RowList).focus()
        self.relabel()
        self.reload()

    def on_resize(self) -> None:
        """A preview where there is room."""
        self.set_class(self.size.width >= WIDE, "-wide")
        self._look()

    # --- what is shown ------------------------------------------------------------------------------------------

    def reload(self, _: object = None) -> None:
        """Read the list again, with the search as it is typed now."""
        search, badges = self.query_one("#find", Input).value, self.desk.wallet.badges
        self.begin("list", lambda: Listed(search, badges(search)))

    def on_came(self, message: Came) -> None:
        """Something is there."""
        news = message.news
        if isinstance(news, Listed):
            if news.search == self.query_one("#find", Input).value:
                self._loaded, self._badges = True, news.badges
                self._arrange()
        elif isinstance(news, Drawn):
            self._show_picture(news)
        elif isinstance(news, Checked):
            self._checking = 0 if news.last else news.count
            self.refresh_bars()
            if news.last:
                self.note(self.say("checked-all", count=str(news.count)))
                self.reload()
        elif isinstance(news, Exported):
            self.note(self.say("exported", count=str(news.count), folder=news.folder))
        elif isinstance(news, Trouble):
            self._checking = 0
            self.refresh_bars()
            self.trouble(news)

    def _arrange(self) -> None:
        """Filter and sort anew; the cursor stays on its badge."""
        here = self._current()
        self._rows = arranged(self._badges, self._filter, self._order)
        found = next((n for n, badge in enumerate(self._rows) if here is not None and badge.id == here.id), None)
        self._fill(cursor=found)
        self._look()

    def _fill(self, cursor: int | None = None) -> None:
        language = self.desk.language
        rows = self._rows

        def row(index: int) -> tuple[Cell, ...]:
            badge = rows[index]
            return badge_cells(badge, chosen=badge.id in self._chosen, language=language)

        self.query_one(RowList).show(columns(language), len(rows), row, cursor=cursor)
        self._say_empty()
        self.query_one(Tally).show(
            counts(self._badges, self._filter, language), counts(self._badges, self._filter, language, glyphs=True)
        )
        self.refresh_bars()

    def _say_empty(self) -> None:
        searched = bool(self.query_one("#find", Input).value or self._filter)
        empty = self._loaded and not self._rows
        self.query_one("#body").display = not empty
        self.query_one("#empty").display = empty
        if not empty and self.focused is None:
            # What is hidden loses the focus, and does not get it back by itself.
            self.query_one(RowList).focus()
        lines = empty_lines(filtered=searched, samples=self.desk.samples is not None, language=self.desk.language)
        self.query_one("#what-next", Paper).show(lines)

    def relabel(self) -> None:
        """Every word anew."""
        self._fill(cursor=self.query_one(RowList).cursor)
        self._look()

    def remark(self) -> str:
        """What is going on, else how the list is sorted."""
        if not self._loaded:
            return self.say("reading")
        if self._checking:
            return self.say("checking", count=str(self._checking))
        return self.say("sorted-by", order=self.say(f"order-{self._order.value}"))

    def place(self) -> str:
        """Where one is, and how many badges are chosen."""
        chosen = f"  ● {self.say('chosen')} {len(self._chosen)}" if self._chosen else ""
        return super().place() + chosen

    def keys(self) -> tuple[KeyHint, ...]:
        """The keys that apply."""
        if self.query_one("#find").has_focus:
            return KeyHint("Enter", self.say("to-list")), KeyHint("Esc", self.say("show-all"))
        if not self._badges:
            return KeyHint("i", self.say("import")), KeyHint("l", self.say("links")), KeyHint("^L", self.say("lock"))
        pairs = (
            ("Enter", "open"),
            ("Space", "choose"),
            ("s", "share"),
            ("i", "import"),
            ("l", "links"),
            ("/", "find"),
            ("^L", "lock"),
            ("f", "filter"),
            ("q", "quit"),
            ("o", "order"),
            ("c", "check"),
        )
        return tuple(KeyHint(key, self.say(name)) for key, name in pairs)

    def _current(self) -> BadgeSummary | None:
        cursor = self.query_one(RowList).cursor
        return self._rows[cursor] if 0 <= cursor < len(self._rows) else None

    # --- the preview --------------------------------------------------------------------------------------------

    def on_row_list_moved(self) -> None:
        """Look at the badge under the cursor."""
        self._look()

    def _look(self) -> None:
        badge = self._current()
        if badge is None or self.size.width < WIDE:
            return
        self.query_one("#about", Paper).show(preview_lines(badge, self.desk.language))
        self.set_timer(_PREVIEW_DELAY, lambda: self._draw(badge))

    def _draw(self, badge: BadgeSummary) -> None:
        """Decode the picture, if the cursor is still there."""
        if self._current() is not badge:
            return
        wallet, colours = self.desk.wallet, shown(self.app)
        columns, rows = _PREVIEW_CELLS
        self.begin(
            "picture",
            lambda: Drawn(badge.id, colours.picture_of(lambda: wallet.picture(badge.id), columns=columns, rows=rows)),
        )

    def _show_picture(self, drawn: Drawn) -> None:
        here = self._current()
        if here is not None and here.id == drawn.badge_id:
            self.query_one(PictureBox).show(drawn.picture, caption(drawn.picture, self.desk.language))

    # --- finding ------------------------------------------------------------------------------------------------

    def action_find(self) -> None:
        """Search as one types; Enter goes back to the list."""
        field = self.query_one("#find", LineInput)
        field.placeholder = self.say("find-what")
        field.add_class("shown")
        field.focus()
        self.call_after_refresh(self.refresh_bars)

    def on_input_changed(self) -> None:
        """Narrow the list."""
        self.reload()

    def on_input_submitted(self) -> None:
        """Back to the list; an empty search goes away."""
        field = self.query_one("#find", Input)
        field.set_class(bool(field.value), "shown")
        self.query_one(RowList).focus()
        self.call_after_refresh(self.refresh_bars)

    def action_show_all(self) -> None:
        """Search and filter go away; where there are none, what is chosen."""
        field = self.query_one("#find", Input)
        searched = bool(field.value or self._filter)
        if not searched and not field.has_focus:
            self._chosen.clear()
        self._filter, field.value = "", ""
        field.remove_class("shown")
        self.query_one(RowList).focus()
        self._arrange()

    def action_filter(self) -> None:
        """The next verdict."""
        self._filter = FILTERS[(FILTERS.index(self._filter) + 1) % len(FILTERS)]
        self._arrange()

    def action_order(self) -> None:
        """The next way of sorting."""
        orders = tuple(Order)
        self._order = orders[(orders.index(self._order) + 1) % len(orders)]
        self._arrange()

    # --- choosing -----------------------------------------------------------------------------------------------

    def action_choose(self) -> None:
        """Choose the badge under the cursor, or not; on to the next."""
        badge = self._current()
        if badge is not None:
            self._chosen ^= {badge.id}
            self._fill()
            self.query_one(RowList).action_move(1)

    def action_choose_all(self) -> None:
        """Choose all that are shown; none when they are all chosen."""
        shown_ids = {badge.id for badge in self._rows}
        self._chosen = self._chosen - shown_ids if shown_ids <= self._chosen else self._chosen | shown_ids
        self._fill()

    def _meant(self) -> tuple[BadgeSummary, ...]:
        """The chosen badges, else the one under the cursor."""
        here = self._current()
        chosen = tuple(badge for badge in self._badges if badge.id in self._chosen)
        return chosen or ((here,) if here is not None else ())

    # --- acting -------------------------------------------------------------------------------------------------

    def on_row_list_opened(self, message: RowList.Opened) -> None:
        """Open the badge: the three questions, each by itself."""
        from wallet.ui.screens.badge import BadgePage

        self.app.push_screen(BadgePage(self.desk, self._rows[message.index]), self.reload)

    def action_import(self) -> None:
        """Import by path, address or paste."""
        from wallet.ui.screens.import_badges import ImportBadges

        self.app.push_screen(ImportBadges(self.desk), self.reload)

    def action_samples(self) -> None:
        """Into an empty library, the samples."""
        from wallet.ui.screens.import_badges import ImportBadges

        if self.desk.samples is not None and not self._badges:
            self.app.push_screen(ImportBadges(self.desk, start=str(self.desk.samples)), self.reload)

    @work(exclusive=True, group="share")
    async def action_share(self, as_file: bool) -> None:  # noqa: FBT001 - an argument of a key binding
        """Share what is chosen, by link or as a file."""
        from wallet.ui.screens.share import Share

        badges = self._meant()
        if not badges:
            return
        if await self.app.push_screen_wait(Share(self.desk, badges, as_file=as_file)):
            self._chosen.clear()
            self._fill()

    def action_links(self) -> None:
        """What was shared."""
        from wallet.ui.screens.links import Links

        self.app.push_screen(Links(self.desk))

    @work(exclusive=True, group="export")
    async def action_export(self) -> None:
        """Write the originals of what is chosen."""
        from wallet.ui.screens.dialogs import Ask

        badges = self._meant()
        if not badges:
            return
        words = (self.say("export-where", count=str(len(badges))), self.say("export-exact"))
        folder = await self.app.push_screen_wait(
            Ask(self.desk, lambda: (Line(words[0], Tone.STRONG), Line(words[1], Tone.MUTED)), "~/badges")
        )
        if folder and folder.strip():
            path, ids, wallet = in_home(folder), [badge.id for badge in badges], self.desk.wallet
            self.begin("export", lambda: Exported(len(wallet.export(ids, path)), str(path)))

    def action_check_all(self) -> None:
        """Judge what is chosen, or every badge, anew with what the vault holds."""
        ids = sorted(self._chosen) or [badge.id for badge in self._badges]
        wallet, language = self.desk.wallet, self.desk.language

        def checked(tell: Tell) -> object:
            count = 0
            for badge_id in ids:
                found = attempt(lambda badge_id=badge_id: tuple(wallet.check([badge_id])), language)  # type: ignore[misc]  # bound at once
                count += isinstance(found, Done)
                if self.desk.locked:
                    break
                if count % _SAID_EVERY == 0:
                    tell(Checked(count, last=False))
            return Checked(count, last=True)

        if ids:
            self.begin_telling("check", checked)
