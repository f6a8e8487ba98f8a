"""Places of others that answer badly, pages that are not what was built, and what cannot be taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from wallet.codec import json
from wallet.errors import ConfigurationError, CredentialError, RemoteError, UsageError, VaultStorageError
from wallet.model.http import Request, Response
from wallet.model.json import JsonValue
from wallet.share.host.pages import Asset, PageFiles
from wallet.share.html import HtmlTarget, parcel_in, self_contained
from wallet.share.interface import Enclosed, Parcel
from wallet.share.linkedin import LinkedInTarget, add_to_profile
from wallet.share.qr import QrTarget
from wallet.share.store import StoreTarget
from wallet.share.verifierplus import VerifierPlusTarget

HOST = "https://verifier.example"
PARCEL = Parcel(content=b'{"holder": "did:key:z6Mk"}', media_type="application/vp", expires=None, note="</script>")
BADGE = Enclosed(name="A & B #1", issuer="", issued="", expires="2027-03-01T00:00:00Z", id="", content=b"")


@dataclass
class Answers:
    """An `Http` that answers as told."""

    answer: Callable[[Request], Response]
    sent: list[Request] = field(default_factory=list)

    def send(self, request: Request) -> Response:
        self.sent.append(request)
        return self.answer(request)


def paths(view: JsonValue, unshare: JsonValue = "/api/credentials/1") -> Answers:
    body = json.dumps({"url": {"view": view, "unshare": unshare}})
    return Answers(lambda _: Response(status=201, body=body))


@pytest.mark.parametrize(
    "http",
    [
        paths("https://evil.example/credentials/1"),
        paths("//evil.example/credentials/1"),
        paths("/credentials/1", "https://evil.example/api/credentials/1"),
        paths("credentials/1"),
        paths("/credentials/1?x=1"),
        paths(7),
        paths(None),
        Answers(lambda _: Response(status=201, body=b"<html>")),
        Answers(lambda _: Response(status=201, body=b'{"url": []}')),
        Answers(lambda _: Response(status=400)),
        Answers(lambda _: Response(status=302, headers={"location": "https://evil.example"})),
    ],
)
def test_an_answer_that_leads_elsewhere_is_no_share(http: Answers) -> None:
    with pytest.raises(RemoteError):
        VerifierPlusTarget(HOST, http).send(PARCEL)
    assert len(http.sent) == 1


def test_a_full_address_on_the_same_server_is_taken() -> None:
    receipt = VerifierPlusTarget(HOST, paths(f"{HOST}/credentials/1")).send(PARCEL)
    assert (receipt.link, receipt.id) == (f"{HOST}/credentials/1", "1")


def test_a_server_that_will_not_delete_is_told() -> None:
    http = Answers(lambda request: Response(status=200 if request.method == "GET" else 403, body=b'{"vp": {}}'))
    with pytest.raises(RemoteError):
        VerifierPlusTarget(HOST, http).revoke(f"{HOST}/credentials/1", "/api/credentials/1")


def test_a_store_that_refuses_is_told(tmp_path: Path) -> None:
    http = Answers(lambda _: Response(status=403))
    target = StoreTarget("https://dav.example/x", "https://dav.example/x", HOST, http)
    with pytest.raises(RemoteError):
        target.send(PARCEL)
    with pytest.raises(RemoteError):
        target.revoke("", "https://dav.example/x/1.json")
    with pytest.raises(UsageError):
        StoreTarget("https://dav.example/x", "https://dav.example/x", HOST, None).send(PARCEL)
    with pytest.raises(UsageError):
        StoreTarget("http://dav.example/x", "https://dav.example/x", HOST, http).send(PARCEL)
    with pytest.raises(VaultStorageError):
        StoreTarget(str(tmp_path / "absent"), "https://me.example", HOST, None).send(PARCEL)
    with pytest.raises(VaultStorageError):
        target.revoke("", str(tmp_path))


def test_what_left_for_good_cannot_be_taken_back(tmp_path: Path) -> None:
    for target in (QrTarget(None, None), LinkedInTarget(None), HtmlTarget(tmp_path / "x.html", tmp_path)):
        with pytest.raises(UsageError) as caught:
            target.revoke("", "")
        assert caught.value.code == "cannot-revoke"


def test_an_address_says_only_what_is_known() -> None:
    assert add_to_profile(BADGE) == (
        "https://www.linkedin.com/profile/add?startTask=CERTIFICATION_NAME"
        "&name=A%20%26%20B%20%231&expirationYear=2027&expirationMonth=3"
    )


# --- the page ------------------------------------------------------------------------------------------------------


HEAD = b'<link rel="stylesheet" href="x" integrity="y">\n<script type="module" src="x" integrity="y"></script>\n'


def page(script: bytes = b"1", style: bytes = b"a{}", html: bytes = HEAD + b"<body></body>") -> PageFiles:
    assets = {
        "m.js": Asset(content=script, compressed=b"", media_type="text/javascript"),
        "s.css": Asset(content=style, compressed=b"", media_type="text/css"),
    }
    return PageFiles(html=html, assets=assets)


def test_the_parcel_comes_back_out_of_the_page() -> None:
    made = self_contained(page(), PARCEL)
    assert parcel_in(made) == PARCEL
    assert made.count(b"</script>") == 2
    assert b"connect-src" not in made
    assert b"default-src 'none'" in made


@pytest.mark.parametrize(
    "damaged",
    [
        page(script=b"'</SCRIPT>'"),
        page(script=b"<!-- x"),
        page(style=b"</style>"),
        page(html=b"<body></body>"),
        page(html=HEAD + HEAD + b"<body></body>"),
        page(html=HEAD),
        PageFiles(html=HEAD + b"<body></body>", assets={}),
    ],
)
def test_a_page_that_cannot_be_written_into_one_file_is_damaged(damaged: PageFiles) -> None:
    with pytest.raises(ConfigurationError) as caught:
        self_contained(damaged, PARCEL)
    assert caught.value.code == "page-damaged"


def test_without_a_page_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as caught:
        HtmlTarget(tmp_path / "x.html", tmp_path / "none").send(PARCEL)
    assert caught.value.code == "page-missing"
    assert list(tmp_path.iterdir()) == []


def test_a_page_of_somebody_else_has_no_parcel() -> None:
    assert parcel_in(b"<html><script>1</script></html>") is None
    with pytest.raises(CredentialError):
        parcel_in(b'<script type="application/vnd.wallet.parcel" id="parcel">AAA</script>')
