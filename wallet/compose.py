"""From settings to a working wallet: the only place that makes adapters, reads the clock or looks at the environment.

Everything that costs time to import is imported when it is first needed, so that a verification without a vault
loads no vault.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from wallet.acquire.sources import sources
from wallet.config import Config
from wallet.errors import ConfigurationError, PassphraseError, UsageError, VaultLockedError
from wallet.materials.bundled import BundledContexts
from wallet.materials.chain import OfflineMaterials
from wallet.model.http import Http
from wallet.model.material import Materials, MaterialSource
from wallet.model.registry import Registry
from wallet.model.request import TrustRoots, no_roots
from wallet.model.secret import Secret
from wallet.registry import ALGORITHMS, TOOLBOX
from wallet.share.interface import ShareTarget
from wallet.verification import Verification
from wallet.verify.trust.pinned import PinnedIssuers
from wallet.wallet import Wallet

if TYPE_CHECKING:
    from wallet.model.record import Restored
    from wallet.storage.backup import OpenedBackup
    from wallet.storage.framework_files import FrameworkFiles
    from wallet.storage.interface import Vault
    from wallet.storage.keyring_port import KeyringPort

APP_NAME: Final = "learner-wallet"
MAX_DAYS_DIGITS: Final = 5
"""Digits of a number of days: two hundred and seventy years."""
MAX_PASSPHRASE_BYTES: Final = 4096
"""More than anybody types; a file named by mistake is not read whole."""

AskPassphrase = Callable[[], Secret | None]
"""Asks a person; None where nobody can be asked."""


def read_clock() -> datetime:
    """The current instant, UTC. The only reading of the wall clock in the product."""
    return datetime.now(UTC)


def environment() -> Mapping[str, str]:
    """The process environment. The only look at it in the product."""
    return os.environ


def environment_config() -> Config:
    """The settings in WALLET_VAULT, WALLET_LANG, WALLET_PASSPHRASE_FILE, WALLET_LINK_HOST and WALLET_KEYRING."""
    found = environment()
    passphrase_file = found.get("WALLET_PASSPHRASE_FILE")
    return Config(
        vault=Path(found["WALLET_VAULT"]) if found.get("WALLET_VAULT") else None,
        language=found.get("WALLET_LANG") or _system_language(found),
        language_asked=bool(found.get("WALLET_LANG")),
        passphrase_file=Path(passphrase_file) if passphrase_file else None,
        link_host=found.get("WALLET_LINK_HOST") or None,
        store=found.get("WALLET_STORE") or None,
        store_url=found.get("WALLET_STORE_URL") or None,
        store_authorization=Path(secret) if (secret := found.get("WALLET_STORE_AUTHORIZATION_FILE")) else None,
        verifier=found.get("WALLET_VERIFIER") or None,
        keyring=found.get("WALLET_KEYRING", "") != "off",
    )


def _max_status_age(config: Config) -> timedelta | None:
    """How old status lists may be: as this run was told, else WALLET_MAX_STATUS_AGE, a number of days."""
    text = environment().get("WALLET_MAX_STATUS_AGE", "")
    if config.max_status_age is not None or not text:
        return config.max_status_age
    if not (text.isascii() and text.isdigit() and len(text) <= MAX_DAYS_DIGITS):
        raise ConfigurationError("days-unreadable", setting="WALLET_MAX_STATUS_AGE", days=text[:40])
    return timedelta(days=int(text))


def vault_folder(config: Config) -> Path:
    """Where the vault of this run is."""
    return config.vault or _data_folder(APP_NAME)


def framework_files(config: Config) -> FrameworkFiles:
    """The frameworks of this run: those that ship with the wallet, and the user's own beside the vault."""
    from wallet.storage.framework_files import FrameworkFiles

    return FrameworkFiles(vault_folder(config) / "frameworks")


def clock_of(config: Config) -> Callable[[], datetime]:
    """The clock that a run judges by: the real one, or always the instant that was asked for."""
    at = config.at
    return read_clock if at is None else lambda: at


