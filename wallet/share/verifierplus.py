"""Delivering to a VerifierPlus server, which shows a presentation to whoever has its link.

`POST /api/credentials` with `{"vp": ...}` stores it and answers with paths: `view` for people, `get` for the JSON,
`unshare` to take it back. The server reads everything, sets no end, and asks for no proof before it deletes.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from wallet.codec import json
from wallet.errors import CredentialError, RemoteError, UsageError
from wallet.model.http import Http, Request, Response
from wallet.model.json import JsonObject
from wallet.share.interface import Parcel, Receipt
from wallet.share.link_crypto import checked_host

VERIFIER_PLUS: Final = "https://verifierplus.org"
_MAX_ANSWER_BYTES: Final = 8 * 1024 * 1024
"""What the server gives back holds the presentation itself."""
_HEADERS: Final = {"Content-Type": "application/json", "Accept": "application/json"}


class VerifierPlusTarget:
    """Shares through the server at `host_url`."""

    name = "verifierplus"

    def __init__(self, host_url: str, http: Http) -> None:
        """Raises `UsageError` when `host_url` cannot be a server."""
        self._host = checked_host(host_url)
        self._http = http

    def send(self, parcel: Parcel) -> Receipt:
        """Store it. Raises `UsageError` (`document-only`) for a token, `RemoteError` when the server refuses."""
        if not parcel.content.startswith(b"{"):
            raise UsageError("document-only", target=self.name)
        body = json.dumps({"vp": json.loads_object(parcel.content)})
        answer = self._ask("POST", f"{self._host}/api/credentials", body)
        if answer.status // 100 != 2:
            raise RemoteError(host=self._host, status=str(answer.status))
        paths = self._read(answer).get("url")
        view, unshare = (paths.get(name) if isinstance(paths, dict) else None for name in ("view", "unshare"))
        if not isinstance(view, str) or not isinstance(unshare, str):
            raise RemoteError(host=self._host, status=str(answer.status), detail="url")
        view, unshare = self._own_path(view), self._own_path(unshare)
        return Receipt(target=self.name, id=view.rpartition("/")[2], link=f"{self._host}{view}", revoke_key=unshare)

    def revoke(self, link: str, revoke_key: str) -> None:
        """Take it back. The server wants the presentation for it, which it gives out itself; any answer but a good one
        to that question means that it is gone.
        """
        host = checked_host(f"{urlsplit(link).scheme}://{urlsplit(link).netloc}")
        path = self._own_path(revoke_key)
        kept = self._ask("GET", f"{host}/api/credentials/{link.rpartition('/')[2]}")
        if kept.status // 100 != 2:
            return
        presentation = self._read(kept).get("vp")
        answer = self._ask("DELETE", f"{host}{path}", json.dumps({"vp": presentation}))
        if answer.status // 100 != 2:
            raise RemoteError(host=host, status=str(answer.status))

    def _ask(self, method: str, url: str, body: bytes | None = None) -> Response:
        return self._http.send(
            Request(method=method, url=url, headers=_HEADERS, body=body, max_bytes=_MAX_ANSWER_BYTES)
        )

    def _read(self, answer: Response) -> JsonObject:
        try:
            return json.loads_object(answer.body)
        except CredentialError as error:
            raise RemoteError(host=self._host, status=str(answer.status), detail=error.code) from error

    def _own_path(self, path: str) -> str:
        """A path on this server: an answer that leads elsewhere is not followed."""
        parts = urlsplit(path)
        own = not parts.netloc or f"{parts.scheme}://{parts.netloc}" == self._host
        if not own or not parts.path.startswith("/") or parts.query or parts.fragment:
            raise RemoteError(host=self._host, detail="url")
        return parts.path
