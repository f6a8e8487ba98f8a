"""Archives that list their own files with hashes, as LearnCard's continuity bundle does in `manifest.json`.

The manifest is no badge. Where it names a file of the archive together with a SHA-256, that file must have it; where
it does not, what came is not what was put in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from wallet.codec import json as strict_json
from wallet.errors import CredentialError
from wallet.model.json import JsonValue

MANIFEST: Final = "manifest.json"
FOR_PEOPLE: Final = frozenset({"report-en.txt", "report-ja.txt"})
"""What this wallet puts beside a presentation for people to read; no badge is looked for in it."""

MAX_MANIFEST_BYTES: Final = 1024 * 1024
"""A thousand files with a kilobyte each."""

_NAMES: Final = ("path", "file", "name", "filename")
_HASHES: Final = ("sha256", "hash", "digest", "checksum")
_SHA256: Final = re.compile(r"(?:sha-?256[-:$=])?([0-9a-f]{64})", re.IGNORECASE)


def listed(manifest: bytes) -> Mapping[str, str]:
    """The names in a manifest and the SHA-256 of each, in lower-case hexadecimal; empty where it lists none."""
    if len(manifest) > MAX_MANIFEST_BYTES:
        return {}
    try:
        return dict(_entries(strict_json.loads(manifest)))
    except CredentialError:
        return {}


def _entries(value: JsonValue) -> Iterator[tuple[str, str]]:
    """Objects that say a name and a hash, and members that are a name with its hash."""
    if isinstance(value, list):
        for item in value:
            yield from _entries(item)
    elif isinstance(value, dict):
        name = next((value[key] for key in _NAMES if isinstance(value.get(key), str)), None)
        digest = next((found for key in _HASHES if (found := _hash(value.get(key)))), "")
        if isinstance(name, str) and digest:
            yield name, digest
        for key, item in value.items():
            if "." in key and _hash(item):
                yield key, _hash(item)
            elif isinstance(item, dict) and "." in key and not any(part in item for part in _NAMES):
                yield from _entries({**item, "path": key})
            else:
                yield from _entries(item)


def _hash(value: JsonValue) -> str:
    match = _SHA256.fullmatch(value) if isinstance(value, str) else None
    return match[1].lower() if match is not None else ""
