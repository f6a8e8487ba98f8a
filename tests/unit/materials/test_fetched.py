from __future__ import annotations

import gzip
import hashlib
import socket
import ssl
import subprocess
import sys
import threading
import time
import tracemalloc
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest

from tests.unit.materials.loopback import Loopback, Send, answer, certificate, redirect, serving
from wallet.errors import RemoteError
from wallet.materials.deadline import Deadline
from wallet.materials.fetched import FetchedMaterials, HttpGateway, system_addresses
from wallet.model.http import Request, Response
from wallet.model.material import Material, MaterialSource, Unavailable

PUBLIC = "93.184.216.34"
MEGABYTE = 1024 * 1024


@pytest.fixture
def loopback() -> Iterator[Loopback]:
    with serving() as server:
        yield server


def gateway(*, seconds: float = 5.0) -> HttpGateway:
    return HttpGateway(monotonic=time.monotonic, allow_loopback=True, total_seconds=seconds)


def get(url: str, *, max_bytes: int = MEGABYTE, seconds: float = 5.0, **headers: str) -> Response:
    return gateway(seconds=seconds).send(Request(method="GET", url=url, max_bytes=max_bytes, headers=headers))


def refused(url: str, *, max_bytes: int = MEGABYTE, seconds: float = 5.0) -> tuple[str, str]:
    with pytest.raises(RemoteError) as caught:
        get(url, max_bytes=max_bytes, seconds=seconds)
    return caught.value.code, caught.value.params.get("detail", "")


