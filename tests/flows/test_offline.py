"""Without a network, and with evidence: no socket, the same bytes elsewhere, and what is kept of the outside world.

Procedure N05 of the hostile set, and what `--offline`, `--materials` and `--save-materials` promise.
"""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest

from scripts.sample_issuer.world import IN_FORCE, REVOCATIONS, SUSPENSIONS
from tests.flows.learner import PASSPHRASE, Learner
from tests.places import ROOT, SAMPLES
from tests.simulator.issuer import NOW, SimulatedWeb
from tests.unit.cli.conftest import private_file
from wallet.codec import json
from wallet.materials.directory import DirectoryMaterials, write_materials
from wallet.model.json import JsonObject
from wallet.model.material import Material, MaterialSource
from wallet.model.report import Check, CheckResult, Outcome, Reason, VerificationReport

CORPUS: Final = ROOT / "tests" / "hostile"
PUBLISHED: Final = ROOT / "scripts" / "sample_issuer" / "published"
AT: Final = "2026-11-23T14:05:00Z"
BADGE: Final = "06-project-management-in-force.json"
DAY: Final = timedelta(days=1)

NO_SOCKETS: Final = """
import sys

opened = []

def watch(event, arguments):
    if event.startswith("socket.") and event != "socket.gethostname":
        opened.append(event)
        raise RuntimeError(event)

sys.addaudithook(watch)
from wallet.__main__ import main

code = main(sys.argv[1:])
sys.stdout.flush()
assert not opened, opened
print("no sockets", code, file=sys.stderr)
"""


@pytest.fixture
def learner(tmp_path: Path) -> Iterator[Learner]:
    learner = Learner(tmp_path)
    yield learner
    learner.door.lock_here()


def kept(learner: Learner, name: str = BADGE) -> str:
    (row,) = learner.wallet().add([str(SAMPLES / name)])
    return row.id


def check(learner: Learner, badge_id: str, *, refresh: bool = False) -> VerificationReport:
    ((_, report),) = learner.wallet(offline=not refresh).check([badge_id], refresh=refresh)
    return report


def status_of(report: VerificationReport) -> CheckResult:
    return next(result for result in report.checks if result.check is Check.STATUS)


# --- no socket -----------------------------------------------------------------------------------------------------


def files(folder: Path) -> Path:
    """Every hostile file and every sample in one folder."""
    folder.mkdir()
    for path in sorted((CORPUS / "inputs").iterdir()):
        if path.suffix == ".gz":
            (folder / path.stem).write_bytes(gzip.decompress(path.read_bytes()))
        else:
            shutil.copyfile(path, folder / path.name)
    for path in sorted(SAMPLES.iterdir()):
        shutil.copyfile(path, folder / path.name)
    return folder


def without_sockets(*arguments: str | Path, home: Path) -> subprocess.CompletedProcess[bytes]:
    """A command in a process in which any use of a socket, even one that fails, is an error."""
    done = subprocess.run(
        [sys.executable, "-c", NO_SOCKETS, *map(str, arguments), "--no-input", "--lang", "en"],
        capture_output=True,
        check=False,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "HOME": str(home), "WALLET_KEYRING": "off"},
        timeout=300,
    )
    assert b"no sockets" in done.stderr, done.stderr[-2000:]
    assert b"internal-error" not in done.stdout
    return done


def test_the_watch_sees_a_socket(tmp_path: Path) -> None:
    """Control: the same watch stops a fetch, so silence below means silence."""
    code = NO_SOCKETS.replace("code = main(sys.argv[1:])", "import socket; socket.socket()")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, cwd=ROOT)
    assert b"RuntimeError: socket.__new__" in done.stderr


@pytest.mark.slow
def test_nothing_opens_a_socket_offline(tmp_path: Path) -> None:
    folder = files(tmp_path / "files")
    common: list[str | Path] = ["--vault", tmp_path / "vault", "--offline", "--at", AT, "--json"]
    common += ["--passphrase-file", private_file(tmp_path / "passphrase", PASSPHRASE)]
    without_sockets("init", *common, home=tmp_path)
    rows = without_sockets("import", folder, *common, home=tmp_path).stdout.splitlines()
    imported = [row for row in map(json.loads_object, rows) if row["outcome"] in {"imported", "updated"}]
    assert len(imported) > 60
    listed = [json.loads_object(line) for line in without_sockets("list", *common, home=tmp_path).stdout.splitlines()]
    assert listed
    without_sockets("show", str(listed[0]["id"]), *common, home=tmp_path)
    checked = without_sockets("check", "--refresh", *common, home=tmp_path).stdout.splitlines()
    assert {json.loads_object(line).get("network") for line in checked} <= {"off", None}
    assert len(checked) == len(listed)
    without_sockets("check", *common, home=tmp_path)
    verified = without_sockets("verify", folder, *common, home=tmp_path).stdout.splitlines()
    assert len(verified) > 100


