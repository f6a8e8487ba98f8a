"""The terminal UI: wires the screens to one `Wallet`, and keeps what all of them share: language, lock, idle time."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar, Final

from textual import events, work
from textual.app import App
from textual.binding import BindingType
from textual.filter import ANSIToTruecolor, LineFilter, Monochrome, NoColor
from textual.timer import Timer
from textual.worker import Worker

from wallet.model.secret import Secret
from wallet.text.language import Language, language_of
from wallet.ui.base import WalletScreen
from wallet.ui.desk import Desk
from wallet.ui.palette import THEME
from wallet.ui.screens.library import Library
from wallet.ui.worker import Done, attempt
from wallet.wallet import Wallet

IDLE_SECONDS: Final = 600.0
"""Without a key for this long the vault is locked: ten minutes, as desktops lock their screens."""
_LANGUAGE: Final = "language"


class WalletApp(App[int]):
    """The application. `samples` is a folder of sample badges to offer; `link_host` the link host to suggest.

    A `language` that was not asked for gives way to the one that the vault remembers.
    """

    ENABLE_COMMAND_PALETTE = False
    CSS_PATH = "app.tcss"
    TITLE = "wallet"
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(
        self,
        wallet: Wallet,
        *,
        language: str,
        language_asked: bool = False,
        samples: Path | None = None,
        link_host: str = "",
        idle_seconds: float = IDLE_SECONDS,
    ) -> None:
        super().__init__()
        self.desk = Desk(wallet=wallet, language=language_of(language), samples=samples, link_host=link_host)
        self._language_asked = language_asked
        self._idle_seconds = idle_seconds
        self._idle: Timer | None = None
        self._opened_by_itself = False
        self.register_theme(THEME)
        self.theme = THEME.name
        if self.no_color:
            self._filters: list[LineFilter] = [_colourless(one) for one in self._filters]

    def on_mount(self) -> None:
        """Start with the vault, then the library."""
        self._idle = self.set_interval(self._idle_seconds, self._lock_when_idle, name="idle")
        self._enter(quietly=True)

    # --- from the door to the library ---------------------------------------------------------------------------

    @work(exclusive=True, group="way")
    async def _enter(self, *, quietly: bool) -> None:
        """Make the vault on the first run, open it on later ones, and stay in the library until it is left."""
        desk, fresh = self.desk, False
        if not desk.wallet.door.exists():
            fresh = True
            if not await self._first_run():
                self.exit(0)
                return
        elif not await self._open(quietly=quietly):
            self.exit(0)
            return
        desk.locked = False
        self._follow_remembered_language(fresh=fresh)
        offered = fresh and await self._offer_samples()
        library = Library(desk)
        self.push_screen(library)
        if offered:
            library.action_samples()

    async def _first_run(self) -> bool:
        """Language, vault, recovery key; False when the person leaves before there is a vault."""
        from wallet.ui.screens.make_vault import MakeVault
        from wallet.ui.screens.recovery import Recovery
        from wallet.ui.screens.welcome import Welcome

        while await self.push_screen_wait(Welcome(self.desk)):
            key = await self.push_screen_wait(MakeVault(self.desk))
            if key is not None:
                await self.push_screen_wait(Recovery(self.desk, key))
                return True
        return False

    async def _offer_samples(self) -> bool:
        """Whether the samples are wanted."""
        from wallet.ui.screens.offer import Offer

        return await self.push_screen_wait(Offer(self.desk))

    async def _open(self, *, quietly: bool) -> bool:
        """Open the vault, by the keyring where it does, else asking as long as it takes."""
        from wallet.ui.screens.unlock import Unlock

        door = self.desk.wallet.door
        if quietly:
            worker: Worker[object] = self.run_worker(
                lambda: attempt(door.open, self.desk.language), thread=True, exit_on_error=False, group="door"
            )
            self._opened_by_itself = isinstance(await worker.wait(), Done)
            if self._opened_by_itself:
                return True
        secret = await self.push_screen_wait(Unlock(self.desk, again=not quietly))
        if secret is None:
            return False
        if not quietly and self._opened_by_itself:
            self._open_by_itself_again(secret)
        return True

    @work(thread=True, exit_on_error=False, group="door")
    def _open_by_itself_again(self, secret: Secret) -> None:
        """What the lock took from the keyring goes back, where the keyring opened the vault before."""
        attempt(lambda: self.desk.wallet.door.unlock(secret or None), self.desk.language)

    # --- the language -------------------------------------------------------------------------------------------

    def action_language(self) -> None:
        """Speak the other language from now on, on every screen that is open, and next time too."""
        self.use_language(Language.EN if self.desk.language is Language.JA else Language.JA)
        self._language_asked = True
        if self.desk.wallet.door.is_open() and not self.desk.locked:
            self._remember_language(self.desk.language)

    def use_language(self, language: Language) -> None:
        """Speak `language` on every screen that is open."""
        self.desk.language = language
        for screen in self.screen_stack:
            if isinstance(screen, WalletScreen):
                screen.relabel()

    @work(thread=True, exclusive=True, exit_on_error=False, group="language")
    def _remember_language(self, language: Language) -> None:
        attempt(lambda: self.desk.wallet.remember(_LANGUAGE, language.value), language)

    def _follow_remembered_language(self, *, fresh: bool) -> None:
        """The language chosen in an earlier run; in a first run the one chosen just now is remembered."""
        if fresh:
            self._remember_language(self.desk.language)
            return
        if self._language_asked:
            return
        found = attempt(lambda: self.desk.wallet.setting(_LANGUAGE), self.desk.language)
        if isinstance(found, Done) and found.value:
            self.use_language(language_of(found.value))

    # --- the lock -----------------------------------------------------------------------------------------------

    @work(exclusive=True, group="lock")
    async def action_lock(self) -> None:
        """Close the vault and forget its key; every screen with something of it goes away first."""
        desk = self.desk
        if desk.locked or not desk.wallet.door.is_open():
            return
        desk.locked = True
        self.workers.cancel_group(self, "way")
        self.clear_notifications()
        self._clipboard = ""
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        worker: Worker[object] = self.run_worker(
            lambda: attempt(desk.wallet.door.lock, desk.language), thread=True, exit_on_error=False, group="door"
        )
        await worker.wait()
        self._enter(quietly=False)

    def _lock_when_idle(self) -> None:
        """Lock, unless something that was asked for is still running."""
        if not self.desk.running:
            self.action_lock()

    async def on_event(self, event: events.Event) -> None:
        """Whatever a person does begins the idle time anew."""
        if isinstance(event, events.Key | events.Paste | events.MouseEvent) and self._idle is not None:
            self._idle.reset()
        await super().on_event(event)

    # --- leaving ------------------------------------------------------------------------------------------------

    def action_help(self) -> None:
        """The keys and the words, over whatever is open."""
        from wallet.ui.screens.help import Help

        if not isinstance(self.screen, Help):
            self.push_screen(Help(self.desk))

    def action_leave(self) -> None:
        """Leave."""
        self.exit(0)

    def _handle_exception(self, error: Exception) -> None:
        """Leave with the type of a defect and nothing else: a traceback with local variables could hold secrets."""
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self.exit(1, return_code=1, message=self.desk.say("crashed", kind=type(error).__name__))


def _colourless(one: LineFilter) -> LineFilter:
    """With NO_COLOR no colour at all is written, not shades of grey."""
    return NoColor() if isinstance(one, Monochrome | ANSIToTruecolor) else one


def run_app(
    wallet: Wallet, *, language: str, language_asked: bool = False, samples: Path | None = None, link_host: str = ""
) -> int:
    """Run until the person leaves; the exit code."""
    app = WalletApp(wallet, language=language, language_asked=language_asked, samples=samples, link_host=link_host)
    return app.run() or 0
