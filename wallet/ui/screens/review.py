"""Sharing, second step: the wallet's own judgement, then exactly what leaves, and only then the key that sends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from wallet.model.report import Outcome
from wallet.model.request import PresentationRequest
from wallet.ui.base import WalletScreen
from wallet.ui.desk import Desk
from wallet.ui.line import KeyHint
from wallet.ui.present_share import judgement_lines, leaves_lines, terms_lines
from wallet.ui.widgets.paper import Paper
from wallet.wallet import Badge, Prepared


class Review(WalletScreen[bool]):
    """True sends it."""

    CSS_PATH = "review.tcss"
    PLACE = "review-place"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "send", show=False),
        Binding("escape,n", "stop", show=False),
        Binding("g", "app.language", show=False),
    ]

    def __init__(
        self, desk: Desk, prepared: Prepared, badges: Sequence[Badge], request: PresentationRequest, place: str
    ) -> None:
        super().__init__(desk)
        self._prepared = prepared
        self._badges = tuple(badges)
        self._request = request
        self._place = place

    def compose(self) -> ComposeResult:
        yield from self.bars()
        with VerticalScroll(id="page", can_focus=True):
            yield Paper(id="judgement", classes="card")
            yield Paper(id="terms", classes="card")
            yield Paper(id="leaves", classes="card")

    def on_mount(self) -> None:
        """Let the arrows scroll at once."""
        self.query_one("#page").focus()
        self.relabel()

    def relabel(self) -> None:
        """Every word anew."""
        self.refresh_bars()
        language, request = self.desk.language, self._request
        for name in ("judgement", "terms", "leaves"):
            self.query_one(f"#{name}").border_title = self.say(f"review-{name}")
        self.query_one("#judgement", Paper).show(judgement_lines(self._prepared, language))
        terms = terms_lines(request.audience or "", request.purpose or "", request.expires, self._place, language)
        self.query_one("#terms", Paper).show(terms)
        self.query_one("#leaves", Paper).show(leaves_lines(self._badges, language))

    def keys(self) -> tuple[KeyHint, ...]:
        """Send or not; that it did not pass is said with the key itself."""
        passed = self._prepared.report.outcome is Outcome.PASSED
        return (
            KeyHint("y", self.say("send" if passed else "send-all-the-same")),
            KeyHint("Esc", self.say("back")),
            KeyHint("↑↓", self.say("scroll")),
        )

    def action_send(self) -> None:
        """Let it leave."""
        self.dismiss(result=True)

    def action_stop(self) -> None:
        """Back; nothing has left."""
        self.dismiss(result=False)
