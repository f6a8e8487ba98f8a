from __future__ import annotations

import errno
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from wallet.errors import VaultDamagedError, VaultStorageError
from wallet.storage import files


@pytest.fixture
def open_umask() -> Iterator[None]:
    """The umask that closes nothing to anybody."""
    before = os.umask(0)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


@pytest.mark.usefixtures("open_umask")
def test_folders_and_files_are_private_whatever_the_umask(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    files.make_private_folder(folder)
    files.create_private(folder / "created", b"x")
    files.replace_private(folder / "replaced", b"x")
    assert (mode(folder), mode(folder / "created"), mode(folder / "replaced")) == (0o700, 0o600, 0o600)


def test_an_empty_folder_is_closed_and_a_used_one_is_left(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    files.make_private_folder(tmp_path)
    assert mode(tmp_path) == 0o700
    tmp_path.chmod(0o755)
    (tmp_path / "somebody's").touch()
    files.make_private_folder(tmp_path)
    assert mode(tmp_path) == 0o755


def test_nothing_is_created_over_a_file_or_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"there")
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    for name in ("file", "link"):
        with pytest.raises(VaultStorageError):
            files.create_private(tmp_path / name, b"new")
    assert (tmp_path / "file").read_bytes() == b"there"
    assert not (tmp_path / "elsewhere").exists()


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "file"
    (tmp_path / "file.new").write_bytes(b"left by a crash")
    for content in (b"old and long", b"new"):
        files.replace_private(path, content)
        assert path.read_bytes() == content
    assert [file.name for file in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("failing", ["os.open", "os.fsync", "pathlib.Path.replace"])
@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "disk-full"),
        (errno.EDQUOT, "disk-full"),
        (errno.EFBIG, "disk-full"),
        (errno.EROFS, "read-only"),
        (errno.EACCES, "permission-denied"),
        (errno.EMFILE, "too-many-files"),
        (errno.EIO, "storage-failed"),
    ],
)
def test_a_replacement_that_fails_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str, number: int, code: str
) -> None:
    path = tmp_path / "file"
    files.replace_private(path, b"old")

    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(failing, fail)
        with pytest.raises(VaultStorageError) as caught:
            files.replace_private(path, b"new")
    assert caught.value.code == code
    assert path.read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == ["file"]


def test_reading_is_bounded(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"12345")
    assert files.read_bounded(tmp_path / "file", 5) == b"12345"
    with pytest.raises(VaultDamagedError):
        files.read_bounded(tmp_path / "file", 4)
    with pytest.raises(VaultStorageError):
        files.read_bounded(tmp_path, 4)


def test_one_at_a_time(tmp_path: Path) -> None:
    order: list[str] = []
    waiting = threading.Event()

    def other() -> None:
        waiting.set()
        with files.exclusive(tmp_path):
            order.append("second")

    thread = threading.Thread(target=other)
    with files.exclusive(tmp_path):
        thread.start()
        waiting.wait()
        order.append("first")
    thread.join()
    assert order == ["first", "second"]
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(VaultStorageError), files.exclusive(tmp_path / "nowhere"):
        pass
