"""did:webvh: every rule of the log by a log that keeps it and one that breaks it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Final, cast

import pytest

from tests.simulator.issuer import NOW
from tests.unit.resolve.webvh import (
    FIRST,
    LOCATION,
    LOG_URL,
    SECOND,
    THIRD,
    WITNESS_URL,
    WITNESSES,
    Log,
    key_hash,
    multihash,
    signed,
    witness_list,
)
from tests.unit.verify.badges import World, badge, judge, result
from wallet.codec import jcs
from wallet.codec import json as strict_json
from wallet.codec.limits import MAX_DID_LOG_ENTRIES, MAX_WITNESS_PROOFS
from wallet.model.json import JsonObject, JsonValue
from wallet.model.key import ControllerDocument
from wallet.model.material import MaterialSource
from wallet.model.report import Check, Finding, Outcome, Reason
from wallet.resolve.did_webvh import DidWebvh
from wallet.resolve.webvh_log import read_log

ONE, TWO, THREE = WITNESSES
MISSING: Final = "did:webvh:" + "Q" * 46 + f":{LOCATION}"


def resolve(
    log: Log, *, at: datetime = NOW, did: str = "", witness: Sequence[object] | JsonObject | None = None
) -> ControllerDocument | Finding:
    world = World({LOG_URL: log.content()})
    if witness is not None:
        world.answers[WITNESS_URL] = strict_json.dumps(cast("JsonValue", witness))
    return DidWebvh().resolve(did or log.did, world, at)


def document(found: ControllerDocument | Finding) -> ControllerDocument:
    assert isinstance(found, ControllerDocument), found
    return found


def detail(found: ControllerDocument | Finding) -> str:
    assert isinstance(found, Finding), found
    assert found.reason is Reason.KEY_UNRESOLVABLE
    return found.params["detail"]


def keys(found: ControllerDocument | Finding) -> set[str]:
    return {method_id.partition("#")[2] for method_id in document(found).methods}


class TestResolving:
    def test_a_new_log(self) -> None:
        log = Log().add()
        found = document(resolve(log))
        assert found.id == log.did
        assert found.relationships["assertionMethod"] == {f"{log.did}#{FIRST.multikey}"}
        assert found.relied_on is not None
        assert found.relied_on.url == LOG_URL
        assert found.supporting == ()
        assert not found.deactivated

    def test_the_newest_version_counts_and_a_dropped_key_is_withdrawn(self) -> None:
        log = Log().add()
        log.add(state=log.state(SECOND))
        found = document(resolve(log))
        assert keys(found) == {SECOND.multikey}
        assert found.unusable == {f"{log.did}#{FIRST.multikey}": Reason.KEY_REVOKED}

    def test_an_instant_in_the_past_gets_the_version_of_then(self) -> None:
        log = Log().add()
        log.add(state=log.state(SECOND))
        assert keys(resolve(log, at=datetime(2026, 1, 1, 12, tzinfo=UTC))) == {FIRST.multikey}
        assert detail(resolve(log, at=datetime(2025, 12, 31, tzinfo=UTC))) == "not-found"

    def test_a_version_from_the_future_breaks_the_log(self) -> None:
        log = Log().add()
        log.add(time="2026-11-23T14:05:01Z")
        assert detail(resolve(log)) == "versionTime"

    def test_a_material_without_a_date_is_judged_by_the_instant(self) -> None:
        log = Log().add().add()
        world = World({LOG_URL: log.content()}, retrieved_at=None)
        assert isinstance(DidWebvh().resolve(log.did, world, NOW), ControllerDocument)
        found = DidWebvh().resolve(log.did, world, datetime(2026, 1, 1, 12, tzinfo=UTC))
        assert detail(found) == "versionTime"

    def test_a_deactivated_did_says_so(self) -> None:
        log = Log().add()
        log.add(deactivated=True, updateKeys=[])
        assert document(resolve(log)).deactivated

    def test_at_the_root_of_a_domain(self) -> None:
        world = World()
        DidWebvh().resolve("did:webvh:" + "Q" * 46 + ":issuer.example%3A8443", world, NOW)
        assert world.asked == ["https://issuer.example:8443/.well-known/did.jsonl"]

    @pytest.mark.parametrize(
        "identifier",
        [
            "did:webvh:short:issuer.example",
            "did:webvh:" + "0" * 46 + ":issuer.example",
            "did:webvh:" + "Q" * 46,
            "did:webvh:" + "Q" * 46 + ":127.0.0.1",
            "did:webvh:" + "Q" * 46 + ":127%2E0%2E0%2E1",
            "did:webvh:" + "Q" * 46 + ":issuer.example:..:x",
            "did:webvh:" + "Q" * 46 + ":issuer.example:%2e%2e",
            "did:webvh:" + "Q" * 46 + ":issuer.example/x",
        ],
    )
    def test_nothing_is_asked_for_a_name_that_is_none(self, identifier: str) -> None:
        world = World()
        assert detail(DidWebvh().resolve(identifier, world, NOW)) == "host"
        assert world.asked == []

    def test_no_log_no_document(self) -> None:
        assert detail(DidWebvh().resolve(MISSING, World(), NOW)) == "not-found"

    def test_a_stapled_log_may_be_cut_short(self) -> None:
        log = Log().add()
        world = World({LOG_URL: log.content()}, source=MaterialSource.STAPLED)
        assert detail(DidWebvh().resolve(log.did, world, NOW)) == "stapled"


class TestMoving:
    def moved(self, **parameters: JsonValue) -> tuple[Log, str]:
        log = Log().add_with(parameters)
        elsewhere = f"did:webvh:{log.scid}:other.example"
        log.add(state=log.state(FIRST, did=elsewhere, alsoKnownAs=[log.did]))
        return log, elsewhere

    def test_a_portable_did_resolves_under_its_new_name_only(self) -> None:
        log, elsewhere = self.moved(portable=True)
        world = World({"https://other.example/.well-known/did.jsonl": log.content(), LOG_URL: log.content()})
        assert document(DidWebvh().resolve(elsewhere, world, NOW)).id == elsewhere
        assert detail(DidWebvh().resolve(log.did, world, NOW)) == "moved"

    def test_no_other_did_may_move(self) -> None:
        assert detail(resolve(self.moved()[0])) == "portable"

    def test_the_old_name_has_to_be_kept(self) -> None:
        log = Log().add(portable=True)
        log.add(state=log.state(FIRST, did=f"did:webvh:{log.scid}:other.example"))
        assert detail(resolve(log)) == "portable"

    def test_the_scid_never_changes(self) -> None:
        log = Log().add(portable=True)
        other = "did:webvh:" + "Q" * 46 + ":other.example"
        log.add(state=log.state(FIRST, did=other, alsoKnownAs=[log.did]))
        assert detail(resolve(log)) == "id"

    def test_what_was_given_up_does_not_come_back(self) -> None:
        log = Log().add(portable=True).add(portable=False)
        assert isinstance(resolve(log), ControllerDocument)
        assert detail(resolve(log.add(portable=True))) == "parameters portable"
        assert isinstance(resolve(Log().add(portable=True).add(portable=True)), ControllerDocument)


class TestUpdateKeys:
    def test_the_keys_before_authorise_the_next(self) -> None:
        log = Log().add().add(updateKeys=[SECOND.multikey])
        assert isinstance(resolve(log), ControllerDocument)
        assert isinstance(resolve(log.add(by=[SECOND])), ControllerDocument)

    def test_a_key_given_up_signs_nothing_more(self) -> None:
        log = Log().add().add(updateKeys=[SECOND.multikey]).add(by=[FIRST])
        assert detail(resolve(log)) == "signature"

    def test_a_new_key_does_not_authorise_itself(self) -> None:
        assert detail(resolve(Log().add().add(by=[SECOND], updateKeys=[SECOND.multikey]))) == "signature"

    def test_every_proof_has_to_hold(self) -> None:
        assert isinstance(resolve(Log().add(by=[FIRST, FIRST])), ControllerDocument)
        assert detail(resolve(Log().add(by=[FIRST, SECOND]))) == "signature"
        assert detail(resolve(Log().add(by=[]))) == "signature"

    def test_one_proof_needs_no_list(self) -> None:
        log = Log().add()
        proofs = log.entries[0]["proof"]
        assert isinstance(proofs, list)
        log.entries[0]["proof"] = proofs[0]
        assert isinstance(resolve(log), ControllerDocument)

    @pytest.mark.parametrize(
        "options",
        [
            {"cryptosuite": "eddsa-rdfc-2022"},
            {"type": "Ed25519Signature2020"},
            {"proofPurpose": "authentication"},
            {"verificationMethod": f"{SECOND.did}#{FIRST.multikey}"},
            {"verificationMethod": f"{FIRST.did}#{SECOND.multikey}"},
            {"verificationMethod": FIRST.did},
            {"expires": "2027-01-01T00:00:00Z"},
            {"@context": []},
        ],
    )
    def test_a_proof_of_another_make_counts_for_nothing(self, options: JsonObject) -> None:
        log = Log().add()
        unsecured = {name: member for name, member in log.entries[0].items() if name != "proof"}
        log.entries[0]["proof"] = [signed(unsecured, FIRST, **options)]
        assert detail(resolve(log)) == "signature"

    @pytest.mark.parametrize("value", [None, 7, "z", "not base58", "z3vQB7B6MrGQZaxCuFg4oh"])
    def test_a_proof_value_that_is_none(self, value: JsonValue) -> None:
        log = Log().add()
        proofs = log.entries[0]["proof"]
        assert isinstance(proofs, list)
        assert isinstance(proofs[0], dict)
        proofs[0]["proofValue"] = value
        assert detail(resolve(log)) == "signature"

    def test_a_proof_that_is_no_object(self) -> None:
        log = Log().add()
        log.entries[0]["proof"] = ["proof"]
        assert detail(resolve(log)) == "signature"


class TestPreRotation:
    def test_announced_keys_sign_their_own_entry(self) -> None:
        log = Log().add(nextKeyHashes=[key_hash(SECOND), "QmUnused"])
        log.add(by=[SECOND], updateKeys=[SECOND.multikey], nextKeyHashes=[key_hash(THIRD)])
        log.add(by=[THIRD], updateKeys=[THIRD.multikey], nextKeyHashes=[])
        log.add(by=[THIRD], updateKeys=[FIRST.multikey])
        log.add(by=[FIRST])
        assert isinstance(resolve(log), ControllerDocument)

    @pytest.mark.parametrize(
        ("by", "parameters"),
        [
            (FIRST, {"updateKeys": [FIRST.multikey], "nextKeyHashes": []}),
            (SECOND, {"updateKeys": [SECOND.multikey, FIRST.multikey], "nextKeyHashes": []}),
            (SECOND, {"updateKeys": [SECOND.multikey]}),
            (FIRST, {"nextKeyHashes": []}),
            (FIRST, {}),
            (FIRST, {"updateKeys": [], "nextKeyHashes": []}),
        ],
    )
    def test_a_key_that_was_not_announced(self, by: object, parameters: JsonObject) -> None:
        assert by in (FIRST, SECOND)
        log = Log().add(nextKeyHashes=[key_hash(SECOND)])
        log.add_with(parameters, by=[SECOND if by == SECOND else FIRST])
        assert detail(resolve(log)) == "pre-rotation"


class TestChain:
    @pytest.mark.parametrize(
        ("spoil", "expected"),
        [
            (lambda entry: entry.update(versionId="1-" + "Q" * 46), "entry hash"),
            (lambda entry: entry.update(versionTime="2026-01-01T00:00:01Z"), "entry hash"),
            (lambda entry: entry["state"].update(x=1), "entry hash"),
            (lambda entry: entry["parameters"].update(ttl=1), "entry hash"),
            (lambda entry: entry.update(more=1), "members"),
            (lambda entry: entry.pop("proof"), "members"),
            (lambda entry: entry.update(parameters=[]), "parameters"),
        ],
    )
    def test_nothing_may_change_afterwards(self, spoil: Callable[[JsonObject], object], expected: str) -> None:
        log = Log().add()
        spoil(log.entries[0])
        assert detail(resolve(log)) == expected

    def test_no_entry_may_be_left_out_or_come_twice(self) -> None:
        log = Log().add().add().add()
        whole = [*log.entries]
        for chosen in ([0, 2], [1, 2], [0, 0, 1], [0, 2, 1]):
            log.entries = [whole[number] for number in chosen]
            assert detail(resolve(log)) in {"entry hash", "parameters", "SCID"}

    def test_the_first_entry_must_be_the_one_that_the_scid_names(self) -> None:
        other = Log().add(ttl=5)
        assert detail(resolve(other, did=Log().add().did)) == "SCID"

    def test_a_self_made_scid_is_found_out(self) -> None:
        log = Log().add()
        true_scid, log.entries = log.scid, []
        entry: JsonObject = {
            "versionId": true_scid,
            "versionTime": "2026-01-01T00:00:00Z",
            "parameters": {"method": "did:webvh:1.0", "scid": true_scid, "updateKeys": [SECOND.multikey]},
            "state": log.state(SECOND),
        }
        entry["versionId"] = f"1-{multihash(jcs.canonicalize(entry))}"
        log.entries = [{**entry, "proof": [signed(entry, SECOND)]}]
        assert detail(resolve(log)) == "SCID"

    @pytest.mark.parametrize(
        "time", ["2026-01-01T00:00:00Z", "2025-01-01T00:00:00Z", "2026-02-01", "2026-02-01T00:00:00+09:00", "x"]
    )
    def test_times_grow_and_are_utc(self, time: str) -> None:
        log = Log().add()
        assert detail(resolve(log.add(time=time))) == "versionTime"

    def test_nothing_comes_after_the_end(self) -> None:
        assert detail(resolve(Log().add().add(deactivated=True).add())) == "deactivated"

    @pytest.mark.parametrize("state", [{"id": 7}, {}, {"id": "did:web:issuer.example"}])
    def test_the_document_is_about_the_did(self, state: JsonObject) -> None:
        assert detail(resolve(Log().add().add(state=state))) == "id"

    def test_a_document_is_an_object(self) -> None:
        log = Log().add()
        assert detail(resolve(log.add(state=[]))) == "state"  # type: ignore[arg-type]  # what a file may hold

    @pytest.mark.parametrize("content", [b"", b"{", b"[]\n", b"\n\n", b"\xff"])
    def test_lines_are_json_objects(self, content: bytes) -> None:
        found = DidWebvh().resolve(MISSING, World({LOG_URL: content}), NOW)
        assert isinstance(found, Finding)
        assert found.reason is Reason.KEY_UNRESOLVABLE

    def test_a_log_has_an_end(self) -> None:
        found = DidWebvh().resolve(MISSING, World({LOG_URL: b"{}\n" * (MAX_DID_LOG_ENTRIES + 1)}), NOW)
        assert detail(found) == Reason.TOO_COMPLEX


class TestParameters:
    @pytest.mark.parametrize(
        ("parameters", "expected"),
        [
            ({"method": "did:webvh:0.5"}, "method version"),
            ({"method": "did:webvh:1.1"}, "method version"),
            ({"scid": "Q" * 46}, "SCID"),
            ({"updateKeys": []}, "parameters updateKeys"),
            ({"updateKeys": "z"}, "parameters updateKeys"),
            ({"updateKeys": [7]}, "parameters updateKeys"),
            ({"prerotation": True}, "parameters prerotation"),
            ({"portable": "yes"}, "parameters portable"),
            ({"deactivated": 1}, "parameters deactivated"),
            ({"ttl": -1}, "parameters ttl"),
            ({"ttl": 2**31 + 1}, "parameters ttl"),
            ({"ttl": True}, "parameters ttl"),
            ({"ttl": "1"}, "parameters ttl"),
            ({"watchers": "x"}, "parameters watchers"),
            ({"nextKeyHashes": [None]}, "parameters nextKeyHashes"),
            ({"witness": []}, "parameters witness"),
            ({"witness": {"threshold": 1}}, "parameters witness"),
            ({"witness": {"threshold": True, "witnesses": [{"id": ONE.did}]}}, "parameters witness"),
            ({"witness": {"threshold": 1, "witnesses": ONE.did}}, "parameters witness"),
            ({"witness": {"threshold": 0, "witnesses": [{"id": ONE.did}]}}, "parameters witness"),
            ({"witness": {"threshold": 2, "witnesses": [{"id": ONE.did}]}}, "parameters witness"),
            ({"witness": {"threshold": 1, "witnesses": [{"id": ONE.did}, {"id": ONE.did}]}}, "parameters witness"),
            ({"witness": {"threshold": 1, "witnesses": [{"id": ONE.did, "weight": 2}]}}, "parameters witness"),
            ({"witness": {"threshold": 1, "witnesses": [{"id": "did:web:issuer.example"}]}}, "parameters witness"),
        ],
    )
    def test_what_is_not_understood(self, parameters: JsonObject, expected: str) -> None:
        assert detail(resolve(Log().add_with(parameters))) == expected

    def test_keys_of_another_kind(self) -> None:
        p256 = "zDnaerx9CtbPJ1q36T5Ln5wYt3MQYeGRG5ehnPAmxcf5mDZpv"
        assert detail(resolve(Log().add(updateKeys=[FIRST.multikey, p256]))) == "key type"

    def test_the_first_entry_states_what_it_must(self) -> None:
        log = Log().add()
        parameters = log.entries[0]["parameters"]
        assert isinstance(parameters, dict)
        del parameters["updateKeys"]
        assert detail(resolve(log)) == "parameters"

    def test_later_entries_do_not_repeat_the_scid(self) -> None:
        log = Log().add()
        assert detail(resolve(log.add(scid=log.scid))) == "SCID"

    def test_null_is_the_default(self) -> None:
        log = Log().add(witness=None, watchers=None, nextKeyHashes=None, ttl=None)
        assert isinstance(resolve(log.add(watchers=["https://watcher.example"], ttl=60)), ControllerDocument)


class TestWitnesses:
    def test_enough_of_them_approve(self) -> None:
        log = Log().add(witness=witness_list(2, *WITNESSES))
        found = document(resolve(log, witness=[log.witnessed([ONE, THREE])]))
        assert [material.url for material in found.supporting] == [WITNESS_URL]

    def test_a_later_approval_covers_what_was_before(self) -> None:
        log = Log().add(witness=witness_list(1, ONE)).add()
        assert isinstance(resolve(log, witness=[log.witnessed([ONE])]), ControllerDocument)
        assert detail(resolve(log, witness=[log.witnessed([ONE], 0)])) == "witness"

    def test_too_few_or_none_or_strangers(self) -> None:
        log = Log().add(witness=witness_list(2, ONE, TWO))
        tries: list[Sequence[object] | JsonObject] = [
            [log.witnessed([ONE])],
            [log.witnessed([ONE, ONE])],
            [log.witnessed([ONE, THREE])],
            [],
            {},
        ]
        for proofs in tries:
            assert detail(resolve(log, witness=proofs)) == "witness"
        assert detail(resolve(log)) == "not-found"

    def test_a_proof_that_does_not_hold_is_passed_over(self) -> None:
        log = Log().add(witness=witness_list(1, ONE))
        broken = log.witnessed([ONE])
        broken["versionId"] = "1-" + "Q" * 46
        good = log.witnessed([ONE])
        other = Log().add(witness=witness_list(1, ONE), ttl=9).witnessed([ONE])
        replayed: JsonObject = {"versionId": good["versionId"], "proof": other["proof"]}
        for proofs in ([broken], [other], [replayed], [7, {"versionId": 7, "proof": good["proof"]}]):
            assert detail(resolve(log, witness=proofs)) == "witness"
        assert isinstance(resolve(log, witness=[broken, other, replayed, "x", good]), ControllerDocument)

    def test_a_new_set_counts_from_the_next_entry(self) -> None:
        log = Log().add(witness=witness_list(1, ONE)).add(witness=witness_list(1, TWO)).add()
        enough = [log.witnessed([ONE], 1), log.witnessed([TWO], 2)]
        assert isinstance(resolve(log, witness=enough), ControllerDocument)
        assert detail(resolve(log, witness=[log.witnessed([TWO], 2)])) == "witness"

    def test_the_first_set_counts_at_once(self) -> None:
        log = Log().add().add(witness=witness_list(1, ONE))
        assert detail(resolve(log, witness=[])) == "witness"
        assert isinstance(resolve(log, witness=[log.witnessed([ONE])]), ControllerDocument)

    def test_ending_it_needs_a_last_approval(self) -> None:
        log = Log().add(witness=witness_list(1, ONE)).add(witness={}).add()
        assert detail(resolve(log, witness=[log.witnessed([ONE], 0)])) == "witness"
        assert isinstance(resolve(log, witness=[log.witnessed([ONE], 1)]), ControllerDocument)

    def test_the_file_has_an_end(self) -> None:
        log = Log().add(witness=witness_list(1, ONE))
        many: Sequence[object] = [{"versionId": "x", "proof": [1] * (MAX_WITNESS_PROOFS + 1)}]
        assert detail(resolve(log, witness=many)) == Reason.TOO_COMPLEX

    def test_a_file_that_is_no_json(self) -> None:
        log = Log().add(witness=witness_list(1, ONE))
        world = World({LOG_URL: log.content(), WITNESS_URL: b"<html>"})
        assert detail(DidWebvh().resolve(log.did, world, NOW)) == "line 1, column 1"


def test_entries_tell_their_witnesses() -> None:
    log = Log().add(witness=witness_list(1, ONE, TWO))
    entry = read_log(log.content(), log.scid)[0]
    assert entry.witnesses.ids == {ONE.did, TWO.did}
    assert entry.witnesses.threshold == 1


class TestBadges:
    def badge(self, log: Log) -> JsonObject:
        signer = type(FIRST)(FIRST.phrase, f"{log.did}#{FIRST.multikey}")
        return signer.secure(badge(log.did))

    def test_passes_with_its_log_as_evidence(self) -> None:
        log = Log().add(witness=witness_list(1, ONE))
        answers: dict[str, JsonValue | bytes] = {LOG_URL: log.content(), WITNESS_URL: [log.witnessed([ONE])]}
        report = judge(self.badge(log), answers)
        assert report.outcome is Outcome.PASSED
        assert report.issuer == log.did
        assert [item.url for item in result(report, Check.CONTROLLER).relied_on] == [LOG_URL, WITNESS_URL]

    def test_a_dropped_key_counts_as_revoked_and_as_good_when_judged_as_of_then(self) -> None:
        log = Log().add(time="2026-01-09T00:00:00Z")
        log.add(time="2026-02-01T00:00:00Z", state=log.state(SECOND))
        report = judge(self.badge(log), {LOG_URL: log.content()})
        assert report.reasons[0] is Reason.KEY_REVOKED
        assert report.outcome is Outcome.FAILED
        then = datetime(2026, 1, 15, tzinfo=UTC)
        assert judge(self.badge(log), {LOG_URL: log.content()}, at=then).outcome is Outcome.PASSED

    def test_a_deactivated_issuer_fails(self) -> None:
        log = Log().add().add(deactivated=True)
        report = judge(self.badge(log), {LOG_URL: log.content()})
        assert result(report, Check.CONTROLLER).reason is Reason.KEY_REVOKED

    def test_a_broken_log_is_not_known_to_be_anything(self) -> None:
        log = Log().add(witness=witness_list(1, ONE))
        assert judge(self.badge(log), {LOG_URL: log.content()}).outcome is Outcome.INDETERMINATE
