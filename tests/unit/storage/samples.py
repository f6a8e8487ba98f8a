"""Badges, keys and a keyring for tests of the vault."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import apsw

from wallet.errors import ConfigurationError
from wallet.model.record import BadgeSummary, Received, ShareRecord
from wallet.model.secret import Secret
from wallet.storage import database

AT: Final = datetime(2026, 11, 23, 14, 5, 6, 789, tzinfo=UTC)
KEY: Final = Secret(bytes(range(32)))
"""The vault key of tests; it holds a zero byte on purpose."""
PASSPHRASE: Final = Secret.from_text("つくばの空は青い")


def payload_of(number: int, size: int = 0) -> bytes:
    """The credential text of the badge with that number, padded to at least `size` bytes."""
    return f'{{"badge": {number}, "pad": "{"x" * size}"}}\n'.encode()


def received(payload: bytes, *, content: bytes | None = None, name: str = "badge.json") -> Received:
    """The payload as it came: alone in a file, or inside `content`."""
    carrier = "json" if content is None else "png"
    return Received(source=f"downloads/{name}", name=name, carrier=carrier, content=content or payload, payload=payload)


def summary(name: str = "データサイエンス入門", **changes: str | tuple[str, ...]) -> BadgeSummary:
    """A summary with `name`; the texts and lists named in `changes` differ from the usual ones."""
    usual: dict[str, str | tuple[str, ...]] = {
        "issuer_name": "Example University",
        "outcome": "passed",
        "reasons": (),
        "tags": (),
        "id": "",
    }
    chosen = usual | changes
    texts = {key: value for key, value in chosen.items() if isinstance(value, str)}
    lists = {key: value for key, value in chosen.items() if isinstance(value, tuple)}
    return BadgeSummary(
        id=texts["id"],
        name=name,
        issuer_id="did:web:university.example",
        issuer_name=texts["issuer_name"],
        subject="did:key:z6MkExample",
        valid_from="2026-04-01T00:00:00+09:00",
        valid_until=None,
        format="ldp_vc",
        carrier="json",
        outcome=texts["outcome"],
        reasons=lists["reasons"],
        trust="unknown",
        checked_at=AT,
        added_at=AT,
        tags=lists["tags"],
    )


def share(share_id: str = "share-1", **times: datetime | None) -> ShareRecord:
    """A link that can be taken back."""
    return ShareRecord(
        id=share_id,
        target="link",
        link="https://links.example/p/1#key",
        file="",
        credentials=("abcdefghij",),
        audience="https://employer.example",
        purpose="応募",
        note="",
        created_at=times.get("created_at") or AT,
        expires_at=times.get("expires_at"),
        revoked_at=times.get("revoked_at"),
        revoke_key="take-it-back",
    )


def raw_connection(path: Path, key: Secret = KEY) -> apsw.Connection:
    """The file behind the vault's back."""
    return database.open_existing(path, key)


@dataclass
class MemoryKeyring:
    """A keyring that keeps its entries in memory; `broken` makes every call fail as a locked keyring does."""

    entries: dict[str, Secret] = field(default_factory=dict)
    broken: bool = False

    def get(self, entry: str) -> Secret | None:
        """The secret kept as `entry`."""
        self._check()
        return self.entries.get(entry)

    def set(self, entry: str, secret: Secret) -> None:
        """Keep `secret`."""
        self._check()
        self.entries[entry] = secret

    def delete(self, entry: str) -> None:
        """Forget `entry`."""
        self._check()
        self.entries.pop(entry, None)

    def _check(self) -> None:
        if self.broken:
            raise ConfigurationError("keyring-failed", detail="KeyringLocked")
