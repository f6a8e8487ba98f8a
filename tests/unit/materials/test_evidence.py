"""What of the outside world is worth keeping after a verdict, and for how long."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from wallet.materials.evidence import RefreshingMaterials, relied_upon, revoked_by
from wallet.model.material import Material, MaterialSource, Unavailable
from wallet.model.report import (
    Check,
    CheckResult,
    Finding,
    InputFacts,
    Outcome,
    Reason,
    ReliedOn,
    VerificationReport,
)

AT = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)
MONTH = timedelta(days=30)
LIST = "https://issuer.example/status/1"
DID = "https://issuer.example/.well-known/did.json"


def material(at: datetime, url: str = LIST, source: MaterialSource = MaterialSource.FETCHED) -> Material:
    return Material(url=url, content=b"x", media_type="", sha256=f"hash of {url}", source=source, retrieved_at=at)


def evidence(at: datetime, url: str = LIST) -> ReliedOn:
    return ReliedOn(url=url, sha256=f"hash of {url}", source=MaterialSource.FETCHED, retrieved_at=at)


def report(
    at: datetime, *relied_on: ReliedOn, reason: Reason | None = None, url: str = LIST, also: tuple[Finding, ...] = ()
) -> VerificationReport:
    """A report whose status check found `reason` about the list at `url`."""
    outcome = Outcome.PASSED if reason is None else Finding(reason=reason).outcome
    result = CheckResult(
        check=Check.STATUS, outcome=outcome, reason=reason, params={"url": url}, relied_on=relied_on, also=also
    )
    facts = InputFacts(source="-", sha256="", bytes=0, carrier="json", format="ldp_vc")
    return VerificationReport(input=facts, at=at, network="on", checks=(result,))


def test_what_was_relied_on_is_kept_with_until_when(at: datetime) -> None:
    until, after = at + timedelta(days=9), at + timedelta(days=1)
    judged = report(at, replace(evidence(at), valid_until=until, refresh_after=after))
    found = relied_upon(judged, [material(at), material(at, DID)], now=at)
    assert list(found) == [replace(material(at), valid_until=until, refresh_after=after)]


def test_what_is_kept_or_ships_already_is_not_kept_again(at: datetime) -> None:
    for source in (MaterialSource.VAULT, MaterialSource.STAPLED, MaterialSource.BUNDLED):
        assert list(relied_upon(report(at, evidence(at)), [material(at, source=source)], now=at)) == []


def test_other_bytes_than_those_relied_on_are_not_kept(at: datetime) -> None:
    other = replace(material(at), sha256="another")
    assert list(relied_upon(report(at, evidence(at)), [other], now=at)) == []


def test_what_was_not_believed_is_not_kept(at: datetime) -> None:
    for reason in (Reason.STATUS_MALFORMED, Reason.STATUS_UNTRUSTED, Reason.STATUS_UNSIGNED):
        judged = report(at, evidence(at), evidence(at, DID), reason=reason)
        assert [item.url for item in relied_upon(judged, [material(at), material(at, DID)], now=at)] == [DID]
    beside = report(
        at,
        evidence(at),
        reason=Reason.REVOKED,
        url=DID,
        also=(Finding(reason=Reason.STATUS_WRONG_PURPOSE, params={"url": LIST}),),
    )
    assert list(relied_upon(beside, [material(at)], now=at)) == []


def test_a_stale_list_is_worth_keeping(at: datetime) -> None:
    judged = report(at, evidence(at), reason=Reason.STATUS_STALE)
    assert len(list(relied_upon(judged, [material(at)], now=at))) == 1


def test_the_credentials_inside_count_too(at: datetime) -> None:
    outer = replace(report(at), nested=(report(at, evidence(at)),))
    assert len(list(relied_upon(outer, [material(at)], now=at))) == 1
    broken = replace(report(at), nested=(report(at, evidence(at), reason=Reason.STATUS_UNSIGNED),))
    assert list(relied_upon(broken, [material(at)], now=at)) == []


def test_a_date_in_the_future_is_taken_for_now(at: datetime) -> None:
    ahead = material(at + timedelta(days=1), source=MaterialSource.MATERIALS)
    (kept,) = relied_upon(report(at, evidence(at)), [ahead], now=at)
    assert kept.retrieved_at == at
    (undated,) = relied_upon(report(at, evidence(at)), [replace(ahead, retrieved_at=None)], now=at)
    assert undated.retrieved_at is None


def test_the_lists_that_revoke(at: datetime) -> None:
    used = [material(at), material(at, DID)]
    revoked = report(at, evidence(at), evidence(at, DID), reason=Reason.REVOKED)
    assert list(revoked_by(revoked, used)) == [material(at)]
    beside = report(
        at, evidence(at), reason=Reason.SUSPENDED, also=(Finding(reason=Reason.REVOKED, params={"url": LIST}),)
    )
    assert list(revoked_by(beside, used)) == [material(at)]
    for reason in (Reason.SUSPENDED, Reason.STATUS_REVERSED, None):
        assert list(revoked_by(report(at, evidence(at), reason=reason), used)) == []


# --- asking for what is due ---


class Counting:
    """A source that counts what it is asked."""

    def __init__(self, content: bytes | None, refresh_after: datetime | None = None) -> None:
        self.content = content
        self.refresh_after = refresh_after
        self.asked = 0

    def get(self, url: str, *, max_bytes: int) -> Material | Unavailable:
        self.asked += 1
        if self.content is None:
            return Unavailable(url=url, why="timeout")
        return Material(
            url=url,
            content=self.content,
            media_type="",
            sha256="-",
            source=MaterialSource.FETCHED,
            retrieved_at=AT,
            refresh_after=self.refresh_after,
        )


def test_an_answer_is_shared_and_bounded_for_each_who_asks() -> None:
    outside = Counting(b"12345")
    materials = RefreshingMaterials(Counting(None), outside, now=AT, max_age=MONTH, asked={})
    assert isinstance(materials.get("https://a.example/", max_bytes=5), Material)
    short = materials.get("https://a.example/", max_bytes=4)
    assert isinstance(short, Unavailable)
    assert (short.why, outside.asked) == ("too-large", 1)


def test_where_nobody_answers_what_is_kept_counts() -> None:
    outside = Counting(None)
    materials = RefreshingMaterials(Counting(b"kept"), outside, now=AT, max_age=MONTH, asked={})
    for _ in range(2):
        found = materials.get("https://a.example/", max_bytes=9)
        assert isinstance(found, Material)
    assert outside.asked == 1
    nothing = RefreshingMaterials(Counting(None), outside, now=AT, max_age=MONTH, asked={}).get(
        "https://a.example/", max_bytes=9
    )
    assert nothing == Unavailable(url="https://a.example/", why="timeout")


def test_what_is_not_due_is_not_asked_for() -> None:
    outside = Counting(b"new")
    kept = Counting(b"kept", refresh_after=AT + timedelta(seconds=1))
    fresh = RefreshingMaterials(kept, outside, now=AT, max_age=MONTH, asked={}).get("https://a.example/", max_bytes=9)
    assert (isinstance(fresh, Material) and fresh.content, outside.asked) == (b"kept", 0)
    due = RefreshingMaterials(kept, outside, now=AT + timedelta(seconds=1), max_age=MONTH, asked={})
    found = due.get("https://a.example/", max_bytes=9)
    assert (isinstance(found, Material) and found.content, outside.asked) == (b"new", 1)


def test_what_would_be_too_old_is_due_whatever_its_publisher_wishes() -> None:
    outside = Counting(b"new")
    kept = Counting(b"kept", refresh_after=AT + timedelta(days=99))
    for days, content in ((30, b"kept"), (31, b"new")):
        now = AT + timedelta(days=days)
        found = RefreshingMaterials(kept, outside, now=now, max_age=MONTH, asked={}).get(
            "https://a.example/", max_bytes=9
        )
        assert isinstance(found, Material)
        assert found.content == content


def test_what_nobody_dated_is_due() -> None:
    class Undated(Counting):
        def get(self, url: str, *, max_bytes: int) -> Material | Unavailable:
            found = super().get(url, max_bytes=max_bytes)
            return replace(found, retrieved_at=None) if isinstance(found, Material) else found

    outside = Counting(b"new")
    kept = Undated(b"kept", refresh_after=AT + timedelta(days=99))
    RefreshingMaterials(kept, outside, now=AT, max_age=MONTH, asked={}).get("https://a.example/", max_bytes=9)
    assert outside.asked == 1
