from __future__ import annotations

import base64
import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.carriers import parts
from tests.unit.acquire import pictures
from wallet.acquire.sources import read_all, sources
from wallet.acquire.text import TextSource
from wallet.codec.limits import MAX_INPUT_BYTES
from wallet.errors import NotFoundError, RemoteError
from wallet.model.http import Request, Response
from wallet.model.record import NotReceived, Received
from wallet.model.report import Reason

BAKED = pictures.png(pictures.itxt(b"openbadgecredential", pictures.JSON))


@dataclass
class Answers:
    """`Http` that answers from a script and keeps what it was asked."""

    answer: Response | RemoteError
    asked: list[Request] = field(default_factory=list)

    def send(self, request: Request) -> Response:
        self.asked.append(request)
        if isinstance(self.answer, RemoteError):
            raise self.answer
        return self.answer


def read(*names: str | Path, http: Answers | None = None, stdin: bytes | None = None) -> list[Received | NotReceived]:
    return list(read_all(sources(http, stdin), [str(name) for name in names]))


def rows(*names: str | Path) -> list[tuple[str, str]]:
    """Source relative to the last folder named, and the reason or the carrier."""
    return [
        (Path(item.source).name, item.reason if isinstance(item, NotReceived) else item.carrier)
        for item in read(*names)
    ]


class TestFile:
    def test_a_file_is_read_as_it_is(self, tmp_path: Path) -> None:
        path = tmp_path / "no-extension"
        path.write_bytes(BAKED)
        assert read(path) == [
            Received(source=str(path), name=path.name, carrier="png", content=BAKED, payload=pictures.JSON)
        ]

    def test_a_path_that_leads_nowhere_stops_before_anything_is_read(self, tmp_path: Path) -> None:
        good = tmp_path / "good.json"
        good.write_bytes(pictures.JSON)
        with pytest.raises(NotFoundError) as caught:
            read_all(sources(), [str(good), str(tmp_path / "missing.json")])
        assert caught.value.params == {"path": str(tmp_path / "missing.json")}

    @pytest.mark.parametrize("name", ["", "a\0b", "x" * 5000, "file:///etc/passwd", "ftp://issuer.example/a"])
    def test_what_cannot_be_a_path_leads_nowhere(self, name: str) -> None:
        with pytest.raises(NotFoundError):
            read(name)

    def test_a_source_alone_refuses_a_missing_path_too(self, tmp_path: Path) -> None:
        for source in sources()[2:]:
            assert not source.accepts(str(tmp_path / "missing"))
            with pytest.raises(NotFoundError):
                list(source.read(str(tmp_path / "missing")))

    def test_a_file_that_may_not_be_read_is_a_row(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = tmp_path / "secret.json"
        path.write_bytes(pictures.JSON)

        def refuse(*_args: object, **_options: object) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "open", refuse)
        assert read(path) == [
            NotReceived(source=str(path), reason=str(Reason.UNREACHABLE), params={"detail": "Permission denied"})
        ]

    def test_a_large_file_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "large.json"
        with path.open("wb") as file:
            file.truncate(MAX_INPUT_BYTES + 1)
        assert rows(path) == [("large.json", Reason.TOO_LARGE)]

    def test_a_pipe_is_read(self) -> None:
        reading, writing = os.pipe()
        os.write(writing, pictures.JSON)
        os.close(writing)
        try:
            (item,) = read(f"/dev/fd/{reading}")
        finally:
            os.close(reading)
        assert isinstance(item, Received)
        assert item.payload == pictures.JSON


class TestArchive:
    def test_members_are_rows(self, tmp_path: Path) -> None:
        path = tmp_path / "badges"
        path.write_bytes(pictures.archive([("b.txt", b"words"), ("a.png", BAKED)]))
        assert rows(path) == [("a.png", "png"), ("b.txt", Reason.NOT_A_CREDENTIAL)]

    def test_an_archive_may_be_larger_than_a_badge(self, tmp_path: Path) -> None:
        path = tmp_path / "badges.zip"
        padding = os.urandom(6 * 1024 * 1024)
        path.write_bytes(pictures.archive([("a", padding), ("b", padding), ("c.json", b"{}")]))
        assert path.stat().st_size > MAX_INPUT_BYTES
        assert rows(path)[-1] == ("c.json", "json")


