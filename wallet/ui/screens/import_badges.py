"""Importing: paths, addresses or a badge as text, as one input; a line for every item, and why."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.worker import get_current_worker

from wallet.ui.base import Tell, WalletScreen
from wallet.ui.desk import Desk
from wallet.ui.line import KeyHint, Line
from wallet.ui.messages import Came
from wallet.ui.palette import Tone
from wallet.ui.present_import import Missing, Row, columns, detail_lines, help_lines, pasted_text, row_cells, tally
from wallet.ui.typed import sources_in
from wallet.ui.widgets.paper import Paper
from wallet.ui.widgets.paste_input import PasteInput
from wallet.ui.widgets.row_list import RowList
from wallet.ui.worker import Trouble, attempt

_COUNTED_EACH: Final = 100
"""Rows that are counted one by one as they come; of more, every hundredth."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """One more item."""

    row: Row


@dataclass(frozen=True, slots=True)
class Ended:
    """No more come; `cancelled` when some were left out."""

    cancelled: bool


class ImportBadges(WalletScreen[None]):
    """`start` is imported at once. Escape stops an import that runs, else goes back."""

    CSS_PATH = "import_badges.tcss"
    PLACE = "import-place"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "stop", show=False, priority=True),
        Binding("f3", "samples", show=False),
        Binding("ctrl+u", "clear", show=False, priority=True),
        Binding("down", "to_list", show=False),
    ]

    def __init__(self, desk: Desk, *, start: str = "") -> None:
        super().__init__(desk)
        self._start = start
        self._rows: list[Row] = []
        self._importing = False
        self._ended: Ended | None = None
        self._found_nothing = False

    def compose(self) -> ComposeResult:
        yield from self.bars()
        yield Paper(id="ask")
        yield PasteInput(self._start)
        yield Paper(id="state")
        yield Paper(id="helpful")
        yield RowList()
        with VerticalScroll(id="why", can_focus=False):
            yield Paper(id="detail")

    def on_mount(self) -> None:
        """Wait for something to import."""
        self.query_one(PasteInput).focus()
        self.relabel()
        if self._start:
            self.on_input_submitted()

    # --- what is shown ------------------------------------------------------------------------------------------

    def relabel(self) -> None:
        """Every word anew."""
        language = self.desk.language
        self.query_one("#ask", Paper).show([Line(self.say("import-ask"), Tone.MUTED)])
        self.query_one("#helpful", Paper).show(help_lines(language, samples=self.desk.samples is not None))
        begun = bool(self._rows) or self._importing or self._ended is not None
        self.query_one("#helpful").display = not begun
        for name in ("RowList", "#why"):
            self.query_one(name).display = begun
        rows = self._rows
        self.query_one(RowList).show(columns(language), len(rows), lambda index: row_cells(rows[index], language))
        self._say_state()
        self._say_detail()
        self.refresh_bars()

    def _say_state(self) -> None:
        field = self.query_one(PasteInput)
        line = Line("")
        if field.pasted:
            text = pasted_text(len(field.pasted), self.desk.language, cut=field.cut)
            line = Line(text, Tone.INDETERMINATE if field.cut else Tone.ACCENT)
        elif self._found_nothing:
            line = Line(self.say("import-nothing"), Tone.INDETERMINATE)
        elif self._importing:
            line = Line(f"{self.say('importing')} {tally(self._rows, self.desk.language)}", Tone.ACCENT)
        elif self._ended is not None:
            name = "import-stopped" if self._ended.cancelled else "import-done"
            line = Line(f"{self.say(name)} {tally(self._rows, self.desk.language)}", Tone.STRONG)
        self.query_one("#state", Paper).show([line])

    def _say_detail(self) -> None:
        cursor = self.query_one(RowList).cursor
        lines = detail_lines(self._rows[cursor], self.desk.language) if cursor < len(self._rows) else ()
        self.query_one("#detail", Paper).show(lines)

    def keys(self) -> tuple[KeyHint, ...]:
        """The keys that apply."""
        if self._importing:
            return (KeyHint("Esc", self.say("stop")),)
        hints = [KeyHint("Enter", self.say("import")), KeyHint("Esc", self.say("back"))]
        if self.query_one(PasteInput).pasted:
            hints.append(KeyHint("^U", self.say("clear")))
        if self.desk.samples is not None:
            hints.append(KeyHint("F3", self.say("samples")))
        return (*hints, KeyHint("Tab", self.say("rows")))

    # --- importing ----------------------------------------------------------------------------------------------

    def on_input_submitted(self) -> None:
        """Import what was typed or pasted."""
        field = self.query_one(PasteInput)
        if self._importing:
            return
        text = field.whole
        field.value = ""
        field.forget()
        self._rows, self._ended, self._found_nothing = [], None, not text.strip()
        if text.strip():
            self._importing = True
            self.begin_telling("import", partial(self._import, text))
        self.relabel()

    def _import(self, text: str, tell: Tell) -> Ended:
        """On a thread: everything in `text`, item by item, until it is done or stopped."""
        worker, wallet, language = get_current_worker(), self.desk.wallet, self.desk.language
        for source in sources_in(text, lambda name: Path(name).exists()):
            items = attempt(partial(wallet.add, [source]), language)
            if isinstance(items, Trouble):
                tell(Arrived(Missing(source, items)))
                continue
            while True:
                if worker.is_cancelled or self.desk.locked:
                    return Ended(cancelled=True)
                row = attempt(partial(next, items.value, None), language)
                if isinstance(row, Trouble):
                    tell(Arrived(Missing(source, row)))
                    break
                if row.value is None:
                    break
                tell(Arrived(row.value))
        return Ended(cancelled=False)

    def on_came(self, message: Came) -> None:
        """One more item, or the end."""
        news = message.news
        if isinstance(news, Arrived):
            self._rows.append(news.row)
            rows, language = self._rows, self.desk.language
            self.query_one(RowList).show(columns(language), len(rows), lambda index: row_cells(rows[index], language))
            if len(rows) < _COUNTED_EACH or len(rows) % _COUNTED_EACH == 0:
                self._say_state()
            if len(rows) == 1:
                self._say_detail()
        elif isinstance(news, Ended):
            self._importing, self._ended = False, news
            self.relabel()
            if self._rows:
                self.query_one(RowList).focus()
        elif isinstance(news, Trouble):
            self._importing = False
            self.relabel()
            self.trouble(news)

    def on_row_list_moved(self) -> None:
        """Say why, for the item under the cursor."""
        self._say_detail()

    def on_row_list_opened(self) -> None:
        """Enter on a row: that was read; back to the library."""
        self.dismiss(None)

    def on_paste_input_pasted(self) -> None:
        """Something long was pasted, or taken away."""
        self._found_nothing = False
        self._say_state()
        self.refresh_bars()

    def action_stop(self) -> None:
        """Stop the import that runs; else back to the library."""
        if self._importing:
            self.workers.cancel_group(self, "import")
            self._importing, self._ended = False, Ended(cancelled=True)
            self.relabel()
        else:
            self.dismiss(None)

    def action_clear(self) -> None:
        """Take away what was typed or pasted."""
        field = self.query_one(PasteInput)
        field.value = ""
        field.forget()
        field.focus()

    def action_samples(self) -> None:
        """Name the samples."""
        if self.desk.samples is not None and not self._importing:
            field = self.query_one(PasteInput)
            field.value = str(self.desk.samples)
            field.focus()

    def action_to_list(self) -> None:
        """From the input down to the rows."""
        if self._rows:
            self.query_one(RowList).focus()
