"""`wallet pathways`: the graph of a vault, in words and as a document."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from tests.unit.cli.conftest import Wallet
from tests.unit.frameworks.made import edubadges_ob2, ob3
from wallet.codec.json import dumps
from wallet.model.json import JsonObject

CHILD: Final = "https://moodle.example/badges/badge_json.php?id=2"


def test_without_statements_nothing_is_drawn(learner: Wallet) -> None:
    assert "No badge here says" in learner("pathways").out
    document = learner("pathways", "--json").document
    assert (document["schema"], document["edges"], document["cycles"]) == ("wallet.pathways/1", [], [])
    achievements = document["achievements"]
    assert isinstance(achievements, list)
    standings = {item["standing"] for item in achievements if isinstance(item, dict)}
    assert standings == {"held", "blocked"}


def test_a_parent_badge_shows_what_it_takes(changing_learner: Wallet, tmp_path: Path) -> None:
    badge = edubadges_ob2()
    badge["badge"] = {
        "id": "https://moodle.example/badges/badge_json.php?id=1",
        "type": "BadgeClass",
        "name": "Parent",
        "alignments": [{"targetName": "Child", "targetUrl": CHILD}],
        "issuer": {"id": "https://moodle.example/", "type": "Profile", "name": "Moodle"},
    }
    path = tmp_path / "parent.json"
    path.write_bytes(dumps(badge))
    changing_learner("import", path)
    page = changing_learner("pathways").out
    assert "what this takes, by its issuer's statement" in page
    assert f"○ {CHILD}: needed" in page
    assert "entitled" not in page
    in_japanese = changing_learner("pathways", "--lang", "ja").out
    assert "必要なもの（発行者の記載による）" in in_japanese


def test_an_unsigned_badge_states_nothing_for_others(changing_learner: Wallet, tmp_path: Path) -> None:
    alignment: JsonObject = {
        "type": ["Alignment"],
        "targetType": "ceterms:Credential",
        "targetUrl": CHILD,
        "targetName": "Whole",
    }
    path = tmp_path / "unsigned.json"
    path.write_bytes(dumps(ob3({"alignment": [alignment]})))
    changing_learner("import", path)
    document = changing_learner("pathways", "--json").document
    assert document["edges"] == []
