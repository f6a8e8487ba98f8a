"""The closed door: nothing of the vault is on the screen, and a passphrase or the recovery key opens it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from wallet.model.secret import Secret
from wallet.ui.base import WalletScreen
from wallet.ui.desk import Desk
from wallet.ui.line import EMPTY, KeyHint, Line
from wallet.ui.messages import Came
from wallet.ui.palette import Tone
from wallet.ui.widgets.line_input import LineInput
from wallet.ui.widgets.paper import Paper
from wallet.ui.worker import Trouble


class Unlock(WalletScreen[Secret | None]):
    """Answers with what opened the vault (an empty secret: the keyring); None leaves the program.

    `again` says that the vault was locked in this run; else that it was never open.
    """

    CSS_PATH = "unlock.tcss"
    PLACE = "locked"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "stop", show=False)]

    def __init__(self, desk: Desk, *, again: bool) -> None:
        super().__init__(desk)
        self._again = again
        self._tried: Secret | None = None
        self._trouble: Trouble | None = None

    def compose(self) -> ComposeResult:
        yield from self.bars()
        with Vertical(classes="sheet"):
            yield Paper(id="words")
            yield LineInput(secret=True, id="answer")
            yield Paper(id="trouble")

    def on_mount(self) -> None:
        """Wait for the passphrase."""
        self._has_keyring = self.desk.wallet.door.has_keyring()
        self.query_one("#answer").focus()
        self.relabel()

    def relabel(self) -> None:
        """Say what opens it."""
        self.refresh_bars()
        lines = [Line(self.say("is-locked" if self._again else "is-closed"), Tone.STRONG), EMPTY]
        lines.append(Line(self.say("unlock-how")))
        if self._has_keyring:
            lines.append(Line(self.say("unlock-keyring"), Tone.MUTED))
        self.query_one("#words", Paper).show(lines)
        self._say_trouble()

    def keys(self) -> tuple[KeyHint, ...]:
        """The keys that apply."""
        return KeyHint("Enter", self.say("open")), KeyHint("Esc", self.say("quit"))

    def on_input_submitted(self) -> None:
        """Try what was typed; nothing typed tries the keyring."""
        field = self.query_one("#answer", LineInput)
        if self._tried is not None or (not field.value and not self._has_keyring):
            return
        self._tried = Secret.from_text(field.value)
        field.value = ""
        self.query_one("#trouble", Paper).show([Line(self.say("opening"), Tone.MUTED)])
        secret, door = self._tried, self.desk.wallet.door

        def opened() -> Secret:
            if secret:
                door.open_with(secret)
            else:
                door.unlock(None)
                door.open()
            return secret

        # The lock holds until the app says otherwise; what opens the door is no leftover of an earlier screen.
        self.desk.locked = False
        self.begin("open", opened)

    def on_came(self, message: Came) -> None:
        """Open, or say why not."""
        self._tried = None
        if isinstance(message.news, Secret):
            self.dismiss(message.news)
        elif isinstance(message.news, Trouble):
            self._trouble = message.news
            self._say_trouble()

    def _say_trouble(self) -> None:
        found = self._trouble
        lines = (
            []
            if found is None
            else [Line(found.message, Tone.FAILED), Line(self.say("hint", hint=found.hint), Tone.ACCENT)]
        )
        self.query_one("#trouble", Paper).show(lines)

    def action_stop(self) -> None:
        """Leave the program."""
        self.dismiss(None)
