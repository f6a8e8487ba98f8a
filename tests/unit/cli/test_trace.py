"""`wallet verify --trace`: for people, as JSON, in both languages."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest

from tests.places import ROOT, SAMPLES
from tests.unit.cli.conftest import Wallet
from wallet.cli.options import Settings
from wallet.cli.run import Run
from wallet.cli.trace import trace_lines
from wallet.codec import json
from wallet.text.trace import LABELS

GOOD: Final = SAMPLES / "01-data-science.json"


def test_the_page_shows_the_steps_after_the_verdict(wallet: Wallet) -> None:
    said = wallet("verify", GOOD, "--offline", "--trace")
    assert said.code == 0
    page, _, trace = said.out.partition("  Trace\n")
    assert page == wallet("verify", GOOD, "--offline").out
    assert "proof 1: eddsa-rdfc-2022: holds" in trace
    assert "/issuer → https://www.w3.org/2018/credentials#issuer" in trace
    assert "canonical document (RDFC-1.0)" in trace
    assert "signing input (hexadecimal): " in trace


def test_the_document_has_one_member_more(wallet: Wallet) -> None:
    plain = wallet("verify", GOOD, "--offline", "--json").document
    traced = wallet("verify", GOOD, "--offline", "--json", "--trace").document
    shown = traced.pop("trace")
    assert traced == plain
    assert isinstance(shown, list)
    (proof,) = shown
    assert isinstance(proof, dict)
    assert proof["holds"] is True
    assert (proof["hash"], proof["canonicalization"]) == ("sha256", "RDFC-1.0")
    assert proof["signing_input"] == f"{proof['options_hash']}{proof['document_hash']}"


def test_an_altered_badge_is_traced_as_input_that_nobody_vouches_for(wallet: Wallet, tmp_path: Path) -> None:
    altered = tmp_path / "altered.json"
    document = {**json.loads_object(GOOD.read_bytes()), "awardedDate": "2001-01-01T00:00:00Z"}
    altered.write_bytes(json.dumps(document))
    said = wallet("verify", altered, "--offline", "--trace")
    assert said.code == 1
    assert "[signature-mismatch]: does not hold; what follows is input that nobody vouches for" in said.out


def test_a_document_without_a_safe_reading_has_no_values_to_show(wallet: Wallet, tmp_path: Path) -> None:
    altered = tmp_path / "altered.json"
    altered.write_bytes(json.dumps({**json.loads_object(GOOD.read_bytes()), "notATerm": 1}))
    out = wallet("verify", altered, "--offline", "--trace").out
    assert "[dropped-terms]" in out
    assert "no intermediate values to show" in out
    assert "signing input" not in out


def test_in_japanese(wallet: Wallet) -> None:
    assert "証明 1: eddsa-rdfc-2022: 成立" in wallet("verify", GOOD, "--offline", "--trace", "--lang", "ja").out


def test_a_token(wallet: Wallet) -> None:
    said = wallet("verify", ROOT / "tests/hostile/inputs/C00-valid.jwt", "--offline", "--trace")
    assert 'header: {"' in said.out
    assert "payload: {" in said.out
    assert "canonical" not in said.out


def test_a_credential_without_proof(wallet: Wallet) -> None:
    assert "There is no proof." in wallet("verify", ROOT / "tests/hostile/inputs/A21-unsigned.json", "--trace").out


def test_a_badge_that_is_verified_by_addresses(wallet: Wallet) -> None:
    said = wallet("verify", ROOT / "tests/hostile/inputs/H00-ok.json", "--offline", "--trace")
    assert "This format is verified by the issuer's addresses" in said.out


def test_what_is_no_credential_has_no_trace(wallet: Wallet, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("hello", encoding="utf-8")
    said = wallet("verify", tmp_path / "note.txt", "--trace")
    assert (said.code, "Trace" in said.out) == (4, False)


def test_escapes_in_a_badge_do_not_reach_the_terminal(wallet: Wallet) -> None:
    for file in sorted((ROOT / "tests/hostile/inputs").glob("I0*.json")):
        out = wallet("verify", file, "--offline", "--trace").out
        assert "Trace" in out
        assert not [c for c in out if (ord(c) < 0x20 and c != "\n") or 0x7F <= ord(c) < 0xA0 or c in "\u202e\u2066"]


def test_the_credentials_in_a_presentation_are_traced_each(wallet: Wallet) -> None:
    (file,) = (ROOT / "tests/hostile/inputs").glob("K00-*.json")
    document = wallet("verify", file, "--offline", "--trace", "--json").document
    nested = document["credentials"]
    assert isinstance(nested, list)
    assert isinstance(document["trace"], list)
    assert all(isinstance(item, dict) and isinstance(item["trace"], list) for item in nested)
    out = wallet("verify", file, "--offline", "--trace").out
    assert out.count("  Trace\n") == 1 + len(nested)


def test_both_languages_have_every_heading() -> None:
    assert LABELS["ja"].keys() == LABELS["en"].keys()


def test_a_long_canonical_form_is_cut_on_the_page(monkeypatch: pytest.MonkeyPatch, wallet: Wallet) -> None:
    monkeypatch.setattr("wallet.cli.trace._MAX_LINES", 3)
    out = wallet("verify", GOOD, "--offline", "--trace").out
    assert out.count("\n        …\n") == 2
    assert trace_lines.__module__ == "wallet.cli.trace"


def test_what_verdicts_depend_on_stays_in_the_configuration() -> None:
    run = Run(Settings({}))
    run.wallet(max_age=7, trace=True)
    assert (run.config.trace, run.config.max_status_age) == (True, timedelta(days=7))
