"""What `wallet backup` and `wallet restore` say: English, Japanese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from wallet.text.language import Language

BACKUP: Final[Mapping[str, tuple[str, str]]] = {
    "badge": ("badges", "バッジ"),
    "body": ("contents, byte for byte", "受け取った内容（バイト単位）"),
    "carrier": ("files they came in", "受け取ったファイル"),
    "report": ("reports", "検証結果"),
    "material": ("verification materials", "検証資料"),
    "revoking_list": ("lists that revoked a badge", "失効を示したリスト"),
    "holder_key": ("signing keys", "署名用の鍵"),
    "share": ("shares", "共有の記録"),
    "trusted_issuer": ("known issuers", "確認済みの発行者"),
    "seen_key": ("keys of issuers", "発行者の鍵"),
    "registry": ("registries of issuers", "発行者の登録簿"),
    "setting": ("settings", "設定"),
    "meta": ("times", "時刻の記録"),
    "history": ("history entries", "履歴"),
    "written": ("Backup written and read back", "バックアップを書き込み、読み直して確かめました"),
    "opens-by": ("It is opened by", "開くために使えるもの"),
    "passphrase": ("the passphrase of the vault", "保管庫のパスフレーズ"),
    "recovery": ("the recovery key of the vault", "保管庫の復元用の鍵"),
    "whole": (
        "The backup is whole: restored in memory, every part read back as it was written.",
        "バックアップは完全です。メモリ上で復元し、すべて書き込んだとおりに読み取れました。",
    ),
    "not-whole": ("The backup does not hold everything:", "バックアップに欠けているものがあります:"),
    "made-at": ("made at", "作成日時"),
    "rehearsal": ("A rehearsal: nothing is changed.", "試行です。何も変更しません。"),
    "imported": ("restored", "復元しました"),
    "duplicate": ("already there", "すでにあります"),
    "failed": ("could not be restored", "復元できませんでした"),
    "added": ("Also restored", "ほかに復元したもの"),
    "made": (
        "There was no vault here: it was made from the backup.",
        "保管庫がなかったため、バックアップから作成しました。",
    ),
    "lost": ("did not read back", "読み取れませんでした"),
    "vault-sound": (
        "The vault is sound: every page was read, every original hashed again.",
        "保管庫に問題はありません。すべてのページを読み、すべての原本のハッシュを計算し直しました。",
    ),
}
"""Each once."""


def backup_text(name: str, language: str) -> str:
    """The words for `name`; a name without any stands for itself."""
    english, japanese = BACKUP.get(name, (name, name))
    return japanese if language == Language.JA else english
