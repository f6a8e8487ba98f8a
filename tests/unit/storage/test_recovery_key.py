from __future__ import annotations

import re

import pytest

from wallet.errors import PassphraseError
from wallet.storage.recovery_key import new_recovery_key, read_recovery_key


def test_a_recovery_key_is_six_groups_of_five() -> None:
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{5}-){5}[0-9A-HJKMNP-TV-Z]{5}", new_recovery_key())


def test_no_two_are_the_same_and_every_symbol_varies() -> None:
    keys = [new_recovery_key() for _ in range(200)]
    assert len(set(keys)) == 200
    assert all(len({key[place] for key in keys}) > 20 for place in range(35) if keys[0][place] != "-")


def test_it_carries_at_least_128_bits() -> None:
    assert len(read_recovery_key(new_recovery_key()).reveal()) * 5 >= 128


def sloppy(key: str) -> str:
    """As a person types it."""
    return f"  {key.lower().replace('-', ' ').replace('0', 'o').replace('1', 'l')}\n"


def test_reading_is_tolerant() -> None:
    for _ in range(50):
        key = new_recovery_key()
        expected = read_recovery_key(key)
        for typed in (sloppy(key), key.replace("-", ""), key.replace("-", " – "), key.replace("1", "I")):
            assert read_recovery_key(typed) == expected


def test_every_single_slip_is_noticed() -> None:
    key = new_recovery_key()
    for place, symbol in enumerate(key):
        if symbol == "-":
            continue
        with pytest.raises(PassphraseError) as caught:
            read_recovery_key(key[:place] + ("A" if symbol != "A" else "B") + key[place + 1 :])
        assert caught.value.code == "recovery-key-mistyped"


@pytest.mark.parametrize("typed", ["", "correct horse battery", "A" * 30, "A" * 29, "U" * 30, "筑波" * 15, "0" * 3000])
def test_anything_else_is_mistyped(typed: str) -> None:
    with pytest.raises(PassphraseError) as caught:
        read_recovery_key(typed)
    assert caught.value.code == "recovery-key-mistyped"
    assert caught.value.params == {}


def test_one_symbol_more_or_less_is_mistyped() -> None:
    key = new_recovery_key()
    for typed in (key[:-1], key + "A", key + key):
        with pytest.raises(PassphraseError):
            read_recovery_key(typed)
