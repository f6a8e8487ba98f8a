"""Damaged bytes: found, named, and in nobody else's way. Never other data, never a traceback."""

from __future__ import annotations

from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import pytest

from tests.unit.storage.samples import AT, KEY, payload_of, raw_connection, received, summary
from wallet.errors import VaultDamagedError
from wallet.model.material import Material, MaterialSource
from wallet.model.record import HistoryEntry
from wallet.storage.vault import SqliteVault

PAGE = 4096
BADGES = 12
URL = "https://issuer.example/status/1"


@pytest.fixture
def payloads(vault: SqliteVault) -> dict[str, bytes]:
    """A vault closed with a dozen badges in it: what each id must give back."""
    kept = {}
    for number in range(BADGES):
        # Long texts spread the list itself over several pages.
        given = summary(f"badge {number} {'長い名前' * 60}")
        _, badge_id = vault.add(given, received(payload_of(number, 9_000)), {"badge": number}, AT)
        kept[badge_id] = payload_of(number, 9_000)
    vault.keep_material(
        Material(
            url=URL,
            content=b"status list " * 1000,
            media_type="application/vc",
            sha256="",
            source=MaterialSource.FETCHED,
            retrieved_at=AT,
        )
    )
    vault.close()
    return kept


def flip(path: Path, offset: int) -> None:
    with path.open("r+b") as file:
        file.seek(offset)
        byte = file.read(1)[0]
        file.seek(offset)
        file.write(bytes([byte ^ 0x10]))


def pages(path: Path, table: str, kind: str) -> list[int]:
    """The numbers of the pages of one kind that hold `table`."""
    connection = raw_connection(path)
    rows = connection.execute("SELECT pageno FROM dbstat WHERE name = ? AND pagetype = ?", (table, kind)).fetchall()
    connection.close()
    return [int(str(number)) for (number,) in rows]


def look_at(path: Path, payloads: dict[str, bytes]) -> tuple[set[str], set[str]]:
    """The badges that are listed and those that read back. What reads back must be what was kept."""
    try:
        vault = SqliteVault.open(path, KEY)
    except VaultDamagedError:
        return set(), set()
    listed, readable = set(), set()
    with suppress(VaultDamagedError):
        listed = {badge.id for badge in vault.badges()}
    for badge_id, payload in payloads.items():
        with suppress(VaultDamagedError):
            record = vault.badge(badge_id)
            assert record.payload == payload
            assert record.carriers[0].content == payload
            readable.add(badge_id)
    if len(readable) < len(payloads) or listed != set(payloads):
        assert vault.problems() != ()
    vault.close()
    return listed, readable


def test_a_flipped_byte_is_never_other_data(path: Path, payloads: dict[str, bytes]) -> None:
    lost = flips = 0
    # A prime step visits every page, and every place within a page in turn.
    for offset in range(0, path.stat().st_size, 499):
        flip(path, offset)
        _, readable = look_at(path, payloads)
        flip(path, offset)
        flips += 1
        lost += BADGES - len(readable)
    assert flips > 300
    # Most pages hold one badge's bytes, some the list and its indexes: three badges in four survive a flip on average.
    assert lost / flips < BADGES / 4
    assert look_at(path, payloads) == (set(payloads), set(payloads))


@pytest.mark.parametrize("offset", [0, 15, 16, 17, 20, 21, 23, 24, 100, PAGE - 1])
def test_a_damaged_beginning_is_said(path: Path, payloads: dict[str, bytes], offset: int) -> None:
    flip(path, offset)
    with pytest.raises(VaultDamagedError):
        SqliteVault.open(path, KEY)


def test_a_damaged_body_costs_its_own_badge_only(path: Path, payloads: dict[str, bytes]) -> None:
    hit: set[str] = set()
    damaged_material = 0
    for page in pages(path, "body", "overflow"):
        flip(path, (page - 1) * PAGE + 1000)
        listed, readable = look_at(path, payloads)
        assert listed == set(payloads)
        missing = set(payloads) - readable
        vault = SqliteVault.open(path, KEY)
        named = [finding for finding in vault.problems() if not finding.startswith("file-damaged")]
        if missing:
            (badge_id,) = missing
            assert named == [f"badge-damaged {badge_id}"]
            with pytest.raises(VaultDamagedError) as caught:
                vault.badge(badge_id)
            assert (caught.value.code, caught.value.params) == ("badge-damaged", {"id": badge_id})
        else:
            assert named == [f"material-damaged {URL}"]
            with pytest.raises(VaultDamagedError):
                vault.material(URL)
            damaged_material += 1
        vault.close()
        flip(path, (page - 1) * PAGE + 1000)
        hit |= missing
    assert hit == set(payloads)
    assert damaged_material


