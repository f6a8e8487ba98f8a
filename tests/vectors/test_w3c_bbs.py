"""The test vectors of W3C's bbs-2023: every published intermediate value; base proofs byte for byte.

A derived proof is random. The vectors name a seed for it, but their proof bytes do not come from that seed by the
draft's own rule, here or in another implementation that says so; the same rule gives the draft's own proofs
(tests/unit/suites/test_bbs.py). So derived proofs are compared in all that is not random, and verified.

One case gives its terms by an inline `@vocab`, which this wallet does not read. Its statements are the same with every
term written out, and the signature is over statements: so it is tested both ways.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Final

import pytest

from tests.vectors.data_integrity import (
    altered,
    leaves,
    options_of,
    proof_check,
    proof_passes,
    proofs_of,
    without_proof,
)
from tests.vectors.evidence import VectorContexts
from wallet.codec import json
from wallet.formats.vcdm import parse_proofs
from wallet.model.json import JsonObject, JsonValue
from wallet.model.report import Outcome, Reason
from wallet.suites.bbs import BbsKey
from wallet.suites.bbs_2023 import Bbs2023
from wallet.suites.selective.derivation import Choice, base_statements, choice_of, configuration_hash
from wallet.suites.selective.statements import Lines, labels_for_verifier, shuffled_labels, split
from wallet.suites.selective.values import read_value

FOLDER: Final = "w3c-vc-di-bbs/TestVectors"
CASES: Final = {
    ".": ("windMandatory.json", "windSelective.json"),
    "prc": ("prCredMandatory.json", "prCredSelective.json"),
}
EVERY = pytest.mark.parametrize("case", CASES, ids=["wind", "prc"])
SUITE: Final = Bbs2023()
WIND_TERMS: Final = ("sailNumber", "sails", "boards", "size", "sailName", "year", "boardName", "brand")
FEATURES: Final = {
    "HolderBinding": "anonymous_holder_binding",
    "Pseudonym": "pseudonym",
    "PseudonymHB": "pseudonym",
}
SECURED: Final = ("addSignedSDBase.json", "derivedRevealDocument.json")


def value(vectors: Path, name: str) -> JsonValue:
    return json.loads((vectors / FOLDER / name).read_bytes())


def vector(vectors: Path, case: str, name: str) -> JsonObject:
    found = value(vectors, f"{case}/{name}")
    assert isinstance(found, dict)
    return found


def document(vectors: Path, case: str, name: str) -> JsonObject:
    """A document of the vectors, with the terms of an inline `@vocab` written out."""
    found = vector(vectors, case, name)
    context = found["@context"]
    assert isinstance(context, list)
    inline = context[1]
    if not isinstance(inline, dict):
        return found
    return {**found, "@context": [context[0], {term: f"{inline['@vocab']}{term}" for term in WIND_TERMS}]}


def pointers(vectors: Path, case: str, which: int) -> list[str]:
    found = value(vectors, CASES[case][which])
    assert isinstance(found, list)
    return [str(pointer) for pointer in found]


def choice(vectors: Path, case: str) -> Choice:
    unsecured = without_proof(document(vectors, case, "addSignedSDBase.json"))
    hmac_key = bytes.fromhex(str(vector(vectors, ".", "BBSKeyMaterial.json")["hmacKeyString"]))
    grouped = base_statements(unsecured, VectorContexts.read(vectors), hmac_key, shuffled_labels)
    return choice_of(unsecured, grouped, pointers(vectors, case, 0), pointers(vectors, case, 1))


def map_entries(found: JsonValue) -> list[JsonValue]:
    entries = found["value"] if isinstance(found, dict) else found
    assert isinstance(entries, list)
    return entries


# --- intermediate values --------------------------------------------------------------------------------------------


@EVERY
def test_statements_and_labels(vectors: Path, case: str) -> None:
    found = choice(vectors, case)
    lines = [statement.line for statement in found.grouped.statements]
    assert lines == value(vectors, f"{case}/addBaseDocHMACCanon.json")
    published = vector(vectors, case, "addBaseTransform.json")
    for name, chosen in (("mandatory", True), ("nonMandatory", False)):
        wanted: list[JsonValue] = [
            [index, line] for index, line in enumerate(lines) if (index in found.mandatory) is chosen
        ]
        assert map_entries(published[name]) == wanted


@EVERY
def test_groups(vectors: Path, case: str) -> None:
    found = choice(vectors, case)
    published = vector(vectors, case, "derivedGroupIndexes.json")
    assert {
        "combinedIndexes": [*found.shown],
        "mandatoryIndexes": sorted(found.mandatory),
        "nonMandatoryIndexes": [n for n in range(len(found.grouped.statements)) if n not in found.mandatory],
        "selectiveIndexes": sorted(found.selective),
    } == published
    assert vector(vectors, case, "derivedAdjIndexes.json") == {
        "adjMandatoryIndexes": [*found.mandatory_indexes],
        "adjSelectiveIndexes": [*found.selective_indexes],
    }


@EVERY
def test_what_is_shown(vectors: Path, case: str) -> None:
    found = choice(vectors, case)
    wanted = document(vectors, case, "derivedUnsignedReveal.json")
    assert found.document == wanted
    labels = labels_for_verifier(found.quads, found.grouped.labels)
    published = map_entries(vector(vectors, case, "derivedDisclosureData.json")["labelMap"])
    assert [[f"c14n{number}", labels[number].removeprefix("_:")] for number in sorted(labels)] == published


@EVERY
def test_hashes(vectors: Path, case: str) -> None:
    secured = document(vectors, case, "addSignedSDBase.json")
    (proof,) = proofs_of(secured)
    published = vector(vectors, case, "addHashData.json")
    found = configuration_hash(without_proof(secured), proof, VectorContexts.read(vectors))
    assert found.hex() == published["proofHash"]
    _, (_, header, *_) = read_value(proof, SUITE.name)
    assert header == bytes.fromhex(f"{published['proofHash']}{published['mandatoryHash']}")


@EVERY
def test_the_signature(vectors: Path, case: str) -> None:
    found = choice(vectors, case)
    published = vector(vectors, case, "addRawBaseSignatureInfo.json")
    hashes = vector(vectors, case, "addHashData.json")
    key = issuer_key(vectors)
    lines = split(found.grouped.lines, found.mandatory)
    assert isinstance(lines, Lines)
    assert key.public_key.hex() == vector(vectors, ".", "BBSKeyMaterial.json")["publicKeyHex"]
    signature = key.sign_messages(bytes.fromhex(f"{hashes['proofHash']}{hashes['mandatoryHash']}"), lines.others)
    assert signature.hex() == published["bbsSignature"]
    assert published["mandatoryPointers"] == pointers(vectors, case, 0)


def issuer_key(vectors: Path) -> BbsKey:
    secret = int(str(vector(vectors, ".", "BBSKeyMaterial.json")["privateKeyHex"]), 16)
    (proof,) = proofs_of(vector(vectors, "prc", "addSignedSDBase.json"))
    return BbsKey(secret=secret, verification_method=str(proof["verificationMethod"]))


# --- whole proofs ---------------------------------------------------------------------------------------------------


@EVERY
def test_signing_again_gives_the_published_bytes(vectors: Path, case: str) -> None:
    secured = document(vectors, case, "addSignedSDBase.json")
    (proof,) = proofs_of(secured)
    hmac_key = bytes.fromhex(str(vector(vectors, ".", "BBSKeyMaterial.json")["hmacKeyString"]))
    made = SUITE.create_base(
        without_proof(secured),
        options_of(proof),
        issuer_key(vectors),
        VectorContexts.read(vectors),
        pointers(vectors, case, 0),
        random_bytes=lambda _count: hmac_key,
    )
    assert made == proof


@EVERY
def test_deriving_again_gives_all_that_is_not_random(vectors: Path, at: datetime, case: str) -> None:
    secured = document(vectors, case, "addSignedSDBase.json")
    header = bytes.fromhex(str(vector(vectors, ".", "BBSDeriveMaterial.json")["presentationHeaderHex"]))
    made = SUITE.derive(
        without_proof(secured),
        parse_proofs(secured)[0],
        pointers(vectors, case, 1),
        VectorContexts.read(vectors),
        presentation_header=header,
    )
    published = document(vectors, case, "derivedRevealDocument.json")
    assert without_proof(made) == without_proof(published)
    (ours,), (theirs,) = proofs_of(made), proofs_of(published)
    assert options_of(ours) == options_of(theirs)
    (form, (proof, *rest)), (their_form, (their_proof, *their_rest)) = (
        read_value(options, SUITE.name) for options in (ours, theirs)
    )
    assert (form, rest) == (their_form, their_rest)
    assert isinstance(proof, bytes)
    assert isinstance(their_proof, bytes)
    assert len(proof) == len(their_proof)
    assert proof_passes(vectors, made, at)


@EVERY
@pytest.mark.parametrize(("name", "form"), [(SECURED[0], "base"), (SECURED[1], "derived")])
def test_a_vector_holds_and_says_its_form(vectors: Path, at: datetime, case: str, name: str, form: str) -> None:
    result = proof_check(vectors, document(vectors, case, name), at)
    assert (result.outcome, result.reason) == (Outcome.PASSED, None)
    assert (result.params["suites"], result.params["form"]) == ("bbs-2023", form)


@pytest.mark.parametrize(("name", "form"), [(SECURED[0], "base"), (SECURED[1], "derived")])
def test_a_vocabulary_of_the_documents_own_is_read(vectors: Path, at: datetime, name: str, form: str) -> None:
    result = proof_check(vectors, vector(vectors, ".", name), at)
    assert (result.outcome, result.params["form"]) == (Outcome.PASSED, form)


@EVERY
@pytest.mark.parametrize("name", SECURED)
def test_no_value_can_be_altered(vectors: Path, at: datetime, case: str, name: str) -> None:
    secured = document(vectors, case, name)
    paths = leaves(secured)
    assert len(paths) > 10
    assert [path for path in paths if proof_passes(vectors, altered(secured, path), at)] == []


@pytest.mark.parametrize("name", SECURED)
@pytest.mark.parametrize(("folder", "feature"), FEATURES.items())
def test_optional_features_are_named_and_not_supported(
    vectors: Path, at: datetime, folder: str, feature: str, name: str
) -> None:
    result = proof_check(vectors, vector(vectors, folder, name), at)
    assert (result.outcome, result.reason) == (Outcome.INDETERMINATE, Reason.SUITE_UNSUPPORTED)
    assert result.params["detail"] == feature
