"""Badges from a folder that the user names, with the folders inside it."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

from wallet.acquire import paths
from wallet.model.record import NotReceived, Received
from wallet.model.report import Reason


class FolderSource:
    """Every file of a folder, sorted by name, one row each. Hidden files, which systems litter folders with, are left
    out without a word; links are reported and not followed, so that nothing outside the folder is read.
    """

    name = "folder"

    def accepts(self, source: str) -> bool:
        return paths.is_folder(source)

    def read(self, source: str) -> Iterator[Received | NotReceived]:
        waiting = [paths.existing(source)]
        while waiting:
            path = waiting.pop()
            try:
                mode = path.lstat().st_mode
                children = _children(path) if stat.S_ISDIR(mode) or path == Path(source) else None
            except OSError as error:
                yield paths.unreadable(path, error)
                continue
            if children is not None:
                waiting.extend(children)
            else:
                yield from _read_entry(path, mode)


def _children(folder: Path) -> list[Path]:
    """What is in a folder, last name first, so that a stack gives the first name first."""
    return sorted((path for path in folder.iterdir() if not path.name.startswith(".")), reverse=True)


def _read_entry(path: Path, mode: int) -> Iterator[Received | NotReceived]:
    """One entry that is no folder: a regular file is read, anything else (link, pipe, device) is only named."""
    if stat.S_ISREG(mode):
        yield from paths.read_path(path)
        return
    what = "symbolic-link" if stat.S_ISLNK(mode) else "special-file"
    yield NotReceived(source=str(path), reason=str(Reason.UNSUPPORTED_FORMAT), params={"what": what})
