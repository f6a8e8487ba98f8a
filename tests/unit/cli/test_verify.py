"""`wallet verify`: documents, pages and exit codes."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from tests.places import SAMPLES
from tests.unit.cli.conftest import Wallet
from wallet.model.json import JsonObject

GOOD: Final = SAMPLES / "01-data-science.json"
EXPIRED: Final = SAMPLES / "07-first-aid-expired.json"
OPEN: Final = SAMPLES / "08-lab-safety-revoked.json"


def member(document: JsonObject, name: str) -> JsonObject:
    value = document[name]
    assert isinstance(value, dict)
    return value


def test_the_document_has_the_shape_of_the_contract(wallet: Wallet) -> None:
    said = wallet("verify", GOOD, "--offline", "--json")
    assert said.code == 0
    assert said.err == ""
    document = said.document
    assert document["schema"] == "wallet.report/1"
    assert document["network"] == "off"
    assert document["outcome"] == "passed"
    assert document["reasons"] == []
    assert document["quality"] is None
    assert set(member(document, "input")) == {"source", "sha256", "bytes", "carrier", "format"}
    assert member(document, "trust")["issuer"] == "unknown"


def test_the_same_question_has_the_same_bytes(wallet: Wallet) -> None:
    first, again = (wallet("verify", GOOD, EXPIRED, "--offline", "--json").out for _ in range(2))
    assert first == again


@pytest.mark.parametrize(("badge", "code"), [(GOOD, 0), (EXPIRED, 1), (OPEN, 3)])
def test_the_exit_code_is_the_outcomes(wallet: Wallet, badge: Path, code: int) -> None:
    assert wallet("verify", badge, "--offline").code == code


def test_with_several_the_worst_counts_and_each_is_a_line(wallet: Wallet) -> None:
    said = wallet("verify", GOOD, OPEN, EXPIRED, "--offline", "--json")
    assert said.code == 1
    assert [document["outcome"] for document in said.documents] == ["passed", "indeterminate", "failed"]


def test_a_name_that_leads_nowhere_does_not_stop_the_others(wallet: Wallet, tmp_path: Path) -> None:
    said = wallet("verify", tmp_path / "nowhere.json", GOOD, "--offline", "--json")
    assert said.code == 2
    error, report = said.documents
    assert (error["schema"], error["error"]) == ("wallet.error/1", "not-found")
    assert report["outcome"] == "passed"
    assert "hint:" in said.err


def test_what_is_no_credential_is_refused_with_a_reason(wallet: Wallet, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("hello", encoding="utf-8")
    said = wallet("verify", tmp_path / "note.txt", "--json")
    assert said.code == 4
    assert (said.document["outcome"], said.document["credential"]) == ("refused", None)


def test_an_empty_folder_is_not_a_pass(wallet: Wallet, tmp_path: Path) -> None:
    said = wallet("verify", tmp_path)
    assert said.code == 4
    assert said.out == ""
    assert "Nothing was found" in said.err


def test_an_address_is_not_asked_offline(wallet: Wallet) -> None:
    said = wallet("verify", "https://issuer.example/badge.json", "--offline", "--json")
    assert said.code == 4
    assert said.document["reasons"] == ["offline"]


def test_a_configured_link_host_makes_no_other_command_need_a_network(
    wallet: Wallet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WALLET_LINK_HOST", "https://links.example")
    assert wallet("verify", GOOD, "--offline").code == 0


def test_the_page_keeps_the_three_questions_apart(wallet: Wallet) -> None:
    page = wallet("verify", GOOD, "--offline").out
    assert page.startswith("✓ passed: データサイエンス入門")
    assert "Trust: is the issuer known? unknown" in page
    assert "Quality: how fully is the learning described? not judged yet" in page


def test_the_page_in_japanese(wallet: Wallet) -> None:
    page = wallet("verify", OPEN, "--offline", "--lang", "ja").out
    assert page.startswith("? 判定できません")
    assert "失効情報リストの入手不可" in page
    assert "ヒント (検証者)" in page


def test_options_count_before_and_after_the_command(wallet: Wallet) -> None:
    before, after = wallet("--json", "--offline", "verify", GOOD), wallet("verify", GOOD, "--json", "--offline")
    assert before == after


def test_an_altered_badge_fails(wallet: Wallet, tmp_path: Path) -> None:
    altered = tmp_path / "altered.json"
    text = GOOD.read_text(encoding="utf-8")
    assert "データサイエンス入門" in text
    altered.write_text(text.replace("データサイエンス入門", "データサイエンス上級"), encoding="utf-8")
    said = wallet("verify", altered, "--offline", "--json")
    assert said.code == 1
    assert said.document["reasons"] == ["signature-mismatch", "not-checked"]
    assert said.document["credential"] is None


def test_binding_that_is_asked_for_is_not_taken_for_granted(wallet: Wallet) -> None:
    said = wallet("verify", GOOD, "--offline", "--require-binding", "--json")
    assert said.code == 1
    assert said.document["reasons"] == ["holder-unbound"]


def test_an_unknown_issuer_matters_only_when_asked(wallet: Wallet, tmp_path: Path) -> None:
    nowhere = tmp_path / "no-vault"
    assert wallet("verify", GOOD, "--offline", "--vault", nowhere).code == 0
    said = wallet("verify", GOOD, "--offline", "--require-trusted", "--vault", nowhere, "--json")
    assert said.code == 1
    assert said.document["outcome"] == "passed"
    assert said.document["reasons"] == ["not-trusted"]
    assert "Issuer not known" in wallet("verify", GOOD, "--offline", "--require-trusted", "--vault", nowhere).out


def test_an_issuer_known_to_the_vault_is_known_here(changing_learner: Wallet) -> None:
    document = changing_learner("verify", GOOD, "--offline", "--json").document
    issuer = member(member(document, "credential"), "issuer")["id"]
    assert isinstance(issuer, str)
    assert changing_learner("trust", "add", issuer, "--by", "the registrar").code == 0
    said = changing_learner("verify", GOOD, "--offline", "--require-trusted", "--json")
    assert said.code == 0
    assert member(said.document, "trust")["by"] == ["the registrar"]
    # Another issuer is not known because this one is.
    assert changing_learner("verify", SAMPLES / "11-exchange-semester.json", "--offline", "--require-trusted").code == 1


def test_a_badge_of_the_vault_is_verified_by_its_id(learner: Wallet) -> None:
    badge = next(row for row in learner("list", "--json").documents if row["outcome"] == "failed")
    said = learner("verify", str(badge["id"]), "--json")
    assert said.code == 1
    assert said.document["id"] == badge["id"]
    refused = learner("verify", str(badge["id"]), "--challenge", "c", "--json")
    assert (refused.code, refused.document["error"]) == (2, "expectation-needs-file")
    assert learner("verify", "zzzz2222", "--json").document["error"] == "not-found"
