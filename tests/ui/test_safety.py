"""What must never be on the screen, in a crash, or in a picture; and texts that fit their cells."""

from __future__ import annotations

import ast
import io
import re
import string
import zlib
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from rich.cells import cell_len
from textual.binding import Binding

from tests.flows.learner import Learner
from tests.places import ROOT, SAMPLES
from tests.ui.stage import Actor, play, unlocked
from wallet.text.screens import SCREEN_WORDS, screen_text
from wallet.ui.app import WalletApp
from wallet.ui.cells import fit, wrap
from wallet.ui.picture import MAX_PIXELS, NoPicture, Picture, decode
from wallet.ui.pictures import Pictures, inline_image
from wallet.ui.present_vault import asked_groups, length_hint, same_group
from wallet.ui.screens.badge import BadgePage
from wallet.ui.screens.help import KEYS
from wallet.ui.screens.library import Library
from wallet.ui.screens.links import Links

GROUND: Final = (18, 25, 29)
SECRET: Final = "a passphrase that must not be printed"
_SPOKEN: Final = {"slash": "/", "question_mark": "?", "space": "Space", "escape": "Esc"}
KEY: Final = "GKEQB-J0YBA-T6Q5X-AT99N-AAQM7-PHRAT"


def draw(content: bytes | None, colours: bool = True) -> Picture | NoPicture:
    return Pictures(colours, GROUND).picture_of(lambda: content, columns=12, rows=6)


def png(width: int, height: int, colour: tuple[int, int, int, int] = (200, 10, 10, 255)) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGBA", (width, height), colour).save(buffer, "PNG")
    return buffer.getvalue()


# --- a crash ---------------------------------------------------------------------------------------------------------


def test_a_crash_names_its_kind_and_nothing_else(
    learner: Learner, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = WalletApp(learner.wallet(offline=True), language="en")

    def defect() -> None:
        held = SECRET
        raise ZeroDivisionError(held)

    async def journey(actor: Actor) -> None:
        await unlocked(actor)
        app.call_later(defect)
        await actor.until(lambda: app.return_code is not None, "stopped")

    with pytest.raises(ZeroDivisionError):
        play(app, journey)
    assert app.return_code == 1
    app._print_error_renderables()
    printed = "".join(capfd.readouterr())
    assert SECRET not in printed
    assert "Traceback" not in printed
    assert "ZeroDivisionError" in printed


# --- pictures --------------------------------------------------------------------------------------------------------


def test_a_picture_fills_its_cells_on_the_ground() -> None:
    picture = draw(png(30, 30))
    assert isinstance(picture, Picture)
    assert [len(row) for row in picture.rows] == [12] * 6
    assert picture.rows[3][6] == ((200, 10, 10), (200, 10, 10))
    wide = draw(png(40, 10))
    assert isinstance(wide, Picture)
    assert wide.rows[0][0] == (GROUND, GROUND), "what a wide picture leaves shows the ground"


def test_what_is_transparent_shows_the_ground() -> None:
    picture = draw(png(30, 30, (255, 255, 255, 0)))
    assert isinstance(picture, Picture)
    assert {cell for row in picture.rows for cell in row} == {(GROUND, GROUND)}


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_the_four_formats(kind: str) -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (20, 20), (0, 128, 0)).save(buffer, kind)
    assert isinstance(draw(buffer.getvalue()), Picture)


@pytest.mark.parametrize("kind", ["BMP", "TIFF", "PPM", "ICO"])
def test_no_other_format_is_tried(kind: str) -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (20, 20)).save(buffer, kind)
    assert draw(buffer.getvalue()) == NoPicture("unreadable")


@pytest.mark.parametrize("side", [60_000, 20_000, 11_000, 4_000])
def test_a_header_that_claims_too_much_is_never_decoded(side: int) -> None:
    content = png(1, 1)
    chunk = b"IHDR" + side.to_bytes(4, "big") * 2 + content[24:29]
    crc = zlib.crc32(chunk).to_bytes(4, "big")
    assert side * side > MAX_PIXELS
    assert draw(content[:12] + chunk + crc + content[33:]) == NoPicture("too-large")


@pytest.mark.parametrize("name", sorted(path.name for path in (ROOT / "tests" / "hostile" / "inputs").glob("G*")))
def test_hostile_pictures_are_a_reason(name: str) -> None:
    content = (ROOT / "tests" / "hostile" / "inputs" / name).read_bytes()
    assert isinstance(draw(content), Picture | NoPicture)


@given(st.binary(max_size=200))
def test_broken_pictures_are_a_reason(tail: bytes) -> None:
    for head in (b"\x89PNG\r\n\x1a\n", b"GIF89a", b"\xff\xd8\xff\xe0", b"RIFF\x00\x00\x00\x00WEBP", b""):
        assert isinstance(draw(head + tail), Picture | NoPicture)


