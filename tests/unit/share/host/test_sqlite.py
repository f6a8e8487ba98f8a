from __future__ import annotations

import sqlite3
import stat
import string
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.unit.share.loopback import START
from wallet.errors import VaultNewerError, VaultStorageError
from wallet.share.host import sqlite as sqlite_module
from wallet.share.host.sqlite import FILE_NAME, SqliteLinks
from wallet.share.host.storage import KeptLink, LinkState, LinkTally, NewLink, Revocation
from wallet.share.link_crypto import new_link_id

HASH = bytes(32)


@pytest.fixture
def links(tmp_path: Path) -> Iterator[SqliteLinks]:
    storage = SqliteLinks(tmp_path / "host", max_bytes=10**7)
    yield storage
    storage.close()


def new(number: int = 0, *, size: int = 5000, lives: timedelta | None = None) -> NewLink:
    return NewLink(
        id=f"{number:022}",
        sealed=bytes([number % 251]) * size,
        revoke_hash=HASH,
        created=START,
        expires=None if lives is None else START + lives,
    )


def test_states(links: SqliteLinks) -> None:
    link = new(lives=timedelta(hours=1))
    assert links.state(link.id, START) is LinkState.UNKNOWN
    assert links.create(link)
    assert links.read(link.id, START) == KeptLink(state=LinkState.LIVE, sealed=link.sealed)
    assert links.read(link.id, START + timedelta(hours=1)) == KeptLink(state=LinkState.GONE)
    assert links.sweep(START + timedelta(minutes=59)) == 0
    assert links.sweep(START + timedelta(hours=1)) == 1
    # Swept for good, whatever the clock says later.
    assert links.state(link.id, START) is LinkState.GONE


def test_views_are_counted_for_whoever_could_take_the_link_back(links: SqliteLinks) -> None:
    link = new(lives=timedelta(hours=1))
    links.create(link)
    for _ in range(3):
        links.read(link.id, START)
    links.read("absent", START)
    links.state(link.id, START)
    tally = LinkTally(state=LinkState.LIVE, views=3, max_views=None, expires=link.expires)
    assert links.tally(link.id, HASH, START) == tally
    links.sweep(START)
    links.read(link.id, START)
    assert links.tally(link.id, HASH, START) == replace(tally, views=4)
    assert links.tally(link.id, b"x" * 32, START) is Revocation.WRONG_KEY
    assert links.tally("absent", HASH, START) is Revocation.UNKNOWN
    links.revoke(link.id, HASH, START)
    links.read(link.id, START)
    assert links.tally(link.id, HASH, START) == replace(tally, views=4, state=LinkState.GONE)


def test_counted_views_are_written_when_it_stops(tmp_path: Path) -> None:
    links = SqliteLinks(tmp_path, max_bytes=10**7)
    links.create(new())
    links.read(new().id, START)
    links.close()
    links = SqliteLinks(tmp_path, max_bytes=10**7)
    tally = links.tally(new().id, HASH, START)
    assert isinstance(tally, LinkTally)
    assert tally.views == 1
    links.close()


