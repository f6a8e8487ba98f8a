"""The guard that keeps the tests off the network does refuse."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from tests.conftest import NetworkGuard


@pytest.fixture
def guard(network_guard: NetworkGuard) -> Iterator[NetworkGuard]:
    """The guard in force; what these tests try on purpose is taken off its record."""
    yield network_guard
    network_guard.attempts.clear()


# 192.0.2.0/24 and 2001:db8::/32 are kept for documentation (RFC 5737, RFC 3849): nobody answers there.
@pytest.mark.parametrize(
    ("family", "address"), [(socket.AF_INET, ("192.0.2.1", 443)), (socket.AF_INET6, ("2001:db8::1", 443))]
)
def test_another_machine_cannot_be_reached(
    guard: NetworkGuard, family: socket.AddressFamily, address: tuple[str, int]
) -> None:
    with socket.socket(family) as own, pytest.raises(AssertionError, match="tried to reach"):
        own.connect(address)
    with socket.socket(family) as own, pytest.raises(AssertionError, match="tried to reach"):
        own.connect_ex(address)
    assert guard.attempts == [address[0]] * 2


def test_no_name_is_looked_up(guard: NetworkGuard) -> None:
    with pytest.raises(AssertionError, match="tried to reach"):
        socket.getaddrinfo("issuer.example", 443)
    assert guard.attempts == ["issuer.example"]


def test_loopback_stays_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        assert client.getpeername() == server.getsockname()
