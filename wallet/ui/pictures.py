"""Pictures where the terminal can show them: which colours there are, and what is said where there is no picture."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from textual.app import App
from textual.color import Color

from wallet.text.screens import screen_text
from wallet.ui.palette import BACKGROUND
from wallet.ui.picture import MAX_BYTES, Colour, NoPicture, Picture, decode
from wallet.ui.worker import Done, attempt

_ENOUGH: Final = frozenset({"256", "truecolor"})
_DATA: Final = "data:image/"
_BASE64: Final = ";base64,"


@dataclass(frozen=True, slots=True)
class Pictures:
    """How pictures are drawn in this terminal."""

    colours: bool
    ground: Colour

    def picture_of(self, read: Callable[[], bytes | None], *, columns: int, rows: int) -> Picture | NoPicture:
        """The picture that `read` gives; broken bytes and broken reading are a reason, never an error."""
        if not self.colours:
            return NoPicture("no-colours")
        found = attempt(lambda: decode(read(), columns=columns, rows=rows, ground=self.ground), "en")
        return found.value if isinstance(found, Done) else NoPicture("unreadable")


def shown(app: App[int] | App[object]) -> Pictures:
    """What this terminal can show: with NO_COLOR, or fewer than 256 colours, no pictures."""
    ground = Color.parse(BACKGROUND)
    colours = not app.no_color and app.console.color_system in _ENOUGH
    return Pictures(colours, (ground.r, ground.g, ground.b))


def caption(picture: Picture | NoPicture, language: str) -> str:
    """Why there is no picture."""
    return screen_text(f"picture-{picture.why}", language) if isinstance(picture, NoPicture) else ""


def inline_image(reference: str | None) -> bytes | None:
    """The image in a `data:` address, which is part of the badge; any other address is not followed."""
    if reference is None or not reference.startswith(_DATA) or len(reference) > 2 * MAX_BYTES:
        return None
    head, found, body = reference.partition(_BASE64)
    if not found or len(head) > 40:
        return None
    try:
        return base64.b64decode(body, validate=True)
    except (binascii.Error, ValueError):
        return None