class TestFolder:
    def test_every_file_is_a_row_sorted_and_a_bad_one_does_not_end_it(self, tmp_path: Path) -> None:
        (tmp_path / "b").mkdir()
        (tmp_path / "b" / "deep.jwt").write_bytes(pictures.JWT)
        (tmp_path / "a.png").write_bytes(BAKED[:-1])
        (tmp_path / "c.zip").write_bytes(pictures.archive([("inside.json", b"{}")]))
        (tmp_path / "d.json").write_bytes(pictures.JSON)
        (tmp_path / "empty").mkdir()
        (tmp_path / ".hidden.json").write_bytes(pictures.JSON)
        (tmp_path / ".git").mkdir()
        (tmp_path / ".git" / "config").write_bytes(b"x")
        assert rows(tmp_path) == [
            ("a.png", Reason.MALFORMED),
            ("deep.jwt", "jwt"),
            ("inside.json", "json"),
            ("d.json", "json"),
        ]

    def test_links_and_pipes_are_named_and_not_followed(self, tmp_path: Path) -> None:
        inside = tmp_path / "inside"
        inside.mkdir()
        (tmp_path / "outside.json").write_bytes(pictures.JSON)
        (inside / "link.json").symlink_to(tmp_path / "outside.json")
        (inside / "loop").symlink_to(inside)
        os.mkfifo(inside / "pipe")
        assert [(Path(item.source).name, item.params) for item in read(inside) if isinstance(item, NotReceived)] == [
            ("link.json", {"what": "symbolic-link"}),
            ("loop", {"what": "symbolic-link"}),
            ("pipe", {"what": "special-file"}),
        ]

    def test_the_folder_itself_may_be_a_link(self, tmp_path: Path) -> None:
        (tmp_path / "real").mkdir()
        (tmp_path / "real" / "a.json").write_bytes(pictures.JSON)
        (tmp_path / "link").symlink_to(tmp_path / "real")
        assert rows(tmp_path / "link") == [("a.json", "json")]

    def test_deep_folders_do_not_exhaust_the_stack(self, tmp_path: Path) -> None:
        deep = str(tmp_path)
        made = []
        for _ in range(1200):
            deep += "/d"
            Path(deep).mkdir()
            made.append(deep)
        Path(deep, "a.json").write_bytes(pictures.JSON)
        assert rows(tmp_path) == [("a.json", "json")]
        # The clean-up of temporary folders would exhaust it.
        Path(deep, "a.json").unlink()
        for folder in reversed(made):
            Path(folder).rmdir()

    def test_a_folder_that_may_not_be_read_is_a_row(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(path: Path) -> None:
            raise PermissionError(13, f"Permission denied: {path.name}")

        monkeypatch.setattr(Path, "iterdir", refuse)
        assert rows(tmp_path) == [(tmp_path.name, Reason.UNREACHABLE)]

    def test_a_file_that_vanishes_meanwhile_is_a_row(self, tmp_path: Path) -> None:
        (tmp_path / "a.json").write_bytes(pictures.JSON)
        (tmp_path / "b.json").write_bytes(pictures.JSON)
        items = read_all(sources(), [str(tmp_path)])
        next(items)
        (tmp_path / "b.json").unlink()
        (gone,) = items
        assert isinstance(gone, NotReceived)
        assert gone.reason == Reason.UNREACHABLE


class TestText:
    @pytest.mark.parametrize(
        ("content", "name"),
        [
            (pictures.JSON, "pasted.json"),
            (pictures.JWT, "pasted.jwt"),
            (pictures.SD_JWT, "pasted.sd-jwt"),
            (BAKED, "pasted"),
        ],
    )
    def test_standard_input_may_be_anything(self, content: bytes, name: str) -> None:
        (item,) = read("-", stdin=content)
        assert isinstance(item, Received)
        assert (item.source, item.name, item.content) == ("-", name, content)

    @pytest.mark.parametrize("content", [pictures.JSON, pictures.JWT, pictures.SD_JWT])
    def test_pasted_text_is_read_as_it_is(self, content: bytes) -> None:
        (item,) = read(content.decode())
        assert isinstance(item, Received)
        assert (item.source, item.payload) == ("-", content)

    def test_bytes_that_a_terminal_could_not_decode_come_back(self) -> None:
        (item,) = read((b'{"name": "\xff"}').decode(errors="surrogateescape"))
        assert isinstance(item, Received)
        assert item.payload == b'{"name": "\xff"}'

    def test_half_a_character_is_kept_for_the_reader_to_refuse(self) -> None:
        (item,) = read("{\ud800}")
        assert isinstance(item, Received)
        assert item.payload == b"{\xed\xa0\x80}"

    def test_standard_input_that_was_not_read_is_missing(self) -> None:
        with pytest.raises(NotFoundError):
            list(TextSource().read("-"))


class TestUrl:
    def test_asks_for_what_the_user_named_without_its_fragment(self) -> None:
        http = Answers(Response(status=200, body=BAKED))
        (item,) = read("https://issuer.example/badges/%E8%B3%9E.png?v=1#key", http=http)
        assert isinstance(item, Received)
        assert (item.source, item.name) == ("https://issuer.example/badges/%E8%B3%9E.png?v=1#key", "賞.png")
        assert [(request.method, request.url, request.max_bytes) for request in http.asked] == [
            ("GET", "https://issuer.example/badges/%E8%B3%9E.png?v=1", MAX_INPUT_BYTES)
        ]

    def test_offline_asks_nobody(self) -> None:
        (item,) = read("HTTPS://issuer.example/badge")
        assert isinstance(item, NotReceived)
        assert item.reason == Reason.OFFLINE

    @pytest.mark.parametrize(
        ("answer", "reason"),
        [
            (RemoteError("timeout"), Reason.UNREACHABLE),
            (RemoteError("refused", detail="not-https"), Reason.UNREACHABLE),
            (RemoteError("too-large", limit="10"), Reason.TOO_LARGE),
            (RemoteError("offline"), Reason.OFFLINE),
            (Response(status=404), Reason.UNREACHABLE),
            (Response(status=200, body=b"<html>log in</html>"), Reason.NOT_A_CREDENTIAL),
        ],
    )
    def test_trouble_is_a_row(self, answer: Response | RemoteError, reason: Reason) -> None:
        (item,) = read("http://issuer.example/", http=Answers(answer))
        assert isinstance(item, NotReceived)
        assert item.reason == reason

    def test_a_url_inside_a_picture_is_never_asked_for(self, tmp_path: Path) -> None:
        http = Answers(Response(status=200))
        path = tmp_path / "old.png"
        path.write_bytes(pictures.png(pictures.text_chunk(b"openbadges", b"https://issuer.example/1")))
        (item,) = read(path, http=http)
        assert isinstance(item, NotReceived)
        assert item.params["url"] == "https://issuer.example/1"
        assert http.asked == []


def test_names_are_read_in_their_order(tmp_path: Path) -> None:
    (tmp_path / "z.json").write_bytes(b"{}")
    items = read(tmp_path / "z.json", "-", tmp_path, stdin=b"[]")
    assert [item.source for item in items] == [str(tmp_path / "z.json"), "-", str(tmp_path / "z.json")]
    assert stat.S_ISREG((tmp_path / "z.json").stat().st_mode)


class TestPastedCarriers:
    @pytest.mark.parametrize(
        ("text", "carrier"),
        [
            ("data:application/json," + pictures.JSON.decode().replace(" ", "%20"), "json"),
            ("data:image/png;base64," + base64.b64encode(BAKED).decode(), "png"),
            ("DATA:image/png;x=1;BASE64," + base64.b64encode(BAKED).decode(), "png"),
        ],
    )
    def test_a_data_url_is_what_it_holds(self, text: str, carrier: str) -> None:
        (item,) = read(text)
        assert isinstance(item, Received)
        assert (item.source, item.carrier, item.payload) == ("-/data", carrier, pictures.JSON)

    @pytest.mark.parametrize("text", ["data:image/png;base64,====", "data:nonsense", "data:,"])
    def test_a_broken_one_says_so(self, text: str) -> None:
        (item,) = read(text)
        assert isinstance(item, NotReceived)
        assert item.reason in {Reason.MALFORMED, Reason.NOT_A_CREDENTIAL}

    def test_the_text_of_a_vp_qr_code_is_named(self) -> None:
        (item,) = read("VP1-B3ECQDIYACEMHGAQA")
        assert isinstance(item, NotReceived)
        assert (item.reason, item.params) == (Reason.UNSUPPORTED_FORMAT, {"what": "vp-qr"})

    def test_a_page_a_pdf_and_a_mailbox_come_through_a_pipe_too(self) -> None:
        for content in (parts.page(parts.block(parts.LD)), parts.pdf([("a.json", parts.LD)])):
            (item,) = read("-", stdin=content)
            assert isinstance(item, Received)
            assert (item.content, item.payload) == (content, parts.LD)
        (item,) = read("-", stdin=parts.mailbox(parts.mail([("a.json", parts.LD)])))
        assert isinstance(item, Received)
        assert item.source == "-/1.eml/a.json"
