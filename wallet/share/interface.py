"""The extension point of delivering a presentation."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime
from typing import Protocol

from wallet.model.frozen import frozen
from wallet.model.material import Material


@frozen
class Parcel:
    """A signed presentation, ready to go. `content` is exactly what the verifier will check.

    `note` is a message to the receiver and travels along; `materials` are the documents stapled to the presentation.
    """

    content: bytes
    media_type: str
    expires: datetime | None
    note: str
    materials: tuple[Material, ...] = ()


@frozen
class Receipt:
    """Where it went: a link or a path, and the secret that takes it back (empty where nothing can)."""

    target: str
    id: str
    link: str = ""
    file: str = ""
    revoke_key: str = field(default="", repr=False)


class ShareTarget(Protocol):
    """One way to deliver."""

    @property
    def name(self) -> str:
        """The word after `--to`."""
        ...

    def send(self, parcel: Parcel) -> Receipt:
        """Deliver. Raises `RemoteError` when the other side fails or refuses."""
        ...

    def revoke(self, link: str, revoke_key: str) -> None:
        """Take back. Raises `RemoteError`, or `UsageError` where this target cannot."""
        ...
