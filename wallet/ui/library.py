"""The library: every badge in a line, and the keys that act on them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar, TypeVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import DataTable, Input, Static

from wallet.codec.safe_text import safe_block, safe_text
from wallet.explanation import report_lines
from wallet.model.record import BadgeSummary, ImportResult
from wallet.model.report import Reason
from wallet.model.request import PresentationRequest
from wallet.model.secret import Secret
from wallet.text.reasons import reason_text
from wallet.text.screens import screen_word
from wallet.text.words import word
from wallet.ui.ask import Ask, Tell
from wallet.ui.links import Links
from wallet.ui.present_list import badge_cells
from wallet.ui.worker import Done, Trouble, attempt
from wallet.wallet import Wallet

T = TypeVar("T")
_KEYS = (("i", "import"), ("space", "choose"), ("s", "share"), ("k", "links"), ("slash", "find"), ("g", "language"))


class Library(Screen[None]):
    """The first screen; makes or opens the vault when it is shown."""

    DEFAULT_CSS = """
    Library #heading { background: $accent; color: $text; padding: 0 1; text-style: bold; }
    Library #keys { dock: bottom; height: 1; background: $surface; color: $text-muted; padding: 0 1; }
    Library Input { display: none; }
    Library Input.shown { display: block; }
    Library DataTable { height: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("i", "import", show=False),
        Binding("space", "choose", show=False),
        Binding("s", "share", show=False),
        Binding("k", "links", show=False),
        Binding("slash", "find", show=False),
        Binding("g", "language", show=False),
        Binding("ctrl+l", "lock", show=False),
        Binding("q", "quit", show=False),
    ]

    def __init__(self, wallet: Wallet, language: str, samples: Path | None) -> None:
        super().__init__()
        self._wallet = wallet
        self._language = language
        self._samples = samples
        self._badges: tuple[BadgeSummary, ...] = ()
        self._chosen: set[str] = set()

    def compose(self) -> ComposeResult:
        yield Static(id="heading", markup=False)
        yield Input(id="find")
        yield DataTable(cursor_type="row", zebra_stripes=True)
        yield Static(id="keys", markup=False)

    def on_mount(self) -> None:
        self._relabel()
        self._enter()

    # --- the vault ----------------------------------------------------------------------------------------------

    @work
    async def _enter(self) -> None:
        """Make the vault on the first run, open it on later ones, asking as long as it takes."""
        if not self._wallet.door.exists():
            await self._make_vault()
            return
        opened = await self._in_thread(self._wallet.door.open)
        while isinstance(opened, Trouble):
            typed = await self.app.push_screen_wait(Ask(f"{opened.message}\n{self._word('unlock')}", hidden=True))
            if typed is None:
                self.app.exit(0)
                return
            secret = Secret.from_text(typed)
            opened = await self._in_thread(lambda secret=secret: self._wallet.door.open_with(secret))  # type: ignore[misc]  # bound at once
        await self._reload()

    async def _make_vault(self) -> None:
        question = self._word("new-vault")
        while True:
            first = await self.app.push_screen_wait(Ask(question, hidden=True))
            again = await self.app.push_screen_wait(Ask(self._word("repeat"), hidden=True)) if first else None
            if not first or again is None:
                self.app.exit(0)
                return
            if first == again:
                break
            question = f"{self._word('differs')}\n{self._word('new-vault')}"
        secret = Secret.from_text(first)
        made = await self._in_thread(lambda: self._wallet.door.create(secret, self._wallet.clock()))
        if isinstance(made, Trouble):
            await self.app.push_screen_wait(Tell(f"{made.message}\n{made.hint}"))
            self.app.exit(5)
            return
        await self.app.push_screen_wait(Tell(f"{self._word('write-down')}\n\n{made.value}"))
        await self._reload()
        await self._import(str(self._samples) if self._samples is not None else "")

    # --- the list -----------------------------------------------------------------------------------------------

    async def _reload(self) -> None:
        search = self.query_one("#find", Input).value
        found = await self._in_thread(lambda: self._wallet.badges(search))
        if isinstance(found, Done):
            self._badges = found.value
            self._fill()

    def _fill(self) -> None:
        table = self.query_one(DataTable)
        row = table.cursor_row
        table.clear(columns=True)
        table.add_columns(" ", *(self._word(name) for name in ("state", "name", "issuer")))
        for badge in self._badges:
            chosen = badge.id in self._chosen
            table.add_row(*badge_cells(badge, chosen=chosen, language=self._language), key=badge.id)
        if self._badges:
            table.move_cursor(row=min(row, len(self._badges) - 1))
        table.focus()
        self._relabel()

    def _relabel(self) -> None:
        counted = f"{len(self._badges)}" + (f" · {len(self._chosen)} ●" if self._chosen else "")
        heading = f"{self._word('title')} — {self._word('library')} ({counted})"
        if not self._badges and self._wallet.door.is_open():
            heading += f"  {self._word('offer-samples')}"
        self.query_one("#heading", Static).update(heading)
        keys = [f"{'/' if key == 'slash' else key} {self._word(name)}" for key, name in _KEYS]
        self.query_one("#keys", Static).update(
            "  ".join([*keys, f"^l {self._word('lock')}", f"q {self._word('quit')}"])
        )

    def _current(self) -> BadgeSummary | None:
        row = self.query_one(DataTable).cursor_row
        return self._badges[row] if 0 <= row < len(self._badges) else None

    # --- what the keys do ---------------------------------------------------------------------------------------

    @work
    async def on_data_table_row_selected(self) -> None:
        """Open the badge: the three questions, each on its own."""
        badge = self._current()
        if badge is None:
            return
        found = await self._in_thread(lambda: self._wallet.badge(badge.id))
        if isinstance(found, Done):
            lines = [safe_text(badge.name, 70), "", *report_lines(found.value.report, self._language)]
            if found.value.report.credential is None:
                lines.insert(1, f"({word('not-proven', self._language)})")
            for item in found.value.report.description.achievements if found.value.report.description else ():
                text = item.criteria or item.description
                if text is not None:
                    lines += ["", safe_block(text.best(self._language), 20, 76)]
            await self.app.push_screen_wait(Tell("\n".join(lines)))

    def action_choose(self) -> None:
        """Choose or unchoose the badge under the cursor."""
        badge = self._current()
        if badge is not None:
            self._chosen ^= {badge.id}
            self._fill()

    @work
    async def action_import(self) -> None:
        """Ask what to import, and show a row for each item."""
        await self._import("")

    async def _import(self, suggestion: str) -> None:
        typed = await self.app.push_screen_wait(Ask(self._word("what-to-import"), value=suggestion))
        if not typed:
            return
        name = typed.strip().strip("'\"").replace("\\ ", " ")
        rows = await self._in_thread(lambda: tuple(self._wallet.add([name])))
        if isinstance(rows, Done):
            await self.app.push_screen_wait(Tell("\n".join(map(self._import_line, rows.value)) or "-"))
        await self._reload()

    def _import_line(self, row: ImportResult) -> str:
        titles = ", ".join(reason_text(Reason(reason), self._language).title for reason in row.reasons)
        return f"{word(row.outcome, self._language)}: {safe_text(row.name or row.source, 50)}  {titles}"

    @work
    async def action_share(self) -> None:
        """Share the chosen badges, or the one under the cursor, after showing what the receiver will find."""
        current = self._current()
        ids = sorted(self._chosen) or ([current.id] if current is not None else [])
        if not ids:
            return
        whom = await self.app.push_screen_wait(Ask(f"{self._word('leaves')}\n{self._word('share-whom')}"))
        where = await self.app.push_screen_wait(Ask(self._word("share-where"))) if whom is not None else None
        if not where:
            return
        request = PresentationRequest(audience=whom or None)
        prepared = await self._in_thread(lambda: self._wallet.prepare(ids, request))
        if isinstance(prepared, Trouble):
            return
        if prepared.value.report.outcome != "passed":
            lines = "\n".join(report_lines(prepared.value.report, self._language))
            await self.app.push_screen_wait(Tell(f"{self._word('warning')}\n\n{lines}"))
        shared = await self._in_thread(lambda: self._wallet.deliver_to(prepared.value, request, where))
        if isinstance(shared, Done):
            self._chosen.clear()
            self._fill()
            await self.app.push_screen_wait(Tell(shared.value.link or shared.value.file))

    def action_links(self) -> None:
        """Show what was shared."""
        self.app.push_screen(Links(self._wallet, self._language))

    def action_find(self) -> None:
        """Search as one types; Enter goes back to the list."""
        field = self.query_one("#find", Input)
        field.add_class("shown")
        field.focus()

    @work(exclusive=True, group="find")
    async def on_input_changed(self) -> None:
        """Narrow the list."""
        await self._search()

    async def _search(self) -> None:
        search = self.query_one("#find", Input).value
        found = await self._in_thread(lambda: self._wallet.badges(search))
        if isinstance(found, Done):
            self._badges = found.value
            focused = self.focused
            self._fill()
            if focused is not None:
                focused.focus()

    def on_input_submitted(self) -> None:
        """Back to the list; an empty search goes away."""
        field = self.query_one("#find", Input)
        field.set_class(bool(field.value), "shown")
        self.query_one(DataTable).focus()

    def action_language(self) -> None:
        """Speak the other language from now on."""
        self._language = "en" if self._language == "ja" else "ja"
        self._fill()

    @work
    async def action_lock(self) -> None:
        """Close the vault, wipe the list and ask for the passphrase."""
        self._badges = ()
        self._chosen.clear()
        await self._in_thread(self._wallet.door.lock)
        self._fill()
        self._enter()

    def action_quit(self) -> None:
        """Leave."""
        self.app.exit(0)

    def _word(self, name: str) -> str:
        return screen_word(name, self._language)

    async def _in_thread(self, task: Callable[[], T]) -> Done[T] | Trouble:
        """Run the wallet's work beside the screen; trouble is shown, and handed back."""
        worker = self.run_worker(lambda: attempt(task, self._language), thread=True, exit_on_error=False)
        result = await worker.wait()
        if isinstance(result, Trouble):
            self.app.notify(f"{result.message} {result.hint}", markup=False)
        return result
