"""Share pages of badge services: which address serves the badge itself, or what to download instead.

One data file per service in `recipes/`. A page is recognised by its address alone; the address behind it is asked only
when the user named the page. Where none is known the words of the recipe say, in Japanese and English, what to do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

from wallet.acquire.members import BadMember, address

MAX_URL_CHARACTERS: Final = 4_000
"""Share links hold a token or another link; servers take 8,000 characters at most."""

ANY_HOST: Final = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One shape of address: patterns that must match the whole path, query and fragment, and where the badge is.

    `address` is empty where it is not known; `member` names the part of the JSON answer that holds the badge.
    """

    path: str
    query: str = ".*"
    fragment: str = ".*"
    address: str = ""
    member: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """One service: its hosts (`*`: any), the shapes of its pages, and what to do by hand, by language."""

    service: str
    hosts: tuple[str, ...]
    pages: tuple[Page, ...]
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SharePage:
    """A recognised page: where to ask for the badge (empty: not known) and in which member of the answer it is."""

    service: str
    address: str
    member: str
    words: Mapping[str, str]

    @property
    def params(self) -> dict[str, str]:
        """What a row says of the page."""
        return {"service": self.service, **{f"advice_{language}": text for language, text in self.words.items()}}


@cache
def recipes() -> tuple[Recipe, ...]:
    """The recipes that ship: those for a host of their own before those that go by the path alone."""
    from importlib import resources

    folder = resources.files("wallet.acquire") / "recipes"
    found = [_recipe(file.read_text(encoding="utf-8")) for file in folder.iterdir() if file.name.endswith(".toml")]
    return tuple(sorted(found, key=lambda recipe: (ANY_HOST in recipe.hosts, recipe.service)))


def recognise(url: str, known: Iterable[Recipe] | None = None) -> SharePage | None:
    """The share page that `url` names, if any recipe fits."""
    if len(url) > MAX_URL_CHARACTERS:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        return None
    host = parts.netloc.lower()
    for recipe in recipes() if known is None else known:
        if host in recipe.hosts or ANY_HOST in recipe.hosts:
            for page in recipe.pages:
                groups = _match(page, parts)
                if groups is not None:
                    where = page.address.format(origin=f"{parts.scheme}://{parts.netloc}", **groups)
                    return SharePage(service=recipe.service, address=where, member=page.member, words=recipe.words)
    return None


def told(urls: Iterable[str], *, limit: int) -> Iterator[BadMember]:
    """Those of the addresses that are share pages, each once, at most `limit` of them."""
    import html

    seen: set[str] = set()
    for written in urls:
        url = html.unescape(written).rstrip(".,;:!?")
        if url in seen or len(seen) == limit:
            continue
        page = recognise(url)
        if page is not None:
            seen.add(url)
            yield address(url, what="share-page", **page.params)


def _match(page: Page, parts: SplitResult) -> dict[str, str] | None:
    """What the patterns of the page take out of the address, percent-decoded where it is an address itself."""
    groups: dict[str, str] = {}
    for pattern, text in ((page.path, parts.path), (page.query, parts.query), (page.fragment, parts.fragment)):
        match = re.fullmatch(pattern, text)
        if match is None:
            return None
        groups.update({name: value or "" for name, value in match.groupdict().items()})
    if "vc" in groups:
        groups["vc"] = unquote(groups["vc"])
        if not groups["vc"].lower().startswith(("https://", "http://")):
            return None
    return groups


def _recipe(text: str) -> Recipe:
    import tomllib

    data = tomllib.loads(text)
    return Recipe(
        service=str(data["service"]),
        hosts=tuple(map(str, data["hosts"])),
        pages=tuple(Page(**{str(name): str(value) for name, value in page.items()}) for page in data["page"]),
        words={str(language): str(words) for language, words in data["words"].items()},
    )
