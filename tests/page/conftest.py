"""A real host, the built page, and Chromium: all on this machine, all real."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request, sync_playwright

from tests.page.issuing import NOW
from tests.unit.share.loopback import Clock, LoopbackHttp, running_host
from wallet.share.host.limits import HostLimits
from wallet.share.host.pages import MANIFEST, built_page_folder
from wallet.share.interface import Parcel, Receipt
from wallet.share.link import LinkTarget

ARGUMENTS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("Chromium is not installed")
    if not (built_page_folder() / MANIFEST).exists():
        pytest.skip("the employer's page is not built (make page, needs Node)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    limits = HostLimits(reads_per_minute=100_000, writes_per_minute=100_000)
    with running_host(tmp_path_factory.mktemp("host"), Clock(NOW), limits=limits) as url:
        yield url


class Employer:
    """Opens links in a fresh browser profile and sees what they see."""

    def __init__(self, page: Page, host: str) -> None:
        self.page = page
        self.target = LinkTarget(host, LoopbackHttp())
        self.requested: list[str] = []
        self.complaints: list[str] = []
        self._host = urlsplit(host).netloc
        page.on("request", self._on_request)
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", lambda dialog: self.complaints.append(f"dialog: {dialog.message}"))
        page.clock.set_fixed_time(NOW)

    def _on_request(self, request: Request) -> None:
        self.requested.append(request.url)

    def share(self, parcel: Parcel) -> Receipt:
        return self.target.send(parcel)

    def open(self, link: str) -> Page:
        """Open a link and wait until the page has come to its end."""
        self.page.goto(link)
        self.page.locator(".overall").wait_for(timeout=30_000)
        return self.page

    def see(self, parcel: Parcel) -> Page:
        """Share and open."""
        return self.open(self.share(parcel).link)

    def outcome(self) -> str:
        """The overall verdict."""
        return self.page.locator(".overall").get_attribute("data-outcome") or ""

    def badges(self) -> list[str]:
        """The verdict of each badge."""
        return [badge.get_attribute("data-outcome") or "" for badge in self.page.locator("article").all()]

    def reasons(self) -> list[str]:
        """Every reason given, in order."""
        return [item.get_attribute("data-reason") or "" for item in self.page.locator("li[data-reason]").all()]

    def strangers(self) -> list[str]:
        """Requests to anywhere but the host. `data:` and `blob:` stay inside the browser."""
        return [
            url
            for url in self.requested
            if urlsplit(url).scheme in {"http", "https"} and urlsplit(url).netloc != self._host
        ]


@pytest.fixture
def employer(browser: Browser, host: str) -> Iterator[Employer]:
    context = browser.new_context(locale="en-GB")
    seen = Employer(context.new_page(), host)
    yield seen
    context.close()
    assert seen.strangers() == []
