from __future__ import annotations

import io
import struct
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.carriers.parts import JWT, pdf, qr
from tests.unit.acquire import pictures
from wallet.acquire import pdf as pdf_reader
from wallet.acquire import qr as reader
from wallet.acquire.carriers import unwrap
from wallet.acquire.members import BadMember, Member
from wallet.errors import CredentialError
from wallet.model.report import Reason


def beside(*codes: bytes) -> bytes:
    """Several codes in one picture, left to right."""
    images = [Image.open(io.BytesIO(code)).convert("L") for code in codes]
    ground = Image.new("L", (sum(image.width for image in images), max(image.height for image in images)), 255)
    at = 0
    for image in images:
        ground.paste(image, (at, 0))
        at += image.width
    stream = io.BytesIO()
    ground.save(stream, "PNG")
    return stream.getvalue()


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "GIF"])
@pytest.mark.parametrize("clear", [False, True])
def test_every_form_of_picture_is_read(form: str, clear: bool) -> None:
    assert reader.texts(qr("学修 https://issuer.example", form, clear=clear and form == "PNG")) == (
        "学修 https://issuer.example".encode(),
    )


@pytest.mark.parametrize("angle", [7, 90, 180, 211])
def test_a_turned_and_grey_screenshot_is_read(angle: int) -> None:
    with Image.open(io.BytesIO(qr("https://issuer.example/a"))) as image:
        turned = image.convert("L").point(lambda value: 60 + value // 2).rotate(angle, expand=True, fillcolor=187)
        stream = io.BytesIO()
        turned.save(stream, "JPEG", quality=60)
    assert reader.texts(stream.getvalue()) == (b"https://issuer.example/a",)


def test_several_codes_are_several_rows_in_reading_order() -> None:
    first, second = reader.members(beside(qr("https://a.example/"), qr("words")))
    assert first == BadMember(
        name="", reason=Reason.UNSUPPORTED_FORMAT, params={"what": "url-only", "url": "https://a.example/"}
    )
    assert second.name == "qr-2"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (b"VP1-BABC", "vp-qr"),
        (b"VP1-RABC", "vp-qr-new"),
        (b"VP1-XABC", "vp-qr-unknown"),
        (b"openid4vp://authorize?x", "wallet-request"),
        (b"interaction:https://x.example", "wallet-request"),
        (b"HTTPS://X.EXAMPLE/A", "url-only"),
        (b"tel:110", None),
        (b"", None),
    ],
)
def test_what_a_code_says_is_named(text: bytes, what: str | None) -> None:
    told = reader.told(text, "qr-1")
    assert isinstance(told, BadMember)
    assert told.params.get("what") == what
    assert (told.reason is Reason.NOT_A_CREDENTIAL) == (what is None)


def test_a_credential_in_a_code_is_taken() -> None:
    assert reader.told(JWT, "qr-1") == Member(name="qr-1", content=JWT)
    assert reader.told(b'{"a": 1}', "qr-1") == Member(name="qr-1", content=b'{"a": 1}')


def test_pixels_are_bounded_before_they_are_decoded() -> None:
    for width, height in ((60_000, 60_000), (16_001, 1_000), (2**31 - 1, 2**31 - 1)):
        header = pictures.chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
        started = time.process_time()
        with pytest.raises(CredentialError) as caught:
            reader.members(pictures.SIGNATURE + header + pictures.PIXELS + pictures.END).__next__()
        assert caught.value.code in {Reason.TOO_LARGE, Reason.MALFORMED}
        assert time.process_time() - started < 2


def test_a_file_that_only_claims_to_be_a_picture_is_told() -> None:
    for content in (b"GIF89a", b"\xff\xd8\xff", b"RIFF\0\0\0\0WEBP", pictures.SIGNATURE + b"x"):
        with pytest.raises(CredentialError) as caught:
            reader.texts(content)
        assert caught.value.code == Reason.MALFORMED


@settings(max_examples=60)
@given(st.sampled_from(["PNG", "JPEG", "GIF", "WEBP"]), st.binary(min_size=1, max_size=6), st.data())
def test_a_damaged_picture_never_crashes(form: str, noise: bytes, data: st.DataObject) -> None:
    content = bytearray(qr("https://issuer.example/a", form))
    at = data.draw(st.integers(0, len(content) - len(noise)))
    content[at : at + len(noise)] = noise
    assert unwrap(bytes(content), "x", "x")


