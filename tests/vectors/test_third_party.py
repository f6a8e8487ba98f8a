"""Badges and signatures that others made, judged as they are labelled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

import pytest

from wallet.acquire.sources import read_all, sources
from wallet.codec import json as strict_json
from wallet.materials.bundled import BundledContexts
from wallet.model.json import JsonObject
from wallet.model.material import Material, MaterialSource, Unavailable
from wallet.model.record import Received
from wallet.model.report import Check, Outcome, Reason, VerificationReport
from wallet.registry import TOOLBOX
from wallet.verification import Verification
from wallet.verify.trust.pinned import PinnedIssuers

_DCC: Final = "https://digitalcredentials.github.io/vc-test-fixtures/dids"
_STATUS: Final = (
    "https://raw.githubusercontent.com/digitalcredentials/verifier-core/refs/heads/main/src/test-fixtures/status"
)
_WORLD: Final = {
    f"{_DCC}/legacy/did.json": "samples-dcc/did/legacy.did.json",
    f"{_DCC}/oidf/did.json": "samples-dcc/did/oidf.did.json",
    f"{_STATUS}/e5WK8CbZ1GjycuPombrj": "samples-dcc/status/e5WK8CbZ1GjycuPombrj",
}
_EDDSA: Final = "w3c-vc-di-eddsa/TestVectors"


class Files:
    """Documents of the vectors folder by URL."""

    def __init__(self, folder: Path, files: Mapping[str, str], at: datetime) -> None:
        self._folder, self._files, self._at = folder, files, at

    def get(self, url: str, *, max_bytes: int) -> Material | Unavailable:
        if url not in self._files:
            return Unavailable(url=url, why="offline")
        content = (self._folder / self._files[url]).read_bytes()
        assert len(content) <= max_bytes
        return Material(
            url=url,
            content=content,
            media_type="application/json",
            sha256=sha256(content).hexdigest(),
            source=MaterialSource.MATERIALS,
            retrieved_at=self._at,
        )


class AllContexts:
    """The bundled contexts, and those the vectors bring that no package publishes."""

    def __init__(self, folder: Path, at: datetime) -> None:
        index = strict_json.loads_object((folder / "contexts" / "index.json").read_bytes())
        entries = {url: entry for url, entry in index.items() if isinstance(entry, dict)}
        self._bundled = BundledContexts()
        self._files = Files(folder, {url: f"contexts/{entry['file']}" for url, entry in entries.items()}, at)

    @property
    def older(self) -> None:
        """No second copies."""

    def get(self, url: str) -> Material | None:
        found = self._bundled.get(url) or self._files.get(url, max_bytes=1 << 24)
        return found if isinstance(found, Material) else None


@pytest.fixture
def verification(vectors: Path, at: datetime) -> Verification:
    return Verification(
        tools=TOOLBOX,
        contexts=AllContexts(vectors, at),
        materials=Files(vectors, _WORLD, at),
        trust=PinnedIssuers(),
        clock=lambda: at,
        network="materials",
    )


def judge(verification: Verification, path: Path) -> VerificationReport:
    (item,) = read_all(sources(), [str(path)])
    return verification.verify(item)


def outcome_of(report: VerificationReport, check: Check) -> Outcome:
    return next(result.outcome for result in report.checks if result.check is check)


@pytest.mark.parametrize(
    ("name", "outcome", "reasons"),
    [
        ("samples-dcc/v1-ed25519-didkey-valid.json", Outcome.PASSED, ()),
        ("samples-dcc/v2-eddsa-didkey-ob3-valid.json", Outcome.PASSED, ()),
        ("samples-dcc/v2-two-proofs-didweb-valid.json", Outcome.PASSED, ()),
        ("samples-dcc/v2-eddsa-didweb-revoked.json", Outcome.FAILED, (Reason.REVOKED,)),
        ("samples-dcc/v2-ed25519-didkey-tampered.json", Outcome.FAILED, (Reason.SIGNATURE_MISMATCH,)),
        ("samples-dcc/v2-ed25519-didkey-expired.json", Outcome.FAILED, (Reason.EXPIRED,)),
        ("samples-1edtech/simple-did-key-method.json", Outcome.PASSED, ()),
        ("samples-1edtech/simple.json", Outcome.INDETERMINATE, (Reason.ISSUER_KEY_UNBOUND,)),
        ("samples-1edtech/simple-json.png", Outcome.INDETERMINATE, (Reason.ISSUER_KEY_UNBOUND,)),
        ("samples-1edtech/simple-json.svg", Outcome.INDETERMINATE, (Reason.ISSUER_KEY_UNBOUND,)),
        ("samples-1edtech/simple-jwt.png", Outcome.INDETERMINATE, (Reason.ISSUER_KEY_UNBOUND,)),
        ("samples-1edtech/simple-jwt.svg", Outcome.INDETERMINATE, (Reason.ISSUER_KEY_UNBOUND,)),
        ("samples-1edtech/simple-err-proof-value.json", Outcome.FAILED, (Reason.SIGNATURE_MISMATCH,)),
        ("samples-1edtech/simple-err-expired.json", Outcome.FAILED, (Reason.EXPIRED,)),
    ],
)
def test_a_sample_is_judged_as_labelled(
    verification: Verification, vectors: Path, name: str, outcome: Outcome, reasons: tuple[Reason, ...]
) -> None:
    report = judge(verification, vectors / name)
    assert (report.outcome, report.reasons[:1]) == (outcome, reasons)


SIGNED: Final = (
    "Ed25519Signature2020/signedEdSig.json",
    "eddsa-jcs-2022/signedJCS.json",
    "eddsa-rdfc-2022/employ/signedDataInt.json",
    "eddsa-rdfc-2022/signedDataInt.json",
    "proof-set-chain/signedProofChain1.json",
    "proof-set-chain/signedProofChain2.json",
    "proof-set-chain/signedProofSet1.json",
    "proof-set-chain/signedProofSet2.json",
)


@pytest.mark.parametrize("name", SIGNED)
def test_a_published_proof_holds(verification: Verification, vectors: Path, name: str) -> None:
    report = judge(verification, vectors / _EDDSA / name)
    assert outcome_of(report, Check.PROOF) is Outcome.PASSED


def _with_other_subject(document: JsonObject) -> JsonObject:
    return {**document, "validUntil": "2099-01-01T00:00:00Z"}


def _with_other_purpose(document: JsonObject) -> JsonObject:
    return _with_proofs(document, {"proofPurpose": "authentication"})


def _with_other_date(document: JsonObject) -> JsonObject:
    return _with_proofs(document, {"created": "2001-01-01T00:00:00Z"})


def _with_proofs(document: JsonObject, changed: JsonObject) -> JsonObject:
    proof = document["proof"]
    proofs = proof if isinstance(proof, list) else [proof]
    return {**document, "proof": [{**item, **changed} for item in proofs if isinstance(item, dict)]}


@pytest.mark.parametrize("alter", [_with_other_subject, _with_other_purpose, _with_other_date])
@pytest.mark.parametrize("name", SIGNED)
def test_an_altered_one_does_not(verification: Verification, vectors: Path, name: str, alter: object) -> None:
    document = strict_json.loads_object((vectors / _EDDSA / name).read_bytes())
    assert callable(alter)
    content = strict_json.dumps(alter(document))
    item = Received(source=name, name=name, carrier="json", content=content, payload=content)
    report = verification.verify(item)
    assert outcome_of(report, Check.PROOF) is not Outcome.PASSED
    assert report.outcome is not Outcome.PASSED


def test_without_its_document_a_did_web_badge_is_not_judged(verification: Verification, vectors: Path) -> None:
    alone = replace(verification, materials=Files(vectors, {}, verification.clock()))
    report = judge(alone, vectors / "samples-dcc/v2-two-proofs-didweb-valid.json")
    assert (report.outcome, report.reasons[:1]) == (Outcome.INDETERMINATE, (Reason.KEY_UNRESOLVABLE,))
    assert report.credential is None
