"""What the wallet raises, in Japanese: what happened, and what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from wallet.text.entries import ErrorWords

ERRORS: Final[Mapping[str, ErrorWords]] = {
    "address-unusable": ErrorWords("そのアドレスでは待ち受けできません。", "別のポートを指定してください"),
    "ambiguous-id": ErrorWords("その番号で始まるバッジが複数あります。", "番号をもう少し長く指定してください"),
    "argon2id-unavailable": ErrorWords(
        "この環境ではパスフレーズから鍵を作れません（Argon2id がありません）。何も変更していません。",
        "指定された版の cryptography とともに入れ直してください",
    ),
    "audience-missing": ErrorWords("この形式の提示には宛先が必要です。", "--audience URL で指定してください"),
    "backup-damaged": ErrorWords(
        "バックアップが変更されたか、途中で切れています。書き込んだときのままではありません。何も取り込んでいません。",
        "別に保存したバックアップを使ってください",
    ),
    "backup-differs": ErrorWords(
        "メモリ上で復元した内容が、バックアップの記載と一致しません。", "保管庫からバックアップを作り直してください"
    ),
    "backup-incomplete": ErrorWords(
        "保管庫に読み取れないところがあるため、以前のバックアップを残し、何も書き込んでいません。",
        "`wallet doctor` を実行し、残りは別のファイル名でバックアップしてください",
    ),
    "backup-key-missing": ErrorWords(
        "別の保管庫のバックアップです。開くためのものが指定されていません。",
        "--key-file でパスフレーズか復元用の鍵を指定してください",
    ),
    "backup-key-wrong": ErrorWords(
        "そのパスフレーズや復元用の鍵では、バックアップを開けません。",
        "バックアップを作ったときに保管庫を開けたものを使ってください",
    ),
    "backup-names": ErrorWords(
        "書き込むファイルか、`verify` とファイルを指定してください。", "wallet backup verify ファイル"
    ),
    "backup-newer": ErrorWords(
        "より新しい版で作られたバックアップです。何も取り込んでいません。", "ウォレットを更新してください"
    ),
    "backup-place": ErrorWords(
        "そこにはバックアップを書き込めません。", "既存のフォルダの中のファイルを指定してください"
    ),
    "badge-damaged": ErrorWords(
        "保管庫のバッジが、書き込んだとおりに読み取れません。ほかのバッジに影響はありません。",
        "元のファイルからもう一度取り込んでください",
    ),
    "bundle-damaged": ErrorWords(
        "ウォレットに同梱のファイルが失われたか、変更されています。", "ウォレットを入れ直してください"
    ),
    "busy": ErrorWords("相手が混み合っています。", "後でもう一度試してください"),
    "cannot-open": ErrorWords("保管庫のファイルを開けません。", "フォルダと権限を確かめてください"),
    "cannot-revoke": ErrorWords("その方法で共有したものは取り消せません。", "受け取った人に削除を依頼してください"),
    "cipher-missing": ErrorWords(
        "この環境では保管庫を暗号化できません。何も書き込んでいません。",
        "apsw を除き、apsw-sqlite3mc とともに入れ直してください",
    ),
    "configuration": ErrorWords("設定を使えません。", "指定と環境を確かめてください"),
    "confirmation-needed": ErrorWords("バッジを完全に削除するには確認が必要です。", "--yes をつけてください"),
    "days-unreadable": ErrorWords(
        "{setting} が日数ではありません（{days}）。", "30 のような整数の日数を指定してください"
    ),
    "disclose-unreadable": ErrorWords(
        "開示する項目の指定が ID:項目 の形ではありません。", "例: --disclose k3f9:/credentialSubject/achievement/name"
    ),
    "disk-full": ErrorWords(
        "ディスクに空きがありません。元の内容は変わっていません。", "空きを作ってもう一度試してください"
    ),
    "document-only": ErrorWords(
        "そのサーバーが受け取るのは JSON 形式の提示データだけです。", "--format を省いてください"
    ),
    "envelope-refused": ErrorWords(
        "保管庫の鍵ファイルに、許される範囲を超えた計算量が指定されています。", "控えから vault.keys を戻してください"
    ),
    "expectation-needs-file": ErrorWords(
        "提示した人への条件は、ファイルかリンクにしか指定できません。", "ファイルかリンクを指定してください"
    ),
    "expires-unusable": ErrorWords(
        "期限には、これから先の日時か期間を指定します。", "例: 2027-01-31T23:59:00Z、12h、30d、4w"
    ),
    "file-damaged": ErrorWords("保管庫のファイルの一部が壊れています。", "控えから保管庫を戻してください"),
    "file-exists": ErrorWords(
        "同じ名前で内容の異なるファイルがあるため、上書きしませんでした。", "別の名前を指定してください"
    ),
    "format-unsupported": ErrorWords("その形式では署名できません。", "--format を省いてください"),
    "framework-exists": ErrorWords(
        "枠組みの同じ版が、別の内容ですでに登録されています。", "修正したファイルには新しい版を付けてください"
    ),
    "framework-unknown": ErrorWords("その名前の枠組みはありません。", "`wallet frameworks` を実行してください"),
    "framework-unreadable": ErrorWords(
        "ファイルを枠組みとして読み取れません。", "示された箇所を直すか、そのファイルを外してください"
    ),
    "history-broken": ErrorWords("保管庫の履歴が変更されています。", "控えから保管庫を戻してください"),
    "holder-key-damaged": ErrorWords(
        "提示データに署名する鍵が正しく読み取れません。", "控えから保管庫を戻してください"
    ),
    "holder-key-other": ErrorWords(
        "バッジはこの保管庫の鍵ではなく、別の鍵に結びついているか、どの鍵にも結びついていません。",
        "--format を省くと、提示データ全体に署名します",
    ),
    "id-too-short": ErrorWords("番号が短すぎます。", "番号をもう少し長く指定してください"),
    "internal-error": ErrorWords(
        "このプログラムの不具合です。保管されている内容は変わっていません。",
        "実行したコマンドを添えて、このウォレットの開発元に知らせてください",
    ),
    "address-missing": ErrorWords(
        "アドレスが指定されていません。", "hanako@university.example のように指定してください"
    ),
    "issuer-missing": ErrorWords(
        "発行者が指定されていません。", "did:web:university.example のような識別子を指定してください"
    ),
    "issuer-unseen": ErrorWords("その発行者の鍵はまだ確認していません。", "`wallet trust keys` で確認してください"),
    "key-type": ErrorWords("この保管庫の鍵では、その形式の署名ができません。", "--format を省いてください"),
    "keyring-broken": ErrorWords("この機器のキーリングを読み込めません。", "パスフレーズを使ってください"),
    "keyring-entry-lost": ErrorWords("この保管庫の鍵がキーリングにありません。", "復元用の鍵を使ってください"),
    "keyring-entry-wrong": ErrorWords("キーリングの鍵が別の保管庫のものです。", "復元用の鍵を使ってください"),
    "keyring-failed": ErrorWords("キーリングに鍵を保存できませんでした。", "パスフレーズを指定してください"),
    "keyring-missing": ErrorWords(
        "利用できるキーリングがなく、パスフレーズも指定されていません。",
        "--passphrase-fd、WALLET_PASSPHRASE_FILE、または端末でパスフレーズを指定してください",
    ),
    "keyring-not-allowed": ErrorWords("この機器のキーリングでは安全に保管できません。", "パスフレーズを使ってください"),
    "keyring-unavailable": ErrorWords(
        "保管庫を開くキーリングに接続できません。", "デスクトップにログインするか、復元用の鍵を使ってください"
    ),
    "lost": ErrorWords("バックアップの作成時に、すでに壊れていました。", "以前のバックアップで探してください"),
    "link-gone": ErrorWords(
        "リンクは利用できません。取り消されたか、期限切れか、存在しません（410）。",
        "送り主に新しいリンクを依頼してください",
    ),
    "link-host-missing": ErrorWords(
        "リンクの提供元が指定されていません。", "--host URL か WALLET_LINK_HOST で指定してください"
    ),
    "link-insecure": ErrorWords(
        "この機器の外のリンクには https が必要です。", "https:// で始まるアドレスを指定してください"
    ),
    "link-malformed": ErrorWords(
        "このウォレットの共有リンクではありません。", "# の後も含めてリンク全体を写してください"
    ),
    "link-needs-network": ErrorWords("オフラインではリンクを作成できません。", "--offline を外してください"),
    "link-unknown": ErrorWords("このウォレットが共有したリンクではありません。", "`wallet links` で確認してください"),
    "material-damaged": ErrorWords(
        "保管していた検証資料が、書き込んだとおりに読み取れません。", "`wallet check --refresh` を実行してください"
    ),
    "no-such-claim": ErrorWords(
        "バッジに、その名前で単独で見せられる項目はありません。", "一覧にある項目から選んでください"
    ),
    "one-badge-only": ErrorWords("プロフィールに追加できるバッジは一つずつです。", "バッジを一つ指定してください"),
    "page-missing": ErrorWords(
        "ブラウザで検証するページが作成されていません。", "`make page` を実行するか、リンクかファイルで共有してください"
    ),
    "picture-kind": ErrorWords("QRコードは PNG か SVG で書き出します。", ".png か .svg で終わる名前を指定してください"),
    "plain-or-into": ErrorWords(
        "そのままのファイルと画像は、別々の書き出し方です。", "--plain か --into を外してください"
    ),
    "not-a-backup": ErrorWords(
        "ウォレットのバックアップではないか、先頭が壊れています。",
        "`wallet backup` が書き込んだファイルを指定してください",
    ),
    "no-link-here": ErrorWords(
        "この質問ができるのは、ファイルと保管庫のバッジだけです。リンクにはできません。",
        "この指定なしでリンクを検証してください",
    ),
    "not-a-badge": ErrorWords("保管庫のその項目はバッジではありません。", "`wallet doctor` を実行してください"),
    "not-disclosable": ErrorWords(
        "そのバッジは発行者が全体に署名しているため、一部だけを隠せません。",
        "そのバッジを外すか、全体を共有してください",
    ),
    "not-found": ErrorWords(
        "該当するバッジ、リンク、ファイルがありません。",
        "名前を確かめてください。バッジは `wallet list` で確認できます",
    ),
    "not-revocable": ErrorWords("その方法で共有したものは取り消せません。", "受け取った人に削除を依頼してください"),
    "nothing-chosen": ErrorWords("バッジが選ばれていません。", "`wallet list` の番号を指定してください"),
    "nothing-disclosed": ErrorWords("見せる項目が何もありません。", "バッジの項目を一つ以上選んでください"),
    "out-of-memory": ErrorWords("メモリが足りません。", "ほかのプログラムを終了してもう一度試してください"),
    "output-missing": ErrorWords("書き出すファイルが指定されていません。", "-o FILE で指定してください"),
    "page-damaged": ErrorWords(
        "採用担当者が開くページが、作成されたものと一致しません。",
        "ウォレットを入れ直すか、`make page` を実行してください",
    ),
    "passphrase-differs": ErrorWords(
        "二つのパスフレーズが一致しません。何も作成していません。", "もう一度試してください"
    ),
    "passphrase-empty": ErrorWords("パスフレーズが空です。", "いくつかの言葉を組み合わせてください"),
    "passphrase-file-open": ErrorWords(
        "パスフレーズのファイルを他人が読めるため、使いませんでした。",
        "所有者だけが読めるようにしてください（chmod 600）",
    ),
    "passphrase-needed": ErrorWords(
        "新しい保管庫にはパスフレーズかキーリングが必要ですが、ここでは入力を求められません。",
        "--passphrase-fd N、--passphrase-file FILE、--keyring のいずれかを指定してください",
    ),
    "passphrase-not-set": ErrorWords(
        "この保管庫にはパスフレーズが設定されていません。", "復元用の鍵で設定してください"
    ),
    "passphrase-unreadable": ErrorWords("パスフレーズを読み取れません。", "ファイルまたは番号を確かめてください"),
    "passphrase-wrong": ErrorWords(
        "パスフレーズが違います。何も変更していません。", "もう一度試すか、復元用の鍵を使ってください"
    ),
    "permission-denied": ErrorWords(
        "システムに許可されていません。何も変更していません。", "フォルダの所有者と権限を確かめてください"
    ),
    "proof-purpose-unused": ErrorWords(
        "トークンの形式には証明の目的（proofPurpose）がありません。", "--proof-purpose か --format を省いてください"
    ),
    "qr-too-large": ErrorWords(
        "一つの QRコードには収まりません。", "--host を指定してリンクの QRコードにするか、バッジを減らしてください"
    ),
    "read-only": ErrorWords(
        "フォルダに書き込めません（読み取り専用）。何も変更していません。", "書き込めるフォルダを指定してください"
    ),
    "recovery-key-mistyped": ErrorWords("復元用の鍵の入力に誤りがあります。", "書き留めたものと見比べてください"),
    "recovery-key-wrong": ErrorWords("別の保管庫の復元用の鍵です。", "この保管庫を作成したときのものを使ってください"),
    "refused": ErrorWords("ウォレットが接続しないアドレスです。", "公開された https のアドレスを使ってください"),
    "registry-damaged": ErrorWords(
        "保管している登録簿を、書き込んだとおりに読み取れません。", "削除してから追加し直してください"
    ),
    "registry-key-changed": ErrorWords(
        "この登録簿は、保管している登録簿にない鍵で署名されています。",
        "運営者に確認してください。改めて始めるには、いったん削除してから追加してください",
    ),
    "registry-missing": ErrorWords(
        "登録簿が指定されていません。", "ファイル、https のアドレス、または保管している登録簿の名前を指定してください"
    ),
    "registry-older": ErrorWords(
        "保管している登録簿の方が新しいため、置き換えませんでした。", "公開元からもう一度取得してください"
    ),
    "registry-too-large": ErrorWords("登録簿が大きすぎます。", "より小さい登録簿があるか運営者に問い合わせてください"),
    "registry-unknown": ErrorWords(
        "その名前の登録簿は保管していません。", "`wallet trust registry list` で確認してください"
    ),
    "registry-unreadable": ErrorWords(
        "このウォレットが読める発行者の登録簿や信頼リストではないか、署名が正しくありません。",
        "JSON の登録簿、登録簿の一覧、連合の信頼の起点の設定、PEM の証明書、EU の信頼リストのどれかを指定してください",
    ),
    "remote-failed": ErrorWords("相手側で失敗しました。", "後でもう一度試してください"),
    "remote-full": ErrorWords("リンクの提供元に空きがありません。", "別の提供元を使ってください"),
    "revoke-key-malformed": ErrorWords(
        "リンクを取り消すための鍵が保管庫から読み取れません。", "`wallet doctor` を実行してください"
    ),
    "revoke-refused": ErrorWords("リンクの取り消しが拒否されました。", "この保管庫から共有したものか確かめてください"),
    "sd-jwt-only": ErrorWords(
        "その形式で提示できるのは SD-JWT のバッジ一つだけです。", "--format を省くか、別のバッジを選んでください"
    ),
    "setting-refused": ErrorWords(
        "保管庫を安全に保つ設定が受け付けられません。何も変更していません。", "`wallet doctor` を実行してください"
    ),
    "share-too-large": ErrorWords("リンクで共有するには大きすぎます。", "バッジを減らすか、ファイルで共有してください"),
    "storage-failed": ErrorWords(
        "ディスクに書き込めません。元の内容は変わっていません。", "空き容量と権限を確かめてください"
    ),
    "store-missing": ErrorWords(
        "保存先が指定されていません。", "--store でフォルダか WebDAV のアドレスを指定してください"
    ),
    "store-url-missing": ErrorWords(
        "そのフォルダを公開しているアドレスが分かりません。", "--store-url で指定してください"
    ),
    "target-unknown": ErrorWords("その共有方法には対応していません。", "`wallet share --help` を見てください"),
    "timeout": ErrorWords("時間内に応答がありません。", "後でもう一度試してください"),
    "too-many-badges": ErrorWords("バッジが多すぎて、組み合わせを確かめきれません。", "バッジの数を減らしてください"),
    "too-many-files": ErrorWords("これ以上ファイルを開けません。", "ほかのプログラムを終了してもう一度試してください"),
    "unreachable": ErrorWords("相手に接続できません。", "アドレスとネットワークを確かめてください"),
    "usage": ErrorWords("指定が合いません。", "`wallet --help` を見てください"),
    "vault-busy": ErrorWords("ほかのプログラムが保管庫を使用しています。", "それを終了してもう一度試してください"),
    "vault-damaged": ErrorWords(
        "保管庫が書き込んだとおりに読み取れません。変更はしていません。",
        "`wallet doctor` を実行し、控えから復元してください",
    ),
    "vault-error": ErrorWords("保管庫に問題があります。", "`wallet doctor` を実行してください"),
    "vault-exists": ErrorWords(
        "保管庫がすでにあるため、何も変更していません。", "それを使うか、--vault で別のフォルダを指定してください"
    ),
    "vault-file-missing": ErrorWords("保管庫のファイルがありません。", "控えから vault.db を戻してください"),
    "vault-keys-damaged": ErrorWords(
        "保管庫の鍵ファイルが正しく読み取れません。", "控えから vault.keys を戻してください"
    ),
    "vault-keys-missing": ErrorWords("保管庫の鍵ファイルがありません。", "控えから vault.keys を戻してください"),
    "vault-locked": ErrorWords(
        "保管庫がロックされています。", "パスフレーズを指定するか、`wallet unlock` を実行してください"
    ),
    "vault-missing": ErrorWords("保管庫がまだありません。", "`wallet init` で作成してください"),
    "vault-newer": ErrorWords("より新しい版で作られた保管庫です。変更はしていません。", "ウォレットを更新してください"),
    "vault-not-encrypted": ErrorWords(
        "保管庫のファイルが暗号化されていないため、このウォレットのものではありません。変更はしていません。",
        "控えから vault.db を戻してください",
    ),
}
