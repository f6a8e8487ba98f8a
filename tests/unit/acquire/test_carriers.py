from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.acquire import pictures
from wallet.acquire import carriers
from wallet.acquire.carriers import CarrierKind, bake, sniff, unwrap
from wallet.codec.limits import MAX_INPUT_BYTES
from wallet.model.record import NotReceived, Received
from wallet.model.report import Reason

HOSTILE = Path(__file__).parent / "hostile"
BAKED = pictures.png(pictures.itxt(b"openbadgecredential", pictures.JSON))
OB3 = 'xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"'
BAKED_SVG = pictures.svg(f"<openbadges:credential {OB3}><![CDATA[{pictures.JSON.decode()}]]></openbadges:credential>")


def only(content: bytes) -> Received | NotReceived:
    (item,) = unwrap(content, "badge", "badge")
    return item


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (pictures.JSON, CarrierKind.JSON),
        (b"\n\t [1]", CarrierKind.JSON),
        (b"\xef\xbb\xbf{}", CarrierKind.JSON),
        ("{}".encode("utf-16"), CarrierKind.JSON),
        (pictures.JWT, CarrierKind.JWT),
        (b"  " + pictures.JWT + b"\r\n", CarrierKind.JWT),
        (pictures.SD_JWT, CarrierKind.SD_JWT),
        (pictures.png(), CarrierKind.PNG),
        (pictures.svg(), CarrierKind.SVG),
        (pictures.svg().decode().encode("utf-16"), CarrierKind.SVG),
        (b"<!-- drawn by hand --><s:svg xmlns:s='http://www.w3.org/2000/svg'/>", CarrierKind.SVG),
        (pictures.archive([]), CarrierKind.ZIP),
        (pictures.archive([("a", b"")]), CarrierKind.ZIP),
        (b"", CarrierKind.UNKNOWN),
        (b"www.example.org", CarrierKind.UNKNOWN),
        (b"a.b.c", CarrierKind.UNKNOWN),
        (b"<html><body>login</body></html>", CarrierKind.HTML),
        (b"%PDF-1.7", CarrierKind.PDF),
    ],
)
def test_tells_the_carrier_by_content(content: bytes, kind: CarrierKind) -> None:
    assert sniff(content) is kind


@pytest.mark.parametrize(
    ("content", "kind", "payload"),
    [
        (b" " + pictures.JSON + b"\n", CarrierKind.JSON, pictures.JSON),
        (pictures.JWT + b"\n", CarrierKind.JWT, pictures.JWT),
        (pictures.SD_JWT + b"\n", CarrierKind.SD_JWT, pictures.SD_JWT),
        (BAKED, CarrierKind.PNG, pictures.JSON),
        (BAKED_SVG, CarrierKind.SVG, pictures.JSON),
    ],
)
def test_takes_the_credential_out(content: bytes, kind: CarrierKind, payload: bytes) -> None:
    expected = Received(source="badge", name="badge", carrier=kind.word, content=content, payload=payload)
    assert only(content) == expected


@pytest.mark.parametrize(
    ("content", "reason", "kind"),
    [
        (b"just words", Reason.NOT_A_CREDENTIAL, CarrierKind.UNKNOWN),
        (pictures.png(), Reason.NOT_A_CREDENTIAL, CarrierKind.PNG),
        (pictures.svg(), Reason.NOT_A_CREDENTIAL, CarrierKind.SVG),
        (pictures.png(pictures.itxt(b"openbadges", b"  ")), Reason.NOT_A_CREDENTIAL, CarrierKind.PNG),
        (pictures.png(pictures.itxt(b"openbadges", b"words")), Reason.NOT_A_CREDENTIAL, CarrierKind.PNG),
        (BAKED[:-1], Reason.MALFORMED, CarrierKind.PNG),
    ],
)
def test_says_why_there_is_none(content: bytes, reason: Reason, kind: CarrierKind) -> None:
    item = only(content)
    assert isinstance(item, NotReceived)
    assert (item.reason, item.carrier, item.bytes) == (reason, kind, len(content))
    assert item.sha256 == hashlib.sha256(content).hexdigest()