def test_no_picture_has_its_reason() -> None:
    assert draw(None) == NoPicture("none")
    assert draw((SAMPLES / "03-critical-reading.svg").read_bytes()) == NoPicture("svg")
    assert draw(png(2, 2), colours=False) == NoPicture("no-colours")
    assert decode(b"x" * (10 * 1024 * 1024 + 1), columns=2, rows=1, ground=GROUND) == NoPicture("too-large")


def test_only_an_image_inside_the_badge_is_shown() -> None:
    assert inline_image("data:image/png;base64,iVBORw==") == b"\x89PNG"
    for other in (
        None,
        "https://a.example/x.png",
        "data:image/png,x",
        "data:text/html;base64,eA==",
        "data:image/png;base64,§",
    ):
        assert inline_image(other) is None


# --- cells -----------------------------------------------------------------------------------------------------------


@given(st.text(alphabet=string.ascii_letters + " 日本語、。（）「」ー・é", max_size=120), st.integers(2, 40))
def test_wrapped_text_fits_and_loses_nothing(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(cell_len(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_no_line_begins_with_what_belongs_to_the_one_before() -> None:
    lines = wrap("確認できました。（署名の後に変更）、または「別の鍵」で署名されています。", 16)
    assert not any(line[0] in "。、）」" for line in lines)
    assert not any(line[-1] in "（「" for line in lines)


@given(st.text(alphabet="ab 日本🙂é", max_size=40), st.integers(0, 30))
def test_a_fitted_text_is_exactly_as_wide(text: str, width: int) -> None:
    assert cell_len(fit(text, width)) == width


# --- the first run ---------------------------------------------------------------------------------------------------


def test_two_groups_are_asked_back_and_not_always_the_same() -> None:
    asked = {asked_groups(KEY) for _ in range(200)}
    assert len(asked) > 5
    for first, second in asked:
        assert 1 <= first < second <= 6


def test_a_group_typed_back() -> None:
    assert same_group(" gkeqb ", "GKEQB")
    assert same_group("joyba", "J0YBA")
    assert not same_group("GKEQC", "GKEQB")
    assert not same_group("", "GKEQB")


@pytest.mark.parametrize(("count", "word"), [(0, "Several"), (5, "short"), (14, "fair"), (20, "good")])
def test_the_hint_on_length(count: int, word: str) -> None:
    assert word in length_hint("x" * count, "en").text


# --- the words -------------------------------------------------------------------------------------------------------


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("name", SCREEN_WORDS)
def test_both_languages_have_the_same_blanks(name: str) -> None:
    english, japanese = SCREEN_WORDS[name]
    assert english.strip()
    assert japanese.strip()
    assert blanks(english) == blanks(japanese)


def literal_names() -> set[str]:
    """Every name that a screen asks words for by a literal."""
    found = set()
    for path in (ROOT / "wallet" / "ui").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if name in {"say", "screen_text"}:
                    found.add(str(node.args[0].value))
    return found


def test_every_name_has_words() -> None:
    names = literal_names()
    assert len(names) > 80
    assert names - SCREEN_WORDS.keys() == set()


def test_words_that_are_never_said_are_not_kept() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "wallet" / "ui").rglob("*.py"))
    quoted = set(re.findall(r"\"[\w-]+\"|'[\w-]+'", source))
    families = (
        "trust-",
        "network-",
        "picture-",
        "order-",
        "promise-",
        "review-",
        "span-",
        "example-",
        "share-",
        "import-",
        "length-",
        "cannot-take-back-",
        "know-issuer",
        "forget-issuer",
        "help-",
        "place-needed-",
        "recovery-",
    )
    unsaid = {
        name for name in SCREEN_WORDS if not {f'"{name}"', f"'{name}'"} & quoted and not name.startswith(families)
    }
    assert unsaid == set()


def test_the_help_names_every_key() -> None:
    for place, screen in (("library", Library), ("badge", BadgePage), ("links", Links)):
        named = {key for keys, _ in (*KEYS[place], *KEYS["help-everywhere"]) for key in keys.split()}
        named |= {"m", "↑", "↓"}  # `m` is for an empty library, which says so itself
        bound = {
            _SPOKEN.get(key, key)
            for binding in screen.BINDINGS
            if isinstance(binding, Binding)
            for key in binding.key.split(",")
        }
        assert bound <= named, place


def test_blanks_are_filled() -> None:
    assert screen_text("next", "ja", who="発行者", step="確認") == "次にできること（発行者）: 確認"
    assert screen_text("lock", "en") == "Lock"


def test_the_styles_ship_beside_the_screens() -> None:
    for path in (ROOT / "wallet" / "ui" / "screens").glob("*.tcss"):
        assert path.with_suffix(".py").is_file()
    assert Path(ROOT / "wallet" / "ui" / "app.tcss").is_file()
