"""Wycheproof's JOSE files: JWS strings and key sets with the verdict that a careful library gives.

Symmetric algorithms and encryption prove nothing to a third party and are not supported, so their valid cases are not
accepted here; of everything else the verdict must be the published one.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from tests.places import VECTORS
from wallet.codec import json
from wallet.codec.jose import split_compact
from wallet.codec.jwk import public_key_from_jwk
from wallet.errors import CredentialError
from wallet.formats.jose import jws_proof
from wallet.model.json import JsonObject, JsonValue
from wallet.registry import ALGORITHMS
from wallet.verify.checks.jws import signer
from wallet.verify.keys import FoundKey

FOLDER: Final = VECTORS / "wycheproof"
FILES: Final = {"json_web_signature_test.json": 401, "json_web_key_test.json": 26, "json_web_crypto_test.json": 83}
PRIVATE: Final = frozenset({"d", "p", "q", "dp", "dq", "qi"})


class Case(NamedTuple):
    """One compact string and the keys that a recipient holds for it."""

    name: str
    keys: tuple[JsonObject, ...]
    text: str
    valid: bool


def objects(value: JsonValue) -> Iterator[JsonObject]:
    assert isinstance(value, list)
    for item in value:
        assert isinstance(item, dict)
        yield item


def cases(file: str) -> list[Case]:
    found: list[Case] = []
    for group in objects(json.loads_object((FOLDER / file).read_bytes())["testGroups"]):
        held = group.get("public") or group["private"]
        assert isinstance(held, dict)
        keys = tuple(objects(held["keys"]) if "keys" in held else [held])
        for test in objects(group["tests"]):
            text = str(test.get("jws") or test.get("jwe") or "")
            found.append(Case(f"{test['tcId']} {test['comment']}", keys, text, test["result"] == "valid"))
    return found


def public(key: JsonObject) -> JsonObject:
    """The half of an asymmetric key that a verifier holds."""
    return {name: value for name, value in key.items() if name not in PRIVATE}


def accepted(case: Case) -> bool:
    """Whether our reading of the string, the header and the key lets it pass."""
    try:
        proof = jws_proof(split_compact(case.text.encode()), {}, None)
        named = [key for key in case.keys if "kid" not in proof.header or key.get("kid") == proof.header["kid"]]
        if len(named) != 1 or {"crit", "b64"}.intersection(proof.header):
            return False
        key = FoundKey(public_key=public_key_from_jwk(public(named[0])))
    except CredentialError:
        return False
    algorithm = ALGORITHMS.get(proof.algorithm)
    return algorithm is not None and isinstance(signer(proof, algorithm, [key]), FoundKey)


def algorithm_name(case: Case) -> str:
    """The `alg` of the header; empty where the string cannot be read."""
    try:
        return str(split_compact(case.text.encode()).unverified_header.get("alg"))
    except CredentialError:
        return ""


@pytest.mark.parametrize("file", FILES)
def test_nothing_invalid_is_accepted(vectors: Path, file: str) -> None:
    assert vectors.is_dir()
    judged = cases(file)
    assert len(judged) == FILES[file]
    assert [case.name for case in judged if not case.valid and accepted(case)] == []


@pytest.mark.parametrize("file", FILES)
def test_everything_valid_that_is_supported_is_accepted(vectors: Path, file: str) -> None:
    """But for four strings whose key is stated to be for another algorithm (`ES521`, `PS256`) than the header's."""
    assert vectors.is_dir()
    valid = [case for case in cases(file) if case.valid and ALGORITHMS.get(algorithm_name(case)) is not None]
    refused = [case for case in valid if not accepted(case)]
    assert all(key["alg"] != algorithm_name(case) for case in refused for key in case.keys)
    assert len(refused) == (4 if file == "json_web_signature_test.json" else 0)


def test_what_else_is_refused_is_symmetric_or_unreadable(vectors: Path) -> None:
    """A shared secret, encryption, or characters that are no base64url and that a lax reader skips."""
    assert vectors.is_dir()
    others = [case for file in FILES for case in cases(file) if case.valid and not accepted(case)]
    names = {algorithm_name(case) for case in others}
    assert names == {"HS256", "HS384", "HS512", "ES512", "PS384", ""}
    unreadable = [case.text for case in others if not algorithm_name(case)]
    assert all("?" in text or text.count(".") == 4 for text in unreadable)
