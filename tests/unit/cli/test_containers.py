"""A file that holds several things is one document under `--json`, and one page after another for people."""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from pathlib import Path

import pytest

from tests.places import SAMPLES
from tests.unit.cli.conftest import Wallet

GOOD = SAMPLES / "01-data-science.json"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "badges.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.write(GOOD, "a.json")
        file.writestr("b.txt", "no badge")
    return path


def test_an_archive_is_one_document_with_a_report_for_each_member(wallet: Wallet, archive: Path) -> None:
    said = wallet("verify", archive, "--offline", "--json")
    document = said.document
    assert said.code == 4
    assert document["input"] == {
        "source": str(archive),
        "sha256": hashlib.sha256(archive.read_bytes()).hexdigest(),
        "bytes": archive.stat().st_size,
        "carrier": "zip",
        "format": None,
    }
    assert (document["outcome"], document["reasons"], document["checks"]) == ("failed", ["not-a-credential"], [])
    nested = document["credentials"]
    assert isinstance(nested, list)
    assert [item["outcome"] for item in nested if isinstance(item, dict)] == ["passed", "refused"]


def test_among_other_sources_it_keeps_its_place(wallet: Wallet, archive: Path, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    for name in ("1.json", "2.json"):
        shutil.copy(GOOD, folder / name)
    said = wallet("verify", GOOD, archive, tmp_path / "nowhere", folder, GOOD, "--offline", "--json")
    inputs = [document.get("input") for document in said.documents]
    names = [item["source"] for item in inputs if isinstance(item, dict)]
    assert names == [str(path) for path in (GOOD, archive, folder / "1.json", folder / "2.json", GOOD)]


def test_people_see_one_page_after_another(wallet: Wallet, archive: Path) -> None:
    page = wallet("verify", archive, "--offline").out
    assert f"[{archive}/a.json]" in page
    assert f"[{archive}/b.txt]" in page


def test_an_archive_of_good_badges_passes(wallet: Wallet, tmp_path: Path) -> None:
    path = tmp_path / "good.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.write(GOOD, "a.json")
    said = wallet("verify", path, "--offline", "--json")
    assert (said.code, said.document["outcome"]) == (0, "passed")
