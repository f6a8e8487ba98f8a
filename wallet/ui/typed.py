"""What a person types, pastes or drags into the import, taken apart into what the wallet can be asked to read.

Terminals put a dragged file in as a path, quoted, with backslashes or as a `file:` address, several on one line.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

_ADDRESS = ("https://", "http://")


def sources_in(text: str, exists: Callable[[str], bool]) -> tuple[str, ...]:
    """The sources named in `text`: a badge as text whole, else every path and address in it, in order, none twice."""
    stripped = text.strip()
    if not stripped:
        return ()
    if stripped[0] in "{[" or _is_compact(stripped):
        return ("".join(stripped.split()) if stripped[0] not in "{[" else stripped,)
    found = [source for line in stripped.splitlines() for source in _in_line(line.strip(), exists)]
    return tuple(dict.fromkeys(filter(None, found)))


def _is_compact(text: str) -> bool:
    """Whether it is a JWT or SD-JWT, which always begins with the base64url of `{"`; mails break it into lines."""
    return text.startswith("eyJ") and text.count(".") >= 2 and "/" not in text.partition(".")[0]


def _in_line(line: str, exists: Callable[[str], bool]) -> Iterator[str]:
    if not line:
        return
    whole = as_source(_unquoted(line))
    if exists(whole):
        yield whole
        return
    try:
        parts = shlex.split(line)
    except ValueError:
        # A quotation mark that is not closed belongs to the name.
        parts = [line]
    sources = [as_source(part) for part in parts]
    # A path with spaces that somebody typed as it is, and mistyped: told as one, not as its words.
    named = any(exists(source) or source.lower().startswith(_ADDRESS) for source in sources)
    yield from sources if named else [whole]


def _unquoted(line: str) -> str:
    closed = len(line) > 1 and line[0] == line[-1] and line[0] in "'\"" and line[0] not in line[1:-1]
    return line[1:-1] if closed else line


def as_source(part: str) -> str:
    """A path or address as the wallet takes it: `file:` addresses become paths, `~` the home folder."""
    if part.lower().startswith("file:"):
        address = urlsplit(part)
        return unquote(address.path) if address.netloc in {"", "localhost"} else part
    if part.startswith("~"):
        try:
            return str(Path(part).expanduser())
        except RuntimeError:
            # There is nobody of that name.
            return part
    return part


def in_home(typed: str) -> Path:
    """A path as typed, with the home folder written out."""
    return Path(as_source(typed.strip()))
