"""One of a few: the left and right arrow change it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from wallet.ui.palette import CURSOR, STYLES, Tone


class Choice(Widget, can_focus=True):
    """Words side by side, one of them chosen."""

    DEFAULT_CSS = "Choice { height: 1; padding: 0 1; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", show=False),
        Binding("right,space", "move(1)", show=False),
    ]
    chosen = reactive(0)

    class Changed(Message):
        """Another one is chosen."""

    def __init__(self, count: int, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._count = count
        self._words: tuple[str, ...] = ()

    def show(self, words: Sequence[str]) -> None:
        """Give the choices their words."""
        self._words = tuple(words)
        self.refresh()

    def action_move(self, by: int) -> None:
        """The next one, around."""
        self.chosen = (self.chosen + by) % self._count

    def watch_chosen(self) -> None:
        """Tell whoever shows the rest."""
        self.post_message(self.Changed())

    def render_line(self, y: int) -> Strip:
        """The line: the chosen one is marked by a filled circle as well."""
        del y
        segments: list[Segment] = []
        for number, word in enumerate(self._words):
            here = number == self.chosen
            tone = Tone.STRONG if here else Tone.MUTED
            segments += [Segment(f"{'●' if here else '○'} {word}", STYLES[tone]), Segment("   ")]
        colour = Style(bgcolor=CURSOR) if self.has_focus else Style.from_color(bgcolor=self.rich_style.bgcolor)
        return Strip(segments).adjust_cell_length(self.content_size.width).apply_style(colour)
