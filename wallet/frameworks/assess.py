"""Holding a credential against frameworks: what it states, where, how fully, and whether its proof covers it.

    report = assess(credential, verification_report, frameworks, contexts)

The state of a descriptor never looks at the verification; `covered` and `proved` stand beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from wallet.frameworks.coverage import ALL, NONE, PARTLY, Coverage, coverage_of, to_pointer
from wallet.frameworks.crosswalk import Crosswalk, Descriptor
from wallet.frameworks.documents import Look, Whole, whole_of
from wallet.frameworks.hints import Labels
from wallet.frameworks.paths import Location, Path, follow
from wallet.frameworks.profile import DefinitionTest, Element, Framework
from wallet.frameworks.recognised import RecognisedProgrammes
from wallet.frameworks.values import ENDORSEMENT_UNVERIFIED, Judged, amount_of, hours_of, judge
from wallet.model.credential import VerifiableCredential
from wallet.model.frozen import frozen
from wallet.model.material import Contexts
from wallet.model.quality import (
    MET,
    ElementFinding,
    Finding,
    FrameworkFinding,
    QualityReport,
    Standing,
    State,
    Statement,
    TestFinding,
)
from wallet.model.report import Check, Outcome, VerificationReport


@frozen
class Frameworks:
    """What credentials are held against: frameworks, the crosswalk that reads them, lists of recognised programmes."""

    frameworks: tuple[Framework, ...]
    crosswalk: Crosswalk
    recognised: tuple[RecognisedProgrammes, ...] = ()


FACTS: Final = ("title", "workload", "credits", "level", "skills")
"""What is gathered over many credentials."""
_ORDER: Final = {state: number for number, state in enumerate(State)}
_MAX_ALSO: Final = 8


class Reader:
    """Everything that one credential says, descriptor by descriptor."""

    def __init__(
        self, whole: Whole, crosswalk: Crosswalk, coverage: Coverage, *, holds: bool, endorsed: bool = False
    ) -> None:
        """`holds`: the proof does; `endorsed`: so does that of an endorsement by somebody else."""
        self.whole = whole
        self._crosswalk = crosswalk
        self._coverage = coverage
        self._holds = holds
        self._endorsed = endorsed
        self._hints: dict[str, list[Statement]] | None = None
        self._found: dict[str, Finding] = {}

    def finding(self, name: str) -> Finding:
        """What is said of the descriptor `name`."""
        if name not in self._found:
            self._found[name] = self._read(self._crosswalk.descriptors[name])
        return self._found[name]

    def _read(self, descriptor: Descriptor) -> Finding:
        statements = [*self._structured(descriptor), *self._hinted().get(descriptor.id, [])]
        statements.sort(key=lambda item: _ORDER[item.state])
        if not statements:
            return Finding(descriptor=descriptor.id, state=State.ABSENT)
        first = statements[0]
        others = [item for item in statements[1:] if (item.path, item.value) != (first.path, first.value)]
        return Finding(descriptor=descriptor.id, state=first.state, statement=first, also=tuple(others[:_MAX_ALSO]))

    def _structured(self, descriptor: Descriptor) -> list[Statement]:
        statements: list[Statement] = []
        for field in descriptor.paths.get(self.whole.model or "", ()):
            for found in follow(field.path, self.whole.document, self.whole.roots):
                judged = judge(found, descriptor, self._crosswalk)
                if judged is not None:
                    if self._endorsed and judged.why == ENDORSEMENT_UNVERIFIED:
                        judged = Judged(judged.value)
                    amount = amount_of(found, descriptor)
                    made = replace(
                        self._statement(judged.state or field.state, found.place, judged.why),
                        value=judged.value,
                        source=field.source,
                        amount=amount.number if amount is not None else None,
                        unit=amount.unit if amount is not None else "",
                    )
                    statements.append(made)
        return statements

    def _hinted(self) -> dict[str, list[Statement]]:
        if self._hints is None:
            hints: dict[str, list[Statement]] = {}
            self._hints = hints
            labels = Labels(self._crosswalk.descriptors.values())
            for path in self._crosswalk.texts.get(self.whole.model or "", ()):
                for descriptor, statement in self._hints_at(labels, path):
                    hints.setdefault(descriptor, []).append(statement)
        return self._hints

    def _hints_at(self, labels: Labels, path: Path) -> Iterator[tuple[str, Statement]]:
        for found in follow(path, self.whole.document, self.whole.roots):
            for text, place in _texts(found.value, found.place):
                for hint in labels.hints(text):
                    made = self._statement(State.TEXT_HINT, place, None)
                    yield hint.descriptor, replace(made, value=hint.line)

    def _statement(self, state: State, place: Location, why: str | None) -> Statement:
        covered = self._covers(place)
        return Statement(
            state=state, value=None, path=to_pointer(place), why=why, covered=covered, proved=covered and self._holds
        )

    def _covers(self, place: Location) -> bool:
        if any(place[: len(item)] == item for item in self.whole.linked):
            return False
        return self._coverage.covers(place)


def assess(
    credential: VerifiableCredential,
    verified: VerificationReport,
    by: Frameworks,
    contexts: Contexts,
    look: Look = lambda _url: None,
) -> QualityReport:
    """What `credential` states of the learning; `verified` is the report on the same credential."""
    holds = proof_holds(verified)
    coverage = _best_coverage(credential, contexts, holds=holds)
    endorsers = _endorsers(credential, verified)
    whole = whole_of(credential.document, look)
    reader = Reader(whole, by.crosswalk, coverage, holds=holds, endorsed=bool(endorsers))
    registered = _registered(whole, verified, by.recognised) if holds else ()
    assurance = reader.finding("quality_assurance")
    standing = Standing.SELF_DECLARED if assurance.state in MET else Standing.NONE
    if endorsers:
        standing = Standing.ENDORSED
    if registered:
        standing = Standing.REGISTERED
    return QualityReport(
        model=whole.model,
        standing=standing,
        coverage=coverage.word,
        frameworks=tuple(_against(framework, reader) for framework in by.frameworks),
        endorsers=endorsers,
        facts=tuple(reader.finding(name) for name in FACTS if name in by.crosswalk.descriptors),
        registered_by=registered,
    )


def proof_holds(verified: VerificationReport) -> bool:
    """Whether the check of the proof passed, and the key is not known to be another's."""
    outcomes = {result.check: result.outcome for result in verified.checks}
    controller = outcomes.get(Check.CONTROLLER)
    return outcomes.get(Check.PROOF) is Outcome.PASSED and controller is not Outcome.FAILED


