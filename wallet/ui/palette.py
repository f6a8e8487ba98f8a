"""The colours of the screens: one calm dark palette, and what each tone of a text looks like in it.

A tone never says anything alone: every verdict has its glyph and its word beside the colour.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from rich.style import Style
from textual.theme import Theme

BACKGROUND: Final = "#12191d"
SURFACE: Final = "#182126"
PANEL: Final = "#1f2b31"
CURSOR: Final = "#2a3d45"
FOREGROUND: Final = "#d3dcdf"
MUTED: Final = "#87979e"
LINE: Final = "#34454d"
ACCENT: Final = "#6fbfb2"
GREEN: Final = "#86c99a"
RED: Final = "#e78f8a"
AMBER: Final = "#e2bd6e"

THEME: Final = Theme(
    name="wallet",
    primary=ACCENT,
    secondary=MUTED,
    accent=ACCENT,
    success=GREEN,
    warning=AMBER,
    error=RED,
    foreground=FOREGROUND,
    background=BACKGROUND,
    surface=SURFACE,
    panel=PANEL,
    dark=True,
    variables={
        "border": LINE,
        "border-blurred": LINE,
        "scrollbar": LINE,
        "scrollbar-hover": MUTED,
        "scrollbar-active": ACCENT,
        "scrollbar-background": BACKGROUND,
        "scrollbar-background-hover": BACKGROUND,
        "scrollbar-background-active": BACKGROUND,
        "scrollbar-corner-color": BACKGROUND,
        "input-cursor-background": FOREGROUND,
        "input-selection-background": f"{ACCENT} 35%",
    },
)


class Tone(StrEnum):
    """What kind of text it is."""

    PLAIN = "plain"
    STRONG = "strong"
    MUTED = "muted"
    ACCENT = "accent"
    PASSED = "passed"
    FAILED = "failed"
    INDETERMINATE = "indeterminate"


STYLES: Final = {
    Tone.PLAIN: Style(color=FOREGROUND),
    Tone.STRONG: Style(color="#f2f6f7", bold=True),
    Tone.MUTED: Style(color=MUTED),
    Tone.ACCENT: Style(color=ACCENT, bold=True),
    Tone.PASSED: Style(color=GREEN),
    Tone.FAILED: Style(color=RED),
    Tone.INDETERMINATE: Style(color=AMBER),
}

_OF_OUTCOME: Final = {
    "passed": Tone.PASSED,
    "failed": Tone.FAILED,
    "refused": Tone.FAILED,
    "indeterminate": Tone.INDETERMINATE,
}


def tone_of(outcome: str) -> Tone:
    """The tone of a verdict."""
    return _OF_OUTCOME.get(outcome, Tone.MUTED)
