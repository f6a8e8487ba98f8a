"""Bytes from outside that a verdict may rely on: contexts, DID documents, status lists.

Whatever supplies them (bundled with the product, kept in the vault, fetched, read from a materials directory) answers
through the `Materials` protocol; the floors that verify never know which.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Protocol

from wallet.model.frozen import frozen


class MaterialSource(StrEnum):
    """Where the bytes came from, as `relied_on.source` in the report says it."""

    BUNDLED = "bundled"
    VAULT = "vault"
    FETCHED = "fetched"
    MATERIALS = "materials"
    STAPLED = "stapled"


@frozen
class Material:
    """Bytes from outside, as received, with where and when they were got (UTC; None for what ships with the wallet).

    `valid_until` is when the publisher lets them end, `refresh_after` until when it asks not to be asked again; both
    are known only of what has been read before, and of what says so.
    """

    url: str
    content: bytes
    media_type: str
    sha256: str
    source: MaterialSource
    retrieved_at: datetime | None
    valid_until: datetime | None = None
    refresh_after: datetime | None = None


@frozen
class Unavailable:
    """Why there are no bytes: `offline`, `refused` (a guard said no), `not-found`, `failed`, `too-large`, `timeout`."""

    url: str
    why: str
    detail: str = ""


class Materials(Protocol):
    """Where verification gets bytes it does not already hold."""

    def get(self, url: str, *, max_bytes: int) -> Material | Unavailable:
        """The bytes at `url`, at most `max_bytes` of them, or why not. Never raises for what a remote party does."""
        ...


class Contexts(Protocol):
    """The JSON-LD contexts this wallet knows, pinned by hash. None of them is ever loaded from the network."""

    def get(self, url: str) -> Material | None:
        """The context document at `url`, or None when the wallet does not know it."""
        ...

    @property
    def older(self) -> Contexts | None:
        """The same with the copies that were published earlier under the same URLs; None where there are none."""
        ...
