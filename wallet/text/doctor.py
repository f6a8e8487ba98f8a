"""What `wallet doctor` says: English, Japanese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from wallet.text.language import Language

DOCTOR: Final[Mapping[str, tuple[str, str]]] = {
    "program": ("wallet {version}, Python {python}", "wallet {version}、Python {python}"),
    "cipher": (
        "the library that encrypts the vault is there ({version})",
        "保管庫を暗号化するライブラリがあります（{version}）",
    ),
    "contexts": (
        "{count} vocabularies, each exactly as it was shipped",
        "語彙 {count} 件。すべて同梱したときのままです",
    ),
    "page": ("the page that employers open is there", "採用担当者が開くページがあります"),
    "no-page": (
        "the page that employers open is not built: links still serve the download",
        "採用担当者が開くページは作成されていません。リンクからのダウンロードはできます",
    ),
    "keyring": ("this machine has a keyring that the wallet trusts", "この機器には利用できるキーリングがあります"),
    "keyring-off": (
        "the keyring is switched off; a passphrase opens the vault",
        "キーリングは使わない設定です。保管庫はパスフレーズで開きます",
    ),
    "keyring-missing": (
        "this machine has no keyring; a passphrase opens the vault",
        "この機器にはキーリングがありません。保管庫はパスフレーズで開きます",
    ),
    "keyring-not-allowed": (
        "the keyring set up here protects nothing, so it is not used; a passphrase opens the vault",
        "設定されているキーリングでは安全に保管できないため、使いません。保管庫はパスフレーズで開きます",
    ),
    "keyring-broken": (
        "the keyring of this machine cannot be loaded; a passphrase opens the vault",
        "キーリングを読み込めません。保管庫はパスフレーズで開きます",
    ),
    "language": ("English", "日本語"),
    "folder-open": (
        "others on this machine can look into {path} (chmod 700 closes it)",
        "この機器のほかの利用者が {path} の中を見られます（chmod 700 で閉じられます）",
    ),
    "vault": (
        "{count} badges, every original read again and whole",
        "バッジ {count} 件。原本はすべて読み直し、壊れていません",
    ),
    "clock": ("not set back since the vault was last used", "前に保管庫を使ったときから巻き戻っていません"),
    "clock-back": (
        "earlier than a time this vault has already seen: verdicts that depend on the date may be wrong",
        "保管庫がすでに見た時刻より前を指しています。日付による判定を誤るおそれがあります",
    ),
}


def doctor_text(name: str, language: str, **blanks: str) -> str:
    """The sentence `name`, its blanks filled with sanitised text."""
    return DOCTOR[name][language == Language.JA].format_map(blanks)
