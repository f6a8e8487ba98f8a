"""`wallet quality` and `wallet frameworks`: documents, pages, and exit codes that quality never moves unasked."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Final

import pytest

from tests.places import SAMPLES
from tests.unit.cli.conftest import Wallet
from wallet.codec.json import dumps
from wallet.model.json import JsonObject

GOOD: Final = SAMPLES / "01-data-science.json"
OTHER: Final = SAMPLES / "12-programming.json"
EU: Final = "eu-2022-annex1"
EASY: Final[JsonObject] = {
    "schema": "wallet.framework/1",
    "id": "easy",
    "version": "2026-11-01",
    "provisional": False,
    "title": {"en": "Easy", "ja": "易しい"},
    "publisher": "Nobody",
    "kind": "descriptor-list",
    "elements": [{"id": "E-1", "descriptor": "title", "level": "mandatory", "provenance": "made up"}],
}


@pytest.fixture
def easy(tmp_path: Path) -> Path:
    path = tmp_path / "easy.json"
    path.write_bytes(dumps(EASY))
    return path


def test_the_document_has_the_shape_of_the_contract(wallet: Wallet) -> None:
    document = wallet("quality", GOOD, "--framework", EU, "--offline", "--json").document
    assert document["schema"] == "wallet.quality/1"
    assert document["standing"] == "none"
    (framework,) = frameworks(document)
    assert (framework["id"], framework["provisional"], framework["required"], framework["met"]) == (EU, False, 11, 4)
    descriptors = framework["descriptors"]
    assert isinstance(descriptors, list)
    by_id = {item["id"]: item for item in descriptors if isinstance(item, dict)}
    title = by_id["title"]
    assert (title["level"], title["state"], title["covered"]) == ("mandatory", "native", True)
    assert title["path"] == "/credentialSubject/achievement/name"
    assert by_id["workload"]["state"] == "text-hint"
    assert by_id["issuer_country"]["state"] == "absent"


def frameworks(document: dict[str, object] | object) -> list[dict[str, object]]:
    assert isinstance(document, dict)
    found = document["frameworks"]
    assert isinstance(found, list)
    return found


def test_without_a_name_every_framework_judges(wallet: Wallet) -> None:
    found = {item["id"] for item in frameworks(wallet("quality", GOOD, "--offline", "--json").document)}
    assert {EU, "jp-jwg-1.x", "unesco-2022"} <= found


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["stated and proved", "not stated", "4 of 11 required stated", "provisional", "Could you add"]),
        ("ja", ["記載あり（証明済み）", "記載なし", "必須 11 項目中 4 項目", "暫定", "追記をお願い"]),
    ],
)
def test_the_page_in_words(wallet: Wallet, language: str, said: list[str]) -> None:
    page = wallet("quality", GOOD, "--offline", "--lang", language)
    assert page.code == 0
    for words in said:
        assert words in page.out


def test_several_stand_side_by_side(wallet: Wallet) -> None:
    page = wallet("quality", GOOD, OTHER, "--offline", "--framework", EU).out
    assert "4/11" in page.splitlines()[-17]


def test_a_badge_of_the_vault_and_all_of_them(changing_learner: Wallet) -> None:
    first = next(iter(changing_learner("list", "--json").documents))
    badge_id = str(first["id"])
    assert changing_learner("quality", badge_id, "--json").document["id"] == badge_id
    gathered = changing_learner("quality", "--all", "--json").document
    assert gathered["schema"] == "wallet.learning/1"
    badges = gathered["badges"]
    assert isinstance(badges, list)
    assert len(badges) == len(changing_learner("list", "--json").documents)
    rows = list(csv.reader(io.StringIO(changing_learner("quality", "--all", "--csv").out)))
    assert rows[0] == ["id", "name", "descriptor", "state", "value", "amount", "unit", "proved", "path"]
    assert {len(row) for row in rows} == {9}
    assert "each unit for itself" in changing_learner("quality", "--all").out


def test_show_has_the_line(changing_learner: Wallet) -> None:
    badge_id = str(changing_learner("list", "--json").documents[0]["id"])
    assert f"{EU}: " in changing_learner("show", badge_id).out
    changing_learner("frameworks", "default", "oliver-2019-cis")
    assert "oliver-2019-cis: " in changing_learner("show", badge_id).out


def test_quality_changes_no_exit_code_unless_asked(wallet: Wallet, changing_learner: Wallet, easy: Path) -> None:
    assert wallet("verify", GOOD, "--offline").code == 0
    refused = wallet("verify", GOOD, "--offline", "--require-framework", EU, "--json")
    assert refused.code == 1
    assert refused.document["outcome"] == "passed"
    assert refused.document["reasons"] == []
    quality = refused.document["quality"]
    assert isinstance(quality, dict)
    assert frameworks(quality)[0]["met"] == 4
    assert changing_learner("frameworks", "add", easy).code == 0
    assert changing_learner("verify", GOOD, "--offline", "--require-framework", "easy").code == 0
    badge_id = str(changing_learner("list", "--json").documents[0]["id"])
    assert changing_learner("check", badge_id, "--require-framework", EU).code == 1
    assert wallet("verify", GOOD, "--offline", "--require-framework", "none-such").code == 2


def test_frameworks_are_listed_shown_and_validated(wallet: Wallet, easy: Path, tmp_path: Path) -> None:
    assert "jp-jwg-1.x" in wallet("frameworks").out
    shown = wallet("frameworks", "show", "jp-jwg-1.x", "--lang", "ja").out
    assert "[暫定]" in shown
    assert "sha256" in shown
    assert wallet("frameworks", "show", EU, "--json").document["id"] == EU
    assert wallet("frameworks", "validate", easy).code == 0
    broken = tmp_path / "broken.json"
    broken.write_bytes(dumps({**EASY, "elements": [{"id": "E-1"}]}))
    said = wallet("frameworks", "validate", broken)
    assert said.code == 2
    assert "/elements/0" in said.err
    assert wallet("frameworks", "show").code == 2


def test_a_file_of_ones_own_judges_without_being_kept(wallet: Wallet, easy: Path) -> None:
    document = wallet("quality", GOOD, "--offline", "--framework-file", easy, "--json").document
    (found,) = frameworks(document)
    assert (found["id"], found["met"], found["required"]) == ("easy", 1, 1)


def test_what_is_no_credential_is_said(wallet: Wallet, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("hello", encoding="utf-8")
    assert wallet("quality", tmp_path / "note.txt", "--offline").code == 4
    assert wallet("quality", tmp_path / "nowhere.json", "--offline").code == 2
    assert wallet("quality", "--offline").code == 2