def test_import_list_and_show_ask_nobody_even_online(learner: Learner) -> None:
    for row in learner.wallet().add([str(SAMPLES)]):
        learner.wallet().badge(row.id)
    learner.wallet().badges()
    list(learner.wallet().check())
    assert learner.web.asked == []


# --- the same bytes elsewhere --------------------------------------------------------------------------------------


def run(*arguments: str | Path, home: Path, cwd: Path) -> bytes:
    done = subprocess.run(
        [sys.executable, "-m", "wallet", *map(str, arguments), "--no-input", "--json"],
        capture_output=True,
        check=False,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "HOME": str(home), "WALLET_KEYRING": "off", "PYTHONPATH": str(ROOT)},
        timeout=120,
    )
    assert done.returncode in {0, 1, 3}, done.stderr
    return done.stdout


@pytest.mark.slow
def test_what_one_machine_saved_gives_another_the_same_bytes(tmp_path: Path) -> None:
    """Two machines: a vault that saw the issuers, and two people with the saved materials and the badges alone."""
    here, machines = tmp_path / "here", [tmp_path / "one", tmp_path / "two"]
    for folder in (here, *machines):
        folder.mkdir()
    secret = private_file(here / "passphrase", PASSPHRASE)
    vault: list[str | Path] = ["--vault", here / "vault", "--passphrase-file", secret, "--at", AT]
    run("init", *vault, home=here, cwd=here)
    run("import", SAMPLES, *vault, home=here, cwd=here)
    run("check", "--refresh", "--materials", PUBLISHED, *vault, home=here, cwd=here)
    saved = run("check", "--offline", "--save-materials", here / "evidence", *vault, home=here, cwd=here)
    outputs: list[bytes] = []
    for machine in machines:
        shutil.copytree(SAMPLES, machine / "badges")
        shutil.copytree(here / "evidence", machine / "evidence")
        arguments = ("verify", "badges", "--materials", "evidence", "--at", AT)
        outputs.append(run(*arguments, home=machine, cwd=machine))
        assert run(*arguments, home=machine, cwd=machine) == outputs[-1]
    assert outputs[0] == outputs[1]
    by_hash = {sha(line): line for line in map(json.loads_object, saved.splitlines())}
    repeated = {sha(line): line for line in map(json.loads_object, outputs[0].splitlines())}
    assert by_hash.keys() == repeated.keys()
    for digest, document in repeated.items():
        assert comparable(document) == comparable(by_hash[digest])


def sha(document: JsonObject) -> str:
    assert isinstance(document["input"], dict)
    return str(document["input"]["sha256"])


def comparable(document: JsonObject) -> JsonObject:
    """A report without what differs by nature: where the badge lay, from where the same evidence came, and what a vault
    knows of issuers.
    """
    checks = document["checks"]
    assert isinstance(checks, list)
    for result in checks:
        assert isinstance(result, dict)
        evidence = result["relied_on"]
        assert isinstance(evidence, list)
        for item in evidence:
            assert isinstance(item, dict)
            if item["source"] in {"vault", "materials"}:
                item["source"] = "kept"
    read = document["input"]
    assert isinstance(read, dict)
    left_out = {"id", "network", "trust"}
    return {name: value for name, value in document.items() if name not in left_out} | {
        "input": {**read, "source": "-"}
    }


def test_a_revocation_known_from_before_is_in_what_is_saved(learner: Learner, tmp_path: Path) -> None:
    badge = kept(learner)
    learner.web.world.revocations.entries.add(IN_FORCE)
    check(learner, badge, refresh=True)
    learner.web.world.revocations.entries.remove(IN_FORCE)
    evidence: dict[str, Material] = {}
    list(learner.wallet().check([badge], refresh=True, evidence=evidence))
    write_materials(tmp_path / "saved", evidence.values())
    (tmp_path / "elsewhere").mkdir()
    elsewhere = Learner(tmp_path / "elsewhere")
    elsewhere.web = SimulatedWeb(offline=True)
    other = kept(elsewhere)
    run = elsewhere.wallet()
    run._verification = replace(
        run._verification, materials=DirectoryMaterials(tmp_path / "saved"), network="materials"
    )
    ((_, report),) = run.check([other])
    assert report.reasons == (Reason.REVOKED,)
    elsewhere.door.lock_here()


# --- what is asked, and what is kept -------------------------------------------------------------------------------


def test_each_address_is_asked_once_in_a_run(learner: Learner) -> None:
    list(learner.wallet().add([str(SAMPLES)]))
    list(learner.wallet().check(refresh=True))
    assert learner.web.asked
    assert len(learner.web.asked) == len(set(learner.web.asked))


