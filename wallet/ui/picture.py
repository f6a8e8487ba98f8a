"""A badge's picture as coloured half blocks, decoded within bounds.

A picture is foreign bytes: its header is read first, and nothing is decoded that claims more pixels than a badge has.
Only the four formats that badges come in are ever tried. An SVG is never drawn: it is a program for a renderer.
"""

from __future__ import annotations

import io
import threading
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PIL import Image

FORMATS: Final = ("PNG", "JPEG", "GIF", "WEBP")
MAX_PIXELS: Final = 8_000_000
"""The largest picture decoded: 32 MiB as RGBA. Badges are drawn at 400 to 1,000 pixels a side."""
MAX_BYTES: Final = 10 * 1024 * 1024

Colour = tuple[int, int, int]
_SVG: Final = b"<svg"
_alone: Final = threading.Lock()


@dataclass(frozen=True, slots=True)
class Picture:
    """Rows of half blocks: for each cell the colour of its upper and of its lower half."""

    rows: tuple[tuple[tuple[Colour, Colour], ...], ...]


@dataclass(frozen=True, slots=True)
class NoPicture:
    """Why there is no picture: `none`, `svg`, `too-large`, `unreadable` or `no-colours`."""

    why: str


def decode(content: bytes | None, *, columns: int, rows: int, ground: Colour) -> Picture | NoPicture:
    """The picture, fitted into `columns` cells by `rows`; transparent parts show `ground`.

    Raises whatever the decoder raises on broken bytes: the caller is the boundary (`wallet.ui.worker.attempt`).
    """
    if not content:
        return NoPicture("none")
    if _SVG in content[:4096]:
        return NoPicture("svg")
    if len(content) > MAX_BYTES:
        return NoPicture("too-large")
    return _drawn(content, columns, rows * 2, ground)


def _drawn(content: bytes, width: int, height: int, ground: Colour) -> Picture | NoPicture:
    from PIL import Image, UnidentifiedImageError

    # Pillow only warns between its own bound and twice that: a warning would be written across the screen.
    with _alone, warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            opened = Image.open(io.BytesIO(content), formats=FORMATS)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            return NoPicture("too-large")
        except UnidentifiedImageError:
            return NoPicture("unreadable")
        with opened:
            if opened.width * opened.height > MAX_PIXELS:
                return NoPicture("too-large")
            return Picture(_half_blocks(_small(opened, width, height, ground), width, height // 2, ground))


def _small(opened: Image.Image, width: int, height: int, ground: Colour) -> Image.Image:
    """The first frame, scaled to fit, on the ground colour."""
    from PIL import Image

    opened.draft("RGB", (width * 2, height * 2))
    # With premultiplied alpha the colour of invisible pixels does not bleed into the edge.
    whole = opened.convert("RGBA").convert("RGBa")
    scale = min(width / whole.width, height / whole.height)
    size = (max(1, round(whole.width * scale)), max(1, round(whole.height * scale)))
    small = whole.resize(size, Image.Resampling.LANCZOS).convert("RGBA")
    on_ground = Image.new("RGBA", size, (*ground, 255))
    return Image.alpha_composite(on_ground, small).convert("RGB")


def _half_blocks(
    image: Image.Image, columns: int, rows: int, ground: Colour
) -> tuple[tuple[tuple[Colour, Colour], ...], ...]:
    raw, width, height = image.tobytes(), image.width, image.height
    left, top = (columns - width) // 2, (rows * 2 - height) // 2

    def pixel(x: int, y: int) -> Colour:
        if not (0 <= x - left < width and 0 <= y - top < height):
            return ground
        at = 3 * ((y - top) * width + x - left)
        return raw[at], raw[at + 1], raw[at + 2]

    return half_blocks(pixel, columns, rows)


def half_blocks(
    pixel: Callable[[int, int], Colour], columns: int, rows: int
) -> tuple[tuple[tuple[Colour, Colour], ...], ...]:
    """Cells of two pixels each, one above the other."""
    return tuple(tuple((pixel(x, 2 * y), pixel(x, 2 * y + 1)) for x in range(columns)) for y in range(rows))
