from __future__ import annotations

import unicodedata

from wallet.model.secret import Secret


def test_a_secret_shows_nothing() -> None:
    secret = Secret(b"hunter2")
    for shown in (repr(secret), str(secret), f"{secret}", f"{secret!r:>30}", repr({"key": [secret]})):
        assert "hunter2" not in shown
        assert "Secret()" in shown
    assert secret.reveal() == b"hunter2"


def test_one_text_is_one_secret_whatever_keyboard_typed_it() -> None:
    text = "café ガ"
    spellings = {Secret.from_text(unicodedata.normalize(form, text)).reveal() for form in ("NFC", "NFD")}
    assert spellings == {unicodedata.normalize("NFC", text).encode()}


def test_an_empty_secret_is_none() -> None:
    assert not Secret(b"")
    assert Secret(b"\x00")
    assert Secret(b"a") == Secret(b"a") != Secret(b"b")
