"""Pathways in words: what counts towards what, always by somebody's statement, never as a right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from wallet.text.language import Language

_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "held": ("held", "取得済み"),
    "needed": ("needed", "未取得"),
    "blocked": ("held, but does not count", "取得済み（算入されません）"),
    "requires": ("what this takes, by its issuer's statement", "必要なもの（発行者の記載による）"),
    "may-lead-to": ("counts towards this, by the issuer's statement", "これに算入されるもの（発行者の記載による）"),
    "related": ("called related; nothing is said of counting", "関連とだけ記載（算入についての記載はありません）"),
    "circle": ("These build towards one another, so none of them is the whole", "互いに算入し合っています"),
    "none": ("No badge here says what it builds towards.", "算入先や構成要素を記載したバッジはありません。"),
    "stated-by": ("stated by", "記載者"),
}


def pathway_word(name: str, language: str) -> str:
    """The word for `name`."""
    english, japanese = _WORDS[name]
    return japanese if language == Language.JA else english
