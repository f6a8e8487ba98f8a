"""What the wallet raises, in words: what happened, and what to do next."""

from __future__ import annotations

from typing import Final

from wallet.errors import WalletError
from wallet.model.report import Reason
from wallet.text.reasons import reason_text

_TEXTS: Final[dict[str, tuple[str, str, str, str]]] = {
    "usage": ("The call does not fit.", "see `wallet --help`", "指定が合いません。", "`wallet --help` を見てください"),
    "not-found": ("There is no such badge, link or file.", "`wallet list` shows the badges", "該当するバッジ、リンク、ファイルがありません。", "`wallet list` でバッジを確認してください"),
    "link-unknown": ("This wallet did not share that link.", "`wallet links` shows what was shared", "このウォレットが共有したリンクではありません。", "`wallet links` で確認してください"),
    "ambiguous-id": ("More than one badge begins with that id.", "give more of the id", "その番号で始まるバッジが複数あります。", "番号をもう少し長く指定してください"),
    "nothing-chosen": ("No badge was chosen.", "name at least one id from `wallet list`", "バッジが選ばれていません。", "`wallet list` の番号を指定してください"),
    "format-unsupported": ("This wallet cannot sign in that format.", "leave --format out", "その形式では署名できません。", "--format を省いてください"),
    "target-unknown": ("That way of sharing needs something more.", "give --host URL for a link, -o FILE for a file", "その共有方法には指定が足りません。", "リンクには --host URL、ファイルには -o FILE を指定してください"),
    "not-revocable": ("What was shared that way cannot be taken back.", "ask the receiver to delete it", "その方法で共有したものは取り消せません。", "受け取った人に削除を依頼してください"),
    "cannot-revoke": ("What was shared that way cannot be taken back.", "ask the receiver to delete it", "その方法で共有したものは取り消せません。", "受け取った人に削除を依頼してください"),
    "link-needs-network": ("A link cannot be made offline.", "leave --offline out", "オフラインではリンクを作成できません。", "--offline を外してください"),
    "link-malformed": ("That is not a share link of this wallet.", "copy the whole link, with the part after #", "このウォレットの共有リンクではありません。", "# の後も含めてリンク全体を写してください"),
    "link-insecure": ("The link host must be https.", "--allow-loopback permits this machine only", "リンク先は https でなければなりません。", "--allow-loopback はこの機器だけを許します"),
    "file-exists": ("There is a file of that name with other content; it was left alone.", "choose another name", "同じ名前で内容の異なるファイルがあるため、上書きしませんでした。", "別の名前を指定してください"),
    "vault-missing": ("There is no vault here yet.", "`wallet init` makes one", "保管庫がまだありません。", "`wallet init` で作成してください"),
    "vault-exists": ("There is a vault here already; it was left alone.", "use it, or choose another folder with --vault", "保管庫がすでにあるため、何も変更していません。", "それを使うか、--vault で別のフォルダを指定してください"),
    "vault-locked": ("The vault is locked, and nothing at hand opens it.", "give the passphrase, or run `wallet unlock`", "保管庫がロックされています。", "パスフレーズを指定するか、`wallet unlock` を実行してください"),
    "passphrase-wrong": ("The passphrase does not open the vault. Nothing was changed.", "try again, or use the recovery key", "パスフレーズが違います。何も変更していません。", "もう一度試すか、復元用の鍵を使ってください"),
    "recovery-key-mistyped": ("That is not a recovery key as it was shown.", "compare it with what was written down", "復元用の鍵の入力に誤りがあります。", "書き留めたものと見比べてください"),
    "recovery-key-wrong": ("The recovery key is of another vault.", "use the one shown when this vault was made", "別の保管庫の復元用の鍵です。", "この保管庫を作成したときのものを使ってください"),
    "passphrase-empty": ("The passphrase is empty.", "choose one of several words", "パスフレーズが空です。", "いくつかの言葉を組み合わせてください"),
    "passphrase-unreadable": ("The passphrase could not be read.", "check the file or descriptor", "パスフレーズを読み取れません。", "ファイルまたは番号を確かめてください"),
    "passphrase-file-open": ("Others can read the passphrase file, so it was not used.", "make it readable by its owner only (chmod 600)", "パスフレーズのファイルを他人が読めるため、使いませんでした。", "所有者だけが読めるようにしてください（chmod 600）"),
    "passphrase-differs": ("The two passphrases differ. Nothing was made.", "try again", "二つのパスフレーズが一致しません。何も作成していません。", "もう一度試してください"),
    "keyring-missing": ("This machine has no keyring that the wallet trusts, and no passphrase was given.", "give a passphrase: --passphrase-fd, WALLET_PASSPHRASE_FILE, or on a terminal", "利用できるキーリングがなく、パスフレーズも指定されていません。", "--passphrase-fd、WALLET_PASSPHRASE_FILE、または端末でパスフレーズを指定してください"),
    "keyring-failed": ("The keyring of this machine did not keep the key.", "give a passphrase", "キーリングに鍵を保存できませんでした。", "パスフレーズを指定してください"),
    "keyring-unavailable": ("The keyring that opens the vault cannot be reached.", "log in to the desktop, or use the recovery key", "保管庫を開くキーリングに接続できません。", "デスクトップにログインするか、復元用の鍵を使ってください"),
    "keyring-entry-lost": ("The keyring no longer holds the key of this vault.", "use the recovery key", "この保管庫の鍵がキーリングにありません。", "復元用の鍵を使ってください"),
    "keyring-entry-wrong": ("The key in the keyring is of another vault.", "use the recovery key", "キーリングの鍵が別の保管庫のものです。", "復元用の鍵を使ってください"),
    "vault-damaged": ("The vault does not read back as it was written. It was not changed.", "run `wallet doctor`, and restore a copy", "保管庫が書き込んだとおりに読み取れません。変更はしていません。", "`wallet doctor` を実行し、控えから復元してください"),
    "vault-keys-missing": ("The key file of the vault is missing.", "restore vault.keys from a copy", "保管庫の鍵ファイルがありません。", "控えから vault.keys を戻してください"),
    "vault-file-missing": ("The file of the vault is missing.", "restore vault.db from a copy", "保管庫のファイルがありません。", "控えから vault.db を戻してください"),
    "vault-newer": ("The vault was written by a newer version of this program. It was not changed.", "update the wallet", "より新しい版で作られた保管庫です。変更はしていません。", "ウォレットを更新してください"),
    "storage-failed": ("The disk did not take it. What was there before is unchanged.", "check free space and permissions", "ディスクに書き込めません。元の内容は変わっていません。", "空き容量と権限を確かめてください"),
    "storage-full": ("The disk is full. What was there before is unchanged.", "free some space and try again", "ディスクに空きがありません。元の内容は変わっていません。", "空きを作ってもう一度試してください"),
    "configuration": ("A setting cannot be used.", "check the options and the environment", "設定を使えません。", "指定と環境を確かめてください"),
    "link-gone": ("The link is no longer available: it was taken back, has expired or never was (410).", "ask the sender for a new link", "リンクは利用できません。取り消されたか、期限切れか、存在しません（410）。", "送り主に新しいリンクを依頼してください"),
    "revoke-refused": ("The link host refused to take the link back.", "check that it was shared from this vault", "リンクの取り消しが拒否されました。", "この保管庫から共有したものか確かめてください"),
    "unreachable": ("The other side could not be reached.", "check the address and the network", "相手に接続できません。", "アドレスとネットワークを確かめてください"),
    "refused": ("The address is not one that the wallet asks.", "use a public https address", "ウォレットが接続しないアドレスです。", "公開された https のアドレスを使ってください"),
    "timeout": ("The other side did not answer in time.", "try again later", "時間内に応答がありません。", "後でもう一度試してください"),
    "busy": ("The other side is busy.", "try again later", "相手が混み合っています。", "後でもう一度試してください"),
    "remote-failed": ("The other side failed.", "try again later", "相手側で失敗しました。", "後でもう一度試してください"),
    "remote-full": ("The link host has no room left.", "use another host", "リンクの提供元に空きがありません。", "別の提供元を使ってください"),
    "share-too-large": ("It is too large to share by link.", "choose fewer badges, or share a file", "リンクで共有するには大きすぎます。", "バッジを減らすか、ファイルで共有してください"),
    "address-unusable": ("That address cannot be listened on.", "choose another port", "そのアドレスでは待ち受けできません。", "別のポートを指定してください"),
}

_REASONS: Final = frozenset(Reason)


def error_text(error: WalletError, language: str) -> tuple[str, str]:
    """The sentence and the hint for `error`. A code without words of its own is named."""
    japanese = language == "ja"
    if error.code in _TEXTS:
        english, hint, japanese_text, japanese_hint = _TEXTS[error.code]
        return (japanese_text, japanese_hint) if japanese else (english, hint)
    if error.code in _REASONS:
        text = reason_text(Reason(error.code), language)
        return f"{text.title}: {text.meaning}", text.next_step
    if japanese:
        return f"失敗しました（{error.code}）。", "`wallet doctor` を実行してください"
    return f"It did not work ({error.code}).", "run `wallet doctor`"
