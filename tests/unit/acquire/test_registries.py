"""Registries gathered: one, a list of them, and federations whole."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.simulator.issuer import NOW
from tests.unit.verify.badges import Signer, World
from tests.unit.verify.test_trust import ANCHOR, ANCHOR_ID, ANCHORED, DID, LEGACY, statement
from wallet.acquire.registries import RegistryReader
from wallet.codec import json as strict_json
from wallet.codec.limits import MAX_REGISTRY_BYTES, MAX_REGISTRY_ENTRIES
from wallet.errors import NotFoundError, RemoteError, UsageError
from wallet.model.json import JsonObject, JsonValue
from wallet.model.record import RegistrySnapshot
from wallet.registry import ALGORITHMS

URL = "https://registry.example/registry.json"
LIST = f"{ANCHOR_ID}/list"
FETCH = f"{ANCHOR_ID}/fetch"
ENDPOINTS: JsonObject = {"federation_entity": {"federation_list_endpoint": LIST, "federation_fetch_endpoint": FETCH}}
CONFIGURATION = statement(ANCHOR_ID, keys=ANCHOR, metadata=ENDPOINTS)
LISTS_ONLY = statement(ANCHOR_ID, keys=ANCHOR, metadata={"federation_entity": {"federation_list_endpoint": LIST}})
ABOUT = f"{FETCH}?sub=did%3Aweb%3Auniversity.example"


def read(source: str, answers: dict[str, JsonValue | bytes] | None = None, name: str = "") -> list[RegistrySnapshot]:
    world = World(dict(answers or {}))
    return [*RegistryReader(materials=world, algorithms=ALGORITHMS, at=NOW).read(source, name)]


def test_a_file(tmp_path: Path) -> None:
    file = tmp_path / "dcc.json"
    file.write_bytes(strict_json.dumps(LEGACY))
    (found,) = read(str(file))
    assert (found.name, found.kind, found.source) == ("dcc.json", "dcc-legacy", str(file))
    assert found.dated == datetime(2026, 3, 12, 16, 20, tzinfo=UTC)
    assert found.retrieved_at == NOW
    assert found.content == file.read_bytes()
    assert read(str(file), name="DCC")[0].name == "DCC"


def test_an_address() -> None:
    (found,) = read(URL, {URL: {"registry": {}}})
    assert found.name == "registry.example"
    assert found.dated == NOW


def test_a_list_of_registries_is_followed() -> None:
    listed: JsonValue = [
        {"type": "dcc-legacy", "name": "Sandbox", "url": "https://sandbox.example/r.json"},
        {"type": "oidf", "name": "Members", "trustAnchorEC": f"{ANCHOR_ID}/ec", "fetchEndpoint": f"{FETCH}?sub="},
    ]
    found = read(
        URL,
        {
            URL: listed,
            "https://sandbox.example/r.json": LEGACY,
            f"{ANCHOR_ID}/ec": CONFIGURATION,
            LIST: [DID],
            ABOUT: statement(DID),
        },
    )
    assert [(item.name, item.kind) for item in found] == [("Sandbox", "dcc-legacy"), ("Members", "oidf")]
    assert found[1].content == CONFIGURATION + b"\n" + statement(DID)


def test_a_federation_is_gathered_whole_and_nobody_is_asked_for_by_name_alone() -> None:
    world = World({URL: CONFIGURATION, LIST: [DID, 7], ABOUT: statement(DID)})
    (found,) = RegistryReader(materials=world, algorithms=ALGORITHMS, at=NOW).read(URL)
    assert world.asked == [URL, LIST, ABOUT]
    assert found.content.split() == [CONFIGURATION, statement(DID)]


@pytest.mark.parametrize(
    ("configuration", "answers"),
    [
        (ANCHORED, {}),
        (CONFIGURATION, {LIST: {"not": "a list"}}),
        (
            statement(ANCHOR_ID, keys=ANCHOR, metadata={"federation_entity": {"federation_list_endpoint": LIST}}),
            {LIST: [DID]},
        ),
        (statement(ANCHOR_ID, keys=ANCHOR, metadata=7), {}),
    ],
)
def test_an_anchor_that_gives_nothing_lists_nobody(configuration: bytes, answers: dict[str, JsonValue | bytes]) -> None:
    (found,) = read(URL, {URL: configuration, **answers})
    assert found.content == configuration


def test_a_gathered_federation_is_kept_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "federation.jsonl"
    file.write_bytes(CONFIGURATION + b"\n" + statement(DID) + b"\n")
    (found,) = read(str(file))
    assert found.content == file.read_bytes()


def test_what_is_no_registry() -> None:
    with pytest.raises(UsageError) as caught:
        read(URL, {URL: b"<html>"})
    assert caught.value.code == "registry-unreadable"
    with pytest.raises(UsageError):
        read(URL, {URL: statement(ANCHOR_ID, Signer("stranger"), keys=ANCHOR)})
    with pytest.raises(UsageError):
        read(URL, {URL: CONFIGURATION, LIST: b"["})


def test_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        read(str(tmp_path / "missing.json"))
    with pytest.raises(RemoteError) as caught:
        read(URL)
    assert caught.value.code == "unreachable"
    with pytest.raises(RemoteError) as caught:
        read(URL, {URL: b" " * (MAX_REGISTRY_BYTES + 1)})
    assert caught.value.code == "too-large"


def test_what_is_too_much(tmp_path: Path) -> None:
    file = tmp_path / "large.json"
    file.write_bytes(b" " * (MAX_REGISTRY_BYTES + 1))
    with pytest.raises(UsageError) as caught:
        read(str(file))
    assert caught.value.code == "registry-too-large"
    many: JsonValue = [f"did:web:{number}.example" for number in range(MAX_REGISTRY_ENTRIES + 1)]
    with pytest.raises(UsageError) as caught:
        read(URL, {URL: CONFIGURATION, LIST: many})
    assert caught.value.code == "registry-too-large"
