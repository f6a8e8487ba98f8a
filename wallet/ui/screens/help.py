"""The keys of every screen, and what the words mean."""

from __future__ import annotations

from typing import Final

from wallet.text.words import GLYPHS, word
from wallet.ui.line import EMPTY, KeyHint, Line
from wallet.ui.palette import Tone, tone_of
from wallet.ui.screens.dialogs import Reading
from wallet.ui.widgets.paper import Paper

KEYS: Final = {
    "help-everywhere": (
        ("F1 ?", "help"),
        ("F2 g", "help-language"),
        ("^L", "help-lock"),
        ("^Q q", "quit"),
        ("Esc", "back"),
    ),
    "library": (
        ("↑ ↓", "help-move"),
        ("Enter", "help-open"),
        ("Space", "help-choose"),
        ("a", "help-choose-all"),
        ("/", "help-find"),
        ("f", "help-filter"),
        ("o", "help-order"),
        ("i", "help-import"),
        ("s", "help-share"),
        ("p", "help-present"),
        ("l", "help-links"),
        ("c", "help-check-all"),
        ("e", "help-export"),
    ),
    "badge": (
        ("c", "help-check"),
        ("u", "help-update"),
        ("s", "help-share"),
        ("p", "help-present"),
        ("e", "help-export"),
        ("t", "help-tag"),
        ("k", "help-trust"),
        ("x", "help-remove"),
    ),
    "links": (("r", "help-revoke"), ("c", "help-copy"), ("v", "help-qr")),
}
"""For each place its keys, and the name of the words for what they do."""
_KEY_CELLS: Final = 6


class Help(Reading):
    """A page to read."""

    PLACE = "help"

    def relabel(self) -> None:
        """Everything anew."""
        self.refresh_bars()
        self.query_one("#words", Paper).show(self._lines())

    def keys(self) -> tuple[KeyHint, ...]:
        """Scroll, or go back."""
        return KeyHint("Esc", self.say("back")), KeyHint("↑↓", self.say("scroll"))

    def last_keys(self) -> tuple[KeyHint, ...]:
        """No help on the help."""
        return (KeyHint("F2", self.say("other-language")),)

    def _lines(self) -> tuple[Line, ...]:
        lines: list[Line] = []
        for place, keys in KEYS.items():
            lines += [Line(self.say(place), Tone.STRONG)]
            lines += [
                Line(self.say(name), mark=key.ljust(_KEY_CELLS), mark_tone=Tone.ACCENT, indent=2) for key, name in keys
            ]
            lines.append(EMPTY)
        language = self.desk.language
        lines.append(Line(self.say("help-verdicts"), Tone.STRONG))
        for outcome in ("passed", "failed", "indeterminate"):
            text = f"{word(outcome, language)}: {self.say(f'help-{outcome}')}"
            lines.append(Line(text, mark=GLYPHS[outcome], mark_tone=tone_of(outcome), indent=2))
        return (*lines, EMPTY, Line(self.say("help-three"), Tone.MUTED), Line(self.say("help-idle"), Tone.MUTED))