def _best_coverage(credential: VerifiableCredential, contexts: Contexts, *, holds: bool) -> Coverage:
    """Under the contexts as they are; a proof that holds may have been made under an older copy of one."""
    coverage = coverage_of(credential, contexts)
    older = contexts.older
    if coverage.word in (ALL, NONE) or not holds or older is None:
        return coverage
    other = coverage_of(credential, older)
    return other if other.word == ALL or (coverage.word != PARTLY and other.word == PARTLY) else coverage


def _endorsers(credential: VerifiableCredential, verified: VerificationReport) -> tuple[str, ...]:
    """Those whose endorsement holds and who are somebody else than the issuer."""
    if verified.issuer is None:
        return ()
    own = {_bare(verified.issuer), _bare(credential.credential.issuer.id)}
    found = [item.issuer for item in verified.endorsements if item.outcome is Outcome.PASSED and item.issuer]
    return tuple(dict.fromkeys(issuer for issuer in found if _bare(issuer) not in own))


def _bare(identifier: str) -> str:
    return identifier.partition("#")[0].rstrip("/").casefold()


def _registered(
    whole: Whole, verified: VerificationReport, recognised: Sequence[RecognisedProgrammes]
) -> tuple[str, ...]:
    """The lists that have the programme, for an issuer that the proof is bound to."""
    if verified.issuer is None:
        return ()
    issuer, ids = verified.issuer, _achievement_ids(whole)
    return tuple(item.name for item in recognised if item.lists(issuer, ids))


def _achievement_ids(whole: Whole) -> list[str]:
    subject = whole.document.get("credentialSubject")
    objects = [item for item in (subject if isinstance(subject, list) else [subject]) if isinstance(item, dict)]
    held = [item.get(name) for item in objects for name in ("achievement", "hasClaim")] + [whole.document.get("badge")]
    flat = [item for value in held for item in (value if isinstance(value, list) else [value])]
    ids = [item.get("id") for item in flat if isinstance(item, dict)]
    return [item for item in ids if isinstance(item, str)]


def _against(framework: Framework, reader: Reader) -> FrameworkFinding:
    elements = tuple(_element(element, reader) for element in framework.elements)
    return FrameworkFinding(
        id=framework.id,
        version=framework.version,
        sha256=framework.sha256,
        provisional=framework.provisional,
        elements=elements,
        tests=tuple(_test(test, reader) for test in framework.tests),
    )


def _element(element: Element, reader: Reader) -> ElementFinding:
    finding = reader.finding(element.descriptor)
    if element.when == "if-any" and finding.state is State.ABSENT:
        finding = replace(finding, state=State.NOT_APPLICABLE)
    if element.when == "always" and finding.state is State.NOT_APPLICABLE:
        finding = replace(finding, state=State.ABSENT)
    level = "mandatory" if element.mandatory else "optional"
    return ElementFinding(element=element.id, level=level, provisional=element.provisional, finding=finding)


def _test(test: DefinitionTest, reader: Reader) -> TestFinding:
    findings = [reader.finding(name) for name in test.needs]
    met = all(finding.met for finding in findings)
    if met and test.min_hours is not None:
        stated = [hours_of(item.statement.value) for item in findings if item.statement is not None]
        # Credits are not hours: what is not said in hours is left to the reader, and does not fail the test.
        met = all(hours is None or hours >= test.min_hours for hours in stated)
    return TestFinding(id=test.id, met=met, soft=test.soft)


def _texts(value: object, place: Location) -> list[tuple[str, Location]]:
    """The texts in a value: itself, or those of its languages, each with its place."""
    if isinstance(value, str):
        return [(value, place)]
    if isinstance(value, dict):
        return [found for name, item in value.items() for found in _texts(item, (*place, str(name)))]
    if isinstance(value, list):
        return [found for number, item in enumerate(value) for found in _texts(item, (*place, number))]
    return []
