"""The words of an e-mail draft."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from wallet.text.language import Language
from wallet.text.when import format_time


def draft(names: Sequence[str], link: str, expires: datetime | None, note: str, language: str) -> tuple[str, str]:
    """Subject and body of a draft that hands over `link`; `expires` is the end of the link, not of a badge.

    The texts are to be fit for showing already.
    """
    until = "" if expires is None else format_time(expires, language)
    listed = list(names)
    if language == Language.JA:
        end = f"リンクの有効期限: {until}（バッジの有効期限とは別です）" if until else "リンクに期限はありません。"
        lines = [
            *([note, ""] if note else []),
            "次のバッジをお送りします。",
            *(f"・{name}" for name in listed),
            "",
            "検証はこちらから（アカウントは不要です）:",
            link,
            "",
            "リンクは「#」より後ろも含めて、すべて開いてください。",
            end,
        ]
        return f"デジタルバッジ {len(listed)}件", "\n".join(lines) + "\n"
    end = f"The link works until {until}; that is not the end of a badge." if until else "The link has no end set."
    lines = [
        *([note, ""] if note else []),
        "Here are my badges:",
        *(f"- {name}" for name in listed),
        "",
        "Check them here, without an account:",
        link,
        "",
        "The link has to be opened whole, with everything after the “#”.",
        end,
    ]
    return f"Digital badges: {len(listed)}", "\n".join(lines) + "\n"
