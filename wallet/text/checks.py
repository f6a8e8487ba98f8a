"""What a check that passed has shown, and why one did not apply, in whole sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from wallet.model.report import Check, Outcome
from wallet.text.facts import told
from wallet.text.language import Language

HOSTED: Final = "hosted"
"""The parameter of a check that rests on what a host shows, not on a signature."""
_LABELS: Final = {Check.PROOF: "hosted-copy", Check.CONTROLLER: "hosted-for"}


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
        (
            "Method: {suites}.",
            "Form: {form}.",
            "Of an older standard: {legacy}.",
            "Parts disclosed: {disclosed}.",
            "Parts kept back, decoys included: {withheld}.",
            "Entered in the blockchain {chain} on {anchored}, signed by {signer}.",
        ),
    ),
    Check.CONTROLLER: CheckWords(
        "The key that signed speaks for the one named.",
        "There is no key to look at.",
        (
            "The badge names its issuer only as {stated}, so the owner of the key is taken for the issuer.",
            "Seal of {organisation} ({qualified}).",
            "Its authority is in your list {trust_list}: {root}.",
            "Sealed on {signing_time}, by its own word.",
            "Revocation of the certificate: {revocation}.",
        ),
    ),
    Check.STATUS: CheckWords(
        "The issuer has not taken it back.",
        "The issuer names no way to take it back.",
        (
            "The issuer signed the list on {list_dated}.",
            "The issuer asks to look again by {refresh_due}.",
            "The list is not signed; it is believed because the badge itself names its address: {hosted_list}.",
            "The list is short ({short_list} entries): looking things up in it hides less than it should.",
            "The issuer's message: {message}.",
            "The issuer says that a newer badge can be had (list: {refresh}).",
        ),
    ),
    Check.VALIDITY: CheckWords(
        "The day of the check lies within the period stated.",
        "It states no period.",
        (
            "From {valid_from}.",
            "Until {valid_until}.",
            "Its issuer offers newer versions ({refresh_service}), which were not asked for.",
        ),
    ),
    Check.RECIPIENT: CheckWords("What was asked about recipient and presenter holds.", "This was not asked."),
    Check.ENDORSEMENTS: CheckWords(
        "Every endorsement in it holds.",
        "It carries no endorsement.",
        ("Endorsements: {stated}, of which {passed} hold.", "Endorsed by {endorsers}."),
    ),
}

JAPANESE: Final[Mapping[Check, CheckWords]] = {
    Check.STRUCTURE: CheckWords("クレデンシャルに必要な項目がそろっています。", "調べる対象がありません。"),
    Check.PROOF: CheckWords(
        "内容は署名されたときのままです。",
        "調べる対象がありません。",
        (
            "方式: {suites}。",
            "形: {form}。",
            "旧い標準の方式: {legacy}。",
            "開示された項目の数: {disclosed}。",
            "開示されていない項目の数（おとりを含む）: {withheld}。",
            "ブロックチェーン {chain} への記録: {anchored}（署名: {signer}）。",
        ),
    ),
    Check.CONTROLLER: CheckWords(
        "署名した鍵は、名前の挙がっている者のものです。",
        "調べる鍵がありません。",
        (
            "バッジは発行者を {stated} とだけ示しているため、鍵の持ち主を発行者とみなします。",
            "{organisation} の電子シールです（{qualified}）。",
            "認証局は信頼リスト「{trust_list}」に載っています: {root}。",
            "シール自身の示す日付: {signing_time}。",
            "証明書の失効: {revocation}。",
        ),
    ),
    Check.STATUS: CheckWords(
        "発行者は取り消していません。",
        "発行者は取り消しの手段を示していません。",
        (
            "リストの署名日: {list_dated}。",
            "発行者は{refresh_due}までに確認し直すよう求めています。",
            "リストに署名はありません。バッジ自身が示すアドレスのものとして扱います: {hosted_list}。",
            "リストが短いため（{short_list}件）、照会の秘匿性が標準より低くなります。",
            "発行者からの伝言: {message}。",
            "発行者は新しいバッジがあると示しています（リスト: {refresh}）。",
        ),
    ),
    Check.VALIDITY: CheckWords(
        "検証した日は、定められた有効期間の中にあります。",
        "有効期間は定められていません。",
        (
            "開始: {valid_from}。",
            "期限: {valid_until}。",
            "発行者は更新版を提供していますが（{refresh_service}）、問い合わせていません。",
        ),
    ),
    Check.RECIPIENT: CheckWords(
        "受領者と提示者について指定された条件を満たしています。", "この点は指定されていません。"
    ),
    Check.ENDORSEMENTS: CheckWords(
        "付いている推奨はすべて検証できました。",
        "推奨は付いていません。",
        ("推奨{stated}件のうち{passed}件を検証できました。", "推奨者: {endorsers}。"),
    ),
}

_HOSTED: Final[Mapping[str, Mapping[Check, str]]] = {
    Language.EN: {
        Check.PROOF: "The issuer's host shows exactly this badge; nothing is signed.",
        Check.CONTROLLER: "The issuer's profile lets this host speak for it.",
    },
    Language.JA: {
        Check.PROOF: "発行元が掲載している内容と一致しています。署名はありません。",
        Check.CONTROLLER: "発行者のプロフィールが、この掲載元を認めています。",
    },
}

_NOT_ALL_HOLD: Final[Mapping[str, str]] = {
    Language.EN: "Not every endorsement in it holds; that says nothing against the badge itself.",
    Language.JA: "検証できない推奨が付いています。バッジ自体の検証結果には影響しません。",
}

_MINE: Final[Mapping[str, str]] = {
    Language.EN: "It is about you: {mine} is one of your addresses.",
    Language.JA: "あなた宛てです。{mine} は登録済みのあなたのアドレスです。",
}

_WORDS: Final[Mapping[str, Mapping[Check, CheckWords]]] = {Language.EN: ENGLISH, Language.JA: JAPANESE}


def check_text(check: Check, outcome: Outcome, language: str, params: Mapping[str, str]) -> str:
    """What `check` amounts to where it did not fail: with the facts that its sanitised `params` tell."""
    words = _WORDS[language][check]
    if check is Check.RECIPIENT and "mine" in params and outcome is Outcome.PASSED:
        return _MINE[language].format_map(params)
    if HOSTED in params and check in _HOSTED[language]:
        return _HOSTED[language][check]
    if outcome is Outcome.NOT_APPLICABLE:
        if check is Check.ENDORSEMENTS and params.get("stated", "0") != "0":
            return told(_NOT_ALL_HOLD[language], words.facts, params, language)
        return words.not_applicable
    return told(words.passed, words.facts, params, language)


def check_label(check: Check, params: Mapping[str, str]) -> str:
    """The name in `wallet.text.words` of what was checked: a badge that its host vouches for has no key."""
    return _LABELS.get(check, check) if HOSTED in params else check
