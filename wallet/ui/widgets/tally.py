"""One line of counts."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from wallet.ui.line import Cell
from wallet.ui.palette import STYLES


class Tally(Widget):
    """Cells side by side, as wide as they are; where they do not fit, shorter ones."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._cells: tuple[Cell, ...] = ()
        self._shorter: tuple[Cell, ...] = ()

    def show(self, cells: Sequence[Cell], shorter: Sequence[Cell]) -> None:
        """Other counts."""
        self._cells, self._shorter = tuple(cells), tuple(shorter)
        self.refresh()

    @property
    def text(self) -> str:
        """What it says."""
        return " ".join(cell.text.strip() for cell in self._cells)

    def render_line(self, y: int) -> Strip:
        """The line."""
        del y
        fits = sum(cell_len(cell.text) for cell in self._cells) <= self.content_size.width
        segments = [Segment(cell.text, STYLES[cell.tone]) for cell in (self._cells if fits else self._shorter)]
        ground = Style.from_color(bgcolor=self.rich_style.bgcolor)
        return Strip(segments).adjust_cell_length(self.content_size.width).apply_style(ground)
