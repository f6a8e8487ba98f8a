"""What the wallet asks of a vault. `wallet.storage.vault` is the one that ships."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from wallet.model.json import JsonObject
from wallet.model.key import SigningKey
from wallet.model.material import Material
from wallet.model.record import (
    BackupContents,
    BadgeRecord,
    BadgeSummary,
    HistoryEntry,
    ImportOutcome,
    Issue,
    Received,
    RegistrySnapshot,
    Restored,
    SeenKey,
    ShareRecord,
    TrustedIssuer,
)

if TYPE_CHECKING:
    from wallet.storage.backup import OpenedBackup, PassphraseSource  # loads all of the vault


class Vault(Protocol):
    """An open vault. Every method that changes something returns only after the change is durable.

    Safe to call from several threads. Raises `VaultError` and its subclasses for trouble with the file, never a
    library's own exception. Times are arguments: the vault reads no clock.
    """

    def add(
        self,
        summary: BadgeSummary,
        received: Received,
        report: JsonObject,
        at: datetime,
        *,
        description: str = "",
        issue: Issue | None = None,
    ) -> tuple[ImportOutcome, str]:
        """Keep a badge: payload, carrier and report in one transaction. The same payload again is a duplicate
        (a new carrier of it is kept too); returns the outcome and the id. `summary.id` is not looked at.

        `description` is what the search finds besides the summary's own texts. With `issue`, the newer of two issues
        of one credential takes the place of the other in the list; both are kept.
        """
        ...

    def issues(self, credential: str) -> tuple[BadgeSummary, ...]:
        """The badges of the list that are issues of one credential (`BadgeSummary.credential`)."""
        ...

    def holds(self, payload: bytes) -> str | None:
        """The id of the badge with exactly this payload, or None where there is none."""
        ...

    def badges(self, search: str = "") -> tuple[BadgeSummary, ...]:
        """The library, newest first; `search` matches name, issuer, tags and description, any language."""
        ...

    def badge(self, badge_id: str) -> BadgeRecord:
        """One badge by id or unique prefix of it. Raises `NotFoundError`."""
        ...

    def save_report(self, summary: BadgeSummary, report: JsonObject, at: datetime) -> None:
        """Replace the report of the badge `summary.id`, and what the list shows of it but for carrier and tags."""
        ...

    def remove(self, badge_id: str, at: datetime) -> None:
        """Remove a badge with its carriers for good."""
        ...

    def set_tags(self, badge_id: str, tags: tuple[str, ...]) -> None:
        """Replace the tags of a badge."""
        ...

    def keep_material(self, material: Material) -> None:
        """Keep bytes from outside by URL; an older retrieval never replaces a newer one, and one from a materials
        directory (`source`) never one that was fetched at the same time.
        """
        ...

    def material(self, url: str) -> Material | None:
        """The newest kept bytes of `url`, with source `vault`."""
        ...

    def keep_revoking_list(self, material: Material) -> None:
        """Keep a status list that has revoked a badge, whatever its URL gives later."""
        ...

    def revoking_lists(self, url: str) -> tuple[Material, ...]:
        """The lists of `url` that have revoked a badge, oldest first, with source `vault`."""
        ...

    def holder_key(self) -> SigningKey:
        """The learner's current signing key, made on first use (Ed25519, did:key)."""
        ...

    def save_share(self, share: ShareRecord) -> None:
        """Record a share."""
        ...

    def shares(self) -> tuple[ShareRecord, ...]:
        """All shares, newest first."""
        ...

    def mark_revoked(self, share_id: str, at: datetime) -> None:
        """Record that a share was taken back."""
        ...

    def trust(self, issuer: TrustedIssuer) -> None:
        """Record that an issuer is known."""
        ...

    def distrust(self, issuer_id: str) -> None:
        """Forget that an issuer is known."""
        ...

    def trusted(self) -> tuple[TrustedIssuer, ...]:
        """The issuers the user knows."""
        ...

    def see_keys(self, issuer: str, keys: Sequence[str], at: datetime) -> tuple[str, ...]:
        """Note the keys (fingerprints) that an issuer proved itself with; the first ones count as its own. Returns
        those that are new beside keys seen before, which wait to be accepted.
        """
        ...

    def accept_keys(self, issuer: str, at: datetime) -> None:
        """Let every key that the issuer was seen with count as its own. Raises `NotFoundError`."""
        ...

    def seen_keys(self) -> tuple[SeenKey, ...]:
        """Every key seen, by issuer."""
        ...

    def save_registry(self, snapshot: RegistrySnapshot) -> None:
        """Keep a registry of issuers. Raises `UsageError` (`registry-older`) rather than go back to an earlier one."""
        ...

    def remove_registry(self, name: str) -> None:
        """Forget a registry. Raises `NotFoundError`."""
        ...

    def registries(self) -> tuple[RegistrySnapshot, ...]:
        """The kept registries, by name."""
        ...

    def record(self, entry: HistoryEntry) -> None:
        """Append to the history."""
        ...

    def history(self) -> tuple[HistoryEntry, ...]:
        """Everything that happened, oldest first."""
        ...

    def setting(self, name: str) -> str | None:
        """A remembered setting, such as the language."""
        ...

    def set_setting(self, name: str, value: str) -> None:
        """Remember a setting."""
        ...

    def latest_time(self) -> datetime | None:
        """The latest instant the vault has ever been told, to notice a clock set back."""
        ...

    def accept_time(self, at: datetime) -> None:
        """Take `at` for the time, and forget any later instant: for whoever has set a wrong clock right."""
        ...

    def ignore_times(self) -> None:
        """Take no instant for the time from now on: the ones of this run were chosen by somebody, not read."""
        ...

    def problems(self) -> tuple[str, ...]:
        """What a full read of the file finds wrong: damaged rows and pages, named. Empty means sound."""
        ...

    def back_up(self, file: Path, at: datetime) -> BackupContents:
        """Write everything to one sealed file, read it back, and say what is in it; an older backup is replaced.

        Raises `UsageError` (`file-exists`, `backup-place`) and `VaultStorageError`; then the older one is still there.
        """
        ...

    def open_backup(self, file: Path, ask: PassphraseSource) -> OpenedBackup:
        """Open a backup; `ask` is called where it is of another vault. Raises as `wallet.storage.backup` says."""
        ...

    def restore(self, opened: OpenedBackup, at: datetime, *, rehearse: bool) -> Restored:
        """Merge a backup, all of it or nothing; with `rehearse` nothing is changed, and what would be is told."""
        ...

    def close(self) -> None:
        """Let go of the file and of the key."""
        ...
