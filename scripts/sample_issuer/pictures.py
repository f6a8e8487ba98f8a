"""Draws the badge pictures: a ring, a disc with a gradient and one symbol, without words so that they need no language.

    python -m scripts.sample_issuer draw

The PNG files in `drawn/` are kept in git and baked from there, since another version of Pillow compresses the same
pixels to other bytes. SVG pictures are text and are written anew each time.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw

FOLDER: Final = Path(__file__).parent / "drawn"
_SCALE: Final = 4  # drawn larger and reduced, so that edges are smooth
_WHITE: Final = (255, 255, 255, 255)

Colour = tuple[int, int, int]
Point = tuple[float, float]
Draw = Callable[["Pen"], None]


class Pen:
    """Draws in a square from (-1, -1) to (1, 1), y downwards, onto a picture of any size."""

    def __init__(self, image: Image.Image) -> None:
        self._draw = ImageDraw.Draw(image)
        self._half = image.width / 2

    def polygon(self, *points: Point, fill: tuple[int, int, int, int] = _WHITE) -> None:
        """A filled polygon."""
        self._draw.polygon([self._place(point) for point in points], fill=fill)

    def line(self, *points: Point, width: float = 0.07, fill: tuple[int, int, int, int] = _WHITE) -> None:
        """A line with round ends and corners."""
        places = [self._place(point) for point in points]
        self._draw.line(places, fill=fill, width=round(width * self._half), joint="curve")
        for point in points:
            self.disc(point, width / 2, fill=fill)

    def disc(self, centre: Point, radius: float, fill: tuple[int, int, int, int] = _WHITE) -> None:
        """A filled circle."""
        (left, top), (right, bottom) = (
            self._place((centre[0] + sign * radius, centre[1] + sign * radius)) for sign in (-1, 1)
        )
        self._draw.ellipse((left, top, right, bottom), fill=fill)

    def box(self, left: float, top: float, right: float, bottom: float, *, radius: float = 0.03) -> None:
        """A filled rectangle with round corners."""
        places = (*self._place((left, top)), *self._place((right, bottom)))
        self._draw.rounded_rectangle(places, radius=radius * self._half, fill=_WHITE)

    def _place(self, point: Point) -> Point:
        return self._half * (1 + point[0]), self._half * (1 + point[1])


def badge_png(size: int, light: Colour, dark: Colour, symbol: Draw) -> bytes:
    """A round badge with a scalloped rim, `size` pixels wide."""
    side = size * _SCALE
    image = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    pen = Pen(image)
    pen.polygon(*_scallops(0.97, 24), fill=(*dark, 255))
    pen.disc((0, 0), 0.84, fill=(255, 255, 255, 255))
    image.paste(_gradient(side, light, dark), (0, 0), _round_mask(side, 0.79))
    symbol(pen)
    stream = io.BytesIO()
    image.resize((size, size), Image.Resampling.LANCZOS).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def _round_mask(side: int, radius: float) -> Image.Image:
    mask = Image.new("L", (side, side), 0)
    near, far = side / 2 * (1 - radius), side / 2 * (1 + radius)
    ImageDraw.Draw(mask).ellipse((near, near, far, far), fill=255)
    return mask


def _gradient(side: int, top: Colour, bottom: Colour) -> Image.Image:
    column = Image.new("RGB", (1, side))
    for y in range(side):
        share = y / (side - 1)
        column.putpixel((0, y), tuple(round(a + (b - a) * share) for a, b in zip(top, bottom, strict=True)))
    return column.resize((side, side))


def _scallops(radius: float, count: int) -> list[Point]:
    steps = count * 12
    points: list[Point] = []
    for step in range(steps):
        angle = 2 * math.pi * step / steps
        reach = radius - 0.035 * (1 - math.cos(count * angle)) / 2
        points.append((reach * math.sin(angle), -reach * math.cos(angle)))
    return points


def chart(pen: Pen) -> None:
    """Bars that grow, with a line over them."""
    for number, height in enumerate((0.28, 0.46, 0.68)):
        left = -0.42 + number * 0.3
        pen.box(left, 0.42 - height, left + 0.2, 0.42)
    pen.line((-0.46, -0.06), (-0.16, -0.2), (0.1, -0.34), (0.44, -0.5), width=0.06)
    pen.disc((0.44, -0.5), 0.07)


def curve(pen: Pen) -> None:
    """The normal distribution."""
    points = [(x / 40, 0.34 - 0.72 * math.exp(-((x / 40) ** 2) / 0.07)) for x in range(-22, 23)]
    pen.line(*points, width=0.07)
    pen.line((-0.58, 0.4), (0.58, 0.4), width=0.05)
    pen.line((0, 0.4), (0, -0.3), width=0.03)


def people(pen: Pen) -> None:
    """Three people under one roof."""
    pen.line((-0.58, -0.12), (0, -0.56), (0.58, -0.12), width=0.08)
    for x, size in ((-0.34, 0.1), (0.34, 0.1), (0, 0.13)):
        pen.disc((x, 0.02), size)
        pen.polygon((x - size * 1.5, 0.46), (x - size, 0.17), (x + size, 0.17), (x + size * 1.5, 0.46))


SYMBOLS: Final[dict[str, tuple[int, Colour, Colour, Draw]]] = {
    "data-science": (128, (56, 150, 220), (16, 68, 140), chart),
    "statistics": (256, (72, 178, 152), (12, 92, 88), curve),
    "regional-project": (256, (236, 150, 72), (168, 66, 30), people),
}


def draw_all() -> None:
    """Draw every PNG picture into `drawn/`."""
    FOLDER.mkdir(exist_ok=True)
    for name, (size, light, dark, symbol) in SYMBOLS.items():
        (FOLDER / f"{name}.png").write_bytes(badge_png(size, light, dark, symbol))


def picture(name: str) -> bytes:
    """The kept PNG picture called `name`."""
    return (FOLDER / f"{name}.png").read_bytes()


def badge_svg(light: str, dark: str, title: str, symbol: str) -> bytes:
    """A badge as SVG: `symbol` is the inside of a group whose strokes are white; `title` is for screen readers."""
    points = " ".join(f"{100 + 97 * x:.2f},{100 + 97 * y:.2f}" for x, y in _scallops(1.0, 24))
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 200" width="200" height="200" role="img">
  <title>{title}</title>
  <defs>
    <linearGradient id="disc" x1="0" y1="0" x2="0" y2="1">
      <stop offset="0" stop-color="{light}"/>
      <stop offset="1" stop-color="{dark}"/>
    </linearGradient>
  </defs>
  <polygon fill="{dark}" points="{points}"/>
  <circle cx="100" cy="100" r="83" fill="#fff"/>
  <circle cx="100" cy="100" r="78" fill="url(#disc)"/>
  <g fill="none" stroke="#fff" stroke-width="7" stroke-linecap="round" stroke-linejoin="round">
    {symbol}
  </g>
</svg>
""".encode()


BOOK: Final = (
    '<path d="M100 68c-14-10-32-12-48-10v72c16-2 34 0 48 10 14-10 32-12 48-10V58c-16-2-34 0-48 10z"/>'
    '<path d="M100 68v72M64 80h22M64 98h22M114 80h22M114 98h22"/>'
)
SPEECH: Final = (
    '<path d="M52 62h70a12 12 0 0 1 12 12v28a12 12 0 0 1-12 12H92l-22 20v-20H52a12 12 0 0 1-12-12V74'
    'a12 12 0 0 1 12-12z"/>'
    '<path d="M134 82h14a12 12 0 0 1 12 12v28a12 12 0 0 1-12 12h-6v16l-18-16h-12"/>'
)
