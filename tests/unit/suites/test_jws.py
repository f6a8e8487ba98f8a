"""JWS algorithms and the keys they take: one kind of key each, and no key that anybody can break."""

from __future__ import annotations

from typing import Final

import pytest
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512, HashAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from tests.simulator.jose import ALGORITHMS, Signer
from wallet.codec.jwk import public_key_from_jwk
from wallet.model.key import KeyType, PublicKey
from wallet.registry import ALGORITHMS as REGISTERED
from wallet.suites.interface import JwsAlgorithm
from wallet.suites.jws import Ecdsa, Eddsa, Rsa
from wallet.suites.keys import is_roca, verify_ecdsa, verify_ed25519

MESSAGE: Final = b"header.payload"
EVERY = pytest.mark.parametrize("name", ALGORITHMS)


def registered(name: str) -> JwsAlgorithm:
    found = REGISTERED.get(name)
    assert found is not None
    return found


def public(name: str) -> PublicKey:
    return public_key_from_jwk(Signer(name).jwk)


@EVERY
def test_what_is_signed_holds(name: str) -> None:
    signature = Signer(name).sign(MESSAGE)
    assert registered(name).verify(MESSAGE, signature, public(name))
    assert not registered(name).verify(MESSAGE + b"x", signature, public(name))
    assert not registered(name).verify(MESSAGE, b"", public(name))


@EVERY
def test_another_somebody_did_not_sign_it(name: str) -> None:
    signature = Signer(name, "somebody else").sign(MESSAGE)
    assert not registered(name).verify(MESSAGE, signature, public(name))


@EVERY
@given(data=st.data())
def test_no_bit_can_be_flipped(name: str, data: st.DataObject) -> None:
    signature = bytearray(Signer(name).sign(MESSAGE))
    bit = data.draw(st.integers(0, len(signature) * 8 - 1))
    signature[bit // 8] ^= 1 << bit % 8
    assert not registered(name).verify(MESSAGE, bytes(signature), public(name))


@EVERY
@pytest.mark.parametrize("other", ALGORITHMS)
def test_an_algorithm_takes_its_own_kind_of_key(name: str, other: str) -> None:
    assert (registered(name).key_type is public(name).type) is True
    if registered(other).key_type is not registered(name).key_type:
        assert not registered(other).verify(MESSAGE, Signer(name).sign(MESSAGE), public(name))


@pytest.mark.parametrize(
    ("name", "hash_algorithm", "pss"),
    [
        ("RS384", SHA384(), False),
        ("RS512", SHA512(), False),
        ("PS384", SHA384(), True),
        ("PS512", SHA512(), True),
    ],
)
def test_the_longer_hashes_of_rsa(name: str, hash_algorithm: HashAlgorithm, pss: bool) -> None:
    key = Signer("RS256").key
    assert isinstance(key, rsa.RSAPrivateKey)
    scheme = padding.PSS(padding.MGF1(hash_algorithm), hash_algorithm.digest_size) if pss else padding.PKCS1v15()
    signature = key.sign(MESSAGE, scheme, hash_algorithm)
    assert registered(name).verify(MESSAGE, signature, public("RS256"))
    others = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"]
    assert [other for other in others if registered(other).verify(MESSAGE, signature, public("RS256"))] == [name]


def rsa_key(bits: int) -> tuple[rsa.RSAPrivateKey, PublicKey]:
    private = rsa.generate_private_key(65537, bits)
    encoded = private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return private, PublicKey(type=KeyType.RSA, encoded=encoded)


def test_a_short_rsa_key_made_nothing() -> None:
    private, key = rsa_key(1024)
    signature = private.sign(MESSAGE, padding.PKCS1v15(), SHA256())
    assert not Rsa("RS256", SHA256()).verify(MESSAGE, signature, key)


def test_what_is_no_key_made_nothing() -> None:
    ed25519 = Signer("EdDSA")
    for encoded in (b"", b"\0" * 32, ed25519.sign(b"")):
        for kind in KeyType:
            key = PublicKey(type=kind, encoded=encoded)
            for algorithm in REGISTERED:
                assert not algorithm.verify(MESSAGE, bytes(64), key)
    spki = rsa_key(2048)[1].encoded
    assert not Eddsa("EdDSA").verify(MESSAGE, bytes(64), PublicKey(type=KeyType.ED25519, encoded=spki))


def test_rsa_wants_an_rsa_key_inside_too() -> None:
    """A key that says RSA and holds something else."""
    signer = Signer("ES256")
    assert not isinstance(signer.key, rsa.RSAPrivateKey)
    encoded = signer.key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    key = PublicKey(type=KeyType.RSA, encoded=encoded)
    assert not Rsa("RS256", SHA256()).verify(MESSAGE, signer.sign(MESSAGE), key)


def test_a_point_that_is_not_on_the_curve_is_no_key() -> None:
    key = PublicKey(type=KeyType.P256, encoded=b"\x02" + b"\xff" * 32)
    assert not Ecdsa("ES256", KeyType.P256, SHA256()).verify(MESSAGE, bytes(64), key)


def test_the_checks_themselves_look_at_the_kind_of_key() -> None:
    assert not verify_ecdsa(MESSAGE, bytes(64), public("EdDSA"), SHA256())
    assert not verify_ed25519(MESSAGE, bytes(64), public("ES256"))


def test_a_modulus_built_as_roca_keys_are_is_known() -> None:
    """Both factors are powers of 65537 modulo the product of the small primes; this one has the shape, not the size."""
    primorial = 1
    for prime in (n for n in range(2, 168) if all(n % divisor for divisor in range(2, n))):
        primorial *= prime
    first = 3 * primorial + pow(65537, 7, primorial)
    second = 5 * primorial + pow(65537, 11, primorial)
    assert is_roca(first * second)
    assert not is_roca(first * second + 2)


def test_sound_keys_are_not_taken_for_roca() -> None:
    private, key = rsa_key(2048)
    assert not is_roca(private.public_key().public_numbers().n)
    assert Rsa("RS256", SHA256()).verify(MESSAGE, private.sign(MESSAGE, padding.PKCS1v15(), SHA256()), key)
