"""Stores that lose what they acknowledged: a harness that does not notice them proves nothing."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from wallet.codec import json
from wallet.model.json import JsonObject
from wallet.storage import database

JOURNAL_OFF: Final = "journal-off"
WAL_NORMAL: Final = "wal-normal"
IN_PLACE_JSON: Final = "in-place-json"

_CHANGES: Final[dict[str, dict[str, tuple[str, str | int]]]] = {
    "": {},
    JOURNAL_OFF: {"journal_mode": ("OFF", "off")},
    WAL_NORMAL: {"journal_mode": ("WAL", "wal"), "synchronous": ("NORMAL", 1)},
}


def main_of(damage: str) -> Callable[[list[str]], int] | None:
    """Spoil the vault's settings as `damage` says; or the program of a store that stands in for the whole wallet."""
    if damage == IN_PLACE_JSON:
        return json_store
    changed: dict[str, tuple[str, str | int]] = dict(_CHANGES[damage])
    spoilt = tuple(
        (name, *changed[name]) if name in changed else (name, value, expected)
        for name, value, expected in database._SETTINGS
    )
    vars(database)["_SETTINGS"] = spoilt
    return None


def json_store(arguments: list[str]) -> int:
    """Badges in a JSON file that is written over; just enough of the command line for the checker."""
    folder = Path(arguments[arguments.index("--vault") + 1])
    path = folder / "vault.db"
    kept = {name: str(text) for name, text in _content(path).items()}
    command = next(word for word in arguments if word in {"init", "import", "list", "export", "links", "doctor"})
    if command == "init":
        folder.mkdir()
        path.write_text("{}")
    if command == "import":
        for name in arguments[arguments.index("import") + 1 :]:
            text = Path(name).read_text(errors="replace") if Path(name).is_file() else ""
            badge_id = hashlib.sha256(text.encode()).hexdigest()[:10]
            if text:
                kept[badge_id] = text
                path.write_bytes(json.dumps({**kept}))
                _say({"outcome": "imported", "id": badge_id})
    if command == "list":
        for badge_id in kept:
            _say({"id": badge_id, "tags": [], "outcome": "passed"})
    if command == "export":
        target = Path(arguments[arguments.index("-o") + 1])
        target.mkdir()
        for badge_id, text in kept.items():
            (target / badge_id).write_text(text)
        _say({"files": []})
    if command == "doctor":
        _say({"rows": []})
    return 0


def _content(path: Path) -> JsonObject:
    return json.loads_object(path.read_bytes()) if path.exists() else {}


def _say(row: JsonObject) -> None:
    os.write(1, json.dumps(row) + b"\n")
    sys.stdout.flush()
