"""A web page, saved or answered by an address: the credentials in it, and the addresses of credentials it names.

Read are JSON-LD blocks, pictures written into the page, `<link rel="alternate">` and `<meta>` that lead to JSON, and
what the page says its own address is. No script runs, nothing is loaded, and no address is asked. The scanner is
linear on any input (HTML Standard, section 13.2.5, as far as start tags, comments and raw text go).
"""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urljoin, urlsplit

from wallet.acquire import share_pages
from wallet.acquire.members import BadMember, Member, address
from wallet.codec import json as strict_json
from wallet.codec.data_url import read_data_url
from wallet.errors import CredentialError
from wallet.model.json import JsonValue
from wallet.model.report import Reason

MAX_TAGS: Final = 200_000
"""Start tags of one page: the longest public lists of badges have some thousand."""

MAX_BLOCKS: Final = 100
"""JSON-LD blocks and written-in pictures that are looked at."""

MAX_ADDRESSES: Final = 50

CREDENTIAL_TYPES: Final = frozenset(
    {
        "VerifiableCredential",
        "VerifiablePresentation",
        "EnvelopedVerifiableCredential",
        "EnvelopedVerifiablePresentation",
        "Assertion",
    }
)
"""What tells a badge from the JSON-LD that search engines read."""

_TAG: Final = re.compile(rb"<([A-Za-z][A-Za-z0-9:-]*+)((?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+)>")
_ATTRIBUTE: Final = re.compile(
    rb"([A-Za-z_:][\w:.-]*+)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>]++)))?+", re.ASCII
)
_RAW: Final = frozenset({b"script", b"style", b"textarea", b"title"})
_READ: Final = frozenset({b"script", b"link", b"meta", b"img", b"base"})
_PARCEL: Final = "application/vnd.wallet.parcel"
_JSON_LD: Final = "application/ld+json"
_JSON_TYPES: Final = frozenset(
    {"application/json", _JSON_LD, "application/vc+ld+json", "application/vc", "application/vc+jwt", "application/jwt"}
)
_META: Final = re.compile(r"(?:badge|assertion|credential)", re.IGNORECASE)


@dataclass(slots=True)
class _Page:
    """What was found on the way through a page."""

    base: str
    blocks: list[bytes] = field(default_factory=list)
    parcels: list[bytes] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    addresses: dict[str, None] = field(default_factory=dict)
    own: dict[str, None] = field(default_factory=dict)


def members(content: bytes, base: str = "") -> Iterator[Member | BadMember]:
    """The texts and pictures that may be credentials, then addresses; `base` is where the page came from, if anywhere.

    Raises `CredentialError` (`too-complex`).
    """
    page = _read(content, base)
    for parcel in page.parcels:
        yield _presentation(parcel)
    for number, block in enumerate(page.blocks, start=1):
        yield from _block(block, f"json-ld-{number}")
    for number, url in enumerate(page.pictures, start=1):
        yield from _picture(url, f"picture-{number}")
    for url in list(page.addresses)[:MAX_ADDRESSES]:
        yield address(url)
    yield from share_pages.told(page.own, limit=MAX_ADDRESSES)


def _read(content: bytes, base: str) -> _Page:
    page = _Page(base=base)
    if base:
        page.own[base] = None
    position = count = 0
    while (start := content.find(b"<", position)) >= 0:
        if content.startswith(b"<!--", start):
            end = content.find(b"-->", start + 4)
            if end < 0:
                break
            position = end + 3
            continue
        tag = _TAG.match(content, start)
        if tag is None:
            if content[start + 1 : start + 2].isalpha():  # a tag that never ends: the page ends in it
                break
            position = start + 1
            continue
        count += 1
        if count > MAX_TAGS:
            raise CredentialError(Reason.TOO_COMPLEX, limit=str(MAX_TAGS))
        position = _after(content, tag, page)
    return page


