from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.acquire import pictures
from wallet.acquire import svg
from wallet.acquire.baked import BakedText, Keyword
from wallet.errors import CredentialError
from wallet.model.report import Reason

OB2 = 'xmlns:openbadges="http://openbadges.org"'
OB3 = 'xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"'
CLR = 'xmlns:c="https://purl.imsglobal.org/clr/v2p0"'
TEXT = pictures.JSON.decode()
ESCAPED = TEXT.replace('"', "&quot;")
DOCTYPE = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
URL = "https://issuer.example/assertion/1"


@pytest.mark.parametrize(
    ("element", "keyword", "text"),
    [
        pytest.param(
            f"<openbadges:credential {OB3}>\n <![CDATA[ {TEXT} ]]>\n</openbadges:credential>",
            Keyword.OPEN_BADGES_3,
            pictures.JSON,
            id="CDATA",
        ),
        pytest.param(
            f"<openbadges:credential {OB3}>{ESCAPED}</openbadges:credential>",
            Keyword.OPEN_BADGES_3,
            pictures.JSON,
            id="escaped",
        ),
        pytest.param(
            f'<openbadges:credential {OB3} verify="{pictures.JWT.decode()}"/>',
            Keyword.OPEN_BADGES_3,
            pictures.JWT,
            id="JWT",
        ),
        pytest.param(
            f'<openbadges:assertion {OB2} verify="{pictures.JWT.decode()}">{ESCAPED}</openbadges:assertion>',
            Keyword.OPEN_BADGES_2,
            pictures.JWT,
            id="JWS and its copy for people",
        ),
        pytest.param(
            f'<openbadges:assertion {OB2} verify="{URL}"><![CDATA[{TEXT}]]></openbadges:assertion>',
            Keyword.OPEN_BADGES_2,
            pictures.JSON,
            id="hosted, with the assertion",
        ),
        pytest.param(
            f'<openbadges:assertion {OB2} verify="{URL}"></openbadges:assertion>',
            Keyword.OPEN_BADGES_2,
            URL.encode(),
            id="hosted, URL alone",
        ),
        pytest.param(f"<c:credential {CLR}>{ESCAPED}</c:credential>", Keyword.CLR_2, pictures.JSON, id="CLR"),
    ],
)
@pytest.mark.parametrize("prologue", ["", '<?xml version="1.0" encoding="utf-8"?>\n' + DOCTYPE])
def test_reads_every_form(element: str, keyword: Keyword, text: bytes, prologue: str) -> None:
    picture = pictures.svg("<title>a &lt; b</title>", element, prologue=prologue)
    assert svg.unbake(picture) == (BakedText(keyword=keyword, text=text),)


def test_elements_of_another_namespace_are_not_credentials() -> None:
    picture = pictures.svg('<openbadges:credential xmlns:openbadges="https://evil.example">{}</openbadges:credential>')
    assert svg.unbake(picture) == ()


def test_every_credential_is_reported() -> None:
    element = f"<openbadges:credential {OB3}>{{}}</openbadges:credential>"
    assert len(svg.unbake(pictures.svg(element, element))) == 2


ENTITY = '<!DOCTYPE svg [<!ENTITY x "text">]>'


