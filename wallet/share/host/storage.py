"""What the host asks of whatever keeps its links. `wallet.share.host.sqlite` is the one that ships."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from wallet.model.frozen import frozen


class LinkState(StrEnum):
    """What is known of a link id. Gone means taken back or expired; the bytes no longer exist."""

    LIVE = "live"
    GONE = "gone"
    UNKNOWN = "unknown"


class Revocation(StrEnum):
    """What came of an attempt to take a link back. A second attempt with the right key is done, too."""

    DONE = "done"
    WRONG_KEY = "wrong-key"
    UNKNOWN = "unknown"


@frozen
class NewLink:
    """A share to keep: opaque bytes, the SHA-256 of the key that takes it back, and when it ends.

    `expires` is in UTC. With `max_views` the link ends after having been read that often.
    """

    id: str
    sealed: bytes = field(repr=False)
    revoke_hash: bytes = field(repr=False)
    created: datetime
    expires: datetime | None
    max_views: int | None = None


@frozen
class LinkTally:
    """How often a link was read, for the learner who shared it."""

    state: LinkState
    views: int
    max_views: int | None
    expires: datetime | None


@frozen
class KeptLink:
    """The answer to a read; `sealed` is empty unless the state is live."""

    state: LinkState
    sealed: bytes = field(default=b"", repr=False)


class LinkStorage(Protocol):
    """Keeps links. Safe to call from several threads; every change is durable before the call returns.

    Raises `VaultStorageError` (`storage-full` when no more fits) and no library's own exception.
    """

    def create(self, link: NewLink) -> bool:
        """Keep a new link; False, and nothing changed, when the id was ever used."""
        ...

    def read(self, link_id: str, now: datetime) -> KeptLink:
        """The link as of `now`, counted as one view.

        A view of a link with a limit is durable before its bytes are returned, and the last one removes them. Other
        views may be counted in memory and written now and then: a crash may forget some.
        """
        ...

    def read_at_once(self, link_id: str, now: datetime) -> KeptLink | None:
        """As `read` where that takes no waiting, for an event loop. Otherwise None, and nothing is counted."""
        ...

    def tally(self, link_id: str, revoke_hash: bytes, now: datetime) -> LinkTally | Revocation:
        """How often the link was read, for whoever could take it back; otherwise why that is not told."""
        ...

    def state(self, link_id: str, now: datetime) -> LinkState:
        """The state alone, for the same cost whichever it is."""
        ...

    def revoke(self, link_id: str, revoke_hash: bytes, now: datetime) -> Revocation:
        """Take the link back when `revoke_hash` is the one it was made with; its bytes are gone on return."""
        ...

    def sweep(self, now: datetime) -> int:
        """Remove the bytes of every link that has expired by `now`; how many there were."""
        ...

    def ping(self) -> None:
        """Whether the storage answers; raises when it does not."""
        ...

    def close(self) -> None:
        """Let go of it."""
        ...
