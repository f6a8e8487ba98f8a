"""Whether asking for an address would tell its host about whom or which badge the question is.

A status list is asked for whole, so that nobody learns whose badge is being checked (Bitstring Status List 1.0,
section 6.2). An address that holds the badge's own identifier, the learner's, or an e-mail address would undo that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote, urlsplit

from wallet.model.credential import Verifiable, VerifiableCredential

_MAILBOX: Final = re.compile(r"[^\s/@?&=]+@[^\s/@?&=]+\.[^\s/@?&=]+")
_MIN_CHARACTERS: Final = 8
"""A shorter identifier (`1`, `status`) turns up in an address by chance."""


def names_the_learner(url: str, subject: Verifiable) -> bool:
    """Whether `url` holds an identifier of the credential `subject` or of whom it is about, or an e-mail address."""
    plain = unquote(url).casefold()
    if _MAILBOX.search(plain) is not None:
        return True
    if not isinstance(subject, VerifiableCredential):
        return False
    return any(name in plain for name in _names(subject))


def _names(subject: VerifiableCredential) -> Iterator[str]:
    credential = subject.credential
    own = [item.id for item in credential.subjects if item.id != credential.issuer.id]
    for identifier in (credential.id, *own):
        name = _bare(identifier or "")
        if len(name) >= _MIN_CHARACTERS:
            yield name.casefold()


def _bare(identifier: str) -> str:
    """What is particular in an identifier: a web address without its scheme, unless it is only a host; a bare UUID."""
    if identifier.lower().startswith(("http://", "https://")):
        parts = urlsplit(identifier)
        return identifier.partition("://")[2].rstrip("/") if parts.path.strip("/") or parts.query else ""
    return identifier.removeprefix("urn:uuid:")
