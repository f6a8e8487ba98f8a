"""The main job from end to end: import, verify with no network, present, share, verify as the employer, take back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest

from scripts.sample_issuer.world import IN_FORCE, REVOCATIONS, SUSPENSIONS
from tests.flows.learner import Employer, Learner
from tests.flows.test_samples import EXPECTED, verdict
from tests.places import SAMPLES
from tests.simulator.issuer import samples
from tests.unit.share.loopback import Clock, running_host
from wallet.errors import CredentialError, NotFoundError, RemoteError, UsageError
from wallet.model.material import MaterialSource
from wallet.model.record import ImportOutcome
from wallet.model.report import Check, CheckResult, Outcome, Reason, VerificationReport
from wallet.model.request import Expectation, PresentationRequest

AUDIENCE: Final = "https://employer.example"
CHALLENGE: Final = "2b7e1516"
DATA_SCIENCE, IN_FORCE_BADGE = "01-data-science.json", "06-project-management-in-force.json"
WRITING, REVOKED = "04-academic-writing.jwt", "08-lab-safety-revoked.json"


@pytest.fixture
def learner(tmp_path: Path) -> Iterator[Learner]:
    learner = Learner(tmp_path)
    yield learner
    learner.door.lock_here()


def import_samples(learner: Learner) -> dict[str, str]:
    """All samples in the vault: file name to id."""
    rows = list(learner.wallet().add([str(SAMPLES)]))
    assert {row.outcome for row in rows} == {ImportOutcome.IMPORTED}
    return {Path(row.source).name: row.id for row in rows}


def check(learner: Learner, badge_id: str, *, refresh: bool = False) -> VerificationReport:
    ((_, report),) = learner.wallet(offline=not refresh).check([badge_id], refresh=refresh)
    return report


def status_of(report: VerificationReport) -> CheckResult:
    return next(result for result in report.checks if result.check is Check.STATUS)


def request(learner: Learner) -> PresentationRequest:
    return PresentationRequest(
        audience=AUDIENCE, challenge=CHALLENGE, purpose="応募", expires=learner.now + timedelta(days=28)
    )


# --- import ------------------------------------------------------------------------------------------------------


def test_import_asks_nobody_and_says_what_it_knows(learner: Learner) -> None:
    ids = import_samples(learner)
    assert learner.web.asked == []
    listed = {summary.id: summary for summary in learner.wallet().badges()}
    assert set(listed) == set(ids.values())
    for name, badge_id in ids.items():
        found = {"outcome": listed[badge_id].outcome, "reasons": [*listed[badge_id].reasons]}
        assert found == {key: EXPECTED[name][key] for key in ("outcome", "reasons")}, name


def test_the_same_badges_again_are_duplicates(learner: Learner) -> None:
    ids = import_samples(learner)
    again = list(learner.wallet().add([str(SAMPLES)]))
    assert {row.outcome for row in again} == {ImportOutcome.DUPLICATE}
    assert {row.id for row in again} == set(ids.values())


def test_a_batch_goes_on_after_a_bad_item(learner: Learner, tmp_path: Path) -> None:
    folder = tmp_path / "mixed"
    folder.mkdir()
    contents = {
        "a-not-a-badge.txt": b"Dear Sir or Madam,",
        "b-half.json": samples()[DATA_SCIENCE][:900],
        "c-good.json": samples()[DATA_SCIENCE],
        "d-broken.png": samples()["02-statistics.png"][:2000],
        "e-no-credential.json": b'{"name": "only JSON"}',
        "f-good.png": samples()["02-statistics.png"],
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    rows = {Path(row.source).name: row for row in learner.wallet().add([str(folder)])}
    assert sorted(rows) == sorted(contents)
    assert {name for name, row in rows.items() if row.outcome is ImportOutcome.IMPORTED} == {
        "c-good.json",
        "f-good.png",
    }
    assert {str(reason) for name, row in rows.items() if "good" not in name for reason in row.reasons} <= {
        Reason.NOT_A_CREDENTIAL,
        Reason.MALFORMED,
    }
    assert len(learner.wallet().badges()) == 2


def test_a_dry_run_keeps_nothing(learner: Learner) -> None:
    rows = list(learner.wallet().add([str(SAMPLES / DATA_SCIENCE)], rehearsed=set()))
    assert [row.outcome for row in rows] == [ImportOutcome.IMPORTED]
    assert learner.wallet().badges() == ()


def test_a_tampered_badge_is_kept_and_told(learner: Learner, tmp_path: Path) -> None:
    file = tmp_path / "tampered.json"
    file.write_bytes(samples()[DATA_SCIENCE].replace("45時間".encode(), "90時間".encode()))
    (row,) = learner.wallet().add([str(file)])
    assert (row.outcome, row.reasons) == (ImportOutcome.IMPORTED, (Reason.SIGNATURE_MISMATCH, Reason.NOT_CHECKED))
    report = check(learner, row.id, refresh=True)
    assert report.outcome is Outcome.FAILED
    assert report.credential is None


def test_export_gives_back_the_received_bytes(learner: Learner, tmp_path: Path) -> None:
    import_samples(learner)
    paths = learner.wallet(offline=True).export([], tmp_path / "out")
    assert sorted(path.read_bytes() for path in paths) == sorted(samples().values())


# --- verification, with and without a network ---------------------------------------------------------------------


def test_every_badge_offline_after_one_refresh(learner: Learner) -> None:
    ids = import_samples(learner)
    list(learner.wallet().check(refresh=True))
    asked = len(learner.web.asked)
    assert asked
    reports = dict(learner.wallet(offline=True).check())
    assert len(learner.web.asked) == asked
    for name, badge_id in ids.items():
        report = reports[badge_id]
        assert verdict(report) == EXPECTED[name]["known"], name
        assert report.network == "off"
        from_outside = [item for result in report.checks for item in result.relied_on if item.retrieved_at is not None]
        assert {item.source for item in from_outside} <= {MaterialSource.VAULT}
        assert {item.retrieved_at for item in from_outside} <= {learner.now}


def test_what_an_offline_verdict_relied_on(learner: Learner) -> None:
    ids = import_samples(learner)
    check(learner, ids[IN_FORCE_BADGE], refresh=True)
    status = status_of(check(learner, ids[IN_FORCE_BADGE]))
    assert {item.url for item in status.relied_on} == {REVOCATIONS, SUSPENSIONS}
    assert {item.retrieved_at for item in status.relied_on} == {learner.now}


def test_taken_back_by_the_issuer_and_given_again(learner: Learner) -> None:
    badge = import_samples(learner)[IN_FORCE_BADGE]
    assert check(learner, badge, refresh=True).outcome is Outcome.PASSED
    learner.web.world.revocations.entries.add(IN_FORCE)
    assert check(learner, badge).outcome is Outcome.PASSED  # nobody has told this wallet yet
    assert check(learner, badge, refresh=True).reasons == (Reason.REVOKED,)
    assert check(learner, badge).reasons == (Reason.REVOKED,)
    learner.web.world.revocations.entries.remove(IN_FORCE)
    assert check(learner, badge, refresh=True).reasons == (Reason.REVOKED,)  # a list that is no newer
    learner.web.now = learner.now = learner.now + timedelta(hours=1)
    assert check(learner, badge, refresh=True).reasons == (Reason.STATUS_REVERSED,)


def test_suspended_by_the_issuer_and_in_force_again(learner: Learner) -> None:
    badge = import_samples(learner)[IN_FORCE_BADGE]
    learner.web.world.suspensions.entries.add(IN_FORCE)
    assert check(learner, badge, refresh=True).reasons == (Reason.SUSPENDED,)
    learner.web.world.suspensions.entries.remove(IN_FORCE)
    assert check(learner, badge).reasons == (Reason.SUSPENDED,)
    assert check(learner, badge, refresh=True).outcome is Outcome.PASSED


def test_old_evidence_does_not_clear_a_badge_but_still_condemns_one(learner: Learner) -> None:
    ids = import_samples(learner)
    list(learner.wallet().check(refresh=True))
    learner.now += timedelta(days=31)
    assert check(learner, ids[IN_FORCE_BADGE]).reasons == (Reason.STATUS_STALE,)
    assert check(learner, ids[REVOKED]).reasons == (Reason.REVOKED,)


def test_a_network_that_fails_leaves_what_was_known(learner: Learner) -> None:
    badge = import_samples(learner)[WRITING]
    assert check(learner, badge, refresh=True).outcome is Outcome.PASSED
    learner.web.offline = True
    report = check(learner, badge, refresh=True)
    assert report.outcome is Outcome.PASSED
    assert {item.source for item in status_of(report).relied_on} == {MaterialSource.VAULT}


def test_a_list_signed_by_nobody_clears_nothing(learner: Learner) -> None:
    badge = import_samples(learner)[IN_FORCE_BADGE]
    real = learner.web.world.site.answer(REVOCATIONS, learner.now)
    assert real is not None
    learner.web.replaced[REVOCATIONS] = real.content.replace(b'"proofValue": "z', b'"proofValue": "z1')
    report = check(learner, badge, refresh=True)
    assert (report.outcome, report.reasons) == (Outcome.INDETERMINATE, (Reason.STATUS_UNTRUSTED,))


def test_a_forged_badge_makes_no_request(learner: Learner, tmp_path: Path) -> None:
    file = tmp_path / "forged.json"
    file.write_bytes(samples()[IN_FORCE_BADGE].replace(b"60 hours", b"90 hours"))
    (row,) = learner.wallet().add([str(file)])
    check(learner, row.id, refresh=True)
    assert learner.web.asked == []


# --- presenting and sharing ---------------------------------------------------------------------------------------


def test_a_presentation_is_judged_before_it_leaves(learner: Learner) -> None:
    ids = import_samples(learner)
    list(learner.wallet().check(refresh=True))
    prepared = learner.wallet(offline=True).prepare([ids[DATA_SCIENCE], ids[REVOKED]], request(learner))
    assert [report.outcome for report in prepared.report.nested] == [Outcome.PASSED, Outcome.FAILED]
    assert prepared.report.reasons == (Reason.REVOKED,)
    assert prepared.report.holder == learner.wallet().holder()


def test_nothing_is_presented_of_nothing(learner: Learner) -> None:
    with pytest.raises(UsageError, match="nothing-chosen"):
        learner.wallet(offline=True).prepare([], request(learner))
    with pytest.raises(NotFoundError):
        learner.wallet(offline=True).prepare(["zzzzzzzzzz"], request(learner))


@pytest.mark.parametrize("name", ["RsaSignature2018", "Ed25519Signature2018", "ecdsa-rdfc-2019", "eddsa-rdfc-2099"])
def test_nothing_is_signed_with_a_suite_that_is_old_or_not_the_keys(learner: Learner, name: str) -> None:
    ids = import_samples(learner)
    with pytest.raises(UsageError, match="format-unsupported"):
        learner.wallet(offline=True).prepare([ids[DATA_SCIENCE]], replace(request(learner), format=name))


def test_a_link_from_the_learner_to_the_employer_and_back(learner: Learner, tmp_path: Path) -> None:
    ids = import_samples(learner)
    list(learner.wallet().check(refresh=True))
    with running_host(tmp_path / "host", Clock(learner.now)) as url:
        learner.host = url
        share = learner.wallet().share(
            [ids[DATA_SCIENCE], ids[IN_FORCE_BADGE]], request(learner), "link", note="来週まで"
        )
        expected = Expectation(challenge=CHALLENGE, domain=AUDIENCE)
        report = Employer().verify(share.link, expected)
        assert (report.outcome, report.reasons) == (Outcome.PASSED, ())
        assert [nested.outcome for nested in report.nested] == [Outcome.PASSED, Outcome.PASSED]
        assert report.holder == learner.wallet().holder()
        evidence = status_of(report.nested[1]).relied_on
        assert {item.source for item in evidence} == {MaterialSource.STAPLED}
        assert "#" not in report.input.source

        for wrong in (Expectation(challenge="another"), Expectation(domain="https://another.example")):
            assert Employer().verify(share.link, wrong).outcome is Outcome.FAILED

        assert learner.wallet().revoke(share.link).revoked_at == learner.now
        with pytest.raises(RemoteError) as gone:
            Employer().verify(share.link, expected)
        assert (gone.value.code, gone.value.params["status"]) == ("link-gone", "410")
    (kept,) = learner.wallet().shares()
    assert (kept.audience, kept.revoked_at) == (AUDIENCE, learner.now)


def test_a_link_that_ran_out_says_so(learner: Learner, tmp_path: Path) -> None:
    badge = import_samples(learner)[DATA_SCIENCE]
    clock = Clock(learner.now)
    with running_host(tmp_path / "host", clock) as url:
        learner.host = url
        share = learner.wallet().share([badge], request(learner), "link")
        clock.now += timedelta(days=29)
        with pytest.raises(RemoteError, match="link-gone"):
            Employer(now=clock.now).verify(share.link)


def test_a_presentation_out_of_time_fails_even_where_a_copy_was_kept(learner: Learner, tmp_path: Path) -> None:
    badge = import_samples(learner)[DATA_SCIENCE]
    prepared = learner.wallet(offline=True).prepare([badge], request(learner))
    copy = tmp_path / "kept.json"
    copy.write_bytes(prepared.signed.content)
    assert Employer().verify(str(copy)).outcome is Outcome.PASSED
    late = Employer(now=learner.now + timedelta(days=29)).verify(str(copy))
    assert (late.outcome, late.reasons[0]) == (Outcome.FAILED, Reason.PROOF_EXPIRED)


def test_a_link_with_another_key_opens_nothing(learner: Learner, tmp_path: Path) -> None:
    badge = import_samples(learner)[DATA_SCIENCE]
    with running_host(tmp_path / "host", Clock(learner.now)) as url:
        learner.host = url
        share = learner.wallet().share([badge], request(learner), "link")
        other = learner.wallet().share([badge], request(learner), "link")
        mixed = f"{share.link.partition('#')[0]}#{other.link.partition('#')[2]}"
        with pytest.raises(CredentialError):
            Employer().verify(mixed)


def test_the_history_tells_all_of_it(learner: Learner, tmp_path: Path) -> None:
    badge = import_samples(learner)[DATA_SCIENCE]
    with running_host(tmp_path / "host", Clock(learner.now)) as url:
        learner.host = url
        share = learner.wallet().share([badge], request(learner), "link")
        learner.wallet().revoke(share.id)
    actions = [entry.action for entry in learner.wallet().history()]
    assert actions.count("shared") == 1
    assert actions[-1] == "revoked"


def test_nothing_of_a_badge_can_be_read_in_the_folders(learner: Learner, tmp_path: Path) -> None:
    ids = import_samples(learner)
    list(learner.wallet().check(refresh=True))
    with running_host(tmp_path / "host", Clock(learner.now)) as url:
        learner.host = url
        learner.wallet().share([ids[DATA_SCIENCE]], request(learner), "link", note="よろしくお願いします")
        learner.door.lock_here()
        kept = [
            path.read_bytes()
            for folder in ("vault", "host")
            for path in (tmp_path / folder).rglob("*")
            if path.is_file()
        ]
    assert kept
    for text in ("データサイエンス入門", "mihon-university", "employer.example", "よろしく"):
        assert not any(text.encode() in content for content in kept), text
