"""What a run of the wallet is told: one frozen value, made from flags, environment and the platform's folders."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from wallet.model.frozen import frozen


@frozen
class Config:
    """Settings of one run. None means: decide as the platform or the environment says (`wallet.compose`)."""

    vault: Path | None = None
    """The folder of the vault."""
    language: str | None = None
    """`ja` or `en`."""
    language_asked: bool = False
    """Whether the language was asked for, by option or environment, rather than taken from the system."""
    offline: bool = False
    """Open no socket at all."""
    materials: Path | None = None
    """A materials directory that replaces the outside world."""
    at: datetime | None = None
    """Judge as of this instant (UTC) instead of now."""
    allow_loopback: bool = False
    """Let the fetch gateway speak plain http to this machine."""
    passphrase_fd: int | None = None
    """An open file descriptor to read the passphrase from."""
    passphrase_file: Path | None = None
    """A file that only its owner can read, holding the passphrase."""
    no_input: bool = False
    """Never ask; fail instead."""
    keyring: bool = True
    """Whether the operating system's keyring may be used."""
    link_host: str | None = None
    """Where `share --to link` delivers, such as `https://links.example`."""
    max_status_age: timedelta | None = None
    """How old status evidence may be; None: 30 days, or the shorter time that a list states for itself."""
    roots: Path | None = None
    """A trust list whose authorities seals may end at, besides those that the vault keeps."""
    trace: bool = False
    """Show the steps of each proof in the reports."""
    share_file: Path | None = None
    """Where `share --to file` writes."""
    share_to: str = "link"
    """The way that `share` delivers."""
    store: str | None = None
    """Where `share --to store` keeps what is shared: a folder, or a WebDAV address."""
    store_url: str | None = None
    """The address at which the web sees the store; a WebDAV address is its own where nothing else is said."""
    store_authorization: Path | None = None
    """A file that only its owner can read, with the Authorization header for the store."""
    verifier: str | None = None
    """The VerifierPlus server, or the verifier's page that opens what a store holds."""
