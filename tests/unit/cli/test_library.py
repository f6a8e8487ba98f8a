"""The library's commands: import, list, show, search, remove, tag, export, check."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Final

import pytest

from tests.places import ROOT, SAMPLES
from tests.unit.cli.conftest import AT, Said, Wallet, private_file
from wallet.__main__ import main
from wallet.codec.limits import MAX_INPUT_BYTES

GOOD: Final = SAMPLES / "01-data-science.json"
NAME: Final = "データサイエンス入門"
ROW: Final = {"source", "outcome", "id", "sha256", "carrier", "format", "reasons"}


def badge_id(said: Said, name: str = NAME) -> str:
    found = next(row["id"] for row in said.documents if row["name"] == name)
    assert isinstance(found, str)
    return found


def test_an_import_has_a_row_for_each_item_and_goes_on_after_a_bad_one(
    changing_learner: Wallet, tmp_path: Path
) -> None:
    mixed = tmp_path / "mixed"
    mixed.mkdir()
    (mixed / "a-note.txt").write_text("hello", encoding="utf-8")
    (mixed / "b-badge.json").write_bytes(GOOD.read_bytes())
    said = changing_learner("import", tmp_path / "nowhere", mixed, "--json")
    error, note, badge = said.documents
    assert said.code == 2
    assert error["error"] == "not-found"
    assert (note["outcome"], note["id"], badge["outcome"]) == ("refused", "", "duplicate")
    assert set(note) >= ROW
    assert changing_learner("import", mixed).code == 4


def test_what_was_not_kept_says_why_and_what_to_do(changing_learner: Wallet, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("hello", encoding="utf-8")
    page = changing_learner("import", tmp_path / "note.txt").out
    assert "not readable as a badge" in page
    assert "hint (holder): " in page


def test_a_badge_from_standard_input(changing_learner: Wallet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(GOOD.read_bytes())))
    said = changing_learner("import", "-", "--json")
    assert (said.code, said.document["outcome"]) == (0, "duplicate")


def test_a_dry_run_keeps_nothing(wallet: Wallet, tmp_path: Path, passphrase_file: Path) -> None:
    common = ("--vault", tmp_path / "vault", "--passphrase-file", passphrase_file)
    assert wallet("init", *common, "--json").code == 0
    said = wallet("import", GOOD, GOOD, "--dry-run", "--json", *common)
    assert (said.code, [row["outcome"] for row in said.documents]) == (0, ["imported", "duplicate"])
    assert "nothing is kept" in said.err
    listed = wallet("list", *common)
    assert (listed.code, listed.out) == (0, "")
    assert "no badges yet" in listed.err
    assert wallet("check", *common).code == 0


def test_the_list_is_json_lines_of_the_contract(learner: Wallet) -> None:
    said = learner("list", "--json")
    assert len(said.documents) == len(list(SAMPLES.iterdir()))
    keys = {"id", "name", "issuer", "subject", "valid_from", "valid_until", "format", "outcome", "reasons"}
    assert all(set(row) == keys | {"checked_at", "tags"} for row in said.documents)
    assert all(row["checked_at"] == AT for row in said.documents)


def test_the_list_for_people_names_the_verdict(learner: Wallet) -> None:
    assert f"✓ passed       {NAME}" in learner("list").out
    assert "✓ 検証できました" in learner("list", "--lang", "ja").out


def test_a_search_finds_and_says_when_it_does_not(learner: Wallet) -> None:
    assert NAME in learner("search", "サイエンス").out
    nothing = learner("search", "zzzz")
    assert (nothing.code, nothing.out, nothing.err) == (0, "", "no badges yet\n")


def test_a_badge_is_shown_by_a_prefix_of_its_id(learner: Wallet) -> None:
    found = badge_id(learner("list", "--json"))
    assert learner("show", found[:6], "--json").document["id"] == found
    assert NAME in learner("show", found[:6]).out
    assert learner("show", "zzzz2222", "--json").code == 2
    assert learner("show", found[:2], "--json").document["error"] == "id-too-short"


def test_removing_asks_and_without_a_person_refuses(changing_learner: Wallet) -> None:
    found = badge_id(changing_learner("list", "--json"))
    refused = changing_learner("remove", found, "--json")
    assert (refused.code, refused.document["error"]) == (2, "confirmation-needed")
    assert changing_learner("show", found).code == 0
    assert changing_learner("remove", found, "--yes", "--json").document == {
        "schema": "wallet.removed/1",
        "id": found,
    }
    assert changing_learner("show", found).code == 2


def test_tags_are_replaced_and_found(changing_learner: Wallet) -> None:
    found = badge_id(changing_learner("list", "--json"))
    assert changing_learner("tag", found, "応募用", "b", "--json").document["tags"] == ["応募用", "b"]
    assert changing_learner("search", "応募用", "--json").document["id"] == found
    assert changing_learner("tag", found, "--json").document["tags"] == []


def test_originals_leave_byte_for_byte(learner: Wallet, tmp_path: Path) -> None:
    out = tmp_path / "out"
    said = learner("export", "--all", "-o", out, "--json")
    assert said.code == 0
    assert sorted(path.read_bytes() for path in out.iterdir()) == sorted(
        path.read_bytes() for path in SAMPLES.iterdir()
    )
    assert learner("export", "-o", out).code == 2
    found = badge_id(learner("list", "--json"))
    assert learner("export", found, "-o", tmp_path / "one").code == 0
    assert [path.read_bytes() for path in (tmp_path / "one").iterdir()] == [GOOD.read_bytes()]


def test_a_check_judges_everything_and_leaves_with_the_worst(changing_learner: Wallet) -> None:
    said = changing_learner("check", "--offline", "--json")
    assert said.code == 1
    assert {row["outcome"] for row in said.documents} == {"passed", "failed", "indeterminate"}
    assert all(row["schema"] == "wallet.report/1" and row["id"] for row in said.documents)


def test_a_check_goes_on_after_an_unknown_id(changing_learner: Wallet) -> None:
    found = badge_id(changing_learner("list", "--json"))
    said = changing_learner("check", "zzzz2222", found, "--json")
    assert said.code == 2
    assert [row.get("error", row.get("outcome")) for row in said.documents] == ["not-found", "passed"]
    assert found in changing_learner("check", found).out


def test_materials_that_were_used_repeat_the_verdict_elsewhere(changing_learner: Wallet, tmp_path: Path) -> None:
    saved = tmp_path / "saved"
    assert changing_learner("check", "--save-materials", saved).code == 1
    assert (saved / "index.json").is_file()
    again = changing_learner("check", "--materials", saved, "--json")
    assert (again.code, {row["network"] for row in again.documents}) == (1, {"materials"})


def test_a_damaged_materials_folder_is_trouble_in_words(learner: Wallet, tmp_path: Path) -> None:
    (tmp_path / "index.json").write_text("{}", encoding="utf-8")
    said = learner("list", "--materials", tmp_path, "--json")
    assert (said.code, said.document["error"]) == (5, "configuration")
    assert "index.json" in said.err


def test_progress_is_for_a_person_whose_rows_go_elsewhere(
    changing_learner: Wallet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wallet.cli.library.sys.stderr.isatty", lambda: True)
    said = changing_learner("import", GOOD, "--json")
    assert said.err == "\r1\r1\n"
    assert said.document["outcome"] == "duplicate"


def test_the_passphrase_may_come_through_a_descriptor(
    wallet: Wallet, filled_vault: Path, passphrase_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with passphrase_file.open("rb") as file:
        assert wallet("list", "--vault", filled_vault, "--passphrase-fd", str(file.fileno())).code == 0
    assert main(["list", "--vault", str(filled_vault), "--passphrase-fd", "9999", "--json"]) == 5
    assert "passphrase-unreadable" in capsys.readouterr().out


def test_a_wrong_or_open_passphrase_file_is_refused_in_words(
    wallet: Wallet, filled_vault: Path, tmp_path: Path
) -> None:
    wrong = private_file(tmp_path / "wrong", "not this one")
    said = wallet("list", "--vault", filled_vault, "--passphrase-file", wrong, "--json")
    assert (said.code, said.document["error"]) == (5, "passphrase-wrong")
    wrong.chmod(0o644)
    said = wallet("list", "--vault", filled_vault, "--passphrase-file", wrong, "--json")
    assert (said.code, said.document["error"]) == (5, "passphrase-file-open")


def test_a_badge_is_found_by_what_it_says(changing_learner: Wallet) -> None:
    assert NAME in changing_learner("search", "統計").out


@pytest.mark.parametrize(
    "picture", ["02-statistics.png", "14-presenting.svg", "docs/images/library.svg"], ids=["png", "svg", "plain svg"]
)
def test_a_badge_baked_into_a_picture_is_the_same_badge(changing_learner: Wallet, tmp_path: Path, picture: str) -> None:
    path = ROOT / picture if "/" in picture else SAMPLES / picture
    every = changing_learner("list", "--json").documents
    said = changing_learner("export", "--all", "--into", path, "-o", tmp_path / "baked", "--json")
    files = said.document["files"]
    assert (said.code, len(files) if isinstance(files, list) else 0) == (0, len(every))
    again = changing_learner("import", tmp_path / "baked", "--json").documents
    assert {row["outcome"] for row in again} == {"duplicate"}
    assert {row["id"] for row in again} == {row["id"] for row in every}


def test_what_is_no_picture_cannot_carry_a_badge(changing_learner: Wallet, tmp_path: Path) -> None:
    for path, code in ((GOOD, 4), (tmp_path / "nowhere.png", 2)):
        said = changing_learner("export", "--all", "--into", path, "-o", tmp_path / "baked", "--json")
        assert said.code == code
    big = tmp_path / "big.png"
    big.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(MAX_INPUT_BYTES))
    assert changing_learner("export", "--all", "--into", big, "-o", tmp_path / "baked").code == 4
    assert not (tmp_path / "baked").exists()
