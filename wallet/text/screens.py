"""The words of the terminal UI: English, Japanese."""

from __future__ import annotations

from typing import Final

SCREEN_WORDS: Final[dict[str, tuple[str, str]]] = {
    "title": ("Credential wallet", "クレデンシャルウォレット"),
    "library": ("Badges", "バッジ"),
    "import": ("Import", "取り込み"),
    "share": ("Share", "共有"),
    "links": ("Links", "リンク"),
    "lock": ("Lock", "ロック"),
    "language": ("日本語", "English"),
    "quit": ("Quit", "終了"),
    "back": ("Back", "戻る"),
    "find": ("Find", "探す"),
    "choose": ("Choose", "選ぶ"),
    "revoke": ("Take back", "取り消す"),
    "ok": ("OK", "OK"),
    "cancel": ("Cancel", "やめる"),
    "state": ("State", "状態"),
    "name": ("Name", "名前"),
    "issuer": ("Issuer", "発行者"),
    "new-vault": (
        "Choose a passphrase for the new vault. Nobody can recover it for you but the recovery key shown next.",
        "新しい保管庫のパスフレーズを決めてください。忘れた場合は、次に表示する復元用の鍵だけが頼りです。",
    ),
    "repeat": ("Type the passphrase again.", "パスフレーズをもう一度入力してください。"),
    "differs": ("The two passphrases differ.", "二つのパスフレーズが一致しません。"),
    "unlock": ("Passphrase or recovery key", "パスフレーズまたは復元用の鍵"),
    "write-down": (
        "Recovery key: write it down now; it is not shown again.",
        "復元用の鍵: 二度と表示されません。今、書き留めてください。",
    ),
    "offer-samples": (
        "The vault is empty. Press i and enter a path to import badges.",
        "保管庫は空です。i を押し、パスを入力するとバッジを取り込めます。",
    ),
    "what-to-import": ("Path, folder, URL or pasted text", "パス、フォルダ、URL、または貼り付けた文"),
    "share-where": ("Link host (https://…) or a file to write", "リンクの提供元（https://…）または書き出すファイル"),
    "share-whom": ("For whom (the employer's address)", "宛先（提出先のアドレス）"),
    "no-shares": ("Nothing was shared yet.", "まだ共有していません。"),
    "leaves": (
        "The chosen badges leave whole: their issuers signed them as one, so no part can be withheld.",
        "選んだバッジはすべての項目が開示されます。発行者が全体に署名しているため、一部を隠せません。",
    ),
    "warning": ("The receiver will see this:", "受け取る人には次のように見えます:"),
}


def screen_word(name: str, language: str) -> str:
    """The words for `name`."""
    english, japanese = SCREEN_WORDS[name]
    return japanese if language == "ja" else english
