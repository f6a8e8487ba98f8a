"""Delivering to a place of the learner's own that the web can read: a folder that is published, or WebDAV.

The presentation is stored as it is, under a name that cannot be guessed, and the link asks a verifier's page to load
it: `VERIFIER/#verify?vc=ADDRESS`. Whoever has the address, and whoever runs the place, can read it. Deleting the file
takes it back.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final
from urllib.parse import quote, urlsplit

from wallet.errors import RemoteError, UsageError, VaultStorageError
from wallet.model.http import Http, Request
from wallet.share.bundle import ending
from wallet.share.file import write_file
from wallet.share.interface import Parcel, Receipt
from wallet.share.link_crypto import checked_host, new_link_id

MARK: Final = "/#verify?vc="
_MAX_ANSWER_BYTES: Final = 64 * 1024
_MODE: Final = 0o644
_GONE: Final = (404, 410)


class StoreTarget:
    """Stores in the folder or at the WebDAV address `place`, which the web sees at `public_url`."""

    name = "store"

    def __init__(self, place: str, public_url: str, verifier: str, http: Http | None, authorization: str = "") -> None:
        """`authorization` is the value of the header of that name. Raises `UsageError` for addresses of no use."""
        self._place = place
        self._public = checked_host(public_url) if public_url else ""
        self._verifier = checked_host(verifier)
        self._http = http
        self._authorization = authorization

    def send(self, parcel: Parcel) -> Receipt:
        """Raises `UsageError`, `RemoteError`, and `VaultStorageError` when the disk refuses."""
        if not self._public:
            raise UsageError("store-url-missing")
        identifier = new_link_id()
        name = f"{identifier}{ending(parcel.content)}"
        kept = f"{self._place.rstrip('/')}/{name}"
        if is_address(self._place):
            headers = {"Content-Type": parcel.media_type, "If-None-Match": "*"}
            self._ask("PUT", kept, headers, parcel.content)
        else:
            write_file(Path(kept).expanduser(), parcel.content)
            try:
                Path(kept).expanduser().chmod(_MODE)  # it is to be published: a web server reads it as somebody else
            except OSError as error:
                raise VaultStorageError(path=kept, detail=error.strerror or "") from error
        link = f"{self._verifier}{MARK}{quote(f'{self._public}/{name}', safe='')}"
        return Receipt(target=self.name, id=identifier, link=link, revoke_key=kept)

    def revoke(self, link: str, revoke_key: str) -> None:
        """Delete what was stored; what is gone already is as good."""
        del link
        if is_address(revoke_key):
            self._ask("DELETE", revoke_key, {}, None)
            return
        try:
            Path(revoke_key).expanduser().unlink(missing_ok=True)
        except OSError as error:
            raise VaultStorageError(path=revoke_key, detail=error.strerror or "") from error

    def _ask(self, method: str, url: str, headers: dict[str, str], body: bytes | None) -> None:
        if self._http is None:
            raise UsageError("link-needs-network")
        checked_host(url)
        if self._authorization:
            headers = {**headers, "Authorization": self._authorization}
        answer = self._http.send(
            Request(method=method, url=url, headers=headers, body=body, max_bytes=_MAX_ANSWER_BYTES)
        )
        if answer.status // 100 != 2 and not (method == "DELETE" and answer.status in _GONE):
            raise RemoteError(host=urlsplit(url).netloc, status=str(answer.status))


def is_address(place: str) -> bool:
    """Whether `place` is a WebDAV address rather than a folder."""
    return place.lower().startswith(("https://", "http://"))
