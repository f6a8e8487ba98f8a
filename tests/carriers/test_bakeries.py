"""Baked pictures of other programs are read here, and pictures baked here are read there."""

from __future__ import annotations

import importlib
import io
import warnings
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Final

import pytest

from tests.carriers.parts import BAKED_PNG, BAKED_SVG, JWT, LD, OB_2, PLAIN_PNG
from tests.unit.acquire import pictures
from wallet.acquire import png, svg
from wallet.acquire.baked import Keyword
from wallet.acquire.carriers import unwrap
from wallet.model.record import Received

PLAIN_SVG: Final = pictures.svg('<circle r="1"/>')
PLAIN: Final = {"png": PLAIN_PNG, "svg": PLAIN_SVG}
OURS: Final[dict[str, Callable[[bytes, Keyword, bytes], bytes]]] = {"png": png.bake, "svg": svg.bake}


def official() -> ModuleType:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return importlib.import_module("openbadges_bakery.utils")


def lib() -> ModuleType:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return importlib.import_module("openbadgeslib.baking")


def only(content: bytes) -> Received:
    (item,) = unwrap(content, "badge", "badge")
    assert isinstance(item, Received), item
    return item


@pytest.mark.filterwarnings("ignore:Please use rfc3986:DeprecationWarning")  # the bakery's own, in a library of its
@pytest.mark.parametrize("form", ["png", "svg"])
@pytest.mark.parametrize("payload", [OB_2, JWT], ids=["json", "jws"])
class TestOfficialBakery:
    """openbadges-bakery: Open Badges 2.0 alone."""

    def test_its_pictures_are_read_here(self, form: str, payload: bytes) -> None:
        picture = io.BytesIO(PLAIN[form])
        picture.name = f"plain.{form}"
        baked = io.BytesIO()
        official().bake(picture, payload.decode(), baked)
        item = only(baked.getvalue())
        assert (item.carrier, item.payload) == (form, payload)

    def test_pictures_baked_here_are_read_there(self, form: str, payload: bytes) -> None:
        baked = io.BytesIO(OURS[form](PLAIN[form], Keyword.OPEN_BADGES_2, payload))
        baked.name = f"baked.{form}"
        found = official().unbake(baked)
        assert (found.encode() if isinstance(found, str) else found) == payload


@pytest.mark.parametrize("keyword", [Keyword.OPEN_BADGES_2, Keyword.OPEN_BADGES_3])
class TestOpenBadgesLib:
    """openbadgeslib: Open Badges 2.0 and 3.0, signed ones as compact text."""

    def test_its_png_is_read_here(self, keyword: Keyword) -> None:
        baked = lib().bake_png(PLAIN_PNG, JWT.decode(), keyword=keyword.value.encode())
        assert only(baked).payload == JWT

    def test_its_svg_is_read_here(self, keyword: Keyword) -> None:
        baked = lib().bake_svg(PLAIN_SVG, JWT.decode(), **_svg_names(keyword))
        assert only(baked).payload == JWT

    def test_its_svg_with_text_is_read_here_and_ours_there(self, keyword: Keyword) -> None:
        baked = lib().bake_svg(PLAIN_SVG, LD.decode(), as_text=True, **_svg_names(keyword))
        assert only(baked).payload == LD
        element = _svg_names(keyword)["element"]
        assert lib().extract_svg(svg.bake(PLAIN_SVG, keyword, LD), element=element, text_fallback=True) == LD.decode()

    def test_png_baked_here_is_read_there(self, keyword: Keyword) -> None:
        for payload in (JWT, LD):
            baked = png.bake(PLAIN_PNG, keyword, payload)
            assert lib().extract_png(baked, keyword=keyword.value.encode()) == payload.decode()

    def test_svg_baked_here_is_read_there(self, keyword: Keyword) -> None:
        baked = svg.bake(PLAIN_SVG, keyword, JWT)
        assert lib().extract_svg(baked, element=_svg_names(keyword)["element"]) == JWT.decode()


def _svg_names(keyword: Keyword) -> dict[str, str]:
    if keyword is Keyword.OPEN_BADGES_2:
        return {"element": "openbadges:assertion", "namespace": "http://openbadges.org"}
    return {"element": "openbadges:credential", "namespace": "https://purl.imsglobal.org/ob/v3p0"}


def test_published_baked_pictures_are_read(vectors: Path) -> None:
    folder = vectors / "baked"
    for name, form in (("baked_heart.png", "png"), ("baked_example.svg", "svg")):
        content = (folder / name).read_bytes()
        (item,) = unwrap(content, name, name)
        # One of the two names its assertion by address only: then it is told, and not asked.
        told = item.payload[:1] == b"{" if isinstance(item, Received) else item.params["what"] == "url-only"
        assert told, item
        assert item.carrier == form
    for name in ("public_domain_heart.png", "unbaked_example.svg"):
        (item,) = unwrap((folder / name).read_bytes(), name, name)
        assert not isinstance(item, Received)


def test_published_examples_are_read_whole(vectors: Path) -> None:
    files = sorted((vectors / "ob3-spec-examples").glob("*.json"))
    assert len(files) == 7
    for file in files:
        item = only(file.read_bytes())
        assert (item.content, item.payload) == (file.read_bytes(), file.read_bytes().strip())


def test_an_unknown_chunk_and_every_other_byte_survive_baking() -> None:
    with_provenance = pictures.png(pictures.PROVENANCE)
    baked = png.bake(with_provenance, Keyword.OPEN_BADGES_3, LD)
    assert pictures.PROVENANCE in baked
    assert baked.replace(pictures.itxt(b"openbadgecredential", LD), b"") == with_provenance
    assert only(svg.bake(BAKED_SVG, Keyword.OPEN_BADGES_3, LD)).payload == LD
    assert only(png.bake(BAKED_PNG, Keyword.OPEN_BADGES_3, LD)).payload == LD
