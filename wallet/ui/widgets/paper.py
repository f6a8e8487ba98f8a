"""Lines on paper: wrapped by cells, drawn one strip at a time, with no markup in between."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from wallet.ui.cells import wrap
from wallet.ui.line import Line
from wallet.ui.palette import STYLES


class Paper(Widget):
    """Shows `Line`s, as high as they need."""

    DEFAULT_CSS = "Paper { height: auto; }"

    def __init__(self, lines: Sequence[Line] = (), *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._lines = tuple(lines)
        self._wrapped: tuple[int, list[tuple[Segment, ...]]] | None = None

    @property
    def text(self) -> str:
        """What is on it, as text."""
        return "\n".join(f"{line.mark} {line.text}" if line.mark else line.text for line in self._lines)

    def show(self, lines: Sequence[Line]) -> None:
        """Put other lines on it."""
        self._lines = tuple(lines)
        self._wrapped = None
        self.refresh(layout=True)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        del viewport
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        del container, viewport
        return len(self._at(width))

    def render_line(self, y: int) -> Strip:
        """One line of terminal cells."""
        rows = self._at(self.content_size.width)
        strip = Strip(rows[y] if y < len(rows) else ())
        return strip.extend_cell_length(self.content_size.width).apply_style(self._ground())

    def _ground(self) -> Style:
        return Style.from_color(bgcolor=self.rich_style.bgcolor)

    def _at(self, width: int) -> list[tuple[Segment, ...]]:
        if self._wrapped is None or self._wrapped[0] != width:
            rows = [row for line in self._lines for row in _rows(line, width)]
            self._wrapped = (width, rows)
        return self._wrapped[1]


def _rows(line: Line, width: int) -> list[tuple[Segment, ...]]:
    hang = line.indent + (cell_len(line.mark) + 1 if line.mark else 0)
    rows: list[tuple[Segment, ...]] = []
    for number, text in enumerate(wrap(line.text, width - hang)):
        before: tuple[Segment, ...] = (Segment(" " * hang),)
        if number == 0 and line.mark:
            before = (Segment(" " * line.indent), Segment(f"{line.mark} ", STYLES[line.mark_tone]))
        rows.append((*before, Segment(text, STYLES[line.tone])))
    return rows
