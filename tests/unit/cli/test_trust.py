"""Registries and first-seen keys at the command line."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Final

from tests.simulator.issuer import NOW
from tests.unit.cli.conftest import Wallet
from tests.unit.verify.badges import Signer, badge
from tests.unit.verify.test_trust import ANCHOR_ID, ANCHORED, statement
from wallet.codec import json as strict_json
from wallet.materials.directory import write_materials
from wallet.model.json import JsonObject, JsonValue
from wallet.model.material import Material, MaterialSource


def registry(folder: Path, issuer: str, updated: str, name: str = "Example University") -> Path:
    document: JsonObject = {"meta": {"updated": updated}, "registry": {issuer: {"name": name}}}
    file = folder / f"registry-{updated[:10]}.json"
    file.write_bytes(strict_json.dumps(document))
    return file


DID: Final = "did:web:university.example"
FIRST, SECOND = Signer("cli first", f"{DID}#1"), Signer("cli second", f"{DID}#2")


def published(folder: Path) -> Path:
    """A materials directory in which the issuer lists both its keys."""
    methods: list[JsonValue] = [
        {"id": signer.method, "type": "Multikey", "controller": DID, "publicKeyMultibase": signer.multikey}
        for signer in (FIRST, SECOND)
    ]
    content = strict_json.dumps({"id": DID, "assertionMethod": methods})
    material = Material(
        url="https://university.example/.well-known/did.json",
        content=content,
        media_type="application/json",
        sha256=sha256(content).hexdigest(),
        source=MaterialSource.MATERIALS,
        retrieved_at=NOW,
    )
    write_materials(folder / "published", [material])
    return folder / "published"


def imported(learner: Wallet, folder: Path, signer: Signer, materials: Path) -> JsonObject:
    """Import a badge of the issuer, check it, and return its report."""
    file = folder / f"{signer.phrase}.json"
    file.write_bytes(strict_json.dumps(signer.secure(badge(DID, name=signer.phrase))))
    row = learner("import", file, "--materials", materials, "--json").document
    return learner("check", str(row["id"]), "--materials", materials, "--json").document


def trust_of(document: JsonObject) -> JsonObject:
    trust = document["trust"]
    assert isinstance(trust, dict)
    return trust


def test_a_registry_is_kept_listed_used_and_forgotten(changing_learner: Wallet, tmp_path: Path) -> None:
    materials = published(tmp_path)
    file = registry(tmp_path, "did:web:nobody.example", "2026-03-01T00:00:00Z")
    added = changing_learner("trust", "registry", "add", file, "--name", "DCC", "--json").document
    assert (added["name"], added["kind"], added["dated"]) == ("DCC", "dcc-legacy", "2026-03-01T00:00:00Z")
    assert "DCC  as of" in changing_learner("trust", "registry").out
    report = imported(changing_learner, tmp_path, FIRST, materials)
    assert report["outcome"] == "passed"
    assert trust_of(report)["issuer"] == "self-asserted"

    older = registry(tmp_path, DID, "2026-02-01T00:00:00Z")
    refused = changing_learner("trust", "registry", "add", older, "--name", "DCC", "--json")
    assert (refused.code, refused.document["error"]) == (2, "registry-older")
    newer = registry(tmp_path, DID, "2026-04-01T00:00:00Z")
    assert changing_learner("trust", "registry", "add", newer, "--name", "DCC").code == 0
    trust = trust_of(changing_learner("check", str(report["id"]), "--materials", materials, "--json").document)
    assert (trust["issuer"], trust["by"], trust["name"]) == ("known", ["DCC"], "Example University")
    assert trust["as_of"] == "2026-04-01T00:00:00Z"
    asked = ("verify", tmp_path / "cli first.json", "--materials", materials, "--require-trusted")
    assert changing_learner(*asked).code == 0

    assert changing_learner("trust", "registry", "remove", "DCC").out == ""
    assert changing_learner(*asked).code == 1
    gone = changing_learner("trust", "registry", "remove", "DCC", "--json")
    assert (gone.code, gone.document["error"]) == (2, "registry-unknown")


def test_what_is_missing_or_too_much_is_told(learner: Wallet) -> None:
    assert learner("trust", "registry", "add", "--json").document["error"] == "registry-missing"
    assert learner("trust", "registry", "lose", "--json").code == 2
    assert learner("trust", "accept", "--json").document["error"] == "issuer-missing"
    assert learner("trust", "add", "a", "b", "--json").code == 2
    assert learner("trust", "accept", "did:web:nobody.example", "--json").document["error"] == "issuer-unseen"


def test_a_key_that_changes_is_an_alarm_until_it_is_accepted(changing_learner: Wallet, tmp_path: Path) -> None:
    materials = published(tmp_path)
    first = trust_of(imported(changing_learner, tmp_path, FIRST, materials))
    assert (first["warnings"], first["first_seen"]) == ([], "2026-11-23T14:05:00Z")
    report = imported(changing_learner, tmp_path, SECOND, materials)
    assert report["outcome"] == "passed"
    assert trust_of(report)["warnings"] == ["key-changed"]
    keys = [row for row in changing_learner("trust", "keys", "--json").documents if row["issuer"] == DID]
    assert sorted(str(row["accepted"]) for row in keys) == ["False", "True"]
    assert "the key is not the one seen before" in changing_learner("trust", "keys").out
    accepted = changing_learner("trust", "accept", DID)
    assert "the key is not the one seen before" not in accepted.out
    assert accepted.out.count(DID) == 2
    again = changing_learner("check", str(report["id"]), "--materials", materials, "--json").document
    assert trust_of(again)["warnings"] == []


def test_a_federation_answers_with_its_own_key_alone(changing_learner: Wallet, tmp_path: Path) -> None:
    file = tmp_path / "federation"
    file.write_bytes(ANCHORED)
    assert changing_learner("trust", "registry", "add", file, "--name", "F").code == 0
    stranger = Signer("another anchor")
    file.write_bytes(statement(ANCHOR_ID, stranger, keys=stranger))
    refused = changing_learner("trust", "registry", "add", file, "--name", "F", "--json")
    assert (refused.code, refused.document["error"]) == (2, "registry-key-changed")
