from __future__ import annotations

import io
import stat
import struct
import tracemalloc
import zipfile

import pytest

from tests.unit.acquire import pictures
from wallet.acquire import zipped
from wallet.acquire.members import BadMember, Member
from wallet.errors import CredentialError
from wallet.model.report import Reason


def read(content: bytes) -> list[Member | BadMember]:
    return list(zipped.members(io.BytesIO(content)))


def test_members_come_sorted_with_their_bytes() -> None:
    content = pictures.archive([("b.json", b"[]"), ("folder/", b""), ("a.json", b"{}")])
    assert read(content) == [Member(name="a.json", content=b"{}"), Member(name="b.json", content=b"[]")]


@pytest.mark.parametrize(
    "name",
    ["../a.json", "a/../../b.json", "/etc/passwd", "..\\win.txt", "\\\\host\\share", "C:\\a.json", "C:a.json", ".."],
)
def test_names_that_lead_out_are_refused(name: str) -> None:
    assert read(pictures.archive([(zipfile.ZipInfo(name), b"{}")])) == [
        BadMember(name=name, reason=Reason.MALFORMED, params={"what": "member-name"})
    ]


def test_a_member_without_a_name_is_refused() -> None:
    content = pictures.archive([("xx", b"{}"), ("a.json", b"[]")]).replace(b"xx", b"\0x")
    bad, good = read(content)
    assert bad == BadMember(name="", reason=Reason.MALFORMED, params={"what": "member-name"})
    assert good == Member(name="a.json", content=b"[]")


def test_symbolic_links_are_refused() -> None:
    link = zipfile.ZipInfo("link.json")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    (member,) = read(pictures.archive([(link, b"/etc/passwd")]))
    assert member == BadMember(name="link.json", reason=Reason.UNSUPPORTED_FORMAT, params={"what": "symbolic-link"})


@pytest.mark.parametrize("compression", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_compression_is_refused(compression: int) -> None:
    (member,) = read(pictures.archive([("a.json", b"{}")], compression=compression))
    assert isinstance(member, BadMember)
    assert member.params == {"what": "compression"}


def test_encryption_is_refused() -> None:
    content = bytearray(pictures.archive([("a.json", b"{}")]))
    content[content.find(b"PK\1\2") + 8] |= 1
    (member,) = read(bytes(content))
    assert isinstance(member, BadMember)
    assert member.params == {"what": "encrypted"}


def test_a_damaged_member_leaves_the_others() -> None:
    content = bytearray(pictures.archive([("a.json", b"{}"), ("b.json", b"[]")], compression=zipfile.ZIP_STORED))
    content[content.find(b"{}")] ^= 1
    bad, good = read(bytes(content))
    assert isinstance(bad, BadMember)
    assert bad.reason == Reason.MALFORMED
    assert good == Member(name="b.json", content=b"[]")


def test_a_member_that_inflates_beyond_a_badge_is_never_held() -> None:
    content = pictures.archive([("bomb.json", bytes(100 * 1024 * 1024)), ("good.json", b"{}")])
    tracemalloc.start()
    try:
        bomb, good = read(content)
        assert tracemalloc.get_traced_memory()[1] < 50 * 1024 * 1024
    finally:
        tracemalloc.stop()
    assert isinstance(bomb, BadMember)
    assert bomb.reason == Reason.TOO_LARGE
    assert isinstance(good, Member)


def test_all_members_together_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipped, "MAX_INFLATED_BYTES", 5)
    found = read(pictures.archive([("a", b"123"), ("b", b"456"), ("c", b"78")]))
    assert [getattr(member, "reason", "") for member in found] == ["", Reason.TOO_LARGE, ""]


def test_as_many_members_as_allowed() -> None:
    assert len(read(pictures.archive([(f"{number}", b"") for number in range(zipped.MAX_MEMBERS)]))) == 1000


def too_large(content: bytes) -> bool:
    with pytest.raises(CredentialError) as caught:
        read(content)
    return caught.value.code == Reason.TOO_LARGE


def test_too_many_members() -> None:
    content = pictures.archive([(f"{number}", b"") for number in range(zipped.MAX_MEMBERS + 1)])
    assert too_large(content)


def test_a_count_that_lies_does_not_help() -> None:
    content = bytearray(pictures.archive([(f"{number}", b"") for number in range(zipped.MAX_MEMBERS + 1)]))
    struct.pack_into("<HH", content, len(content) - 14, 1, 1)
    assert too_large(bytes(content))


def test_a_huge_directory_is_refused_before_it_is_read() -> None:
    content = bytearray(pictures.archive([("a.json", b"{}")]))
    struct.pack_into("<I", content, len(content) - 10, zipped.MAX_DIRECTORY_BYTES + 1)
    assert too_large(bytes(content))


def test_the_end_record_is_found_behind_a_comment() -> None:
    stream = io.BytesIO(pictures.archive([("a.json", b"{}")]))
    with zipfile.ZipFile(stream, "a") as file:
        file.comment = b"made by a campus system"
    assert read(stream.getvalue()) == [Member(name="a.json", content=b"{}")]


@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
def test_japanese_names_are_read_whatever_the_archive_says(encoding: str) -> None:
    raw = "修了証.json".encode(encoding)
    content = pictures.archive([("x" * len(raw), b"{}")]).replace(b"x" * len(raw), raw)
    assert read(content) == [Member(name="修了証.json", content=b"{}")]


def test_names_marked_as_utf_8_are_taken_as_they_are() -> None:
    assert read(pictures.archive([("修了証.json", b"{}")])) == [Member(name="修了証.json", content=b"{}")]


def test_names_in_no_known_encoding_stay_as_zipfile_reads_them() -> None:
    content = pictures.archive([("xxx", b"{}")]).replace(b"xxx", b"aa\x81")
    assert read(content) == [Member(name=b"aa\x81".decode("cp437"), content=b"{}")]
