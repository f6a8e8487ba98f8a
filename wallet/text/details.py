"""Words for the short codes that fill `detail` and its like; a code without words here is shown as it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from wallet.text.language import Language

_ENGLISH: Final[Mapping[str, str]] = {
    "offline": "the network was not used",
    "refused": "the address is not one that may be asked",
    "not-found": "there is nothing at the address",
    "failed": "the other side did not answer properly",
    "too-large": "the answer was too large",
    "timeout": "the other side took too long",
    "unreachable": "there was no connection",
    "not listed": "it is not listed",
    "private-address": "the address is inside a private network",
    "redirects": "there were too many redirections",
    "name": "the name of the host is unknown",
    "content-encoding": "the answer could not be unpacked",
    "stapled": "only the presenter supplied it",
    "method": "this way of naming a key is not known here",
    "host": "it names no public host",
    "id": "the document is about somebody else",
    "deactivated": "the issuer has closed the identifier",
    "url-only": "it holds only an address",
    "symbolic-link": "it is a link to another place",
    "special-file": "it is not an ordinary file",
    "encoding": "its text encoding",
    "members": "too many files",
    "blank nodes": "too many unnamed parts",
    "contexts": "too many vocabularies",
    "no credential in the picture": "the picture holds no credential",
    "empty archive": "the archive is empty",
    "the link key does not open it": "the key in the link does not open it",
    "proof": "the signature",
    "controller": "the owner of the key",
}

_JAPANESE: Final[Mapping[str, str]] = {
    "offline": "通信を行っていません",
    "refused": "接続が許されていないアドレスです",
    "not-found": "そのアドレスには何もありません",
    "failed": "相手から正しい応答がありませんでした",
    "too-large": "応答が大きすぎます",
    "timeout": "時間内に応答がありませんでした",
    "unreachable": "接続できませんでした",
    "not listed": "一覧に載っていません",
    "private-address": "組織内部のアドレスです",
    "redirects": "転送が多すぎます",
    "name": "ホスト名が見つかりません",
    "content-encoding": "応答を展開できませんでした",
    "stapled": "提示した人が添えたものしかありません",
    "method": "この鍵の示し方には対応していません",
    "host": "公開されたホストを示していません",
    "id": "別の識別子の文書です",
    "deactivated": "発行者が識別子の使用を終えています",
    "url-only": "アドレスだけが入っています",
    "symbolic-link": "別の場所へのリンクです",
    "special-file": "通常のファイルではありません",
    "encoding": "文字の符号化方式",
    "members": "ファイルが多すぎます",
    "blank nodes": "名前のない要素が多すぎます",
    "contexts": "語彙が多すぎます",
    "no credential in the picture": "画像にクレデンシャルが入っていません",
    "empty archive": "書庫が空です",
    "the link key does not open it": "リンクの鍵では開けません",
    "proof": "署名",
    "controller": "鍵の持ち主",
}

_WORDS: Final[Mapping[str, Mapping[str, str]]] = {Language.JA: _JAPANESE, Language.EN: _ENGLISH}


def detail_words(code: str, language: str) -> str:
    """The words for `code`, or `code` itself."""
    return _WORDS[language].get(code, code)
