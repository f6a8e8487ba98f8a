"""What a full read of the vault finds wrong: every page authenticated, every kept byte hashed again.

Each finding is a code and what it is about, separated by a space:

- `badge-damaged ID`: the badge, a carrier or its report does not read back
- `material-damaged URL`: kept bytes from outside do not
- `registry-damaged NAME`: a kept registry of issuers does not
- `holder-key-damaged`: the signing key does not
- `history-broken N`: entry N was altered, or does not follow the one before it
- `file-damaged TEXT`: a page or an index is broken; TEXT is SQLite's own word for it
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

import apsw

from wallet.errors import VaultDamagedError
from wallet.storage import badge_list, badges, database, evidence, holder_keys, journal, sharing, trust, values

_MAX_PAGE_FINDINGS: Final = 100
_SOUND: Final = "ok"


def findings(db: apsw.Connection) -> Iterator[str]:
    """Everything that is wrong; nothing when the vault is sound."""
    for part in (_badges, _materials, _registries, _holder_key, _records, _history, _pages, _search_index):
        yield from _guarded(part, db)


def _guarded(part: Callable[[apsw.Connection], Iterator[str]], db: apsw.Connection) -> Iterator[str]:
    """The findings of one part, and one more when the part itself cannot be read to its end."""
    try:
        yield from part(db)
    except database.DAMAGE as error:
        database.read_on(db)
        yield f"file-damaged {part.__name__.lstrip('_')}: {error}"


def _badges(db: apsw.Connection) -> Iterator[str]:
    for _, badge_id in badge_list.all_ids(db):
        try:
            badges.record(db, badge_id)
        except VaultDamagedError:
            database.read_on(db)
            yield f"badge-damaged {badge_id}"


def _materials(db: apsw.Connection) -> Iterator[str]:
    for url in evidence.material_urls(db):
        try:
            evidence.material(db, url)
            evidence.revoking_lists(db, url)
        except VaultDamagedError:
            database.read_on(db)
            yield f"material-damaged {url}"


def _registries(db: apsw.Connection) -> Iterator[str]:
    for name in trust.registry_names(db):
        try:
            trust.registry(db, name)
        except VaultDamagedError:
            database.read_on(db)
            yield f"registry-damaged {name}"


def _holder_key(db: apsw.Connection) -> Iterator[str]:
    try:
        holder_keys.current(db)
    except VaultDamagedError:
        yield "holder-key-damaged"


def _records(db: apsw.Connection) -> Iterator[str]:
    """Shares and what is known of issuers: read as they are used, which finds what is not of the type it was."""
    sharing.everything(db)
    evidence.trusted(db)
    trust.seen_keys(db)
    yield from ()


def _history(db: apsw.Connection) -> Iterator[str]:
    for number in journal.broken_links(db):
        yield f"history-broken {number}"


def _pages(db: apsw.Connection) -> Iterator[str]:
    for (line,) in db.execute(f"PRAGMA integrity_check({_MAX_PAGE_FINDINGS})"):
        if line != _SOUND:
            yield f"file-damaged {values.text(line)}"


def _search_index(db: apsw.Connection) -> Iterator[str]:
    if db.execute("SELECT count(*) FROM word").fetchone() != db.execute("SELECT count(*) FROM badge").fetchone():
        yield "file-damaged search index"
