"""Badges from an address that the user names. Nothing else in the wallet fetches a badge by itself."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote, urldefrag, urlsplit

from wallet.acquire.carriers import base_name, unwrap
from wallet.codec.limits import MAX_INPUT_BYTES
from wallet.errors import RemoteError
from wallet.model.http import Http, Request
from wallet.model.record import NotReceived, Received
from wallet.model.report import Reason

_ACCEPT = (
    "application/vc+jwt, application/dc+sd-jwt, application/vc+sd-jwt, application/vc, application/ld+json, "
    "application/json, image/png, image/svg+xml, */*;q=0.1"
)
"""Asks hosts that serve a page to people and JSON to programs (the Badgr family) for the JSON."""

_ITS_OWN_REASON = frozenset({Reason.OFFLINE.value, Reason.TOO_LARGE.value})


class UrlSource:
    """One http(s) address; without `http` (offline) every address is reported as `offline`.

    The guards, plain http included, are those of the gateway behind `http`. A fragment stays here.
    """

    name = "url"

    def __init__(self, http: Http | None = None) -> None:
        self._http = http

    def accepts(self, source: str) -> bool:
        return source.lower().startswith(("https://", "http://"))

    def read(self, source: str) -> Iterator[Received | NotReceived]:
        if self._http is None:
            yield NotReceived(source=source, reason=str(Reason.OFFLINE), params={"url": source})
            return
        url = urldefrag(source).url
        request = Request(method="GET", url=url, headers={"accept": _ACCEPT}, max_bytes=MAX_INPUT_BYTES)
        try:
            response = self._http.send(request)
        except RemoteError as error:
            reason = error.code if error.code in _ITS_OWN_REASON else Reason.UNREACHABLE.value
            yield NotReceived(source=source, reason=reason, params={**error.params, "url": source, "code": error.code})
            return
        if response.status != 200:
            params = {"url": source, "status": str(response.status)}
            yield NotReceived(source=source, reason=str(Reason.UNREACHABLE), params=params)
            return
        yield from unwrap(response.body, source, base_name(unquote(urlsplit(url).path)) or "badge")
