"""The recovery key, shown once: written down, then hidden while two of its groups are typed back."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical

from wallet.model.secret import Secret
from wallet.ui.base import WalletScreen
from wallet.ui.desk import Desk
from wallet.ui.line import EMPTY, KeyHint, Line
from wallet.ui.palette import Tone
from wallet.ui.present_vault import asked_groups, same_group
from wallet.ui.widgets.line_input import LineInput
from wallet.ui.widgets.paper import Paper


class Recovery(WalletScreen[bool]):
    """Dismissed once the groups were typed back. There is no way around: the key is not shown again."""

    CSS_PATH = "recovery.tcss"
    PLACE = "recovery-key"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "written", show=False),
        Binding("escape", "look", show=False),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(self, desk: Desk, key: Secret) -> None:
        super().__init__(desk)
        self._key = key
        self.asked = asked_groups(key.reveal().decode())
        self.asking = False
        self._wrong = False

    def compose(self) -> ComposeResult:
        yield from self.bars()
        with Vertical(classes="sheet"):
            yield Paper(id="words")
            yield Paper(id="key", classes="key")
            for number in range(len(self.asked)):
                with Horizontal(classes="row"):
                    yield Paper(id=f"ask-{number}", classes="ask")
                    yield LineInput(id=f"answer-{number}", classes="answer")
            yield Paper(id="wrong")

    def relabel(self) -> None:
        """Show the key, or ask for its groups."""
        self.refresh_bars()
        name = "recovery-back" if self.asking else "recovery-write"
        self.query_one("#words", Paper).show(
            [Line(self.say("recovery-what"), Tone.STRONG), EMPTY, Line(self.say(name))]
        )
        key = self.query_one("#key", Paper)
        key.display = not self.asking
        key.show([] if self.asking else [Line(self._key.reveal().decode(), Tone.ACCENT)])
        for number, group in enumerate(self.asked):
            self.query_one(f"#ask-{number}", Paper).show([Line(self.say("recovery-group", number=str(group)))])
        for row in self.query(".row"):
            row.display = self.asking
        wrong = [Line(self.say("recovery-wrong"), Tone.FAILED)] if self._wrong else []
        self.query_one("#wrong", Paper).show(wrong)

    def keys(self) -> tuple[KeyHint, ...]:
        """The keys that apply."""
        if self.asking:
            return KeyHint("Enter", self.say("compare")), KeyHint("Esc", self.say("look-again"))
        return (KeyHint("Enter", self.say("written-down")),)

    def action_written(self) -> None:
        """Hide the key and ask for the groups."""
        if not self.asking:
            self.asking = True
            self.relabel()
            self.query_one("#answer-0").focus()

    def action_look(self) -> None:
        """Show the key again, as long as it was not typed back."""
        self.asking = self._wrong = False
        for answer in self.query(LineInput):
            answer.value = ""
        self.set_focus(None)
        self.relabel()

    def on_input_submitted(self) -> None:
        """Go on when every group is right."""
        groups = self._key.reveal().decode().split("-")
        answers = [answer.value for answer in self.query(LineInput)]
        wrong = [n for n, group in enumerate(self.asked) if not same_group(answers[n], groups[group - 1])]
        if not wrong:
            self.dismiss(result=True)
            return
        self._wrong = all(answers)
        self.query_one(f"#answer-{wrong[0]}").focus()
        self.relabel()
