"""Single words and short phrases: outcomes, checks, trust, labels."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from wallet.model.report import Check, IssuerTrust, Outcome
from wallet.text.language import Language
from wallet.text.when import format_time

WORDS: Final[dict[str, tuple[str, str]]] = {
    "passed": ("passed", "検証できました"),
    "failed": ("failed", "検証に失敗しました"),
    "indeterminate": ("cannot tell", "判定できません"),
    "not_applicable": ("not applicable", "該当なし"),
    "refused": ("not readable as a badge", "バッジとして読み取れません"),
    "structure": ("structure", "構造"),
    "proof": ("signature", "署名"),
    "hosted-copy": ("hosted copy", "発行元の掲載"),
    "hosted-for": ("issuer's host", "発行者の掲載元"),
    "controller": ("issuer's key", "発行者の鍵"),
    "status": ("status", "失効の有無"),
    "validity": ("validity period", "有効期間"),
    "recipient": ("recipient", "受領者"),
    "endorsements": ("endorsements", "推奨（エンドースメント）"),
    "known": ("known", "確認済み"),
    "self-asserted": ("self-asserted", "自己申告"),
    "unknown": ("unknown", "不明"),
    "imported": ("imported", "取り込みました"),
    "dry-run": ("A rehearsal: nothing is kept.", "試行です。何も保管しません。"),
    "duplicate": ("already there", "取り込み済み"),
    "updated": ("updated", "更新しました"),
    "unsupported": ("not supported", "未対応"),
    "verification": ("Verification: is it authentic and in force?", "検証: 本物で、有効か"),
    "trust": ("Trust: is the issuer known?", "信頼: 発行者は確認されているか"),
    "quality": ("Quality: how fully is the learning described?", "質: 学びがどこまで記載されているか"),
    "not-judged": ("not judged yet", "まだ評価していません"),
    "not-proven": ("the badge's own words, not proven", "バッジ自身の記載（証明されていません）"),
    "issuer": ("issuer", "発行者"),
    "associations": ("how they belong together", "達成事項どうしの関係"),
    "exactMatchOf": ("same as", "同じもの"),
    "isChildOf": ("below", "上位"),
    "isParentOf": ("above", "下位"),
    "isPartOf": ("part of", "全体"),
    "isPeerOf": ("peer of", "同列"),
    "isRelatedTo": ("related to", "関連"),
    "precedes": ("before", "次"),
    "replacedBy": ("replaced by", "置き換え先"),
    "claims": ("what it says, as far as disclosed", "記載内容（開示された範囲）"),
    "holder": ("presented by", "提示者"),
    "subject": ("recipient", "受領者"),
    "valid-from": ("valid from", "有効期間の開始"),
    "valid-until": ("valid until", "有効期限"),
    "as-of": ("as of", "時点:"),
    "bundled": ("shipped with the wallet", "ウォレットに同梱"),
    "hint": ("hint", "ヒント"),
    "gone": ("taken back", "取り消し済み"),
    "link-works-until": ("link works until", "リンクの有効期限"),
    "for-whom": ("for", "宛先"),
    "no-limit": ("no end set", "期限なし"),
    "recovery-key": (
        "Recovery key: write it down now, it is not shown again.",
        "復元用の鍵: 二度と表示されません。今、書き留めてください。",
    ),
    "no-keyring": (
        "This machine has no keyring that the wallet trusts, so a passphrase is needed.",
        "この機器には利用できるキーリングがないため、パスフレーズが必要です。",
    ),
    "passphrase": ("Passphrase", "パスフレーズ"),
    "passphrase-again": ("Passphrase again", "パスフレーズ（確認）"),
    "vault-made": ("The vault is ready", "保管庫を作成しました"),
    "locked": ("The vault is locked.", "保管庫をロックしました。"),
    "unlocked": ("The vault stays unlocked until `wallet lock`.", "`wallet lock` まで保管庫を開いたままにします。"),
    "asks-each-time": (
        "The passphrase is right. Without a keyring each command asks for it again.",
        "パスフレーズは正しいです。キーリングがないため、コマンドごとに入力が必要です。",
    ),
    "not-disclosable": (
        "its issuer signed it as a whole: no part can be withheld",
        "発行者が全体に署名しているため、一部だけを隠せません",
    ),
    "shared": ("shared", "共有しました"),
    "revoked-link": (
        "The link is taken back; its content is gone from the host.",
        "リンクを取り消しました。内容は消去されました。",
    ),
    "host-ready": ("link host ready at", "リンクの提供を開始しました:"),
    "removed": ("removed", "削除しました"),
    "written": ("written", "書き出しました"),
    "vault": ("kept in the vault", "保管庫に保管"),
    "fetched": ("fetched", "取得"),
    "materials": ("from the materials", "検証資料から"),
    "stapled": ("supplied by the presenter", "提示した人が添付"),
    "signed-by-issuer": ("signed by its issuer on", "発行者が署名した日時:"),
    "presenters-word": ("without a signature of its issuer", "発行者の署名なし"),
    "relied-on": ("relied on", "根拠"),
    "domain": ("its own domain", "自らのドメイン"),
    "me": ("you", "あなた"),
    "key-counts": ("the issuer's key", "発行者の鍵"),
    "key-changed": ("the key is not the one seen before", "以前に確認した鍵と違います"),
    "registry-expired": ("what a registry says of it has expired", "登録簿の記載が期限切れです"),
    "keyring": ("keyring", "キーリング"),
    "recovery": ("recovery key", "復元用の鍵"),
    "nothing-found": ("Nothing was found there", "何も見つかりませんでした"),
    "nothing-shared": ("nothing was shared yet", "共有したものはまだありません"),
    "receiver-finds": ("The receiver will find this:", "受け取った人には次のように見えます:"),
    "remove-for-good": ("Remove for good:", "完全に削除しますか:"),
    "passphrase-or-keyring": (
        "A passphrase opens the vault anywhere. Leave it empty to rely on the keyring of this machine alone.",
        "パスフレーズがあれば、どこでも保管庫を開けます。空のままなら、この機器のキーリングだけで開きます。",
    ),
    "empty": ("no badges yet", "バッジはまだありません"),
    "withheld-nothing": ("what leaves", "開示する項目"),
    "stays": ("what stays", "開示しない項目"),
    "preview": ("A preview: nothing has left.", "下見です。何も送っていません。"),
    "travels-original": (
        "travels as the original, byte for byte, in an envelope; not every verifier opens it",
        "元のデータのまま、封入して提示します。開けない検証ツールもあります",
    ),
    "travels-token": ("travels as the token it is, in an envelope", "トークンのまま、封入して提示します"),
    "could-withhold": (
        "parts of it could stay behind: --disclose {id}:POINTER,…",
        "一部だけを見せることもできます: --disclose {id}:項目,…",
    ),
    "personal-leaves": ("personal details leave:", "個人に関する項目が含まれています:"),
    "purpose-only-here": (
        "Signed for assertionMethod: only verifiers that ask for it take it; the others, this wallet too, refuse it.",
        "assertionMethod で署名しました。受け入れるのはこれを求める検証ツールだけで、このウォレットも拒否します。",
    ),
    "take-back": ("to take it back", "取り消し方"),
    "take-back-never": ("cannot be taken back", "取り消せません"),
    "linkedin-none": (
        "Nothing was sent. Open this address to add it to your profile.",
        "何も送っていません。このアドレスを開くと、プロフィールに追加できます。",
    ),
}
"""Each idea once: English, Japanese."""

GLYPHS: Final = {"passed": "✓", "failed": "✗", "indeterminate": "?", "not_applicable": "–", "refused": "✗"}


def word(name: str, language: str) -> str:
    """The word for `name`; a name without one stands for itself."""
    english, japanese = WORDS.get(name, (name, name))
    return japanese if language == Language.JA else english


def outcome_word(outcome: Outcome, language: str) -> str:
    """The verdict of a check or a verification, as the glossary has it."""
    return word(outcome, language)


def check_name(check: Check, language: str) -> str:
    """What a check is called."""
    return word(check, language)


def trust_word(trust: IssuerTrust, language: str) -> str:
    """Whether it is known who issued it."""
    return word(trust, language)


def date_text(at: datetime | None, language: str) -> str:
    """A UTC instant as a date and time that people read; `-` for none."""
    return "-" if at is None else format_time(at, language)
