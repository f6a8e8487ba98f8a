from __future__ import annotations

import errno
import hashlib
import os
import stat
from datetime import datetime
from pathlib import Path

import pytest

from wallet.codec import json as strict_json
from wallet.errors import ConfigurationError, VaultStorageError
from wallet.materials.directory import DirectoryMaterials, write_materials
from wallet.model.json import JsonObject, JsonValue
from wallet.model.material import Material, MaterialSource, Unavailable

URL = "https://issuer.example/status/1"


def entry(url: str = URL, **members: JsonValue) -> JsonObject:
    return {"url": url, "file": "0.bin", "media_type": "application/json", **members}


def directory(folder: Path, *entries: JsonValue, allow_loopback: bool = False) -> DirectoryMaterials:
    (folder / "0.bin").write_bytes(b'{"a": 1}')
    index: JsonObject = {"schema": "wallet.materials/1", "entries": list(entries)}
    (folder / "index.json").write_bytes(strict_json.dumps(index))
    return DirectoryMaterials(folder, allow_loopback=allow_loopback)


def why(materials: DirectoryMaterials, url: str = URL, *, max_bytes: int = 100) -> str:
    found = materials.get(url, max_bytes=max_bytes)
    assert isinstance(found, Unavailable)
    assert found.url == url
    return found.why


def test_an_entry_is_given_as_it_was_got(tmp_path: Path, at: datetime) -> None:
    materials = directory(tmp_path, entry(retrieved_at="2026-11-23T23:05:00+09:00", http_status=200, location=None))
    assert materials.get(URL + "#key-1", max_bytes=8) == Material(
        url=URL + "#key-1",
        content=b'{"a": 1}',
        media_type="application/json",
        sha256=hashlib.sha256(b'{"a": 1}').hexdigest(),
        source=MaterialSource.MATERIALS,
        retrieved_at=at,
    )


def test_what_is_not_listed_is_offline(tmp_path: Path) -> None:
    assert why(directory(tmp_path, entry()), "https://issuer.example/status/2") == "offline"


def test_the_bound_holds(tmp_path: Path) -> None:
    assert why(directory(tmp_path, entry()), max_bytes=7) == "too-large"


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"http_status": 404}, "not-found"),
        ({"http_status": 410}, "not-found"),
        ({"http_status": 500}, "failed"),
        ({"http_status": 302}, "failed"),
        ({"media_type": "text/html"}, "failed"),
        ({"file": "missing.bin"}, "failed"),
        ({"file": None, "location": "https://issuer.example/b"}, "failed"),
    ],
)
def test_it_answers_as_the_server_would(tmp_path: Path, members: JsonObject, reason: str) -> None:
    assert why(directory(tmp_path, entry() | members)) == reason


class TestRedirects:
    def test_three_are_followed_and_the_name_asked_for_is_kept(self, tmp_path: Path) -> None:
        hops = [entry(f"https://a.example/{n}", http_status=302, location=f"/{n + 1}", file=None) for n in range(3)]
        materials = directory(tmp_path, *hops, entry("https://a.example/3"))
        found = materials.get("https://a.example/0", max_bytes=100)
        assert isinstance(found, Material)
        assert found.url == "https://a.example/0"

    def test_a_loop_is_refused(self, tmp_path: Path) -> None:
        assert why(directory(tmp_path, entry(http_status=301, location=URL))) == "refused"

    @pytest.mark.parametrize(
        "location", ["http://issuer.example/b", "http://169.254.169.254/latest/meta-data/", "https://127.0.0.1/b"]
    )
    def test_the_rules_of_the_network_hold(self, tmp_path: Path, location: str) -> None:
        materials = directory(tmp_path, entry(http_status=302, location=location), entry(location))
        assert why(materials) == "refused"

    def test_to_what_is_not_listed_is_offline(self, tmp_path: Path) -> None:
        assert why(directory(tmp_path, entry(http_status=302, location="https://a.example/"))) == "offline"


@pytest.mark.parametrize(
    "url", ["http://issuer.example/", "https://127.0.0.1/", "https://localhost/", "https://2130706433/", "file:///a"]
)
def test_a_url_that_may_not_be_requested_is_refused_though_listed(tmp_path: Path, url: str) -> None:
    assert why(directory(tmp_path, entry(url)), url) == "refused"


def test_this_machine_behind_the_switch(tmp_path: Path) -> None:
    materials = directory(tmp_path, entry("http://127.0.0.1:8000/a"), allow_loopback=True)
    assert isinstance(materials.get("http://127.0.0.1:8000/a", max_bytes=100), Material)


