from __future__ import annotations

import contextlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.carriers.parts import LD, block, data_url, page
from tests.unit.acquire import pictures
from wallet.acquire import page as reader
from wallet.acquire.members import BadMember, Member
from wallet.errors import CredentialError
from wallet.model.report import Reason

BASE = "https://issuer.example/badges/1"


def addresses(content: bytes, base: str = "") -> list[str]:
    return [item.params["url"] for item in reader.members(content, base) if isinstance(item, BadMember)]


def texts(content: bytes) -> list[bytes]:
    return [item.content for item in reader.members(content) if isinstance(item, Member)]


@pytest.mark.parametrize(
    "script",
    [
        b'<script type="application/ld+json">%s</script>',
        b"<SCRIPT TYPE='application/LD+JSON; charset=utf-8'>%s</SCRIPT >",
        b"<script id=x type=application/ld+json>\n%s\n</script\n>",
        b'<script data-x="a>b" type="application/ld+json">%s',
    ],
)
def test_json_ld_is_read_as_it_stands(script: bytes) -> None:
    assert texts(script % LD) == [LD]


@pytest.mark.parametrize(
    "script",
    [
        b'<script type="application/json">%s</script>',
        b"<script>%s</script>",
        b"<!-- <script type='application/ld+json'>%s</script> -->",
        b"<!-- <script type='application/ld+json'>%s</script>",
        b"<style><script type='application/ld+json'>%s</script></style>",
        b"<textarea><script type='application/ld+json'>%s</script></textarea>",
        b"<script>var x = \"<script type='application/ld+json'>%s\"</script>",
    ],
)
def test_what_is_no_json_ld_block_is_not_read(script: bytes) -> None:
    assert texts(script % b'{"type": "VerifiableCredential"}') == []


def test_what_search_engines_read_is_passed_over_and_a_broken_badge_is_told() -> None:
    for passed_over in (b'{"@type": "Course"}', b"", b"broken", b"7", b'["VerifiableCredential"]', b'{"type": 3}'):
        assert list(reader.members(page(block(passed_over)))) == []
    (bad,) = reader.members(page(block(b'{"type": "VerifiableCredential", "a": 1, "a": 2}')))
    assert isinstance(bad, BadMember)
    assert bad.reason is Reason.DUPLICATE_KEY


def test_addresses_are_told_and_resolved_where_the_page_came_from() -> None:
    content = page(
        b'<link rel="alternate" type="application/json" href="badge.json?a=1&amp;b=2">',
        b'<link rel="ALTERNATE nofollow" type="application/ld+json" href="//other.example/b.json">',
        b'<link rel="alternate" type="application/rss+xml" href="/feed"><link rel="stylesheet" href="/a.css">',
        b'<meta name="badge:assertion" content="https://issuer.example/a/1"><meta name="badge" content="words">',
        b'<meta property="og:image" content="https://issuer.example/i.png"><meta name="badge-image" content="https://x/i">',
        b'<link rel="alternate" type="application/json" href="javascript:alert(1)">',
        b'<link rel="alternate" type="application/json" href="http://[">',
    )
    assert addresses(content, BASE) == [
        "https://issuer.example/badges/badge.json?a=1&b=2",
        "https://other.example/b.json",
        "https://issuer.example/a/1",
    ]
    assert addresses(content) == ["https://issuer.example/a/1"]
    assert (
        addresses(page(b'<base href="https://x.example/y/">') + content)[0] == "https://x.example/y/badge.json?a=1&b=2"
    )


def test_pictures_written_into_the_page_are_read_where_they_carry_a_badge() -> None:
    baked = pictures.png(pictures.itxt(b"openbadges", pictures.JWT))
    images = [
        data_url(baked, "image/png"),
        data_url(pictures.png(), "image/png"),
        data_url(b"x", "image/webp"),
        b"data:,",
    ]
    assert texts(page(*(b'<img src="' + url + b'">' for url in images))) == [baked]


def test_pages_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_TAGS", 10)
    monkeypatch.setattr(reader, "MAX_BLOCKS", 2)
    monkeypatch.setattr(reader, "MAX_ADDRESSES", 3)
    for content in (b"<p>" * 11, block(LD) * 3):
        with pytest.raises(CredentialError) as caught:
            list(reader.members(content))
        assert caught.value.code == Reason.TOO_COMPLEX
    links = b"".join(b'<meta name=badge content="https://i.example/%d">' % number for number in range(9))
    assert len(addresses(links)) == 3


@pytest.mark.parametrize(
    "content",
    [
        b"<a " * 1_000_000,
        b"<a '" * 1_000_000,
        b"<a \"'" * 700_000 + b">",
        b"<!--" * 1_000_000,
        b"<" * 3_000_000,
        b"<script>" * 400_000,
        b"<link " + b"a=" * 1_000_000 + b">",
        b"<link " + b"a " * 1_000_000 + b">",
    ],
)
def test_hostile_markup_takes_linear_time(content: bytes) -> None:
    started = time.process_time()
    with contextlib.suppress(CredentialError):
        list(reader.members(content))
    assert time.process_time() - started < 6


@given(
    st.lists(
        st.sampled_from(
            [
                b"<",
                b">",
                b"<script type=application/ld+json>",
                b"</script>",
                b"'",
                b'"',
                b"<!--",
                b"-->",
                b"<link rel=alternate type=application/json href=",
                b"<base href=",
                b"<img src=data:image/png,",
                b"{",
                b"a",
                b" ",
            ]
        ),
        max_size=20,
    )
)
def test_any_markup_is_read(pieces: list[bytes]) -> None:
    list(reader.members(b"".join(pieces), BASE))
