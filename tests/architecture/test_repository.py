"""The repository speaks of itself alone: no package index, no machine of whoever wrote it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Final

import pytest

from tests.places import ROOT

# Written apart, so that this file does not name them.
INDEXES: Final = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("files", "pythonhosted", "org"),
        ("registry", "npmjs", "org"),
        ("registry", "yarnpkg", "com"),
        ("deb", "debian", "org"),
        ("proxy", "golang", "org"),
    )
)
FOREIGN: Final = re.compile(
    "|".join(re.escape(host) for host in INDEXES) + r"|(?<![\w.:/~${}-])/(?:work|farm|root|home|Users|opt)/\w",
)


def texts() -> dict[str, str]:
    """Every text file that git keeps or would keep, by its path in the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    found: dict[str, str] = {}
    for name in listed.stdout.rstrip("\0").split("\0"):
        path = ROOT / name
        try:
            found[name] = path.read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
            continue
    return found


def foreign_names(text: str) -> list[str]:
    """The index hosts and absolute paths in `text`."""
    return [match.group() for match in FOREIGN.finditer(text)]


def test_no_file_names_a_package_index_or_a_machine() -> None:
    found = {name: names for name, text in texts().items() if (names := foreign_names(text))}
    assert found == {}


@pytest.mark.parametrize("text", [f"https://{INDEXES[0]}/simple", "see /work" + "/main", 'open("/root' + '/x")'])
def test_a_foreign_name_is_seen(text: str) -> None:
    assert foreign_names(text)


@pytest.mark.parametrize(
    "text", ["https://employer.example/work/1", "../work/x", "docs/home/x", "/usr/share/x", "~/home/x"]
)
def test_other_paths_are_let_be(text: str) -> None:
    assert foreign_names(text) == []


def test_locks_pin_every_package_by_hash() -> None:
    for lock in sorted(ROOT.glob("requirements*.lock")):
        blocks = re.split(r"\n(?=\S)", Path(lock).read_text(encoding="utf-8").strip())
        assert blocks
        assert [block for block in blocks if "==" not in block or "--hash=sha256:" not in block] == []