class TestBadIndex:
    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"[]",
            b"{}",
            b'{"schema": "wallet.materials/2", "entries": []}',
            b'{"schema": "wallet.materials/1"}',
            b'{"schema": "wallet.materials/1", "entries": {}}',
            b'{"schema": "wallet.materials/1", "schema": "wallet.materials/1", "entries": []}',
        ],
    )
    def test_what_is_no_index_is_told(self, tmp_path: Path, content: bytes) -> None:
        (tmp_path / "index.json").write_bytes(content)
        with pytest.raises(ConfigurationError) as caught:
            DirectoryMaterials(tmp_path)
        assert caught.value.params["path"] == str(tmp_path / "index.json")

    def test_a_folder_without_index_is_told(self, tmp_path: Path) -> None:
        with pytest.raises(ConfigurationError):
            DirectoryMaterials(tmp_path / "missing")

    @pytest.mark.parametrize(
        "value",
        [
            pytest.param("text", id="no object"),
            pytest.param({"file": "0.bin"}, id="no url"),
            pytest.param(entry(file=1), id="file is a number"),
            pytest.param(entry(media_type=None), id="media type"),
            pytest.param(entry(http_status="200"), id="status"),
            pytest.param(entry(location=1), id="location"),
            pytest.param(entry(retrieved_at="yesterday"), id="time"),
            pytest.param(entry(retrieved_at="2026-11-23T14:05:00"), id="time without zone"),
            pytest.param(entry(retrieved_at=0), id="time is a number"),
            pytest.param(entry(file=None), id="neither file nor location"),
            pytest.param(entry(file="../secret.bin"), id="outside"),
            pytest.param(entry(file="a/../../secret.bin"), id="outside, hidden"),
            pytest.param(entry(file="/etc/passwd"), id="absolute"),
            pytest.param(entry(file=""), id="the folder itself"),
            pytest.param(entry(file="."), id="the folder itself, dotted"),
            pytest.param(entry(file="a\0b"), id="zero byte"),
            pytest.param(entry(file="out.bin"), id="link out"),
            pytest.param(entry(file="loop/a"), id="link to itself"),
        ],
    )
    def test_an_entry_that_is_not_as_agreed_is_told_by_its_place(self, tmp_path: Path, value: JsonValue) -> None:
        folder = tmp_path / "materials"
        folder.mkdir()
        (tmp_path / "secret.bin").write_bytes(b"secret")
        (folder / "out.bin").symlink_to(tmp_path / "secret.bin")
        (folder / "loop").symlink_to(folder / "loop")
        with pytest.raises(ConfigurationError) as caught:
            directory(folder, entry("https://issuer.example/0"), value)
        assert caught.value.params["detail"] == "entry 1"

    def test_one_url_twice_is_told(self, tmp_path: Path) -> None:
        with pytest.raises(ConfigurationError):
            directory(tmp_path, entry(), entry())

    def test_a_link_that_stays_inside_is_no_harm(self, tmp_path: Path) -> None:
        (tmp_path / "link.bin").symlink_to(tmp_path / "0.bin")
        assert isinstance(directory(tmp_path, entry(file="link.bin")).get(URL, max_bytes=100), Material)


def material(url: str, content: bytes, retrieved_at: datetime | None) -> Material:
    return Material(
        url=url,
        content=content,
        media_type="application/json",
        sha256=hashlib.sha256(content).hexdigest(),
        source=MaterialSource.FETCHED,
        retrieved_at=retrieved_at,
    )


class TestWriting:
    def test_what_is_written_is_read_back(self, tmp_path: Path, at: datetime) -> None:
        folder = tmp_path / "new" / "materials"
        kept = [material(URL, b"{}", at), material("https://w3.example/context", b"[]", None)]
        write_materials(folder, [material(URL, b"older", at), kept[1], kept[0]])
        found = DirectoryMaterials(folder)
        for wanted in kept:
            read = found.get(wanted.url, max_bytes=100)
            assert isinstance(read, Material)
            assert (read.content, read.media_type, read.retrieved_at) == (
                wanted.content,
                wanted.media_type,
                wanted.retrieved_at,
            )

    def test_the_same_materials_make_the_same_bytes(self, tmp_path: Path, at: datetime) -> None:
        both = [material(URL, b"{}", at), material("https://a.example/", b"{}", at)]
        write_materials(tmp_path / "a", both)
        write_materials(tmp_path / "b", reversed(both))
        assert (tmp_path / "a" / "index.json").read_bytes() == (tmp_path / "b" / "index.json").read_bytes()
        assert len(list((tmp_path / "a").iterdir())) == 2

    def test_only_the_owner_can_read_it(self, tmp_path: Path, at: datetime) -> None:
        before = os.umask(0)
        try:
            write_materials(tmp_path / "m", [material(URL, b"{}", at)])
        finally:
            os.umask(before)
        modes = {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "m").iterdir()}
        assert (stat.S_IMODE((tmp_path / "m").stat().st_mode), modes) == (0o700, {0o600})

    def test_a_disk_that_refuses_is_told_and_leaves_no_index(
        self, tmp_path: Path, at: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(_descriptor: int) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(VaultStorageError) as caught:
            write_materials(tmp_path / "m", [material(URL, b"{}", at)])
        assert caught.value.params["detail"] == "No space left on device"
        assert list((tmp_path / "m").iterdir()) == []

    def test_a_file_in_the_way_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "m").write_bytes(b"")
        with pytest.raises(VaultStorageError):
            write_materials(tmp_path / "m", [])
