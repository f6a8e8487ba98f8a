"""One path on disk to the badges in it: what `file`, `folder` and `archive` have in common."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from wallet.acquire.carriers import unwrap_archive, unwrap_each
from wallet.acquire.kinds import ARCHIVES, MAX_MESSAGE_BYTES, SNIFFED_BYTES, CarrierKind, sniff
from wallet.codec.limits import MAX_INPUT_BYTES
from wallet.errors import NotFoundError
from wallet.model.record import NotReceived, Received
from wallet.model.report import Reason


def status(source: str) -> os.stat_result | None:
    """What the path `source` leads to, links followed; None when it leads nowhere or cannot be a path."""
    try:
        return Path(source).stat() if source else None  # an empty path would be the current folder
    except (OSError, ValueError):
        return None


def existing(source: str) -> Path:
    """The path the user named. Raises `NotFoundError` when there is nothing."""
    if status(source) is None:
        raise NotFoundError(path=source)
    return Path(source)


def is_folder(source: str) -> bool:
    """Whether `source` names an existing folder."""
    found = status(source)
    return found is not None and stat.S_ISDIR(found.st_mode)


def is_archive(source: str) -> bool:
    """Whether `source` names a file that begins like an archive or a mailbox."""
    return kind_of(source) in ARCHIVES


def kind_of(source: str) -> CarrierKind:
    """What a file looks like by its beginning; unknown for what is no file."""
    found = status(source)
    if found is None or not stat.S_ISREG(found.st_mode):  # a pipe would lose the bytes looked at
        return CarrierKind.UNKNOWN
    try:
        with Path(source).open("rb") as stream:
            return sniff(stream.read(SNIFFED_BYTES))
    except OSError:
        return CarrierKind.UNKNOWN


def read_path(path: Path) -> Iterator[Received | NotReceived]:
    """The badges in one file or pipe, archives unpacked. A file that cannot be read is reported, not raised."""
    kind = kind_of(str(path))
    try:
        if kind in ARCHIVES:
            with path.open("rb") as stream:
                yield from unwrap_archive(stream, str(path), kind)
        else:
            limit = MAX_MESSAGE_BYTES if kind is CarrierKind.MAIL else MAX_INPUT_BYTES
            yield from unwrap_each(_beginning(path, limit), str(path), path.name)
    except OSError as error:
        yield unreadable(path, error)


def unreadable(path: Path, error: OSError) -> NotReceived:
    """The row for a path that the operating system will not let be read."""
    return NotReceived(source=str(path), reason=str(Reason.UNREACHABLE), params={"detail": error.strerror or ""})


def _beginning(path: Path, limit: int) -> bytes:
    """At most one byte more than there may be: enough to see that there is more."""
    with path.open("rb") as stream:
        return stream.read(limit + 1)
