"""Badges that others made: imported as they are and verified as `expected.json` of the vectors says."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import pytest

from tests.simulator.issuer import Nothing, verification
from tests.vectors.evidence import VectorMaterials
from wallet.acquire.sources import read_all, sources
from wallet.codec import json
from wallet.model.material import Materials
from wallet.model.record import Received
from wallet.model.report import Check, Outcome, Reason, VerificationReport

_DIDS: Final = "https://digitalcredentials.github.io/vc-test-fixtures/dids"
_STATUS: Final = "e5WK8CbZ1GjycuPombrj"
_STATUS_URL: Final = f"https://raw.githubusercontent.com/digitalcredentials/verifier-core/refs/heads/main/src/test-fixtures/status/{_STATUS}"

# What the words of expected.json are as outcomes, and the reasons that must be named.
ROWS: Final = {
    "samples-dcc/v1-ed25519-didkey-valid.json": ("valid", ()),
    "samples-dcc/v2-eddsa-didkey-ob3-valid.json": ("valid", ()),
    "samples-dcc/v2-two-proofs-didweb-valid.json": ("valid", ()),
    "samples-dcc/v2-eddsa-didweb-revoked.json": ("invalid", (Reason.REVOKED,)),
    "samples-dcc/v2-ed25519-didkey-tampered.json": ("invalid", (Reason.SIGNATURE_MISMATCH,)),
    "samples-dcc/v2-ed25519-didkey-expired.json": ("invalid", (Reason.EXPIRED,)),
    "samples-1edtech/simple-did-key-method.json": ("valid", ()),
    "samples-1edtech/simple.json": ("indeterminate", (Reason.ISSUER_KEY_UNBOUND,)),
    "samples-1edtech/simple-json.png": ("indeterminate", (Reason.ISSUER_KEY_UNBOUND,)),
    "samples-1edtech/simple-json.svg": ("indeterminate", (Reason.ISSUER_KEY_UNBOUND,)),
    "samples-1edtech/simple-jwt.png": ("indeterminate", (Reason.ISSUER_KEY_UNBOUND,)),
    "samples-1edtech/simple-jwt.svg": ("indeterminate", (Reason.ISSUER_KEY_UNBOUND,)),
    "samples-1edtech/simple-err-proof-value.json": ("invalid", (Reason.SIGNATURE_MISMATCH,)),
    "samples-1edtech/simple-err-expired.json": ("invalid", (Reason.EXPIRED,)),
}
OUTCOMES: Final = {"valid": Outcome.PASSED, "invalid": Outcome.FAILED, "indeterminate": Outcome.INDETERMINATE}


def evidence(vectors: Path, at: datetime) -> VectorMaterials:
    folder = vectors / "samples-dcc"
    files = {f"{_DIDS}/{name}/did.json": folder / "did" / f"{name}.did.json" for name in ("legacy", "oidf")}
    return VectorMaterials({**files, _STATUS_URL: folder / "status" / _STATUS}, at)


def report(vectors: Path, name: str, materials: Materials, at: datetime) -> VerificationReport:
    (item,) = read_all(sources(), [str(vectors / name)])
    assert isinstance(item, Received)
    return verification(materials, at=at).verify(item)


def test_the_table_is_that_of_the_vectors(vectors: Path) -> None:
    rows = json.loads((vectors / "expected.json").read_bytes())
    assert isinstance(rows, list)
    said = {str(row["file"]): row["expected"] for row in rows if isinstance(row, dict)}
    open_badges_3 = {name: word for name, word in said.items() if name.startswith("samples-") and "/ob20/" not in name}
    assert {name: word for name, (word, _) in ROWS.items()} == open_badges_3


@pytest.mark.parametrize("name", ROWS)
def test_a_badge_others_made(vectors: Path, at: datetime, name: str) -> None:
    word, reasons = ROWS[name]
    found = report(vectors, name, evidence(vectors, at), at)
    assert (found.outcome, set(reasons) - set(found.reasons)) == (OUTCOMES[word], set())
    assert Reason.INTERNAL_ERROR not in found.reasons


@pytest.mark.parametrize("name", [name for name, (word, _) in ROWS.items() if word == "valid"])
def test_a_good_badge_shows_what_it_says(vectors: Path, at: datetime, name: str) -> None:
    found = report(vectors, name, evidence(vectors, at), at)
    assert found.credential is not None
    assert found.description is not None
    assert found.description.achievements


def test_the_proof_set_was_checked_whole(vectors: Path, at: datetime) -> None:
    found = report(vectors, "samples-dcc/v2-two-proofs-didweb-valid.json", evidence(vectors, at), at)
    proof = next(result for result in found.checks if result.check is Check.PROOF)
    assert proof.params["proofs"] == "2"
    assert set(proof.params["suites"].split(", ")) == {"Ed25519Signature2020", "eddsa-rdfc-2022"}


def test_the_revoked_badge_names_its_short_list(vectors: Path, at: datetime) -> None:
    found = report(vectors, "samples-dcc/v2-eddsa-didweb-revoked.json", evidence(vectors, at), at)
    status = next(result for result in found.checks if result.check is Check.STATUS)
    assert status.params["short_list"] == "100000"
    assert [item.url for item in status.relied_on] == [_STATUS_URL]


def test_the_revoked_badge_is_still_revoked_when_the_list_is_old(vectors: Path, at: datetime) -> None:
    materials = evidence(vectors, at - timedelta(days=400))
    assert Reason.REVOKED in report(vectors, "samples-dcc/v2-eddsa-didweb-revoked.json", materials, at).reasons


def test_without_the_list_the_revoked_badge_is_not_in_force(vectors: Path, at: datetime) -> None:
    complete = evidence(vectors, at)
    known = {url: path for url, path in complete.files.items() if url != _STATUS_URL}
    found = report(vectors, "samples-dcc/v2-eddsa-didweb-revoked.json", VectorMaterials(known, at), at)
    assert (found.outcome, found.reasons) == (Outcome.INDETERMINATE, (Reason.STATUS_UNREACHABLE,))


@pytest.mark.parametrize("name", [name for name, (word, _) in ROWS.items() if word == "invalid"])
def test_nothing_invalid_passes_without_evidence(vectors: Path, at: datetime, name: str) -> None:
    assert report(vectors, name, Nothing(), at).outcome is not Outcome.PASSED
