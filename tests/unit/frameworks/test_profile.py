"""Frameworks as data: what ships, what a file must say, and how a table is replaced."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

import pytest

from tests.unit.frameworks.made import CONTEXTS, FILES, JWS, credential, edubadges_ob3, verified
from wallet.codec import json as strict_json
from wallet.errors import ConfigurationError, NotFoundError, UsageError
from wallet.frameworks.assess import assess
from wallet.frameworks.paths import read_path
from wallet.model.json import JsonObject, JsonValue
from wallet.model.quality import State
from wallet.storage.framework_files import FrameworkFiles

JAPAN: Final = "jp-jwg-1.x"
FINAL_TABLE: Final[JsonObject] = {
    "schema": "wallet.framework/1",
    "id": JAPAN,
    "version": "2027-04-01",
    "provisional": False,
    "title": {"en": "The table as published", "ja": "公表された一覧"},
    "publisher": "JMICRO",
    "kind": "descriptor-list",
    "sources": {"PUBLISHED": "the published table"},
    "elements": [
        {"id": f"J-{name}", "descriptor": name, "level": level, "provenance": "confirmed", "sources": ["PUBLISHED"]}
        for name, level in (("title", "mandatory"), ("workload", "mandatory"), ("grade", "optional"))
    ],
}


def written(folder: Path, document: JsonValue, name: str = "table.json") -> Path:
    path = folder / name
    path.write_bytes(strict_json.dumps(document))
    return path


def test_what_ships_says_where_each_row_comes_from() -> None:
    ids = {item.id for item in FILES.newest}
    assert {"eu-2022-annex1", JAPAN, "au-nmf-2021", "nz-nzqcf-2022", "unesco-2022", "my-mqa-ggp-2020"} <= ids
    assert {"hk-hkuspace-stack", "oliver-2019-cis", "eco-2020"} <= ids
    for framework in FILES.newest:
        assert set(framework.title) == {"en", "ja"}
        assert framework.sources
        for element in framework.elements:
            assert element.provenance
            assert element.sources or element.provisional
    european = FILES.get("eu-2022-annex1")
    assert sum(element.mandatory for element in european.elements) == 11
    assert len(european.elements) == 16
    assert not european.provisional


def test_what_is_inferred_is_marked() -> None:
    japanese = FILES.get(JAPAN)
    assert japanese.provisional
    assert all(element.provisional for element in japanese.elements)
    recalled = [item for f in FILES.newest for item in f.elements if item.provenance in ("recalled", "inferred")]
    assert recalled
    assert all(item.provisional for item in recalled)


def test_the_crosswalk_has_every_descriptor_in_both_languages() -> None:
    assert len(FILES.crosswalk.descriptors) == 26
    for item in FILES.crosswalk.descriptors.values():
        assert set(item.title) == {"en", "ja"}
        assert set(item.paths) == {"ob2", "ob3", "clr2", "elm3"}


def test_another_table_is_another_file_and_old_reports_name_theirs(tmp_path: Path) -> None:
    """The provisional Japanese table is replaced by data alone."""
    files = FrameworkFiles(tmp_path / "vault" / "frameworks")
    document = credential(edubadges_ob3(), JWS)
    before = assess(document, verified(), files.by(files.get(JAPAN)), CONTEXTS).frameworks[0]
    assert files.add(written(tmp_path, FINAL_TABLE)) == JAPAN
    again = FrameworkFiles(tmp_path / "vault" / "frameworks")
    for now in (files, again):
        after = assess(document, verified(), now.by(now.get(JAPAN)), CONTEXTS).frameworks[0]
        assert (before.provisional, after.provisional) == (True, False)
        assert (after.version, after.required, after.met) == ("2027-04-01", 2, 2)
        assert after.sha256 == hashlib.sha256(strict_json.dumps(FINAL_TABLE)).hexdigest()
        assert now.get(f"{JAPAN}@{before.version}").sha256 == before.sha256 != after.sha256


def test_what_was_added_is_the_users_alone(tmp_path: Path) -> None:
    files = FrameworkFiles(tmp_path / "vault" / "frameworks")
    files.add(written(tmp_path, FINAL_TABLE))
    (kept,) = (tmp_path / "vault" / "frameworks").iterdir()
    assert kept.stat().st_mode & 0o077 == 0
    files.add(written(tmp_path, FINAL_TABLE))
    with pytest.raises(UsageError, match="framework-exists"):
        files.add(written(tmp_path, {**FINAL_TABLE, "publisher": "Somebody else"}))


def without(name: str) -> JsonObject:
    return {key: value for key, value in FINAL_TABLE.items() if key != name}


RULE: Final[JsonObject] = {"en": "a", "ja": "b"}
TEST: Final[JsonObject] = {"id": "T", "rule": RULE, "needs": []}
AWARD: Final[JsonObject] = {"id": "A", "title": RULE, "unit": "u", "credits": -1}
ROW: Final[JsonObject] = {"id": "J-1", "descriptor": "title", "level": "mandatory", "provenance": "confirmed"}


@pytest.mark.parametrize(
    ("document", "place"),
    [
        ([], "/"),
        ({"schema": "wallet.framework/2"}, "/schema"),
        (without("title"), "/title"),
        (without("elements"), "/elements"),
        ({**FINAL_TABLE, "id": "Not An Id"}, "/id"),
        ({**FINAL_TABLE, "version": "1.0"}, "/version"),
        ({**FINAL_TABLE, "provisional": "no"}, "/provisional"),
        ({**FINAL_TABLE, "title": {"en": "only"}}, "/title/ja"),
        ({**FINAL_TABLE, "surprise": 1}, "/surprise"),
        ({**FINAL_TABLE, "elements": {}}, "/elements"),
        ({**FINAL_TABLE, "elements": ["title"]}, "/elements/0"),
        ({**FINAL_TABLE, "elements": [{**ROW, "descriptor": "colour"}]}, "/elements/0/descriptor"),
        ({**FINAL_TABLE, "elements": [{**ROW, "level": "maybe"}]}, "/elements/0/level"),
        ({**FINAL_TABLE, "elements": [{**ROW, "sources": ["NOWHERE"]}]}, "/elements/0/sources"),
        ({**FINAL_TABLE, "elements": [ROW, {**ROW, "id": "J-2"}]}, "title twice"),
        ({**FINAL_TABLE, "elements": [ROW, ROW]}, "J-1 twice"),
        ({**FINAL_TABLE, "tests": [TEST]}, "/tests/0/needs"),
        (
            {**FINAL_TABLE, "stacking": [AWARD]},
            "credits",
        ),
    ],
)
def test_a_file_that_is_wrong_is_told_where(document: JsonValue, place: str) -> None:
    with pytest.raises(UsageError, match="framework-unreadable") as raised:
        FILES.read(strict_json.dumps(document))
    assert place in raised.value.params["detail"]


def test_files_that_are_no_json_or_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="framework-unreadable"):
        FILES.read(b"{")
    with pytest.raises(NotFoundError):
        FILES.from_file(tmp_path / "nowhere.json")
    with pytest.raises(ConfigurationError, match="bundle-damaged"):
        _ = FrameworkFiles(tmp_path, data=tmp_path).crosswalk
    large = tmp_path / "large.json"
    large.write_bytes(b" " * 1_000_001)
    with pytest.raises(UsageError, match="framework-unreadable"):
        FILES.from_file(large)


def test_a_name_that_nobody_has() -> None:
    with pytest.raises(UsageError, match="framework-unknown"):
        FILES.get("eu-2099")
    with pytest.raises(UsageError, match="framework-unknown"):
        FILES.get("eu-2022-annex1@1999-01-01")


@pytest.mark.parametrize("text", ["", "$", "$.a.", "$.a{b}", "$.a{b=c", "$..a"])
def test_a_path_that_cannot_be_read(text: str) -> None:
    with pytest.raises(UsageError, match="framework-unreadable"):
        read_path(text)


def test_a_definition_is_a_list_of_tests() -> None:
    found = assess(credential(edubadges_ob3(), JWS), verified(), FILES.by(FILES.get("unesco-2022")), CONTEXTS)
    tests = {test.id: test.met for test in found.frameworks[0].tests}
    assert tests == {"UN-1": False, "UN-2": True, "UN-3": False, "UN-4": True}


def test_an_hour_is_the_least_where_hours_are_stated() -> None:
    for volume, met in (("PT60M", True), ("PT30M", False)):
        elm: JsonObject = {"credentialSubject": {"hasClaim": {"specifiedBy": {"volumeOfLearning": volume}}}}
        found = assess(credential(elm, JWS), verified(), FILES.by(FILES.get("au-nmf-2021")), CONTEXTS)
        tests = {test.id: test.met for test in found.frameworks[0].tests}
        assert tests["AU-S3"] is met


def test_a_credential_of_an_unknown_model_states_nothing() -> None:
    found = assess(credential({"credentialSubject": {"licence": "B"}}, JWS), verified(), FILES.by(), CONTEXTS)
    assert found.model is None
    assert all(
        item.finding.state in (State.ABSENT, State.NOT_APPLICABLE) for f in found.frameworks for item in f.elements
    )
