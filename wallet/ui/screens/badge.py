"""A badge's page: verification, trust and quality, each in a panel of its own; what it says; what happened to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Final

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, Vertical, VerticalScroll

from wallet.codec.safe_text import safe_text
from wallet.model.record import BadgeSummary, HistoryEntry
from wallet.model.report import IssuerTrust
from wallet.text.words import word
from wallet.ui.base import WalletScreen
from wallet.ui.desk import Desk
from wallet.ui.line import EMPTY, KeyHint, Line
from wallet.ui.messages import Came
from wallet.ui.palette import Tone
from wallet.ui.picture import NoPicture, Picture
from wallet.ui.pictures import Pictures, caption, inline_image, shown
from wallet.ui.present_badge import (
    history_lines,
    name_lines,
    proven_issuer,
    quality_lines,
    says_lines,
    says_title,
    trust_lines,
    verification_lines,
)
from wallet.ui.screens.dialogs import Ask, Confirm
from wallet.ui.screens.share import Share
from wallet.ui.typed import in_home
from wallet.ui.widgets.paper import Paper
from wallet.ui.widgets.picture_box import PictureBox
from wallet.ui.worker import Trouble
from wallet.wallet import Badge, Wallet

WIDE: Final = 110
_PICTURE_CELLS: Final = (14, 7)
_MAX_TAGS: Final = 20


@dataclass(frozen=True, slots=True)
class Judged:
    """The badge as judged now, its history, its picture; `said` names what to tell besides."""

    badge: Badge
    history: tuple[HistoryEntry, ...]
    picture: Picture | NoPicture
    said: str = ""


@dataclass(frozen=True, slots=True)
class Removed:
    """It is gone."""


@dataclass(frozen=True, slots=True)
class Exported:
    """The original was written there."""

    path: str


class BadgePage(WalletScreen[None]):
    """Three questions, never blended."""

    CSS_PATH = "badge.tcss"
    PLACE = "badge"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", show=False),
        Binding("c", "check(False)", show=False),
        Binding("u", "check(True)", show=False),
        Binding("s", "share(False)", show=False),
        Binding("p", "share(True)", show=False),
        Binding("e", "export", show=False),
        Binding("t", "tag", show=False),
        Binding("k", "trust", show=False),
        Binding("x", "remove", show=False),
        Binding("g", "app.language", show=False),
        Binding("question_mark", "app.help", show=False),
        Binding("q", "back", show=False),
    ]

    def __init__(self, desk: Desk, summary: BadgeSummary) -> None:
        super().__init__(desk)
        self._summary = summary
        self._judged: Judged | None = None

    def compose(self) -> ComposeResult:
        yield from self.bars()
        with VerticalScroll(id="page", can_focus=True):
            with Horizontal(id="top"):
                yield PictureBox()
                yield Paper(id="head")
            with Container(id="questions"):
                yield Paper(id="verification", classes="card")
                with Vertical(id="side"):
                    yield Paper(id="trust", classes="card")
                    yield Paper(id="quality", classes="card")
            yield Paper(id="says", classes="card")
            yield Paper(id="history", classes="card")

    def on_mount(self) -> None:
        """Judge it now, with what the vault holds."""
        self.query_one("#page").focus()
        self.query_one("#head", Paper).show([Line(safe_text(self._summary.name, 160), Tone.STRONG)])
        self.relabel()
        self._look()

    def on_resize(self) -> None:
        """The panels side by side where there is room."""
        self.set_class(self.size.width >= WIDE, "-wide")

    # --- what is shown ------------------------------------------------------------------------------------------

    def _look(self, before: Callable[[Wallet], object] | None = None, said: str = "") -> None:
        """Do something to the badge, then judge it anew."""
        wallet, badge_id, pictures = self.desk.wallet, self._summary.id, shown(self.app)

        def judged() -> Judged:
            if before is not None:
                before(wallet)
            return _judged(wallet, badge_id, pictures, said)

        self.begin("badge", judged)

    def on_came(self, message: Came) -> None:
        """Something is there."""
        news = message.news
        if isinstance(news, Judged):
            self._judged, self._summary = news, news.badge.record.summary
            self.relabel()
            if news.said:
                self.note(self.say(news.said))
        elif isinstance(news, Exported):
            self.note(self.say("written-to", path=safe_text(news.path, 120)))
        elif isinstance(news, Removed):
            self.dismiss(None)
        elif isinstance(news, Trouble):
            if self._judged is None:
                # Nothing could be found out: said where the verdict would be, and never left at "checking".
                hint = self.say("hint", hint=news.hint)
                told = Line(word("indeterminate", self.desk.language), Tone.INDETERMINATE, mark="?")
                self.query_one("#verification", Paper).show([told, Line(news.message), Line(hint, Tone.ACCENT)])
            self.trouble(news)

    def relabel(self) -> None:
        """Every word anew."""
        self.refresh_bars()
        language, judged = self.desk.language, self._judged
        for name in ("verification", "trust", "quality"):
            self.query_one(f"#{name}").border_title = word(name, language)
        self.query_one("#history").border_title = self.say("history")
        self.query_one("#says").border_title = self.say("says-reading")
        if judged is None:
            self.query_one("#verification", Paper).show([Line(self.say("judging"), Tone.MUTED)])
            return
        badge, report = judged.badge, judged.badge.report
        self.query_one("#head", Paper).show(name_lines(badge, language))
        self.query_one(PictureBox).show(judged.picture, caption(judged.picture, language))
        self.query_one("#verification", Paper).show(verification_lines(report, language))
        self.query_one("#trust", Paper).show(trust_lines(report, language))
        self.query_one("#quality", Paper).show(quality_lines(language))
        self.query_one("#says").border_title = says_title(badge, language)
        self.query_one("#says", Paper).show(says_lines(badge, language))
        self.query_one("#history", Paper).show(history_lines(badge, judged.history, language))

    def remark(self) -> str:
        """The id, by which the command line knows it."""
        return self._summary.id

    def keys(self) -> tuple[KeyHint, ...]:
        """The keys that apply."""
        pairs = (
            ("Esc", "back"),
            ("s", "share"),
            ("c", "check"),
            ("u", "update"),
            ("k", "trust-key"),
            ("t", "tag"),
            ("e", "export"),
            ("x", "remove"),
            ("p", "present"),
            ("^L", "lock"),
        )
        return tuple(KeyHint(key, self.say(name)) for key, name in pairs)

    # --- what the keys do ---------------------------------------------------------------------------------------

    def action_back(self) -> None:
        """Back to where one came from."""
        self.dismiss(None)

    def action_check(self, refresh: bool) -> None:  # noqa: FBT001 - an argument of a key binding
        """Judge it anew and keep the verdict: with what the vault holds, or asking the outside world first."""
        badge_id = self._summary.id
        self._look(
            lambda wallet: tuple(wallet.check([badge_id], refresh=refresh)), "was-updated" if refresh else "was-checked"
        )

    @work(exclusive=True, group="dialog")
    async def action_share(self, as_file: bool) -> None:  # noqa: FBT001 - an argument of a key binding
        """Share it, by link or as a file."""
        if await self.app.push_screen_wait(Share(self.desk, (self._summary,), as_file=as_file)):
            self._look()

    @work(exclusive=True, group="dialog")
    async def action_export(self) -> None:
        """Write the original, byte for byte."""
        folder = await self.app.push_screen_wait(
            Ask(
                self.desk,
                lambda: (
                    Line(self.say("export-where", count="1"), Tone.STRONG),
                    Line(self.say("export-exact"), Tone.MUTED),
                ),
                "~/badges",
            )
        )
        if folder and folder.strip():
            path, badge_id, wallet = in_home(folder), self._summary.id, self.desk.wallet
            self.begin("export", lambda: Exported(", ".join(map(str, wallet.export([badge_id], path)))))

    @work(exclusive=True, group="dialog")
    async def action_tag(self) -> None:
        """Give it other tags."""
        typed = await self.app.push_screen_wait(
            Ask(
                self.desk,
                lambda: (Line(self.say("tags-which"), Tone.STRONG), Line(self.say("tags-how"), Tone.MUTED)),
                " ".join(self._summary.tags),
            )
        )
        if typed is not None:
            tags, badge_id = tags_in(typed), self._summary.id
            self._look(lambda wallet: wallet.tag(badge_id, tags), "was-tagged")

    @work(exclusive=True, group="dialog")
    async def action_trust(self) -> None:
        """Know the issuer from now on, or forget it; only one whose signature and key have passed."""
        judged = self._judged
        if judged is None:
            return
        report, name = judged.badge.report, safe_text(self._summary.issuer_name, 120)
        issuer = proven_issuer(report)
        if issuer is None:
            self.app.notify(self.say("trust-not-yet"), severity="warning", markup=False)
            return
        known = report.trust.issuer is IssuerTrust.KNOWN and "me" in report.trust.by
        question = "forget-issuer" if known else "know-issuer"

        def words() -> tuple[Line, ...]:
            return (
                Line(self.say(question), Tone.STRONG),
                EMPTY,
                Line(name),
                Line(safe_text(issuer, 160), Tone.MUTED),
                EMPTY,
                Line(self.say(f"{question}-means"), Tone.MUTED),
            )

        if await self.app.push_screen_wait(Confirm(self.desk, words, f"{question}-yes")):
            if known:
                self._look(lambda wallet: wallet.distrust(issuer), "issuer-forgotten")
            else:
                self._look(lambda wallet: wallet.trust(issuer, self._summary.issuer_name, "me"), "issuer-known")

    @work(exclusive=True, group="dialog")
    async def action_remove(self) -> None:
        """Remove it for good, after asking."""

        def words() -> tuple[Line, ...]:
            return (
                Line(self.say("remove-really"), Tone.STRONG),
                EMPTY,
                Line(safe_text(self._summary.name, 160)),
                EMPTY,
                Line(self.say("remove-means"), Tone.INDETERMINATE),
            )

        if await self.app.push_screen_wait(Confirm(self.desk, words, "remove-yes")):
            wallet, badge_id = self.desk.wallet, self._summary.id

            def removed() -> Removed:
                wallet.remove(badge_id)
                return Removed()

            self.begin("badge", removed)


def _judged(wallet: Wallet, badge_id: str, pictures: Pictures, said: str) -> Judged:
    badge = wallet.badge(badge_id)
    columns, rows = _PICTURE_CELLS
    picture = pictures.picture_of(lambda: _image(badge), columns=columns, rows=rows)
    return Judged(badge, wallet.history(), picture, said)


def _image(badge: Badge) -> bytes | None:
    """The image the badge came in, else the one it holds and has proven; nothing is fetched."""
    if badge.picture is not None:
        return badge.picture
    achievements = badge.report.description.achievements if badge.report.description is not None else ()
    return next(filter(None, (inline_image(item.image) for item in achievements)), None)


def tags_in(typed: str) -> tuple[str, ...]:
    """The tags in what was typed: separated by spaces or commas of either language, a `#` before them or not."""
    parts = typed.replace("、", " ").replace(",", " ").replace("　", " ").split()
    return tuple(dict.fromkeys(part.lstrip("#") for part in parts if part.lstrip("#")))[:_MAX_TAGS]
