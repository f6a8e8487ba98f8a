"""A link as a QR code in half blocks: dark on light whatever the colours of the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import segno
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

QUIET: Final = 2
"""Light modules around it. ISO/IEC 18004 asks for four; readers manage with two, and a terminal has 24 lines."""
_BLOCKS: Final = {(True, True): "█", (True, False): "▀", (False, True): "▄", (False, False): " "}
_COLOURS: Final = Style(color="#000000", bgcolor="#ffffff")


def qr_rows(link: str) -> tuple[str, ...]:
    """The code as rows of half blocks, each a string of cells; a block is a dark module."""
    code = segno.make_qr(link, error="l")
    modules = [[bool(module) for module in row] for row in code.matrix_iter(border=QUIET)]
    if len(modules) % 2:
        modules.append([False] * len(modules[0]))
    return tuple(
        "".join(_BLOCKS[pair] for pair in zip(upper, lower, strict=True))
        for upper, lower in zip(modules[::2], modules[1::2], strict=True)
    )


class QrCode(Widget):
    """The code, as large as it is. Without colours it is drawn inverted: light modules as blocks."""

    DEFAULT_CSS = "QrCode { width: auto; height: auto; }"

    def __init__(self, link: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.rows: Sequence[str] = qr_rows(link)
        self.styles.width, self.styles.height = len(self.rows[0]), len(self.rows)

    def render_line(self, y: int) -> Strip:
        """One row."""
        if y >= len(self.rows):
            return Strip.blank(self.content_size.width)
        if self.app.no_color:
            return Strip([Segment(self.rows[y].translate(_INVERTED))])
        return Strip([Segment(self.rows[y], _COLOURS)])


_INVERTED: Final = str.maketrans("█▀▄ ", " ▄▀█")
