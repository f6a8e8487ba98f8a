"""The bar above a screen, which says where one is, and the bar below, which says what the keys do there."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from wallet.ui.cells import fit
from wallet.ui.line import KeyHint
from wallet.ui.palette import PANEL, STYLES, Tone

_GROUND = Style(bgcolor=PANEL)


class Heading(Widget):
    """One line: the product, the place, and on the right a remark."""

    DEFAULT_CSS = "Heading { dock: top; height: 1; }"

    def __init__(self) -> None:
        super().__init__()
        self._parts = ("", "", "")

    def show(self, product: str, place: str, remark: str = "") -> None:
        """Say another place."""
        self._parts = (product, place, remark)
        self.refresh()

    @property
    def text(self) -> str:
        """What it says."""
        return "  ".join(filter(None, self._parts))

    def render_line(self, y: int) -> Strip:
        """The line."""
        del y
        width = self.size.width
        product, place, remark = self._parts
        left = [Segment(f" {product} ", STYLES[Tone.ACCENT]), Segment(" "), Segment(place, STYLES[Tone.STRONG])]
        used = sum(cell_len(part.text) for part in left)
        right = fit(remark, min(cell_len(remark), max(0, width - used - 3)))
        gap = width - used - cell_len(right) - 1
        strip = Strip([*left, Segment(" " * max(gap, 0)), Segment(right, STYLES[Tone.MUTED]), Segment(" ")])
        return strip.adjust_cell_length(width).apply_style(_GROUND)


class KeyBar(Widget):
    """One line of keys that apply, the most wanted first; what does not fit is in the help, whose key always fits."""

    DEFAULT_CSS = "KeyBar { dock: bottom; height: 1; }"

    def __init__(self) -> None:
        super().__init__()
        self._keys: tuple[KeyHint, ...] = ()
        self._last: tuple[KeyHint, ...] = ()

    def show(self, keys: Sequence[KeyHint], last: Sequence[KeyHint]) -> None:
        """Show `keys` as far as there is room, and `last` in any case."""
        self._keys, self._last = tuple(keys), tuple(last)
        self.refresh()

    @property
    def text(self) -> str:
        """Everything it would say if there were room."""
        return "  ".join(f"{hint.key} {hint.word}" for hint in (*self._keys, *self._last))

    def render_line(self, y: int) -> Strip:
        """The line."""
        del y
        width = self.size.width
        room = width - 1 - sum(map(_cells, self._last))
        shown: list[KeyHint] = []
        for hint in self._keys:
            room -= _cells(hint)
            if room < 0:
                break
            shown.append(hint)
        segments = [Segment(" ")]
        for hint in (*shown, *self._last):
            segments += [
                Segment(hint.key, STYLES[Tone.ACCENT]),
                Segment(f" {hint.word}", STYLES[Tone.PLAIN]),
                Segment("  "),
            ]
        return Strip(segments).adjust_cell_length(width).apply_style(_GROUND)


def _cells(hint: KeyHint) -> int:
    return cell_len(hint.key) + cell_len(hint.word) + 3
