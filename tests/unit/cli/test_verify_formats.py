"""`wallet verify` on what is more than one signature: anchored badges and learner records."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tests.unit.cli.conftest import Wallet
from tests.unit.verify.anchoring import ESPLORA, ISSUER, REVOCATIONS, Chain, anchored_2017, assertion
from tests.unit.verify.test_learner_records import SCHOOL, TEACHER, jwt_badge, record, signed_badge
from wallet.codec import json
from wallet.model.json import JsonObject, JsonValue

AT = ("--at", "2026-11-23T14:05:00Z")


def written(folder: Path, name: str, document: JsonObject) -> Path:
    file = folder / name
    file.write_bytes(json.dumps(document))
    return file


def materials(folder: Path, answers: Mapping[str, JsonValue | bytes]) -> Path:
    """A materials directory as the contract describes it."""
    folder.mkdir()
    entries: list[JsonValue] = []
    for number, (url, answer) in enumerate(answers.items()):
        (folder / f"{number}.json").write_bytes(answer if isinstance(answer, bytes) else json.dumps(answer))
        entry: JsonObject = {"url": url, "file": f"{number}.json", "media_type": "application/json"}
        entries.append({**entry, "retrieved_at": "2026-11-23T13:00:00Z"})
    written(folder, "index.json", {"schema": "wallet.materials/1", "entries": entries})
    return folder


def test_a_blockcert_with_and_without_its_transaction(wallet: Wallet, tmp_path: Path) -> None:
    file = written(tmp_path, "blockcert.json", anchored_2017(assertion()))
    alone = wallet("verify", file, "--offline", "--json", *AT)
    assert (alone.code, alone.document["reasons"]) == (3, ["anchor-unchecked", "not-checked"])
    answers = Chain(assertion()).world.answers
    kept = materials(tmp_path / "kept", {url: answers[url] for url in (ESPLORA, ISSUER, REVOCATIONS)})
    said = wallet("verify", file, "--materials", kept, "--json", *AT)
    assert (said.code, said.document["outcome"]) == (0, "passed")
    page = wallet("verify", file, "--materials", kept, "--lang", "en", *AT).out
    assert "Entered in the blockchain btc:testnet on 9 October 2025" in page
    assert "was not looked" not in page
    assert "ブロックチェーンの記録を確認していません" in wallet("verify", file, "--offline", "--lang", "ja", *AT).out


def test_a_record_is_trusted_when_its_issuer_and_all_inside_are(changing_learner: Wallet, tmp_path: Path) -> None:
    file = written(tmp_path, "clr.json", SCHOOL.secure(record(signed_badge(), jwt_badge().decode())))
    asked = ("verify", file, "--offline", "--require-trusted", "--json", *AT)
    assert changing_learner(*asked).code == 1
    assert changing_learner("trust", "add", TEACHER.did).code == 0
    assert changing_learner(*asked).document["reasons"] == ["not-trusted"]
    assert changing_learner("trust", "add", SCHOOL.did).code == 0
    assert changing_learner(*asked).code == 0


def test_the_page_of_a_record(wallet: Wallet, tmp_path: Path) -> None:
    file = written(tmp_path, "clr.json", SCHOOL.secure(record(signed_badge())))
    page = wallet("verify", file, "--offline", "--lang", "en", *AT).out
    assert page.count("Trust: is the issuer known?") == 2
    assert "how they belong together" in page
