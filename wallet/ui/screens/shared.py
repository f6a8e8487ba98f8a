"""What was shared: the link as text and as a QR code, until when it works, and how it is taken back."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll

from wallet.model.record import ShareRecord
from wallet.ui.base import WalletScreen
from wallet.ui.desk import Desk
from wallet.ui.line import EMPTY, KeyHint, Line
from wallet.ui.palette import Tone
from wallet.ui.present_share import shared_lines
from wallet.ui.widgets.paper import Paper
from wallet.ui.widgets.qr_code import QrCode

_BARS = 2
_BESIDE = 30
"""Cells that the words beside the code need at the least."""


class Shared(WalletScreen[None]):
    """`fresh` when it has just been made."""

    CSS_PATH = "shared.tcss"
    PLACE = "shared-place"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q", "back", show=False),
        Binding("c", "copy", show=False),
        Binding("g", "app.language", show=False),
    ]

    def __init__(self, desk: Desk, share: ShareRecord, *, fresh: bool) -> None:
        super().__init__(desk)
        self._share = share
        self._fresh = fresh
        self._copied = False

    def compose(self) -> ComposeResult:
        yield from self.bars()
        with Horizontal(id="body"):
            if self._share.link:
                yield QrCode(self._share.link)
            with VerticalScroll(id="side"):
                yield Paper(id="words")

    def on_resize(self) -> None:
        """A code that is cut cannot be read: it is shown whole or not at all."""
        self.relabel()

    def relabel(self) -> None:
        """Every word anew."""
        self.refresh_bars()
        lines = [Line(self.say("it-is-shared"), Tone.PASSED, mark="✓", mark_tone=Tone.PASSED), EMPTY]
        words = (*(lines if self._fresh else ()), *shared_lines(self._share, self.desk.language))
        if self._copied:
            # Beside the code, not across it: somebody may be scanning it.
            words = (Line(self.say("copied"), Tone.PASSED, mark="✓", mark_tone=Tone.PASSED), EMPTY, *words)
        for code in self.query(QrCode):
            rows, cells = len(code.rows) + _BARS, len(code.rows[0]) + _BESIDE
            code.display = rows <= self.size.height and cells <= self.size.width
            if not code.display:
                words = (*words, EMPTY, Line(self.say("qr-too-large", cells=str(cells), rows=str(rows)), Tone.MUTED))
        self.query_one("#words", Paper).show(words)

    def keys(self) -> tuple[KeyHint, ...]:
        """The keys that apply."""
        copy = (KeyHint("c", self.say("copy")),) if self._share.link else ()
        return (*copy, KeyHint("Esc", self.say("back")))

    def action_copy(self) -> None:
        """Hand the link to the terminal's clipboard, and say that this is what was done."""
        if self._share.link:
            self.app.copy_to_clipboard(self._share.link)
            self._copied = True
            self.relabel()

    def action_back(self) -> None:
        """Go on."""
        self.dismiss(None)
