"""Everything about each badge as plain files, in a folder of its own that can be kept in git.

Names are made of the badge's id and of content, and nothing in a file says when it was written: the same badge after
the same check gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from wallet.codec import json
from wallet.codec.time import format_instant
from wallet.errors import UsageError
from wallet.model.frozen import frozen
from wallet.model.json import JsonObject, JsonValue
from wallet.model.record import BadgeRecord
from wallet.storage import files, values
from wallet.storage.export import export_originals, stem

ABOUT: Final = "badge.json"
_CREDENTIAL: Final = "credential"


@frozen
class PlainBadge:
    """One badge to write out: its record, and the pages about it by file name (`report.en.txt`, ...)."""

    record: BadgeRecord
    pages: Mapping[str, bytes]


def badge_folder(record: BadgeRecord) -> str:
    """The name of a badge's folder: readable, safe on every file system, and unique by its id."""
    return f"{stem(record.summary.name)}-{record.summary.id}"


def export_plain(badge: PlainBadge, folder: Path) -> Path:
    """Write the folder of one badge into `folder`, and return it. Raises `UsageError`, `VaultStorageError`.

    Files of an earlier export are brought up to date; one that is the same is not touched.
    """
    own = folder / badge_folder(badge.record)
    with files.storage_errors(own):
        if own.is_symlink() or (own.exists() and not own.is_dir()):
            raise UsageError("file-exists", path=str(own))
        own.mkdir(mode=files.FOLDER_MODE, parents=True, exist_ok=True)
    export_originals([badge.record], own)
    pages = {**badge.pages, ABOUT: json.dumps_readable(_about(badge.record))}
    if all(carrier.content != badge.record.payload for carrier in badge.record.carriers):
        suffix = ".json" if badge.record.payload.lstrip()[:1] in {b"{", b"["} else ".txt"
        pages[_CREDENTIAL + suffix] = badge.record.payload
    _put_all(own, pages)
    return own


def _put_all(folder: Path, pages: Mapping[str, bytes]) -> None:
    for name, content in pages.items():
        path = folder / name
        with files.storage_errors(path):
            if not path.is_symlink() and path.is_file() and path.read_bytes() == content:
                continue
        files.replace_private(path, content)


def _about(record: BadgeRecord) -> JsonObject:
    summary = record.summary
    carriers: list[JsonValue] = [
        {
            "sha256": carrier.sha256,
            "kind": carrier.kind,
            "name": carrier.name,
            "source": carrier.source,
            "received_at": format_instant(carrier.received_at),
        }
        for carrier in record.carriers
    ]
    return {
        "schema": "wallet.badge/1",
        "id": summary.id,
        "sha256": values.sha256(record.payload),
        "name": summary.name,
        "issuer": {"id": summary.issuer_id, "name": summary.issuer_name},
        "format": summary.format,
        "added_at": format_instant(summary.added_at),
        "tags": [*summary.tags],
        "earlier": [*record.earlier],
        "received": carriers,
    }
