"""One page that verifies itself: opened from the disk, with no server and no request to anybody."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.page.issuing import ISSUER, NOW, badge, parcel, presentation, status_entry, status_list
from tests.page.payloads import PAYLOADS
from wallet.codec import json
from wallet.model.json import JsonObject
from wallet.share.host.pages import built_page_folder
from wallet.share.html import HtmlTarget, parcel_in
from wallet.share.interface import Parcel
from wallet.share.parcel import encode_parcel

pytestmark = pytest.mark.browser


class Reader:
    """Somebody who opens a file, with everything they are asked for and told written down."""

    def __init__(self, context: BrowserContext, folder: Path) -> None:
        self.page: Page = context.new_page()
        self.folder = folder
        self.requested: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requested.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: self.complaints.append(f"dialog: {dialog.message}"))
        self.page.clock.set_fixed_time(NOW)

    def write(self, shared: Parcel) -> Path:
        path = self.folder / "badges for you's.html"
        HtmlTarget(path, built_page_folder()).send(shared)
        return path

    def open(self, path: Path) -> Page:
        self.page.goto(path.as_uri())
        self.page.locator(".overall").wait_for(timeout=30_000)
        return self.page

    @property
    def outcome(self) -> str | None:
        return self.page.locator(".overall").get_attribute("data-outcome")

    def strangers(self) -> list[str]:
        return [url for url in self.requested if not url.startswith(("file:", "data:", "blob:"))]


@pytest.fixture
def reader(browser: Browser, tmp_path: Path) -> Iterator[Reader]:
    context = browser.new_context(locale="en-GB", offline=True)
    seen = Reader(context, tmp_path)
    yield seen
    context.close()
    assert seen.strangers() == []
    assert seen.complaints == []


def good(**members: object) -> JsonObject:
    return presentation(ISSUER.secure(badge(**members), "assertionMethod"))  # type: ignore[arg-type]


def test_a_good_file_passes_from_the_disk(reader: Reader) -> None:
    page = reader.open(reader.write(parcel(good())))
    assert reader.outcome == "passed"
    assert page.get_by_role("heading", name="Data Literacy").first.is_visible()
    assert "wallet verify 'badges for you'\\''s.html'" in page.locator(".other").inner_text()


def test_a_status_list_that_travels_along_is_used(reader: Reader) -> None:
    document = good(credentialStatus=status_entry(7))
    reader.open(reader.write(parcel(document, status_list(None))))
    assert reader.outcome == "passed"


def test_a_revoked_badge_fails(reader: Reader) -> None:
    reader.open(reader.write(parcel(good(credentialStatus=status_entry(7)), status_list(7))))
    assert reader.outcome == "failed"


def test_an_altered_presentation_fails(reader: Reader) -> None:
    path = reader.write(parcel(good()))
    kept = parcel_in(path.read_bytes())
    assert kept is not None
    altered = json.dumps(json.loads_object(kept.content)).replace(b"Data Literacy", b"Data Mastery")
    old, new = (base64.b64encode(encode_parcel(item)) for item in (kept, parcel(json.loads_object(altered))))
    path.write_bytes(path.read_bytes().replace(old, new))
    reader.open(path)
    assert reader.outcome == "failed"


def test_a_parcel_that_is_none_is_told(reader: Reader) -> None:
    path = reader.write(parcel(good()))
    kept = parcel_in(path.read_bytes())
    assert kept is not None
    path.write_bytes(path.read_bytes().replace(base64.b64encode(encode_parcel(kept)), b"bm90aGluZw=="))
    page = reader.open(path)
    assert page.locator(".overall").get_attribute("data-reason") == "link-unopened"


def test_an_altered_script_does_not_run(browser: Browser, tmp_path: Path) -> None:
    context = browser.new_context(locale="en-GB", offline=True)
    reader = Reader(context, tmp_path)
    path = reader.write(parcel(good()))
    path.write_bytes(path.read_bytes().replace(b'<script type="module">', b'<script type="module">document.title="x";'))
    reader.page.goto(path.as_uri())
    assert reader.page.title() != "x"
    assert any("Content Security Policy" in text for text in reader.complaints)
    context.close()


@pytest.mark.parametrize("number", range(0, len(PAYLOADS), 10))
def test_words_of_a_badge_stay_words(reader: Reader, number: int) -> None:
    text = " ".join(PAYLOADS[number : number + 10])
    document = presentation(ISSUER.secure(badge(text), "assertionMethod"))
    page = reader.open(reader.write(parcel(document, note=text)))
    assert reader.outcome == "passed"
    assert page.locator("img[src='x'], iframe, object, embed, svg").count() == 0


def test_the_wallet_reads_the_file_and_says_the_same(reader: Reader) -> None:
    from tests.simulator.issuer import Nothing, verification
    from wallet.acquire.sources import read_all, sources

    path = reader.write(parcel(good(credentialStatus=status_entry(7)), status_list(None)))
    (item,) = read_all(sources(), [str(path)])
    report = verification(Nothing(), at=NOW).verify(item)
    assert report.outcome.value == "passed", report.reasons
    reader.open(path)
    assert reader.outcome == "passed"
