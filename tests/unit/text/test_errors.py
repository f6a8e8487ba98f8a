"""Every error the program can raise has words, in both languages, in the house's manner."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Final

import pytest

from tests.places import ROOT
from wallet import errors
from wallet.errors import CredentialError, RemoteError, UsageError, VaultMissingError, WalletError
from wallet.model.report import Reason
from wallet.share import link
from wallet.storage import database, files
from wallet.text.errors import ERRORS, error_text
from wallet.text.reasons import reason_text

KINDS: Final = {name: kind for name, kind in vars(errors).items() if isinstance(kind, type)}
JAPANESE: Final = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
UNWANTED: Final = re.compile(r"\b(?:please|we|oops|sorry)\b|!|！", re.IGNORECASE)


def raised() -> Iterator[str]:
    """The codes written out where an error is made, and those every kind has by itself."""
    for path in sorted((ROOT / "wallet").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KINDS:
                for argument in node.args[:1]:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        yield argument.value
    yield from (kind.default_code for kind in KINDS.values() if issubclass(kind, WalletError))
    yield from files._CODES.values()
    yield from link._REFUSALS.values()
    yield from (code for _, code in database._STORAGE_CODES)


CODES: Final = sorted(set(raised()))


def test_the_codes_are_found() -> None:
    assert {"vault-locked", "passphrase-wrong", "disk-full", "link-gone", "remote-failed"} <= set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_a_code_has_words_in_both_languages(code: str) -> None:
    for language in ("ja", "en"):
        assert code in ERRORS[language] or code in set(Reason), code


@pytest.mark.parametrize("code", sorted(ERRORS["en"]))
def test_the_words_are_in_the_houses_manner(code: str) -> None:
    for part in ERRORS["en"][code]:
        assert part.strip()
        assert not JAPANESE.search(part)
        assert not UNWANTED.search(part)
    for part in ERRORS["ja"][code]:
        assert JAPANESE.search(part)
    assert ERRORS["en"][code].message.endswith(".")
    assert ERRORS["ja"][code].message.endswith("。")


def test_both_languages_know_the_same_codes() -> None:
    assert set(ERRORS["en"]) == set(ERRORS["ja"])


def test_what_it_is_about_is_told_only_when_given() -> None:
    error = VaultMissingError(path="/somewhere")
    assert error_text(error, "en")[0] == "There is no vault here yet."
    assert error_text(error, "en", {"path": "/somewhere"})[0] == "There is no vault here yet. Place: /somewhere."
    assert error_text(error, "ja", {"path": "/somewhere"})[0] == "保管庫がまだありません。場所: /somewhere。"


def test_a_credential_error_has_the_words_of_its_reason() -> None:
    text = reason_text(Reason.TOO_DEEP, "en")
    assert error_text(CredentialError(Reason.TOO_DEEP), "en") == (text.meaning, text.next_step)


def test_a_detail_becomes_words() -> None:
    assert "too many redirections" in error_text(RemoteError("refused"), "en", {"detail": "redirects"})[0]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_code_without_words_is_named(language: str) -> None:
    message, hint = error_text(UsageError("never-heard-of"), language)
    assert "never-heard-of" in message
    assert "wallet doctor" in hint


def test_a_value_is_never_read_as_a_template() -> None:
    assert error_text(VaultMissingError(), "en", {"path": "{0} {x}"})[0].endswith("Place: {0} {x}.")
