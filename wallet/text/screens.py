"""The words of the terminal UI, in both languages: looked up here, kept by subject in the modules beside it.

A sentence says what happened and what to do next; a label is short, because eighty cells have to do.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from wallet.text.language import Language
from wallet.text.screens_badge import BADGE
from wallet.text.screens_library import LIBRARY
from wallet.text.screens_share import SHARE
from wallet.text.screens_vault import VAULT

_COMMON: Final[Mapping[str, tuple[str, str]]] = {
    "title": ("Wallet", "ウォレット"),
    "other-language": ("日本語", "English"),
    "help": ("Help", "ヘルプ"),
    "quit": ("Quit", "終了"),
    "back": ("Back", "戻る"),
    "cancel": ("Cancel", "やめる"),
    "stop": ("Stop", "中止"),
    "ok": ("OK", "決定"),
    "open": ("Open", "開く"),
    "choose": ("Choose", "選ぶ"),
    "scroll": ("Scroll", "スクロール"),
    "field": ("Next field", "次の欄"),
    "go-on": ("Go on", "次へ"),
    "language": ("Language", "言語"),
    "lock": ("Lock", "ロック"),
    "next": ("Next ({who}): {step}", "次にできること（{who}）: {step}"),
    "hint": ("Hint: {hint}", "ヒント: {hint}"),
    "name": ("Name", "名前"),
    "state": ("State", "状態"),
    "issuer": ("Issuer", "発行者"),
    "reason": ("Why", "理由"),
    "crashed": (
        "The wallet stopped on a defect of its own ({kind}). The vault holds everything that was reported as done.",
        "ウォレットの不具合で停止しました（{kind}）。完了と表示された内容は、すべて保管庫に残っています。",
    ),
}

SCREEN_WORDS: Final[Mapping[str, tuple[str, str]]] = {**_COMMON, **VAULT, **LIBRARY, **BADGE, **SHARE}
"""English, Japanese."""


def screen_text(name: str, language: str, **blanks: str) -> str:
    """The words for `name`, with its blanks filled: what fills them from outside must be safe already."""
    english, japanese = SCREEN_WORDS[name]
    words = japanese if language == Language.JA else english
    return words.format(**blanks) if blanks else words
