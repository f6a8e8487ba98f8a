"""Share pages of the services, made in the same shape and served on this machine: what is asked, and what is told."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final
from urllib.parse import quote

import pytest
from rich.cells import cell_len

from tests.carriers.parts import JWT, LD, OB_2, block, page, presentation
from tests.unit.share.loopback import LoopbackHttp
from wallet.acquire.share_pages import MAX_URL_CHARACTERS, Recipe, recipes, recognise
from wallet.acquire.url import UrlSource
from wallet.codec import json
from wallet.model.record import NotReceived, Received
from wallet.model.report import Reason

UUID: Final = "7e75e005-b03e-4347-af3c-dcab5e629df2"
SERVICES: Final = {
    "LecoS / openbadge-global.com": "https://www.openbadge-global.com/ns/portal/openbadge/public/assertions/detail/VG9rZW4=",
    "Credly": f"https://www.credly.com/badges/{UUID}/public_url",
    "Badgr / Canvas Badges / Parchment": "https://badges.parchment.com/public/assertions/21DKZvG-RV6BhE_-5JMHDw",
    "Badgr": "https://badges.univ.example/public/assertions/21DKZvG-RV6BhE_-5JMHDw",
    "edubadges (SURF)": "https://www.edubadges.nl/public/assertions/a41jSgmsSh6Sa1xcVUku5Q",
    "Open Badge Factory / Passport": "https://openbadgepassport.com/app/badge/info/1042400",
    "VerifierPlus": f"https://verifierplus.org/credentials/{UUID}",
    "Europass": "https://europa.eu/europass/digital-credentials/viewer/#/view/1",
    "Moodle": "https://moodle.univ.example/sub/badges/badge.php?hash=0123456789abcdef",
}
ADDRESSES: Final = {
    "Credly": f"https://api.credly.com/v1/obi/v2/badge_assertions/{UUID}",
    "Badgr / Canvas Badges / Parchment": "https://api.badgr.io/public/assertions/21DKZvG-RV6BhE_-5JMHDw",
    "edubadges (SURF)": "https://api.edubadges.nl/public/assertions/a41jSgmsSh6Sa1xcVUku5Q",
    "VerifierPlus": f"https://verifierplus.org/api/credentials/{UUID}",
    "Moodle": "https://moodle.univ.example/sub/badges/assertion.php?b=0123456789abcdef",
}


@dataclass
class Site:
    """What this machine serves, by path and query, and what was asked of it."""

    answers: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    origin: str = ""


@contextmanager
def serving(site: Site) -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append(self.path)
            content = site.answers.get(self.path)
            self.send_response(404 if content is None else 200)
            self.end_headers()
            self.wfile.write(content or b"")

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    site.origin = f"http://127.0.0.1:{server.server_port}"
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(Site()) as site:
        yield site


def here(service: str, site: Site) -> tuple[Recipe, ...]:
    """The recipe of a service with this machine in place of its hosts."""
    (recipe,) = (recipe for recipe in recipes() if recipe.service == service)
    host = site.origin.removeprefix("http://")
    pages = tuple(replace(item, address=item.address.replace("https://api.", "{origin}/api.")) for item in recipe.pages)
    return (replace(recipe, hosts=(host,), pages=pages),)


def read(url: str, site: Site, service: str) -> list[Received | NotReceived]:
    return list(UrlSource(LoopbackHttp(), here(service, site)).read(url))


@pytest.mark.parametrize("service", SERVICES)
def test_each_service_is_recognised_by_its_address(service: str) -> None:
    found = recognise(SERVICES[service])
    assert found is not None
    assert (found.service, found.address) == (service, ADDRESSES.get(service, ""))


def test_every_recipe_has_an_example_and_words_that_fit_a_line() -> None:
    assert {recipe.service for recipe in recipes()} == set(SERVICES)
    for recipe in recipes():
        assert set(recipe.words) == {"ja", "en"}
        assert all(cell_len(words) <= 80 and words.endswith((".", "。")) for words in recipe.words.values())


@pytest.mark.parametrize(
    "url",
    [
        "https://issuer.example/badges/1",
        "https://www.credly.com/users/somebody",
        f"https://www.credly.com.evil.example/badges/{UUID}",
        f"https://evil.example@www.credly.com:443/badges/{UUID}",
        f"ftp://www.credly.com/badges/{UUID}",
        f"https://www.credly.com/badges/{UUID}/" + "x" * MAX_URL_CHARACTERS,
        "https://verifierplus.org/#verify?vc=file%3A%2F%2F%2Fetc%2Fpasswd",
        "https://[",
        "https://",
        "",
    ],
)
def test_what_only_looks_like_one_is_none(url: str) -> None:
    assert recognise(url) is None


def test_a_verifierplus_link_is_asked_for_its_presentation(site: Site) -> None:
    shown = presentation(LD)
    site.answers[f"/api/credentials/{UUID}"] = b'{"credential": [], "vp": ' + shown + b', "shared": true}'
    (item,) = read(f"{site.origin}/credentials/{UUID}", site, "VerifierPlus")
    assert isinstance(item, Received)
    assert (item.content, item.payload) == (shown, shown)
    assert site.asked == [f"/api/credentials/{UUID}"]


def test_a_verify_link_leads_to_the_address_in_its_fragment(site: Site) -> None:
    site.answers["/storage/vc.json"] = LD
    url = f"{site.origin}/#verify?vc={quote(site.origin + '/storage/vc.json', safe='')}"
    (item,) = read(url, site, "VerifierPlus")
    assert isinstance(item, Received)
    assert (item.payload, site.asked) == (LD, ["/storage/vc.json"])


def test_a_link_that_was_taken_back_says_what_to_do(site: Site) -> None:
    (item,) = read(f"{site.origin}/credentials/{UUID}", site, "VerifierPlus")
    assert isinstance(item, NotReceived)
    assert (item.reason, item.params["status"]) == (Reason.UNREACHABLE, "404")
    assert item.params["advice_ja"].endswith("ください。")


def test_an_answer_without_the_named_part_is_taken_as_it_is(site: Site) -> None:
    for answer in (b'{"vp": null, "x": 1}', b"[]", b"not JSON"):
        site.answers[f"/api/credentials/{UUID}"] = answer
        (*_, item) = read(f"{site.origin}/credentials/{UUID}", site, "VerifierPlus")
        assert isinstance(item, Received) == answer.startswith(b"{")


def test_moodle_is_asked_for_the_assertion(site: Site) -> None:
    site.answers["/sub/badges/assertion.php"] = OB_2  # this stand-in for the gateway sends no query
    http = LoopbackHttp()
    (item,) = UrlSource(http, here("Moodle", site)).read(f"{site.origin}/sub/badges/badge.php?x=1&hash=0a1b")
    assert [request.url for request in http.sent] == [f"{site.origin}/sub/badges/assertion.php?b=0a1b"]
    assert isinstance(item, Received)
    assert (item.payload, item.name) == (OB_2, "assertion.php")


def test_credly_and_edubadges_are_asked_at_their_programming_interfaces(site: Site) -> None:
    site.answers[f"/api.credly.com/v1/obi/v2/badge_assertions/{UUID}"] = OB_2
    (item,) = read(f"{site.origin}/badges/{UUID}", site, "Credly")
    assert isinstance(item, Received)
    assert item.payload == OB_2
    site.answers["/api.edubadges.nl/public/assertions/abc"] = JWT
    (item,) = read(f"{site.origin}/public/assertions/abc", site, "edubadges (SURF)")
    assert isinstance(item, Received)
    assert item.payload == JWT


def test_a_page_for_people_gives_way_to_words(site: Site) -> None:
    path = "/ns/portal/openbadge/public/assertions/detail/VG9rZW4="
    site.answers[path] = page(b'<meta property="og:url" content="' + site.origin.encode() + path.encode() + b'">')
    (item,) = read(site.origin + path, site, "LecoS / openbadge-global.com")
    assert isinstance(item, NotReceived)
    assert (item.reason, item.params["what"]) == (Reason.UNSUPPORTED_FORMAT, "share-page")
    assert "PNG" in item.params["advice_en"]
    assert "PNG" in item.params["advice_ja"]


def test_a_page_that_holds_the_badge_needs_no_words(site: Site) -> None:
    path = "/app/badge/info/12"
    site.answers[path] = page(block(LD))
    (item,) = read(site.origin + path, site, "Open Badge Factory / Passport")
    assert isinstance(item, Received)
    assert (item.carrier, item.payload) == ("html", LD)


def test_any_page_that_the_learner_names_is_looked_through_and_no_address_in_it_asked(site: Site) -> None:
    site.answers["/course"] = page(
        block(LD), b'<link rel="alternate" type="application/json" href="/badge.json"><img src="/pixel.png">'
    )
    http = LoopbackHttp()
    found, told = UrlSource(http, ()).read(f"{site.origin}/course")
    assert isinstance(found, Received)
    assert isinstance(told, NotReceived)
    assert told.params == {"what": "url-only", "url": f"{site.origin}/badge.json"}
    assert site.asked == ["/course"]


def test_a_page_is_asked_for_online_only() -> None:
    (item,) = UrlSource(None).read(SERVICES["Credly"])
    assert isinstance(item, NotReceived)
    assert item.reason == Reason.OFFLINE


def test_the_answer_of_a_program_is_json_all_the_same(site: Site) -> None:
    site.answers["/public/assertions/x"] = json.dumps({"vp": 1})
    (item,) = read(f"{site.origin}/public/assertions/x", site, "Badgr")
    assert isinstance(item, Received)
