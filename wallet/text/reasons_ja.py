"""The reasons in Japanese: title, meaning, next step, and the facts that parameters fill."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from wallet.model.report import Reason
from wallet.text.entries import ReasonWords

REASONS: Final[Mapping[Reason, ReasonWords]] = {
    Reason.UNSIGNED: ReasonWords(
        "署名なし",
        "誰が発行したのか、書き換えられていないかを示すものがありません。",
        "署名つきのバッジを発行者に求めてください。",
    ),
    Reason.SIGNATURE_MISMATCH: ReasonWords(
        "署名の不一致",
        "内容が署名されたものと違います。署名の後に変更されたか、別の鍵で署名されています。",
        "発行者の配布元からもう一度入手してください。それでも失敗する場合は、発行者に問い合わせてください。",
    ),
    Reason.PROOF_MALFORMED: ReasonWords(
        "規格に沿わない署名",
        "署名の記述そのものが壊れているため、何も証明できません。",
        "発行者に再発行を求めてください。",
        ("箇所: {detail}。", "方式: {algorithm}。"),
    ),
    Reason.DROPPED_TERMS: ReasonWords(
        "署名に含まれない部分",
        "語彙に定義のない語が使われており、その部分は署名の対象から漏れています。",
        "語をコンテキストに定義して再発行するよう、発行者に求めてください。",
        ("最初に見つかった語: {term}。", "箇所: {pointer}。"),
    ),
    Reason.CONTEXT_UNKNOWN: ReasonWords(
        "未対応の語彙",
        "何に署名されたのか判定できません。この版のウォレットに含まれていない語彙が使われています。",
        "新しい版のウォレットで試すか、公開されたコンテキストを使うよう発行者に求めてください。",
        ("語彙: {context}。",),
    ),
    Reason.CONTEXT_UNUSABLE: ReasonWords(
        "使えない語彙",
        "何に署名されたのか判定できません。バッジの語彙に矛盾があるか、規格に沿っていません。",
        "コンテキストの訂正を発行者に求めてください。",
        ("語彙: {context}。", "語: {term}。"),
    ),
    Reason.CONTROLLER_MISMATCH: ReasonWords(
        "名前と鍵の持ち主の不一致",
        "署名は合っていますが、鍵は名乗っている発行者または保有者が公開したものではありません。",
        "どの鍵で署名しているかを発行者に確かめてください。確かめられるまで、名乗りどおりの発行とは見なさないでください。",
        ("名乗り: {expected}。", "鍵の持ち主: {controller}。"),
    ),
    Reason.WRONG_PURPOSE: ReasonWords(
        "目的の違う鍵",
        "この署名とは別の目的で公開された鍵が使われています。",
        "バッジの発行用の鍵で署名するよう、発行者に求めてください。",
        ("鍵: {key}。", "必要な目的: {expected}。"),
    ),
    Reason.PROOF_EXPIRED: ReasonWords(
        "署名の期限切れ",
        "署名した人が決めた署名の期限を過ぎています。",
        "新しく署名したものを求めてください。",
        ("期限: {expires}。",),
    ),
    Reason.SUITE_UNSUPPORTED: ReasonWords(
        "未対応の署名方式",
        "署名が正しいかどうか判定できません。この版のウォレットが対応していない方式です。",
        "新しい版のウォレットか別の検証ツールで試すか、一般的な方式での発行を発行者に求めてください。",
        ("方式: {suite}。", "鍵の種類: {key}。"),
    ),
    Reason.KEY_UNRESOLVABLE: ReasonWords(
        "発行者の鍵の入手不可",
        "署名が正しいかどうか判定できません。署名に使われた鍵を入手できませんでした。",
        "接続してもう一度試すか、鍵の公開を続けているかを発行者に問い合わせてください。",
        ("識別子: {identifier}。", "理由: {detail}。"),
    ),
    Reason.KEY_REVOKED: ReasonWords(
        "使用をやめた鍵",
        "この鍵にはもう頼れないと、発行者が宣言しています。",
        "現在の鍵での再発行を発行者に求めてください。",
        ("鍵: {key}。", "{since}以降。"),
    ),
    Reason.ISSUER_KEY_UNBOUND: ReasonWords(
        "発行者と結びつかない鍵",
        "内容は変更されていませんが、鍵と発行者を結びつけるものがありません。誰にでも作れたものです。",
        "did:web など、自らのアドレスで鍵を公開するよう発行者に求めてください。",
        ("名乗っている発行者: {issuer}。",),
    ),
    Reason.EXPIRED: ReasonWords(
        "有効期限切れ",
        "発行者が定めた有効期限を過ぎています。",
        "更新できるかどうか、発行者に問い合わせてください。",
        ("期限: {date}。",),
    ),
    Reason.NOT_YET_VALID: ReasonWords(
        "有効期間前",
        "まだ有効期間が始まっていません。",
        "開始日まで待ってください。",
        ("開始: {date}。",),
    ),
    Reason.REVOKED: ReasonWords(
        "失効",
        "発行者がこのバッジを取り消しました。",
        "理由を発行者に問い合わせてください。",
        ("根拠: {url}。",),
    ),
    Reason.SUSPENDED: ReasonWords(
        "一時停止",
        "発行者がこのバッジの効力を一時的に止めています。",
        "いつ再開されるかを発行者に問い合わせてください。",
        ("根拠: {url}。",),
    ),
    Reason.STATUS_UNREACHABLE: ReasonWords(
        "失効情報リストの入手不可",
        "このバッジが失効しているかどうか判定できません。発行者の失効情報リストを入手できませんでした。",
        "接続してもう一度試すか、発行者に問い合わせてください。",
        ("リスト: {url}。", "理由: {detail}。"),
    ),
    Reason.STATUS_UNSUPPORTED: ReasonWords(
        "未対応の失効情報",
        "このバッジが失効しているかどうか判定できません。この版のウォレットが対応していない方法で示されています。",
        "発行者に問い合わせるか、新しい版のウォレットで試してください。",
        ("種類: {type}。",),
    ),
    Reason.STATUS_STALE: ReasonWords(
        "古い失効情報リスト",
        "このバッジが失効しているかどうか判定できません。手元の失効情報は古いため頼れません。",
        "接続してもう一度検証してください。",
        ("{as_of}時点の情報です。", "リスト: {url}。"),
    ),
    Reason.STATUS_UNTRUSTED: ReasonWords(
        "発行者の署名がない失効情報リスト",
        "このバッジが失効しているかどうか判定できません。リストが発行者のものだと確かめられません。",
        "バッジを発行する鍵でリストに署名するよう、発行者に求めてください。",
        ("リスト: {url}。", "リストの名乗り: {list_issuer}。"),
    ),
    Reason.STATUS_MALFORMED: ReasonWords(
        "読めない失効情報リスト",
        "このバッジが失効しているかどうか判定できません。失効情報リストが規格に沿っていません。",
        "失効情報リストの訂正を発行者に求めてください。",
        ("リスト: {url}。", "箇所: {detail}。"),
    ),
    Reason.RECIPIENT_MISMATCH: ReasonWords(
        "別の人のバッジ",
        "尋ねられた受領者に発行されたものではありません。",
        "メールアドレスや識別子を、発行を受けたときのものと見比べてください。",
        ("尋ねられた受領者: {expected}。",),
    ),
    Reason.RECIPIENT_UNKNOWN: ReasonWords(
        "受領者の記載なし",
        "誰のバッジか判定できません。受領者が書かれていません。",
        "受領者を記したバッジを発行者に求めてください。",
    ),
    Reason.HOLDER_MISMATCH: ReasonWords(
        "本人以外による提示",
        "提示データに署名した人と、バッジの受領者が違います。",
        "受領者本人が署名した提示データを求めてください。",
        ("署名した人: {holder}。", "受領者: {subject}。"),
    ),
    Reason.HOLDER_UNBOUND: ReasonWords(
        "提示した人との結びつきなし",
        "提示した人のバッジであることを示すものがありません。",
        "保有者の鍵が記されたバッジを、署名つきの提示データで求めてください。",
    ),
    Reason.CHALLENGE_MISMATCH: ReasonWords(
        "求めに対する回答ではない提示データ",
        "求めたチャレンジが入っていません。以前の提示データの写しかもしれません。",
        "正しいチャレンジを入れた提示データを改めて求めてください。",
        ("入っていた値: {challenge}。", "求めた値: {expected}。"),
    ),
    Reason.DOMAIN_MISMATCH: ReasonWords(
        "別の宛先の提示データ",
        "別の受け手のために作られた提示データです。",
        "こちらを宛先とした提示データを求めてください。",
        ("宛先: {domain}。", "期待した宛先: {expected}。"),
    ),
    Reason.EMPTY_PRESENTATION: ReasonWords(
        "中身のない提示データ",
        "バッジが一つも入っていないため、確かめられるものがありません。",
        "バッジの入った提示データを求めてください。",
    ),
    Reason.HOSTED_DIFFERS: ReasonWords(
        "発行者の公開内容との違い",
        "バッジのアドレスで発行者が公開している内容と、この写しが違います。",
        "発行者のアドレスからもう一度入手してください。",
        ("アドレス: {url}。",),
    ),
    Reason.SCHEMA_MISMATCH: ReasonWords(
        "スキーマとの不一致",
        "従うと自ら述べている決まりに沿っていません。",
        "訂正と再発行を発行者に求めてください。",
        ("箇所: {pointer}。",),
    ),
    Reason.DATE_UNREADABLE: ReasonWords(
        "読めない日時",
        "有効期間内かどうか判定できません。時間帯の記載がないなど、時点の定まらない日時があります。",
        "時間帯をつけて日時を書くよう、発行者に求めてください。",
        ("記載: {date}。",),
    ),
    Reason.NOT_CHECKED: ReasonWords(
        "未実施の検査",
        "先の検査に通らなかったため、検査できませんでした。",
        "先の検査の結果を見てください。",
        ("先の検査: {by}。",),
    ),
    Reason.TOO_LARGE: ReasonWords(
        "大きすぎるデータ",
        "悪意のあるファイルから守るための上限を超えているため、読み込みません。",
        "小さいバッジを発行者に求めてください。",
        ("上限: {limit}。",),
    ),
    Reason.TOO_DEEP: ReasonWords(
        "深すぎる入れ子",
        "実際のバッジにはないほど階層が深いため、読み込みません。",
        "簡素なバッジを発行者に求めてください。",
        ("上限: {limit}。",),
    ),
    Reason.TOO_COMPLEX: ReasonWords(
        "複雑すぎるデータ",
        "判定できません。このウォレットの許す計算量を超えるか、対応していない機能が使われています。",
        "簡素なバッジを発行者に求めるか、別の検証ツールで試してください。",
        ("内容: {what}。", "上限: {limit}。"),
    ),
    Reason.DUPLICATE_KEY: ReasonWords(
        "項目名の重複",
        "同じ項目名が二度使われており、読むプログラムによって内容が変わりえます。",
        "訂正を発行者に求めてください。",
        ("項目名: {key}。",),
    ),
    Reason.MALFORMED: ReasonWords(
        "読めないデータ",
        "ファイルが壊れているか、途中で切れているか、形式に沿っていません。",
        "入手元からもう一度ファイルを取得してください。",
        ("箇所: {detail}。", "項目: {member}。"),
    ),
    Reason.NOT_A_CREDENTIAL: ReasonWords(
        "バッジではないデータ",
        "クレデンシャルが入っていません。",
        "発行者が配布しているファイルを選んでください。画面の写真や保存したページは使えません。",
        ("内容: {detail}。", "足りない項目: {member}。"),
    ),
    Reason.UNSUPPORTED_FORMAT: ReasonWords(
        "未対応の形式",
        "バッジかもしれませんが、この版のウォレットでは読めない形式です。",
        "Open Badges 3.0 の形式で求めるか、新しい版のウォレットで試してください。",
        ("形式: {format}。", "内容: {what}。", "中のアドレス: {url}。"),
    ),
    Reason.AMBIGUOUS: ReasonWords(
        "二通りに読めるデータ",
        "発行者がどちらの意味で書いたのか判定できません。",
        "一通りにしか読めないバッジを発行者に求めてください。",
        ("読み方の数: {count}。", "対象: {id}。"),
    ),
    Reason.OFFLINE: ReasonWords(
        "通信が必要",
        "通信を行わない設定のため、入手できませんでした。",
        "接続してもう一度試してください。",
        ("アドレス: {url}。",),
    ),
    Reason.UNREACHABLE: ReasonWords(
        "接続不可",
        "指定された場所から読み取れませんでした。",
        "名前やアドレスを確かめ、時間をおいてもう一度試してください。",
        ("アドレス: {url}。", "応答: {status}。", "理由: {detail}。"),
    ),
    Reason.NOT_TRUSTED: ReasonWords(
        "未確認の発行者",
        "発行者が確認済みであることを求められましたが、確認済みの一覧に載っていません。",
        "発行者が誰かを確かめたうえで、`wallet trust add` で加えてください。",
        ("発行者: {issuer}。",),
    ),
    Reason.CLOCK_SET_BACK: ReasonWords(
        "時計の巻き戻り",
        "有効期間内かどうか判定できません。この機械の時計が、以前に示した時刻より前を指しています。",
        "時計を合わせてから、もう一度検証してください。",
        ("これまでの最も新しい時刻: {since}。",),
    ),
    Reason.INTERNAL_ERROR: ReasonWords(
        "このプログラムの不具合",
        "判定できません。検査の途中でこのプログラムが失敗しました。バッジの良し悪しとは関係ありません。",
        "差し支えなければバッジを添えて、このウォレットの開発元に知らせてください。",
    ),
}