class TestPdf:
    def test_attached_files_come_first_then_codes(self) -> None:
        found = list(pdf_reader.members(pdf([("a.json", b"{}"), ("学.txt", b"x")])))
        assert found == [Member(name="a.json", content=b"{}"), Member(name="学.txt", content=b"x")]

    @pytest.mark.parametrize("form", ["1", "L", "RGB"])
    def test_codes_in_pictures_on_a_page_are_read(self, form: str) -> None:
        with Image.open(io.BytesIO(qr("https://issuer.example/a"))) as image:
            picture = image.convert(form)
        (found,) = pdf_reader.members(_with_picture(picture))
        assert isinstance(found, BadMember)
        assert found.params["url"] == "https://issuer.example/a"

    @pytest.mark.parametrize(
        "change",
        [
            lambda content: b"%PDF-1.7\n",
            lambda content: content[:300],
            lambda content: b"%PDF-1.7\n" + b"1 0 obj << /A " * 25_000,
            lambda content: content.replace(b"/EmbeddedFiles", b"/EmbeddedFilez"),
            lambda content: content.replace(b"/Names", b"/Kids "),
            lambda content: content.replace(b"startxref", b"startxxxx"),
        ],
    )
    def test_a_broken_file_is_a_row(self, change: Callable[[bytes], bytes]) -> None:
        started = time.process_time()
        (item,) = unwrap(change(pdf([("a.json", b"x")])), "a.pdf", "a.pdf")
        assert getattr(item, "reason", "") in set(Reason)
        assert time.process_time() - started < 8

    def test_attachments_are_bounded(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(pdf_reader, "MAX_ATTACHMENTS", 2)
        rows = unwrap(pdf([(f"{number}.json", b'{"a": 1}') for number in range(4)]), "a.pdf", "a.pdf")
        assert [getattr(row, "reason", "") for row in rows] == ["", "", Reason.TOO_LARGE]
        monkeypatch.setattr(pdf_reader, "MAX_INPUT_BYTES", 3)
        (row,) = unwrap(pdf([("a.json", b'{"a": 1}')]), "a.pdf", "a.pdf")
        assert getattr(row, "reason", "") == Reason.TOO_LARGE

    def test_an_attachment_that_inflates_without_bound_is_refused(self) -> None:
        bomb = pdf([("a.json", b"placeholder-placeholder")])
        (row,) = unwrap(_with_bomb(bomb), "a.pdf", "a.pdf")
        assert getattr(row, "reason", "") in {Reason.MALFORMED, Reason.TOO_LARGE}

    @settings(max_examples=60)
    @given(st.binary(min_size=1, max_size=6), st.data())
    def test_a_damaged_file_never_crashes(self, noise: bytes, data: st.DataObject) -> None:
        content = bytearray(pdf([("a.json", b'{"a": 1}')]))
        at = data.draw(st.integers(0, len(content) - len(noise)))
        content[at : at + len(noise)] = noise
        assert unwrap(bytes(content), "x", "x")


def _with_picture(picture: Image.Image) -> bytes:
    """A page with a picture in plain deflated pixels."""
    from pypdf import PdfWriter
    from pypdf.generic import DictionaryObject, NameObject, NumberObject, StreamObject

    writer = PdfWriter()
    page = writer.add_blank_page(100, 100)
    stream = StreamObject()
    stream.set_data(picture.tobytes())
    for name, value in (
        ("/Width", picture.width),
        ("/Height", picture.height),
        ("/BitsPerComponent", 1 if picture.mode == "1" else 8),
    ):
        stream[NameObject(name)] = NumberObject(value)
    stream[NameObject("/Subtype")] = NameObject("/Image")
    stream[NameObject("/ColorSpace")] = NameObject("/DeviceRGB" if picture.mode == "RGB" else "/DeviceGray")
    reference = writer._add_object(stream.flate_encode())
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/XObject"): DictionaryObject({NameObject("/I"): reference})}
    )
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _with_bomb(content: bytes) -> bytes:
    """The attachment replaced by 200 MB of zeros, deflated."""
    import zlib

    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import NameObject

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1 << 20)) for _ in range(200)) + packer.flush()
    for item in writer._objects:
        if item is not None and getattr(item, "get", lambda _name: None)("/Type") == "/EmbeddedFile":
            item._data = packed  # type: ignore[attr-defined]
            item[NameObject("/Filter")] = NameObject("/FlateDecode")  # type: ignore[index]
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
