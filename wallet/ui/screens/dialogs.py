"""Small questions over a screen: yes or no, one line of text, something to read."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen

from wallet.ui.base import WalletScreen
from wallet.ui.desk import Desk
from wallet.ui.line import KeyHint, Line
from wallet.ui.widgets.bars import KeyBar
from wallet.ui.widgets.line_input import LineInput
from wallet.ui.widgets.paper import Paper

Answer = TypeVar("Answer")
Words = Callable[[], tuple[Line, ...]]
"""Makes the words anew in the language of now."""


class Dialog(WalletScreen[Answer], ModalScreen[Answer]):
    """A sheet in the middle, the screen below still to be seen."""

    DEFAULT_CSS = """
    Dialog { align: center middle; }
    Dialog .sheet { border: round #6fbfb2; }
    Dialog LineInput { margin-top: 1; }
    """

    def __init__(self, desk: Desk, words: Words) -> None:
        super().__init__(desk)
        self._words = words

    def compose(self) -> ComposeResult:
        yield KeyBar()
        with Vertical(classes="sheet"):
            yield Paper(id="words")

    def relabel(self) -> None:
        """Say it in the language of now."""
        self.query_one("#words", Paper).show(self._words())
        self.query_one(KeyBar).show(self.keys(), self.last_keys())


class Confirm(Dialog[bool]):
    """Yes or no; only `y` is yes, so that nothing happens by a careless Enter."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "yes", show=False),
        Binding("n,escape", "no", show=False),
    ]

    def __init__(self, desk: Desk, words: Words, yes: str) -> None:
        """`yes` names the words for what `y` does."""
        super().__init__(desk, words)
        self._yes = yes

    def keys(self) -> tuple[KeyHint, ...]:
        """The two answers."""
        return KeyHint("y", self.say(self._yes)), KeyHint("Esc", self.say("cancel"))

    def action_yes(self) -> None:
        """Do it."""
        self.dismiss(result=True)

    def action_no(self) -> None:
        """Leave it."""
        self.dismiss(result=False)


class Ask(Dialog[str | None]):
    """One line of text; None where it was cancelled."""

    AUTO_FOCUS: ClassVar[str | None] = "LineInput"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", show=False)]

    def __init__(self, desk: Desk, words: Words, value: str = "") -> None:
        super().__init__(desk, words)
        self._suggested = value

    def compose(self) -> ComposeResult:
        yield KeyBar()
        with Vertical(classes="sheet"):
            yield Paper(id="words")
            yield LineInput(self._suggested)

    def keys(self) -> tuple[KeyHint, ...]:
        """Answer or not."""
        return KeyHint("Enter", self.say("ok")), KeyHint("Esc", self.say("cancel"))

    def on_input_submitted(self) -> None:
        """The answer."""
        self.dismiss(self.query_one(LineInput).value)

    def action_cancel(self) -> None:
        """No answer."""
        self.dismiss(None)


class Reading(WalletScreen[None]):
    """A page to read and to scroll, over the whole screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "back", show=False),
    ]

    def compose(self) -> ComposeResult:
        yield from self.bars()
        with VerticalScroll(can_focus=True) as page:
            page.styles.padding = (1, 2)
            yield Paper(id="words")

    def on_mount(self) -> None:
        """Let the arrows scroll at once."""
        self.query_one(VerticalScroll).focus()
        self.relabel()

    def keys(self) -> tuple[KeyHint, ...]:
        """Scroll, or go back."""
        return KeyHint("Esc", self.say("back")), KeyHint("↑↓", self.say("scroll"))

    def action_back(self) -> None:
        """Go back."""
        self.dismiss(None)
