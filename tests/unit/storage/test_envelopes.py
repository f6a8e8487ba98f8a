from __future__ import annotations

from dataclasses import replace
from typing import Final

import pytest

from tests.unit.storage.samples import KEY, PASSPHRASE
from wallet.errors import ConfigurationError, PassphraseError, VaultDamagedError, VaultError, VaultLockedError
from wallet.model.secret import Secret
from wallet.storage import envelopes
from wallet.storage.envelopes import Cost, Envelope, EnvelopeKind, seal, unseal

VAULT: Final = "0f" * 16
OPENER: Final = Secret(b"o" * 32)


@pytest.fixture(scope="session")
def by_passphrase() -> Envelope:
    return seal(EnvelopeKind.PASSPHRASE, VAULT, KEY, PASSPHRASE)


@pytest.mark.parametrize("kind", [EnvelopeKind.KEYRING, EnvelopeKind.RECOVERY])
def test_the_opener_opens(kind: EnvelopeKind) -> None:
    envelope = seal(kind, VAULT, KEY, OPENER)
    assert unseal(envelope, VAULT, OPENER) == KEY
    assert KEY.reveal() not in envelope.sealed
    assert envelope.cost is None


def test_the_passphrase_opens(by_passphrase: Envelope) -> None:
    assert unseal(by_passphrase, VAULT, PASSPHRASE) == KEY
    assert by_passphrase.cost == Cost(memory_kib=64 * 1024, passes=3, lanes=4)


@pytest.mark.parametrize(
    ("kind", "error", "code"),
    [
        (EnvelopeKind.KEYRING, VaultLockedError, "keyring-entry-wrong"),
        (EnvelopeKind.RECOVERY, PassphraseError, "recovery-key-wrong"),
    ],
)
def test_another_opener_does_not(kind: EnvelopeKind, error: type[VaultError], code: str) -> None:
    envelope = seal(kind, VAULT, KEY, OPENER)
    with pytest.raises(error) as caught:
        unseal(envelope, VAULT, Secret(b"p" * 32))
    assert caught.value.code == code


def test_another_passphrase_does_not(by_passphrase: Envelope) -> None:
    with pytest.raises(PassphraseError) as caught:
        unseal(by_passphrase, VAULT, Secret.from_text("つくばの空は赤い"))
    assert caught.value.code == "passphrase-wrong"


def test_sealing_twice_gives_nothing_twice() -> None:
    one, two = (seal(EnvelopeKind.RECOVERY, VAULT, KEY, OPENER) for _ in range(2))
    assert one.salt != two.salt
    assert one.nonce != two.nonce
    assert one.sealed != two.sealed


def test_nothing_of_an_envelope_can_be_changed() -> None:
    envelope = seal(EnvelopeKind.RECOVERY, VAULT, KEY, OPENER)
    for changed in (
        replace(envelope, salt=b"s" * 16),
        replace(envelope, nonce=b"n" * 12),
        replace(envelope, nonce=b""),
        replace(envelope, sealed=envelope.sealed[:-1]),
        replace(envelope, sealed=b""),
        replace(envelope, cost=Cost()),
    ):
        with pytest.raises(PassphraseError):
            unseal(changed, VAULT, OPENER)
    with pytest.raises(PassphraseError):
        unseal(envelope, "00" * 16, OPENER)


def test_an_envelope_of_one_kind_is_none_of_another() -> None:
    envelope = seal(EnvelopeKind.RECOVERY, VAULT, KEY, OPENER)
    with pytest.raises(VaultLockedError):
        unseal(replace(envelope, kind=EnvelopeKind.KEYRING), VAULT, OPENER)


def test_the_cost_is_authenticated(by_passphrase: Envelope) -> None:
    with pytest.raises(PassphraseError):
        unseal(replace(by_passphrase, cost=Cost(passes=4)), VAULT, PASSPHRASE)


@pytest.mark.parametrize(
    "cost",
    [
        Cost(passes=1),
        Cost(passes=2),
        Cost(passes=17),
        Cost(memory_kib=64 * 1024 - 1),
        Cost(memory_kib=8),
        Cost(memory_kib=4 * 1024**3),
        Cost(lanes=0),
        Cost(lanes=17),
        Cost(memory_kib=-1),
        None,
    ],
)
def test_a_cost_too_low_or_too_high_is_refused_before_it_is_paid(
    by_passphrase: Envelope, cost: Cost | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(envelopes, "Argon2id")
    with pytest.raises(VaultDamagedError) as caught:
        unseal(replace(by_passphrase, cost=cost), VAULT, PASSPHRASE)
    assert caught.value.code == "envelope-refused"


def test_no_memory_for_the_derivation_is_said(by_passphrase: Envelope, monkeypatch: pytest.MonkeyPatch) -> None:
    def exhausted(**_: object) -> object:
        raise MemoryError

    monkeypatch.setattr(envelopes, "Argon2id", exhausted)
    with pytest.raises(ConfigurationError) as caught:
        unseal(by_passphrase, VAULT, PASSPHRASE)
    assert caught.value.code == "argon2id-unavailable"


def test_an_envelope_shows_no_secret(by_passphrase: Envelope) -> None:
    assert "sealed" not in repr(by_passphrase)
