"""The link itself, the page around the verdict, and what the page must never do."""

from __future__ import annotations

import base64
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.page.conftest import Employer
from tests.page.issuing import (
    HOLDER,
    ISSUER,
    NOW,
    PICTURE,
    badge,
    original,
    parcel,
    presentation,
    presentation_of_anything,
    status_entry,
)
from tests.page.payloads import IMAGES, PAYLOADS
from tests.unit.share.loopback import Clock, running_host
from wallet.model.json import JsonObject
from wallet.share.host.sqlite import FILE_NAME
from wallet.share.link_crypto import make_link, parse_link

pytestmark = pytest.mark.browser


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


def test_l03_text_from_a_badge_is_only_ever_text(employer: Employer) -> None:
    """No dialog, no request, no markup, no complaint of the security policy: in every text that the page shows."""
    assert len(set(PAYLOADS)) == 50
    members = [ISSUER.secure_anything(poisoned(payload), "assertionMethod") for payload in PAYLOADS]
    page = employer.see(parcel(presentation_of_anything(*members), note="".join(PAYLOADS)))
    assert employer.badges() == ["passed"] * len(PAYLOADS)
    assert page.locator("h1").count() == 1
    foreign = (
        "script, iframe, svg, style, link, form, video, audio, b, math, base, meta, object, embed, input, textarea"
    )
    assert page.locator(f"#page :is({foreign})").count() == 0
    assert page.locator("#page a:not([download])").count() == 0
    visible = [payload.replace("\u202e", "\ufffd").replace("\u202c", "\ufffd") for payload in PAYLOADS]
    assert page.locator("article h3").all_text_contents() == visible
    for label in page.locator("article summary").all():
        label.click()
    page.locator("header button").click()
    assert page.locator("article h3").all_text_contents() == visible
    assert employer.complaints == []
    assert employer.strangers() == []


def poisoned(payload: str) -> JsonObject:
    """A badge that says `payload` wherever it says something."""
    achievement: JsonObject = {
        "id": "urn:uuid:6f0b2b1e-7f1c-4a57-9c53-2f8a2d6c0002",
        "type": ["Achievement"],
        "name": payload,
        "description": payload,
        "criteria": {"id": "https://evil.example/criteria", "narrative": payload},
        "alignment": [{"type": ["Alignment"], "targetName": payload, "targetUrl": "javascript:alert(1)"}],
        "resultDescription": [{"id": "urn:r", "type": ["ResultDescription"], "name": payload}],
    }
    document = badge(payload, evidence=[{"type": ["Evidence"], "name": payload, "id": "https://evil.example/e"}])
    issuer: JsonObject = {"id": ISSUER.did, "type": ["Profile"], "name": payload, "image": "https://evil.example/i.png"}
    subject: JsonObject = {
        "id": HOLDER.did,
        "achievement": achievement,
        "result": [{"type": ["Result"], "resultDescription": "urn:r", "value": payload}],
    }
    return document | {"issuer": issuer, "credentialSubject": subject}


def test_l03_pictures_are_shown_only_as_pictures(employer: Employer) -> None:
    members = [ISSUER.secure_anything(badge(picture=image), "assertionMethod") for image in IMAGES]
    carriers = [original(b"<svg onload='alert(1)'/>", "image/svg+xml"), original(b"<script>", "image/png")]
    page = employer.see(parcel(presentation_of_anything(*members, *carriers)))
    assert employer.badges() == ["passed"] * len(IMAGES) + ["indeterminate"] * 2
    assert page.locator("article img").count() == 0
    assert employer.complaints == []
    assert employer.strangers() == []


def png_of(width: int, height: int) -> bytes:
    """The start of a PNG that claims a size."""
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + width.to_bytes(4) + height.to_bytes(4) + b"\x08\x06\0\0\0"


def gif_of(width: int, height: int) -> bytes:
    return b"GIF89a" + width.to_bytes(2, "little") + height.to_bytes(2, "little") + b"\x80\0\0"


def jpeg_of(width: int, height: int) -> bytes:
    head = b"\xff\xd8\xff\xe0\x00\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0"
    return head + b"\xff\xc0\x00\x11\x08" + height.to_bytes(2) + width.to_bytes(2) + b"\x03" + bytes(12)


def webp_of(width: int, height: int) -> bytes:
    sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return b"RIFF\x20\0\0\0WEBPVP8X\x0a\0\0\0" + bytes(4) + sides + bytes(8)


MAKERS = {"png": png_of, "gif": gif_of, "jpeg": jpeg_of, "webp": webp_of}


@pytest.mark.parametrize("kind", MAKERS)
def test_a_picture_that_unpacks_to_too_much_is_left_out(employer: Employer, kind: str) -> None:
    def with_picture(width: int, height: int) -> JsonObject:
        encoded = base64.b64encode(MAKERS[kind](width, height)).decode()
        return ISSUER.secure(badge(picture=f"data:image/{kind};base64,{encoded}"), "assertionMethod")

    sizes = [(600, 600), (8193, 1), (1, 8193), (8000, 8000)]
    page = employer.see(parcel(presentation(*(with_picture(*size) for size in sizes))))
    shown = [article.locator("img").count() for article in page.locator("article").all()]
    assert shown == [1, 0, 0, 0]


def test_the_picture_that_a_badge_was_baked_into_is_shown_and_said_to_be_unproven(employer: Employer) -> None:
    picture = base64.b64decode(PICTURE.partition(",")[2])
    page = employer.see(parcel(presentation(original(picture, "image/png"))))
    assert employer.badges() == ["indeterminate"]
    assert page.locator("article figure img").evaluate("image => image.naturalWidth") == 1
    assert "not proven" in page.locator("article figcaption").inner_text()


def test_japanese_and_english(browser: Browser, host: str) -> None:
    context = browser.new_context(locale="ja-JP")
    employer = Employer(context.new_page(), host)
    page = employer.open(shared(employer))
    assert page.locator("html").get_attribute("lang") == "ja"
    assert "検証できました" in page.locator(".overall").inner_text()
    for word in ("宛先", "発行者", "ここでは判定しません", "不明", "別の方法で検証する"):
        assert word in page.locator("main").inner_text()
    page.get_by_role("button", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    assert "passed" in page.locator(".overall").inner_text()
    assert page.get_by_role("button", name="日本語").evaluate("node => node === document.activeElement")
    context.close()


def test_the_command_to_check_otherwise_is_whole(employer: Employer) -> None:
    link = shared(employer)
    page = employer.open(link)
    assert page.locator(".other pre").inner_text() == f"wallet verify '{link}'"
