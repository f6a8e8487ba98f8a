"""Making the vault: a passphrase typed twice, or the keyring of the machine where there is one."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from wallet.model.secret import Secret
from wallet.ui.base import WalletScreen
from wallet.ui.line import EMPTY, KeyHint, Line
from wallet.ui.messages import Came
from wallet.ui.palette import Tone
from wallet.ui.present_vault import length_hint
from wallet.ui.widgets.line_input import LineInput
from wallet.ui.widgets.paper import Paper
from wallet.ui.worker import Trouble


class MakeVault(WalletScreen[Secret | None]):
    """Answers with the recovery key, to be shown once; None goes back."""

    CSS_PATH = "make_vault.tcss"
    PLACE = "make-vault"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "stop", show=False),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def compose(self) -> ComposeResult:
        yield from self.bars()
        with Vertical(classes="sheet"):
            yield Paper(id="words")
            yield Paper(id="first-label", classes="field-label")
            yield LineInput(secret=True, id="first")
            yield Paper(id="hint")
            yield Paper(id="second-label", classes="field-label")
            yield LineInput(secret=True, id="second")
            yield Paper(id="trouble")

    def on_mount(self) -> None:
        """Ask for the passphrase."""
        self._has_keyring = self.desk.wallet.door.has_keyring()
        self._making = False
        self._trouble: tuple[str, str] | None = None
        self.query_one("#first").focus()
        self.relabel()

    def relabel(self) -> None:
        """Say it in the language of now."""
        self.refresh_bars()
        how = "vault-with-keyring" if self._has_keyring else "vault-without-keyring"
        tone = Tone.PLAIN if self._has_keyring else Tone.INDETERMINATE
        self.query_one("#words", Paper).show(
            [Line(self.say("vault-what"), Tone.STRONG), EMPTY, Line(self.say(how), tone), Line(self.say("vault-lost"))]
        )
        self.query_one("#first-label", Paper).show([Line(self.say("passphrase"), Tone.MUTED)])
        self.query_one("#second-label", Paper).show([Line(self.say("passphrase-again"), Tone.MUTED)])
        self.query_one("#hint", Paper).show([length_hint(self._typed("first"), self.desk.language)])
        self._say_trouble()

    def keys(self) -> tuple[KeyHint, ...]:
        """The keys that apply."""
        return KeyHint("Enter", self.say("go-on")), KeyHint("Tab", self.say("field")), KeyHint("Esc", self.say("back"))

    def on_input_changed(self) -> None:
        """How long it is, as one types."""
        self.query_one("#hint", Paper).show([length_hint(self._typed("first"), self.desk.language)])

    def on_input_submitted(self) -> None:
        """Make the vault once both are the same."""
        if self._making:
            return
        first, second = self._typed("first"), self._typed("second")
        if not first and not second and self._has_keyring:
            self._make(None)
        elif not first:
            self._refuse("passphrase-needed", "first")
        elif not second:
            self._refuse("passphrase-twice", "second")
        elif first != second:
            self.query_one("#second", LineInput).value = ""
            self._refuse("differs", "second")
        else:
            self._make(Secret.from_text(first))

    def _make(self, passphrase: Secret | None) -> None:
        self._making = True
        self._trouble = ("making", "muted")
        self._say_trouble()
        wallet = self.desk.wallet
        self.begin("make", lambda: Secret.from_text(wallet.door.create(passphrase, wallet.clock())))

    def on_came(self, message: Came) -> None:
        """The vault is there, or why not."""
        self._making = False
        if isinstance(message.news, Secret):
            self.dismiss(message.news)
        elif isinstance(message.news, Trouble):
            self._trouble = None
            self._say_trouble()
            self.trouble(message.news)

    def _refuse(self, name: str, field: str) -> None:
        self._trouble = (name, "failed")
        self._say_trouble()
        self.query_one(f"#{field}").focus()

    def _say_trouble(self) -> None:
        lines = [Line(self.say(self._trouble[0]), Tone(self._trouble[1]))] if self._trouble else []
        self.query_one("#trouble", Paper).show(lines)

    def _typed(self, field: str) -> str:
        return self.query_one(f"#{field}", LineInput).value

    def action_stop(self) -> None:
        """Back: nothing was made."""
        if not self._making:
            self.dismiss(None)