def compose(config: Config, *, ask_passphrase: AskPassphrase | None = None, stdin: bytes | None = None) -> Wallet:
    """The wallet for one run. Nothing is opened yet: neither the vault nor a socket. Raises `ConfigurationError`."""
    clock = clock_of(config)
    http = _http(config)
    return Wallet(
        door=Door(config, ask_passphrase),
        verification=_verification(config, http, clock),
        sources=sources(http, stdin),
        targets=_targets(config, http),
        target_at=lambda place: _target_at(place, config, http),
        http=http,
        clock=clock,
        new_id=_new_id,
    )


def compose_verification(config: Config) -> Verification:
    """The verification of one run alone, as a process has it that helps another with many inputs."""
    return _verification(config, _http(config), clock_of(config))


def _roots(config: Config, clock: Callable[[], datetime]) -> TrustRoots:
    """The authorities in the trust list of this run. Raises `NotFoundError`, `UsageError` (`registry-unreadable`)."""
    if config.roots is None:
        return no_roots
    from wallet.acquire.registries import RegistryReader
    from wallet.verify.trust.known import KnownIssuers

    reader = RegistryReader(materials=OfflineMaterials(), algorithms=ALGORITHMS, at=clock())
    snapshots = tuple(reader.read(str(config.roots)))
    known = KnownIssuers(pinned=(), registries=lambda: snapshots, seen=(), algorithms=ALGORITHMS, at=clock())
    # Given for this run, as the materials are.
    roots = tuple(replace(root, source=MaterialSource.MATERIALS) for root in known.roots())
    if not roots:
        raise UsageError("registry-unreadable", source=str(config.roots))
    return lambda: roots


def _verification(config: Config, http: Http | None, clock: Callable[[], datetime]) -> Verification:
    return Verification(
        tools=TOOLBOX,
        contexts=BundledContexts(),
        materials=_outside(config, http, clock),
        trust=PinnedIssuers(),
        clock=clock,
        network="materials" if config.materials is not None else "off" if http is None else "on",
        max_status_age=_max_status_age(config),
        reads_clock=config.at is None,
        traced=config.trace,
        roots=_roots(config, clock),
    )


class Door:
    """Opens the vault of one run at most once, by keyring or passphrase, and forgets it on `lock`."""

    def __init__(self, config: Config, ask_passphrase: AskPassphrase | None) -> None:
        self._config = config
        self._ask = ask_passphrase
        self._vault: Vault | None = None

    @property
    def folder(self) -> Path:
        """Where the vault is, or would be."""
        return vault_folder(self._config)

    def keyring(self) -> KeyringPort | None:
        """The operating system's keyring, where there is one that the wallet trusts."""
        if not self._config.keyring:
            return None
        from wallet.storage.keyring_port import system_keyring

        return system_keyring()

    def has_keyring(self) -> bool:
        """Whether a keyring that the wallet trusts could open a vault without a passphrase."""
        return self.keyring() is not None

    def exists(self) -> bool:
        """Whether there is a vault in the folder."""
        from wallet.storage.open import is_vault

        return is_vault(self.folder)

    def create(self, passphrase: Secret | None, at: datetime) -> str:
        """Make the vault, leave it open, and return the recovery key text."""
        from wallet.storage.open import create_vault

        # The vault remembers the time it is told: the clock's, not one that was chosen.
        told = at if self._config.at is None else read_clock()
        vault, recovery_key = create_vault(self.folder, passphrase=passphrase, keyring=self.keyring(), at=told)
        self._vault = self._opened(vault)
        return recovery_key

    def open_backup(self, file: Path, key_file: Path | None) -> OpenedBackup:
        """Open a backup by this vault's own key, or by `key_file`, or by a passphrase or recovery key typed now."""

        def ask() -> Secret | None:
            if key_file is not None:
                return _read_private_file(key_file)
            try:
                return self.passphrase() or None
            except VaultLockedError:
                return None

        from wallet.storage.backup import open_backup

        if key_file is not None or not self.exists():
            return open_backup(file, None, ask)
        return self.open().open_backup(file, ask)

    def create_from(self, opened: OpenedBackup, at: datetime) -> Restored:
        """Make the vault from a backup, and leave it open."""
        from wallet.storage.open import restore_vault

        told = at if self._config.at is None else read_clock()
        vault, restored = restore_vault(self.folder, opened, self.keyring(), told)
        self._vault = self._opened(vault)
        return restored

    def open(self) -> Vault:
        """The open vault. Raises `VaultError` and its kinds."""
        if self._vault is None:
            from wallet.storage.open import open_vault

            self._vault = self._opened(open_vault(self.folder, passphrase=self.passphrase, keyring=self.keyring()))
        return self._vault

    def open_with(self, passphrase: Secret) -> Vault:
        """Open with a passphrase, or a recovery key, typed now. Raises `PassphraseError`."""
        from wallet.storage.open import open_vault, open_with_recovery

        self.lock_here()
        try:
            self._vault = self._opened(open_with_recovery(self.folder, passphrase.reveal().decode(errors="replace")))
        except PassphraseError:
            # Not a recovery key, by its checksum: then it is a passphrase.
            self._vault = self._opened(open_vault(self.folder, passphrase=lambda: passphrase, keyring=None))
        return self._vault

    def _opened(self, vault: Vault) -> Vault:
        """`vault`, which must not take an instant that was chosen (`--at`) for the time."""
        _leave_no_core_dump()
        if self._config.at is not None:
            vault.ignore_times()
        return vault

    def unlock(self, passphrase: Secret | None) -> bool:
        """Leave the vault open for later commands; False where this machine has no keyring to do so."""
        from wallet.storage.open import unlock

        return unlock(
            self.folder,
            passphrase=self.passphrase if passphrase is None else lambda: passphrase,
            keyring=self.keyring(),
        )

    def lock(self) -> None:
        """Forget the key here and in the keyring."""
        from wallet.storage.open import lock

        self.lock_here()
        lock(self.folder, self.keyring())

    def lock_here(self) -> None:
        """Close the vault and forget the key in this program."""
        if self._vault is not None:
            self._vault.close()
            self._vault = None

    def is_open(self) -> bool:
        """Whether this program holds the key now."""
        return self._vault is not None

    def passphrase(self) -> Secret | None:
        """The passphrase from where the run was told to get it: a descriptor, a file, or a person."""
        if self._config.passphrase_fd is not None:
            return _read_descriptor(self._config.passphrase_fd)
        if self._config.passphrase_file is not None:
            return _read_private_file(self._config.passphrase_file)
        if self._ask is None or self._config.no_input:
            raise VaultLockedError
        return self._ask()


