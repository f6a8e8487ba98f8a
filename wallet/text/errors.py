"""What the wallet raises, in words: what happened, and what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from wallet.errors import WalletError
from wallet.model.report import Reason
from wallet.text.details import detail_words
from wallet.text.entries import ErrorWords
from wallet.text.errors_en import ERRORS as ENGLISH
from wallet.text.errors_ja import ERRORS as JAPANESE
from wallet.text.language import Language
from wallet.text.reasons import reason_text

ERRORS: Final[Mapping[str, Mapping[str, ErrorWords]]] = {Language.JA: JAPANESE, Language.EN: ENGLISH}
_REASONS: Final = frozenset(Reason)
_CODED: Final = frozenset({"detail"})
_FACTS: Final[Mapping[str, tuple[str, str]]] = {
    "path": ("Place: {}.", "場所: {}。"),
    "file": ("File: {}.", "ファイル: {}。"),
    "source": ("From: {}.", "読み取り元: {}。"),
    "url": ("Address: {}.", "アドレス: {}。"),
    "host": ("Host: {}.", "ホスト: {}。"),
    "port": ("Port: {}.", "ポート: {}。"),
    "link": ("Link: {}.", "リンク: {}。"),
    "id": ("Id: {}.", "番号: {}。"),
    "value": ("Given: {}.", "指定された値: {}。"),
    "format": ("Format: {}.", "形式: {}。"),
    "target": ("Way of sharing: {}.", "共有方法: {}。"),
    "setting": ("Setting: {}.", "設定: {}。"),
    "status": ("Answer: {}.", "応答: {}。"),
    "version": ("Version: {}.", "版: {}。"),
    "kind": ("Kind: {}.", "種類: {}。"),
    "detail": ("Reason given: {}.", "理由: {}。"),
}
"""The parameters that are told to people, in this order: English, Japanese."""


def error_text(error: WalletError, language: str, params: Mapping[str, str] | None = None) -> tuple[str, str]:
    """The sentences for `error`, and the hint. With its sanitised `params`, what it is about is told as well.

    A code without words of its own is named, so that it can be looked up.
    """
    message, hint = _words(error, language)
    return _with_facts(message, params or {}, language), hint


def _words(error: WalletError, language: str) -> ErrorWords:
    # A credential error carries a reason code; the two lists share a few words that mean the same.
    if error.code in ERRORS[language]:
        return ERRORS[language][error.code]
    if error.code in _REASONS:
        text = reason_text(Reason(error.code), language)
        return ErrorWords(text.meaning, text.next_step)
    if language == Language.JA:
        return ErrorWords(f"失敗しました（{error.code}）。", "`wallet doctor` を実行してください")
    return ErrorWords(f"It did not work ({error.code}).", "run `wallet doctor`")


def _with_facts(message: str, params: Mapping[str, str], language: str) -> str:
    japanese = language == Language.JA
    told = [message]
    for name, forms in _FACTS.items():
        value = params.get(name)
        if value:
            told.append(forms[japanese].format(detail_words(value, language) if name in _CODED else value))
    return ("" if japanese else " ").join(told)
