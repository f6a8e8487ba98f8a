"""Trust: who is known, on whose word, as of when; and keys that change. Never part of the outcome."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Final

import pytest

from tests.simulator.issuer import NOW, received, verification
from tests.unit.verify.badges import Signer, World, badge
from wallet.codec import json as strict_json
from wallet.codec.report import report_document
from wallet.explanation import trust_text
from wallet.model.json import JsonObject, JsonValue
from wallet.model.record import RegistrySnapshot, SeenKey, TrustedIssuer
from wallet.model.report import IssuerTrust, Outcome
from wallet.registry import ALGORITHMS
from wallet.verify.trust.federation import may_replace, read_anchor, read_federation, read_statement
from wallet.verify.trust.known import KnownIssuers, read_snapshot
from wallet.verify.trust.pinned import PinnedIssuers
from wallet.verify.trust.registry_list import KnownRegistry, read_known_registries, read_registry

DID: Final = "did:web:university.example"
ANCHOR_ID: Final = "https://registry.example"
ANCHOR, MIDDLE, STRANGER = Signer("anchor"), Signer("intermediate"), Signer("stranger")
DAY: Final = timedelta(days=1)
LEGACY: Final[JsonObject] = {
    "meta": {"created": "2022-10-27T17:57:31+00:00", "updated": "2026-03-12T16:20:00+00:00"},
    "registry": {DID: {"name": "Example University", "url": "https://university.example", "location": "Kyoto"}},
}


def seconds(at: datetime) -> int:
    return int(at.timestamp())


def statement(
    subject: str,
    by: Signer = ANCHOR,
    issuer: str = ANCHOR_ID,
    *,
    keys: Signer | None = None,
    until: datetime = NOW + DAY,
    header: JsonObject | None = None,
    **claims: JsonValue,
) -> bytes:
    body: JsonObject = {
        "iss": issuer,
        "sub": subject,
        "iat": seconds(NOW - DAY),
        "exp": seconds(until),
        "metadata": {"federation_entity": {"organization_name": f"name of {subject}"}},
    }
    if keys is not None:
        body["jwks"] = {"keys": [keys.jwk(kid="k")]}
    return by.jws({**body, **claims}, **{"typ": "entity-statement+jwt", "kid": "k", **(header or {})})


ANCHORED: Final = statement(ANCHOR_ID, keys=ANCHOR)


def snapshot(content: JsonValue | bytes, name: str = "Registry") -> RegistrySnapshot:
    raw = content if isinstance(content, bytes) else strict_json.dumps(content)
    return RegistrySnapshot(
        name=name,
        kind="x",
        source="x",
        content=raw,
        sha256=sha256(raw).hexdigest(),
        dated=datetime(2026, 3, 12, tzinfo=UTC),
        retrieved_at=NOW,
    )


def policy(
    *snapshots: RegistrySnapshot,
    pinned: Sequence[TrustedIssuer] = (),
    seen: Sequence[SeenKey] = (),
    at: datetime = NOW,
) -> KnownIssuers:
    return KnownIssuers(pinned=pinned, registries=lambda: snapshots, seen=seen, algorithms=ALGORITHMS, at=at)


class TestPolicy:
    def test_unknown_is_not_bad_and_self_asserted_is_not_known(self) -> None:
        assert policy().judge("did:key:z6Mk").issuer is IssuerTrust.UNKNOWN
        for issuer in (DID, "https://university.example", "did:webvh:Q:university.example"):
            found = policy().judge(issuer)
            assert (found.issuer, found.by) == (IssuerTrust.SELF_ASSERTED, ("domain",))
            assert found.as_of is None

    def test_a_registry_makes_known_by_its_name_as_of_its_date(self) -> None:
        found = policy(snapshot(LEGACY, "A"), snapshot({"registry": {}}, "B")).judge(DID)
        assert found.issuer is IssuerTrust.KNOWN
        assert found.by == ("A",)
        assert found.as_of == datetime(2026, 3, 12, tzinfo=UTC)
        assert found.name == "Example University"

    def test_sources_add_up_and_the_newest_dates_them(self) -> None:
        since = datetime(2026, 5, 1, tzinfo=UTC)
        pinned = TrustedIssuer(id=DID, name="大学", by="me", since=since)
        found = policy(snapshot(LEGACY, "A"), pinned=[pinned]).judge(DID)
        assert found.by == ("me", "A")
        assert found.as_of == since
        assert found.name == "大学"

    def test_a_snapshot_that_does_not_read_lists_nobody(self) -> None:
        assert policy(snapshot(b"damaged"), snapshot(LEGACY)).judge(DID).by == ("Registry",)

    def test_what_a_registry_said_until_yesterday_does_not_count_today(self) -> None:
        content = b"\n".join([ANCHORED, statement(DID, until=NOW)])
        found = policy(snapshot(content)).judge(DID)
        assert found.issuer is IssuerTrust.SELF_ASSERTED
        assert found.warnings == ("registry-expired",)
        assert policy(snapshot(content), at=NOW - timedelta(seconds=1)).judge(DID).issuer is IssuerTrust.KNOWN

    def test_registries_are_read_once(self) -> None:
        asked: list[int] = []

        def registries() -> Sequence[RegistrySnapshot]:
            asked.append(1)
            return [snapshot(LEGACY)]

        known = KnownIssuers(pinned=(), registries=registries, seen=(), algorithms=ALGORITHMS, at=NOW)
        assert asked == []
        assert [known.judge(DID).issuer, known.judge("did:key:x").issuer] == [IssuerTrust.KNOWN, IssuerTrust.UNKNOWN]
        assert asked == [1]

    def test_a_pinned_issuer_needs_no_name(self) -> None:
        found = PinnedIssuers([TrustedIssuer(id=DID, name="", by="me", since=NOW)]).judge(DID)
        assert (found.issuer, found.name) == (IssuerTrust.KNOWN, None)


class TestFirstSeenKeys:
    first = SeenKey(issuer=DID, key="a", first_seen=NOW - DAY, accepted=True)
    later = SeenKey(issuer=DID, key="b", first_seen=NOW, accepted=False)

    def test_the_same_key_is_no_news(self) -> None:
        found = policy(seen=[self.first, self.later]).judge(DID, ["a"])
        assert found.warnings == ()
        assert found.first_seen == NOW - DAY

    @pytest.mark.parametrize("keys", [["b"], ["c"], ["a", "c"]])
    def test_another_key_is(self, keys: list[str]) -> None:
        assert policy(seen=[self.first, self.later]).judge(DID, keys).warnings == ("key-changed",)

    def test_until_it_is_accepted(self) -> None:
        accepted = replace(self.later, accepted=True)
        assert policy(seen=[self.first, accepted]).judge(DID, ["b"]).warnings == ()

    def test_an_issuer_never_seen_has_nothing_to_differ_from(self) -> None:
        found = policy(seen=[self.first]).judge("did:web:other.example", ["x"])
        assert (found.warnings, found.first_seen) == ((), None)

    def test_it_changes_neither_the_outcome_nor_who_is_known(self) -> None:
        signer = Signer("trust", f"{DID}#1")
        document: JsonObject = {
            "id": DID,
            "assertionMethod": [
                {"id": f"{DID}#1", "type": "Multikey", "controller": DID, "publicKeyMultibase": signer.multikey}
            ],
        }
        world = World({"https://university.example/.well-known/did.json": document})
        run = replace(verification(world), trust=policy(snapshot(LEGACY), seen=[self.first]))
        report = run.verify(received(strict_json.dumps(signer.secure(badge(DID)))))
        assert report.outcome is Outcome.PASSED
        assert report.trust.issuer is IssuerTrust.KNOWN
        assert report.trust.warnings == ("key-changed",)
        trust = report_document(report)["trust"]
        assert isinstance(trust, dict)
        assert trust["warnings"] == ["key-changed"]
        assert trust["first_seen"] == "2026-11-22T14:05:00Z"
        assert "not the one seen before" in trust_text(report, "en")
        assert "以前に確認した鍵と違います" in trust_text(report, "ja")


class TestLists:
    def test_a_registry_as_the_consortium_publishes_it(self) -> None:
        found = read_registry(strict_json.dumps(LEGACY))
        assert found is not None
        assert found.dated == datetime(2026, 3, 12, 16, 20, tzinfo=UTC)
        assert {did: entry.name for did, entry in found.listed.items()} == {DID: "Example University"}

    def test_one_that_says_little(self) -> None:
        content = strict_json.dumps({"registry": {"did:key:a": {}, "did:key:b": 7}, "meta": {"created": "x"}})
        found = read_registry(content)
        assert found is not None
        assert found.dated is None
        assert {did: entry.name for did, entry in found.listed.items()} == {"did:key:a": "did:key:a"}
        dated = read_registry(b'{"registry":{},"meta":{"created":"2026-01-01T00:00:00Z"}}')
        assert dated is not None
        assert dated.dated == datetime(2026, 1, 1, tzinfo=UTC)

    @pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"registry":[]}', b"\xff", ANCHORED])
    def test_what_is_none(self, content: bytes) -> None:
        assert read_registry(content) is None

    def test_a_list_of_registries(self) -> None:
        listed: JsonValue = [
            {"type": "oidf", "name": "F", "trustAnchorEC": f"{ANCHOR_ID}/ec", "fetchEndpoint": f"{ANCHOR_ID}/f?sub="},
            {"type": "dcc-legacy", "name": "L", "url": "https://l.example"},
            {"url": "https://old.example"},
            {"type": "oidf", "name": "nowhere"},
        ]
        assert read_known_registries(strict_json.dumps(listed)) == (
            KnownRegistry(kind="oidf", name="F", url=f"{ANCHOR_ID}/ec", fetch=f"{ANCHOR_ID}/f?sub="),
            KnownRegistry(kind="dcc-legacy", name="L", url="https://l.example"),
            KnownRegistry(kind="dcc-legacy", name="https://old.example", url="https://old.example"),
        )

    @pytest.mark.parametrize("content", [b"[]", b"[1]", b"{}", b"x", b'[{"name":"x"}]'])
    def test_what_is_no_list(self, content: bytes) -> None:
        assert read_known_registries(content) is None


class TestFederation:
    def listed(self, *statements: bytes, anchor: bytes = ANCHORED) -> dict[str, str] | None:
        found = read_federation(b"\n".join([anchor, *statements]), ALGORITHMS)
        return None if found is None else {did: entry.name for did, entry in found.listed.items()}

    def test_the_anchors_statements(self) -> None:
        assert self.listed(statement(DID)) == {DID: f"name of {DID}"}
        found = read_snapshot(b"\n".join([ANCHORED, statement(DID)]), ALGORITHMS)
        assert found is not None
        assert (found.kind, found.dated) == ("oidf", NOW - DAY)
        assert found.listed[DID].until == NOW + DAY

    def test_a_statement_by_anybody_else(self) -> None:
        assert self.listed(statement(DID, STRANGER)) == {}
        assert self.listed(statement(DID, issuer="https://other.example")) == {}

    def test_through_an_intermediate(self) -> None:
        middle = "https://middle.example"
        about = statement(middle, keys=MIDDLE, until=NOW + timedelta(hours=1))
        content = b"\n".join([ANCHORED, statement(DID, MIDDLE, middle), about])
        found = read_federation(content, ALGORITHMS)
        assert found is not None
        assert set(found.listed) == {DID, middle}
        assert found.listed[DID].until == NOW + timedelta(hours=1)
        assert self.listed(statement(DID, STRANGER, middle), about) == {middle: f"name of {middle}"}
        assert self.listed(statement(DID, MIDDLE, middle)) == {}

    @pytest.mark.parametrize("line", [b"a.b.c", b"e30.W10.", ANCHORED[:-3] + b"!!!", b"x"])
    def test_lines_that_are_no_statements_are_passed_over(self, line: bytes) -> None:
        assert self.listed(line, statement(DID)) == {DID: f"name of {DID}"}

    def test_statements_about_each_other_lead_nowhere(self) -> None:
        one, two = "https://one.example", "https://two.example"
        assert self.listed(statement(one, MIDDLE, two, keys=MIDDLE), statement(two, MIDDLE, one, keys=MIDDLE)) == {}

    def test_the_consortiums_own_name_member(self) -> None:
        metadata: JsonObject = {"institution_additional_information": {"legal_name": "Board of Trustees"}}
        assert self.listed(statement(DID, metadata=metadata)) == {DID: "Board of Trustees"}
        assert self.listed(statement(DID, metadata=[])) == {DID: DID}

    @pytest.mark.parametrize(
        "header",
        [{"typ": "JWT"}, {"kid": "x"}, {"alg": "none"}, {"alg": "ES256"}, {"alg": 7}, {"crit": ["x"], "x": 1}],
    )
    def test_headers_that_do_not_fit(self, header: JsonObject) -> None:
        assert self.listed(statement(DID, header=header)) == {}

    @pytest.mark.parametrize(
        "claims", [{"exp": None}, {"iat": "x"}, {"iat": True}, {"sub": 7}, {"iss": None}, {"crit": ["x"]}]
    )
    def test_claims_that_do_not_fit(self, claims: JsonObject) -> None:
        body = {"iss": ANCHOR_ID, "sub": DID, "iat": seconds(NOW), "exp": seconds(NOW + DAY), **claims}
        assert read_statement(ANCHOR.jws(body, typ="entity-statement+jwt", kid="k")) is None

    @pytest.mark.parametrize(
        "make",
        [
            lambda: b"",
            lambda: b"no token",
            lambda: statement(DID),
            lambda: statement(ANCHOR_ID, STRANGER, keys=ANCHOR),
            lambda: statement(ANCHOR_ID),
            lambda: statement(ANCHOR_ID, jwks={"keys": [ANCHOR.jwk(), 7, {"kid": "k", "kty": "x"}]}),
            lambda: statement(ANCHOR_ID, jwks={"keys": [ANCHOR.jwk(kid="k", alg="RS256")]}),
        ],
    )
    def test_what_is_no_anchor(self, make: Callable[[], bytes]) -> None:
        assert read_anchor(make(), ALGORITHMS) is None
        assert read_federation(make(), ALGORITHMS) is None

    def test_a_later_configuration_needs_a_key_from_before(self) -> None:
        rolled = statement(ANCHOR_ID, jwks={"keys": [ANCHOR.jwk(kid="k"), MIDDLE.jwk(kid="n")]})
        assert may_replace(ANCHORED, rolled, ALGORITHMS)
        assert not may_replace(ANCHORED, statement(ANCHOR_ID, STRANGER, keys=STRANGER), ALGORITHMS)
        other = statement("https://other.example", issuer="https://other.example", keys=ANCHOR)
        assert not may_replace(ANCHORED, other, ALGORITHMS)
        assert not may_replace(ANCHORED, strict_json.dumps(LEGACY), ALGORITHMS)
        assert may_replace(strict_json.dumps(LEGACY), ANCHORED, ALGORITHMS)
