"""What every status list has in common: getting it, believing it, its age, and what was known before.

A method reads one entry out of a list (`Reading`); `judge` decides what that amounts to:

1. A list names whom it may be asked about: an address that names the learner or the badge is not asked.
2. A list that says "taken back" is believed whoever signed it and however old it is, as long as it is signed.
3. A list that says "in force" is believed only from the credential's own issuer, and only while it is fresh.
4. A revocation is final (Bitstring Status List 1.0, section 2.2, `statusPurpose`). Once a kept list has revoked the
   credential, a list that is not newer changes nothing, and a newer one that says otherwise contradicts it: cannot
   tell. A suspension ends when a newer list says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from wallet.codec.limits import MAX_STATUS_DOCUMENT_BYTES
from wallet.codec.time import format_instant
from wallet.model.frozen import frozen
from wallet.model.material import Material, MaterialSource, Unavailable
from wallet.model.report import Finding, Reason, ReliedOn
from wallet.verify.context import ListProof, StatusFinding, VerificationContext, VerifyList
from wallet.verify.status.privacy import names_the_learner

_LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)

REVOCATION: Final = "revocation"
TAKEN_BACK: Final[Mapping[str, Reason]] = {REVOCATION: Reason.REVOKED, "suspension": Reason.SUSPENDED}
"""What a set entry amounts to, by its purpose."""


@frozen
class Reading:
    """What one believed list says about one entry. `finding` None is "nothing is set"; instants are UTC.

    `signed_at` is the newest date under the list's signature, None for a list without one; `valid_from` and
    `valid_until` bound the list itself; `ttl` is how long its issuer lets it be used after it was got.
    """

    issuer: str
    finding: Finding | None
    signed_at: datetime | None = None
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    ttl: timedelta | None = None
    notes: Mapping[str, str] = field(default_factory=dict)
    relied_on: tuple[ReliedOn, ...] = ()


@frozen
class Look:
    """One look for one credential: at which list, for whose credential, with what."""

    url: str
    issuer: str
    context: VerificationContext
    verify_list: VerifyList


Read = Callable[[Material, VerifyList], Reading | Finding]
"""Reads the entry out of a list; a `Finding` is why the list cannot be believed or read."""


@frozen
class _Verdict:
    """One list judged: the finding, with the reading where there was one."""

    material: Material
    finding: Finding | None
    reading: Reading | None
    relied_on: tuple[ReliedOn, ...]


def problem(reason: Reason, **params: str) -> StatusFinding:
    """An entry that cannot be judged, with no list looked at."""
    return StatusFinding(finding=Finding(reason=reason, params=params))


def judge(look: Look, read: Read) -> StatusFinding:
    """What the list of `look` says now, against what is known of it from before."""
    if names_the_learner(look.url, look.context.subject):
        return problem(Reason.STATUS_UNREACHABLE, url=look.url, detail="names-learner")
    found = look.context.materials.get(look.url, max_bytes=MAX_STATUS_DOCUMENT_BYTES)
    current = None if isinstance(found, Unavailable) else _judge_list(look, found, read)
    if current is not None and _is_final(current):
        return _answer(current)
    earlier = _known_revocation(look, found, read)
    if earlier is not None:
        return _against(look, current, earlier)
    if current is not None:
        return _answer(current)
    why = found.why if isinstance(found, Unavailable) else ""
    return problem(Reason.STATUS_UNREACHABLE, url=look.url, detail=why)


def _judge_list(look: Look, material: Material, read: Read) -> _Verdict:
    reading = read(material, look.verify_list)
    if isinstance(reading, Finding):
        return _Verdict(material=material, finding=reading, reading=None, relied_on=(_evidence(material, None),))
    finding = reading.finding or _doubt(look, material, reading)
    relied_on = (_evidence(material, reading), *reading.relied_on)
    return _Verdict(material=material, finding=finding, reading=reading, relied_on=relied_on)


def _doubt(look: Look, material: Material, reading: Reading) -> Finding | None:
    """Why "nothing is set" may not count."""
    url, context = look.url, look.context
    if reading.issuer != look.issuer:
        params = {"url": url, "list_issuer": reading.issuer, "expected": look.issuer}
        return Finding(reason=Reason.STATUS_UNTRUSTED, params=params)
    as_of = _as_of(material, reading)
    if as_of is None:
        # Stapled by the presenter without a signature: nobody's word. Kept by somebody who did not say when: too old.
        stapled = material.source is MaterialSource.STAPLED
        return Finding(reason=Reason.STATUS_UNSIGNED if stapled else Reason.STATUS_STALE, params={"url": url})
    limit, until = context.max_status_age, reading.valid_until
    if reading.ttl is not None and context.keep_to_ttl:
        limit = min(limit, reading.ttl)
        until = min(filter(None, (until, as_of + reading.ttl)))
    early = reading.valid_from is not None and reading.valid_from > context.at
    ended = reading.valid_until is not None and reading.valid_until <= context.at
    if not (early or ended or context.at - as_of > limit):
        return None
    params = {"url": url, "as_of": format_instant(as_of)}
    if until is not None and until <= context.at:
        params["until"] = format_instant(until)
    if material.source is MaterialSource.VAULT and context.network != "off":
        params["since"] = params["as_of"]
    return Finding(reason=Reason.STATUS_STALE, params=params)


def _as_of(material: Material, reading: Reading) -> datetime | None:
    """Since when the list is known to have said this. A date that the presenter stapled is only their word: there
    the issuer's own signed date counts.
    """
    return reading.signed_at if material.source is MaterialSource.STAPLED else material.retrieved_at


def _is_final(verdict: _Verdict) -> bool:
    return verdict.finding is not None and verdict.finding.reason is Reason.REVOKED


def _known_revocation(look: Look, found: Material | Unavailable, read: Read) -> _Verdict | None:
    """A kept list that revokes the credential. Its signature was verified before it was kept, and is not asked about
    again: that its issuer has changed keys since does not undo what it said.
    """
    seen = found.sha256 if isinstance(found, Material) else ""
    believed = replace(look, verify_list=lambda _: ListProof(problem=None))
    for material in look.context.revoking_lists(look.url):
        if material.sha256 != seen:
            verdict = _judge_list(believed, material, read)
            if _is_final(verdict):
                return verdict
    return None


def _against(look: Look, current: _Verdict | None, earlier: _Verdict) -> StatusFinding:
    """A revocation known from before, against a list that does not say so."""
    params = {"url": look.url, "since": format_instant(_dated(earlier))}
    reason = Reason.REVOKED
    if current is not None and current.finding is None and _dated(current) > _dated(earlier):
        params["as_of"] = format_instant(_dated(current))
        reason = Reason.STATUS_REVERSED
    return _answer(replace(earlier, finding=Finding(reason=reason, params=params)), current)


def _dated(verdict: _Verdict) -> datetime:
    """The date that orders two lists: the signed one, else when it was got."""
    signed = verdict.reading.signed_at if verdict.reading is not None else None
    return signed or verdict.material.retrieved_at or _LONG_AGO


def _answer(verdict: _Verdict, other: _Verdict | None = None) -> StatusFinding:
    notes: dict[str, str] = {}
    if verdict.finding is None and verdict.reading is not None:
        notes.update(verdict.reading.notes)
        if verdict.reading.signed_at is not None:
            notes["list_dated"] = format_instant(verdict.reading.signed_at)
        due = _due(verdict.material, verdict.reading)
        if due is not None:
            notes["refresh_due"] = format_instant(due)
    elif verdict.reading is not None:
        notes.update({name: text for name, text in verdict.reading.notes.items() if name == "short_list"})
    relied_on = (*(other.relied_on if other is not None else ()), *verdict.relied_on)
    return StatusFinding(finding=verdict.finding, relied_on=relied_on, notes=notes)


def _evidence(material: Material, reading: Reading | None) -> ReliedOn:
    return ReliedOn(
        url=material.url,
        sha256=material.sha256,
        source=material.source,
        retrieved_at=material.retrieved_at,
        valid_until=reading.valid_until if reading is not None else None,
        refresh_after=_due(material, reading) if reading is not None else None,
        signed_at=reading.signed_at if reading is not None else None,
    )


def _due(material: Material, reading: Reading) -> datetime | None:
    """When the list's issuer wants it asked for again, where it says so."""
    if reading.ttl is None or material.retrieved_at is None:
        return None
    return material.retrieved_at + reading.ttl
