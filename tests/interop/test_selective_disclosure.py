"""Selective disclosure between the wallet and Digital Bazaar's libraries: signed, derived and verified crosswise."""

from __future__ import annotations

from itertools import cycle
from pathlib import Path
from typing import Final

import pytest

from tests.interop.node import run_script
from tests.unit.suites.samples import CONTEXTS, proof_of
from tests.unit.suites.selective_samples import BADGE, MANDATORY, NAMES, components, party, proof_in
from wallet.codec import json
from wallet.codec.multibase import decode_public_key
from wallet.formats.vcdm import unsecured
from wallet.model.json import JsonObject, JsonValue
from wallet.model.report import Finding

pytestmark = [pytest.mark.interop, pytest.mark.slow]

EVERY = pytest.mark.parametrize("name", NAMES)
CHOICES: Final[tuple[tuple[str, ...], ...]] = (
    ("/name",),
    ("/credentialSubject",),
    ("/credentialSubject/id",),
    ("/credentialSubject/result",),
    ("/credentialSubject/result/1",),
    ("/credentialSubject/result/1/value", "/credentialSubject/result/0/resultDescription"),
    ("/credentialSubject/identifier/1/salt", "/credentialSubject/identifier/0"),
    ("/credentialSubject/achievement/tag/2", "/credentialSubject/achievement/tag/0"),
    ("/credentialSubject/achievement/criteria", "/credentialSubject/achievement"),
    ("/credentialSubject/achievement/resultDescription/0/name", "/validUntil", "/type"),
    ("/credentialSubject/achievement", "/credentialSubject/achievement/description"),
    ("/evidence",),
    ("",),
)
MANDATORIES: Final = (
    (),
    ("/issuer",),
    MANDATORY,
    ("/credentialSubject/result/0/value", "/credentialSubject/identifier"),
)


def choices(name: str) -> tuple[tuple[str, ...], ...]:
    """What is tried with a suite: BBS in JavaScript takes more than a second for each."""
    return CHOICES if name == "ecdsa-sd-2023" else CHOICES[::3]


def ask(folder: Path, jobs: list[JsonObject]) -> list[JsonObject]:
    """What the other implementation makes of the jobs."""
    file = folder / "jobs.json"
    file.write_bytes(json.dumps({"jobs": [*jobs]}))
    results = run_script("selective.mjs", str(file))["results"]
    assert isinstance(results, list)
    return [result for result in results if isinstance(result, dict)]


def job(action: str, name: str, document: JsonObject, pointers: tuple[str, ...] = ()) -> JsonObject:
    listed: list[JsonValue] = [*pointers]
    return {"do": action, "suite": name, "document": document, "pointers": listed}


def badge(name: str) -> JsonObject:
    issuer = party(name).key.verification_method.partition("#")[0]
    return {**BADGE, "issuer": {"id": issuer, "type": ["Profile"], "name": "Evening School"}}


def judge(name: str, secured: JsonObject) -> Finding | None:
    """Our own word on a document signed by whoever its proof names."""
    proof = proof_in(secured)
    key = decode_public_key((proof.verification_method or "").partition("#")[2])
    return party(name).suite.verify(unsecured(secured), proof, key, CONTEXTS)


@EVERY
def test_what_we_derive_verifies_there(name: str, tmp_path: Path) -> None:
    bases = [party(name).issue(badge(name), mandatory) for mandatory in MANDATORIES]
    shown = [party(name).derive(base, *choice) for choice, base in zip(choices(name), cycle(bases), strict=False)]
    results = ask(tmp_path, [job("verify", name, document) for document in shown])
    assert [result for result in results if result["verified"] is not True] == []
    assert len(results) == len(shown)


@EVERY
def test_what_we_derive_and_alter_does_not_verify_there(name: str, tmp_path: Path) -> None:
    shown = party(name).derive(party(name).issue(badge(name)), "/credentialSubject/result")
    altered: list[JsonObject] = [{**shown, "validFrom": "2020-01-01T00:00:00Z"}, {**shown, "name": "橋をかける"}]
    results = ask(tmp_path, [job("verify", name, document) for document in altered])
    assert [result["verified"] for result in results] == [False, False]


@EVERY
def test_from_our_base_proof_they_derive_what_we_derive(name: str, tmp_path: Path) -> None:
    bases = [party(name).issue(badge(name), mandatory) for mandatory in MANDATORIES]
    cases = [*zip(choices(name), cycle(bases), strict=False)]
    theirs = ask(tmp_path, [job("derive", name, base, choice) for choice, base in cases])
    for (choice, base), document in zip(cases, theirs, strict=True):
        ours = party(name).derive(base, *choice)
        assert unsecured(document) == unsecured(ours), choice
        assert judge(name, document) is None
        if name == "ecdsa-sd-2023":
            assert document == ours
        else:  # the proof itself is random
            assert components(document)[1][1:] == components(ours)[1][1:]


@EVERY
def test_what_they_sign_holds_here_and_is_derived_from_here(name: str, tmp_path: Path) -> None:
    signed = ask(tmp_path, [job("sign", name, BADGE, mandatory) for mandatory in MANDATORIES])
    assert [judge(name, document) for document in signed] == [None] * len(MANDATORIES)
    shown = [
        party(name).suite.derive(unsecured(base), proof_in(base), choice, CONTEXTS)
        for choice, base in zip(choices(name), cycle(signed), strict=False)
    ]
    assert [document for document in shown if judge(name, document) is not None] == []
    results = ask(tmp_path, [job("verify", name, document) for document in shown])
    assert [result for result in results if result["verified"] is not True] == []


@EVERY
def test_what_they_derive_from_what_they_signed_holds_here(name: str, tmp_path: Path) -> None:
    (base,) = ask(tmp_path, [job("sign", name, BADGE, MANDATORY)])
    shown = ask(tmp_path, [job("derive", name, base, choice) for choice in choices(name)])
    assert [judge(name, document) for document in shown] == [None] * len(choices(name))
    for document in shown:
        proof = document["proof"]
        assert isinstance(proof, dict)
        without: JsonObject = {key: value for key, value in proof.items() if key != "proofPurpose"}
        bare = {**document, "proof": without}
        assert party(name).suite.verify(unsecured(bare), proof_of(without), party(name).public, CONTEXTS) is not None