def test_what_is_asked_names_neither_badge_nor_learner(learner: Learner) -> None:
    rows = list(learner.wallet().add([str(SAMPLES)]))
    list(learner.wallet().check(refresh=True))
    names: set[str] = set()
    for row in rows:
        badge = learner.wallet().badge(row.id)
        credential = badge.parsed.credential
        names |= {name for name in (credential.id, *(subject.id for subject in credential.subjects)) if name}
    assert names
    assert not [url for url in learner.web.asked for name in names if name.removeprefix("urn:uuid:") in url]


def test_evidence_is_kept_with_when_and_until_when(learner: Learner) -> None:
    badge = kept(learner)
    check(learner, badge, refresh=True)
    material = learner.door.open().material(REVOCATIONS)
    assert material is not None
    assert (material.retrieved_at, material.valid_until) == (NOW, NOW + 90 * DAY)
    evidence = {item.url: item for item in status_of(check(learner, badge)).relied_on}
    assert evidence[REVOCATIONS].sha256 == material.sha256
    assert evidence[REVOCATIONS].source is MaterialSource.VAULT


def test_what_is_not_believed_does_not_replace_what_is_kept(learner: Learner) -> None:
    badge = kept(learner)
    check(learner, badge, refresh=True)
    real = learner.web.world.site.answer(REVOCATIONS, learner.now)
    assert real is not None
    for garbage in (b"{}", b"<html>", real.content.replace(b'"proofValue": "z', b'"proofValue": "z1')):
        learner.web.replaced[REVOCATIONS] = garbage
        learner.now += timedelta(minutes=1)
        assert check(learner, badge, refresh=True).outcome is Outcome.INDETERMINATE
        assert check(learner, badge).outcome is Outcome.PASSED  # as of what was believed last


def test_a_list_is_not_asked_for_again_before_its_issuer_wants_it(learner: Learner) -> None:
    badge = kept(learner)
    vault = learner.door.open()
    check(learner, badge, refresh=True)
    for url in (REVOCATIONS, SUSPENSIONS):
        material = vault.material(url)
        assert material is not None
        later = replace(
            material,
            source=MaterialSource.FETCHED,
            refresh_after=NOW + timedelta(hours=12),
            retrieved_at=NOW + timedelta(seconds=1),
        )
        vault.keep_material(later)
    learner.web.asked.clear()
    learner.now += timedelta(hours=11)
    report = check(learner, badge, refresh=True)
    assert {item.source for item in status_of(report).relied_on} == {MaterialSource.VAULT}
    assert learner.web.asked == []
    learner.now += timedelta(hours=1)
    check(learner, badge, refresh=True)
    assert sorted(learner.web.asked) == sorted([REVOCATIONS, SUSPENSIONS])


# --- materials directories and the vault ---------------------------------------------------------------------------


def directory_run(learner: Learner, folder: Path, badge_id: str) -> VerificationReport:
    """`check --refresh --materials folder`."""
    run = learner.wallet()
    run._verification = replace(run._verification, materials=DirectoryMaterials(folder), network="materials")
    ((_, report),) = run.check([badge_id], refresh=True)
    return report


def saved(learner: Learner, folder: Path, **changes: object) -> Path:
    """A materials directory of what the issuers publish, with changes to every entry."""
    web = learner.web
    found = [web.world.site.answer(url, NOW) for url in (REVOCATIONS, SUSPENSIONS)]
    changed = [replace(item, **changes) for item in found if item is not None]  # type: ignore[arg-type]  # as named
    write_materials(folder, changed)
    return folder


def test_a_directory_is_kept_and_serves_later(learner: Learner, tmp_path: Path) -> None:
    badge = kept(learner)
    assert directory_run(learner, saved(learner, tmp_path / "dir"), badge).outcome is Outcome.PASSED
    assert check(learner, badge).outcome is Outcome.PASSED
    assert learner.web.asked == []


def test_a_directorys_date_cannot_lie_in_the_future(learner: Learner, tmp_path: Path) -> None:
    badge = kept(learner)
    directory_run(learner, saved(learner, tmp_path / "dir", retrieved_at=NOW + 3650 * DAY), badge)
    material = learner.door.open().material(REVOCATIONS)
    assert material is not None
    assert material.retrieved_at == NOW


def test_a_fetch_replaces_what_a_directory_gave_and_not_the_other_way(learner: Learner, tmp_path: Path) -> None:
    badge = kept(learner)
    directory_run(learner, saved(learner, tmp_path / "dir"), badge)
    learner.web.now = NOW - DAY
    learner.now = NOW - timedelta(minutes=1)
    check(learner, badge, refresh=True)
    vault = learner.door.open()
    fetched = vault.material(REVOCATIONS)
    assert fetched is not None
    assert fetched.retrieved_at == learner.web.now
    learner.now = NOW
    same_time = saved(learner, tmp_path / "same", retrieved_at=learner.web.now, content=b"{}")
    directory_run(learner, same_time, badge)
    assert vault.material(REVOCATIONS) == fetched
