"""What the demonstration says, in both languages."""

from __future__ import annotations

from typing import Final

_EN: Final = {
    "vault": "A vault, encrypted under a random key; the passphrase comes from a file only its owner can read",
    "import": "Fourteen sample badges: JSON, PNG, SVG and JWT, in two languages",
    "encrypted": "not a word of a badge can be read in the vault's files",
    "refresh": "Once, with what the issuers publish today (here: on a stick, as a materials directory)",
    "offline": "From here on with no network: what can be said of each badge, relying on what, as of when",
    "verdicts": "every verdict is the one expected: in force, expired, revoked, suspended",
    "show": "One badge from near: verification, trust and quality, never blended",
    "present": "Two badges for one employer, signed by the learner, with the employer's challenge and an end",
    "presented": "the employer reads it without a vault; what only the network could tell stays 'cannot tell'",
    "host": "A link host on this machine; it will see ciphertext only",
    "share": "The same two as a link; the key is behind the #, and never sent",
    "employer": "The employer: an empty home, no vault, no account",
    "revoke": "The learner takes the link back",
    "gone": "The employer once more: the link is gone, and says so",
    "gone_answer": "a browser is told 410 Gone",
    "purpose": "Application as data analyst",
    "more": "… {count} more lines",
    "took": "({seconds:.1f} s, exit {code})",
    "failed": "NOT AS EXPECTED",
    "done": "Done in {seconds:.0f} s; nothing is left running.",
    "look": "Look around in the terminal UI:\n\n  $ WALLET_VAULT={vault} .venv/bin/wallet\n\n"
    "The passphrase is: {passphrase}",
}

_JA: Final = {
    "vault": "保管庫を作ります。無作為な鍵で暗号化し、パスフレーズは所有者だけが読めるファイルから受け取ります",
    "import": "見本のバッジ14個: JSON、PNG、SVG、JWT。日本語と英語",
    "encrypted": "保管庫のファイルから、バッジの言葉は一語も読めません",
    "refresh": "一度だけ、発行者が今日公開している資料を使います（ここではUSBメモリ相当の検証資料フォルダ）",
    "offline": "ここからはネットワークなし。バッジごとに、何を根拠に、いつの時点で、何が言えるか",
    "verdicts": "判定はすべて期待どおり: 有効、有効期限切れ、失効、一時停止",
    "show": "バッジを1つ詳しく: 検証、信頼、質は決して混ぜません",
    "present": "1社のために2つのバッジ。学習者が署名し、相手のチャレンジと期限を含めます",
    "presented": "相手は保管庫なしで読めます。ネットワークでしか分からないことは「判定できません」のままです",
    "host": "このコンピューターのリンクホスト。見えるのは暗号文だけです",
    "share": "同じ2つをリンクで共有。鍵は # の後にあり、送信されません",
    "employer": "採用担当者: 空のホーム、保管庫なし、アカウントなし",
    "revoke": "学習者がリンクを取り消します",
    "gone": "採用担当者がもう一度開くと、リンクはもうなく、そう伝えられます",
    "gone_answer": "ブラウザーには 410 Gone と答えます",
    "purpose": "データ分析職への応募",
    "more": "… ほか{count}行",
    "took": "（{seconds:.1f}秒、終了コード {code}）",
    "failed": "期待と違います",
    "done": "{seconds:.0f}秒で終わりました。動き続けているものはありません。",
    "look": "端末の画面で見てまわれます:\n\n  $ WALLET_VAULT={vault} .venv/bin/wallet\n\nパスフレーズ: {passphrase}",
}

WORDS: Final = {"en": _EN, "ja": _JA}
