from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.unit.share.loopback import START, Clock, LoopbackHttp, running_host
from wallet.errors import CredentialError, RemoteError, UsageError
from wallet.model.http import Request, Response
from wallet.share.host.limits import HostLimits
from wallet.share.interface import Parcel
from wallet.share.link import LinkTarget, fetch_link
from wallet.share.link_crypto import make_link, parse_link

PARCEL = Parcel(
    content=b'{"name": "Data Literacy Micro-credential"}',
    media_type="application/vp",
    expires=START + timedelta(days=28),
    note="for the interview",
)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def host(tmp_path: Path, clock: Clock) -> Iterator[str]:
    with running_host(tmp_path / "host", clock) as url:
        yield url


def code_of_fetching(link: str) -> str:
    with pytest.raises(RemoteError) as caught:
        fetch_link(link, LoopbackHttp())
    return caught.value.code


def test_what_is_shared_arrives(host: str) -> None:
    receipt = LinkTarget(host, LoopbackHttp()).send(PARCEL)
    assert receipt.link.startswith(f"{host}/p/{receipt.id}#")
    assert fetch_link(receipt.link, LoopbackHttp()) == PARCEL


def test_the_key_is_never_sent(host: str, tmp_path: Path) -> None:
    """L02: the host sees neither the key nor what is inside."""
    http = LoopbackHttp()
    receipt = LinkTarget(host, http).send(PARCEL)
    fetch_link(receipt.link, http)
    key = parse_link(receipt.link).key
    for request in http.sent:
        whole = repr((request.url, dict(request.headers))).encode() + (request.body or b"")
        assert receipt.link.partition("#")[2].encode() not in whole
        assert key not in whole
        assert "#" not in request.url
    kept = b"".join(path.read_bytes() for path in (tmp_path / "host").iterdir())
    assert kept
    for secret in (key, b"Data Literacy", b"interview", receipt.revoke_key.encode()):
        assert secret not in kept


def test_a_link_taken_back_is_gone_and_so_are_its_bytes(host: str, tmp_path: Path) -> None:
    http = LoopbackHttp()
    target = LinkTarget(host, http)
    receipt = target.send(PARCEL)
    body = http.sent[0].body
    assert body is not None
    file = tmp_path / "host" / "links.sqlite3"
    assert body[-100:] in file.read_bytes()
    target.revoke(receipt.link, receipt.revoke_key)
    assert code_of_fetching(receipt.link) == "link-gone"
    left = file.read_bytes()
    assert not any(body[at : at + 20] in left for at in range(0, len(body), 20))
    assert [path.name for path in file.parent.iterdir()] == [file.name]
    target.revoke(receipt.link, receipt.revoke_key)


def test_only_the_sharer_takes_a_link_back(host: str) -> None:
    target = LinkTarget(host, LoopbackHttp())
    receipt, other = target.send(PARCEL), target.send(PARCEL)
    with pytest.raises(RemoteError) as caught:
        target.revoke(receipt.link, other.revoke_key)
    assert caught.value.code == "revoke-refused"
    with pytest.raises(UsageError) as malformed:
        target.revoke(receipt.link, "two words")
    assert malformed.value.code == "revoke-key-malformed"
    assert fetch_link(receipt.link, LoopbackHttp()) == PARCEL


def test_a_link_ends_when_it_was_said_to(host: str, clock: Clock) -> None:
    target = LinkTarget(host, LoopbackHttp())
    receipt = target.send(PARCEL)
    clock.now = START + timedelta(days=28, seconds=-1)
    assert fetch_link(receipt.link, LoopbackHttp()) == PARCEL
    clock.now = START + timedelta(days=28)
    assert code_of_fetching(receipt.link) == "link-gone"
    target.revoke(receipt.link, receipt.revoke_key)


def test_a_share_without_end_stays(host: str, clock: Clock) -> None:
    receipt = LinkTarget(host, LoopbackHttp()).send(replace(PARCEL, expires=None))
    clock.now = START + timedelta(days=4000)
    assert fetch_link(receipt.link, LoopbackHttp()).expires is None


def test_unknown_links_and_wrong_keys(host: str) -> None:
    receipt = LinkTarget(host, LoopbackHttp()).send(PARCEL)
    address = parse_link(receipt.link)
    assert code_of_fetching(make_link(replace(address, id="x" * 22))) == "link-gone"
    with pytest.raises(CredentialError) as caught:
        fetch_link(make_link(replace(address, key=bytes(32))), LoopbackHttp())
    assert caught.value.code == "malformed"


def test_a_host_that_restarts_remembers(tmp_path: Path, clock: Clock) -> None:
    """L05: taken back stays taken back."""
    folder = tmp_path / "host"
    with running_host(folder, clock) as url:
        target = LinkTarget(url, LoopbackHttp())
        kept, gone = target.send(PARCEL), target.send(PARCEL)
        target.revoke(gone.link, gone.revoke_key)
    with running_host(folder, clock) as url:
        moved = [make_link(replace(parse_link(receipt.link), host=url)) for receipt in (kept, gone)]
        assert fetch_link(moved[0], LoopbackHttp()) == PARCEL
        assert code_of_fetching(moved[1]) == "link-gone"


def test_a_host_that_refuses_is_told_in_a_word(tmp_path: Path, clock: Clock) -> None:
    limits = HostLimits(max_sealed_bytes=1000)
    with running_host(tmp_path / "host", clock, limits=limits) as url, pytest.raises(RemoteError) as caught:
        LinkTarget(url, LoopbackHttp()).send(PARCEL)
    assert caught.value.code in {"too-large", "unreachable"}  # closed while the body is still being sent


def test_a_host_that_is_away_is_told_in_a_word(tmp_path: Path, clock: Clock) -> None:
    with running_host(tmp_path / "host", clock) as url:
        pass
    with pytest.raises(RemoteError) as caught:
        LinkTarget(url, LoopbackHttp()).send(PARCEL)
    assert caught.value.code == "unreachable"


@pytest.mark.parametrize(("status", "code"), [(500, "remote-failed"), (429, "busy"), (507, "remote-full")])
def test_answers_outside_the_protocol(status: int, code: str) -> None:
    class Odd:
        def send(self, request: Request) -> Response:
            return Response(status=status, body=b"<html>")

    with pytest.raises(RemoteError) as caught:
        LinkTarget("https://links.example", Odd()).send(PARCEL)
    assert caught.value.code == code
    assert caught.value.params == {"host": "https://links.example", "status": str(status)}


def test_a_target_needs_a_usable_host() -> None:
    for host in ("links.example", "http://links.example", "https://", "https://links.example?x"):
        with pytest.raises(UsageError):
            LinkTarget(host, LoopbackHttp())
