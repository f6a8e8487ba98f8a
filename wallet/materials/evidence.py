"""Evidence that outlives a verification: asked for once when it is due, and kept when a verdict relied on it.

    outside = RefreshingMaterials(kept, network, now=now, asked={})
    report = verify(... materials=outside ...)
    for material in relied_upon(report, outside.answers()):
        vault.keep_material(material)

What was got and not believed (a list with a broken signature, a portal's page) is not kept: it must not take the place
of evidence that was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from wallet.model.material import Material, Materials, MaterialSource, Unavailable
from wallet.model.report import Check, Finding, Reason, ReliedOn, VerificationReport

Answers = dict[str, Material | Unavailable]
"""What the outside world has answered in one run, by URL."""

_NOT_BELIEVED: Final = frozenset(
    {
        Reason.STATUS_MALFORMED,
        Reason.STATUS_UNSIGNED,
        Reason.STATUS_UNTRUSTED,
        Reason.STATUS_WRONG_PURPOSE,
        Reason.STATUS_OUT_OF_RANGE,
    }
)
_FROM_OUTSIDE: Final = frozenset({MaterialSource.FETCHED, MaterialSource.MATERIALS})


class RefreshingMaterials:
    """`outside` for what is due, asked at most once for each URL in a run; `kept` for the rest and as a last resort.

    Kept material is due again when its publisher has not said how long it may be used, when that time (its
    `refresh_after`) has come, or when it is older than `max_age`, by which it would be too old to rely on. `asked` is
    shared by the verifications of one run.
    """

    def __init__(
        self, kept: Materials, outside: Materials, *, now: datetime, max_age: timedelta, asked: Answers
    ) -> None:
        self._kept = kept
        self._outside = outside
        self._now = now
        self._max_age = max_age
        self._asked = asked

    def get(self, url: str, *, max_bytes: int) -> Material | Unavailable:
        kept = self._kept.get(url, max_bytes=max_bytes)
        if url not in self._asked:
            if isinstance(kept, Material) and not self._is_due(kept):
                return kept
            self._asked[url] = self._outside.get(url, max_bytes=max_bytes)
        answer = self._asked[url]
        if isinstance(answer, Unavailable):
            return kept if isinstance(kept, Material) else answer
        if len(answer.content) > max_bytes:
            return Unavailable(url=url, why="too-large", detail=str(max_bytes))
        return answer

    def _is_due(self, kept: Material) -> bool:
        if kept.refresh_after is None or kept.retrieved_at is None:
            return True
        return self._now >= kept.refresh_after or self._now - kept.retrieved_at > self._max_age


def relied_upon(report: VerificationReport, used: Iterable[Material], *, now: datetime) -> Iterator[Material]:
    """Of the materials `used`, those from outside that the verdict rests on, with until when they count.

    A materials directory says itself when its answers were got; a time later than `now` would make them young for
    ever, and is taken for now.
    """
    disbelieved = {finding.params.get("url") for finding in _findings(report) if finding.reason in _NOT_BELIEVED}
    evidence = {(item.url, item.sha256): item for item in _evidence(report)}
    for material in used:
        item = evidence.get((material.url, material.sha256))
        if item is None or material.source not in _FROM_OUTSIDE or material.url in disbelieved:
            continue
        yield replace(
            material,
            retrieved_at=min(material.retrieved_at, now) if material.retrieved_at is not None else None,
            valid_until=item.valid_until,
            refresh_after=item.refresh_after,
        )


def revoked_by(report: VerificationReport, used: Iterable[Material]) -> Iterator[Material]:
    """Of the materials `used`, the status lists by which the credential is revoked."""
    revoking = {finding.params.get("url") for finding in _findings(report) if finding.reason is Reason.REVOKED}
    status = [item for result in report.checks if result.check is Check.STATUS for item in result.relied_on]
    lists = {(item.url, item.sha256) for item in status}
    return (item for item in used if item.url in revoking and (item.url, item.sha256) in lists)


def _findings(report: VerificationReport) -> Iterator[Finding]:
    for result in report.checks:
        if result.reason is not None:
            yield Finding(reason=result.reason, params=result.params)
        yield from result.also
    for nested in report.nested:
        yield from _findings(nested)


def _evidence(report: VerificationReport) -> Iterator[ReliedOn]:
    for result in report.checks:
        yield from result.relied_on
    for nested in report.nested:
        yield from _evidence(nested)
