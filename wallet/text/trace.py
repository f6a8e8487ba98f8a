"""The headings of a trace, for engineers."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

LABELS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "ja": MappingProxyType(
            {
                "trace": "検証の過程",
                "proof": "証明",
                "holds": "成立",
                "does-not-hold": "不成立。以下は検証されていない入力です",
                "no-proof": "証明がありません。",
                "by-addresses": "この形式は発行者のアドレスで確認します。示せる途中の値はありません。",
                "no-steps": "この方式には、示せる途中の値がありません。",
                "verification-method": "検証方法",
                "key": "公開鍵",
                "terms": "用語の展開",
                "header": "ヘッダー",
                "payload": "ペイロード",
                "canonical-options": "正規化した証明オプション",
                "canonical-document": "正規化した文書",
                "hash": "ハッシュ",
                "signing-input": "署名対象 (16進)",
                "signature": "署名",
            }
        ),
        "en": MappingProxyType(
            {
                "trace": "Trace",
                "proof": "proof",
                "holds": "holds",
                "does-not-hold": "does not hold; what follows is input that nobody vouches for",
                "no-proof": "There is no proof.",
                "by-addresses": "This format is verified by the issuer's addresses: there are no steps to show.",
                "no-steps": "This suite has no intermediate values to show.",
                "verification-method": "verification method",
                "key": "public key",
                "terms": "expanded terms",
                "header": "header",
                "payload": "payload",
                "canonical-options": "canonical proof options",
                "canonical-document": "canonical document",
                "hash": "hash",
                "signing-input": "signing input (hexadecimal)",
                "signature": "signature",
            }
        ),
    }
)


def trace_label(name: str, language: str) -> str:
    """The heading `name` in a language; English where that language has none."""
    return LABELS.get(language, LABELS["en"])[name]
