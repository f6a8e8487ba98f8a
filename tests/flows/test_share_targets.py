"""Every way to share, end to end: what leaves, what is written down, how it is taken back."""

from __future__ import annotations

import http.server
import threading
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from tests.flows.holdings import BIRTH, GRADE, fill, open_badge
from tests.flows.learner import Employer, Learner
from tests.page.issuing import ISSUER
from tests.places import SAMPLES
from tests.simulator.issuer import Nothing, received, verification
from tests.unit.share.loopback import Clock, LoopbackHttp, running_host
from wallet.acquire.sources import read_all, sources
from wallet.codec import json
from wallet.codec.report import report_document
from wallet.errors import RemoteError, UsageError
from wallet.explanation import report_lines
from wallet.model.json import JsonObject
from wallet.model.material import MaterialSource
from wallet.model.record import ShareRecord
from wallet.model.report import Outcome
from wallet.model.request import PresentationRequest
from wallet.share.file import FileTarget
from wallet.share.host.pages import MANIFEST, built_page_folder
from wallet.share.html import HtmlTarget
from wallet.share.interface import ShareTarget
from wallet.share.link import LinkTarget
from wallet.share.linkedin import LinkedInTarget
from wallet.share.mail import MailTarget
from wallet.share.qr import QrTarget, half_blocks
from wallet.share.store import StoreTarget
from wallet.share.verifierplus import VerifierPlusTarget

AUDIENCE: Final = "https://employer.example"
VERIFIER: Final = "https://verifier.example"


@pytest.fixture
def learner(tmp_path: Path) -> Iterator[Learner]:
    learner = Learner(tmp_path)
    yield learner
    learner.door.lock_here()


@pytest.fixture
def ids(learner: Learner, tmp_path: Path) -> dict[str, str]:
    return fill(learner, tmp_path / "badges")


@pytest.fixture
def host(learner: Learner, tmp_path: Path) -> Iterator[str]:
    with running_host(tmp_path / "host", Clock(learner.now)) as url:
        yield url


def share(learner: Learner, target: ShareTarget, *badge_ids: str, **more: object) -> ShareRecord:
    """As `wallet share` does it."""
    wallet = learner.wallet()
    given = {"audience": AUDIENCE, "expires": learner.now + timedelta(days=28), **more}
    request = PresentationRequest(**given)  # type: ignore[arg-type]  # each test gives what it asks
    made = wallet.deliver(wallet.prepare(badge_ids, request), request, target, note="for you")
    (kept, *_) = learner.wallet().shares()
    assert kept == made
    assert (kept.audience, kept.expires_at, kept.note) == (AUDIENCE, learner.now + timedelta(days=28), "for you")
    return made


def outcome_of(content: bytes) -> Outcome:
    return verification(Nothing()).verify(received(content)).outcome


# --- files -----------------------------------------------------------------------------------------------------------


def test_a_zip_holds_the_presentation_the_badges_and_a_report(
    learner: Learner, ids: dict[str, str], tmp_path: Path
) -> None:
    path = tmp_path / "for-you.zip"
    share(learner, FileTarget(path), ids["sd-jwt"], ids["hosted"], ids["plain"])
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        assert names == [
            *("presentation.json", "badges/1.sd-jwt", "badges/2.json", "badges/3.json"),
            *("report-en.txt", "report-ja.txt"),
        ]
        for number, kind in enumerate(("sd-jwt", "hosted", "plain"), start=1):
            original = (tmp_path / "badges" / kind).read_bytes().strip()
            assert archive.read(names[number]).strip() == original
        assert "検証" in archive.read("report-ja.txt").decode()
        assert "Verification" in archive.read("report-en.txt").decode()
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    reports = [verification(Nothing()).verify(item) for item in read_all(sources(), [str(path)])]
    assert [report.input.format for report in reports] == ["sd_jwt_vc", "open_badges_2", "ldp_vc", "presentation"]


def test_a_zip_has_what_was_derived_and_not_what_it_came_from(
    learner: Learner, ids: dict[str, str], tmp_path: Path
) -> None:
    path = tmp_path / "for-you.zip"
    disclose = {
        ids["sd-jwt"]: ("name",),
        ids["bbs-2023"]: ("/credentialSubject/achievement/name",),
        ids["ecdsa-sd-2023"]: ("/credentialSubject/achievement/name",),
    }
    share(learner, FileTarget(path), *disclose, disclose=disclose)
    with zipfile.ZipFile(path) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert GRADE.encode() not in everything
    assert BIRTH.encode() not in everything


