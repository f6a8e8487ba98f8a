"""Delivering as a QR code: of a link, or of the presentation itself where it is small enough.

In the terminal the code is drawn with half blocks; with a file name it is written as PNG or SVG.
"""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import Final

from wallet.errors import UsageError
from wallet.share.file import write_file
from wallet.share.interface import Parcel, Receipt, ShareTarget

MAX_QR_BYTES: Final = 1_663
"""Version 33 at error correction M, in binary mode: 149 modules a side, as much as a telephone reads from a screen."""
_QUIET: Final = 4
_SCALE: Final = 8
_ID_CHARACTERS: Final = 22
_HALVES: Final = {(False, False): "█", (False, True): "▀", (True, False): "▄", (True, True): " "}
"""Light on dark, as terminals are: a module that is dark in the code is left out."""


class QrTarget:
    """Shares through `inner` and shows its link as a code; without `inner` the code holds the presentation."""

    name = "qr"

    def __init__(self, inner: ShareTarget | None, path: Path | None) -> None:
        self._inner = inner
        self._path = path

    def send(self, parcel: Parcel) -> Receipt:
        """Raises `UsageError`: `qr-too-large`, `file-exists`, `picture-kind` for a file that is neither PNG nor SVG."""
        if self._path is not None and self._path.suffix.lower() not in (".png", ".svg"):
            raise UsageError("picture-kind", path=str(self._path))
        if self._path is not None and self._path.exists():
            raise UsageError("file-exists", path=str(self._path))
        if self._inner is None and len(parcel.content.strip()) > MAX_QR_BYTES:
            raise UsageError("qr-too-large", bytes=str(len(parcel.content.strip())), limit=str(MAX_QR_BYTES))
        if self._inner is None:
            digest = hashlib.sha256(parcel.content).hexdigest()
            receipt = Receipt(target=self.name, id=digest[:_ID_CHARACTERS])
        else:
            receipt = self._inner.send(parcel)
        if self._path is not None:
            write_file(self._path, picture(receipt.link or parcel.content.decode(), self._path.suffix.lower()[1:]))
        return Receipt(
            target=self.name,
            id=receipt.id,
            link=receipt.link,
            file="" if self._path is None else str(self._path),
            revoke_key=receipt.revoke_key,
        )

    def revoke(self, link: str, revoke_key: str) -> None:
        """Take the link back. Raises `UsageError` (`cannot-revoke`) for a code that holds the presentation itself."""
        if self._inner is None:
            raise UsageError("cannot-revoke", target=self.name)
        self._inner.revoke(link, revoke_key)


def picture(text: str, kind: str) -> bytes:
    """The code as `png` or `svg`, with the quiet zone that readers need."""
    import segno

    stream = io.BytesIO()
    segno.make_qr(text.strip(), error="m").save(stream, kind=kind, scale=_SCALE, border=_QUIET, light="white")
    return stream.getvalue()


def half_blocks(text: str) -> tuple[str, ...]:
    """The code as lines of half blocks, two rows of modules each, for a terminal with a dark background."""
    import segno

    rows = [[bool(module) for module in row] for row in segno.make_qr(text.strip(), error="l").matrix_iter(border=2)]
    if len(rows) % 2:
        rows.append([False] * len(rows[0]))
    return tuple(
        "".join(_HALVES[pair] for pair in zip(upper, lower, strict=True))
        for upper, lower in zip(rows[::2], rows[1::2], strict=True)
    )
