"""What is taken out of a container: its files, or why one was not taken."""

from __future__ import annotations

from dataclasses import dataclass, field

from wallet.model.report import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A file in a container: its name as the container writes it, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class BadMember:
    """A file in a container that was not taken out, and why."""

    name: str
    reason: Reason
    params: dict[str, str] = field(default_factory=dict)


def leaves_folder(name: str) -> bool:
    """Whether the name, on any operating system, names no file inside the folder that is unpacked into."""
    parts = name.replace("\\", "/").split("/")
    return not name or ".." in parts or name[0] in {"/", "\\"} or ":" in parts[0]


def address(url: str, *, what: str = "url-only", **params: str) -> BadMember:
    """An address found where a badge was looked for: it is told, and never asked unless the user names it."""
    return BadMember(name="", reason=Reason.UNSUPPORTED_FORMAT, params={"what": what, "url": url, **params})
