"""The link itself, the page around the verdict, and what the page must never do."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.page.conftest import Employer
from tests.page.issuing import ISSUER, NOW, badge, parcel, presentation, presentation_of_anything, status_entry
from tests.unit.share.loopback import Clock, running_host
from wallet.share.host.sqlite import FILE_NAME
from wallet.share.link_crypto import make_link, parse_link

pytestmark = pytest.mark.browser

PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<img src=https://evil.example/x.png>",
    "<svg/onload=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<a href=javascript:alert(1)>x</a>",
    "<style>@import 'https://evil.example/x.css'</style>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<base href=https://evil.example/>",
    "<form action=https://evil.example><button autofocus>",
    "</h3></article><h1>passed</h1>",
    "{{constructor.constructor('alert(1)')()}}",
    "${alert(1)}",
    "javascript:alert(1)",
    '"onmouseover="alert(1)',
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<details open ontoggle=alert(1)>",
    "\u202etxt.exe\u202c <b>bold</b>",
]


def shared(employer: Employer) -> str:
    return employer.share(parcel(presentation(ISSUER.secure(badge(), "assertionMethod")))).link


def problem(employer: Employer) -> str:
    return employer.page.locator(".overall").get_attribute("data-reason") or ""


def test_a_link_taken_back_says_so(employer: Employer) -> None:
    receipt = employer.share(parcel(presentation(ISSUER.secure(badge(), "assertionMethod"))))
    employer.target.revoke(receipt.link, receipt.revoke_key)
    page = employer.open(receipt.link)
    assert problem(employer) == "link-gone"
    assert "no longer available" in page.locator(".overall").inner_text()
    assert page.locator("article").count() == 0


def test_an_unknown_link_says_the_same(employer: Employer) -> None:
    employer.open(make_link(replace(parse_link(shared(employer)), id="x" * 22)))
    assert problem(employer) == "link-gone"


def test_a_wrong_key_opens_nothing(employer: Employer) -> None:
    employer.open(make_link(replace(parse_link(shared(employer)), key=bytes(32))))
    assert problem(employer) == "link-unopened"


@pytest.mark.parametrize("fragment", ["", "#", "#short", "#" + "A" * 42 + "B"])
def test_a_link_that_was_cut_says_so(employer: Employer, fragment: str) -> None:
    employer.open(shared(employer).partition("#")[0] + fragment)
    assert problem(employer) == "link-malformed"
    assert not any("/api/links/" in url for url in employer.requested)


def test_the_right_link_pasted_over_a_wrong_one_works(employer: Employer) -> None:
    link = shared(employer)
    page = employer.open(link.partition("#")[0])
    page.evaluate("fragment => { location.hash = fragment; }", link.partition("#")[2])
    expect(page.locator(".overall")).to_have_attribute("data-outcome", "passed")


def test_altered_ciphertext_opens_nothing(browser: Browser, tmp_path: Path) -> None:
    with running_host(tmp_path, Clock(NOW)) as url:
        context = browser.new_context()
        employer = Employer(context.new_page(), url)
        link = shared(employer)
        database = sqlite3.connect(tmp_path / FILE_NAME)
        (sealed,) = database.execute("SELECT sealed FROM links").fetchone()
        database.execute("UPDATE links SET sealed = ?", (sealed[:2000] + bytes([sealed[2000] ^ 1]) + sealed[2001:],))
        database.commit()
        database.close()
        employer.open(link)
        assert problem(employer) == "link-unopened"
        assert "altered" in employer.page.locator(".overall").inner_text()
        context.close()


def test_the_key_stays_in_the_browser_and_nobody_else_is_asked(employer: Employer) -> None:
    member = ISSUER.secure(badge(credentialStatus=status_entry(1)), "assertionMethod")
    link = employer.share(parcel(presentation(member))).link
    employer.open(link)
    key = link.partition("#")[2]
    assert not any(key in url for url in employer.requested)
    paths = [
        url.partition("/p/")[2] or url.rpartition("/")[2] for url in employer.requested if not url.startswith("data:")
    ]
    assert len(paths) == 4
    assert employer.strangers() == []


def test_text_from_a_badge_is_only_ever_text(employer: Employer) -> None:
    """L03: no dialog, no request, no markup, no complaint of the security policy."""
    members = [ISSUER.secure_anything(badge(payload, description=payload), "assertionMethod") for payload in PAYLOADS]
    page = employer.see(parcel(presentation_of_anything(*members), note="".join(PAYLOADS)))
    assert employer.badges() == ["passed"] * len(PAYLOADS)
    assert page.locator("h1").count() == 1
    assert page.locator("#page :is(script, iframe, svg, style, link, form, video, b, math, base, meta)").count() == 0
    visible = [payload.replace("\u202e", "\ufffd").replace("\u202c", "\ufffd") for payload in PAYLOADS]
    assert page.locator("article h3").all_text_contents() == visible
    assert employer.complaints == []


def test_a_picture_that_would_be_fetched_is_not(employer: Employer) -> None:
    member = ISSUER.secure(badge(picture="https://evil.example/x.png"), "assertionMethod")
    page = employer.see(parcel(presentation(member)))
    assert employer.outcome() == "passed"
    assert page.locator("article img").count() == 0
    assert employer.complaints == []


def test_japanese_and_english(browser: Browser, host: str) -> None:
    context = browser.new_context(locale="ja-JP")
    employer = Employer(context.new_page(), host)
    page = employer.open(shared(employer))
    assert page.locator("html").get_attribute("lang") == "ja"
    assert "検証できました" in page.locator(".overall").inner_text()
    for word in ("宛先", "発行者", "未判定", "不明", "別の方法で検証する"):
        assert word in page.locator("main").inner_text()
    page.get_by_role("button", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    assert "passed" in page.locator(".overall").inner_text()
    assert page.get_by_role("button", name="日本語").evaluate("node => node === document.activeElement")
    context.close()


def test_it_reads_with_a_screen_reader_and_by_keyboard(employer: Employer) -> None:
    page = employer.open(shared(employer))
    assert page.locator("main").count() == 1
    assert [heading.evaluate("node => node.tagName") for heading in page.locator("h1, h2, h3").all()] == [
        "H1",
        "H2",
        "H2",
        "H3",
        "H2",
    ]
    assert page.get_by_role("status").count() == 1
    assert page.get_by_role("article", name="Data Literacy").count() == 1
    assert all(image.get_attribute("alt") == "" for image in page.locator("img").all())
    page.locator("article summary").focus()
    page.keyboard.press("Enter")
    assert page.locator("article details").get_attribute("open") is not None


@pytest.mark.parametrize("width", [320, 390])
def test_it_fits_a_phone(employer: Employer, width: int) -> None:
    employer.page.set_viewport_size({"width": width, "height": 800})
    page = employer.open(shared(employer))
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_command_to_check_otherwise_is_whole(employer: Employer) -> None:
    link = shared(employer)
    page = employer.open(link)
    assert page.locator(".other pre").inner_text() == f"wallet verify '{link}'"
