"""A backup holds everything, gives it back, and is either whole or refused."""

from __future__ import annotations

import hashlib
import stat
import struct
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.unit.storage.samples import AT, KEY, payload_of, raw_connection, received, share, summary
from wallet.codec import json
from wallet.errors import (
    NotFoundError,
    PassphraseError,
    UsageError,
    VaultDamagedError,
    VaultError,
    VaultExistsError,
    VaultNewerError,
)
from wallet.model.material import Material, MaterialSource
from wallet.model.record import HistoryEntry, Issue, RegistrySnapshot, TrustedIssuer
from wallet.model.secret import Secret
from wallet.storage import backup, backup_entries, backup_file, envelopes, key_file
from wallet.storage.backup import OpenedBackup, open_backup
from wallet.storage.envelopes import Cost, EnvelopeKind
from wallet.storage.interface import Vault
from wallet.storage.open import restore_vault
from wallet.storage.recovery_key import new_recovery_key, read_recovery_key
from wallet.storage.vault import SqliteVault

RECOVERY = new_recovery_key()
PASSPHRASE = Secret.from_text("a passphrase that is slow")
LATER = AT + timedelta(days=30)
FLIPS = 2_000


def new_vault(folder: Path, vault_id: str = "11" * 16, key: Secret = KEY) -> SqliteVault:
    """An empty vault that the recovery key opens."""
    folder.mkdir()
    sealed = envelopes.seal(EnvelopeKind.RECOVERY, vault_id, key, read_recovery_key(RECOVERY))
    key_file.write(folder, key_file.KeyFile(vault_id=vault_id, envelopes=(sealed,)))
    return SqliteVault.create(folder / "vault.db", key, AT)


def material(url: str, content: bytes, retrieved_at: object = AT) -> Material:
    return Material(
        url=url,
        content=content,
        media_type="application/json",
        sha256=hashlib.sha256(content).hexdigest(),
        source=MaterialSource.FETCHED,
        retrieved_at=AT if retrieved_at is AT else LATER,
    )


def registry(content: bytes, days: int = 0) -> RegistrySnapshot:
    return RegistrySnapshot(
        name="members",
        kind="json",
        source="https://registry.example",
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        dated=AT + timedelta(days=days),
        retrieved_at=AT,
    )


def fill(vault: SqliteVault) -> list[str]:
    """Something of everything; the ids of the badges."""
    ids = []
    for number in range(5):
        name = f"バッジ {number}"
        item = received(payload_of(number, 40_000), content=b"\x89PNG" + payload_of(number))
        ids.append(vault.add(summary(name), item, {"badge": number}, AT, description="統計の基礎")[1])
    older = ids[0]
    issued = summary("新しい発行", credential="issuer badge")
    ids.append(vault.add(issued, received(payload_of(9)), {}, AT, issue=Issue(other=older, is_newer=True))[1])
    vault.set_tags(ids[1], ("応募", "2026"))
    vault.keep_material(material("https://issuer.example/list", b"{}"))
    vault.keep_revoking_list(material("https://issuer.example/list", b'{"revoked": 1}'))
    vault.holder_key()
    vault.save_share(share())
    vault.trust(TrustedIssuer(id="did:web:a.example", name="A", by="me", since=AT))
    vault.see_keys("did:web:a.example", ["key-1"], AT)
    vault.see_keys("did:web:a.example", ["key-2"], AT)
    vault.save_registry(registry(b"[1]"))
    vault.set_setting("language", "ja")
    vault.remove(ids.pop(2), AT)
    return ids


@pytest.fixture
def full(tmp_path: Path) -> Iterator[SqliteVault]:
    """A vault with something of everything in it."""
    vault = new_vault(tmp_path / "full")
    fill(vault)
    yield vault
    vault.close()


@pytest.fixture
def file(full: SqliteVault, tmp_path: Path) -> Path:
    """A backup of `full`."""
    full.back_up(tmp_path / "saved", AT)
    return tmp_path / "saved"


def never() -> Secret | None:
    raise AssertionError("nobody is asked")


def opened(file: Path, key: Secret = KEY) -> OpenedBackup:
    return open_backup(file, key, never)


def content_of(vault: Vault) -> list[tuple[str, object, bytes]]:
    """Every row, but for what only says that a backup was made or restored."""
    assert isinstance(vault, SqliteVault)
    with vault._reading() as db:
        rows = [(entry.kind, entry.fields, entry.content) for entry in backup_entries.entries(db, [])]
    return [row for row in rows if row[1].get("action") not in {"backed-up", "restored"}]


