"""All that a check may look at: no clock, no socket, no global."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from datetime import datetime, timedelta
from typing import Final, Protocol

from wallet.formats.interface import CredentialFormat
from wallet.model.credential import StatusEntry, Verifiable, VerifiableCredential
from wallet.model.frozen import frozen
from wallet.model.material import Contexts, Material, Materials
from wallet.model.registry import Registry
from wallet.model.report import Finding, ReliedOn
from wallet.model.request import Expectation, TrustPolicy, TrustRoots, no_roots
from wallet.resolve.interface import IdentifierMethod
from wallet.suites.interface import Cryptosuite, JwsAlgorithm
from wallet.vocab.interface import Vocabulary

DEFAULT_MAX_STATUS_AGE: Final = timedelta(days=30)
"""How old kept status evidence may be when the issuer states no shorter limit: a month without a network."""

RevokingLists = Callable[[str], Sequence[Material]]
"""The kept lists of a URL that have revoked a credential before, whatever is published there now."""


def no_revoking_lists(_url: str) -> Sequence[Material]:
    """What is known of earlier revocations where nothing is kept."""
    return ()


Unbake = Callable[[bytes], Sequence[bytes]]
"""The credential texts that a picture carries. Raises `CredentialError` for what is no picture of a known kind."""


def no_pictures(_picture: bytes) -> Sequence[bytes]:
    """What is found in pictures where none is looked into."""
    return ()


@frozen
class Toolbox:
    """What is supported, as values: the registry fills it, tests may narrow it."""

    formats: Registry[CredentialFormat]
    suites: Registry[Cryptosuite]
    algorithms: Registry[JwsAlgorithm]
    identifiers: Registry[IdentifierMethod]
    statuses: Registry[StatusMethod]
    vocabularies: Registry[Vocabulary]
    unbake: Unbake = no_pictures


@frozen
class VerificationContext:
    """One verification: the thing, the instant, the evidence at hand and what the verifier expects."""

    subject: Verifiable
    at: datetime
    expectation: Expectation
    tools: Toolbox
    contexts: Contexts
    materials: Materials
    trust: TrustPolicy
    network: str
    max_status_age: timedelta = DEFAULT_MAX_STATUS_AGE
    keep_to_ttl: bool = True
    """Whether a shorter time that a status list states for itself (`ttl`) counts; False where the user set the age."""
    revoking_lists: RevokingLists = no_revoking_lists
    roots: TrustRoots = no_roots
    """The authorities that the certificates of seals may end at."""
    presented: bool = False
    """Whether the subject is part of a presentation: somebody handed it over to be judged."""
    traced: bool = False
    """Whether the report shows the steps of each proof."""
    latest_time: datetime | None = None
    """The latest instant this wallet has seen, where `at` is read from a clock that may have been set back."""


@frozen
class StatusFinding:
    """What one status entry amounts to: `finding` None means in force as far as this entry goes. `notes` tell more."""

    finding: Finding | None
    relied_on: tuple[ReliedOn, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)


@frozen
class ListProof:
    """Whether a status list is what its issuer signed: `problem` None means that proof and controller hold."""

    problem: Finding | None
    relied_on: tuple[ReliedOn, ...] = ()


VerifyList = Callable[[VerifiableCredential], ListProof]
"""Verifies the proof and controller of a status list with the same engine as everything else."""


class StatusMethod(Protocol):
    """One status mechanism."""

    @property
    def name(self) -> str:
        """The `type` of the entry."""
        ...

    def check(
        self, entry: StatusEntry, issuer: str, context: VerificationContext, verify_list: VerifyList
    ) -> StatusFinding:
        """Read the entry's list from the context's materials and judge the entry of a credential by `issuer`."""
        ...
