"""A list of rows that draws what is seen and nothing else, so that ten thousand rows cost no more than twenty."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from wallet.ui.cells import fit
from wallet.ui.line import Cell, Column
from wallet.ui.palette import CURSOR, PANEL, STYLES, Tone

_GAP = 2
_POINTER = "▌"


class RowList(ScrollView, can_focus=True):
    """Columns with titles, a cursor, and one line for each row; a row's cells are asked for when it is drawn.

    Every cell is cut and padded to its column: no text can reach into the column of another.
    """

    DEFAULT_CSS = "RowList { height: 1fr; scrollbar-size-vertical: 1; overflow-x: hidden; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "edge(0)", show=False),
        Binding("end", "edge(1)", show=False),
        Binding("enter", "open", show=False),
    ]
    cursor = reactive(0)

    class Moved(Message):
        """The cursor is on another row."""

    class Opened(Message):
        """Enter was pressed on the row `index`."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._columns: tuple[Column, ...] = ()
        self._count = 0
        self._row: Callable[[int], Sequence[Cell]] = lambda _index: ()

    @property
    def row_count(self) -> int:
        """How many rows there are."""
        return self._count

    def show(
        self, columns: Sequence[Column], count: int, row: Callable[[int], Sequence[Cell]], *, cursor: int | None = None
    ) -> None:
        """Show `count` rows, each made by `row` when it is needed."""
        self._columns, self._count, self._row = tuple(columns), count, row
        self.virtual_size = Size(self.scrollable_content_region.width, count + 1)
        self.set_reactive(RowList.cursor, max(0, min(self.cursor if cursor is None else cursor, count - 1)))
        self._reveal()
        self.refresh()

    def on_resize(self) -> None:
        """Follow the width there is."""
        self.virtual_size = Size(self.scrollable_content_region.width, self._count + 1)
        self._reveal()

    def watch_cursor(self) -> None:
        """Keep the row under the cursor in sight."""
        self._reveal()
        self.refresh()
        self.post_message(self.Moved())

    def action_move(self, by: int) -> None:
        """One row up or down."""
        self._go(self.cursor + by)

    def action_page(self, by: int) -> None:
        """A screenful up or down."""
        self._go(self.cursor + by * max(1, self.size.height - 2))

    def action_edge(self, last: int) -> None:
        """The first row or the last."""
        self._go(self._count - 1 if last else 0)

    def action_open(self) -> None:
        """Open the row under the cursor."""
        if self._count:
            self.post_message(self.Opened(self.cursor))

    def _go(self, row: int) -> None:
        self.cursor = max(0, min(row, self._count - 1))

    def _reveal(self) -> None:
        seen, top = max(1, self.size.height - 1), round(self.scroll_offset.y)
        if self.cursor < top:
            self.scroll_to(y=self.cursor, animate=False)
        elif self.cursor >= top + seen:
            self.scroll_to(y=self.cursor - seen + 1, animate=False)

    def render_line(self, y: int) -> Strip:
        """The titles, or one row."""
        width = self.scrollable_content_region.width
        if y == 0:
            cells: Sequence[Cell] = [Cell(column.title, Tone.MUTED) for column in self._columns]
            return self._strip(" ", cells, width, Style(bgcolor=PANEL))
        index = round(self.scroll_offset.y) + y - 1
        if index >= self._count:
            return Strip.blank(width, self._ground())
        here = index == self.cursor
        ground = Style(bgcolor=CURSOR, bold=self.has_focus) if here else self._ground()
        return self._strip(_POINTER if here else " ", self._row(index), width, ground)

    def _ground(self) -> Style:
        return Style.from_color(bgcolor=self.rich_style.bgcolor)

    def _strip(self, pointer: str, cells: Sequence[Cell], width: int, ground: Style) -> Strip:
        segments = [Segment(pointer, STYLES[Tone.ACCENT])]
        for cell, wide in zip(cells, self._widths(width), strict=False):
            segments += [Segment(fit(cell.text, wide), STYLES[cell.tone]), Segment(" " * _GAP)]
        return Strip(segments).adjust_cell_length(width).apply_style(ground)

    def _widths(self, width: int) -> list[int]:
        """The width of each column: what is fixed first, the rest by shares."""
        rest = width - 2 - _GAP * max(len(self._columns) - 1, 0) - sum(column.cells for column in self._columns)
        shares = sum(column.share for column in self._columns) or 1
        widths = [column.cells or max(0, rest) * column.share // shares for column in self._columns]
        flexible = next((number for number, column in enumerate(self._columns) if column.share), None)
        if flexible is not None and rest > 0:
            widths[flexible] += rest - sum(w for w, column in zip(widths, self._columns, strict=True) if column.share)
        return widths