class TestExchange:
    def test_what_leaves_is_what_was_asked_and_nothing_more(self, loopback: Loopback) -> None:
        loopback.scripts["/a?b=c"] = answer(b"{}", Content_Type="application/json", Set_Cookie="a=1")
        url = f"{loopback.url}/a?b=c#credential-id"
        for _ in range(2):
            response = get(url, Accept="application/json")
            assert (response.status, response.body) == (200, b"{}")
            assert response.headers["content-type"] == "application/json"
        (first, second) = loopback.seen
        assert first == second
        assert dict(first.headers) == {
            "host": f"127.0.0.1:{loopback.port}",
            "accept": "application/json",
            "user-agent": "learner-wallet",
            "accept-encoding": "gzip",
            "connection": "close",
        }

    def test_a_body_is_sent(self, loopback: Loopback) -> None:
        loopback.scripts["/api"] = answer(status=201)
        body = bytes(range(256)) * 1024
        request = Request(method="PUT", url=f"{loopback.url}/api", body=body, max_bytes=10)
        assert gateway().send(request).status == 201
        assert (loopback.seen[0].method, loopback.seen[0].body) == ("PUT", body)

    @pytest.mark.parametrize("status", [204, 304, 400, 404, 410, 500, 503])
    def test_a_bad_status_is_an_answer(self, loopback: Loopback, status: int) -> None:
        loopback.scripts["/a"] = answer(status=status)
        assert get(f"{loopback.url}/a").status == status

    def test_repeated_headers_are_joined(self, loopback: Loopback) -> None:
        loopback.scripts["/a"] = b"HTTP/1.1 200 OK\r\nX-A: 1\r\nx-a: 2\r\nContent-Length: 0\r\n\r\n"
        assert get(f"{loopback.url}/a").headers["x-a"] == "1, 2"

    def test_this_machine_under_its_other_names(self, loopback: Loopback) -> None:
        loopback.scripts["/a"] = answer(b"{}")
        assert get(f"http://localhost:{loopback.port}/a").body == b"{}"

    def test_this_machine_is_refused_without_the_switch(self, loopback: Loopback) -> None:
        plain = HttpGateway(monotonic=time.monotonic)
        for host in ("127.0.0.1", "localhost", "[::1]"):
            for scheme in ("http", "https"):
                with pytest.raises(RemoteError) as caught:
                    plain.send(Request(method="GET", url=f"{scheme}://{host}:{loopback.port}/", max_bytes=10))
                assert caught.value.code == "refused"
        assert loopback.seen == []

    @pytest.mark.parametrize(
        "raw",
        [
            b"not HTTP\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort",
            b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Encoding: br\r\n\r\n{}",
            b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Encoding: gzip\r\n\r\n{}",
            b"",
        ],
    )
    def test_a_broken_answer_is_unreachable(self, loopback: Loopback, raw: bytes) -> None:
        loopback.scripts["/a"] = raw
        assert refused(f"{loopback.url}/a")[0] == "unreachable"

    def test_nobody_listening_is_unreachable(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
        assert refused(f"http://127.0.0.1:{port}/")[0] == "unreachable"


class TestBounds:
    def test_a_body_as_long_as_allowed(self, loopback: Loopback) -> None:
        loopback.scripts["/a"] = answer(b"x" * 100)
        assert len(get(f"{loopback.url}/a", max_bytes=100).body) == 100

    def test_a_longer_body_is_refused_by_its_length(self, loopback: Loopback) -> None:
        loopback.scripts["/a"] = b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000000\r\n\r\n"
        assert refused(f"{loopback.url}/a", max_bytes=100)[0] == "too-large"

    def test_an_endless_body_is_cut_off(self, loopback: Loopback) -> None:
        def endless(send: Send, stop: threading.Event) -> None:
            send(b"HTTP/1.1 200 OK\r\n\r\n")
            while not stop.is_set():
                send(b"x" * 65536)

        loopback.scripts["/a"] = endless
        assert refused(f"{loopback.url}/a", max_bytes=MEGABYTE)[0] == "too-large"

    def test_endless_bytes_behind_a_compressed_body_are_cut_off(self, loopback: Loopback) -> None:
        def endless(send: Send, stop: threading.Event) -> None:
            send(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(b"{}"))
            while not stop.is_set():
                send(b"x" * 65536)

        loopback.scripts["/a"] = endless
        assert refused(f"{loopback.url}/a", max_bytes=1000)[0] == "too-large"

    def test_a_compressed_body_is_decoded(self, loopback: Loopback) -> None:
        loopback.scripts["/a"] = answer(gzip.compress(b"{}" * 1000), Content_Encoding="GZIP")
        assert get(f"{loopback.url}/a").body == b"{}" * 1000

    def test_a_compressed_body_cut_short_is_unreachable(self, loopback: Loopback) -> None:
        loopback.scripts["/a"] = answer(gzip.compress(b"{}" * 1000)[:-9], Content_Encoding="gzip")
        assert refused(f"{loopback.url}/a") == ("unreachable", "content-encoding")

    def test_a_compression_bomb_is_never_held(self, loopback: Loopback) -> None:
        packer = zlib.compressobj(9, zlib.DEFLATED, 31)
        bomb = b"".join(packer.compress(bytes(MEGABYTE)) for _ in range(100)) + packer.flush()
        loopback.scripts["/a"] = answer(bomb, Content_Encoding="gzip")
        tracemalloc.start()
        try:
            assert refused(f"{loopback.url}/a", max_bytes=MEGABYTE)[0] == "too-large"
            assert tracemalloc.get_traced_memory()[1] < 20 * MEGABYTE
        finally:
            tracemalloc.stop()

    @pytest.mark.parametrize("head", [b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nX-A: "])
    def test_one_byte_at_a_time_ends_at_the_deadline(self, loopback: Loopback, head: bytes) -> None:
        def drip(send: Send, stop: threading.Event) -> None:
            send(head)
            while not stop.wait(0.01):
                send(b"x")

        loopback.scripts["/a"] = drip
        started = time.monotonic()
        assert refused(f"{loopback.url}/a", seconds=0.2)[0] == "timeout"
        assert time.monotonic() - started < 2

    def test_silence_ends_at_the_deadline(self, loopback: Loopback) -> None:
        loopback.scripts["/a"] = lambda _send, stop: (stop.wait(), None)[1]
        assert refused(f"{loopback.url}/a", seconds=0.1)[0] == "timeout"

    def test_the_deadline_holds_for_all_redirects_together(self, loopback: Loopback) -> None:
        @dataclass
        class Steps:
            """Every look at the clock is a second later."""

            now: float = 0.0

            def __call__(self) -> float:
                self.now += 1.0
                return self.now

        loopback.scripts["/a"] = redirect("/a")
        one_hop = HttpGateway(monotonic=Steps(), allow_loopback=True, total_seconds=12)
        with pytest.raises(RemoteError) as caught:
            one_hop.send(Request(method="GET", url=f"{loopback.url}/a", max_bytes=100))
        assert caught.value.code == "timeout"
        assert 1 <= len(loopback.seen) < 4

    def test_a_resolver_that_does_not_answer_ends_at_the_deadline(self) -> None:
        release = threading.Event()

        def never(_host: str, _port: int) -> Sequence[str]:
            release.wait()
            return ()

        slow = HttpGateway(monotonic=time.monotonic, resolve=never, total_seconds=0.05)
        with pytest.raises(RemoteError) as caught:
            slow.send(Request(method="GET", url="https://issuer.example/", max_bytes=10))
        release.set()
        assert caught.value.code == "timeout"

    def test_a_deadline_that_has_passed(self) -> None:
        times = iter([0.0, 4.0, 5.0])
        deadline = Deadline(lambda: next(times), 5.0)
        assert deadline.remaining() == 1.0
        with pytest.raises(RemoteError):
            deadline.remaining()


class TestRedirects:
    def test_three_are_followed(self, loopback: Loopback) -> None:
        for number, status in enumerate((301, 307, 308)):
            loopback.scripts[f"/{number}"] = redirect(f"/{number + 1}", status)
        loopback.scripts["/3"] = answer(b"{}")
        assert get(f"{loopback.url}/0").body == b"{}"
        assert all("referer" not in seen.headers and "cookie" not in seen.headers for seen in loopback.seen)

    def test_a_loop_ends_after_three(self, loopback: Loopback) -> None:
        loopback.scripts["/a"] = redirect("/a")
        assert refused(f"{loopback.url}/a") == ("refused", "redirects")
        assert len(loopback.seen) == 4

    @pytest.mark.parametrize(
        ("location", "why"),
        [
            ("http://169.254.169.254/latest/meta-data/", "not-https"),
            ("https://169.254.169.254/latest/meta-data/", "private-address"),
            ("http://192.168.1.1/", "not-https"),
            ("https://intranet/", "local-name"),
            ("file:///etc/passwd", "url"),
            ("https://user@issuer.example/", "user-in-url"),
        ],
    )
    def test_each_hop_is_checked(self, loopback: Loopback, location: str, why: str) -> None:
        loopback.scripts["/a"] = redirect(location)
        assert refused(f"{loopback.url}/a") == ("refused", why)
        assert len(loopback.seen) == 1

    def test_only_get_follows(self, loopback: Loopback) -> None:
        loopback.scripts["/a"] = redirect("/b")
        response = gateway().send(Request(method="DELETE", url=f"{loopback.url}/a", max_bytes=100))
        assert response.status == 302
        assert len(loopback.seen) == 1

    def test_a_redirect_that_names_no_place_is_an_answer(self, loopback: Loopback) -> None:
        loopback.scripts["/a"] = answer(status=302)
        assert get(f"{loopback.url}/a").status == 302

    def test_a_secret_stays_with_the_host_it_is_meant_for(self, loopback: Loopback) -> None:
        with serving() as other:
            other.scripts["/b"] = answer(b"{}")
            loopback.scripts["/a"] = redirect("/c")
            loopback.scripts["/c"] = redirect(f"{other.url}/b")
            get(f"{loopback.url}/a", authorization="Bearer secret", accept="application/json")
            assert [seen.headers.get("authorization") for seen in loopback.seen] == ["Bearer secret"] * 2
            assert "authorization" not in other.seen[0].headers
            assert other.seen[0].headers["accept"] == "application/json"


@dataclass
class Internet:
    """Public addresses that lead to a server on this machine: what connects is recorded, then let through."""

    server: Loopback
    trust: ssl.SSLContext
    dialled: list[tuple[str, int]] = field(default_factory=list)
    resolved: list[str] = field(default_factory=list)
    answers: dict[str, list[Sequence[str]]] = field(default_factory=dict)

    def resolve(self, host: str, _port: int) -> Sequence[str]:
        self.resolved.append(host)
        answers = self.answers.get(host, [[PUBLIC]])
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def gateway(self) -> HttpGateway:
        return HttpGateway(
            monotonic=time.monotonic, resolve=self.resolve, tls=lambda: self.trust, allow_loopback=True, total_seconds=5
        )

    def get(self, url: str) -> Response:
        return self.gateway().send(Request(method="GET", url=url, max_bytes=1000))

    def refused(self, url: str) -> tuple[str, str]:
        with pytest.raises(RemoteError) as caught:
            self.get(url)
        return caught.value.code, caught.value.params.get("detail", "")


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    return certificate(tmp_path_factory.mktemp("tls"), "issuer.example", "www.issuer.example")


@pytest.fixture
def internet(keys: tuple[ssl.SSLContext, ssl.SSLContext], monkeypatch: pytest.MonkeyPatch) -> Iterator[Internet]:
    real = socket.create_connection
    with serving(keys[0]) as server:
        world = Internet(server, keys[1])

        def dial(address: tuple[str, int], timeout: float, **options: object) -> socket.socket:
            world.dialled.append(address)
            if address[0] == "198.41.0.4":
                raise ConnectionRefusedError(111, "Connection refused")
            return real(("127.0.0.1", server.port), timeout)

        monkeypatch.setattr(socket, "create_connection", dial)
        yield world


class TestPinning:
    def test_connects_to_the_address_that_was_checked_under_the_name(self, internet: Internet) -> None:
        internet.server.scripts["/a"] = answer(b"{}")
        assert internet.get("https://issuer.example/a").body == b"{}"
        assert internet.dialled == [(PUBLIC, 443)]
        assert internet.resolved == ["issuer.example"]
        assert internet.server.names == ["issuer.example"]
        assert internet.server.seen[0].headers["host"] == "issuer.example"

    def test_a_name_that_changes_its_mind_is_asked_once(self, internet: Internet) -> None:
        internet.server.scripts["/a"] = answer(b"{}")
        internet.answers["issuer.example"] = [[PUBLIC], ["127.0.0.1"]]
        internet.get("https://issuer.example:8443/a")
        assert internet.dialled == [(PUBLIC, 8443)]

    def test_a_name_that_changes_its_mind_between_hops_is_refused(self, internet: Internet) -> None:
        internet.server.scripts["/a"] = redirect("/b")
        internet.answers["issuer.example"] = [[PUBLIC], ["127.0.0.1"]]
        assert internet.refused("https://issuer.example/a") == ("refused", "private-address")
        assert internet.dialled == [(PUBLIC, 443)]

    @pytest.mark.parametrize(
        "addresses",
        [
            ["127.0.0.1"],
            [PUBLIC, "127.0.0.1"],
            ["203.0.113.10"],
            ["169.254.169.254"],
            ["::1"],
            ["::ffff:127.0.0.1"],
            ["fd00:ec2::254"],
            ["fe80::1%eth0"],
            ["0.0.0.0"],
            ["nonsense"],
        ],
    )
    def test_one_address_that_is_not_public_is_enough(self, internet: Internet, addresses: list[str]) -> None:
        internet.answers["issuer.example"] = [addresses]
        assert internet.refused("https://issuer.example/a") == ("refused", "private-address")
        assert internet.dialled == []

    def test_localhost_that_leads_elsewhere_is_refused(self, internet: Internet) -> None:
        internet.answers["localhost"] = [["10.0.0.1"]]
        assert internet.refused("http://localhost/") == ("refused", "private-address")
        assert internet.dialled == []

    def test_a_name_without_addresses_is_unreachable(self, internet: Internet) -> None:
        internet.answers["issuer.example"] = [[]]
        assert internet.refused("https://issuer.example/a") == ("unreachable", "name")

    def test_the_next_address_is_tried(self, internet: Internet) -> None:
        internet.server.scripts["/a"] = answer(b"{}")
        internet.answers["issuer.example"] = [["198.41.0.4", PUBLIC]]
        assert internet.get("https://issuer.example/a").status == 200
        assert internet.dialled == [("198.41.0.4", 443), (PUBLIC, 443)]

    def test_addresses_that_all_refuse_are_unreachable(self, internet: Internet) -> None:
        internet.answers["issuer.example"] = [["198.41.0.4"] * 9]
        assert internet.refused("https://issuer.example/a")[0] == "unreachable"
        assert len(internet.dialled) == 4

    def test_a_certificate_for_another_name_is_refused(
        self, internet: Internet, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("socketserver.BaseServer.handle_error", lambda *_: None)
        assert internet.refused("https://other.example/a") == ("unreachable", "tls")
        assert internet.server.seen == []

    def test_https_is_never_left(self, internet: Internet) -> None:
        internet.server.scripts["/a"] = redirect("http://issuer.example/a")
        assert internet.refused("https://issuer.example/a") == ("refused", "not-https")
        internet.server.scripts["/a"] = redirect(f"http://127.0.0.1:{internet.server.port}/a")
        assert internet.refused("https://issuer.example/a") == ("refused", "not-https")
        internet.server.scripts["/a"] = redirect(f"https://127.0.0.1:{internet.server.port}/a")
        assert internet.refused("https://issuer.example/a") == ("refused", "private-address")
        assert internet.dialled == [(PUBLIC, 443)] * 3

    def test_another_host_is_followed_and_checked_anew(self, internet: Internet) -> None:
        internet.server.scripts["/a"] = redirect("https://www.issuer.example/b")
        internet.server.scripts["/b"] = answer(b"{}")
        assert internet.get("https://issuer.example/a").body == b"{}"
        assert internet.resolved == ["issuer.example", "www.issuer.example"]
        assert internet.server.names == ["issuer.example", "www.issuer.example"]

    def test_proxies_of_the_environment_are_ignored(self, internet: Internet, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, "http://127.0.0.1:1")
        internet.server.scripts["/a"] = answer(b"{}")
        assert internet.get("https://issuer.example/a").status == 200
        assert internet.dialled == [(PUBLIC, 443)]


def test_the_systems_resolver_gives_every_address_once() -> None:
    assert system_addresses("127.0.0.1", 443) == ("127.0.0.1",)


def test_the_systems_trust_checks_names_and_certificates() -> None:
    from wallet.materials.transport import default_tls

    context = default_tls()
    assert context.check_hostname
    assert context.verify_mode is ssl.CERT_REQUIRED


class TestMaterials:
    def test_what_is_there_comes_with_where_and_when(self, loopback: Loopback, at: datetime) -> None:
        loopback.scripts["/list"] = answer(b"{}", Content_Type="application/vc+jwt; charset=utf-8")
        url = f"{loopback.url}/list"
        assert FetchedMaterials(gateway(), lambda: at).get(url, max_bytes=10) == Material(
            url=url,
            content=b"{}",
            media_type="application/vc+jwt; charset=utf-8",
            sha256=hashlib.sha256(b"{}").hexdigest(),
            source=MaterialSource.FETCHED,
            retrieved_at=at,
        )

    @pytest.mark.parametrize(
        "media_type",
        [
            "application/json",
            "application/did+ld+json",
            "application/statuslist+jwt",
            "application/vc",
            "text/plain",
            "text/plain; charset=US-ASCII",
            "TEXT/JSON; q=1",
            'application/json; profile="x"; charset="UTF-8"',
            "application/octet-stream",
            "",
        ],
    )
    def test_media_types_that_hold_data(self, loopback: Loopback, at: datetime, media_type: str) -> None:
        loopback.scripts["/a"] = answer(b"{}", Content_Type=media_type) if media_type else answer(b"{}")
        found = FetchedMaterials(gateway(), lambda: at).get(f"{loopback.url}/a", max_bytes=10)
        assert isinstance(found, Material)

    @pytest.mark.parametrize(
        ("raw", "why"),
        [
            (answer(b"<p>", Content_Type="text/html; charset=utf-8"), "failed"),
            (answer(b"<p>", Content_Type="application/xhtml+xml"), "failed"),
            (answer(b"{}", Content_Type="image/png"), "failed"),
            (answer(b"{}", Content_Type="multipart/mixed"), "failed"),
            (answer(b"{}", Content_Type="application/pdf"), "failed"),
            (answer(b"{}", Content_Type="application/xml"), "failed"),
            (answer(b"{}", Content_Type="text/html+json"), "failed"),
            (answer(b"{}", Content_Type="application/json, text/html"), "failed"),
            (answer(b"{}", Content_Type="application/json; charset=utf-16"), "failed"),
            (answer(b"{}", Content_Type="application/json; charset=utf-8; charset=iso-2022-jp"), "failed"),
            (answer(b"{}", Content_Type="text/plain;charset=UTF-7"), "failed"),
            (answer(status=404), "not-found"),
            (answer(status=410), "not-found"),
            (answer(b"{}", status=206, Content_Type="application/json"), "failed"),
            (answer(b"{}", status=500), "failed"),
            (answer(b"x" * 11), "too-large"),
            (redirect("https://10.0.0.1/"), "refused"),
            (b"", "failed"),
        ],
    )
    def test_what_is_not_says_why(self, loopback: Loopback, at: datetime, raw: bytes, why: str) -> None:
        loopback.scripts["/a"] = raw
        found = FetchedMaterials(gateway(), lambda: at).get(f"{loopback.url}/a", max_bytes=10)
        assert isinstance(found, Unavailable)
        assert found.url == f"{loopback.url}/a"
        assert found.why == why

    def test_a_slow_server_is_a_timeout(self, loopback: Loopback, at: datetime) -> None:
        loopback.scripts["/a"] = lambda _send, stop: (stop.wait(), None)[1]
        found = FetchedMaterials(gateway(seconds=0.05), lambda: at).get(f"{loopback.url}/a", max_bytes=10)
        assert isinstance(found, Unavailable)
        assert found.why == "timeout"

    def test_a_port_that_is_offline_says_so(self, at: datetime) -> None:
        class Offline:
            def send(self, request: Request) -> Response:
                raise RemoteError("offline", url=request.url)

        found = FetchedMaterials(Offline(), lambda: at).get("https://issuer.example/", max_bytes=10)
        assert found == Unavailable(url="https://issuer.example/", why="offline")


def test_importing_the_gateway_loads_no_http_engine() -> None:
    code = "import sys, wallet.materials.fetched; sys.exit('httpcore2' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=Path(__file__).parents[3]).returncode == 0
