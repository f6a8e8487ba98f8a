"""The first thing a newcomer sees: what this is, in the language of their choice."""

from __future__ import annotations

from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from wallet.text.language import Language
from wallet.ui.base import WalletScreen
from wallet.ui.line import EMPTY, KeyHint, Line
from wallet.ui.palette import Tone
from wallet.ui.widgets.choice import Choice
from wallet.ui.widgets.paper import Paper

_LANGUAGES: Final = (Language.EN, Language.JA)


class Welcome(WalletScreen[bool]):
    """True goes on, False leaves."""

    CSS_PATH = "welcome.tcss"
    PLACE = "welcome"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", show=False),
        Binding("escape", "stop", show=False),
        Binding("up", "other(-1)", show=False),
        Binding("down", "other(1)", show=False),
    ]

    def compose(self) -> ComposeResult:
        yield from self.bars()
        with Vertical(classes="sheet"):
            yield Paper(id="words")
            yield Choice(len(_LANGUAGES))
            yield Paper(id="next")

    def on_mount(self) -> None:
        """Begin with the language of the machine."""
        choice = self.query_one(Choice)
        choice.set_reactive(Choice.chosen, _LANGUAGES.index(self.desk.language))
        choice.show(("English", "日本語"))
        choice.focus()
        self.relabel()

    def relabel(self) -> None:
        """Say it in the language of now."""
        self.refresh_bars()
        choice = self.query_one(Choice)
        choice.set_reactive(Choice.chosen, _LANGUAGES.index(self.desk.language))
        choice.refresh()
        promises = [Line(self.say(f"promise-{number}"), mark="·", mark_tone=Tone.ACCENT) for number in (1, 2, 3)]
        self.query_one("#words", Paper).show(
            [Line(self.say("welcome-title"), Tone.STRONG), EMPTY, *promises, EMPTY, Line(self.say("choose-language"))]
        )
        self.query_one("#next", Paper).show([Line(self.say("welcome-next"), Tone.MUTED)])

    def keys(self) -> tuple[KeyHint, ...]:
        """The keys that apply."""
        return KeyHint("←→", self.say("language")), KeyHint("Enter", self.say("go-on")), KeyHint("^Q", self.say("quit"))

    def on_choice_changed(self) -> None:
        """Speak the chosen language at once."""
        self.desk.language = _LANGUAGES[self.query_one(Choice).chosen]
        self.relabel()

    def action_other(self, by: int) -> None:
        """Up and down change it as well."""
        self.query_one(Choice).action_move(by)

    def action_go_on(self) -> None:
        """On to the vault."""
        self.dismiss(result=True)

    def action_stop(self) -> None:
        """Leave: nothing was made."""
        self.dismiss(result=False)
