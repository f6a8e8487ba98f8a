"""The extension point of delivering a presentation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from typing import Protocol

from wallet.model.frozen import frozen
from wallet.model.material import Material


@frozen
class Enclosed:
    """One badge of a presentation as the presentation shows it; dates as written, empty where it says none.

    `content` are the bytes that leave: those received, or what was derived from them.
    """

    name: str
    issuer: str
    issued: str
    expires: str
    id: str
    content: bytes = field(repr=False)


@frozen
class Parcel:
    """A signed presentation, ready to go. `content` is exactly what the verifier will check.

    `note` is a message to the receiver and travels along; `materials` are the documents stapled to the presentation.
    `readable` is the wallet's own report on it, by language, for people.
    """

    content: bytes
    media_type: str
    expires: datetime | None
    note: str
    materials: tuple[Material, ...] = ()
    enclosed: tuple[Enclosed, ...] = ()
    readable: Mapping[str, str] = field(default_factory=dict)


@frozen
class Receipt:
    """Where it went, and the secret that takes it back (empty where nothing can).

    `link` is what a receiver opens; `file` the path that was written, or the address that the learner is to open.
    """

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
