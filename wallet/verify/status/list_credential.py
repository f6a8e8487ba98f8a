"""Status lists that are credentials themselves: parsed, verified and dated the same way whatever their type.

Bitstring Status List 1.0, StatusList2021, RevocationList2020 and RevocationList2021 differ in names and in the order
of bits (`ListKind`); that the list is a signed credential with an `encodedList` is common to all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from datetime import datetime, timedelta
from typing import Final

from wallet.codec.time import instant_from_seconds, parse_instant
from wallet.errors import CredentialError
from wallet.model.credential import DataIntegrityProof, JwsProof, VerifiableCredential
from wallet.model.frozen import frozen
from wallet.model.json import JsonObject, JsonValue
from wallet.model.material import Material, MaterialSource
from wallet.model.report import Finding, Reason, ReliedOn
from wallet.verify.context import StatusFinding, VerificationContext, VerifyList
from wallet.verify.status.bits import BITS, GZIP, unpack
from wallet.verify.status.lists import TAKEN_BACK, Look, Reading, judge, problem

MIN_ENTRIES: Final = 131_072
"""Bitstring Status List 1.0, section 6.1: the smallest list that hides whom one looks up."""

MAX_TTL_MILLISECONDS: Final = 10 * 365 * 86_400_000
"""A longer time to live is as good as none stated."""

ReadBits = Callable[[bytes, int, int], int | None]


@frozen
class ListKind:
    """What sets one kind of list credential apart: its types, and where an entry stands in the bits."""

    credential_type: str
    subject_type: str
    read: ReadBits
    states_purpose: bool = True
    """Whether the list says what it is for; where it does not, it is about revocation."""


@frozen
class Place:
    """What an entry asks of its list: `size` bits at `index`, meaning `purpose`."""

    url: str
    purpose: str
    index: int
    size: int = 1
    tell: Callable[[int, JsonObject], Mapping[str, str]] = field(default=lambda _value, _list: {})
    """What else to report of a value, for purposes that only inform."""


def look_up(
    kind: ListKind, place: Place, issuer: str, context: VerificationContext, verify_list: VerifyList
) -> StatusFinding:
    """Judge the entry at `place` of a credential issued by `issuer`."""
    look = Look(url=place.url, issuer=issuer, context=context, verify_list=verify_list)

    def read(material: Material, verify: VerifyList) -> Reading | Finding:
        return _Reader(kind, place, context, material).read(verify)

    return judge(look, read)


def entry_problem(reason: Reason, entry_type: str, detail: str, **params: str) -> StatusFinding:
    """An entry that does not say what its standard asks for."""
    return problem(reason, type=entry_type, detail=detail, **params)


class _Reader:
    """One list credential, read for one entry."""

    def __init__(self, kind: ListKind, place: Place, context: VerificationContext, material: Material) -> None:
        self._kind = kind
        self._place = place
        self._context = context
        self._material = material

    def read(self, verify_list: VerifyList) -> Reading | Finding:
        parsed = self._parse()
        if isinstance(parsed, Finding):
            return parsed
        proof = verify_list(parsed)
        if proof.problem is not None:
            return self._unbelieved(proof.problem)
        subject = parsed.document.get("credentialSubject")
        if not isinstance(subject, dict) or subject.get("type") != self._kind.subject_type:
            return self._malformed("credentialSubject")
        wrong = self._wrong_purpose(subject)
        if wrong is not None:
            return wrong
        dates = _Dates.of(parsed, subject)
        return (
            self._malformed(dates) if isinstance(dates, str) else self._reading(parsed, subject, dates, proof.relied_on)
        )

    def _parse(self) -> VerifiableCredential | Finding:
        content = self._material.content
        try:
            for format_ in self._context.tools.formats:
                if format_.recognises(content):
                    parsed = format_.parse(content)
                    break
            else:
                return self._malformed("format")
        except CredentialError as error:
            return self._malformed(error.code)
        if not isinstance(parsed, VerifiableCredential) or self._kind.credential_type not in parsed.credential.types:
            return self._malformed("type")
        return parsed

    def _unbelieved(self, why: Finding) -> Finding:
        if why.reason is Reason.UNSIGNED:
            return Finding(reason=Reason.STATUS_UNSIGNED, params={"url": self._place.url})
        return Finding(reason=Reason.STATUS_UNTRUSTED, params={"url": self._place.url, "detail": why.reason})

    def _wrong_purpose(self, subject: JsonObject) -> Finding | None:
        if not self._kind.states_purpose:
            return None
        stated = subject.get("statusPurpose")
        purposes = stated if isinstance(stated, list) else [stated]
        if self._place.purpose in purposes:
            return None
        params = {
            "url": self._place.url,
            "purpose": self._place.purpose,
            "list_purpose": ", ".join(item for item in purposes if isinstance(item, str)) or "-",
        }
        return Finding(reason=Reason.STATUS_WRONG_PURPOSE, params=params)

    def _reading(
        self, parsed: VerifiableCredential, subject: JsonObject, dates: _Dates, relied_on: tuple[ReliedOn, ...]
    ) -> Reading | Finding:
        content = unpack(subject.get("encodedList"), GZIP)
        if content is None:
            return self._malformed("encodedList")
        place, entries = self._place, len(content) * BITS // self._place.size
        value = self._kind.read(content, place.index, place.size)
        if value is None:
            params = {"url": place.url, "index": str(place.index), "entries": str(entries)}
            return Finding(reason=Reason.STATUS_OUT_OF_RANGE, params=params)
        notes = {"short_list": str(entries)} if entries < MIN_ENTRIES else {}
        finding: Finding | None = None
        if value and place.purpose in TAKEN_BACK:
            finding = Finding(reason=TAKEN_BACK[place.purpose], params={"url": place.url})
        return Reading(
            issuer=parsed.credential.issuer.id,
            finding=finding,
            signed_at=dates.signed_at,
            valid_from=dates.valid_from,
            valid_until=dates.valid_until,
            ttl=dates.ttl,
            notes={**notes, **place.tell(value, subject)},
            relied_on=tuple(item for item in relied_on if item.source is not MaterialSource.BUNDLED),
        )

    def _malformed(self, detail: str) -> Finding:
        return Finding(reason=Reason.STATUS_MALFORMED, params={"url": self._place.url, "detail": detail})


@frozen
class _Dates:
    """The dates of a list, all under its signature."""

    signed_at: datetime | None
    valid_from: datetime | None
    valid_until: datetime | None
    ttl: timedelta | None

    @classmethod
    def of(cls, parsed: VerifiableCredential, subject: JsonObject) -> _Dates | str:
        """The dates, or the name of one that names no instant: what cannot be read may be what matters."""
        starts, ends = list(_starts(parsed)), list(_ends(parsed))
        ttl = _ttl(subject.get("ttl"))
        if None in starts or None in ends:
            return "validity"
        if isinstance(ttl, str):
            return ttl
        created = [
            parse_instant(proof.created or "") for proof in parsed.proofs if isinstance(proof, DataIntegrityProof)
        ]
        return cls(
            signed_at=max(filter(None, (*starts, *created)), default=None),
            valid_from=max(filter(None, starts), default=None),
            valid_until=min(filter(None, ends), default=None),
            ttl=ttl,
        )


def _starts(parsed: VerifiableCredential) -> Iterator[datetime | None]:
    if parsed.credential.valid_from is not None:
        yield parse_instant(parsed.credential.valid_from)
    for proof in parsed.proofs:
        if isinstance(proof, JwsProof) and proof.not_before is not None:
            yield instant_from_seconds(proof.not_before)


def _ends(parsed: VerifiableCredential) -> Iterator[datetime | None]:
    if parsed.credential.valid_until is not None:
        yield parse_instant(parsed.credential.valid_until)
    for proof in parsed.proofs:
        if isinstance(proof, JwsProof) and proof.expires is not None:
            yield instant_from_seconds(proof.expires)


def _ttl(value: JsonValue) -> timedelta | str | None:
    """`ttl` in milliseconds (Bitstring Status List 1.0, section 2.2); the default of a list that states none would
    forbid judging without a network, and is not applied.
    """
    if value is None:
        return None
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 20:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        return "ttl"
    return timedelta(milliseconds=value) if value <= MAX_TTL_MILLISECONDS else None