@pytest.mark.parametrize(
    ("picture", "reason"),
    [
        pytest.param(b"<svg", Reason.MALFORMED, id="cut short"),
        pytest.param(b"", Reason.MALFORMED, id="empty"),
        pytest.param(b"<html><svg></svg></html>", Reason.NOT_A_CREDENTIAL, id="no SVG"),
        pytest.param(pictures.svg("&x;", prologue=ENTITY), Reason.MALFORMED, id="entity"),
        pytest.param(
            pictures.svg("&x;", prologue='<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
            Reason.MALFORMED,
            id="external entity",
        ),
        pytest.param(
            pictures.svg(prologue='<!DOCTYPE svg [<!ATTLIST svg verify CDATA "x">]>'), Reason.MALFORMED, id="DTD"
        ),
        pytest.param(
            pictures.svg(f"<openbadges:credential {OB3}>{{}}&x;</openbadges:credential>", prologue=DOCTYPE),
            Reason.MALFORMED,
            id="entity that only an external DTD could define",
        ),
        pytest.param(
            pictures.svg(f"<openbadges:credential {OB3}>{{<b/>}}</openbadges:credential>"),
            Reason.MALFORMED,
            id="element inside a credential",
        ),
        pytest.param(pictures.svg("<g/>" * svg.MAX_ELEMENTS), Reason.TOO_COMPLEX, id="too many elements"),
        pytest.param(b'<?xml version="1.0" encoding="shift_jis"?><svg/>', Reason.MALFORMED, id="encoding"),
        pytest.param(b'<?xml version="1.0" encoding="nonsense"?><svg/>', Reason.MALFORMED, id="unknown encoding"),
        pytest.param(b"<svg>\xff</svg>", Reason.MALFORMED, id="not UTF-8"),
    ],
)
def test_refuses_with_a_reason(picture: bytes, reason: Reason) -> None:
    with pytest.raises(CredentialError) as caught:
        svg.unbake(picture)
    assert caught.value.code == reason


def test_reads_utf_16() -> None:
    element = f"<openbadges:credential {OB3}>{ESCAPED}</openbadges:credential>"
    picture = pictures.svg(element).decode().encode("utf-16")
    assert svg.unbake(picture)[0].text == pictures.JSON


def test_bakes_first_inside_the_root_and_keeps_the_rest() -> None:
    picture = pictures.svg(prologue="<!-- <svg> --><?xml-x <svg>?>").replace(b"viewBox=", b"data-x='a>b' viewBox=")
    baked = svg.bake(picture, Keyword.OPEN_BADGES_3, pictures.JSON)
    head, element, tail = baked.partition(
        f"<openbadges:credential {OB3}><![CDATA[{TEXT}]]></openbadges:credential>".encode()
    )
    assert element
    assert head + tail == picture
    assert head.endswith(b'viewBox="0 0 1 1">')


@pytest.mark.parametrize("root", ["<svg/>", "<svg width='1' />", "<s:svg xmlns:s='http://www.w3.org/2000/svg'/>"])
def test_an_empty_root_is_opened(root: str) -> None:
    baked = svg.bake(root.encode(), Keyword.OPEN_BADGES_3, pictures.JWT)
    assert svg.unbake(baked) == (BakedText(keyword=Keyword.OPEN_BADGES_3, text=pictures.JWT),)


def test_bakes_in_place_of_every_credential() -> None:
    picture = pictures.svg(
        "<a>",
        f"<openbadges:credential {OB3} verify='a>b' />",
        "</a><b/>",
        f"<openbadges:assertion {OB2}><![CDATA[ </openbadges:assertion> ]]></openbadges:assertion >",
        "<c/>",
    )
    baked = svg.bake(picture, Keyword.CLR_2, b"{}")
    element = '<openbadges:credential xmlns:openbadges="https://purl.imsglobal.org/clr/v2p0">'
    assert baked == pictures.svg("<a>", element, "<![CDATA[{}]]></openbadges:credential>", "</a><b/>", "<c/>")


@pytest.mark.parametrize(
    "picture",
    [
        pictures.svg().decode().encode("utf-16"),
        b'<?xml version="1.0" encoding="iso-8859-1"?><svg/>',
    ],
)
def test_refuses_to_bake_what_would_not_read_back(picture: bytes) -> None:
    with pytest.raises(CredentialError) as caught:
        svg.bake(picture, Keyword.OPEN_BADGES_3, pictures.JSON)
    assert caught.value.code == Reason.UNSUPPORTED_FORMAT


XML_TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn"), include_characters="\t\r\n"), max_size=60
)


@given(text=st.one_of(XML_TEXT, st.just("a]]>b\r\nc&<>\"'")).map(lambda text: f"{{{text}}}"))
def test_what_is_baked_is_read_back_and_baking_again_changes_nothing(text: str) -> None:
    baked = svg.bake(pictures.svg(), Keyword.OPEN_BADGES_3, text.encode())
    assert svg.unbake(baked) == (BakedText(keyword=Keyword.OPEN_BADGES_3, text=text.encode()),)
    assert svg.bake(baked, Keyword.OPEN_BADGES_3, text.encode()) == baked


PIECES = [
    "<svg>",
    "</svg>",
    "<g a='",
    "'",
    '"',
    "/>",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "&#x41;",
    "&x;",
    "<!DOCTYPE svg",
    "[",
    ">",
    f"<openbadges:credential {OB3}>",
    "</openbadges:credential>",
    " verify=",
    "{}",
    "\0",
]


@given(st.one_of(st.lists(st.sampled_from(PIECES), max_size=12).map("".join), st.text(max_size=40)))
def test_any_text_is_read_or_refused(text: str) -> None:
    content = text.encode(errors="replace")
    try:
        texts = svg.unbake(content)
    except CredentialError as error:
        assert error.code in {Reason.MALFORMED, Reason.NOT_A_CREDENTIAL}  # noqa: PT017
    else:
        assert all(isinstance(item, BakedText) for item in texts)


def test_published_pictures_are_read(vectors: Path) -> None:
    folder = vectors / "baked"
    (text,) = svg.unbake((folder / "baked_example.svg").read_bytes())
    assert text.keyword is Keyword.OPEN_BADGES_2
    assert text.text.startswith(b"{")
    plain = (folder / "unbaked_example.svg").read_bytes()
    assert svg.unbake(plain) == ()
    assert svg.unbake(svg.bake(plain, text.keyword, text.text)) == (text,)


@pytest.mark.parametrize(("name", "start"), [("simple-json.svg", b"{"), ("simple-jwt.svg", b"eyJ")])
def test_published_samples_are_read(vectors: Path, name: str, start: bytes) -> None:
    (text,) = svg.unbake((vectors / "samples-1edtech" / name).read_bytes())
    assert text.keyword is Keyword.OPEN_BADGES_3
    assert text.text.startswith(start)
