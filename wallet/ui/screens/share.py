"""Sharing, first step: for whom, what for, how long, and by link or as a file. Nothing leaves here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from wallet.model.record import BadgeSummary, ShareRecord
from wallet.model.request import PresentationRequest
from wallet.ui.base import WalletScreen
from wallet.ui.desk import Desk
from wallet.ui.line import KeyHint, Line
from wallet.ui.messages import Came
from wallet.ui.palette import Tone
from wallet.ui.present_share import SPANS, Span, chosen_lines, expiry, host_of
from wallet.ui.screens.review import Review
from wallet.ui.screens.shared import Shared
from wallet.ui.typed import in_home
from wallet.ui.widgets.choice import Choice
from wallet.ui.widgets.line_input import LineInput
from wallet.ui.widgets.paper import Paper
from wallet.ui.worker import Trouble
from wallet.wallet import Badge, Prepared

_LABELS = ("whom", "purpose", "span", "way", "place")


@dataclass(frozen=True, slots=True)
class Ready:
    """Signed and judged; `badges` for the list of what leaves."""

    prepared: Prepared
    badges: tuple[Badge, ...]
    request: PresentationRequest
    place: str


@dataclass(frozen=True, slots=True)
class LastHost:
    """The link host that was used last."""

    host: str


class Share(WalletScreen[bool]):
    """True when something was shared."""

    CSS_PATH = "share.tcss"
    PLACE = "share-place"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "stop", show=False),
        Binding("enter", "go_on", show=False),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(self, desk: Desk, badges: Sequence[BadgeSummary], *, as_file: bool) -> None:
        super().__init__(desk)
        self._badges = tuple(badges)
        self._as_file = as_file
        self._trouble = ""
        self._preparing = False
        self._places = [desk.link_host, "~/presentation.json"]

    def compose(self) -> ComposeResult:
        yield from self.bars()
        with VerticalScroll(id="form", can_focus=False):
            yield Paper(id="chosen")
            yield Paper(id="whom-label", classes="field-label")
            yield LineInput(id="whom")
            yield Paper(id="purpose-label", classes="field-label")
            yield LineInput(id="purpose")
            yield Paper(id="span-label", classes="field-label")
            yield Choice(len(SPANS), id="span")
            yield LineInput(id="date")
            yield Paper(id="way-label", classes="field-label")
            yield Choice(2, id="way")
            yield Paper(id="place-label", classes="field-label")
            yield LineInput(self._places[self._as_file], id="place")
            yield Paper(id="trouble")

    def on_mount(self) -> None:
        """Ask for the receiver first; four weeks unless said otherwise."""
        self.query_one("#span", Choice).set_reactive(Choice.chosen, SPANS.index(Span.FOUR_WEEKS))
        self.query_one("#way", Choice).set_reactive(Choice.chosen, int(self._as_file))
        self.query_one("#date").display = False
        self.query_one("#whom").focus()
        self.relabel()
        wallet, configured = self.desk.wallet, self.desk.link_host

        def last_host() -> LastHost:
            used = next((share.link for share in wallet.shares() if share.link), "")
            return LastHost(configured or host_of(used))

        self.begin("host", last_host)

    # --- what is shown ------------------------------------------------------------------------------------------

    def relabel(self) -> None:
        """Every word anew."""
        self.refresh_bars()
        self.query_one("#chosen", Paper).show(chosen_lines(self._badges, self.desk.language))
        for name in _LABELS:
            label = f"share-{name}" if name != "place" else f"share-place-{self._way()}"
            self.query_one(f"#{name}-label", Paper).show([Line(self.say(label), Tone.MUTED)])
        self.query_one("#span", Choice).show([self.say(f"span-{span.value}") for span in SPANS])
        self.query_one("#way", Choice).show([self.say("way-link"), self.say("way-file")])
        for name in ("whom", "purpose", "date"):
            self.query_one(f"#{name}", LineInput).placeholder = self.say(f"example-{name}")
        self.query_one("#place", LineInput).placeholder = self.say(f"example-{self._way()}")
        self._say_trouble()

    def _say_trouble(self) -> None:
        lines = [Line(self.say(self._trouble), Tone.FAILED)] if self._trouble else []
        if self._preparing:
            lines = [Line(self.say("preparing"), Tone.MUTED)]
        self.query_one("#trouble", Paper).show(lines)

    def keys(self) -> tuple[KeyHint, ...]:
        """The keys that apply."""
        return (
            KeyHint("Enter", self.say("review")),
            KeyHint("Tab", self.say("field")),
            KeyHint("←→", self.say("choose")),
            KeyHint("Esc", self.say("cancel")),
        )

    def _way(self) -> str:
        return "file" if self.query_one("#way", Choice).chosen else "link"

    def on_choice_changed(self) -> None:
        """A date is asked for where one was chosen; the place follows the way."""
        span = SPANS[self.query_one("#span", Choice).chosen]
        self.query_one("#date").display = span is Span.DATE
        as_file, place = self._way() == "file", self.query_one("#place", LineInput)
        if as_file is not self._as_file:
            self._places[self._as_file] = place.value
            self._as_file = as_file
            place.value = self._places[as_file]
        self.relabel()

    # --- going on -----------------------------------------------------------------------------------------------

    def on_input_submitted(self) -> None:
        """Enter in a field goes on as well."""
        self.action_go_on()

    def action_go_on(self) -> None:
        """Sign it and judge it, so that it can be looked at before anything leaves."""
        if self._preparing:
            return
        now = self.desk.wallet.clock()
        span = SPANS[self.query_one("#span", Choice).chosen]
        expires = expiry(span, self.query_one("#date", LineInput).value, now)
        typed = self.query_one("#place", LineInput).value.strip()
        place = str(in_home(typed)) if self._as_file and typed else typed
        if expires is None:
            self._refuse("date-unusable", "date")
        elif not place:
            self._refuse("place-needed-file" if self._as_file else "place-needed-link", "place")
        elif not self._as_file and not place.lower().startswith(("https://", "http://")):
            self._refuse("place-no-address", "place")
        else:
            whom, purpose = (self.query_one(f"#{name}", LineInput).value.strip() for name in ("whom", "purpose"))
            self._prepare(PresentationRequest(audience=whom or None, purpose=purpose or None, expires=expires), place)

    def _prepare(self, request: PresentationRequest, place: str) -> None:
        wallet, ids = self.desk.wallet, [badge.id for badge in self._badges]
        self._trouble, self._preparing = "", True
        self._say_trouble()

        def ready() -> Ready:
            badges = tuple(wallet.badge(badge_id) for badge_id in ids)
            return Ready(wallet.prepare(ids, request), badges, request, place)

        self.begin("prepare", ready)

    def on_came(self, message: Came) -> None:
        """Ready to be looked at, delivered, or neither."""
        news = message.news
        self._preparing = False
        self._say_trouble()
        if isinstance(news, LastHost):
            place = self.query_one("#place", LineInput)
            self._places[0] = self._places[0] or news.host
            if not self._as_file and not place.value:
                place.value = news.host
        elif isinstance(news, Ready):
            self._review(news)
        elif isinstance(news, ShareRecord):
            self._show(news)
        elif isinstance(news, Trouble):
            self.trouble(news)

    @work(exclusive=True, group="review")
    async def _review(self, ready: Ready) -> None:
        """Look at it; deliver it where that was wanted."""
        agreed = await self.app.push_screen_wait(
            Review(self.desk, ready.prepared, ready.badges, ready.request, ready.place)
        )
        if agreed:
            wallet = self.desk.wallet
            self._preparing = True
            self._say_trouble()
            self.begin("deliver", lambda: wallet.deliver_to(ready.prepared, ready.request, ready.place))

    @work(exclusive=True, group="show")
    async def _show(self, share: ShareRecord) -> None:
        """Show what was made of it, then go back."""
        await self.app.push_screen_wait(Shared(self.desk, share, fresh=True))
        self.dismiss(result=True)

    def _refuse(self, name: str, field: str) -> None:
        self._trouble = name
        self._say_trouble()
        self.query_one(f"#{field}").focus()

    def action_stop(self) -> None:
        """Back; nothing has left."""
        self.dismiss(result=False)
