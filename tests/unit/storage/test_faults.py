"""Nothing acknowledged is lost: whatever is killed, full, read-only, or done by two programs at once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.places import ROOT
from tests.unit.storage.samples import AT, KEY, PASSPHRASE, payload_of, raw_connection, received, summary
from wallet.errors import VaultStorageError
from wallet.storage.open import create_vault, is_vault
from wallet.storage.vault import SqliteVault


def importer(path: Path, first: int, count: int, *, size: int = 0, largest_file: int = 0) -> list[str]:
    numbers = map(str, (first, count, size, largest_file))
    return [sys.executable, "-m", "tests.unit.storage.importer", str(path), *numbers]


def start(command: list[str]) -> subprocess.Popen[str]:
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def run(command: list[str]) -> list[str]:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.stdout.splitlines()


def kept_numbers(vault: SqliteVault) -> set[int]:
    """The badges that are there, each of which must be whole."""
    numbers = set()
    for badge in vault.badges():
        record = vault.badge(badge.id)
        number = int(badge.name.removeprefix("badge "))
        assert record.payload.startswith(payload_of(number)[:20])
        assert record.carriers[0].content == record.payload
        assert record.report == {"badge": number}
        numbers.add(number)
    return numbers


def test_what_was_acknowledged_survives_a_kill(vault: SqliteVault, path: Path) -> None:
    vault.close()
    acknowledged: set[int] = set()
    for attempt, heard in enumerate((0, 1, 2, 5, 9, 20)):
        with start(importer(path, attempt * 1000, 1000, size=30_000)) as child:
            assert child.stdout is not None
            child.stdout.readline()
            acknowledged |= {int(child.stdout.readline()) for _ in range(heard)}
            child.kill()
            # What stands in the pipe was said before the kill.
            acknowledged |= {int(line) for line in child.stdout}
        reopened = SqliteVault.open(path, KEY)
        kept = kept_numbers(reopened)
        assert acknowledged <= kept
        # At most the one badge that was under way when the kill came is there without having been acknowledged.
        assert len(kept - acknowledged) <= attempt + 1
        assert reopened.problems() == ()
        # A journal that the kill left unfinished goes with the next change.
        reopened.set_setting("language", "ja")
        reopened.close()
    assert sorted(file.name for file in path.parent.iterdir()) == [path.name]


def test_a_full_disk_loses_nothing_and_a_later_save_works(vault: SqliteVault, path: Path) -> None:
    vault.add(summary("badge 0"), received(payload_of(0)), {"badge": 0}, AT)
    vault.close()
    _, *said = run(importer(path, 1, 1000, size=5_000, largest_file=path.stat().st_size + 200_000))
    assert said[-1] in {"error disk-full", "error storage-failed"}
    reopened = SqliteVault.open(path, KEY)
    assert kept_numbers(reopened) == {0} | {int(number) for number in said[:-1]}
    assert len(said) > 10
    reopened.add(summary("badge 2000"), received(payload_of(2000)), {"badge": 2000}, AT)
    assert reopened.problems() == ()
    reopened.close()


def test_a_file_that_may_not_grow_is_a_full_disk(vault: SqliteVault, path: Path) -> None:
    vault.add(summary("badge 0"), received(payload_of(0)), {"badge": 0}, AT)
    connection = vault._open_connection()
    connection.pragma("max_page_count", connection.pragma("page_count"))
    with pytest.raises(VaultStorageError) as caught:
        vault.add(summary("badge 1"), received(payload_of(1, 100_000)), {}, AT)
    assert (caught.value.code, caught.value.params["path"]) == ("disk-full", str(path))
    assert kept_numbers(vault) == {0}
    connection.pragma("max_page_count", 1_000_000)
    vault.add(summary("badge 1"), received(payload_of(1)), {"badge": 1}, AT)
    assert kept_numbers(vault) == {0, 1}


def test_two_programs_write_at_once(vault: SqliteVault, path: Path) -> None:
    children = [start(importer(path, first, 60)) for first in (0, 30)]
    for child in children:
        said, complaints = child.communicate()
        assert (child.returncode, complaints, len(said.splitlines())) == (0, "", 61)
    assert kept_numbers(vault) == set(range(90))
    assert len(vault.history()) == 90
    assert vault.problems() == ()


def test_a_program_sees_what_another_one_changed(vault: SqliteVault, path: Path) -> None:
    other = SqliteVault.open(path, KEY)
    _, badge_id = other.add(summary(), received(payload_of(1)), {}, AT)
    assert [badge.id for badge in vault.badges()] == [badge_id]
    vault.remove(badge_id, AT)
    assert other.badges() == ()
    other.close()


def test_a_vault_that_stays_busy_is_said(vault: SqliteVault, path: Path) -> None:
    other = raw_connection(path)
    other.execute("BEGIN IMMEDIATE")
    vault._open_connection().set_busy_timeout(1)
    with pytest.raises(VaultStorageError) as caught:
        vault.set_setting("language", "ja")
    assert caught.value.code == "vault-busy"
    other.execute("ROLLBACK")
    other.close()
    vault.set_setting("language", "ja")
    assert vault.setting("language") == "ja"


def without_privileges(command: list[str]) -> list[str]:
    """The same for a user whom permission bits bind: root is taken its capabilities."""
    if os.geteuid():
        return command
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        pytest.skip("permission bits do not bind root, and there is no setpriv to give its privileges up")
    return [setpriv, "--inh-caps=-all", "--bounding-set=-all", *command]


def test_a_read_only_folder_can_be_read_and_is_not_written(vault: SqliteVault, path: Path) -> None:
    vault.add(summary("badge 0"), received(payload_of(0)), {"badge": 0}, AT)
    vault.close()
    before = path.read_bytes()
    path.parent.chmod(0o500)
    try:
        writable_file = run(without_privileges(importer(path, 1, 1)))
        path.chmod(0o400)
        read_only_file = run(without_privileges(importer(path, 1, 1)))
    finally:
        path.parent.chmod(0o700)
    assert writable_file == ["open 1", "error read-only"]
    assert read_only_file == ["open 1", "error read-only"]
    assert path.read_bytes() == before


def test_a_file_that_may_not_be_read_is_said(vault: SqliteVault, path: Path) -> None:
    vault.close()
    path.chmod(0)
    assert run(without_privileges(importer(path, 1, 1))) == ["error permission-denied"]


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    blocked = tmp_path / "file" / "vault"
    blocked.parent.write_bytes(b"in the way")
    with pytest.raises(VaultStorageError) as caught:
        create_vault(blocked, passphrase=PASSPHRASE, keyring=None, at=AT)
    assert caught.value.params["path"].startswith(str(blocked.parent))
    assert not is_vault(blocked)
