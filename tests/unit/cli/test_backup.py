"""`wallet backup`, `restore` and the plain export, as a person runs them."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Wallet, private_file
from wallet.storage.open import envelope_kinds


def files_below(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_lost_machine(wallet: Wallet, vault: Path, passphrase_file: Path, tmp_path: Path) -> None:
    saved, common = tmp_path / "saved", ("--passphrase-file", passphrase_file)
    made = wallet("backup", saved, "--vault", vault, *common, "--json")
    assert made.code == 0, made.err
    listed = wallet("list", "--vault", vault, *common, "--json").out
    contents = made.document["contents"]
    assert isinstance(contents, dict)
    assert contents["badge"] == len(listed.splitlines())
    assert made.document["opens_by"] == ["passphrase", "recovery"]
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    whole = wallet("backup", "verify", saved, "--vault", tmp_path / "none", "--key-file", passphrase_file, "--json")
    assert (whole.code, whole.document["whole"], whole.document["problems"]) == (0, True, [])
    elsewhere = tmp_path / "new machine"
    rehearsed = wallet("restore", saved, "--dry-run", "--vault", elsewhere, "--key-file", passphrase_file, "--json")
    assert (rehearsed.code, rehearsed.document["made_vault"], elsewhere.exists()) == (0, False, False)
    restored = wallet("restore", saved, "--vault", elsewhere, "--key-file", passphrase_file, "--json")
    assert (restored.code, restored.document["made_vault"]) == (0, True)
    assert restored.document["badges"] == rehearsed.document["badges"]
    assert wallet("list", "--vault", elsewhere, *common, "--json").out == listed
    assert envelope_kinds(elsewhere) == ("passphrase", "recovery")
    again = wallet("restore", saved, "--vault", elsewhere, *common)
    assert again.code == 0
    assert "already there" in again.out


@pytest.mark.parametrize("language", ["en", "ja"])
def test_words_for_people(wallet: Wallet, vault: Path, passphrase_file: Path, tmp_path: Path, language: str) -> None:
    common = ("--vault", vault, "--passphrase-file", passphrase_file, "--lang", language)
    saved = tmp_path / "saved"
    texts = [wallet("backup", saved, *common).out, wallet("backup", "verify", saved, *common).out]
    texts.append(wallet("restore", saved, "--dry-run", *common).out)
    expected = {"en": ("read back", "whole", "already"), "ja": ("読み直", "完全", "すでに")}[language]
    for text, said in zip(texts, expected, strict=True):
        assert said in text


def test_what_does_not_fit(wallet: Wallet, vault: Path, passphrase_file: Path, tmp_path: Path) -> None:
    common = ("--vault", vault, "--passphrase-file", passphrase_file)
    for names in (("verify",), ("a", "b"), ("verify", "a", "b")):
        assert wallet("backup", *names, *common).code == 2
    letter = tmp_path / "letter"
    letter.write_text("dear")
    assert wallet("backup", letter, *common).code == 2
    assert letter.read_text() == "dear"
    assert wallet("restore", letter, *common).code == 5
    assert wallet("restore", tmp_path / "nowhere", *common).code == 2
    wrong = private_file(tmp_path / "wrong", "not it\n")
    assert wallet("backup", tmp_path / "saved", *common).code == 0
    assert wallet("backup", "verify", tmp_path / "saved", "--key-file", wrong, *common).code == 5
    spoilt = bytearray((tmp_path / "saved").read_bytes())
    spoilt[-20] ^= 1
    (tmp_path / "saved").write_bytes(spoilt)
    told = wallet("restore", tmp_path / "saved", *common, "--json")
    assert (told.code, told.document["error"]) == (5, "backup-damaged")


def test_plain_files_stay_the_same(wallet: Wallet, vault: Path, passphrase_file: Path, tmp_path: Path) -> None:
    common = ("--vault", vault, "--passphrase-file", passphrase_file)
    folder = tmp_path / "plain"
    assert wallet("export", "--all", "--plain", "-o", folder, *common).code == 0
    first = files_below(folder)
    badges = wallet("list", *common, "--json").documents
    for badge in badges:
        own = [name for name in first if name.partition("/")[0].endswith(f"-{badge['id']}")]
        names = {name.partition("/")[2] for name in own}
        assert {"badge.json", "report.en.txt", "report.ja.txt", "report.json", "materials/index.json"} <= names
    wallet("export", "--all", "-o", tmp_path / "originals", *common)
    originals = files_below(tmp_path / "originals")
    assert set(originals.values()) <= set(first.values())
    shutil.rmtree(folder / min(first).partition("/")[0])
    assert wallet("export", "--all", "--plain", "-o", folder, *common).code == 0
    assert files_below(folder) == first
    assert wallet("export", "--all", "--plain", "--into", "x.png", "-o", folder, *common).code == 2
