"""The cryptography of a share link: what leaves the learner's machine is opaque to the host that keeps it.

A link is `https://HOST/p/ID#KEY`. ID names the ciphertext on the host; KEY is 256 random bits in the fragment, which
browsers and this wallet never send. Every share has a fresh KEY, so the AES-256-GCM key and the nonce are both derived
from it (HKDF-SHA-256, RFC 5869) and no pair is ever used twice. `docs/links.md` has the whole design; the page in
`wallet/share/page/src/open.js` does the same with WebCrypto.
"""

from __future__ import annotations

import ipaddress
import re
import string
from dataclasses import field
from typing import Final
from urllib.parse import urlsplit

from wallet.codec.multibase import decode_base64url, encode_base64url
from wallet.errors import CredentialError, UsageError
from wallet.model.frozen import frozen
from wallet.model.report import Reason

VERSION: Final = b"\x01"
"""First byte of everything sealed; a different layout or derivation gets another one."""

KEY_BYTES: Final = 32
MAX_SEALED_BYTES: Final = 4 * 1024 * 1024
"""One share on the host: ten badges with pictures of 100 KiB and their status lists stay under 2 MiB, in base64."""

_ID_ALPHABET: Final = string.ascii_letters + string.digits
_ID_LENGTH: Final = 22
"""22 characters of 62 are 130.99 bits; letters and digits only, so mail programs do not cut the link."""

LINK_ID: Final = re.compile(rf"[A-Za-z0-9]{{{_ID_LENGTH}}}", re.ASCII)

_KEY_LABEL: Final = b"learner-wallet link v1 key"
_NONCE_LABEL: Final = b"learner-wallet link v1 nonce"
_BINDING: Final = b"learner-wallet link v1\x00"
_NONCE_BYTES: Final = 12
_TAG_BYTES: Final = 16
_LENGTH_BYTES: Final = 4
_SMALLEST_BUCKET: Final = 4096


@frozen
class LinkAddress:
    """A link taken apart: the host (scheme, authority, any path before `/p/`), the id, and the key to keep secret."""

    host: str
    id: str
    key: bytes = field(repr=False)


def new_link_id() -> str:
    """A fresh id that cannot be guessed."""
    import secrets

    return "".join(secrets.choice(_ID_ALPHABET) for _ in range(_ID_LENGTH))


def new_secret() -> bytes:
    """256 fresh random bits: a link key or a revoke key."""
    import secrets

    return secrets.token_bytes(KEY_BYTES)


def seal(plaintext: bytes, key: bytes, link_id: str) -> bytes:
    """Encrypt for the host. `key` must be fresh for this share: the nonce is derived from it.

    Raises `UsageError` (`share-too-large`) when the result would pass `MAX_SEALED_BYTES`.
    """
    framed = len(plaintext).to_bytes(_LENGTH_BYTES) + plaintext
    size = bucket(len(framed))
    if len(VERSION) + size + _TAG_BYTES > MAX_SEALED_BYTES:
        raise UsageError("share-too-large", bytes=str(len(plaintext)), limit=str(MAX_SEALED_BYTES))
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    cipher = AESGCM(_derive(key, _KEY_LABEL, KEY_BYTES))
    nonce = _derive(key, _NONCE_LABEL, _NONCE_BYTES)
    return VERSION + cipher.encrypt(nonce, framed.ljust(size, b"\0"), _bound(link_id))


def open_sealed(sealed: bytes, key: bytes, link_id: str) -> bytes:
    """Decrypt what a host returned.

    Raises `CredentialError`: `unsupported-format` for another version, `malformed` for a wrong key or altered bytes
    (the cipher cannot tell the two apart), `too-large` before any work.
    """
    if len(sealed) > MAX_SEALED_BYTES:
        raise CredentialError(Reason.TOO_LARGE, bytes=str(len(sealed)), limit=str(MAX_SEALED_BYTES))
    if sealed[:1] != VERSION:
        raise CredentialError(Reason.UNSUPPORTED_FORMAT, format="sealed link")
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    cipher = AESGCM(_derive(key, _KEY_LABEL, KEY_BYTES))
    try:
        framed = cipher.decrypt(_derive(key, _NONCE_LABEL, _NONCE_BYTES), sealed[1:], _bound(link_id))
    except (InvalidTag, ValueError) as error:
        raise CredentialError(Reason.MALFORMED, detail="the link key does not open it") from error
    length = int.from_bytes(framed[:_LENGTH_BYTES])
    if length > len(framed) - _LENGTH_BYTES:
        raise CredentialError(Reason.MALFORMED, detail="sealed length")
    return framed[_LENGTH_BYTES : _LENGTH_BYTES + length]


def bucket(length: int) -> int:
    """The padded size for `length` bytes: at least 4 KiB, then Padmé, at most 12 % more.

    Padmé (Nikitin et al., "Reducing Metadata Leakage from Encrypted Files and Communication with PURBs", section 4)
    keeps only the leading bits of a length, so sizes tell the host next to nothing.
    """
    if length <= _SMALLEST_BUCKET:
        return _SMALLEST_BUCKET
    exponent = length.bit_length() - 1
    granule = 1 << (exponent - exponent.bit_length())
    return -(-length // granule) * granule


def make_link(address: LinkAddress) -> str:
    """The link to hand out."""
    return f"{address.host}/p/{address.id}#{encode_base64url(address.key)}"


def is_link(text: str) -> bool:
    """Whether `text` has the shape of a share link, so that it is opened as one rather than fetched as a page."""
    try:
        parse_link(text)
    except UsageError as error:
        return error.code == "link-insecure"
    return True


def parse_link(link: str) -> LinkAddress:
    """Take a link apart. Raises `UsageError`: `link-malformed`, or `link-insecure` for http to another machine."""
    try:
        parts = urlsplit(link.strip())
        name = parts.hostname
        key = decode_base64url(parts.fragment)
    except (ValueError, CredentialError) as error:
        raise UsageError("link-malformed") from error
    prefix, _, link_id = parts.path.rpartition("/p/")
    well_formed = LINK_ID.fullmatch(link_id) and len(key) == KEY_BYTES and not parts.query and "@" not in parts.netloc
    if not name or not well_formed or parts.path != f"{prefix}/p/{link_id}":
        raise UsageError("link-malformed")
    return LinkAddress(host=checked_host(f"{parts.scheme}://{parts.netloc}{prefix}"), id=link_id, key=key)


def checked_host(host: str) -> str:
    """The address of a link host without a trailing slash: https, or http to this very machine.

    Raises `UsageError`: `link-malformed` or `link-insecure`.
    """
    try:
        parts = urlsplit(host.rstrip("/"))
        name = parts.hostname or ""
    except ValueError as error:
        raise UsageError("link-malformed") from error
    if parts.scheme not in {"http", "https"} or not name or parts.query or parts.fragment:
        raise UsageError("link-malformed")
    if parts.scheme == "http" and not _is_this_machine(name):
        raise UsageError("link-insecure", host=name)
    return parts.geturl()


def _is_this_machine(name: str) -> bool:
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _derive(key: bytes, label: bytes, length: int) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(algorithm=SHA256(), length=length, salt=None, info=label).derive(key)


def _bound(link_id: str) -> bytes:
    """What the tag covers besides the content: a host cannot serve one share under the id of another."""
    return _BINDING + link_id.encode()