def _leave_no_core_dump() -> None:
    """A crash while the vault is open must not write its key to the disk. Windows makes no such file by itself."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def _read_descriptor(descriptor: int) -> Secret:
    try:
        content = os.read(descriptor, MAX_PASSPHRASE_BYTES)
    except OSError as error:
        raise ConfigurationError("passphrase-unreadable", source=f"fd {descriptor}") from error
    return _as_secret(content)


def _read_private_file(path: Path) -> Secret:
    """A passphrase file counts only when nobody but its owner can read it."""
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            content = file.read(MAX_PASSPHRASE_BYTES)
    except OSError as error:
        raise ConfigurationError("passphrase-unreadable", source=str(path)) from error
    if os.name == "posix" and mode & 0o077:
        raise ConfigurationError("passphrase-file-open", path=str(path))
    return _as_secret(content)


def _as_secret(content: bytes) -> Secret:
    try:
        return Secret.from_text(content.decode().rstrip("\r\n"))
    except UnicodeDecodeError as error:
        raise ConfigurationError("passphrase-unreadable", source="-") from error


def _http(config: Config) -> Http | None:
    if config.offline or config.materials is not None:
        return None
    from wallet.materials.fetched import HttpGateway

    return HttpGateway(monotonic=time.monotonic, allow_loopback=config.allow_loopback)


def _outside(config: Config, http: Http | None, clock: Callable[[], datetime]) -> Materials:
    if config.materials is not None:
        from wallet.materials.directory import DirectoryMaterials

        return DirectoryMaterials(config.materials, allow_loopback=config.allow_loopback)
    if http is None:
        return OfflineMaterials()
    from wallet.materials.fetched import FetchedMaterials

    return FetchedMaterials(http, clock)


def _targets(config: Config, http: Http | None) -> Registry[ShareTarget]:
    """The target that this run shares with, under its name; what a target needs and does not get is its own to say."""
    makers: dict[str, Callable[[Config, Http | None], ShareTarget]] = {
        "link": _link,
        "file": _file,
        "html": _html,
        "qr": _qr,
        "verifierplus": _verifier_plus,
        "store": _store,
        "linkedin": _linkedin,
        "mail": _mail,
    }
    wanted = config.share_to if config.share_to in makers else "link"
    names = {"link": config.link_host, "file": config.share_file}
    return Registry() if wanted in names and names[wanted] is None else Registry(makers[wanted](config, http))


def _link(config: Config, http: Http | None) -> ShareTarget:
    if config.link_host is None:
        raise UsageError("link-host-missing")
    from wallet.share.link import LinkTarget

    return LinkTarget(config.link_host, _online(http))


def _online(http: Http | None) -> Http:
    if http is None:
        raise UsageError("link-needs-network")
    return http


def _file(config: Config, _http: Http | None) -> ShareTarget:
    from wallet.share.file import FileTarget

    return FileTarget(_output(config))


def _html(config: Config, _http: Http | None) -> ShareTarget:
    from wallet.share.host.pages import built_page_folder
    from wallet.share.html import HtmlTarget

    return HtmlTarget(_output(config), built_page_folder())


def _qr(config: Config, http: Http | None) -> ShareTarget:
    from wallet.share.qr import QrTarget

    return QrTarget(None if config.link_host is None else _link(config, http), config.share_file)


def _verifier_plus(config: Config, http: Http | None) -> ShareTarget:
    from wallet.share.verifierplus import VERIFIER_PLUS, VerifierPlusTarget

    return VerifierPlusTarget(config.verifier or VERIFIER_PLUS, _online(http))


def _store(config: Config, http: Http | None) -> ShareTarget:
    from wallet.share.store import StoreTarget, is_address
    from wallet.share.verifierplus import VERIFIER_PLUS

    if config.store is None:
        raise UsageError("store-missing")
    own = config.store if is_address(config.store) else ""
    secret = config.store_authorization
    authorization = "" if secret is None else _read_private_file(secret).reveal().decode()
    return StoreTarget(config.store, config.store_url or own, config.verifier or VERIFIER_PLUS, http, authorization)


def _linkedin(config: Config, http: Http | None) -> ShareTarget:
    from wallet.share.linkedin import LinkedInTarget

    return LinkedInTarget(None if config.link_host is None else _link(config, http))


def _mail(config: Config, http: Http | None) -> ShareTarget:
    from wallet.share.mail import MailTarget

    return MailTarget(_link(config, http), config.share_file, config.language or "en")


def _output(config: Config) -> Path:
    if config.share_file is None:
        raise UsageError("output-missing")
    return config.share_file


def _target_at(place: str, config: Config, http: Http | None) -> ShareTarget:
    """The target that a place named in one word means: the address of a host or of something shared, or a file."""
    if not place.lower().startswith(("https://", "http://")):
        from wallet.share.file import FileTarget

        return FileTarget(Path(place).expanduser())
    from wallet.share.store import MARK

    if MARK in place:
        return _store(replace(config, store="", store_url=place.partition(MARK)[0]), http)
    if "/credentials/" in place:
        return _verifier_plus(replace(config, verifier=place.partition("/credentials/")[0]), http)
    return _link(replace(config, link_host=place), http)


def _system_language(found: Mapping[str, str]) -> str:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if found.get(name):
            return "ja" if found[name].lower().startswith("ja") else "en"
    import locale

    return "ja" if (locale.getlocale()[0] or "").lower().startswith("ja") else "en"


def host_folder() -> Path:
    """Where the link host keeps its ciphertexts when it is not told."""
    return _data_folder(f"{APP_NAME}-host")


def _data_folder(name: str) -> Path:
    """Where the platform keeps the data of a program."""
    import platformdirs

    return Path(platformdirs.user_data_dir(name, appauthor=False))


def _new_id() -> str:
    import uuid

    return f"urn:uuid:{uuid.uuid4()}"


def samples_folder() -> Path | None:
    """The sample badges to offer at the first run, where they are at hand: beside the program's own source alone.

    Installed, the folder beside the package belongs to everybody, and a `samples` in it to somebody else.
    """
    source = Path(__file__).resolve().parent.parent
    folder = source / "samples"
    return folder if folder.is_dir() and (source / "pyproject.toml").is_file() else None
