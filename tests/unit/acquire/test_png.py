from __future__ import annotations

import struct
import tracemalloc
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.acquire import pictures
from wallet.acquire import png
from wallet.acquire.baked import BakedText, Keyword
from wallet.errors import CredentialError
from wallet.model.report import Reason

VARIANTS = {
    "iTXt": pictures.itxt,
    "iTXt compressed": pictures.compressed_itxt,
    "tEXt": pictures.text_chunk,
    "zTXt": pictures.ztxt,
}


@pytest.mark.parametrize("keyword", Keyword)
@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("text", [pictures.JSON, pictures.JWT, b"https://issuer.example/assertion/1"])
def test_reads_every_variant_under_every_keyword(keyword: Keyword, variant: str, text: bytes) -> None:
    picture = pictures.png(pictures.PROVENANCE, VARIANTS[variant](keyword.value.encode(), text))
    assert png.unbake(picture) == (BakedText(keyword=keyword, text=text),)


def test_latin_1_text_becomes_utf_8() -> None:
    picture = pictures.png(pictures.text_chunk(b"openbadges", b'{"name": "caf\xe9"}'))
    assert png.unbake(picture)[0].text == '{"name": "café"}'.encode()


def test_other_text_chunks_are_not_credentials() -> None:
    picture = pictures.png(pictures.text_chunk(b"Software", b"{}"), pictures.itxt(b"openbadge", b"{}"))
    assert png.unbake(picture) == ()


def test_every_matching_chunk_is_reported() -> None:
    picture = pictures.png(pictures.itxt(b"openbadges", b"{}"), pictures.text_chunk(b"openbadgecredential", b"[]"))
    assert [text.text for text in png.unbake(picture)] == [b"{}", b"[]"]


def test_what_follows_the_end_is_not_read() -> None:
    assert png.unbake(pictures.png() + pictures.itxt(b"openbadges", b"{}")) == ()


BROKEN_TEXT = pictures.itxt(b"openbadges", b"{}")[:-1] + b"\0"
BROKEN_PIXELS = pictures.chunk(b"IDAT", b"pixels")[:-1] + b"\0"


def test_a_damaged_picture_still_gives_its_intact_text() -> None:
    picture = pictures.png(BROKEN_PIXELS, pictures.itxt(b"openbadges", b"{}"))
    assert len(png.unbake(picture)) == 1


@pytest.mark.parametrize(
    ("picture", "reason"),
    [
        pytest.param(b"GIF89a", Reason.MALFORMED, id="no PNG"),
        pytest.param(pictures.SIGNATURE, Reason.MALFORMED, id="nothing"),
        pytest.param(pictures.SIGNATURE + pictures.END, Reason.MALFORMED, id="no IHDR"),
        pytest.param(pictures.png(pictures.HEADER), Reason.MALFORMED, id="two IHDR"),
        pytest.param(pictures.png()[:-1], Reason.MALFORMED, id="truncated"),
        pytest.param(pictures.png()[: -len(pictures.END)], Reason.MALFORMED, id="no IEND"),
        pytest.param(
            pictures.SIGNATURE + pictures.HEADER + struct.pack(">I", 0xFFFFFFFF) + b"iTXtopenbadges\0",
            Reason.MALFORMED,
            id="length of 4 GiB",
        ),
        pytest.param(pictures.png(BROKEN_TEXT), Reason.MALFORMED, id="CRC of the text"),
        pytest.param(pictures.png(BROKEN_PIXELS), Reason.MALFORMED, id="CRC, and no text found"),
        pytest.param(pictures.png(pictures.chunk(b"iTXt", b"openbadges\0\0")), Reason.MALFORMED, id="short iTXt"),
        pytest.param(pictures.png(pictures.chunk(b"iTXt", b"openbadges\0\2\0\0\0{}")), Reason.MALFORMED, id="flag"),
        pytest.param(pictures.png(pictures.chunk(b"iTXt", b"openbadges\0\1\1\0\0x")), Reason.MALFORMED, id="method"),
        pytest.param(pictures.png(pictures.chunk(b"zTXt", b"openbadges\0\1x")), Reason.MALFORMED, id="zTXt method"),
        pytest.param(pictures.png(pictures.chunk(b"zTXt", b"openbadges\0\0xy")), Reason.MALFORMED, id="not zlib"),
        pytest.param(
            pictures.png(pictures.chunk(b"zTXt", b"openbadges\0\0" + zlib.compress(b"{}" * 99)[:-5])),
            Reason.MALFORMED,
            id="zlib cut short",
        ),
        pytest.param(
            pictures.png(pictures.chunk(b"tIME", b"") * png.MAX_CHUNKS), Reason.TOO_COMPLEX, id="too many chunks"
        ),
    ],
)
def test_refuses_with_a_reason(picture: bytes, reason: Reason) -> None:
    with pytest.raises(CredentialError) as caught:
        png.unbake(picture)
    assert caught.value.code == reason


