"""What every test stands on: a fixed instant, a home of its own, and no network but loopback."""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import hypothesis
import pytest

from tests.places import VECTORS

# How long an example takes says nothing on a shared machine.
hypothesis.settings.register_profile("wallet", deadline=None)
hypothesis.settings.load_profile("wallet")


@pytest.fixture
def at() -> datetime:
    """The instant the tests judge at."""
    return datetime(2026, 11, 23, 14, 5, tzinfo=UTC)


@pytest.fixture(scope="session")
def vectors() -> Path:
    """The folder of published vectors; tests that need it are skipped where it is absent."""
    if not VECTORS.is_dir():
        pytest.skip("the published test vectors are not on this machine (set WALLET_VECTORS to their folder)")
    return VECTORS.resolve()


class NetworkGuard:
    """Refuses every address but this machine's, and remembers what was tried, in case the refusal is swallowed."""

    def __init__(self) -> None:
        self.attempts: list[str] = []

    def require_local(self, host: str) -> None:
        """Raise `AssertionError` unless `host` is this machine."""
        if host in {"", "localhost"} or _is_loopback(host):
            return
        self.attempts.append(host)
        raise AssertionError(f"a test tried to reach {host}")

    def install(self, patch: pytest.MonkeyPatch) -> None:
        """Stand in front of the ways Python code reaches another host or asks for its address."""
        connect, connect_ex, getaddrinfo = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

        def guarded_connect(own: socket.socket, address: tuple[str, int] | str) -> None:
            self._check(own, address)
            connect(own, address)

        def guarded_connect_ex(own: socket.socket, address: tuple[str, int] | str) -> int:
            self._check(own, address)
            return connect_ex(own, address)

        def guarded_getaddrinfo(host: str | bytes | None, *rest: object, **options: object) -> object:
            name = host.decode() if isinstance(host, bytes) else host or ""
            if not _is_address(name):
                self.require_local(name)
            return getaddrinfo(host, *rest, **options)  # type: ignore[arg-type]  # passed on as it came

        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
        patch.setattr(socket, "getaddrinfo", guarded_getaddrinfo)

    def _check(self, own: socket.socket, address: tuple[str, int] | str) -> None:
        if own.family in {socket.AF_INET, socket.AF_INET6}:
            self.require_local(str(address[0]))


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _is_loopback(host: str) -> bool:
    return _is_address(host) and ipaddress.ip_address(host).is_loopback


@pytest.fixture(scope="session", autouse=True)
def network_guard() -> Iterator[NetworkGuard]:
    """Keeps this process off the network for the whole run."""
    guard = NetworkGuard()
    with pytest.MonkeyPatch.context() as patch:
        guard.install(patch)
        yield guard


@pytest.fixture(autouse=True)
def _no_network(network_guard: NetworkGuard) -> Iterator[None]:
    network_guard.attempts.clear()
    yield
    assert not network_guard.attempts, "a test tried to leave this machine"


@pytest.fixture(scope="session", autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test sees the vault, keyring, settings or language of whoever runs it; child processes inherit this."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in tuple(os.environ):
            if name.startswith(("WALLET_", "XDG_", "LC_")) and name != "WALLET_VECTORS":
                patch.delenv(name)
        for name in ("LANGUAGE", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES"):
            patch.delenv(name, raising=False)
        patch.setenv("HOME", str(home))
        patch.setenv("LANG", "C.UTF-8")
        patch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
        yield