def test_two_credentials_in_one_picture_are_ambiguous() -> None:
    chunks = [pictures.itxt(b"openbadges", pictures.JSON), pictures.itxt(b"openbadgecredential", pictures.JSON)]
    item = only(pictures.png(*chunks))
    assert isinstance(item, NotReceived)
    assert (item.reason, item.params) == (Reason.AMBIGUOUS, {"count": "2"})


@pytest.mark.parametrize("chunk", [pictures.itxt, pictures.text_chunk, pictures.ztxt])
def test_a_picture_that_only_names_a_url_is_reported_with_it(chunk: object) -> None:
    assert callable(chunk)
    item = only(pictures.png(chunk(b"openbadges", b" https://issuer.example/assertions/1\n")))
    assert isinstance(item, NotReceived)
    assert item.reason == Reason.UNSUPPORTED_FORMAT
    assert item.params == {"what": "url-only", "url": "https://issuer.example/assertions/1"}


def test_too_large_is_refused_before_it_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carriers, "MAX_INPUT_BYTES", 10)
    item = only(b"{" * 11)
    assert isinstance(item, NotReceived)
    assert (item.reason, item.carrier, item.bytes) == (Reason.TOO_LARGE, "unknown", 11)


def test_the_bound_is_that_of_a_badge_file() -> None:
    item = only(b"{}" + b" " * (MAX_INPUT_BYTES - 2))
    assert isinstance(item, Received)


