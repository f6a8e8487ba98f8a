"""The operating system's keyring, as far as the wallet trusts it.

Only the vaults of the operating systems count: the `keyring` package also offers a null keyring, plain text files and
whatever a plugin or PYTHON_KEYRING_BACKEND names, none of which protects anything. The package is imported late: it
takes about 100 ms, and most commands need no keyring.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from typing import Final, Protocol

from wallet.errors import ConfigurationError
from wallet.model.secret import Secret

_SERVICE: Final = "learner-wallet"

_ALLOWED: Final = frozenset(
    {
        "keyring.backends.SecretService.Keyring",
        "keyring.backends.libsecret.Keyring",
        "keyring.backends.kwallet.DBusKeyring",
        "keyring.backends.kwallet.DBusKeyringKWallet4",
        "keyring.backends.macOS.Keyring",
        "keyring.backends.Windows.WinVaultKeyring",
    }
)
_CHAINER: Final = "keyring.backends.chainer.ChainerBackend"
_NONE_AT_ALL: Final = "keyring.backends.fail.Keyring"


class KeyringPort(Protocol):
    """A place of the operating system that keeps small secrets. Raises `ConfigurationError` (`keyring-failed`)."""

    def get(self, entry: str) -> Secret | None:
        """The secret kept as `entry`, or None."""
        ...

    def set(self, entry: str, secret: Secret) -> None:
        """Keep `secret` as `entry`; returns only once it reads back."""
        ...

    def delete(self, entry: str) -> None:
        """Forget `entry`; nothing happens where there is none."""
        ...


class Backend(Protocol):
    """What the wallet uses of a backend of the `keyring` package."""

    def get_password(self, service: str, username: str) -> str | None:
        """The value, or None."""
        ...

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep the value."""
        ...

    def delete_password(self, service: str, username: str) -> None:
        """Forget the value."""
        ...


class SystemKeyring:
    """One allowed backend of the `keyring` package.

    A secret is kept as one base64 value: Windows keeps no more than 1,280 characters.
    """

    def __init__(self, backend: Backend) -> None:
        self._backend: Final = backend

    def get(self, entry: str) -> Secret | None:
        """The secret kept as `entry`, or None."""
        import keyring.errors

        try:
            value = self._backend.get_password(_SERVICE, entry)
        except (keyring.errors.KeyringError, OSError, RuntimeError) as error:
            raise _failed(error) from error
        if value is None:
            return None
        try:
            return Secret(base64.b64decode(value, validate=True))
        except (binascii.Error, ValueError) as error:
            raise _failed(error) from error

    def set(self, entry: str, secret: Secret) -> None:
        """Keep `secret` as `entry`, and read it back: some keyrings lose values without a word."""
        import keyring.errors

        try:
            self._backend.set_password(_SERVICE, entry, base64.b64encode(secret.reveal()).decode())
        except (keyring.errors.KeyringError, OSError, RuntimeError) as error:
            raise _failed(error) from error
        if self.get(entry) != secret:
            raise ConfigurationError("keyring-failed", detail="value does not read back")

    def delete(self, entry: str) -> None:
        """Forget `entry`."""
        import keyring.errors

        try:
            if self._backend.get_password(_SERVICE, entry) is not None:
                self._backend.delete_password(_SERVICE, entry)
        except (keyring.errors.KeyringError, OSError, RuntimeError) as error:
            raise _failed(error) from error


def system_keyring() -> KeyringPort | None:
    """The keyring of this machine, or None when there is none that protects anything (`keyring_problem` says why)."""
    backend = _chosen_backend()
    return SystemKeyring(backend) if backend is not None and not backend_problem(backend) else None


def keyring_problem() -> str:
    """Why `system_keyring` is None: `keyring-missing`, `keyring-not-allowed`, `keyring-broken`; else empty."""
    backend = _chosen_backend()
    return "keyring-broken" if backend is None else backend_problem(backend)


def backend_problem(backend: Backend) -> str:
    """What stands against `backend`, as `keyring_problem` says it; a chain is as good as its worst member."""
    name = _name(backend)
    if name in _ALLOWED:
        return ""
    if name == _CHAINER:
        members: Iterable[Backend] = getattr(backend, "backends", ())
        problems = [backend_problem(member) for member in members]
        return next(filter(None, problems), "") if problems else "keyring-missing"
    return "keyring-missing" if name == _NONE_AT_ALL else "keyring-not-allowed"


def _chosen_backend() -> Backend | None:
    """What the `keyring` package would use here, by its own configuration; None when that cannot even be loaded."""
    try:
        import keyring

        return keyring.get_keyring()
    except (ImportError, AttributeError, TypeError, ValueError, OSError, RuntimeError):
        return None


def _name(backend: Backend) -> str:
    kind = type(backend)
    return f"{kind.__module__}.{kind.__qualname__}"


def _failed(error: Exception) -> ConfigurationError:
    return ConfigurationError("keyring-failed", detail=type(error).__name__)
