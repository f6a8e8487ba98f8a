"""Words of the first run and of the lock: English, Japanese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

VAULT: Final[Mapping[str, tuple[str, str]]] = {
    "welcome": ("Welcome", "ようこそ"),
    "welcome-title": ("A wallet for your digital badges", "デジタルバッジのウォレット"),
    "promise-1": (
        "Your badges are kept on this machine alone, encrypted, exactly as they were received.",
        "バッジは、受け取ったままの形で暗号化し、この機器だけに保管します。",
    ),
    "promise-2": (
        "Each one is checked, with or without a network. What cannot be established is called that.",
        "一つずつ検証します。通信がなくても動きます。確かめられないことは、そのとおりに伝えます。",
    ),
    "promise-3": (
        "Nothing leaves until you share it; a link can be taken back.",
        "共有するまで何も外に出ません。共有したリンクは取り消せます。",
    ),
    "choose-language": ("Language (F2 changes it at any time)", "言語（F2 でいつでも切り替えられます）"),
    "welcome-next": ("Enter: make the vault", "Enter: 保管庫を作成します"),
    "make-vault": ("Make the vault", "保管庫の作成"),
    "vault-what": (
        "The vault holds everything, encrypted under a random key.",
        "保管庫の中身は、すべて暗号化されます。",
    ),
    "vault-with-keyring": (
        "A passphrase opens it anywhere. Leave both fields empty to rely on the keyring of this machine alone.",
        "パスフレーズがあれば、どこでも開けます。両方とも空のままなら、この機器のキーリングだけで開きます。",
    ),
    "vault-without-keyring": (
        "This machine has no keyring that the wallet trusts, so a passphrase is needed. It is asked for at each start.",
        "この機器には利用できるキーリングがないため、パスフレーズが必要です。起動のたびに入力します。",
    ),
    "vault-lost": (
        "Nobody can reset it. A recovery key is shown next, for the day it is forgotten.",
        "忘れても再設定はできません。そのときのために、次の画面で復元用の鍵を表示します。",
    ),
    "passphrase": ("Passphrase", "パスフレーズ"),
    "passphrase-again": ("The same again", "もう一度入力"),
    "passphrase-needed": ("A passphrase is needed.", "パスフレーズを入力してください。"),
    "passphrase-twice": ("Type the same passphrase once more.", "同じパスフレーズをもう一度入力してください。"),
    "differs": ("The two differ. Type the second one again.", "二つが一致しません。もう一度入力してください。"),
    "length-none": (
        "Several words make a good passphrase: 20 characters or more.",
        "いくつかの言葉を並べると、良いパスフレーズになります（20文字以上が目安）。",
    ),
    "length-short": ("{count} characters: short, easily guessed", "{count}文字: 短く、推測されやすい長さです"),
    "length-fair": ("{count} characters: fair", "{count}文字: まずまずの長さです"),
    "length-good": ("{count} characters: good", "{count}文字: 十分な長さです"),
    "making": ("Making the vault …", "保管庫を作成しています…"),
    "recovery-key": ("Recovery key", "復元用の鍵"),
    "recovery-what": (
        "With this key the vault opens even when the passphrase is forgotten.",
        "パスフレーズを忘れても、この鍵で保管庫を開けます。",
    ),
    "recovery-write": (
        "Write it down on paper now. It is kept nowhere and is not shown again.",
        "今、紙に書き留めてください。どこにも保存されず、二度と表示されません。",
    ),
    "recovery-back": (
        "To be sure, type these groups from your note.",
        "確認のため、書き留めた次の組を入力してください。",
    ),
    "recovery-group": ("Group {number} of the key", "鍵の{number}番目の組"),
    "recovery-wrong": (
        "That is not what was shown. Esc shows the key again.",
        "表示した鍵と違います。Esc で鍵をもう一度表示します。",
    ),
    "written-down": ("It is written down", "書き留めました"),
    "compare": ("Compare", "照合する"),
    "look-again": ("Show the key", "鍵を表示"),
    "vault-ready": ("Ready", "準備完了"),
    "vault-is-ready": ("The vault is ready.", "保管庫を作成しました。"),
    "offer-samples": (
        "Sample badges are at hand: passed, expired, revoked, undecidable. Import them? Each can be removed again.",
        "見本のバッジがあります（検証できるもの、期限切れ、失効など）。取り込みますか。あとで一つずつ削除できます。",
    ),
    "offer-none": (
        "No sample badges came with this installation. In the library, i imports your own.",
        "このインストールに見本のバッジは含まれていません。一覧で i を押すと、お持ちのバッジを取り込めます。",
    ),
    "offer-lock": (
        "Ctrl+L locks the vault at any time; ten minutes without a key lock it too.",
        "Ctrl+L でいつでもロックできます。10分間操作がないときもロックします。",
    ),
    "import-them": ("Import the samples", "見本を取り込む"),
    "without-them": ("Without them", "取り込まない"),
    "locked": ("Locked", "ロック中"),
    "is-locked": ("The vault is locked, its key forgotten.", "保管庫をロックし、鍵を消去しました。"),
    "is-closed": ("The vault is closed.", "保管庫は閉じています。"),
    "unlock-how": ("The passphrase or the recovery key opens it.", "パスフレーズまたは復元用の鍵で開きます。"),
    "unlock-keyring": (
        "Enter alone tries the keyring of this machine.",
        "何も入力せずに Enter を押すと、この機器のキーリングで開きます。",
    ),
    "opening": ("Opening …", "開いています…"),
}