def test_the_list_goes_on_around_a_damaged_page(path: Path, payloads: dict[str, bytes]) -> None:
    leaves = pages(path, "badge", "leaf")
    assert len(leaves) > 2
    for page in leaves:
        flip(path, (page - 1) * PAGE + 50)
        listed, readable = look_at(path, payloads)
        assert listed == readable
        assert 0 < len(listed) < BADGES
        vault = SqliteVault.open(path, KEY)
        for badge_id in set(payloads) - listed:
            assert f"badge-damaged {badge_id}" in vault.problems()
        vault.close()
        flip(path, (page - 1) * PAGE + 50)


def test_pages_that_changed_places_are_found(path: Path, payloads: dict[str, bytes]) -> None:
    one, other = pages(path, "body", "overflow")[:2]
    content = bytearray(path.read_bytes())
    slots = [slice((page - 1) * PAGE, page * PAGE) for page in (one, other)]
    content[slots[0]], content[slots[1]] = content[slots[1]], content[slots[0]]
    path.write_bytes(content)
    listed, readable = look_at(path, payloads)
    assert listed == set(payloads)
    assert readable < listed


@pytest.mark.parametrize("keep", [0, 1, 15, 4095, 4096, 4097, 40_000])
def test_a_shortened_file_is_said(path: Path, payloads: dict[str, bytes], keep: int) -> None:
    path.write_bytes(path.read_bytes()[:keep])
    _, readable = look_at(path, payloads)
    assert len(readable) < BADGES


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE body SET content = x'7b7d' WHERE number = 1",
        "DELETE FROM body WHERE number = 1",
        "UPDATE carrier SET received_at = 'yesterday' WHERE number = 1",
        "UPDATE report SET content = x'7b7d' WHERE badge = 1",
        f"UPDATE report SET content = x'5b', sha256 = '{sha256(b'[').hexdigest()}' WHERE badge = 1",
        "UPDATE badge SET reasons = '{' WHERE number = 1",
        "UPDATE badge SET tags = '[1]' WHERE number = 1",
        "UPDATE badge SET added_at = '2026' WHERE number = 1",
    ],
)
def test_a_row_that_is_not_what_was_written_is_named(path: Path, payloads: dict[str, bytes], statement: str) -> None:
    connection = raw_connection(path)
    connection.execute(statement)
    connection.close()
    damaged = next(iter(payloads))
    vault = SqliteVault.open(path, KEY)
    with pytest.raises(VaultDamagedError) as caught:
        vault.badge(damaged)
    assert (caught.value.code, caught.value.params) == ("badge-damaged", {"id": damaged})
    assert vault.problems() == (f"badge-damaged {damaged}",)
    assert {badge.id for badge in vault.badges()} >= set(payloads) - {damaged}
    vault.close()


def test_a_holder_key_that_changed_is_not_used(vault: SqliteVault, path: Path) -> None:
    vault.holder_key()
    for change in ("private = zeroblob(32)", "private = zeroblob(31)", "type = 'P-256'"):
        connection = raw_connection(path)
        before = connection.execute("SELECT type, private FROM holder_key").fetchone()
        assert before is not None
        connection.execute(f"UPDATE holder_key SET {change}")
        with pytest.raises(VaultDamagedError) as caught:
            vault.holder_key()
        assert caught.value.code == "holder-key-damaged"
        assert vault.problems() == ("holder-key-damaged",)
        connection.execute("UPDATE holder_key SET type = ?, private = ?", before)
        connection.close()


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        ("UPDATE history SET subject = 'other' WHERE number = 2", "history-broken 2"),
        ("UPDATE history SET sha256 = 'other' WHERE number = 2", "history-broken 2"),
        ("UPDATE history SET previous = '' WHERE number = 3", "history-broken 3"),
        ("DELETE FROM history WHERE number = 2", "history-broken 3"),
        ("DELETE FROM history WHERE number = 1", "history-broken 2"),
    ],
)
def test_a_changed_history_is_found(vault: SqliteVault, path: Path, change: str, finding: str) -> None:
    for number in range(3):
        vault.record(HistoryEntry(at=AT, action="exported", subject=str(number)))
    connection = raw_connection(path)
    connection.execute("DROP TRIGGER history_is_not_changed; DROP TRIGGER history_is_not_shortened")
    connection.execute(change)
    connection.close()
    assert finding in vault.problems()


def test_a_search_index_out_of_step_is_found(vault: SqliteVault, path: Path) -> None:
    vault.add(summary(), received(payload_of(1)), {}, AT)
    connection = raw_connection(path)
    connection.execute("DELETE FROM word")
    connection.close()
    assert vault.problems() == ("file-damaged search index",)


def test_a_missing_table_is_damage(vault: SqliteVault, path: Path) -> None:
    connection = raw_connection(path)
    connection.execute("DROP TABLE setting")
    connection.close()
    with pytest.raises(VaultDamagedError):
        vault.setting("language")