def test_a_vault_made_of_a_backup_is_the_same_vault(full: SqliteVault, file: Path, tmp_path: Path) -> None:
    typed = open_backup(file, None, lambda: Secret.from_text(RECOVERY.lower()))
    made, restored = restore_vault(tmp_path / "new", typed, None, AT)
    assert content_of(made) == content_of(full)
    assert made.problems() == ()
    assert {badge.outcome for badge in restored.badges} == {"imported"}
    assert [entry.action for entry in made.history()][-1] == "restored"
    assert made.badges("統計") == full.badges("統計") != ()
    assert made.holder_key().verification_method == full.holder_key().verification_method
    made.close()
    with pytest.raises(VaultExistsError):
        restore_vault(tmp_path / "new", typed, None, AT)
    again = SqliteVault.open(tmp_path / "new" / "vault.db", KEY)
    assert len(again.badges()) == len(full.badges())
    again.close()


def test_every_table_is_in_a_backup(full: SqliteVault, file: Path) -> None:
    tables = {row[0] for row in full._open_connection().execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    kept = {name for name in tables if not str(name).startswith(("sqlite_", "word"))}
    assert {table.kind for table in backup_entries.TABLES} == kept
    contents = backup.rehearse(opened(file)).contents
    assert contents.kinds.keys() == kept
    assert contents.problems == ()
    assert contents.opens_by == ("recovery",)


def test_every_column_is_in_a_backup(full: SqliteVault) -> None:
    db = full._open_connection()
    told = {entry.kind: set(entry.fields) for entry in backup_entries.entries(db, [])}
    elsewhere = {"number", "content", "badge"}
    for table in backup_entries.TABLES:
        columns = {str(row[1]) for row in db.execute(f"PRAGMA table_info({table.kind})")}
        assert columns - elsewhere <= told[table.kind], table.kind


@pytest.mark.parametrize("part", range(4))
def test_o07_no_flipped_byte_of_a_backup_goes_unseen(file: Path, part: int) -> None:
    whole = file.read_bytes()
    step = max(1, len(whole) // (FLIPS // 4))
    places = [*range(part, 200, 4), *range(200 + part, len(whole), step)]
    assert len(places) >= FLIPS // 4
    spoilt = file.with_name("spoilt")
    for place in places:
        content = bytearray(whole)
        content[place] ^= 1 << (place % 8)
        spoilt.write_bytes(content)
        with pytest.raises(VaultDamagedError) as caught:
            backup.inspect(opened(spoilt))
        assert caught.value.code in {"backup-damaged", "not-a-backup"}


def test_what_is_cut_off_swapped_or_added_is_seen(file: Path) -> None:
    whole = file.read_bytes()
    header = struct.unpack(">I", whole[10:14])[0] + 46
    sealed = backup_file.CHUNK_BYTES + 16
    chunks = [whole[start : start + sealed] for start in range(header, len(whole), sealed)]
    assert len(chunks) > 2
    for content in (
        *(whole[:end] for end in (0, 5, 13, header - 1, header, header + 1, header + sealed, len(whole) - 1)),
        whole + b"\0",
        whole + chunks[-1],
        whole[:header] + b"".join([chunks[1], chunks[0], *chunks[2:]]),
        whole[:header] + b"".join(chunks[1:]),
    ):
        file.write_bytes(content)
        with pytest.raises(VaultDamagedError):
            backup.inspect(opened(file))


def test_chunks_of_another_backup_do_not_fit(full: SqliteVault, file: Path, tmp_path: Path) -> None:
    full.back_up(tmp_path / "second", AT)
    first, second = file.read_bytes(), (tmp_path / "second").read_bytes()
    header = struct.unpack(">I", first[10:14])[0] + 46
    file.write_bytes(first[:header] + second[header:])
    with pytest.raises(VaultDamagedError, match="backup-damaged"):
        backup.inspect(opened(file))


def rewritten(file: Path, old: bytes, new: bytes, version: int = 1) -> None:
    """The file with another header whose checksum is right, as an attacker would write it."""
    whole = file.read_bytes()
    length = struct.unpack(">I", whole[10:14])[0]
    header = whole[14 : 14 + length].replace(old, new)
    preamble = struct.pack(">8sHI", backup_file.MAGIC, version, len(header)) + header
    file.write_bytes(preamble + hashlib.sha256(preamble).digest() + whole[46 + length :])


def test_a_newer_layout_is_said(file: Path) -> None:
    rewritten(file, b"", b"", version=2)
    with pytest.raises(VaultNewerError, match="backup-newer"):
        opened(file)


def test_m06_costs_out_of_bounds_are_refused_before_they_are_paid(
    full: SqliteVault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = key_file.read(tmp_path / "full")
    sealed = envelopes.seal(EnvelopeKind.PASSPHRASE, keys.vault_id, KEY, PASSPHRASE)
    key_file.write(tmp_path / "full", keys.having(sealed))
    file = tmp_path / "saved"
    full.back_up(file, AT)
    assert open_backup(file, None, lambda: PASSPHRASE).vault_key == KEY
    whole = file.read_bytes()
    # A cost within bounds is authenticated: with another one the passphrase does not open it.
    rewritten(file, b'"passes":3', b'"passes":4')
    with pytest.raises(PassphraseError, match="backup-key-wrong"):
        open_backup(file, None, lambda: PASSPHRASE)
    monkeypatch.setattr(envelopes, "Argon2id", lambda **_: pytest.fail("the cost was paid"))
    for old, new in ((b'"passes":3', b'"passes":1'), (b'"memory_kib":65536', b'"memory_kib":4294967296')):
        file.write_bytes(whole)
        rewritten(file, old, new)
        with pytest.raises(VaultDamagedError, match="envelope-refused"):
            open_backup(file, None, lambda: PASSPHRASE)
    assert Cost().passes == 3


@pytest.mark.parametrize("content", [b"", b"LWBACKUP", b"PNG" * 50, b"LWBACKUP\x00\x01\xff\xff\xff\xff" + b"x" * 99])
def test_any_other_file_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "other").write_bytes(content)
    with pytest.raises(VaultDamagedError):
        opened(tmp_path / "other")


def test_what_does_not_open_it(file: Path, tmp_path: Path) -> None:
    for typed in (Secret.from_text("wrong"), Secret.from_text(new_recovery_key())):
        with pytest.raises(PassphraseError, match="backup-key-wrong"):
            open_backup(file, None, lambda typed=typed: typed)  # type: ignore[misc]
    with pytest.raises(PassphraseError, match="backup-key-missing"):
        open_backup(file, Secret(bytes(32)), lambda: None)
    with pytest.raises(NotFoundError):
        opened(tmp_path / "nowhere")


def test_an_older_backup_is_replaced_and_nothing_else(full: SqliteVault, file: Path, tmp_path: Path) -> None:
    first = file.read_bytes()
    full.set_tags(full.badges()[0].id, ("neu",))
    full.back_up(file, LATER)
    assert file.read_bytes() != first
    assert backup.inspect(opened(file)).made_at == LATER
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    other = tmp_path / "letter.txt"
    other.write_text("dear")
    with pytest.raises(UsageError, match="file-exists"):
        full.back_up(other, AT)
    for place in (tmp_path, tmp_path / "no" / "folder"):
        with pytest.raises(UsageError, match="backup-place"):
            full.back_up(place, AT)
    assert other.read_text() == "dear"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["full", "letter.txt", "saved"]


def test_m01_a_backup_tells_nothing(full: SqliteVault, file: Path) -> None:
    content = file.read_bytes()
    for text in (b'"badge"', "統計".encode(), b"take-it-back", b"a.example", KEY.reveal(), b"SQLite", b"holder"):
        assert text not in content


def test_restoring_again_changes_nothing(full: SqliteVault, file: Path) -> None:
    before = content_of(full)
    for rehearse in (True, False):
        restored = full.restore(opened(file), LATER, rehearse=rehearse)
        assert {badge.outcome for badge in restored.badges} == {"duplicate"}
        assert restored.added == {}
    after = content_of(full)
    assert [row for row in after if row[0] != "meta"] == [row for row in before if row[0] != "meta"]
    assert full.problems() == ()


def test_a_rehearsal_writes_nothing(full: SqliteVault, file: Path, tmp_path: Path) -> None:
    full.remove(full.badges()[0].id, AT)
    before = (tmp_path / "full" / "vault.db").read_bytes()
    assert full.restore(opened(file), LATER, rehearse=True).added["badge"] == 2
    assert (tmp_path / "full" / "vault.db").read_bytes() == before


def test_a_removed_badge_comes_back_whole_and_in_its_place(full: SqliteVault, file: Path) -> None:
    before = content_of(full)
    newest = full.badges()[0].id
    full.remove(newest, LATER)
    full.restore(opened(file), LATER, rehearse=False)
    kinds = ("body", "report", "share", "holder_key", "material")
    assert [row for row in content_of(full) if row[0] in kinds and row[0] != "report"] == [
        row for row in before if row[0] in kinds and row[0] != "report"
    ]
    assert full.badge(newest).earlier == (full.badge(newest).earlier[0],)
    assert full.problems() == ()


def test_the_later_check_and_the_tags_that_are_there_count(full: SqliteVault, file: Path) -> None:
    one, two = (badge.id for badge in full.badges()[1:3])
    changed = replace(full.badge(one).summary, outcome="failed", checked_at=LATER)
    full.save_report(changed, {"later": True}, LATER)
    full.set_tags(two, ("mine",))
    full.restore(opened(file), LATER, rehearse=False)
    assert full.badge(one).report == {"later": True}
    assert full.badge(one).summary.outcome == "failed"
    assert full.badge(two).summary.tags == ("mine",)


def test_an_older_vault_is_brought_up_to_date(full: SqliteVault, file: Path, tmp_path: Path) -> None:
    other = new_vault(tmp_path / "other", "22" * 16, Secret(b"k" * 32))
    item = received(payload_of(1, 40_000))
    _, badge = other.add(replace(summary("alt"), checked_at=AT - timedelta(days=9)), item, {"old": True}, AT)
    other.trust(TrustedIssuer(id="did:web:a.example", name="before", by="me", since=AT - timedelta(days=1)))
    other.keep_material(material("https://issuer.example/list", b"newer", LATER))
    other.save_registry(registry(b"[2]", days=5))
    own = other.holder_key().verification_method
    restored = other.restore(opened(file), LATER, rehearse=False)
    assert {badge.outcome for badge in restored.badges} == {"imported", "duplicate"}
    assert other.badge(badge).report == {"badge": 1}
    assert other.badge(badge).summary.tags == ("応募", "2026")
    assert len(other.badge(badge).carriers) == 2
    assert [issuer.name for issuer in other.trusted()] == ["A"]
    kept = other.material("https://issuer.example/list")
    assert kept is not None
    assert kept.content == b"newer"
    assert other.registries()[0].content == b"[2]"
    assert other.holder_key().verification_method == own
    assert other.problems() == ()
    other.close()


def test_in_a_vault_with_nothing_in_it_the_restored_key_signs(full: SqliteVault, file: Path, tmp_path: Path) -> None:
    other = new_vault(tmp_path / "other", "22" * 16, Secret(b"k" * 32))
    assert other.holder_key().verification_method != full.holder_key().verification_method
    other.restore(opened(file), AT, rehearse=False)
    assert other.holder_key().verification_method == full.holder_key().verification_method
    other.close()


def test_a_share_taken_back_stays_taken_back(full: SqliteVault, file: Path, tmp_path: Path) -> None:
    full.mark_revoked("share-1", LATER)
    full.restore(opened(file), LATER, rehearse=False)
    assert full.shares()[0].revoked_at == LATER
    full.back_up(tmp_path / "after", LATER)
    other = new_vault(tmp_path / "other", "22" * 16, Secret(b"k" * 32))
    for saved in (file, tmp_path / "after", file):
        other.restore(opened(saved), LATER, rehearse=False)
    assert other.shares()[0].revoked_at == LATER
    assert other.shares()[0].revoke_key == "take-it-back"
    other.close()


def test_the_history_goes_on_where_it_was(full: SqliteVault, file: Path, tmp_path: Path) -> None:
    full.record(HistoryEntry(at=LATER, action="presented", subject="x"))
    before = full.history()
    full.restore(opened(file), LATER, rehearse=False)
    assert full.history()[:-1] == before
    other = new_vault(tmp_path / "other", "22" * 16, Secret(b"k" * 32))
    other.record(HistoryEntry(at=AT, action="presented", subject="own"))
    other.restore(opened(file), LATER, rehearse=False)
    actions = [entry.subject for entry in other.history()]
    assert actions[0] == "own"
    assert len(actions) == len(before)
    assert other.problems() == ()
    other.close()


def test_an_older_issue_that_comes_back_stands_behind_the_newer(tmp_path: Path) -> None:
    first = new_vault(tmp_path / "first")
    first.add(summary("older", credential="c"), received(payload_of(1)), {}, AT)
    first.back_up(tmp_path / "saved", AT)
    second = new_vault(tmp_path / "second", "22" * 16, Secret(b"k" * 32))
    newer = replace(summary("newer"), credential="c", valid_from="2027-01-01T00:00:00Z")
    _, kept = second.add(newer, received(payload_of(2)), {}, AT)
    old = replace(summary("older"), credential="c", valid_from="2026-01-01T00:00:00Z")
    first.save_report(replace(old, id=first.badges()[0].id), {}, AT)
    first.back_up(tmp_path / "saved", AT)
    second.restore(opened(tmp_path / "saved"), AT, rehearse=False)
    assert [badge.id for badge in second.badges()] == [kept]
    assert len(second.badge(kept).earlier) == 1
    for vault in (first, second):
        vault.close()


def test_a_restore_that_breaks_off_leaves_the_vault_as_it_was(full: SqliteVault, file: Path, tmp_path: Path) -> None:
    full.remove(full.badges()[0].id, AT)
    before = content_of(full)
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    file.write_bytes(content)
    with pytest.raises(VaultDamagedError):
        full.restore(opened(file), LATER, rehearse=False)
    assert content_of(full) == before
    with pytest.raises(VaultDamagedError):
        restore_vault(tmp_path / "new", opened(file), None, AT)
    assert not (tmp_path / "new" / "vault.db").exists()
    with pytest.raises(VaultError):
        SqliteVault.open(tmp_path / "new" / "vault.db", KEY)


def test_what_is_damaged_is_named_and_keeps_no_older_backup_away(full: SqliteVault, file: Path, tmp_path: Path) -> None:
    victim = full.badges()[1].id
    connection = raw_connection(tmp_path / "full" / "vault.db")
    connection.execute(
        "UPDATE body SET content = x'00' WHERE number = (SELECT body FROM badge WHERE id = ?)", (victim,)
    )
    connection.close()
    before = file.read_bytes()
    with pytest.raises(VaultDamagedError, match="backup-incomplete"):
        full.back_up(file, AT)
    assert file.read_bytes() == before
    contents = full.back_up(tmp_path / "rest", AT)
    assert f"badge {victim}" in contents.lost
    rehearsed = backup.rehearse(opened(tmp_path / "rest"))
    assert f"lost badge {victim}" in rehearsed.contents.problems
    assert len(rehearsed.badges) == contents.kinds["badge"] == 4
    # The older one still gives it back: into a new vault, as this one holds other bytes in its place.
    assert backup.rehearse(opened(file)).contents.problems == ()


def written(file: Path, entries: list[backup_entries.Entry]) -> None:
    """A backup made of any entries, by somebody who has the key."""
    keys = key_file.KeyFile(vault_id="11" * 16, envelopes=())
    preamble, key = backup_file.new_preamble(keys, KEY)
    with file.open("wb") as target:
        sealing = backup_file.SealingWriter(target, preamble, key)
        for entry in entries:
            sealing.write(backup_entries.encode(entry))
        sealing.finish()


@pytest.mark.parametrize(
    "entries",
    [
        [],
        [backup_entries.Entry(kind="vault", fields={})],
        [backup_entries.Entry(kind="vault", fields={"schema": 1}), backup_entries.Entry(kind="what", fields={})],
        [backup_entries.Entry(kind="setting", fields={"name": "a", "value": "b"})],
        [backup_entries.Entry(kind="vault", fields={"schema": 1}), backup_entries.Entry(kind="setting", fields={})],
        [backup_entries.Entry(kind="vault", fields={"schema": 1}), backup_entries.Entry(kind="manifest", fields={})],
    ],
)
def test_entries_that_no_wallet_wrote_are_refused(
    full: SqliteVault, tmp_path: Path, entries: list[backup_entries.Entry]
) -> None:
    written(tmp_path / "made-up", entries)
    before = content_of(full)
    with pytest.raises(VaultDamagedError):
        full.restore(opened(tmp_path / "made-up"), AT, rehearse=False)
    assert content_of(full) == before


def test_tables_of_a_newer_version_are_said(full: SqliteVault, tmp_path: Path) -> None:
    written(tmp_path / "newer", [backup_entries.Entry(kind="vault", fields={"schema": 999})])
    with pytest.raises(VaultNewerError):
        full.restore(opened(tmp_path / "newer"), AT, rehearse=False)


def test_the_header_holds_no_secret(file: Path) -> None:
    whole = file.read_bytes()
    header = json.loads_object(whole[14 : 14 + struct.unpack(">I", whole[10:14])[0]])
    assert header.keys() == {"schema", "backup", "vault", "chunk", "key", "envelopes"}
