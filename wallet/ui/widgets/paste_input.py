"""The one input that takes anything a person can drag, paste or type: paths, addresses, whole badges as text."""

from __future__ import annotations

from typing import Final

from textual import events
from textual.message import Message

from wallet.codec.limits import MAX_INPUT_BYTES
from wallet.ui.widgets.line_input import MAX_CHARACTERS, LineInput, clean

MAX_PASTED: Final = MAX_INPUT_BYTES
"""Characters of pasted text that are kept: as large as one badge may be. What is beyond is cut, and said."""


class PasteInput(LineInput):
    """A line to type in; a paste that is long or has several lines is kept beside it and only counted."""

    class Pasted(Message):
        """Something long was pasted, or taken away again."""

    def __init__(self, value: str = "", *, id: str | None = None) -> None:
        super().__init__(value, id=id)
        self.pasted = ""
        self.cut = False

    @property
    def whole(self) -> str:
        """What was pasted, else what was typed."""
        return self.pasted or self.value

    def forget(self) -> None:
        """Take away what was pasted."""
        if self.pasted:
            self.pasted, self.cut = "", False
            self.post_message(self.Pasted())

    def _on_paste(self, event: events.Paste) -> None:
        """Keep what is pasted, whole up to the bound."""
        event.prevent_default()
        event.stop()
        text = event.text[:MAX_PASTED]
        stripped = text.strip()
        if len(stripped) <= MAX_CHARACTERS and "\n" not in stripped and "\r" not in stripped:
            self.insert_text_at_cursor(clean(stripped)[: max(0, MAX_CHARACTERS - len(self.value))])
            return
        self.pasted, self.cut = text, len(event.text) > MAX_PASTED
        self.value = ""
        self.post_message(self.Pasted())
