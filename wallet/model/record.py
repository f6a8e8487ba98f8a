"""What the vault keeps and gives back: badges, shares, history, trust decisions."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime
from enum import StrEnum

from wallet.model.frozen import frozen
from wallet.model.json import JsonObject


@frozen
class Received:
    """One thing acquired: the bytes of the carrier as they came, and the credential text inside it.

    For a plain JSON or JWT file both are the same bytes; for a baked image `content` is the picture and `payload` the
    text the picture carries. `source` is what the user named (a path, a URL, `-`), `name` a file name to suggest again.
    """

    source: str
    name: str
    carrier: str
    content: bytes
    payload: bytes


@frozen
class NotReceived:
    """Something named by the user that could not be read as a badge, with the reason code."""

    source: str
    reason: str
    params: dict[str, str] = field(default_factory=dict)
    sha256: str = ""
    bytes: int = 0
    carrier: str = ""


class ImportOutcome(StrEnum):
    """What became of one item of an import."""

    IMPORTED = "imported"
    DUPLICATE = "duplicate"
    UPDATED = "updated"
    UNSUPPORTED = "unsupported"
    REFUSED = "refused"


@frozen
class ImportResult:
    """One row of an import; `id` is empty where nothing was kept."""

    source: str
    outcome: ImportOutcome
    id: str = ""
    sha256: str = ""
    carrier: str = ""
    format: str = ""
    reasons: tuple[str, ...] = ()
    params: dict[str, str] = field(default_factory=dict)
    name: str = ""


@frozen
class Carrier:
    """The bytes a badge came in, exactly as received."""

    sha256: str
    kind: str
    name: str
    source: str
    received_at: datetime
    content: bytes


@frozen
class BadgeSummary:
    """One badge in the library, as the list shows it; the verdict is the one of `checked_at`."""

    id: str
    name: str
    issuer_id: str
    issuer_name: str
    subject: str
    valid_from: str | None
    valid_until: str | None
    format: str
    carrier: str
    outcome: str
    reasons: tuple[str, ...]
    trust: str
    checked_at: datetime | None
    added_at: datetime
    tags: tuple[str, ...] = ()
    credential: str = ""
    """Which credential this is an issue of: its issuer and identifier, where both are proven; else empty."""


@frozen
class Issue:
    """Two issues of one credential: the one being kept `is_newer`, or older, than the one with the id `other`."""

    other: str
    is_newer: bool


@frozen
class BadgeRecord:
    """One badge whole: the credential text, every carrier it came in, and the last report as JSON.

    `earlier` names the issues of the same credential whose place this one took, newest first.
    """

    summary: BadgeSummary
    payload: bytes
    carriers: tuple[Carrier, ...]
    report: JsonObject | None
    earlier: tuple[str, ...] = ()


@frozen
class ShareRecord:
    """Something that was shared: what, with whom, until when, and how it is taken back.

    `revoke_key` is the secret that only the learner has; empty where a target cannot take anything back.
    """

    id: str
    target: str
    link: str
    file: str
    credentials: tuple[str, ...]
    audience: str
    purpose: str
    note: str
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None = None
    revoke_key: str = field(default="", repr=False)


@frozen
class HistoryEntry:
    """One thing that happened, in the order it happened; never changed afterwards."""

    at: datetime
    action: str
    subject: str
    details: dict[str, str] = field(default_factory=dict)


@frozen
class TrustedIssuer:
    """An issuer the user decided to know: by whom it is vouched for, since when."""

    id: str
    name: str
    by: str
    since: datetime


@frozen
class SeenKey:
    """A key that an issuer proved itself with: its fingerprint, when first, and whether it counts as the issuer's.

    The key seen first counts; a later one only when the user accepted it.
    """

    issuer: str
    key: str
    first_seen: datetime
    accepted: bool


@frozen
class RegistrySnapshot:
    """A registry of issuers as it was when it was got: `dated` is its own word of when it is of (UTC)."""

    name: str
    kind: str
    source: str
    content: bytes
    sha256: str
    dated: datetime
    retrieved_at: datetime


@frozen
class RestoredBadge:
    """What became of one badge of a backup: `imported`, `duplicate` or `failed` with the reason code."""

    id: str
    name: str
    outcome: str
    reason: str = ""


@frozen
class BackupContents:
    """What a backup holds: when it was made, what opens it, how many of each kind, and what was already lost then.

    `problems` is what reading it back found wrong; empty means that it was restored, in memory, to the last byte.
    """

    made_at: datetime
    vault_id: str
    opens_by: tuple[str, ...]
    kinds: dict[str, int]
    lost: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


@frozen
class Restored:
    """What restoring a backup did, or would do: each badge, and how many of each other kind were added."""

    contents: BackupContents
    badges: tuple[RestoredBadge, ...]
    added: dict[str, int]
