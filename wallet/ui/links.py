"""What was shared: with whom, until when; and taking it back."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import DataTable, Static

from wallet.model.record import ShareRecord
from wallet.text.screens import screen_word
from wallet.text.words import word
from wallet.ui.ask import Tell
from wallet.ui.present_list import share_cells
from wallet.ui.worker import Done, Trouble, attempt
from wallet.wallet import Wallet


class Links(Screen[None]):
    """One line for each share; `r` takes the one under the cursor back."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False), Binding("r", "revoke", show=False)]

    def __init__(self, wallet: Wallet, language: str) -> None:
        super().__init__()
        self._wallet = wallet
        self._language = language
        self._shares: tuple[ShareRecord, ...] = ()

    def compose(self) -> ComposeResult:
        yield Static(id="heading", markup=False)
        yield DataTable(cursor_type="row")

    def on_mount(self) -> None:
        self._reload()

    @work(thread=True, exclusive=True, exit_on_error=False, group="links")
    def _reload(self) -> None:
        found = attempt(self._wallet.shares, self._language)
        self.app.call_from_thread(self._show, found)

    def _show(self, found: Done[tuple[ShareRecord, ...]] | Trouble) -> None:
        self._shares = found.value if isinstance(found, Done) else ()
        table = self.query_one(DataTable)
        table.clear(columns=True)
        table.add_columns(word("for-whom", self._language), "→", word("link-works-until", self._language), "")
        for share in self._shares:
            table.add_row(*share_cells(share, self._language))
        table.focus()
        empty = "" if self._shares else f"  {self._word('no-shares')}"
        keys = f"r {self._word('revoke')}  Esc {self._word('back')}"
        self.query_one("#heading", Static).update(f"{self._word('links')}{empty}  ·  {keys}")

    @work(thread=True, exclusive=True, exit_on_error=False, group="links")
    def action_revoke(self) -> None:
        """Take the share under the cursor back."""
        row = self.query_one(DataTable).cursor_row
        if not 0 <= row < len(self._shares):
            return
        share = self._shares[row]
        done = attempt(lambda: self._wallet.revoke(share.id), self._language)
        text = word("revoked-link", self._language) if isinstance(done, Done) else f"{done.message}\n{done.hint}"
        self.app.call_from_thread(self._told, text)

    def _told(self, text: str) -> None:
        self.app.push_screen(Tell(text), self._after)

    def _after(self, _: None) -> None:
        self._reload()

    def action_leave(self) -> None:
        """Back to the library."""
        self.dismiss(None)

    def _word(self, name: str) -> str:
        return screen_word(name, self._language)
