"""What a credential says of the learning, held against frameworks of descriptors. Never part of the verdict.

Two facts stand beside each other for every descriptor and are never put together: whether it is stated (`State`), and
whether the statement is covered by a proof that holds (`proved`).
"""

from __future__ import annotations

from enum import StrEnum

from wallet.model.frozen import frozen
from wallet.model.json import JsonValue


class State(StrEnum):
    """How a descriptor is stated, the fullest first."""

    NATIVE = "native"
    EXTENSION = "extension"
    WEAK = "weak"
    INVALID = "invalid"
    TEXT_HINT = "text-hint"
    NOT_APPLICABLE = "not-applicable"
    ABSENT = "absent"


MET = frozenset({State.NATIVE, State.EXTENSION})
"""The states that count as stated. A labelled line of text never does: nobody but a reader can tell what it says."""


class Standing(StrEnum):
    """Who speaks for the quality. Evidence of who the issuer is has no place here."""

    NONE = "none"
    SELF_DECLARED = "self-declared"
    ENDORSED = "endorsed"
    REGISTERED = "registered"


@frozen
class Statement:
    """One place in a credential that says something of a descriptor.

    `path` is a JSON Pointer (RFC 6901), for a text hint to the text whose line `value` is. `why` says in one word what
    makes a value weak or invalid. `amount` is in `unit`: `h` (hours), a kind of credit, or empty where none is named;
    nothing is ever converted. `covered`: the proof covers this place; `proved`: and it holds.
    """

    state: State
    value: JsonValue
    path: str
    why: str | None = None
    source: str | None = None
    amount: float | None = None
    unit: str = ""
    covered: bool = False
    proved: bool = False


@frozen
class Finding:
    """What was found of one descriptor: the fullest statement, and the others. `statement` None: it is not stated."""

    descriptor: str
    state: State
    statement: Statement | None = None
    also: tuple[Statement, ...] = ()

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Every statement, the fullest first."""
        return () if self.statement is None else (self.statement, *self.also)

    @property
    def met(self) -> bool:
        """Whether it counts as stated."""
        return self.state in MET


@frozen
class ElementFinding:
    """A descriptor as one row of a framework asks for it."""

    element: str
    level: str
    provisional: bool
    finding: Finding

    @property
    def required(self) -> bool:
        """Whether the framework wants it of this credential."""
        return self.level == "mandatory" and self.finding.state is not State.NOT_APPLICABLE


@frozen
class TestFinding:
    """One test of a definition: whether everything it needs is stated. A `soft` one is only told."""

    __test__ = False

    id: str
    met: bool
    soft: bool


@frozen
class FrameworkFinding:
    """A credential against one version of one framework; `sha256` is that of the file that judged."""

    id: str
    version: str
    sha256: str
    provisional: bool
    elements: tuple[ElementFinding, ...]
    tests: tuple[TestFinding, ...] = ()

    @property
    def required(self) -> int:
        """How many descriptors are required."""
        return sum(element.required for element in self.elements)

    @property
    def met(self) -> int:
        """How many of those are stated."""
        return sum(element.required and element.finding.met for element in self.elements)

    @property
    def complete(self) -> bool:
        """Whether every required descriptor is stated. A framework that requires nothing is complete for nobody."""
        return 0 < self.required == self.met


@frozen
class QualityReport:
    """How fully the learning is described. `model` is the data model that was read, None where none is known.

    `coverage` says how the proof covers the document: `all`, `partly`, `none`, or a reason code for why not.
    `endorsers` are the identifiers of those whose endorsement holds. `facts` are the descriptors that are gathered over
    many credentials: title, workload, credits, level and skills, whatever the frameworks ask for.
    """

    model: str | None
    standing: Standing
    coverage: str
    frameworks: tuple[FrameworkFinding, ...]
    endorsers: tuple[str, ...] = ()
    registered_by: tuple[str, ...] = ()
    facts: tuple[Finding, ...] = ()

    def fact(self, descriptor: str) -> Finding | None:
        """One of the facts."""
        return next((item for item in self.facts if item.descriptor == descriptor), None)
