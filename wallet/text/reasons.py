"""A reason code in words: what it is called, what it means, what to do next and who can do it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from wallet.model.report import Reason
from wallet.text.reasons_en import ENGLISH
from wallet.text.reasons_ja import JAPANESE

_WHO: Final = {
    "issuer": ("issuer", "発行者"),
    "holder": ("holder", "保有者"),
    "verifier": ("verifier", "検証者"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonText:
    """One reason in one language; `who` can do what `next_step` says."""

    title: str
    meaning: str
    next_step: str
    who: str


def reason_text(reason: Reason, language: str) -> ReasonText:
    """The words for `reason`, in Japanese for `ja` and in English for everything else."""
    title, meaning, next_step, who = (JAPANESE if language == "ja" else ENGLISH)[reason]
    return ReasonText(title=title, meaning=meaning, next_step=next_step, who=_WHO[who][language == "ja"])
