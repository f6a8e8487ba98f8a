"""What all screens have in common: a heading, the keys below, two languages, and work beside the screen."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.css.query import NoMatches
from textual.screen import Screen
from textual.widget import Widget

from wallet.ui.desk import Desk
from wallet.ui.line import KeyHint
from wallet.ui.messages import Came
from wallet.ui.widgets.bars import Heading, KeyBar
from wallet.ui.worker import Done, Trouble, attempt

Answer = TypeVar("Answer")
Tell = Callable[[object], None]
"""Sends a frozen value from a worker to its screen."""


class WalletScreen(Screen[Answer]):
    """A screen that speaks both languages. `relabel` puts every word on it anew."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "app.help", show=False),
        Binding("f2", "app.language", show=False),
        Binding("ctrl+l", "app.lock", show=False),
        Binding("ctrl+q", "app.leave", show=False, priority=True),
    ]
    AUTO_FOCUS: ClassVar[str | None] = ""  # each screen says itself where to begin
    PLACE: ClassVar[str] = ""
    """The name of its words for the heading."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk

    def say(self, name: str, **blanks: str) -> str:
        """Words in the language of now."""
        return self.desk.say(name, **blanks)

    def bars(self) -> tuple[Widget, Widget]:
        """The two bars, for `compose`."""
        return Heading(), KeyBar()

    def keys(self) -> tuple[KeyHint, ...]:
        """The keys that apply now, the most wanted first."""
        return ()

    def last_keys(self) -> tuple[KeyHint, ...]:
        """The keys that are always shown."""
        return (KeyHint("F2", self.say("other-language")), KeyHint("F1", self.say("help")))

    def place(self) -> str:
        """Where one is."""
        return self.say(self.PLACE) if self.PLACE else ""

    def remark(self) -> str:
        """What the heading says on its right."""
        return ""

    def relabel(self) -> None:
        """Put every word on the screen anew; a screen with more than the bars adds its own."""
        self.refresh_bars()

    def refresh_bars(self) -> None:
        """Heading and keys alone."""
        try:
            self.query_one(Heading).show(self.say("title"), self.place(), self.remark())
            self.query_one(KeyBar).show(self.keys(), self.last_keys())
        except NoMatches:
            return

    def on_mount(self) -> None:
        """Say what there is to say."""
        self.relabel()

    def on_descendant_focus(self) -> None:
        """Other keys may apply."""
        self.refresh_bars()

    # --- work beside the screen ---------------------------------------------------------------------------------

    def begin(self, group: str, task: Callable[[], object]) -> None:
        """Run `task` on a thread; what it returns, or the trouble it had, comes back as `Came`."""
        self.begin_telling(group, lambda _tell: task())

    def begin_telling(self, group: str, task: Callable[[Tell], object]) -> None:
        """The same for a task that tells more than once."""
        tell: Tell = self._tell
        work = partial(_work, self.desk, partial(task, tell), tell)
        self.run_worker(work, thread=True, exclusive=True, exit_on_error=False, group=group)

    def _tell(self, news: object) -> None:
        self.post_message(Came(news))

    def trouble(self, trouble: Trouble) -> None:
        """Show what went wrong, in words."""
        self.app.notify(
            f"{trouble.message}\n{self.say('hint', hint=trouble.hint)}", severity="error", timeout=12, markup=False
        )

    def note(self, text: str) -> None:
        """Show something that went well."""
        self.app.notify(text, timeout=6, markup=False)


def _work(desk: Desk, task: Callable[[], object], tell: Tell) -> None:
    """On the thread. What finishes after the lock says nothing, and leaves no vault open behind it."""
    token = object()
    desk.running.add(token)
    result = attempt(task, desk.language)
    desk.running.discard(token)
    if desk.locked:
        attempt(desk.wallet.door.lock, desk.language)
        return
    tell(result.value if isinstance(result, Done) else result)
