"""Verifying what somebody names, without a vault: the employer's and the registrar's use.

Takes things as acquired, finds the format that reads them, and hands them to the one verifier. Whatever cannot be read
becomes a report that says so; nothing here raises for a bad input.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from wallet.codec import json as strict_json
from wallet.errors import CredentialError
from wallet.materials.chain import ChainedMaterials, RecordingMaterials, VaultMaterials
from wallet.model.credential import Unreadable, Verifiable, VerifiableCredential, VerifiablePresentation
from wallet.model.frozen import frozen
from wallet.model.json import JsonObject
from wallet.model.material import Contexts, Material, Materials
from wallet.model.quality import QualityReport
from wallet.model.record import NotReceived, Received
from wallet.model.report import Finding, InputFacts, Reason, VerificationReport
from wallet.model.request import Expectation, TrustPolicy, TrustRoots, no_roots
from wallet.verify.context import (
    DEFAULT_MAX_STATUS_AGE,
    RevokingLists,
    Toolbox,
    VerificationContext,
    no_revoking_lists,
)
from wallet.verify.hosted_documents import secure
from wallet.verify.verifier import refused, verify

if TYPE_CHECKING:
    from wallet.frameworks.assess import Frameworks
    from wallet.frameworks.documents import Whole


@frozen
class Assessed:
    """A verification, and beside it what the thing states of the learning; None for what is no credential.

    `nested` are the credentials of a presentation, as in the report.
    """

    report: VerificationReport
    quality: QualityReport | None
    nested: tuple[Assessed, ...] = ()


_PAGE: Final = "html"


@frozen
class Verification:
    """How things are verified in this run: tools, evidence, trust, and the instant that counts.

    `network` is the report's word for where evidence may come from: `on`, `off` or `materials`.
    """

    tools: Toolbox
    contexts: Contexts
    materials: Materials
    trust: TrustPolicy
    clock: Callable[[], datetime]
    network: str
    max_status_age: timedelta | None = None
    """How old status evidence may be, where the user set it: then this counts and no list's own `ttl`."""
    reads_clock: bool = True
    """Whether `clock` is the machine's; False where the instant was chosen, which no memory of time speaks against."""
    latest_time: datetime | None = None
    revoking_lists: RevokingLists = field(default=no_revoking_lists)
    roots: TrustRoots = field(default=no_roots)
    """The authorities that the certificates of seals may end at."""
    traced: bool = False
    """Whether reports show the steps of each proof."""

    @property
    def status_age(self) -> timedelta:
        """How old status evidence may be."""
        return DEFAULT_MAX_STATUS_AGE if self.max_status_age is None else self.max_status_age

    def verify(self, item: Received | NotReceived, expectation: Expectation | None = None) -> VerificationReport:
        """The report on one acquired thing, readable or not."""
        if isinstance(item, NotReceived):
            return self._not_received(item)
        try:
            parsed = self.parse(item.payload)
        except CredentialError as error:
            finding = Finding(reason=Reason(error.code), params=error.params)
            return refused(_facts(item, None), self.clock(), self.network, finding)
        return self._with_stapled(item).verify_parsed(item, parsed, expectation)

    def _with_stapled(self, item: Received) -> Verification:
        """With what travels along in a page that carries its presentation, as the last resort, as behind a link."""
        if item.carrier != _PAGE:
            return self
        from wallet.share.html import parcel_in

        try:
            parcel = parcel_in(item.content)
        except CredentialError:
            return self
        if parcel is None or parcel.content.strip() != item.payload.strip():
            return self
        stapled = {material.url: material for material in parcel.materials}
        return replace(self, materials=ChainedMaterials(self.materials, VaultMaterials(stapled.get)))

    def parse(self, payload: bytes) -> Verifiable:
        """The credential or presentation in `payload`. Raises `CredentialError`."""
        for format_ in self.tools.formats:
            if format_.recognises(payload):
                return format_.parse(payload)
        raise CredentialError(Reason.NOT_A_CREDENTIAL)

    def verify_parsed(
        self, item: Received, parsed: Verifiable, expectation: Expectation | None = None
    ) -> VerificationReport:
        """The report on something that `parse` has read already."""
        context = VerificationContext(
            subject=parsed,
            at=self.clock(),
            expectation=expectation or Expectation(),
            tools=self.tools,
            contexts=self.contexts,
            materials=self.materials,
            trust=self.trust,
            network=self.network,
            traced=self.traced,
            roots=self.roots,
            max_status_age=self.status_age,
            keep_to_ttl=self.max_status_age is None,
            revoking_lists=self.revoking_lists,
            latest_time=self.latest_time,
        )
        return verify(context, _facts(item, parsed))

    def assess(self, item: Received | NotReceived, by: Frameworks, expectation: Expectation | None = None) -> Assessed:
        """The report on one thing as `verify` makes it, and what each credential in it states of the learning.

        What an Open Badge 2.0 links to is read from what its verification looked at; nothing more is asked for.
        """
        recording = RecordingMaterials(self.materials)
        report = replace(self, materials=recording).verify(item, expectation)
        parsed = self.parse(item.payload) if report.refusal is None and isinstance(item, Received) else None
        seen = {secure(material.url): material for material in recording.used}
        return self._assessed(report, parsed, by, seen, depth=0)

    def _assessed(
        self,
        report: VerificationReport,
        parsed: Verifiable | Unreadable | None,
        by: Frameworks,
        seen: Mapping[str, Material],
        *,
        depth: int,
    ) -> Assessed:
        """What is stated beside a report, and beside each that is nested in it."""
        from wallet.frameworks.assess import assess  # only few runs need it
        from wallet.verify.inside import Room, credentials_inside

        members: Sequence[VerifiableCredential | Unreadable] = ()
        quality: QualityReport | None = None
        if isinstance(parsed, VerifiablePresentation):
            members = parsed.credentials
        elif isinstance(parsed, VerifiableCredential):
            members, _ = credentials_inside(parsed, self.tools, depth, Room()) if report.nested else ((), ())
            quality = assess(parsed, report, by, self.contexts, lambda url: _document_at(url, seen))
        pairs = zip(report.nested, members, strict=False)
        nested = tuple(self._assessed(own, member, by, seen, depth=depth + 1) for own, member in pairs)
        return Assessed(report=report, quality=quality, nested=nested)

    def read_whole(self, item: Received, parsed: VerifiableCredential) -> tuple[VerificationReport, Whole]:
        """The report on a credential, and its JSON with what its verification found behind its links."""
        from wallet.frameworks.documents import whole_of

        recording = RecordingMaterials(self.materials)
        report = replace(self, materials=recording).verify_parsed(item, parsed)
        seen = {secure(material.url): material for material in recording.used}
        return report, whole_of(parsed.document, lambda url: _document_at(url, seen))

    def _not_received(self, item: NotReceived) -> VerificationReport:
        facts = InputFacts(source=item.source, sha256=item.sha256, bytes=item.bytes, carrier=item.carrier, format=None)
        finding = Finding(reason=Reason(item.reason), params=item.params)
        return refused(facts, self.clock(), self.network, finding)


def _document_at(url: str, seen: Mapping[str, Material]) -> JsonObject | None:
    material = seen.get(secure(url))
    try:
        return None if material is None else strict_json.loads_object(material.content)
    except CredentialError:
        return None


def _facts(item: Received, parsed: Verifiable | None) -> InputFacts:
    word = None
    if parsed is not None:
        word = "presentation" if isinstance(parsed, VerifiablePresentation) else parsed.format
    return InputFacts(
        source=item.source,
        sha256=sha256(item.content).hexdigest(),
        bytes=len(item.content),
        carrier=item.carrier,
        format=word,
    )