def test_counts_in_memory_are_bounded(links: SqliteLinks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wallet.share.host.sqlite._MAX_UNWRITTEN", 3)
    for number in range(5):
        links.create(new(number, size=10))
        links.read(new(number).id, START)
    for number in range(5):
        tally = links.tally(new(number).id, HASH, START)
        assert isinstance(tally, LinkTally)
        assert tally.views == 1
    assert len(links._unwritten) == 1


def test_what_takes_no_waiting_is_read_at_once(links: SqliteLinks, monkeypatch: pytest.MonkeyPatch) -> None:
    links.create(new(1))
    links.create(replace(new(2), max_views=1))
    assert links.read_at_once(new(1).id, START) == KeptLink(state=LinkState.LIVE, sealed=new(1).sealed)
    assert links.read_at_once("absent", START) == KeptLink(state=LinkState.UNKNOWN)
    assert links.read_at_once(new(2).id, START) is None
    assert links.read(new(2).id, START).state is LinkState.LIVE
    with links._transaction():
        assert links.read_at_once(new(1).id, START) is None
    monkeypatch.setattr("wallet.share.host.sqlite._MAX_UNWRITTEN", 0)
    assert links.read_at_once(new(1).id, START) is None
    tally = links.tally(new(1).id, HASH, START)
    assert isinstance(tally, LinkTally)
    assert tally.views == 1


def test_the_last_view_takes_the_bytes_with_it(tmp_path: Path) -> None:
    links = SqliteLinks(tmp_path, max_bytes=10**7)
    link = replace(new(7), max_views=2)
    links.create(link)
    reads = [links.read(link.id, START) for _ in range(4)]
    assert [read.state for read in reads] == [LinkState.LIVE, LinkState.LIVE, LinkState.GONE, LinkState.GONE]
    assert [read.sealed for read in reads] == [link.sealed, link.sealed, b"", b""]
    assert link.sealed[:100] not in (tmp_path / FILE_NAME).read_bytes()
    tally = LinkTally(state=LinkState.GONE, views=2, max_views=2, expires=None)
    assert links.tally(link.id, HASH, START) == tally
    links.close()


def test_no_two_readers_get_the_last_view(links: SqliteLinks) -> None:
    link = replace(new(), max_views=5)
    links.create(link)
    with ThreadPoolExecutor(16) as pool:
        reads = list(pool.map(lambda _: links.read(link.id, START).state, range(64)))
    assert reads.count(LinkState.LIVE) == 5


def test_a_file_of_the_first_version_is_brought_up_to_date(tmp_path: Path) -> None:
    database = sqlite3.connect(tmp_path / FILE_NAME)
    database.executescript(sqlite_module._VERSION_1)
    database.execute(
        "INSERT INTO links (id, revoke_hash, created_at, sealed) VALUES (?, ?, 0, ?)", ("old", HASH, b"kept")
    )
    database.execute("PRAGMA user_version = 1")
    database.commit()
    database.close()
    links = SqliteLinks(tmp_path, max_bytes=10**7)
    assert links.read("old", START).sealed == b"kept"
    assert links.tally("old", HASH, START) == LinkTally(state=LinkState.LIVE, views=1, max_views=None, expires=None)
    links.close()


@pytest.mark.slow
def test_l01_a_million_guesses_find_nothing(tmp_path: Path) -> None:
    """Guessed ids, and ids that follow on real ones: none is there."""
    links = SqliteLinks(tmp_path, max_bytes=10**7)
    made = [new_link_id() for _ in range(200)]
    taken = set(made)
    for link_id in made:
        links.create(replace(new(size=10), id=link_id))
    alphabet = string.ascii_letters + string.digits
    found = 0
    for number in range(1_000_000):
        # Half of them count upwards, half differ from a real one in the last two characters alone.
        near = made[number % 200][:20] + alphabet[number % 62] + alphabet[number // 62 % 62]
        guess = near if number % 2 else f"{number:022}"
        found += guess not in taken and links.state(guess, START) is not LinkState.UNKNOWN
    assert found == 0
    links.close()


def test_revocations(links: SqliteLinks) -> None:
    links.create(new())
    assert links.revoke("absent", HASH, START) is Revocation.UNKNOWN
    assert links.revoke(new().id, b"x" * 32, START) is Revocation.WRONG_KEY
    assert links.state(new().id, START) is LinkState.LIVE
    assert links.revoke(new().id, HASH, START) is Revocation.DONE
    assert links.revoke(new().id, HASH, START) is Revocation.DONE
    assert links.state(new().id, START) is LinkState.GONE
    assert not links.create(new())


def test_removed_bytes_are_overwritten(links: SqliteLinks, tmp_path: Path) -> None:
    for number in range(1, 20):
        links.create(new(number))
    links.revoke(new(7).id, HASH, START)
    content = (tmp_path / "host" / FILE_NAME).read_bytes()
    assert new(8).sealed[:100] in content
    assert new(7).sealed[:20] not in content


def test_two_stores_on_one_file(links: SqliteLinks, tmp_path: Path) -> None:
    other = SqliteLinks(tmp_path / "host", max_bytes=10**7)
    links.create(new())
    assert other.revoke(new().id, HASH, START) is Revocation.DONE
    other.close()
    assert links.state(new().id, START) is LinkState.GONE


def test_one_of_many_wins_and_revoked_stays_revoked(links: SqliteLinks) -> None:
    """L13, in small: creations and revocations of one id at once."""
    made: list[bool] = []
    revoked: list[Revocation] = []

    def work() -> None:
        made.append(links.create(new()))
        revoked.append(links.revoke(new().id, HASH, START))

    threads = [threading.Thread(target=work) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made.count(True) == 1
    assert set(revoked) == {Revocation.DONE}
    assert links.state(new().id, START) is LinkState.GONE


def test_a_full_store_refuses_and_keeps_what_it_has(tmp_path: Path) -> None:
    links = SqliteLinks(tmp_path, max_bytes=100_000)
    assert links.create(new(1))
    with pytest.raises(VaultStorageError) as caught:
        links.create(new(2, size=200_000))
    assert caught.value.code == "storage-full"
    assert links.state(new(1).id, START) is LinkState.LIVE
    assert links.state(new(2).id, START) is LinkState.UNKNOWN
    assert links.create(new(3))
    links.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no permission bits")
def test_only_the_owner_can_read_it(links: SqliteLinks, tmp_path: Path) -> None:
    assert stat.S_IMODE((tmp_path / "host").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "host" / FILE_NAME).stat().st_mode) == 0o600


def test_a_file_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    SqliteLinks(tmp_path, max_bytes=10**7).close()
    database = sqlite3.connect(tmp_path / FILE_NAME)
    database.execute("PRAGMA user_version = 99")
    database.close()
    before = (tmp_path / FILE_NAME).read_bytes()
    with pytest.raises(VaultNewerError):
        SqliteLinks(tmp_path, max_bytes=10**7)
    assert (tmp_path / FILE_NAME).read_bytes() == before


def test_places_and_files_that_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(VaultStorageError):
        SqliteLinks(tmp_path / "file", max_bytes=10**7)
    (tmp_path / FILE_NAME).write_bytes(b"not a database, not even nearly" * 100)
    with pytest.raises(VaultStorageError) as caught:
        SqliteLinks(tmp_path, max_bytes=10**7)
    assert caught.value.code == "storage-failed"