def _after(content: bytes, tag: re.Match[bytes], page: _Page) -> int:
    """Take in a start tag; returns where reading goes on, which for raw text is behind its end tag."""
    name, end = tag[1].lower(), tag.end()
    attributes = _attributes(tag[2]) if name in _READ else {}
    if name in _RAW:
        closing = re.compile(rb"</" + name + rb"[\s/>]", re.IGNORECASE).search(content, end)
        stop = closing.start() if closing is not None else len(content)
        kind = attributes.get("type", "").partition(";")[0].strip().lower()
        if name == b"script" and kind == _PARCEL and len(page.parcels) < MAX_BLOCKS:
            page.parcels.append(content[end:stop].strip())
        if name == b"script" and kind == _JSON_LD:
            if len(page.blocks) == MAX_BLOCKS:
                raise CredentialError(Reason.TOO_COMPLEX, limit=str(MAX_BLOCKS))
            page.blocks.append(content[end:stop].strip())
        return stop
    if name == b"base" and attributes.get("href"):
        page.base = _absolute(page.base, attributes["href"])
    elif name == b"link":
        _link(attributes, page)
    elif name == b"meta":
        _meta(attributes, page)
    elif name == b"img" and attributes.get("src", "")[:5].lower() == "data:" and len(page.pictures) < MAX_BLOCKS:
        page.pictures.append(attributes["src"])
    return end


def _link(attributes: dict[str, str], page: _Page) -> None:
    relations = attributes.get("rel", "").lower().split()
    url = _absolute(page.base, attributes.get("href", ""))
    if not url:
        return
    if "canonical" in relations:
        page.own[url] = None
    if "alternate" in relations and attributes.get("type", "").partition(";")[0].strip().lower() in _JSON_TYPES:
        page.addresses[url] = None


def _meta(attributes: dict[str, str], page: _Page) -> None:
    name = attributes.get("name") or attributes.get("property") or attributes.get("itemprop") or ""
    url = attributes.get("content", "")
    if not url.lower().startswith(("https://", "http://")):
        return
    if name.lower() == "og:url":
        page.own[url] = None
    elif _META.search(name) and not name.lower().endswith(("image", "img", "logo")):
        page.addresses[url] = None


def _attributes(text: bytes) -> dict[str, str]:
    """The attributes of a tag, the first of each name, character references resolved."""
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(text):
        value = next((group for group in match.groups()[1:] if group is not None), b"")
        found.setdefault(match[1].decode().lower(), html.unescape(value.decode(errors="replace")).strip())
    return found


def _absolute(base: str, href: str) -> str:
    """The web address that `href` means; empty where it is none."""
    try:
        url = urljoin(base, href)
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in {"http", "https"} and parts.netloc else ""


def _block(block: bytes, name: str) -> Iterator[Member | BadMember]:
    """A JSON-LD block, where it is a credential; what search engines read is passed over."""
    if not block:
        return
    try:
        value = strict_json.loads(block)
    except CredentialError as error:
        if any(word.encode() in block for word in CREDENTIAL_TYPES):
            yield BadMember(name=name, reason=Reason(error.code), params=error.params)
        return
    items = value if isinstance(value, list) else [value]
    if any(_is_credential(item) for item in items):
        yield Member(name=name, content=block)


def _presentation(parcel: bytes) -> Member | BadMember:
    """The presentation in a page that a wallet made to verify itself (`docs/links.md`)."""
    try:
        document = strict_json.loads_object(base64.b64decode(parcel, validate=True))
        return Member(name="", content=base64.b64decode(str(document.get("content", "")), validate=True))
    except CredentialError as error:
        return BadMember(name="", reason=Reason(error.code), params=error.params)
    except ValueError:
        return BadMember(name="", reason=Reason.MALFORMED, params={"detail": "parcel"})


def _is_credential(value: JsonValue) -> bool:
    if not isinstance(value, dict):
        return False
    types = value.get("type", value.get("@type"))
    named = types if isinstance(types, list) else [types]
    return any(isinstance(item, str) and item in CREDENTIAL_TYPES for item in named)


def _picture(url: str, name: str) -> Iterator[Member]:
    """A picture written into the page, where it carries a badge: the others are decoration."""
    from wallet.acquire import png, svg

    try:
        media_type, content = read_data_url(url)
        reader = {"image/png": png.unbake, "image/svg+xml": svg.unbake}.get(media_type)
        if reader is not None and reader(content):
            yield Member(name=name, content=content)
    except CredentialError:
        return
