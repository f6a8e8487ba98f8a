"""The samples that ship: made again byte for byte, and verified as a person expects of each."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from scripts.sample_issuer.__main__ import main, write_samples, write_site
from scripts.sample_issuer.world import AS_OF
from tests.places import ROOT, SAMPLES
from tests.simulator.issuer import Nothing, SimulatedWeb, samples, verification
from wallet.acquire.sources import read_all, sources
from wallet.codec import json
from wallet.materials.directory import DirectoryMaterials
from wallet.model.json import JsonObject
from wallet.model.record import Received
from wallet.model.report import IssuerTrust, VerificationReport

MATERIALS: Final = ROOT / "scripts" / "sample_issuer" / "published"
MAX_BYTES: Final = 60_000


def expected() -> dict[str, JsonObject]:
    document = json.loads_object((ROOT / "tests" / "samples.json").read_bytes())
    return {name: verdict for name, verdict in document.items() if isinstance(verdict, dict)}


EXPECTED: Final = expected()


def sample(name: str) -> Received:
    (found,) = read_all(sources(), [str(SAMPLES / name)])
    assert isinstance(found, Received)
    return found


def verdict(report: VerificationReport) -> JsonObject:
    return {"outcome": str(report.outcome), "reasons": [str(reason) for reason in report.reasons]}


def test_the_folder_holds_the_expected_badges_and_nothing_else() -> None:
    assert sorted(path.name for path in SAMPLES.iterdir()) == sorted(EXPECTED)


def test_making_the_samples_again_gives_the_same_bytes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_samples(tmp_path / "samples")
    write_site(tmp_path / "published", AS_OF)
    for name, folder in (("samples", SAMPLES), ("published", MATERIALS)):
        made = {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()}
        assert made == {path.name: path.read_bytes() for path in folder.iterdir()}
    assert capsys.readouterr().out


def test_samples_are_small() -> None:
    assert {name: len(content) for name, content in samples().items() if len(content) > MAX_BYTES} == {}


@pytest.mark.parametrize("name", EXPECTED)
def test_with_nothing_but_the_file(name: str) -> None:
    report = verification(Nothing()).verify(sample(name))
    assert verdict(report) == {key: EXPECTED[name][key] for key in ("outcome", "reasons")}
    assert report.trust.issuer is IssuerTrust.UNKNOWN


@pytest.mark.parametrize("name", EXPECTED)
def test_with_what_the_issuers_publish(name: str) -> None:
    report = verification(DirectoryMaterials(MATERIALS)).verify(sample(name))
    assert verdict(report) == EXPECTED[name]["known"]


@pytest.mark.parametrize("name", EXPECTED)
def test_the_web_in_memory_is_what_ships(name: str) -> None:
    assert verdict(verification(SimulatedWeb()).verify(sample(name))) == EXPECTED[name]["known"]


def test_publishing_for_another_day(tmp_path: Path) -> None:
    main(["publish", str(tmp_path / "later"), "--at", "2027-06-01T00:00:00Z"])
    index = json.loads_object((tmp_path / "later" / "index.json").read_bytes())
    entries = index["entries"]
    assert isinstance(entries, list)
    assert {entry["retrieved_at"] for entry in entries if isinstance(entry, dict)} == {"2027-06-01T00:00:00Z"}


@pytest.mark.parametrize("name", [name for name in EXPECTED if name.endswith(".json")])
def test_a_changed_character_is_noticed(name: str) -> None:
    own = sample(name)
    changed = own.payload.replace(b'"narrative": "', b'"narrative": "* ', 1)
    assert changed != own.payload
    report = verification(SimulatedWeb()).verify(
        Received(source="-", name=name, carrier="json", content=changed, payload=changed)
    )
    assert "signature-mismatch" in verdict(report)["reasons"]  # type: ignore[operator]  # a list, by construction
    assert report.credential is None
