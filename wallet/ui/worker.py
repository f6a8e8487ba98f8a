"""The boundary between the wallet's work, which may fail, and the screen, which must not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from wallet.codec.safe_text import safe_text
from wallet.errors import WalletError
from wallet.text.errors import error_text

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """What the work gave."""

    value: T


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why it gave nothing, in words; `code` tells apart what a screen answers differently."""

    message: str
    hint: str
    code: str = ""


def attempt(work: Callable[[], T], language: str) -> Done[T] | Trouble:
    """Run `work`; trouble becomes words. A defect is named by its type only: local variables may hold secrets."""
    try:
        return Done(work())
    except WalletError as error:
        return in_words(error, language)
    except Exception as error:  # noqa: BLE001 - the one boundary of the screen
        return in_words(WalletError("internal-error", detail=type(error).__name__), language)


def in_words(error: WalletError, language: str) -> Trouble:
    """An error as the screen says it."""
    params = {name: str(safe_text(value)) for name, value in error.params.items() if value}
    message, hint = error_text(error, language, params)
    return Trouble(message, hint, error.code)
