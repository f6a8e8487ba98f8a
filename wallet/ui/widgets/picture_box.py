"""Shows a picture in half blocks, or a quiet frame with the reason why there is none."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from wallet.ui.cells import fit, wrap
from wallet.ui.palette import STYLES, Tone
from wallet.ui.picture import NoPicture, Picture

_EMBLEM = ("╭─────╮", "│  ◈  │", "╰──┬──╯", "  ╱ ╲  ")


class PictureBox(Widget):
    """A fixed area; `columns` and `rows` of cells are set by the style of the screen."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._picture: Picture | NoPicture = NoPicture("none")
        self._caption = ""

    def show(self, picture: Picture | NoPicture, caption: str = "") -> None:
        """Show a picture, or the emblem with a caption."""
        self._picture, self._caption = picture, caption
        self.refresh()

    @property
    def picture(self) -> Picture | NoPicture:
        """What is shown."""
        return self._picture

    def render_line(self, y: int) -> Strip:
        """One row of half blocks."""
        width, ground = self.content_size.width, Style.from_color(bgcolor=self.rich_style.bgcolor)
        if isinstance(self._picture, Picture):
            row = self._picture.rows[y] if y < len(self._picture.rows) else ()
            segments = [Segment("▀", Style.parse(f"rgb{_rgb(top)} on rgb{_rgb(low)}")) for top, low in row]
            return Strip(segments).adjust_cell_length(width).apply_style(ground)
        rows = [*((line, Tone.MUTED) for line in _EMBLEM)]
        rows += [(line, Tone.MUTED) for line in (wrap(self._caption, width) if self._caption else [])]
        top = max(0, (self.content_size.height - len(rows)) // 2)
        text, tone = rows[y - top] if 0 <= y - top < len(rows) else ("", Tone.MUTED)
        centred = " " * max(0, (width - cell_len(text)) // 2) + text
        return Strip([Segment(fit(centred, width), STYLES[tone])]).apply_style(ground)


def _rgb(colour: tuple[int, int, int]) -> str:
    return f"({colour[0]},{colour[1]},{colour[2]})"
