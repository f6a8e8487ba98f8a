"""Every link of a page to another file of the repository leads somewhere."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from tests.places import ROOT

PAGES: Final = [ROOT / "CONTRIBUTING.md", *sorted(ROOT.glob("README*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
_LINK: Final = re.compile(r"\]\((?!https?:|#|mailto:)([^)\s#]+)(?:#[^)]*)?\)")


def broken(page: Path) -> list[str]:
    """The relative links of `page` that lead to nothing."""
    targets = _LINK.findall(page.read_text(encoding="utf-8"))
    return [target for target in targets if not (page.parent / target).exists()]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    assert broken(page) == []


def test_a_broken_link_is_seen(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("[here](page.md#part) [gone](gone.md) [out](https://example.org/gone.md)", encoding="utf-8")
    assert broken(page) == ["gone.md"]
