"""What a check that passed has shown, and why one did not apply, in whole sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from wallet.model.report import Check, Outcome
from wallet.text.facts import told
from wallet.text.language import Language


class CheckWords(NamedTuple):
    """One check in one language; each of the `facts` is told when its blanks are known."""

    passed: str
    not_applicable: str
    facts: tuple[str, ...] = ()


ENGLISH: Final[Mapping[Check, CheckWords]] = {
    Check.STRUCTURE: CheckWords("It has the parts that a credential must have.", "There is nothing to look at."),
    Check.PROOF: CheckWords(
        "The content is exactly what was signed.",
        "There is nothing to look at.",
        ("Method: {suites}.", "Of an older standard: {legacy}."),
    ),
    Check.CONTROLLER: CheckWords(
        "The key that signed speaks for the one named.",
        "There is no key to look at.",
        ("The badge names its issuer only as {stated}, so the owner of the key is taken for the issuer.",),
    ),
    Check.STATUS: CheckWords("The issuer has not taken it back.", "The issuer names no way to take it back."),
    Check.VALIDITY: CheckWords(
        "The day of the check lies within the period stated.",
        "It states no period.",
        ("From {valid_from}.", "Until {valid_until}."),
    ),
    Check.RECIPIENT: CheckWords("What was asked about recipient and presenter holds.", "This was not asked."),
    Check.ENDORSEMENTS: CheckWords("Every endorsement in it holds.", "It carries no endorsement."),
}

JAPANESE: Final[Mapping[Check, CheckWords]] = {
    Check.STRUCTURE: CheckWords("クレデンシャルに必要な項目がそろっています。", "調べる対象がありません。"),
    Check.PROOF: CheckWords(
        "内容は署名されたときのままです。",
        "調べる対象がありません。",
        ("方式: {suites}。", "旧い標準の方式: {legacy}。"),
    ),
    Check.CONTROLLER: CheckWords(
        "署名した鍵は、名前の挙がっている者のものです。",
        "調べる鍵がありません。",
        ("バッジは発行者を {stated} とだけ示しているため、鍵の持ち主を発行者とみなします。",),
    ),
    Check.STATUS: CheckWords("発行者は取り消していません。", "発行者は取り消しの手段を示していません。"),
    Check.VALIDITY: CheckWords(
        "検証した日は、定められた有効期間の中にあります。",
        "有効期間は定められていません。",
        ("開始: {valid_from}。", "期限: {valid_until}。"),
    ),
    Check.RECIPIENT: CheckWords(
        "受領者と提示者について指定された条件を満たしています。", "この点は指定されていません。"
    ),
    Check.ENDORSEMENTS: CheckWords("付いている推奨はすべて検証できました。", "推奨は付いていません。"),
}

_WORDS: Final[Mapping[str, Mapping[Check, CheckWords]]] = {Language.EN: ENGLISH, Language.JA: JAPANESE}


def check_text(check: Check, outcome: Outcome, language: str, params: Mapping[str, str]) -> str:
    """What `check` amounts to where it did not fail: with the facts that its sanitised `params` tell."""
    words = _WORDS[language][check]
    if outcome is Outcome.NOT_APPLICABLE:
        return words.not_applicable
    return told(words.passed, words.facts, params, language)
