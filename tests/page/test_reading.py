"""For everybody: by screen reader, by keyboard alone, on a phone, on paper, without pictures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser

from tests.page.conftest import Employer
from tests.page.issuing import (
    ISSUER,
    NOW,
    PICTURE,
    badge,
    open_badge_2,
    original,
    parcel,
    presentation,
    status_entry,
    status_list,
)
from tests.places import ROOT
from wallet.share.interface import Parcel

pytestmark = pytest.mark.browser

AXE = ROOT / "wallet" / "share" / "page" / "node_modules" / "axe-core" / "axe.min.js"


def mixed() -> Parcel:
    """A badge that passes, one that ended, one that cannot be told, one without a proof."""
    good = ISSUER.secure(badge(credentialStatus=status_entry(5)), "assertionMethod")
    ended = ISSUER.secure(badge("データサイエンス入門", validUntil="2026-11-01T00:00:00Z"), "assertionMethod")
    attached = original(open_badge_2(), "application/ld+json")
    content = presentation(good, ended, attached, badge("Unsigned"))
    return parcel(content, status_list(4, signed_at=NOW - timedelta(days=3)), note="Thank you.")


@pytest.fixture(params=["en-GB", "ja-JP"])
def reader(browser: Browser, host: str, request: pytest.FixtureRequest) -> Iterator[Employer]:
    # axe evaluates code of its own, which the page's policy rightly refuses.
    context = browser.new_context(locale=request.param, bypass_csp=True)
    seen = Employer(context.new_page(), host)
    yield seen
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(reader: Employer, scheme: str) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed (make page, needs Node)")
    reader.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page = reader.see(mixed())
    for summary in page.locator("summary").all():
        summary.click()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "async () => (await axe.run()).violations.map(({id, impact, nodes}) => [impact, id, nodes[0].html])"
    )
    assert [finding for finding in found if finding[0] in {"serious", "critical"}] == []
    assert page.evaluate("async () => (await axe.run()).passes.length") > 15


def test_axe_finds_nothing_serious_where_there_is_nothing_to_show(reader: Employer) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed (make page, needs Node)")
    page = reader.open(reader.share(mixed()).link[:-5])
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("async () => (await axe.run()).violations.map(({id, impact}) => [impact, id])")
    assert [finding for finding in found if finding[0] in {"serious", "critical"}] == []


def test_a_screen_reader_hears_the_verdict_and_finds_every_part(employer: Employer) -> None:
    page = employer.see(mixed())
    assert page.get_by_role("status").text_content() == page.locator("h1").text_content()
    assert "failed" in (page.get_by_role("status").text_content() or "")
    assert page.locator("main").count() == 1
    headings = [heading.evaluate("node => node.tagName") for heading in page.locator("h1, h2, h3").all()]
    assert headings == ["H1", "H2", "H2", "H3", "H3", "H3", "H3", "H2"]
    assert page.get_by_role("article", name="Data Literacy").count() == 1
    assert all(image.get_attribute("alt") == "" for image in page.locator("img").all())


def test_everything_can_be_reached_and_used_by_keyboard(employer: Employer) -> None:
    page = employer.see(mixed())
    controls = page.locator("button, a[href], summary").count()
    reached: list[str] = []
    for _ in range(controls):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.textContent"))
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid", reached[-1]
    assert reached[0] == "日本語"
    assert reached[-1] == "Download the original presentation"
    page.locator("article summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("article details").first.get_attribute("open") is not None
    page.locator("header button").focus()
    page.keyboard.press("Enter")
    assert page.locator("html").get_attribute("lang") == "ja"
    assert page.get_by_role("button", name="English").evaluate("node => node === document.activeElement")


@pytest.mark.parametrize("width", [320, 360, 390])
def test_it_fits_a_phone(reader: Employer, width: int) -> None:
    reader.page.set_viewport_size({"width": width, "height": 800})
    page = reader.see(mixed())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    small = (
        "[...document.querySelectorAll('button, .button')].filter(e => e.getBoundingClientRect().height < 44).length"
    )
    assert page.evaluate(small) == 0


def test_it_prints_whole(reader: Employer) -> None:
    page = reader.see(mixed())
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.locator("button").first.is_visible()
    assert all(entry.is_visible() for entry in page.locator(".checks li").all())
    assert page.locator(".other pre").is_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_the_three_questions_are_answered_apart_and_in_words(employer: Employer) -> None:
    page = employer.see(mixed())
    for article, answer in zip(
        page.locator("article").all(), ["passed", "failed", "cannot tell", "failed"], strict=True
    ):
        assert article.locator(".questions .verdict").count() == 1
        assert answer in article.locator(".verification dd").inner_text()
        assert article.locator(".trust .answer").inner_text() == "unknown"
        assert article.locator(".quality .answer").inner_text() == "not judged here"
        for question in ("trust", "quality"):
            assert not set(article.locator(f".{question}").inner_text()) & set("✓✕")


def test_every_reason_comes_with_what_to_do_next(employer: Employer) -> None:
    page = employer.see(mixed())
    shown = page.locator(".verification .why").all()
    without_reason = 1  # the badge that passed says as of when
    assert len(shown) == len(page.locator(".verification .next").all()) + without_reason
    steps = page.locator(".verification .next").all_inner_texts()
    assert "ask the sender" in steps[0]
    assert "command below" in steps[1]
    assert "do not rely on it" in steps[2]


def test_it_says_the_same_without_pictures(browser: Browser, host: str) -> None:
    context = browser.new_context(locale="en-GB")
    employer = Employer(context.new_page(), host)
    sent = mixed()
    assert PICTURE.encode() in sent.content
    with_pictures = employer.see(sent).locator("main").inner_text()
    context.close()
    context = browser.new_context(locale="en-GB")
    blind = Employer(context.new_page(), host)
    blind.page.add_init_script("Object.defineProperty(HTMLImageElement.prototype, 'src', {set() {}})")
    without = blind.see(sent).locator("main").inner_text()
    strip = [line for line in without.splitlines() if "wallet verify" not in line]
    assert strip == [line for line in with_pictures.splitlines() if "wallet verify" not in line]
    context.close()


def test_without_scripts_it_says_how_to_check(browser: Browser, host: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    employer = Employer(page, host)
    page.goto(employer.share(mixed()).link)
    assert page.locator("noscript").count() == 1
    assert "wallet verify 'LINK'" in page.locator("body").inner_text()
    context.close()
