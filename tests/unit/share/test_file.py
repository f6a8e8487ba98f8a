from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from wallet.errors import UsageError, VaultStorageError
from wallet.share.file import FileTarget
from wallet.share.interface import Parcel

PARCEL = Parcel(content=b'{"a": 1}\n', media_type="application/vp", expires=None, note="not in the file")


def test_the_presentation_is_written_byte_for_byte(tmp_path: Path) -> None:
    path = tmp_path / "presentation.json"
    receipt = FileTarget(path).send(PARCEL)
    assert path.read_bytes() == PARCEL.content
    assert (receipt.target, receipt.file, receipt.link, receipt.revoke_key) == ("file", str(path), "", "")
    assert [entry.name for entry in tmp_path.iterdir()] == ["presentation.json"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no permission bits")
def test_only_the_owner_can_read_it(tmp_path: Path) -> None:
    path = tmp_path / "presentation.json"
    FileTarget(path).send(PARCEL)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_file_is_replaced_only_when_told_so(tmp_path: Path) -> None:
    path = tmp_path / "presentation.json"
    path.write_bytes(b"precious")
    with pytest.raises(UsageError) as caught:
        FileTarget(path).send(PARCEL)
    assert caught.value.code == "file-exists"
    assert path.read_bytes() == b"precious"
    FileTarget(path, overwrite=True).send(PARCEL)
    assert path.read_bytes() == PARCEL.content


def test_a_place_that_cannot_be_written_is_told_and_left_clean(tmp_path: Path) -> None:
    with pytest.raises(VaultStorageError) as caught:
        FileTarget(tmp_path / "absent" / "presentation.json").send(PARCEL)
    assert caught.value.code == "storage-failed"
    (tmp_path / "folder").mkdir()
    with pytest.raises(VaultStorageError):
        FileTarget(tmp_path / "folder", overwrite=True).send(PARCEL)
    assert [entry.name for entry in tmp_path.iterdir()] == ["folder"]


def test_a_file_cannot_be_taken_back(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        FileTarget(tmp_path / "presentation.json").revoke("", "")
    assert caught.value.code == "cannot-revoke"
