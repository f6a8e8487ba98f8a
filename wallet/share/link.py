"""Delivering by link: sealed here, kept as ciphertext by a link host, opened by whoever holds the link.

The API of the host is small: PUT, GET and DELETE of `/api/links/ID` (`docs/links.md`). Nothing here opens a socket;
requests leave through the `Http` port.
"""

from __future__ import annotations

import hashlib
from typing import Final

from wallet.codec.multibase import decode_base64url, encode_base64url
from wallet.codec.time import format_instant
from wallet.errors import CredentialError, RemoteError, UsageError
from wallet.model.http import Http, Request, Response
from wallet.share.interface import Parcel, Receipt
from wallet.share.link_crypto import (
    MAX_SEALED_BYTES,
    LinkAddress,
    checked_host,
    make_link,
    new_link_id,
    new_secret,
    open_sealed,
    parse_link,
    seal,
)
from wallet.share.parcel import decode_parcel, encode_parcel

_MAX_ANSWER_BYTES: Final = 64 * 1024
"""The host's JSON answers have under 100 bytes; a proxy's error page may have a few thousand."""

_OK: Final = 200
_CREATED: Final = 201
_NO_CONTENT: Final = 204
_NOT_FOUND: Final = 404
_GONE: Final = 410
_REFUSALS: Final = {
    401: "revoke-refused",
    403: "revoke-refused",
    _NOT_FOUND: "link-gone",
    _GONE: "link-gone",
    413: "too-large",
    429: "busy",
    503: "busy",
    507: "remote-full",
}


class LinkTarget:
    """Shares through the link host at `host_url`."""

    name = "link"

    def __init__(self, host_url: str, http: Http) -> None:
        """Raises `UsageError` when `host_url` cannot be a link host."""
        self._host = checked_host(host_url)
        self._http = http

    def send(self, parcel: Parcel) -> Receipt:
        """Seal the parcel, store it, and return the link and the secret that takes it back."""
        address = LinkAddress(host=self._host, id=new_link_id(), key=new_secret())
        revoke_key = new_secret()
        headers = {
            "Content-Type": "application/octet-stream",
            "Link-Revoke-Hash": encode_base64url(hashlib.sha256(revoke_key).digest()),
        }
        if parcel.expires is not None:
            headers["Link-Expires"] = format_instant(parcel.expires)
        body = seal(encode_parcel(parcel), address.key, address.id)
        answer = self._http.send(
            Request(method="PUT", url=_api(address), headers=headers, body=body, max_bytes=_MAX_ANSWER_BYTES)
        )
        _expect(answer, _CREATED, address)
        return Receipt(
            target=self.name, id=address.id, link=make_link(address), revoke_key=encode_base64url(revoke_key)
        )

    def revoke(self, link: str, revoke_key: str) -> None:
        """Take a link back. Doing it again, or after it expired, succeeds too: it is gone either way.

        The request goes to the host the link names, which need not be the one this target shares through.
        """
        address = parse_link(link)
        try:
            decode_base64url(revoke_key)
        except CredentialError as error:
            raise UsageError("revoke-key-malformed") from error
        headers = {"Authorization": f"Bearer {revoke_key}"}
        answer = self._http.send(
            Request(method="DELETE", url=_api(address), headers=headers, max_bytes=_MAX_ANSWER_BYTES)
        )
        _expect(answer, _NO_CONTENT, address)


def fetch_link(link: str, http: Http) -> Parcel:
    """Download and open what a link leads to; the caller verifies `content` like any other input.

    Raises `UsageError` for text that is no link, `RemoteError` (`link-gone` when it was taken back, has expired or
    never was) and `CredentialError` (`malformed`) when the link's key does not open what the host returned.
    """
    address = parse_link(link)
    answer = http.send(Request(method="GET", url=_api(address), max_bytes=MAX_SEALED_BYTES))
    _expect(answer, _OK, address)
    return decode_parcel(open_sealed(answer.body, address.key, address.id))


def _api(address: LinkAddress) -> str:
    return f"{address.host}/api/links/{address.id}"


def _expect(answer: Response, status: int, address: LinkAddress) -> None:
    if answer.status != status:
        raise RemoteError(_REFUSALS.get(answer.status), host=address.host, status=str(answer.status))
