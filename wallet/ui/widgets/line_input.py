"""One line of typed text. What is pasted into it is bounded and holds no control character."""

from __future__ import annotations

from typing import Final

from textual import events
from textual.widgets import Input

MAX_CHARACTERS: Final = 1000
"""More than any path, address or passphrase that people type; pasted badges go through `PasteInput`."""


class LineInput(Input):
    """An input without suggestions in English, and with bounded paste."""

    DEFAULT_CSS = """
    LineInput, LineInput:focus { border: none; height: 1; padding: 0 1; background: $panel; }
    LineInput:focus { background: #2a3d45; }
    """

    def __init__(
        self, value: str = "", *, secret: bool = False, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(
            value, password=secret, id=id, classes=classes, max_length=MAX_CHARACTERS, select_on_focus=False
        )

    def _on_paste(self, event: events.Paste) -> None:
        """Take the first line of what is pasted, as far as it fits."""
        event.prevent_default()
        event.stop()
        line = clean(event.text[: 2 * MAX_CHARACTERS].lstrip("\r\n").split("\n")[0].split("\r")[0])
        self.insert_text_at_cursor(line[: max(0, MAX_CHARACTERS - len(self.value))])


def clean(text: str) -> str:
    """`text` without what a terminal would obey: control, format and unassigned characters."""
    return "".join(character for character in text if character.isprintable())
