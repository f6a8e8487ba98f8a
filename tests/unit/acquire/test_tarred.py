from __future__ import annotations

import gzip
import io
import tarfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.carriers.parts import packed, tarred
from tests.unit.acquire import pictures
from wallet.acquire import tarred as reader
from wallet.acquire.carriers import unwrap_archive
from wallet.acquire.kinds import CarrierKind
from wallet.acquire.members import BadMember, Member
from wallet.errors import CredentialError
from wallet.model.record import NotReceived, Received
from wallet.model.report import Reason

FILES = [("a.json", pictures.JSON), ("b/c.png", pictures.png()), ("d", b"")]


def read(content: bytes) -> list[Member | BadMember]:
    return list(reader.members(io.BytesIO(content)))


def told(content: bytes) -> tuple[str, dict[str, str]]:
    with pytest.raises(CredentialError) as caught:
        read(content)
    return caught.value.code, caught.value.params


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
@pytest.mark.parametrize("pack", [bytes, packed])
def test_every_form_is_read_in_its_own_order(form: int, pack: object) -> None:
    content = tarred(FILES, form=form)
    found = read(content if pack is bytes else packed(content))
    assert found == [Member(name=name, content=content) for name, content in FILES]


@pytest.mark.parametrize("form", [tarfile.GNU_FORMAT, tarfile.PAX_FORMAT, tarfile.USTAR_FORMAT])
def test_long_and_japanese_names_come_back(form: int) -> None:
    name = "folder/" * 20 + ("badge.json" if form == tarfile.USTAR_FORMAT else "学修.json")
    (member,) = read(tarred([(name, b"{}")], form=form))
    assert member == Member(name=name, content=b"{}")


def test_a_name_in_the_japanese_code_page_reads_so() -> None:
    content = bytearray(tarred([("x" * 9, b"{}")], form=tarfile.USTAR_FORMAT))
    content[:9] = "学修.js".encode("cp932").ljust(9, b"\0")
    content[148:156] = b" " * 8
    content[148:156] = b"%06o\0 " % sum(content[:512])
    (member,) = read(bytes(content))
    assert member.name == "学修.js"


def test_folders_and_global_headers_are_passed_over() -> None:
    stream = io.BytesIO()
    with tarfile.open(
        fileobj=stream, mode="w", format=tarfile.PAX_FORMAT, pax_headers={"comment": "issuer"}
    ) as archive:
        folder = tarfile.TarInfo("f")
        folder.type = tarfile.DIRTYPE
        archive.addfile(folder)
    assert read(stream.getvalue()) == []


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda content: content[:700], Reason.MALFORMED),
        (lambda content: content[:100], Reason.MALFORMED),
        (lambda content: b"\1" + content[1:], Reason.MALFORMED),
        (lambda content: content[:124] + b"\x80" + content[125:], Reason.MALFORMED),
        (lambda content: packed(content)[:60], Reason.MALFORMED),
        (lambda content: packed(content)[:-6] + b"xxxxxx", Reason.MALFORMED),
        (lambda content: b"\x1f\x8bxxxxxxxxxx", Reason.MALFORMED),
        (lambda _content: packed(pictures.JSON * 10), Reason.UNSUPPORTED_FORMAT),
    ],
)
def test_a_broken_archive_says_so(change: object, reason: Reason) -> None:
    assert callable(change)
    assert told(change(tarred(FILES, form=tarfile.USTAR_FORMAT)))[0] == reason


def header(name: bytes, size: bytes, kind: bytes) -> bytes:
    block = bytearray(512)
    block[: len(name)] = name
    block[124 : 124 + len(size)] = size
    block[156:157] = kind
    block[257:265] = b"ustar\x0000"
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


def test_an_extended_header_of_a_gigabyte_is_not_read() -> None:
    assert told(header(b"x", b"10000000000", b"x"))[0] == Reason.TOO_LARGE
    assert told(header(b"x", b"10000000000", b"L"))[0] == Reason.TOO_LARGE


@pytest.mark.parametrize("record", [b"999 path=x\n", b"path=x\n", b"0 x\n", b"1 \n", b"99999999 x"])
def test_a_broken_extended_header_says_so(record: bytes) -> None:
    content = header(b"x", b"%o" % len(record), b"x") + record.ljust(512, b"\0")
    assert told(content) == (Reason.MALFORMED, {"detail": "tar header"})


def test_a_size_told_twice_is_refused() -> None:
    record = b"16 size=1000000\n"
    assert told(header(b"x", b"%o" % len(record), b"x") + record.ljust(512, b"\0"))[0] == Reason.TOO_LARGE


def test_a_claimed_size_beyond_the_end_is_never_set_aside() -> None:
    assert told(header(b"a.json", b"00047777777", b"0")) == (Reason.MALFORMED, {"detail": "truncated"})
    assert told(header(b"a.json", b"77777777777", b"0")) == (Reason.MALFORMED, {"detail": "truncated"})


def test_a_hundred_thousand_members_stop_at_the_bound() -> None:
    content = header(b"a", b"0", b"0") * 2500
    assert told(content) == (Reason.TOO_LARGE, {"what": "members", "limit": "1000"})


def test_everything_together_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_INFLATED_BYTES", 8 * 512)
    content = packed(tarred([("a", b"x" * 1000), ("b", b"x" * 5000)], form=tarfile.USTAR_FORMAT))
    rows = list(unwrap_archive(io.BytesIO(content), "a.tgz", CarrierKind.GZIP))
    assert [row.reason for row in rows if isinstance(row, NotReceived)] == [Reason.NOT_A_CREDENTIAL, Reason.TOO_LARGE]


def test_a_bomb_of_zeros_is_refused_member_by_member() -> None:
    stream = io.BytesIO()
    with gzip.GzipFile(fileobj=stream, mode="wb", mtime=0) as file:
        file.write(header(b"bomb", b"%o" % (40 << 20), b"0"))
        for _ in range(40):
            file.write(bytes(1 << 20))
        file.write(tarred([("ok.json", pictures.JSON)], form=tarfile.USTAR_FORMAT))
    assert len(stream.getvalue()) < 100_000
    bomb, good = unwrap_archive(io.BytesIO(stream.getvalue()), "bomb.tgz", CarrierKind.GZIP)
    assert isinstance(bomb, NotReceived)
    assert bomb.reason == Reason.TOO_LARGE
    assert isinstance(good, Received)


@given(st.binary(min_size=1, max_size=6), st.data())
def test_a_damaged_archive_never_crashes(noise: bytes, data: st.DataObject) -> None:
    content = bytearray(tarred(FILES))
    at = data.draw(st.integers(0, len(content) - len(noise)))
    content[at : at + len(noise)] = noise
    for row in unwrap_archive(io.BytesIO(bytes(content)), "a.tar", CarrierKind.TAR):
        assert isinstance(row, Received) or row.reason in set(Reason)
