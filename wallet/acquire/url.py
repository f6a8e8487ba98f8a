"""Badges from an address that the user names. Nothing else in the wallet fetches a badge by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from urllib.parse import unquote, urldefrag, urlsplit

from wallet.acquire.carriers import base_name, unwrap_each
from wallet.codec import json as strict_json
from wallet.codec.json_slices import member
from wallet.codec.limits import MAX_INPUT_BYTES
from wallet.errors import CredentialError, RemoteError
from wallet.model.http import Http, Request
from wallet.model.record import NotReceived, Received
from wallet.model.report import Reason

if TYPE_CHECKING:
    from wallet.acquire.share_pages import Recipe

_ACCEPT = (
    "application/vc+jwt, application/dc+sd-jwt, application/vc+sd-jwt, application/vc, application/ld+json, "
    "application/json, image/png, image/svg+xml, */*;q=0.1"
)
"""Asks hosts that serve a page to people and JSON to programs (the Badgr family) for the JSON."""

_ITS_OWN_REASON = frozenset({Reason.OFFLINE.value, Reason.TOO_LARGE.value})


class UrlSource:
    """One http(s) address; without `http` (offline) every address is reported as `offline`.

    A share page that a recipe knows is asked for at the address that serves the badge itself. The guards, plain http
    included, are those of the gateway behind `http`. A fragment stays here.
    """

    name = "url"

    def __init__(self, http: Http | None = None, recipes: Sequence[Recipe] | None = None) -> None:
        """`recipes` are those that ship, unless others are given."""
        self._http = http
        self._recipes = recipes

    def accepts(self, source: str) -> bool:
        return source.lower().startswith(("https://", "http://"))

    def read(self, source: str) -> Iterator[Received | NotReceived]:
        if self._http is None:
            yield NotReceived(source=source, reason=str(Reason.OFFLINE), params={"url": source})
            return
        from wallet.acquire.share_pages import recognise

        page = recognise(source, self._recipes)
        url = urldefrag(page.address if page is not None and page.address else source).url
        advice = page.params if page is not None else {}
        request = Request(method="GET", url=url, headers={"accept": _ACCEPT}, max_bytes=MAX_INPUT_BYTES)
        try:
            response = self._http.send(request)
        except RemoteError as error:
            reason = error.code if error.code in _ITS_OWN_REASON else Reason.UNREACHABLE.value
            params = {**error.params, **advice, "url": url, "code": error.code}
            yield NotReceived(source=source, reason=reason, params=params)
            return
        if response.status != 200:
            params = {**advice, "url": url, "status": str(response.status)}
            yield NotReceived(source=source, reason=str(Reason.UNREACHABLE), params=params)
            return
        content = _member(response.body, page.member) if page is not None and page.member else response.body
        name = base_name(unquote(urlsplit(url).path)) or "badge"
        found = False
        for item in unwrap_each(content, source, name, base=url):
            found = found or isinstance(item, Received)
            if not (page is not None and isinstance(item, NotReceived) and _is_the_page(item, source, url)):
                yield item
        if page is not None and not found:
            params = {"what": "share-page", "url": source, **advice}
            yield NotReceived(source=source, reason=str(Reason.UNSUPPORTED_FORMAT), params=params)


def _is_the_page(item: NotReceived, source: str, url: str) -> bool:
    """Whether a row only says that the page itself, which a recipe knows, is no badge: the recipe says more."""
    return item.source == source and (item.reason == Reason.NOT_A_CREDENTIAL or item.params.get("url") in {source, url})


def _member(content: bytes, name: str) -> bytes:
    """The part of a JSON answer that holds the badge; the answer itself where it has no such part."""
    try:
        document = strict_json.loads(content)
    except CredentialError:
        return content
    found = member(content.strip(), name) if isinstance(document, dict) else None
    return content if found is None or found == b"null" else found
