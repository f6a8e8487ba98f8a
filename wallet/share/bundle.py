"""A presentation as a ZIP archive: what was signed, the badges as they are in it, and a report that people read.

Nothing in it names this machine or the vault: entries are numbered, and their dates are the earliest that ZIP can say.
"""

from __future__ import annotations

import io
import zipfile
from typing import Final

from wallet.codec.jose import looks_compact
from wallet.share.interface import Parcel

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_MODE: Final = 0o600 << 16


def bundle(parcel: Parcel) -> bytes:
    """The archive; the same parcel gives the same bytes."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        _add(file, f"presentation{ending(parcel.content)}", parcel.content)
        for number, badge in enumerate(parcel.enclosed, start=1):
            _add(file, f"badges/{number}{ending(badge.content)}", badge.content)
        for language, text in sorted(parcel.readable.items()):
            _add(file, f"report-{language}.txt", text.encode())
    return archive.getvalue()


def ending(content: bytes) -> str:
    """The usual ending of a file with such content."""
    if content.lstrip()[:1] == b"{":
        return ".json"
    return ".jwt" if looks_compact(content) else ".sd-jwt"


def _add(file: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, date_time=_EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = _MODE
    file.writestr(entry, content)
