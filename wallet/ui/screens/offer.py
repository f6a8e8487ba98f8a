"""The vault is ready: the samples are offered where they are at hand, and where not it is said what to do instead."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from wallet.ui.base import WalletScreen
from wallet.ui.line import EMPTY, KeyHint, Line
from wallet.ui.palette import Tone
from wallet.ui.widgets.paper import Paper


class Offer(WalletScreen[bool]):
    """True imports the samples."""

    CSS_PATH = "offer.tcss"
    PLACE = "vault-ready"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,y", "accept", show=False),
        Binding("escape,n", "decline", show=False),
    ]

    def compose(self) -> ComposeResult:
        yield from self.bars()
        with Vertical(classes="sheet"):
            yield Paper(id="words")

    def relabel(self) -> None:
        """Say what is offered."""
        self.refresh_bars()
        name = "offer-none" if self.desk.samples is None else "offer-samples"
        self.query_one("#words", Paper).show(
            [
                Line(self.say("vault-is-ready"), Tone.PASSED, mark="✓", mark_tone=Tone.PASSED),
                EMPTY,
                Line(self.say(name)),
                EMPTY,
                Line(self.say("offer-lock"), Tone.MUTED),
            ]
        )

    def keys(self) -> tuple[KeyHint, ...]:
        """The keys that apply."""
        if self.desk.samples is None:
            return (KeyHint("Enter", self.say("go-on")),)
        return KeyHint("Enter", self.say("import-them")), KeyHint("Esc", self.say("without-them"))

    def action_accept(self) -> None:
        """Import them, where there are any."""
        self.dismiss(self.desk.samples is not None)

    def action_decline(self) -> None:
        """Go on without."""
        self.dismiss(result=False)
