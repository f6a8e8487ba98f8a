"""Everything the wallet raises. A fact about a credential is never raised once it is parsed: it is a `CheckResult`.

WalletError
├── CredentialError         the bytes are not a credential this wallet can read (exit 4)
├── UsageError              the call asks for something that does not exist or does not fit (exit 2)
│   └── NotFoundError       no such badge, link or file
├── VaultError              the vault, its keys or the configuration are in trouble (exit 5)
│   ├── VaultMissingError   there is no vault here
│   ├── VaultExistsError    there is one already
│   ├── VaultLockedError    nothing at hand opens it
│   ├── PassphraseError     the passphrase or recovery key given is wrong
│   ├── VaultDamagedError   the file does not read back as it was written
│   ├── VaultNewerError     written by a newer version of this program
│   ├── VaultStorageError   the disk is full, read-only or failing
│   └── ConfigurationError  a setting cannot be used
└── RemoteError             a remote party failed or refused (exit 6)

Every error carries a `code` (a lower-case word with hyphens) and parameters; the sentences for people, in Japanese and
English, are in `wallet.text`.
"""

from __future__ import annotations

from typing import ClassVar


class WalletError(Exception):
    """Base of every error the wallet raises on purpose.

    `code` names what happened; `params` fill the sentence shown to people and must never hold a secret.
    """

    default_code: ClassVar[str] = "internal-error"

    def __init__(self, code: str | None = None, /, **params: str) -> None:
        self.code = code or self.default_code
        self.params = params
        super().__init__(self.code, params)


class CredentialError(WalletError):
    """The bytes are not a credential this wallet can read; `code` is one of `wallet.model.report.Reason`."""

    default_code = "malformed"


class UsageError(WalletError):
    """The call asks for something that does not fit."""

    default_code = "usage"


class NotFoundError(UsageError):
    """No such badge, link or file."""

    default_code = "not-found"


class VaultError(WalletError):
    """The vault, its keys or the configuration are in trouble."""

    default_code = "vault-error"


class VaultMissingError(VaultError):
    """There is no vault here."""

    default_code = "vault-missing"


class VaultExistsError(VaultError):
    """There is a vault here already."""

    default_code = "vault-exists"


class VaultLockedError(VaultError):
    """Nothing at hand opens the vault."""

    default_code = "vault-locked"


class PassphraseError(VaultError):
    """The passphrase or recovery key given does not open the vault."""

    default_code = "passphrase-wrong"


class VaultDamagedError(VaultError):
    """The vault does not read back as it was written."""

    default_code = "vault-damaged"


class VaultNewerError(VaultError):
    """The vault was written by a newer version of this program."""

    default_code = "vault-newer"


class VaultStorageError(VaultError):
    """The disk is full, read-only or failing."""

    default_code = "storage-failed"


class ConfigurationError(VaultError):
    """A setting cannot be used."""

    default_code = "configuration"


class RemoteError(WalletError):
    """A remote party failed or refused."""

    default_code = "remote-failed"