def test_a_compressed_bomb_is_never_held() -> None:
    bomb = pictures.png(pictures.compressed_itxt(b"openbadgecredential", bytes(100 * 1024 * 1024)))
    tracemalloc.start()
    try:
        with pytest.raises(CredentialError) as caught:
            png.unbake(bomb)
        assert caught.value.code == Reason.TOO_LARGE
        assert tracemalloc.get_traced_memory()[1] < 40 * 1024 * 1024
    finally:
        tracemalloc.stop()


def test_bakes_right_behind_the_header_and_keeps_the_rest() -> None:
    baked = png.bake(pictures.png(pictures.PROVENANCE), Keyword.OPEN_BADGES_3, pictures.JSON)
    assert baked == pictures.png(pictures.itxt(b"openbadgecredential", pictures.JSON), pictures.PROVENANCE)


def test_bakes_in_place_of_every_credential() -> None:
    picture = pictures.png(
        pictures.PROVENANCE,
        pictures.ztxt(b"openbadges", b"old"),
        pictures.text_chunk(b"Title", b"kept"),
        pictures.itxt(b"clrcredential", b"old"),
    )
    baked = png.bake(picture + b"tail", Keyword.OPEN_BADGES_2, pictures.JWT)
    expected = pictures.png(
        pictures.PROVENANCE, pictures.itxt(b"openbadges", pictures.JWT), pictures.text_chunk(b"Title", b"kept")
    )
    assert baked == expected + b"tail"


@given(
    text=st.binary(max_size=200),
    keyword=st.sampled_from(Keyword),
    others=st.lists(st.tuples(st.sampled_from([b"tIME", b"caBX", b"tEXt"]), st.binary(max_size=20)), max_size=5),
)
def test_what_is_baked_is_read_back_and_baking_again_changes_nothing(
    text: bytes, keyword: Keyword, others: list[tuple[bytes, bytes]]
) -> None:
    baked = png.bake(pictures.png(*(pictures.chunk(kind, data) for kind, data in others)), keyword, text)
    assert png.unbake(baked) == (BakedText(keyword=keyword, text=text),)
    assert png.bake(baked, keyword, text) == baked


@given(
    st.one_of(
        st.binary(max_size=300).map(lambda tail: pictures.SIGNATURE + tail),
        st.lists(st.tuples(st.sampled_from([b"iTXt", b"tEXt", b"zTXt"]), st.binary(max_size=60)), max_size=4).map(
            lambda chunks: pictures.png(*(pictures.chunk(kind, b"openbadges\0" + data) for kind, data in chunks))
        ),
    )
)
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        texts = png.unbake(content)
    except CredentialError as error:
        assert error.code in {Reason.MALFORMED, Reason.TOO_LARGE, Reason.TOO_COMPLEX}  # noqa: PT017
    else:
        assert all(isinstance(text, BakedText) for text in texts)


def test_a_published_baker_writes_the_same_bytes(vectors: Path) -> None:
    plain, baked = (vectors / "baked" / name for name in ("public_domain_heart.png", "baked_heart.png"))
    (text,) = png.unbake(baked.read_bytes())
    assert png.unbake(plain.read_bytes()) == ()
    assert png.bake(plain.read_bytes(), text.keyword, text.text) == baked.read_bytes()


@pytest.mark.parametrize("name", ["simple-json.png", "simple-jwt.png"])
def test_published_samples_are_read_and_baked_again_unchanged(vectors: Path, name: str) -> None:
    picture = (vectors / "samples-1edtech" / name).read_bytes()
    (text,) = png.unbake(picture)
    assert text.keyword is Keyword.OPEN_BADGES_3
    assert png.bake(picture, text.keyword, text.text) == picture
