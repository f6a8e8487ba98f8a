"""Badges as text: what stands on standard input (`-`), or what a user pastes where a name is expected."""

from __future__ import annotations

from collections.abc import Iterator

from wallet.acquire.carriers import CarrierKind, sniff, unwrap_each
from wallet.errors import NotFoundError
from wallet.model.record import NotReceived, Received

STANDARD_INPUT = "-"

_PASTED = frozenset({CarrierKind.JSON, CarrierKind.JWT, CarrierKind.SD_JWT, CarrierKind.DATA_URL, CarrierKind.VP_QR})
_EXTENSIONS = {CarrierKind.JSON: ".json", CarrierKind.JWT: ".jwt", CarrierKind.SD_JWT: ".sd-jwt"}


class TextSource:
    """Text, and standard input of any kind: a picture or an archive may come through a pipe as well.

    `stdin` is all of standard input, read by whoever owns it; None when it was not asked for.
    """

    name = "text"

    def __init__(self, stdin: bytes | None = None) -> None:
        self._stdin = stdin

    def accepts(self, source: str) -> bool:
        return source == STANDARD_INPUT or sniff(_bytes_of(source)) in _PASTED

    def read(self, source: str) -> Iterator[Received | NotReceived]:
        if source == STANDARD_INPUT and self._stdin is None:
            raise NotFoundError(path=source)
        content = self._stdin if source == STANDARD_INPUT and self._stdin is not None else _bytes_of(source)
        # Rows name pasted text as they name standard input: the text itself would be no name.
        yield from unwrap_each(content, STANDARD_INPUT, "pasted" + _EXTENSIONS.get(sniff(content), ""))


def _bytes_of(text: str) -> bytes:
    """The bytes of pasted text; what a terminal could not decode comes back as it was."""
    try:
        return text.encode(errors="surrogateescape")
    except UnicodeEncodeError:
        return text.encode(errors="surrogatepass")  # half a character: not UTF-8, which the JSON reader will say