def test_a_token_is_a_file_too(learner: Learner, ids: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "for-you.jwt"
    share(learner, FileTarget(path), ids["sd-jwt"], format="vp+jwt")
    assert outcome_of(path.read_bytes()) is Outcome.PASSED


@pytest.mark.skipif(not (built_page_folder() / MANIFEST).exists(), reason="the employer's page is not built")
def test_a_page_holds_the_presentation(learner: Learner, ids: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "for-you.html"
    made = share(learner, HtmlTarget(path, built_page_folder()), ids["sd-jwt"])
    assert (made.target, made.file, made.link, made.revoke_key) == ("html", str(path), "", "")
    (item,) = read_all(sources(), [str(path)])
    assert verification(Nothing()).verify(item).outcome is Outcome.PASSED
    with pytest.raises(UsageError):
        share(learner, HtmlTarget(path, built_page_folder()), ids["sd-jwt"])


def test_what_travels_along_is_told_by_what_its_issuer_signed(learner: Learner, host: str) -> None:
    (row,) = learner.wallet().add([str(SAMPLES / "06-project-management-in-force.json")])
    list(learner.wallet().check([row.id], refresh=True))
    made = share(learner, LinkTarget(host, learner.http), row.id)
    report = Employer(now=learner.now, http=learner.http).verify(made.link)
    stapled = [
        item
        for nested in report.nested
        for check in nested.checks
        for item in check.relied_on
        if item.source is MaterialSource.STAPLED
    ]
    assert stapled
    assert all(item.signed_at is not None for item in stapled)
    told = "\n".join(report_lines(report, "en"))
    assert "signed by its issuer on" in told
    assert "(supplied by the presenter)" in told
    documents = json.dumps(report_document(report)).decode()
    assert documents.count('"signed_at":"20') >= len(stapled)


# --- codes -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["png", "svg"])
def test_a_code_of_a_link_leads_to_the_presentation(
    learner: Learner, ids: dict[str, str], host: str, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"code.{ending}"
    made = share(learner, QrTarget(LinkTarget(host, learner.http), path), ids["sd-jwt"])
    assert made.link.startswith(f"{host}/p/")
    assert made.file == str(path)
    if ending == "png":
        assert read_code(path.read_bytes()) == made.link
    assert Employer(now=learner.now, http=learner.http).verify(made.link).outcome is Outcome.PASSED
    learner.wallet().revoke(made.id)
    with pytest.raises(RemoteError):
        Employer(now=learner.now, http=learner.http).verify(made.link)


def read_code(picture: bytes) -> str:
    import io

    import zxingcpp
    from PIL import Image

    (code,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)).convert("L"))
    return str(code.text)


def test_a_small_presentation_is_the_code_itself(learner: Learner, ids: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "code.png"
    disclose = {ids["sd-jwt"]: ("grade",)}
    made = share(learner, QrTarget(None, path), ids["sd-jwt"], format="sd-jwt+kb", disclose=disclose)
    assert (made.link, made.revoke_key) == ("", "")
    assert outcome_of(read_code(path.read_bytes()).encode()) is Outcome.PASSED


def test_the_code_in_a_terminal_can_be_read_from_it() -> None:
    import zxingcpp
    from PIL import Image

    lines = half_blocks("https://links.example/p/abc#def")
    assert len({len(line) for line in lines}) == 1
    picture = Image.new("L", (len(lines[0]), 2 * len(lines)), 0)
    light = {"█": (True, True), "▀": (True, False), "▄": (False, True), " ": (False, False)}
    for y, line in enumerate(lines):
        for x, cell in enumerate(line):
            for half, is_light in enumerate(light[cell]):
                picture.putpixel((x, 2 * y + half), 255 if is_light else 0)
    large = picture.resize((picture.width * 6, picture.height * 6), Image.Resampling.NEAREST)
    (code,) = zxingcpp.read_barcodes(large)
    assert code.text == "https://links.example/p/abc#def"


def test_too_much_for_a_code_is_told_and_nothing_is_written(
    learner: Learner, ids: dict[str, str], tmp_path: Path
) -> None:
    with pytest.raises(UsageError) as caught:
        share(learner, QrTarget(None, tmp_path / "code.png"), *ids.values())
    assert caught.value.code == "qr-too-large"
    with pytest.raises(UsageError) as caught:
        share(learner, QrTarget(None, tmp_path / "code.gif"), ids["sd-jwt"])
    assert caught.value.code == "picture-kind"
    assert not list(tmp_path.glob("code.*"))
    assert learner.wallet().shares() == ()


# --- others ----------------------------------------------------------------------------------------------------------


class OtherVerifier(http.server.BaseHTTPRequestHandler):
    """A server in the shape of VerifierPlus, and a WebDAV folder: what it keeps, and what it was sent."""

    kept: dict[str, bytes]
    seen: list[tuple[str, str, str]]

    def log_message(self, *_: object) -> None:
        pass

    def answer(self, status: int, document: JsonObject | None = None) -> None:
        body = b"" if document is None else json.dumps(document)
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def body(self) -> bytes:
        self.seen.append((self.command, self.path, self.headers.get("Authorization") or ""))
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def do_POST(self) -> None:
        document = json.loads_object(self.body())
        presentation = document["vp"]
        if not isinstance(presentation, dict) or "holder" not in presentation:
            self.answer(400, {"message": "no holder"})
            return
        self.kept["/api/credentials/c-1"] = json.dumps(document)
        paths: JsonObject = {
            "view": "/credentials/c-1",
            "get": "/api/credentials/c-1",
            "unshare": "/api/credentials/c-1",
        }
        self.answer(201, {"status": "ok", "url": paths})

    def do_GET(self) -> None:
        self.body()
        found = self.kept.get(self.path)
        self.answer(500) if found is None else self.answer(200, {"id": "c-1", **json.loads_object(found)})

    def do_PUT(self) -> None:
        self.kept[self.path] = self.body()
        self.answer(201)

    def do_DELETE(self) -> None:
        body = self.body()
        if self.path not in self.kept:
            self.answer(404)
        elif self.path.startswith("/api/") and json.loads_object(body)["vp"] is None:
            self.answer(400)
        else:
            del self.kept[self.path]
            self.answer(200, {"message": "deleted"})


@pytest.fixture
def other() -> Iterator[tuple[str, type[OtherVerifier]]]:
    handler = type("Handler", (OtherVerifier,), {"kept": {}, "seen": []})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", handler
    server.shutdown()
    thread.join(10)
    server.server_close()


def test_verifier_plus_keeps_it_until_it_is_taken_back(
    learner: Learner, ids: dict[str, str], other: tuple[str, type[OtherVerifier]]
) -> None:
    url, server = other
    target = VerifierPlusTarget(url, LoopbackHttp())
    made = share(learner, target, ids["sd-jwt"], ids["plain"])
    assert (made.link, made.id) == (f"{url}/credentials/c-1", "c-1")
    (kept,) = server.kept.values()
    assert outcome_of(json.dumps(json.loads_object(kept)["vp"])) is Outcome.PASSED
    target.revoke(made.link, made.revoke_key)
    assert server.kept == {}
    target.revoke(made.link, made.revoke_key)  # it is gone either way


def test_verifier_plus_takes_documents_only(
    learner: Learner, ids: dict[str, str], other: tuple[str, type[OtherVerifier]]
) -> None:
    with pytest.raises(UsageError) as caught:
        share(learner, VerifierPlusTarget(other[0], LoopbackHttp()), ids["sd-jwt"], format="vp+jwt")
    assert caught.value.code == "document-only"
    assert other[1].seen == []


def test_a_published_folder_is_a_place_to_share_from(learner: Learner, ids: dict[str, str], tmp_path: Path) -> None:
    folder = tmp_path / "public"
    folder.mkdir()
    target = StoreTarget(str(folder), "https://me.example/badges", VERIFIER, None)
    made = share(learner, target, ids["sd-jwt"])
    (file,) = folder.iterdir()
    address = f"https://me.example/badges/{file.name}"
    assert made.link == f"{VERIFIER}/#verify?vc=https%3A%2F%2Fme.example%2Fbadges%2F{file.name}"
    assert unquote(made.link).endswith(address)
    assert file.stat().st_mode & 0o777 == 0o644
    assert len(file.stem) == 22
    assert outcome_of(file.read_bytes()) is Outcome.PASSED
    target.revoke(made.link, made.revoke_key)
    assert list(folder.iterdir()) == []
    target.revoke(made.link, made.revoke_key)


def test_a_webdav_folder_too(learner: Learner, ids: dict[str, str], other: tuple[str, type[OtherVerifier]]) -> None:
    url, server = other
    target = StoreTarget(f"{url}/dav/", f"{url}/dav", VERIFIER, LoopbackHttp(), "Bearer s3cret")
    made = share(learner, target, ids["sd-jwt"])
    (content,) = server.kept.values()
    assert outcome_of(content) is Outcome.PASSED
    assert {authorization for *_, authorization in server.seen} == {"Bearer s3cret"}
    target.revoke(made.link, made.revoke_key)
    assert server.kept == {}
    target.revoke(made.link, made.revoke_key)


def test_a_folder_without_an_address_is_no_place(learner: Learner, ids: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        share(learner, StoreTarget(str(tmp_path), "", VERIFIER, None), ids["sd-jwt"])
    assert caught.value.code == "store-url-missing"


def test_linkedin_gets_an_address_and_nothing_is_sent(learner: Learner, ids: dict[str, str], host: str) -> None:
    made = share(learner, LinkedInTarget(LinkTarget(host, learner.http)), ids["plain"])
    parts = urlsplit(made.file)
    fields = {name: value for name, (value,) in parse_qs(parts.query).items()}
    assert (parts.scheme, parts.netloc, parts.path, parts.fragment) == ("https", "www.linkedin.com", "/profile/add", "")
    badge = learner.wallet().badge(ids["plain"]).record.summary
    assert fields["name"] == badge.name
    assert fields["organizationName"] == badge.issuer_name
    assert fields["certUrl"] == made.link
    assert int(fields["issueYear"]) >= 2020
    assert 1 <= int(fields["issueMonth"]) <= 12
    assert all("linkedin" not in request.url for request in learner.http.sent)
    with pytest.raises(UsageError) as caught:
        share(learner, LinkedInTarget(None), ids["plain"], ids["token"])
    assert caught.value.code == "one-badge-only"


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_draft_holds_the_link_and_both_ends_apart(
    learner: Learner, ids: dict[str, str], host: str, tmp_path: Path, language: str
) -> None:
    path = tmp_path / "draft.eml"
    made = share(learner, MailTarget(LinkTarget(host, learner.http), path, language), ids["plain"], ids["token"])
    message = message_from_bytes(path.read_bytes(), policy=default)
    text = message.get_content()
    assert made.link in text.splitlines()
    assert message["X-Unsent"] == "1"
    assert (message["From"], message["To"], message["Date"]) == (None, None, None)
    ends = {"ja": "リンクの有効期限: 2026年12月21日", "en": "The link works until 21 December 2026"}
    assert ends[language] in text
    made = share(learner, MailTarget(LinkTarget(host, learner.http), None, language), ids["plain"])
    body = parse_qs(urlsplit(made.file).query)["body"][0]
    assert made.link in body.split("\r\n")


# --- what stays here ------------------------------------------------------------------------------------------------


SECRETS: Final = ("private-tag", "me@home.example", "secret-folder", "Not chosen")


def test_two_of_fifty_leave_and_nothing_else(learner: Learner, tmp_path: Path) -> None:
    """Procedure L11: the bundle is exactly the selection."""
    holder = learner.wallet().holder()
    folder = tmp_path / "secret-folder"
    folder.mkdir()
    learner.wallet().set_addresses(["me@home.example"])
    for number in range(50):
        chosen = number in (7, 31)
        document = open_badge(ISSUER.did, holder, f"Chosen {number}" if chosen else f"Not chosen {number}")
        document["id"] = f"urn:example:{number}"
        (folder / f"{number}.json").write_bytes(json.dumps(ISSUER.secure(document, "assertionMethod")))
    rows = list(learner.wallet().add([str(folder)]))
    assert len({row.id for row in rows}) == 50
    for row in rows:
        learner.wallet().tag(row.id, ["private-tag"])
    picked = [row.id for row in rows if row.name.startswith("Chosen")]
    made = [tmp_path / name for name in ("a.json", "b.zip", "c.jwt")]
    for path, format_name in zip(made, ("eddsa-rdfc-2022", "eddsa-jcs-2022", "vp+jwt"), strict=True):
        share(learner, FileTarget(path), *picked, format=format_name)
    if (built_page_folder() / MANIFEST).exists():
        made.append(tmp_path / "d.html")
        share(learner, HtmlTarget(made[-1], built_page_folder()), *picked)
    for path in made:
        said = everything_in(path)
        for number in range(50):
            assert (f'urn:example:{number}"'.encode() in said) == (number in (7, 31)), (path.name, number)
        for secret in (*SECRETS, str(tmp_path), *(row.id for row in rows)):
            assert secret.encode() not in said, (path.name, secret)


def everything_in(path: Path) -> bytes:
    """All that a file says, out of its compression and encodings."""
    content = path.read_bytes()
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            return b"\n".join(name.encode() + archive.read(name) for name in archive.namelist())
    if path.suffix == ".html":
        from wallet.share.html import parcel_in
        from wallet.share.parcel import encode_parcel

        parcel = parcel_in(content)
        assert parcel is not None
        return encode_parcel(parcel) + parcel.content + content[-400:]
    if path.suffix == ".jwt":
        from wallet.codec.jose import split_compact

        return bytes(split_compact(content).unverified_payload)
    return content
