"""Asking for one line of text, and telling something."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, Static


class Ask(ModalScreen[str | None]):
    """One question, one line; Escape answers None."""

    DEFAULT_CSS = """
    Ask { align: center middle; }
    Ask > Vertical {
        width: 90%; max-width: 90; height: auto; border: round $accent; padding: 1 2; background: $surface;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", "×")]

    def __init__(self, question: str, *, hidden: bool = False, value: str = "") -> None:
        super().__init__()
        self._question = question
        self._hidden = hidden
        self._value = value

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(self._question, markup=False)
            yield Input(value=self._value, password=self._hidden)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.dismiss(event.value)

    def action_cancel(self) -> None:
        self.dismiss(None)


class Tell(ModalScreen[None]):
    """Something to read; any of Enter, Escape or q goes on."""

    DEFAULT_CSS = """
    Tell { align: center middle; }
    Tell > VerticalScroll { width: 90%; max-width: 100; height: auto; max-height: 90%; border: round $accent;
                            padding: 1 2; background: $surface; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,enter,q", "leave", "OK")]

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def compose(self) -> ComposeResult:
        with VerticalScroll():
            yield Static(self._text, markup=False)

    def action_leave(self) -> None:
        self.dismiss(None)
