"""A learner with a vault of their own, a link host on this machine, and the issuers of the samples as their world."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Final

from tests.simulator.issuer import NOW, Nothing, SimulatedWeb, verification
from tests.unit.share.loopback import LoopbackHttp
from wallet.acquire.sources import sources
from wallet.compose import Door
from wallet.config import Config
from wallet.materials.chain import OfflineMaterials
from wallet.model.material import Materials
from wallet.model.registry import Registry
from wallet.model.report import VerificationReport
from wallet.model.request import Expectation
from wallet.model.secret import Secret
from wallet.share.interface import ShareTarget
from wallet.share.link import LinkTarget
from wallet.verification import Verification
from wallet.wallet import Wallet

PASSPHRASE: Final = "correct horse battery staple"


@dataclass
class Learner:
    """Somebody with a wallet. `now` and `web` may change between two uses of `wallet()`."""

    folder: Path
    web: SimulatedWeb = field(default_factory=SimulatedWeb)
    now: datetime = NOW
    host: str | None = None
    http: LoopbackHttp = field(default_factory=LoopbackHttp)
    numbers: Callable[[], int] = field(default_factory=lambda: count(1).__next__)

    def __post_init__(self) -> None:
        passphrase = self.folder / "passphrase"
        passphrase.touch(mode=0o600)
        passphrase.write_text(PASSPHRASE, encoding="utf-8")
        config = Config(vault=self.folder / "vault", passphrase_file=passphrase, keyring=False, no_input=True)
        self.door = Door(config, None)
        self.recovery_key = self.door.create(Secret.from_text(PASSPHRASE), self.now)

    def wallet(self, *, offline: bool = False) -> Wallet:
        """The wallet of one run, as `compose` would make it."""
        targets: tuple[ShareTarget, ...] = () if self.host is None else (LinkTarget(self.host, self.http),)
        return Wallet(
            door=self.door,
            verification=self._verification(OfflineMaterials() if offline else self.web, "off" if offline else "on"),
            sources=sources(),
            targets=Registry(*targets),
            target_at=lambda host: LinkTarget(host, self.http),
            http=None if offline else self.http,
            clock=lambda: self.now,
            new_id=lambda: f"urn:uuid:00000000-0000-4000-8000-{self.numbers():012d}",
        )

    def _verification(self, materials: Materials, network: str) -> Verification:
        own = verification(materials, at=self.now)
        return Verification(
            tools=own.tools,
            contexts=own.contexts,
            materials=materials,
            trust=own.trust,
            clock=lambda: self.now,
            network=network,
        )


@dataclass
class Employer:
    """Somebody with a link and nothing else: no vault, and no way to the issuers."""

    now: datetime = NOW
    http: LoopbackHttp = field(default_factory=LoopbackHttp)

    def verify(self, name: str, expectation: Expectation | None = None) -> VerificationReport:
        """The report on what `name` leads to."""
        wallet = Wallet(
            door=Door(Config(vault=Path("no-vault-here"), keyring=False, no_input=True), None),
            verification=verification(Nothing(), at=self.now),
            sources=sources(),
            targets=Registry[ShareTarget](),
            target_at=lambda host: LinkTarget(host, self.http),
            http=self.http,
            clock=lambda: self.now,
            new_id=lambda: "urn:uuid:00000000-0000-4000-8000-000000000000",
        )
        (report,) = wallet.verify([name], expectation)
        return report
