"""The steps a trace shows, against those W3C publishes for its vectors: canonical texts and hashes, byte by byte."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

import pytest

from tests.simulator.issuer import Nothing, received, verification
from tests.vectors.evidence import VectorContexts
from wallet.model.trace import ProofTrace, SignedForm

EDDSA, ECDSA = "w3c-vc-di-eddsa/TestVectors", "w3c-vc-di-ecdsa/TestVectors"
PUBLISHED: Final = {
    f"{EDDSA}/Ed25519Signature2020": "EdSig",
    f"{EDDSA}/eddsa-jcs-2022": "JCS",
    f"{EDDSA}/eddsa-rdfc-2022": "DataInt",
    f"{EDDSA}/eddsa-rdfc-2022/employ": "DataInt",
    f"{ECDSA}/ecdsa-jcs-2019-p256": "JCSECDSAP256",
    f"{ECDSA}/ecdsa-jcs-2019-p384": "JCSECDSAP384",
    f"{ECDSA}/ecdsa-rdfc-2019-p256": "ECDSAP256",
    f"{ECDSA}/ecdsa-rdfc-2019-p256/employ": "ECDSAP256",
    f"{ECDSA}/ecdsa-rdfc-2019-p384": "ECDSAP384",
    f"{ECDSA}/ecdsa-rdfc-2019-p384/employ": "ECDSAP384",
}


def trace_of(vectors: Path, file: Path, at: datetime) -> ProofTrace:
    traced = replace(verification(Nothing(), at=at, contexts=VectorContexts.read(vectors)), traced=True)
    (trace,) = traced.verify(received(file.read_bytes())).trace or ()
    return trace


@pytest.mark.parametrize("folder", PUBLISHED)
def test_the_steps_are_the_published_ones(vectors: Path, at: datetime, folder: str) -> None:
    suffix = PUBLISHED[folder]

    def published(name: str) -> str:
        return (vectors / folder / f"{name}{suffix}.txt").read_text(encoding="utf-8")

    trace = trace_of(vectors, vectors / folder / f"signed{suffix}.json", at)
    assert trace.holds
    form = trace.signed_form
    assert isinstance(form, SignedForm)
    assert form.canonical_document == published("canonDoc")
    assert form.canonical_options == published("proofCanon")
    assert form.document_hash == published("docHash")
    assert form.options_hash == published("proofHash")
    assert trace.signing_input == published("combinedHash")
    assert trace.signature == published("sigBTC58")
    assert form.hash_name == ("sha384" if "p384" in folder else "sha256")
    assert form.canonicalization == ("JCS" if "jcs" in folder else "RDFC-1.0")
