from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

import pytest

from wallet.codec import json
from wallet.errors import ConfigurationError
from wallet.share.host.pages import load_page


@pytest.fixture
def built(tmp_path: Path) -> Path:
    files = {"index.html": b"<!doctype html>", "app-1.js": b"let a;", "app-2.css": b"a{}"}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    (tmp_path / "manifest.json").write_bytes(json.dumps({"schema": "wallet.page/1", "sha256": {**hashes}}))
    return tmp_path


def test_a_built_page_is_loaded(built: Path) -> None:
    page = load_page(built)
    assert page is not None
    assert page.html == b"<!doctype html>"
    assert set(page.assets) == {"app-1.js", "app-2.css"}
    script = page.assets["app-1.js"]
    assert script.media_type == "text/javascript; charset=utf-8"
    assert gzip.decompress(script.compressed) == script.content


def test_no_page_was_built(tmp_path: Path) -> None:
    assert load_page(tmp_path) is None


@pytest.mark.parametrize("damage", ["altered", "missing", "manifest"])
def test_a_damaged_page_is_not_served(built: Path, damage: str) -> None:
    if damage == "altered":
        (built / "app-1.js").write_bytes(b"evil();")
    elif damage == "missing":
        (built / "index.html").unlink()
    else:
        (built / "manifest.json").write_bytes(b"{")
    with pytest.raises(ConfigurationError) as caught:
        load_page(built)
    assert caught.value.code == "page-damaged"
