from __future__ import annotations

import importlib
from collections.abc import Sequence
from types import SimpleNamespace

import keyring
import keyring.backends.chainer
import keyring.errors
import pytest

from wallet.errors import ConfigurationError
from wallet.model.secret import Secret
from wallet.storage import keyring_port
from wallet.storage.keyring_port import Backend, SystemKeyring, backend_problem, keyring_problem, system_keyring


class InMemory:
    """A backend that is none of the allowed ones."""

    def __init__(self) -> None:
        self.values: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.values.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.values[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.values[service, username]


class Chain(keyring.backends.chainer.ChainerBackend):
    """A chain with members of the test's choosing, under the name of the real one."""

    backends: Sequence[Backend] = ()

    def __init__(self, *members: Backend) -> None:
        self.backends = members


Chain.__module__, Chain.__qualname__ = "keyring.backends.chainer", "ChainerBackend"


def backend(name: str) -> Backend:
    """A backend that the `keyring` package ships."""
    made: Backend = backend_class(name)()
    return made


def backend_class(name: str) -> type:
    kind: type = importlib.import_module(f"keyring.backends.{name}").Keyring
    return kind


# --- which backends count ---------------------------------------------------------------------------------------------


def test_no_keyring_on_this_machine() -> None:
    assert backend_problem(backend("fail")) == "keyring-missing"


def test_the_null_keyring_does_not_count() -> None:
    assert backend_problem(backend("null")) == "keyring-not-allowed"


def test_a_plugin_does_not_count() -> None:
    assert backend_problem(InMemory()) == "keyring-not-allowed"


def test_the_secret_service_counts() -> None:
    assert backend_problem(backend("SecretService")) == ""


def test_a_backend_made_from_an_allowed_one_does_not_count() -> None:
    patched = type("Keyring", (backend_class("SecretService"),), {})
    assert backend_problem(patched()) == "keyring-not-allowed"


def test_a_chain_is_as_good_as_its_worst_member() -> None:
    good, null = backend("SecretService"), backend("null")
    assert backend_problem(Chain(good, backend("libsecret"))) == ""
    assert backend_problem(Chain(good, null)) == "keyring-not-allowed"
    assert backend_problem(Chain(null)) == "keyring-not-allowed"
    assert backend_problem(Chain(Chain(null), good)) == "keyring-not-allowed"
    assert backend_problem(Chain()) == "keyring-missing"


@pytest.mark.parametrize(
    ("chosen", "problem"),
    [
        (backend("fail"), "keyring-missing"),
        (backend("null"), "keyring-not-allowed"),
        (InMemory(), "keyring-not-allowed"),
    ],
)
def test_there_is_no_keyring_then(chosen: Backend, problem: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring, "get_keyring", lambda: chosen)
    assert system_keyring() is None
    assert keyring_problem() == problem


def test_the_machines_keyring_is_used_where_it_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring, "get_keyring", lambda: backend("SecretService"))
    assert isinstance(system_keyring(), SystemKeyring)
    assert keyring_problem() == ""


def test_a_backend_that_cannot_be_loaded_is_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> Backend:
        raise ModuleNotFoundError("keyrings")

    monkeypatch.setattr(keyring, "get_keyring", missing)
    assert system_keyring() is None
    assert keyring_problem() == "keyring-broken"


# --- keeping a secret -------------------------------------------------------------------------------------------------


def test_a_secret_is_kept_as_base64_and_forgotten() -> None:
    store = InMemory()
    port, secret = SystemKeyring(store), Secret(bytes(range(32)))
    assert port.get("vault") is None
    port.set("vault", secret)
    assert port.get("vault") == secret
    ((service, entry),) = store.values
    assert (service, entry) == ("learner-wallet", "vault")
    assert store.values[service, entry].isascii()
    port.delete("vault")
    port.delete("vault")
    assert store.values == {}


def test_a_keyring_that_loses_what_it_is_given_is_said() -> None:
    with pytest.raises(ConfigurationError) as caught:
        SystemKeyring(backend("null")).set("vault", Secret(b"key"))
    assert caught.value.code == "keyring-failed"


def test_a_value_that_is_not_ours_is_said() -> None:
    store = InMemory()
    store.set_password("learner-wallet", "vault", "not base64!")
    with pytest.raises(ConfigurationError):
        SystemKeyring(store).get("vault")


@pytest.mark.parametrize("call", ["get", "set", "delete"])
@pytest.mark.parametrize("error", [keyring.errors.KeyringLocked("x"), OSError("dbus"), RuntimeError("x")])
def test_a_keyring_that_fails_is_said(call: str, error: Exception) -> None:
    def fail(*_: object) -> None:
        raise error

    port = SystemKeyring(SimpleNamespace(get_password=fail, set_password=fail, delete_password=fail))
    arguments = ("vault", Secret(b"key")) if call == "set" else ("vault",)
    with pytest.raises(ConfigurationError) as caught:
        getattr(port, call)(*arguments)
    assert (caught.value.code, caught.value.params) == ("keyring-failed", {"detail": type(error).__name__})


def test_a_real_backend_that_fails_is_said() -> None:
    with pytest.raises(ConfigurationError):
        SystemKeyring(backend("fail")).get("vault")


def test_the_package_is_loaded_only_when_asked_for() -> None:
    assert not hasattr(keyring_port, "keyring")
