"""Public keys in PEM, as Open Badges before 3.0 publish them."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes, PublicKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from wallet.codec import pem
from wallet.codec.pem import MAX_PEM_CHARACTERS, public_key_from_pem
from wallet.errors import CredentialError
from wallet.model.key import KeyType
from wallet.model.report import Reason

RSA_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def text_of(key: PublicKeyTypes) -> str:
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


@pytest.mark.parametrize(
    ("key", "kind", "size"),
    [
        (ed25519.Ed25519PrivateKey.generate(), KeyType.ED25519, 32),
        (ec.generate_private_key(ec.SECP256R1()), KeyType.P256, 33),
        (ec.generate_private_key(ec.SECP384R1()), KeyType.P384, 49),
        (ec.generate_private_key(ec.SECP521R1()), KeyType.P521, 67),
        (ec.generate_private_key(ec.SECP256K1()), KeyType.SECP256K1, 33),
        (RSA_KEY, KeyType.RSA, 294),
    ],
)
def test_every_kind_of_key_that_a_jws_takes(key: PrivateKeyTypes, kind: KeyType, size: int) -> None:
    found = public_key_from_pem(text_of(key.public_key()))
    assert (found.type, len(found.encoded)) == (kind, size)


def test_the_older_name_for_an_rsa_key() -> None:
    text = RSA_KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.PKCS1).decode()
    assert text.startswith("-----BEGIN RSA PUBLIC KEY")
    assert public_key_from_pem(text) == public_key_from_pem(text_of(RSA_KEY.public_key()))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", Reason.PROOF_MALFORMED),
        ("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", Reason.PROOF_MALFORMED),
        ("-----BEGIN PUBLIC KEY-----\n" + "A" * MAX_PEM_CHARACTERS, Reason.PROOF_MALFORMED),
        (text_of(dsa.generate_private_key(1024).public_key()), Reason.SUITE_UNSUPPORTED),
        (text_of(ec.generate_private_key(ec.BrainpoolP256R1()).public_key()), Reason.SUITE_UNSUPPORTED),
    ],
)
def test_what_is_no_usable_key_is_said(text: str, reason: Reason) -> None:
    with pytest.raises(CredentialError) as caught:
        public_key_from_pem(text)
    assert caught.value.code == reason


def test_a_private_key_is_refused_whatever_it_would_open() -> None:
    text = RSA_KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    with pytest.raises(CredentialError, match=Reason.PROOF_MALFORMED):
        public_key_from_pem(text)


def test_an_rsa_key_beyond_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pem, "MAX_RSA_BITS", 1024)
    with pytest.raises(CredentialError, match=Reason.TOO_LARGE):
        public_key_from_pem(text_of(RSA_KEY.public_key()))
