"""A hostile network, seen from the verdict: whatever a server does, a badge is not called in force.

Procedures N01, N02, N04 and N08 of the hostile set. The gateway's own tests are in `tests/unit/materials`.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import pytest

from tests.simulator.issuer import NOW
from tests.unit.materials.loopback import Loopback, Send, answer, certificate, redirect, serving
from tests.unit.verify.lists import badge, list_credential, status
from wallet.codec import json
from wallet.codec.limits import MAX_DID_DOCUMENT_BYTES, MAX_STATUS_DOCUMENT_BYTES
from wallet.materials.fetched import TOTAL_SECONDS, FetchedMaterials, HttpGateway
from wallet.model.json import JsonObject
from wallet.model.material import Material, Unavailable
from wallet.model.report import CheckResult, Outcome, Reason
from wallet.verify.context import DEFAULT_MAX_STATUS_AGE

HOST: Final = "issuer.example"
PUBLIC: Final = "198.41.0.9"
MEGABYTE: Final = 1024 * 1024


@dataclass
class Ticking:
    """A clock on which a second passes whenever it is read: every byte that arrives takes one."""

    seconds: float = 0.0

    def __call__(self) -> float:
        self.seconds += 1.0
        return self.seconds


@dataclass
class Web:
    """A public host that is a server on this machine, and the addresses its name resolves to, one after another."""

    server: Loopback
    trust: ssl.SSLContext
    addresses: list[Sequence[str]] = field(default_factory=lambda: [[PUBLIC]])
    dialled: list[str] = field(default_factory=list)
    monotonic: Callable[[], float] = time.monotonic

    def resolve(self, _host: str, _port: int) -> Sequence[str]:
        return self.addresses.pop(0) if len(self.addresses) > 1 else self.addresses[0]

    def materials(self) -> FetchedMaterials:
        gateway = HttpGateway(monotonic=self.monotonic, resolve=self.resolve, tls=lambda: self.trust)
        return FetchedMaterials(gateway, lambda: NOW)

    def judge(self) -> CheckResult:
        """The status of a badge whose list is at `/list`."""
        entry: JsonObject = {
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": "7",
            "statusListCredential": f"https://{HOST}/list",
        }
        return status(badge(entry), self.materials())

    @property
    def requests(self) -> int:
        return len(self.server.seen)


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    return certificate(tmp_path_factory.mktemp("tls"), HOST, f"www.{HOST}")


@pytest.fixture
def web(keys: tuple[ssl.SSLContext, ssl.SSLContext], monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    real = socket.create_connection
    with serving(keys[0]) as server:
        world = Web(server, keys[1])

        def dial(address: tuple[str, int], timeout: float, **_options: object) -> socket.socket:
            world.dialled.append(address[0])
            return real(("127.0.0.1", server.port), timeout)

        monkeypatch.setattr(socket, "create_connection", dial)
        yield world


def unreachable(found: CheckResult, detail: str) -> None:
    assert (found.outcome, found.reason) == (Outcome.INDETERMINATE, Reason.STATUS_UNREACHABLE)
    assert found.params["detail"] == detail


def good_list() -> bytes:
    return json.dumps(list_credential())


def test_a_list_that_is_there(web: Web) -> None:
    web.server.scripts["/list"] = answer(good_list(), Content_Type="application/vc")
    assert web.judge().outcome is Outcome.PASSED
    (seen,) = web.server.seen
    assert (seen.method, seen.path, seen.body) == ("GET", "/list", b"")
    assert seen.headers.keys() == {"host", "accept", "user-agent", "accept-encoding", "connection"}


# --- N01: the name changes its mind --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "::1", "10.0.0.7", "::ffff:192.168.0.1", "64:ff9b::7f00:1", "2002:7f00:1::"]
)
def test_a_name_that_turns_into_an_inner_address(web: Web, address: str) -> None:
    web.server.scripts["/list"] = redirect("/again")
    web.addresses = [[PUBLIC], [address]]
    unreachable(web.judge(), "refused")
    assert web.dialled == [PUBLIC]


def test_a_name_that_is_public_when_checked_is_not_asked_again_to_connect(web: Web) -> None:
    web.server.scripts["/list"] = answer(good_list())
    web.addresses = [[PUBLIC], ["127.0.0.1"]]
    assert web.judge().outcome is Outcome.PASSED
    assert web.dialled == [PUBLIC]


def test_one_inner_address_among_public_ones(web: Web) -> None:
    web.addresses = [[PUBLIC, "100.64.0.1"]]
    unreachable(web.judge(), "refused")
    assert web.dialled == []


# --- N02: redirects ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "location",
    [
        f"http://{HOST}/list",
        "https://127.0.0.1/list",
        "https://169.254.169.254/latest",
        "file:///etc/passwd",
        "ftp://x/",
    ],
)
def test_a_redirect_to_where_nobody_goes(web: Web, location: str) -> None:
    web.server.scripts["/list"] = redirect(location)
    unreachable(web.judge(), "refused")
    assert web.requests == 1


def test_redirects_without_end(web: Web) -> None:
    web.server.scripts["/list"] = redirect("/list")
    unreachable(web.judge(), "refused")
    assert web.requests == 4  # the first and three redirects


def test_three_redirects_within_https(web: Web) -> None:
    web.server.scripts |= {
        "/list": redirect("/2"),
        "/2": redirect(f"https://www.{HOST}/3", 308),
        "/3": redirect("/4", 301),
        "/4": answer(good_list()),
    }
    assert web.judge().outcome is Outcome.PASSED


# --- N04: slow, endless and inflating answers ----------------------------------------------------------------------


def drip(send: Send, stop: threading.Event) -> None:
    send(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n")
    while not stop.is_set():
        send(b" ")


def endless(send: Send, stop: threading.Event) -> None:
    send(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
    chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    while not stop.is_set():
        send(chunk)


def bomb(megabytes: int) -> bytes:
    """Spaces, compressed, without ever holding them."""
    packer = zlib.compressobj(1, zlib.DEFLATED, 31)
    return b"".join([*(packer.compress(b" " * MEGABYTE) for _ in range(megabytes)), packer.flush()])


def test_a_byte_each_second_ends_in_ten(web: Web) -> None:
    clock = Ticking()
    web.monotonic = clock
    web.server.scripts["/list"] = drip
    unreachable(web.judge(), "timeout")
    assert clock.seconds <= TOTAL_SECONDS + 2  # the second in which it is noticed, and the one in which it began


@pytest.mark.parametrize(
    "script",
    [
        endless,
        answer(bomb(300), Content_Encoding="gzip", Content_Type="application/json"),
        b"HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n",
    ],
    ids=["endless", "inflating", "1 GB"],
)
def test_an_answer_without_bound_is_cut_off(web: Web, script: bytes | Callable[[Send, threading.Event], None]) -> None:
    web.server.scripts["/list"] = script
    tracemalloc.start()
    try:
        unreachable(web.judge(), "too-large")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 50 * MEGABYTE


def test_the_bounds_are_those_of_the_procedure() -> None:
    assert (MAX_DID_DOCUMENT_BYTES, MAX_STATUS_DOCUMENT_BYTES, TOTAL_SECONDS) == (MEGABYTE, 8 * MEGABYTE, 10.0)
    assert DEFAULT_MAX_STATUS_AGE.days == 30


# --- N08: something else than data ---------------------------------------------------------------------------------


PORTAL: Final = b"<!doctype html><title>Sign in</title>"


@pytest.mark.parametrize(
    "media_type",
    [
        "text/html",
        "text/html; charset=utf-8",
        "application/xhtml+xml",
        "text/xml",
        "application/javascript",
        "image/png",
    ],
)
def test_a_page_for_people_is_no_list(web: Web, media_type: str) -> None:
    for body in (PORTAL, good_list()):
        web.server.scripts["/list"] = answer(body, Content_Type=media_type)
        unreachable(web.judge(), "failed")


@pytest.mark.parametrize(
    "media_type",
    ["application/json", "application/ld+json", "application/vc+jwt", "text/plain", "application/octet-stream", ""],
)
def test_a_page_that_calls_itself_data_is_found_out(web: Web, media_type: str) -> None:
    web.server.scripts["/list"] = answer(PORTAL, Content_Type=media_type) if media_type else answer(PORTAL)
    found = web.judge()
    assert (found.outcome, found.reason) == (Outcome.INDETERMINATE, Reason.STATUS_MALFORMED)


@pytest.mark.parametrize("charset", ["utf-16", "iso-2022-jp", "utf-7", "shift_jis"])
def test_another_character_set(web: Web, charset: str) -> None:
    web.server.scripts["/list"] = answer(good_list(), Content_Type=f"application/json; charset={charset}")
    unreachable(web.judge(), "failed")


@pytest.mark.parametrize("encode", [lambda text: text.encode("utf-16"), lambda text: b"\xef\xbb\xbf" + text.encode()])
def test_bytes_of_another_encoding_under_a_good_name(web: Web, encode: Callable[[str], bytes]) -> None:
    web.server.scripts["/list"] = answer(encode(good_list().decode()), Content_Type="application/json; charset=utf-8")
    found = web.judge()
    assert (found.outcome, found.reason) == (Outcome.INDETERMINATE, Reason.STATUS_MALFORMED)


@pytest.mark.parametrize(
    ("code", "detail"), [(404, "not-found"), (410, "not-found"), (403, "failed"), (500, "failed"), (204, "failed")]
)
def test_other_answers_than_success(web: Web, code: int, detail: str) -> None:
    web.server.scripts["/list"] = answer(good_list(), status=code, Content_Type="application/json")
    unreachable(web.judge(), detail)


def test_a_did_document_has_a_smaller_bound(web: Web) -> None:
    web.server.scripts["/did.json"] = answer(b" " * (2 * MEGABYTE), Content_Type="application/json")
    materials = web.materials()
    small = materials.get(f"https://{HOST}/did.json", max_bytes=MAX_DID_DOCUMENT_BYTES)
    assert isinstance(small, Unavailable)
    assert small.why == "too-large"
    assert isinstance(materials.get(f"https://{HOST}/did.json", max_bytes=MAX_STATUS_DOCUMENT_BYTES), Material)
