"""Wycheproof's signatures (C2SP): forged, bent and borderline ones, each with the verdict that a verifier must give."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import pytest
from cryptography.hazmat.primitives.hashes import SHA256

from tests.places import VECTORS
from wallet.codec import json
from wallet.codec.jwk import public_key_from_jwk
from wallet.codec.multibase import encode_base64url
from wallet.model.json import JsonObject, JsonValue
from wallet.model.key import KeyType, PublicKey
from wallet.registry import ALGORITHMS
from wallet.suites.interface import JwsAlgorithm
from wallet.suites.jws import Rsa

FOLDER: Final = VECTORS / "wycheproof"
FILES: Final = {
    "ed25519_test.json": ("EdDSA", 151),
    "ecdsa_secp256r1_sha256_p1363_test.json": ("ES256", 262),
    "ecdsa_secp384r1_sha384_p1363_test.json": ("ES384", 280),
    "ecdsa_secp256k1_sha256_p1363_test.json": ("ES256K", 252),
    "rsa_signature_2048_sha256_test.json": ("RS256", 259),
    "rsa_pss_2048_sha256_mgf1_32_test.json": ("PS256", 108),
}
"""File, the algorithm that judges it, and how many cases it has."""


class Case(NamedTuple):
    """One signature. `wanted` is None where either answer is right."""

    name: str
    key: PublicKey
    message: bytes
    signature: bytes
    wanted: bool | None


def objects(value: JsonValue) -> Iterator[JsonObject]:
    assert isinstance(value, list)
    for item in value:
        assert isinstance(item, dict)
        yield item


CURVES: Final = {"secp256r1": "P-256", "secp384r1": "P-384", "secp256k1": "secp256k1"}


def key_of(group: JsonObject) -> PublicKey:
    """The group's key as JWK, written here where the file gives a point alone, and as DER where it gives no JWK."""
    jwk = group.get("publicKeyJwk") or group.get("keyJwk")
    if isinstance(jwk, dict):
        return public_key_from_jwk(jwk)
    point = group["publicKey"]
    assert isinstance(point, dict)
    if "uncompressed" not in point:
        return PublicKey(type=KeyType.RSA, encoded=bytes.fromhex(str(group["publicKeyDer"])))
    content = bytes.fromhex(str(point["uncompressed"]))[1:]
    x, y = (encode_base64url(half) for half in (content[: len(content) // 2], content[len(content) // 2 :]))
    return public_key_from_jwk({"kty": "EC", "crv": CURVES[str(point["curve"])], "x": x, "y": y})


def cases(file: str) -> list[Case]:
    found: list[Case] = []
    for group in objects(json.loads_object((FOLDER / file).read_bytes())["testGroups"]):
        key = key_of(group)
        for test in objects(group["tests"]):
            wanted = {"valid": True, "invalid": False, "acceptable": None}[str(test["result"])]
            message, signature = bytes.fromhex(str(test["msg"])), bytes.fromhex(str(test["sig"]))
            found.append(Case(f"{test['tcId']}: {test['comment']}", key, message, signature, wanted))
    return found


def algorithm_for(file: str) -> JwsAlgorithm:
    algorithm = ALGORITHMS.get(FILES[file][0])
    assert algorithm is not None
    return algorithm


@pytest.mark.parametrize("file", FILES)
def test_every_verdict_is_right(vectors: Path, file: str) -> None:
    assert vectors.is_dir()
    algorithm = algorithm_for(file)
    judged = cases(file)
    assert len(judged) == FILES[file][1]
    wrong = [
        case.name
        for case in judged
        if case.wanted is not None and algorithm.verify(case.message, case.signature, case.key) is not case.wanted
    ]
    assert wrong == []


def test_the_one_acceptable_signature_is_a_digest_without_null(vectors: Path) -> None:
    """PKCS#1 v1.5 without the NULL parameter (RFC 8017, appendix B.1, tells verifiers to take it): refused here."""
    assert vectors.is_dir()
    file = "rsa_signature_2048_sha256_test.json"
    either = [case for case in cases(file) if case.wanted is None]
    assert len(either) == 1
    assert not algorithm_for(file).verify(either[0].message, either[0].signature, either[0].key)


@pytest.mark.parametrize("file", FILES)
def test_the_key_of_one_kind_never_verifies_for_another(vectors: Path, file: str) -> None:
    assert vectors.is_dir()
    case = next(case for case in cases(file) if case.wanted)
    rsa = {"RS256", "PS256"}
    for name in ("EdDSA", "ES256", "ES384", "ES512", "ES256K", "RS256", "PS256"):
        other = ALGORITHMS.get(name)
        assert other is not None
        if name != FILES[file][0]:
            assert not other.verify(case.message, case.signature, case.key), name
        if not {name, FILES[file][0]} <= rsa:
            assert (other.key_type is case.key.type) is (name == FILES[file][0])


def test_pss_and_pkcs1_do_not_pass_for_each_other(vectors: Path) -> None:
    assert vectors.is_dir()
    pkcs1 = next(case for case in cases("rsa_signature_2048_sha256_test.json") if case.wanted)
    assert Rsa("RS256", SHA256()).verify(pkcs1.message, pkcs1.signature, pkcs1.key)
    assert not Rsa("PS256", SHA256(), pss=True).verify(pkcs1.message, pkcs1.signature, pkcs1.key)
