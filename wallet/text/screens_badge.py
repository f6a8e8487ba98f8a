"""Words of a badge's page: English, Japanese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

BADGE: Final[Mapping[str, tuple[str, str]]] = {
    "badge": ("Badge", "バッジ"),
    "judging": ("Checking …", "検証しています…"),
    "update": ("Ask for news", "最新情報"),
    "trust-key": ("Trust", "信頼"),
    "tag": ("Tags", "タグ"),
    "export": ("Export", "書き出し"),
    "remove": ("Remove", "削除"),
    "own-words-proven": ("covered by the issuer's signature", "発行者の署名で証明されています"),
    "network-on": ("the network could be used", "通信あり"),
    "network-off": ("with no network", "通信なし"),
    "network-materials": ("with the given materials", "指定の検証資料を使用"),
    "known-by": ("known by: {by}", "確認した人: {by}"),
    "trust-known": (
        "The issuer is one that you decided to know. It says nothing about the signature.",
        "あなたが確認済みにした発行者です。署名の正しさとは別のことです。",
    ),
    "trust-self-asserted": (
        "Only the issuer itself says who it is. It says nothing about the signature.",
        "発行者自身がそう名乗っているだけです。署名の正しさとは別のことです。",
    ),
    "trust-unknown": (
        "Nobody you know vouches for this issuer. It is not a sign of forgery.",
        "この発行者を確認した人がいません。偽物という意味ではありません。",
    ),
    "trust-next": (
        "k: know this issuer, if you have checked the identifier by another way",
        "k: 別の手段で識別子を確かめたら、確認済みにできます",
    ),
    "trust-not-yet": (
        "This issuer cannot be marked as known: the signature does not establish who it is.",
        "署名から発行者を確かめられないため、確認済みにはできません。",
    ),
    "quality-apart": (
        "The signature says nothing about it, in either direction.",
        "署名の結果からは、どちらとも言えません。",
    ),
    "says-reading": ("What the badge says", "バッジの記載"),
    "says-proven": ("What the badge says, covered by the signature", "バッジの記載（署名で証明済み）"),
    "says-unproven": ("What the badge says, not proven", "バッジの記載（証明されていません）"),
    "recipient": ("Recipient", "受領者"),
    "achievement-type": ("Type", "種類"),
    "description": ("Description", "説明"),
    "criteria": ("Criteria", "取得条件"),
    "history": ("History", "履歴"),
    "came-as": ("came as {kind} from {source}", "受け取った形: {kind}（{source}）"),
    "did-imported": ("imported", "取り込み"),
    "did-verdict-changed": ("verdict changed: {before} → {now}", "検証結果の変化: {before} → {now}"),
    "did-shared": ("shared with {whom}", "共有（宛先: {whom}）"),
    "did-revoked": ("link taken back", "リンクの取り消し"),
    "was-checked": ("Checked again with what the vault holds.", "保管庫の資料で再検証しました。"),
    "was-updated": (
        "Checked again; what could be fetched was fetched and is kept.",
        "再検証しました。取得できた情報は保管庫に保管しました。",
    ),
    "was-tagged": ("The tags are changed.", "タグを変更しました。"),
    "issuer-known": ("The issuer is known from now on.", "発行者を確認済みにしました。"),
    "issuer-forgotten": ("The issuer is no longer known.", "発行者の確認を取りやめました。"),
    "written-to": ("Written: {path}", "書き出しました: {path}"),
    "tags-which": ("Tags of this badge", "このバッジのタグ"),
    "tags-how": ("Separated by spaces. The search finds them.", "空白で区切ります。検索で見つけられます。"),
    "know-issuer": ("Know this issuer from now on?", "この発行者を確認済みにしますか。"),
    "know-issuer-means": (
        "Trust will say: known, by you. Verification does not change by it.",
        "信頼の欄に「確認済み（あなた）」と表示します。検証結果は変わりません。",
    ),
    "know-issuer-yes": ("Know it", "確認済みにする"),
    "forget-issuer": ("No longer know this issuer?", "この発行者の確認を取りやめますか。"),
    "forget-issuer-means": (
        "Trust will say: unknown. Verification does not change by it.",
        "信頼の欄に「不明」と表示します。検証結果は変わりません。",
    ),
    "forget-issuer-yes": ("Forget it", "取りやめる"),
    "remove-really": ("Remove this badge for good?", "このバッジを完全に削除しますか。"),
    "remove-means": (
        "Its bytes are erased from the vault. Only an exported original brings it back.",
        "保管庫から消去します。元に戻すには、書き出したファイルが必要です。",
    ),
    "remove-yes": ("Remove it", "削除する"),
}