class TestArchive:
    def test_every_member_is_a_row_in_the_order_of_names(self) -> None:
        content = pictures.archive(
            [("b/", b""), ("b/badge.png", BAKED), ("a.json", pictures.JSON), ("c.txt", b"words"), ("d.png", BAKED[:-1])]
        )
        items = unwrap(content, "all.zip", "all.zip")
        assert [(item.source, getattr(item, "reason", "")) for item in items] == [
            ("all.zip/a.json", ""),
            ("all.zip/b/badge.png", ""),
            ("all.zip/c.txt", Reason.NOT_A_CREDENTIAL),
            ("all.zip/d.png", Reason.MALFORMED),
        ]
        assert isinstance(items[1], Received)
        assert (items[1].name, items[1].content, items[1].payload) == ("badge.png", BAKED, pictures.JSON)

    def test_an_archive_inside_an_archive_stays_closed(self) -> None:
        inner = pictures.archive([("a.json", pictures.JSON)])
        (item,) = unwrap(pictures.archive([("inner.zip", inner)]), "all.zip", "all.zip")
        assert isinstance(item, NotReceived)
        assert (item.reason, item.params) == (Reason.UNSUPPORTED_FORMAT, {"what": "nested-archive"})

    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            (pictures.archive([]), Reason.NOT_A_CREDENTIAL),
            (pictures.archive([("a.json", b"{}")])[:-1], Reason.MALFORMED),
            (b"PK\3\4", Reason.MALFORMED),
        ],
    )
    def test_a_useless_archive_is_one_row(self, content: bytes, reason: Reason) -> None:
        (item,) = unwrap(content, "all.zip", "all.zip")
        assert isinstance(item, NotReceived)
        assert (item.source, item.reason, item.carrier) == ("all.zip", reason, "zip")

    def test_a_large_archive_is_refused_by_its_size(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(carriers, "MAX_ARCHIVE_BYTES", 10)
        (item,) = unwrap(pictures.archive([("a.json", b"{}")]), "all.zip", "all.zip")
        assert isinstance(item, NotReceived)
        assert item.reason == Reason.TOO_LARGE


@pytest.mark.parametrize(
    ("path", "name"),
    [("a/b.png", "b.png"), ("a\\b.png", "b.png"), ("b.png", "b.png"), ("a/b/", "b"), ("", ""), ("/", "")],
)
def test_base_name(path: str, name: str) -> None:
    assert carriers.base_name(path) == name


@given(
    st.one_of(
        st.binary(max_size=200),
        st.builds(
            lambda start, rest: start + rest,
            st.sampled_from([pictures.SIGNATURE, b"PK\3\4", b"PK\5\6", b"<svg ", b"eyJ.", BAKED[:60]]),
            st.binary(max_size=200),
        ),
    )
)
def test_any_bytes_are_received_or_not(content: bytes) -> None:
    for item in unwrap(content, "badge", "badge"):
        assert isinstance(item, Received) or item.reason in set(Reason)


@given(st.binary(min_size=1, max_size=4), st.data())
def test_a_damaged_archive_never_crashes(noise: bytes, data: st.DataObject) -> None:
    content = bytearray(pictures.archive([("a.json", pictures.JSON), ("b.png", BAKED)]))
    at = data.draw(st.integers(0, len(content) - len(noise)))
    content[at : at + len(noise)] = noise
    for item in unwrap(bytes(content), "all.zip", "all.zip"):
        assert isinstance(item, Received) or item.reason in set(Reason)


@pytest.mark.parametrize(
    ("name", "reasons"),
    [
        ("G00-ok.png", [""]),
        ("G02-two-chunks.png", [Reason.AMBIGUOUS]),
        ("G03-pixels.png", [""]),
        ("G04-crc.png", [Reason.MALFORMED]),
        ("G05-len.png", [Reason.MALFORMED]),
        ("G10-ok.svg", [""]),
        ("G11-xxe.svg", [Reason.MALFORMED]),
        ("G12-laughs.svg", [Reason.MALFORMED]),
        ("J00-slip.zip", [Reason.MALFORMED, Reason.MALFORMED, Reason.MALFORMED, ""]),
    ],
)
def test_hostile_carriers(name: str, reasons: list[str]) -> None:
    items = unwrap((HOSTILE / name).read_bytes(), name, name)
    assert [getattr(item, "reason", "") for item in items] == reasons


def test_a_hundred_thousand_members_are_refused_without_reading_them() -> None:
    # The end record and its 64-bit companions as an archive of 100,000 empty members has them.
    end64 = b"PK\6\6" + bytes(52)
    locator = b"PK\6\7" + bytes(16)
    end = b"PK\5\6" + bytes(4) + b"\xff" * 12 + bytes(2)
    (item,) = unwrap(b"PK\3\4" + bytes(1000) + end64 + locator + end, "many.zip", "many.zip")
    assert isinstance(item, NotReceived)
    assert (item.reason, item.params) == (Reason.TOO_LARGE, {"what": "members", "limit": "1000"})


def test_published_files_are_received(vectors: Path) -> None:
    folder = vectors / "samples-1edtech"
    for path in sorted(folder.glob("simple*")):
        (item,) = unwrap(path.read_bytes(), str(path), path.name)
        assert isinstance(item, Received)
        assert item.payload.startswith((b"{", b"eyJ"))
        assert item.content == path.read_bytes()
    assert zipfile.is_zipfile(HOSTILE / "J00-slip.zip")


@pytest.mark.parametrize(
    ("payload", "format", "keyword"),
    [
        (b'{"type":["VerifiableCredential","ClrCredential"]}', "ldp_vc", b"clrcredential"),
        (b'{"type":["VerifiableCredential","OpenBadgeCredential"]}', "ldp_vc", b"openbadgecredential"),
        (b'{"type":"Assertion","recipient":{},"badge":"https://h.example/b"}', "blockcerts", b"openbadges"),
        (pictures.JWT, "open_badges_2", b"openbadges"),
        (pictures.JWT, "jwt_vc", b"openbadgecredential"),
    ],
)
def test_a_picture_carries_each_kind_under_its_own_word(payload: bytes, format: str, keyword: bytes) -> None:
    kind, content = bake(pictures.png(), payload, format)
    assert kind is CarrierKind.PNG
    assert b"iTXt" + keyword + b"\0" in content
